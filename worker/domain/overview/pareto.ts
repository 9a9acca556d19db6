/**
 * How much of the value the best customers hold (Pareto, *Cours d'économie politique*, 1896; drawn as Lorenz drew
 * incomes, 1905, but the richest first).
 */
import type { Group, Tier } from '../rows.ts'

/** The curve has a point every 2 % of the buyers. */
export const PARETO_STEPS = 50
const FIFTH = 0.2

/** A buyer as far as this goes. */
export interface Valued {
  value: number
  tier: Tier
}

export interface TierShare extends Group {
  /** Of all buyers. */
  ofBuyers: number
  /** Of the positive value of all. */
  ofValue: number
}

export interface Pareto {
  buyers: number
  /** Sum of the values above zero, minor units; 0 when there is nothing to share out. */
  positive: number
  /** Share of `positive` held by the best 0 %, 2 %, 4 % … 100 % of the buyers; rises ever slower. */
  points: number[]
  /** Held by the best fifth. */
  topFifth: number
  /** Held by the best fifth as whole people, at least one. */
  best: { buyers: number; share: number }
  /** C is the long tail. */
  tiers: Record<Tier, TierShare>
  /** Where A and B end on the curve: share of the buyers up to there, and what they hold. */
  bounds: Record<'A' | 'B', { at: number; held: number }>
}

/** What each tier is of the whole. O(n) */
export function tierShares(buyers: Iterable<Valued>): Record<Tier, TierShare> {
  const tiers = { A: emptyShare(), B: emptyShare(), C: emptyShare() }
  for (const { value, tier } of buyers) {
    tiers[tier].buyers++
    tiers[tier].value += value
    tiers[tier].ofValue += Math.max(0, value)
  }
  const all = Object.values(tiers)
  const n = all.reduce((sum, { buyers: some }) => sum + some, 0)
  const positive = all.reduce((sum, { ofValue }) => sum + ofValue, 0)
  for (const share of all) {
    share.ofBuyers = n > 0 ? share.buyers / n : 0
    share.ofValue = positive > 0 ? share.ofValue / positive : 0
  }
  return tiers
}

/** @param buyers value in the window, minor units, and the tier by the figures; in any order. O(n log n) */
export function paretoOf(buyers: readonly Valued[]): Pareto {
  const n = buyers.length
  const descending = Float64Array.from(buyers, ({ value }) => Math.max(0, value))
    .sort()
    .reverse()
  /** `held[k]`: what the best k hold. */
  const held = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) held[i + 1] = (held[i] as number) + (descending[i] as number)
  const positive = held[n] as number
  const shareOf = (value: number) => (positive > 0 ? Math.min(1, value / positive) : 0)
  const heldBy = (fraction: number): number => {
    const k = fraction * n
    const whole = Math.min(n, Math.floor(k))
    return shareOf((held[whole] as number) + (k - whole) * (descending[whole] ?? 0))
  }

  const tiers = tierShares(buyers)
  const fifth = Math.min(n, Math.max(1, Math.round(n * FIFTH)))
  const endOf = (count: number) => ({ at: n > 0 ? count / n : 0, held: shareOf(held[count] as number) })
  return {
    buyers: n,
    positive,
    points: Array.from({ length: PARETO_STEPS + 1 }, (_, i) => heldBy(i / PARETO_STEPS)),
    topFifth: heldBy(FIFTH),
    best: { buyers: fifth, share: shareOf(held[fifth] as number) },
    tiers,
    bounds: { A: endOf(tiers.A.buyers), B: endOf(tiers.A.buyers + tiers.B.buyers) },
  }
}

const emptyShare = (): TierShare => ({ buyers: 0, value: 0, ofBuyers: 0, ofValue: 0 })
