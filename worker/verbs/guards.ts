/** What a rule could not see from single rows, guarded by SQL in the same batch. */

import { LostRace } from '../../db/client.ts'
import { atMostFiles } from '../../db/queries/evidence.ts'
import { noOtherOffer, withinBudget } from '../../db/queries/offers.ts'
import { isOwner, membersExist } from '../../db/queries/team.ts'
import type { Statement } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import type { Actor } from '../domain/actor.ts'
import { MOST_A_CASE } from '../domain/evidence/limits.ts'
import { startOfMonth } from '../domain/local-day.ts'
import type { Change, Meta } from '../domain/mutation.ts'
import type { Tier } from '../domain/rows.ts'
import { ApiError } from '../errors.ts'

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

/**
 * An owner who is removed, or is one no longer, at the very moment they decide as one: nothing of it is written.
 */
export const stillOwner = ({ memberId }: Actor): Statement[] => (memberId === null ? [] : [isOwner(memberId)])

/** Waits for a write. @throws ApiError the given one when a guard in it aborted it */
export async function unlessLost(refusal: ApiError, write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    throw error instanceof LostRace ? refusal : error
  }
}

/**
 * Writes what an owner decided, if they still are one.
 * @param otherwise why another guard in the batch aborted it
 * @throws ApiError 403 when they are an owner no longer, else `otherwise`
 */
export async function writeAsOwner(
  ctx: Ctx,
  actor: Actor,
  statements: Statement[],
  otherwise = new ApiError(409, 'busy'),
): Promise<void> {
  try {
    await ctx.db.write([...stillOwner(actor), ...statements])
  } catch (error) {
    await lostAsOwner(ctx, error, otherwise)
  }
}

/** @throws ApiError 403 when the one who asks is an owner no longer, else the given one: why a batch was aborted */
async function lostAsOwner(ctx: Ctx, error: unknown, otherwise: ApiError): Promise<never> {
  if (!(error instanceof LostRace)) throw error
  await load(ctx, { role: 'owner' }, [])
  throw otherwise
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
