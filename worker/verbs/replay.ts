/** A look back for somebody who asks: the same rules on the orders of a past date, kept nowhere. */
import { type Ctx, load } from '../context.ts'
import { figuresOf } from '../domain/figures.ts'
import { summing } from '../domain/run-summary.ts'
import type { LookBack } from '../domain/wire.ts'
import { ApiError } from '../errors.ts'
import { isPast, measure, readLater } from './recompute.ts'
import { readWhole } from './run-reading.ts'

/** Customers told of one by one: those whose tier was another, most valuable first. */
const TOLD = 100

/**
 * The shop's tiers as the orders known now say they were at the end of a day.
 * @param asOfIn epoch ms of the day's end in the shop's zone
 * @throws ApiError 400 for a day that is not over
 */
export async function replay(ctx: Ctx, asOfIn: (timezone: string) => number | null): Promise<LookBack> {
  const { shop } = await load(ctx, { role: 'agent' }, [])
  const asOf = asOfIn(shop.timezone)
  if (asOf === null || !isPast(asOf, ctx.now, shop)) throw new ApiError(400, 'bad_request', { field: 'asOf' })
  const known = await readWhole(ctx, { asOf, timezone: shop.timezone })
  const later = await readLater(ctx, asOf)
  const { model, scale } = measure(known, shop, asOf)
  const sums = summing(known.histories, scale)
  const changed: LookBack['changed'] = []
  for (const history of known.histories) {
    const { customerId } = history
    const then = figuresOf(history, scale)
    sums.add(history, then, undefined)
    const tierNow = known.standing.get(customerId)?.tier ?? null
    const laterAmount = later.of.get(customerId)?.amount ?? 0
    if (then.tier === tierNow && laterAmount === 0) continue
    changed.push({ customerId, tierThen: then.tier, tierNow, windowValueThen: then.windowValue, laterAmount })
  }
  const weight = (one: LookBack['changed'][number]) => Math.abs(one.windowValueThen) + Math.abs(one.laterAmount)
  changed.sort((a, b) => weight(b) - weight(a) || (a.customerId < b.customerId ? -1 : 1))
  return {
    asOf,
    customers: known.histories.length,
    summary: sums.finish(model, later.total),
    later: later.total,
    changedCount: changed.length,
    changed: changed.slice(0, TOLD),
  }
}
