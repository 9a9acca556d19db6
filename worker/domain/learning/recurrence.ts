/** The same trouble again: products and buyers with two cases or more of one cause. */
import type { Cause } from '../rows.ts'
import type { LearningCase } from './case.ts'

export const AGAIN = 2

export interface Recurrence {
  /** The product's name, or the buyer's id. */
  of: string
  cause: Cause
  /** Latest first. */
  cases: readonly LearningCase[]
  /** Buyers who ever bought the product, or orders the buyer ever placed; null where that is not known. */
  out: number | null
  /** Distinct buyers who complained per buyer of the product; cases per order of the buyer. Null without `out`. */
  rate: number | null
}

/**
 * @param by what recurs
 * @param outOf how many buyers a product has had, or orders a buyer has placed; null where unknown
 * @returns most cases first
 */
export function recurrencesOf(
  cases: readonly LearningCase[],
  by: 'product' | 'customerId',
  outOf: (of: string) => number | null,
): Recurrence[] {
  const groups = new Map<string, LearningCase[]>()
  for (const each of cases) {
    const of = each[by]
    if (of === null || each.cause === null) continue
    const key = JSON.stringify([of, each.cause])
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return [...groups.values()]
    .filter((group) => group.length >= AGAIN)
    .map((group) => recurrence(group, by, outOf))
    .sort(
      (a, b) =>
        b.cases.length - a.cases.length || (b.rate ?? 0) - (a.rate ?? 0) || (a.of + a.cause < b.of + b.cause ? -1 : 1),
    )
}

function recurrence(
  group: readonly LearningCase[],
  by: 'product' | 'customerId',
  outOf: (of: string) => number | null,
): Recurrence {
  const [first] = group as [LearningCase]
  const of = first[by] as string
  const n = by === 'product' ? new Set(group.map(({ customerId }) => customerId)).size : group.length
  const out = outOf(of)
  const cases = [...group].sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
  // Fewer buyers known than complained: what is known is not all there is.
  const known = out !== null && out >= n && out > 0 ? out : null
  return { of, cause: first.cause as Cause, cases, out: known, rate: known === null ? null : n / known }
}
