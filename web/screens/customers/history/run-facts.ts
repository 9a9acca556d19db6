/** What became of the moves of each run. */
import type { MoveRow } from '../../../../worker/domain/rows.ts'
import { isUp } from '../review-groups.ts'

export interface RunFacts {
  up: MoveRow[]
  down: MoveRow[]
  /** Moves in force by themselves, still waiting, or called off by a later run. */
  byItself: number
  waiting: number
  overtaken: number
  /** Moves a person decided, by member id. */
  byPerson: Map<string, number>
}

const noFacts = (): RunFacts => ({ up: [], down: [], byItself: 0, waiting: 0, overtaken: 0, byPerson: new Map() })

/** By run, each group worth first. */
export function factsByRun(moves: Iterable<MoveRow>): Map<string, RunFacts> {
  const runs = new Map<string, RunFacts>()
  for (const move of moves) {
    const facts = runs.get(move.runId) ?? noFacts()
    runs.set(move.runId, facts)
    facts[isUp(move) ? 'up' : 'down'].push(move)
    if (move.status === 'proposed') facts.waiting++
    else if (move.decidedBy !== null) facts.byPerson.set(move.decidedBy, (facts.byPerson.get(move.decidedBy) ?? 0) + 1)
    else if (move.status === 'applied') facts.byItself++
    else facts.overtaken++
  }
  const worthFirst = (a: MoveRow, b: MoveRow) => b.worth - a.worth || (a.id < b.id ? -1 : 1)
  for (const { up, down } of runs.values()) {
    up.sort(worthFirst)
    down.sort(worthFirst)
  }
  return runs
}

export const factsOf = (moves: Iterable<MoveRow>, runId: string): RunFacts =>
  factsByRun([...moves].filter((move) => move.runId === runId)).get(runId) ?? noFacts()
