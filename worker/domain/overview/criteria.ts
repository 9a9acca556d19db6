/**
 * Whether the tiers are any good: five questions asked of any segmentation, after Kotler and Keller (*Marketing
 * Management*: segments should be measurable, substantial, accessible, differentiable, actionable), answered with the
 * shop's own numbers.
 */

import { startOfDay } from '../local-day.ts'
import type { CustomerRow, RfmClass, RunSummary, Stage, Tier } from '../rows.ts'
import { TIERS } from '../tiers.ts'
import { dayNumber } from '../time.ts'
import { type Buyer, broughtBy, isBuyer } from './buyers.ts'
import { FINDABLE, type Separating, separating } from './facts.ts'
import { type TierShare, tierShares } from './pareto.ts'

/** `not-yet`: too little to go by. */
export type Verdict = 'good' | 'look' | 'not-yet'

/** Tied to a goal: those called A are the ones who come back. */
export interface Goal {
  key: 'goal'
  verdict: Verdict
  days: number
  /** By the tier at the start of the period: how many there were, and how many bought since. */
  before: Record<Tier, { buyers: number; back: number }>
  /** Of those who were A, how many still are. */
  stayedA: number
  /** A's share of the buyers and of what they bring. */
  ofBuyers: number
  ofValue: number
}

/** Exclusive and exhaustive: everyone in exactly one tier, class and stage. */
export interface Whole {
  key: 'whole'
  verdict: Verdict
  buyers: number
  /** How many have a place each way. */
  placed: { tier: number; class: number; stage: number }
  prospects: number
  /** Not buyers, yet in a tier. */
  tooMany: number
  /** Bought since the figures were made: placed by the next run. */
  pending: number
}

/** Describable: A differs from the rest in facts that can be named. */
export interface Describable {
  key: 'describable'
  verdict: Verdict
  inA: number
  rest: number
  /** The most telling first, at most three. */
  traits: Separating[]
}

export type Outside =
  | { way: 'tier'; group: Tier; buyers: number; share: number }
  | { way: 'class'; group: RfmClass; buyers: number; share: number }
  | { way: 'stage'; group: Stage; buyers: number; share: number }

/** Neither too large nor too small. */
export interface Size {
  key: 'size'
  verdict: Verdict
  buyers: number
  tiers: Record<Tier, number>
  /** Everything under 2 % or over 60 % of the buyers; classes and stages only where somebody is in them. */
  outside: Outside[]
}

/** Stable: tiers do not change by themselves. */
export interface Stable {
  key: 'stable'
  verdict: Verdict
  /** Share of the buyers whose tier changed since the last run; null when there was none before. */
  changed: number | null
  /** Share whose tier would be another one with a window ending a week earlier; null before a run that says. */
  weekShift: number | null
}

export type Criterion = Goal | Whole | Describable | Size | Stable

export const LEAST_SHARE = 0.02
export const MOST_SHARE = 0.6
/** Of the buyers in another tier after a run or a week. */
export const MOST_CHANGED = 0.1
/** Fewer of either kind say nothing of their kind. */
export const LEAST_COMPARED = 10
/** Under so many, 2 % is not a whole person. */
export const LEAST_SIZED = 50
const STANDARD_ERRORS = 2
/** A difference people would notice, as a share of either kind. */
const NOTICED = 0.1

export interface Given {
  customers: readonly CustomerRow[]
  /** The newest finished run's; null before it says anything. */
  summary: Pick<RunSummary, 'buyers' | 'changed' | 'weekShift' | 'migrationDays'> | null
  /** As-of date of the figures, epoch ms; null before the first. */
  asOf: number | null
  timezone: string
}

type Shares = Record<Tier, TierShare>

/** The five, in order. */
export function criteriaOf(given: Given): [Goal, Whole, Describable, Size, Stable] {
  const buyers = given.customers.filter(isBuyer)
  const tiers = tierShares(buyers.map((buyer) => ({ value: broughtBy(buyer), tier: buyer.figures.tier })))
  return [
    goal(given, buyers, tiers),
    whole(given.customers),
    describable(buyers, given.asOf ?? 0, tiers),
    size(buyers, tiers),
    stable(given.summary),
  ]
}

function goal({ summary, asOf, timezone }: Given, buyers: readonly Buyer[], tiers: Shares): Goal {
  const days = summary?.migrationDays ?? 0
  const before = { A: { buyers: 0, back: 0 }, B: { buyers: 0, back: 0 }, C: { buyers: 0, back: 0 } }
  let stayedA = 0
  if (days > 0 && asOf !== null) {
    const since = startOfDay(dayNumber(asOf, timezone) - days + 1, timezone)
    for (const { figures } of buyers) {
      if (figures.tierBefore === null) continue
      const tally = before[figures.tierBefore]
      tally.buyers++
      if (figures.lastOrderAt !== null && figures.lastOrderAt >= since) tally.back++
      if (figures.tierBefore === 'A' && figures.tier === 'A') stayedA++
    }
  }
  const rest = { buyers: before.B.buyers + before.C.buyers, back: before.B.back + before.C.back }
  return {
    key: 'goal',
    verdict: comparison(before.A, rest),
    days,
    before,
    stayedA,
    ofBuyers: tiers.A.ofBuyers,
    ofValue: tiers.A.ofValue,
  }
}

/**
 * Two proportions, by their difference and its pooled standard error: good when it is more than chance explains, to look
 * at when A are surely not much better, else too early to tell.
 */
function comparison(a: { buyers: number; back: number }, rest: { buyers: number; back: number }): Verdict {
  if (a.buyers < LEAST_COMPARED || rest.buyers < LEAST_COMPARED) return 'not-yet'
  const pooled = (a.back + rest.back) / (a.buyers + rest.buyers)
  const chance = STANDARD_ERRORS * Math.sqrt(pooled * (1 - pooled) * (1 / a.buyers + 1 / rest.buyers))
  const better = a.back / a.buyers - rest.back / rest.buyers
  if (better > chance) return 'good'
  return better <= 0 || better + chance < NOTICED ? 'look' : 'not-yet'
}

function whole(customers: readonly CustomerRow[]): Whole {
  const found: Whole = {
    key: 'whole',
    verdict: 'not-yet',
    buyers: 0,
    placed: { tier: 0, class: 0, stage: 0 },
    prospects: 0,
    tooMany: 0,
    pending: 0,
  }
  for (const { figures, ordersCount } of customers) {
    if (figures === null || figures.orders === 0) {
      if (ordersCount > 0) found.pending++
      else found.prospects++
      if (figures !== null && (figures.tier !== null || figures.class !== null)) found.tooMany++
      continue
    }
    found.buyers++
    if (figures.tier !== null) found.placed.tier++
    if (figures.class !== null) found.placed.class++
    if (figures.stage !== 'prospect') found.placed.stage++
  }
  const { tier, class: classes, stage } = found.placed
  const all = [tier, classes, stage].every((n) => n === found.buyers) && found.tooMany === 0
  if (found.buyers > 0) found.verdict = all ? 'good' : 'look'
  return found
}

function describable(buyers: readonly Buyer[], asOf: number, tiers: Shares): Describable {
  const inA = tiers.A.buyers
  const rest = buyers.length - inA
  const found = { key: 'describable', inA, rest } as const
  if (inA < LEAST_COMPARED || rest < LEAST_COMPARED) return { ...found, verdict: 'not-yet', traits: [] }
  const traits = separating(buyers, asOf)
  const findable = traits.some((trait) => FINDABLE.has(trait.fact) && trait.inside - trait.outside >= NOTICED)
  return { ...found, verdict: findable ? 'good' : 'look', traits: traits.slice(0, 3) }
}

function size(buyers: readonly Buyer[], tiers: Shares): Size {
  const n = buyers.length
  const classes = new Map<RfmClass, number>()
  const stages = new Map<Stage, number>()
  for (const { figures } of buyers) {
    if (figures.class !== null) classes.set(figures.class, (classes.get(figures.class) ?? 0) + 1)
    stages.set(figures.stage, (stages.get(figures.stage) ?? 0) + 1)
  }
  const counts = { A: tiers.A.buyers, B: tiers.B.buyers, C: tiers.C.buyers }
  const largest = (a: Outside, b: Outside) => b.share - a.share || (a.group < b.group ? -1 : 1)
  const ofTiers = TIERS.map((group): Outside => ({ way: 'tier', group, ...shareOf(counts[group], n) })).filter(
    isOutside,
  )
  const ofClasses = [...classes]
    .map(([group, k]): Outside => ({ way: 'class', group, ...shareOf(k, n) }))
    .filter(isOutside)
  const ofStages = [...stages]
    .map(([group, k]): Outside => ({ way: 'stage', group, ...shareOf(k, n) }))
    .filter(isOutside)
  return {
    key: 'size',
    verdict: n < LEAST_SIZED ? 'not-yet' : ofTiers.length > 0 ? 'look' : 'good',
    buyers: n,
    tiers: counts,
    outside: n === 0 ? [] : [...ofTiers, ...[...ofClasses, ...ofStages].sort(largest)],
  }
}

const shareOf = (buyers: number, all: number) => ({ buyers, share: all > 0 ? buyers / all : 0 })
const isOutside = ({ share }: Outside): boolean => share < LEAST_SHARE || share > MOST_SHARE

function stable(summary: Given['summary']): Stable {
  const ofBuyers = (n: number | null) => (n === null || !summary || summary.buyers === 0 ? null : n / summary.buyers)
  const changed = ofBuyers(summary?.changed ?? null)
  const weekShift = ofBuyers(summary?.weekShift ?? null)
  const most = Math.max(changed ?? 0, weekShift ?? 0)
  return {
    key: 'stable',
    verdict: changed === null && weekShift === null ? 'not-yet' : most > MOST_CHANGED ? 'look' : 'good',
    changed,
    weekShift,
  }
}
