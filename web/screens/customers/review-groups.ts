import type { MoveRow } from '../../../worker/domain/rows.ts'
import { isPromotion } from '../../../worker/domain/tiers.ts'

export interface Groups {
  /** Waiting for a person, worth first. */
  up: MoveRow[]
  down: MoveRow[]
  /** In force lately, newest first. */
  recent: MoveRow[]
}

const RECENT = 30

export function groupMoves(moves: Iterable<MoveRow>): Groups {
  const groups: Groups = { up: [], down: [], recent: [] }
  for (const move of moves) {
    if (move.status === 'applied') groups.recent.push(move)
    if (move.status !== 'proposed') continue
    groups[move.from === null || isPromotion(move.from, move.to) ? 'up' : 'down'].push(move)
  }
  const worthFirst = (a: MoveRow, b: MoveRow) => b.worth - a.worth || (a.id < b.id ? -1 : 1)
  groups.up.sort(worthFirst)
  groups.down.sort(worthFirst)
  const since = (move: MoveRow) => move.decidedAt ?? move.at
  groups.recent.sort((a, b) => since(b) - since(a) || b.worth - a.worth)
  groups.recent.splice(RECENT)
  return groups
}
