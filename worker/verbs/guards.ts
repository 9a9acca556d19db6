/** What a rule could not see from single rows, guarded by SQL in the same batch. */

import { LostRace } from '../../db/client.ts'
import { atMostFiles } from '../../db/queries/evidence.ts'
import { noOtherOffer, withinBudget } from '../../db/queries/offers.ts'
import { membersExist } from '../../db/queries/team.ts'
import type { Statement } from '../../db/statement.ts'
import { MOST_A_CASE } from '../domain/evidence/limits.ts'
import { startOfMonth } from '../domain/local-day.ts'
import type { Change, Meta } from '../domain/mutation.ts'
import type { Tier } from '../domain/rows.ts'
import { ApiError } from '../errors.ts'

const TRIES = 4

export function guardsOf(name: string, changes: Change[], meta: Meta): Statement[] {
  if (name === 'shop.settings') return changes.flatMap((change) => newHandlers(change, meta))
  if (name === 'evidence.add' || name === 'evidence.restore') {
    return changes.flatMap((change) =>
      change.op === 'insert' && change.table === 'disputeEvents'
        ? [atMostFiles(change.row.disputeId, MOST_A_CASE)]
        : [],
    )
  }
  if (name !== 'win-back.trigger') return []
  return changes.flatMap((change) => {
    if (change.op !== 'insert' || change.table !== 'offers') return []
    const { id, customerId, cost } = change.row
    const budget = meta.shop.settings.winBack.monthlyBudget
    return [
      noOtherOffer(customerId, id, meta.at),
      ...(cost > 0 ? [withinBudget(budget, startOfMonth(meta.at, meta.shop.timezone), meta.at)] : []),
    ]
  })
}

/** Does it again, from reading on, when somebody else was first. @throws ApiError 409 `busy` when others kept being */
export async function whileLost<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LostRace)) throw error
    }
  }
  throw new ApiError(409, 'busy')
}

/** Waits for a write that one thing alone can abort. @throws ApiError the given one when a guard in it aborted it */
export async function unlessLost(refusal: ApiError, write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    throw error instanceof LostRace ? refusal : error
  }
}

/** A member who leaves at the very moment a tier is given to them. */
function newHandlers(change: Change, { shop }: Meta): Statement[] {
  if (change.op !== 'update' || change.table !== 'shops' || !change.set.settings) return []
  const before = shop.settings.promises.handler
  const given = Object.entries(change.set.settings.promises.handler).flatMap(([tier, id]) =>
    id !== null && id !== before[tier as Tier] ? [id] : [],
  )
  return given.length > 0 ? [membersExist(given)] : []
}
