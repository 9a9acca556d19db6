/** What would move a buyer up, or what keeps them at the top (T6). */
import { whyOf } from './explain/shape.ts'
import type { TierWhys } from './explain/tier.ts'
import type { Figures, Tier } from './rows.ts'
import type { Measure } from './settings.ts'
import { medianOf } from './sorted.ts'
import { leastIn, moneyTo, type TierScale } from './tiers.ts'
import { DAY_MS } from './time.ts'
import type { Why } from './why.ts'

const why = whyOf<TierWhys>()

const NEXT_UP: Record<Tier, Tier | null> = { A: null, B: 'A', C: 'B' }

/** Beyond this a number of orders tells nobody anything. */
const MOST_ORDERS = 99

type Bought = Pick<Figures, 'orders' | 'net' | 'windowNet' | 'windowValue'>

/**
 * What one order of theirs brings on average, in what tiers are measured by, minor units; 0 where nothing can be said.
 * Where that is profit, the share of it in the window stands for all their orders.
 */
export function valueOfOrder({ orders, net, windowNet, windowValue }: Bought): number {
  if (orders === 0 || net <= 0) return 0
  const kept = windowValue === windowNet ? 1 : windowNet > 0 ? Math.max(0, windowValue / windowNet) : 0
  return (net / orders) * kept
}

/** What an order brings in this shop as a rule: the median over its buyers, minor units; 0 without any. */
export const usualOrder = (buyers: Iterable<Bought>): number => usualOf(Array.from(buyers, valueOfOrder))

/** {@link usualOrder} of values of {@link valueOfOrder}. */
export function usualOf(values: readonly number[]): number {
  const known = values.filter((value) => value > 0)
  return known.length === 0 ? 0 : medianOf(known)
}

/**
 * The way from a tier to the next, as money and as orders of their own usual size, and by when: on that day their first
 * order leaves the window and the money no longer suffices. For an A, who has no way up, how much keeps them there.
 * Others are taken as they are now, so a month later the way is another one.
 * @param tier the one the figures call for
 * @param usual what an order brings in this shop, for who has none of their own to go by
 */
export function wayUp(
  scale: TierScale,
  figures: Bought & Pick<Figures, 'windowFirstAt'>,
  tier: Tier,
  usual: number,
  measure: Measure = 'revenue',
): Why[] {
  const { windowDays: days } = scale.settings
  const { windowValue: value, windowFirstAt } = figures
  const by = {
    ...(windowFirstAt !== null && { before: windowFirstAt + days * DAY_MS }),
    ...(measure === 'profit' && { measure }),
  }
  const next = NEXT_UP[tier]
  if (next === null)
    return value > 0 ? [why('up.keep', { tier, value, least: leastIn(scale, value, tier), days, ...by })] : []
  const money = moneyTo(scale, value, next)
  if (money === 0) return []
  const orders = Math.ceil(money / (valueOfOrder(figures) || usual))
  return [why('up.spend', { tier: next, money, days, ...(orders <= MOST_ORDERS && { orders }), ...by })]
}
