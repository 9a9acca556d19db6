import { whyOf } from './explain/shape.ts'
import type { TierWhys } from './explain/tier.ts'
import type { Tier } from './rows.ts'
import type { Measure, Settings } from './settings.ts'
import { ascending, countUpTo } from './sorted.ts'
import type { Why } from './why.ts'

/** Best first. */
export const TIERS: readonly Tier[] = ['A', 'B', 'C']

/**
 * Value tiers by cumulative share of the shop's net value in a trailing window: ordered by net value, a customer is A
 * while the share *before* them is under `aShare`, B under `bShare`, else C. Equal values have the same customers
 * before them, so they share the better tier. Nobody without net value is above C, nor anybody in a shop without.
 */
export interface TierScale {
  /** What everyone who ever bought brought in the window, net value or profit, ascending. */
  values: Float64Array
  /** `from[i]` is the sum of `values[i]` and all above it; one longer than `values`. */
  from: Float64Array
  /** Sum of all values, refunds beyond the window's purchases included. */
  total: number
  /** How many values are above zero. */
  positive: number
  settings: Settings['tiers']
}

const why = whyOf<TierWhys>()
const RANK: Record<Tier, number> = { C: 0, B: 1, A: 2 }

/** True when the second tier is the better one. */
export const isPromotion = (from: Tier, to: Tier): boolean => RANK[to] > RANK[from]

/** @param values of the window of each buyer, minor units */
export function tierScale(values: readonly number[], settings: Settings['tiers']): TierScale {
  const sorted = ascending(values)
  const from = new Float64Array(sorted.length + 1)
  for (let i = sorted.length - 1; i >= 0; i--) from[i] = (from[i + 1] as number) + (sorted[i] as number)
  return {
    values: sorted,
    from,
    total: from[0] as number,
    positive: sorted.length - countUpTo(sorted, 0),
    settings,
  }
}

const sumAbove = (scale: TierScale, net: number): number => scale.from[countUpTo(scale.values, net)] as number

function tierAt(net: number, before: number, total: number, settings: Settings['tiers']): Tier {
  if (net <= 0 || total <= 0) return 'C'
  const share = before / total
  if (share < settings.aShare) return 'A'
  return share < settings.bShare ? 'B' : 'C'
}

/** The tier of a buyer whose net value in the window is `net`. */
export const tierOf = (scale: TierScale, net: number): Tier =>
  tierAt(net, sumAbove(scale, net), scale.total, scale.settings)

/** Shares are kept to a hundredth of a percent, downwards: a share under a bound must not read as the bound. */
const floored = (share: number): number => Math.floor(share * 10_000) / 10_000

export function tierWhy(scale: TierScale, net: number, measure: Measure): Why {
  const { windowDays: days, aShare, bShare } = scale.settings
  const by = measure === 'profit' ? { measure } : {}
  if (net === 0) return why('tier.nothing', { days, ...by })
  if (net < 0) return why('tier.negative', { days, net, ...by })
  if (scale.total <= 0) return why('tier.shop-negative', { days, net, total: scale.total, ...by })
  const tier = tierOf(scale, net)
  return why('tier.share', {
    tier,
    days,
    net,
    rank: scale.values.length - countUpTo(scale.values, net) + 1,
    of: scale.positive,
    before: floored(sumAbove(scale, net) / scale.total),
    bound: tier === 'A' ? aShare : bShare,
    ...by,
  })
}

/**
 * The least money that would bring a buyer to a tier or above, others unchanged; 0 when they are there already.
 * Their own spending raises the shop's total too, so both sides move. Those above them only become fewer and the total
 * only larger as they spend, hence the share before them only falls and the least amount can be searched by halves.
 * @param net their net value in the window now, one of the scale's values
 */
export function moneyTo(scale: TierScale, net: number, target: Tier): number {
  const reaches = (money: number): boolean => {
    const tier = tierAt(net + money, sumAbove(scale, net + money), scale.total + money, scale.settings)
    return RANK[tier] >= RANK[target]
  }
  if (reaches(0)) return 0
  const highest = scale.values.at(-1) ?? 0
  let tooLittle = 0
  // At the top of a shop with a positive total nobody is before them.
  let enough = Math.max(highest - net, 1 - net, 1 - scale.total)
  while (enough - tooLittle > 1) {
    const middle = Math.floor((tooLittle + enough) / 2)
    if (reaches(middle)) enough = middle
    else tooLittle = middle
  }
  return enough
}

/**
 * The least value at which a buyer would still be in the tier they are in, or above, others unchanged.
 * @param net their value in the window now, above 0 and one of the scale's values
 */
export function leastIn(scale: TierScale, net: number, tier: Tier): number {
  const keeps = (value: number): boolean => {
    // As the scale stands they are above themselves once they fall.
    const before = sumAbove(scale, value) - (value < net ? net : 0)
    return RANK[tierAt(value, before, scale.total - net + value, scale.settings)] >= RANK[tier]
  }
  let tooLittle = 0
  let enough = net
  while (enough - tooLittle > 1) {
    const middle = Math.floor((tooLittle + enough) / 2)
    if (keeps(middle)) enough = middle
    else tooLittle = middle
  }
  return enough
}
