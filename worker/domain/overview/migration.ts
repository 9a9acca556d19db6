/** Who changed tier within a period: from what the figures said at its start to what they say now. */
import type { CustomerRow, Migration, Tier } from '../rows.ts'
import { isPromotion } from '../tiers.ts'

/** A tier, or no order by then. */
export type Place = Tier | 'none'
export const PLACES: readonly Place[] = ['A', 'B', 'C', 'none']

export type Way = 'rose' | 'fell' | 'stayed' | 'new' | 'gone'

export interface Moved {
  /** The customers of each cell: rows a period earlier, columns now. Those who never bought are in none. */
  cells: Record<Place, Record<Place, CustomerRow[]>>
  /** How many went which way. */
  ways: Record<Way, number>
}

/** `gone`: the orders they had no longer count. */
export function wayOf(from: Place, to: Place): Way {
  if (from === to) return 'stayed'
  if (from === 'none') return 'new'
  if (to === 'none') return 'gone'
  return isPromotion(from, to) ? 'rose' : 'fell'
}

export function migrationOf(customers: readonly CustomerRow[]): Moved {
  const row = (): Record<Place, CustomerRow[]> => ({ A: [], B: [], C: [], none: [] })
  const moved: Moved = {
    cells: { A: row(), B: row(), C: row(), none: row() },
    ways: { rose: 0, fell: 0, stayed: 0, new: 0, gone: 0 },
  }
  for (const customer of customers) {
    const from = customer.figures?.tierBefore ?? 'none'
    const to = customer.figures?.tier ?? 'none'
    if (from === 'none' && to === 'none') continue
    moved.cells[from][to].push(customer)
    moved.ways[wayOf(from, to)]++
  }
  return moved
}

/** The counts alone, as a run keeps them. */
export function countsOf({ cells }: Moved): Migration {
  const row = (of: Record<Place, CustomerRow[]>) => ({
    A: of.A.length,
    B: of.B.length,
    C: of.C.length,
    none: of.none.length,
  })
  return { A: row(cells.A), B: row(cells.B), C: row(cells.C), none: row(cells.none) }
}
