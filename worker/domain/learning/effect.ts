/** Before and after something was put right. */

import type { FixRow } from '../rows.ts'
import { countBelow } from '../sorted.ts'
import { DAY_MS } from '../time.ts'
import type { LearningCase } from './case.ts'
import { type Ratio, rateRatio } from './chance.ts'

/** So far is looked back from a fix, and on from it. */
export const EFFECT_DAYS = 180
/** Less than a week says nothing. */
const LEAST_DAYS = 7

export interface Side {
  cases: number
  days: number
  /** Orders placed meanwhile; null where they are not known. */
  orders: number | null
  /** Cases per 30 days, and per 100 orders. */
  per30: number
  per100: number | null
}

export interface Effect {
  fix: FixRow
  before: Side
  after: Side
  /** After ÷ before, by orders where both sides know them, else by days. Null while there is too little time. */
  ratio: Ratio | null
  by: 'orders' | 'days'
  /**
   * better, worse: the interval leaves no change out. unclear: it does not. soon: less than a week since. unknown: the
   * cases before it are not at hand.
   */
  verdict: 'better' | 'worse' | 'unclear' | 'soon' | 'unknown'
}

export interface Known {
  /** All cases opened since then are at hand, epoch ms. */
  since: number
  now: number
  /** When orders were placed, ascending, epoch ms; null where that is not known. */
  orders: Float64Array | null
  /** Orders placed since then are at hand. */
  ordersSince: number
}

/** Whether a case belongs to what was put right: of an agent, those that buyers brought up again. */
export const concerns = ({ dimension, value }: Pick<FixRow, 'dimension' | 'value'>, each: LearningCase): boolean =>
  each[dimension] === value && (dimension !== 'agent' || each.reopened)

export function effectOf(fix: FixRow, cases: readonly LearningCase[], known: Known): Effect {
  const { at } = fix
  const from = Math.min(at, Math.max(at - EFFECT_DAYS * DAY_MS, known.since))
  const to = Math.max(at, Math.min(at + EFFECT_DAYS * DAY_MS, known.now))
  const about = cases.filter((each) => concerns(fix, each))
  const before = sideOf(about, from, at, known)
  const after = sideOf(about, at, to, known)
  const by = before.orders && after.orders ? 'orders' : 'days'
  const short = before.days < LEAST_DAYS ? 'unknown' : after.days < LEAST_DAYS ? 'soon' : null
  if (short) return { fix, before, after, ratio: null, by, verdict: short }
  const exposed = ({ cases: n, days, orders }: Side) => ({ n, of: (by === 'orders' ? orders : days) as number })
  const ratio = rateRatio(exposed(before), exposed(after))
  const verdict = ratio.high !== null && ratio.high < 1 ? 'better' : ratio.low > 1 ? 'worse' : 'unclear'
  return { fix, before, after, ratio, by, verdict }
}

function sideOf(cases: readonly LearningCase[], from: number, to: number, known: Known): Side {
  const n = cases.filter(({ openedAt }) => openedAt >= from && openedAt < to).length
  const days = (to - from) / DAY_MS
  const orders =
    known.orders && from >= known.ordersSince ? countBelow(known.orders, to) - countBelow(known.orders, from) : null
  return {
    cases: n,
    days,
    orders,
    per30: days > 0 ? (n * 30) / days : 0,
    per100: orders ? (n * 100) / orders : null,
  }
}
