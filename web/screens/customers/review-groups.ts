import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { isPromotion } from '../../../worker/domain/tiers.ts'

export interface Groups {
  /** Waiting for a person, worth first. */
  up: MoveRow[]
  down: MoveRow[]
  /** In force lately, newest first. */
  recent: MoveRow[]
}

const RECENT = 30

export const isUp = ({ from, to }: Pick<MoveRow, 'from' | 'to'>): boolean => from === null || isPromotion(from, to)

export function groupMoves(moves: Iterable<MoveRow>): Groups {
  const groups: Groups = { up: [], down: [], recent: [] }
  for (const move of moves) {
    if (move.status === 'applied') groups.recent.push(move)
    if (move.status !== 'proposed') continue
    groups[isUp(move) ? 'up' : 'down'].push(move)
  }
  const worthFirst = (a: MoveRow, b: MoveRow) => b.worth - a.worth || (a.id < b.id ? -1 : 1)
  groups.up.sort(worthFirst)
  groups.down.sort(worthFirst)
  const since = (move: MoveRow) => move.decidedAt ?? move.at
  groups.recent.sort((a, b) => since(b) - since(a) || b.worth - a.worth)
  groups.recent.splice(RECENT)
  return groups
}

export const worthOf = (moves: readonly MoveRow[]): number => moves.reduce((sum, { worth }) => sum + worth, 0)

/** Who is pinned, the one whose pin ends first at the top, those without an end last. */
export const pinnedOf = (customers: Iterable<CustomerRow>): CustomerRow[] =>
  [...customers]
    .filter(({ pinTier }) => pinTier !== null)
    .sort(
      (a, b) =>
        (a.pinUntil ?? Number.POSITIVE_INFINITY) - (b.pinUntil ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1),
    )

/** Moves that somebody else has decided since an instant, by who did. */
export function decidedSince(moves: Iterable<MoveRow>, since: number, me: string | null): Map<string, number> {
  const by = new Map<string, number>()
  for (const { decidedAt, decidedBy } of moves) {
    if (decidedBy === null || decidedBy === me || decidedAt === null || decidedAt <= since) continue
    by.set(decidedBy, (by.get(decidedBy) ?? 0) + 1)
  }
  return by
}
