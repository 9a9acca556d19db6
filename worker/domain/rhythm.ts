import type { FigureWhys } from './explain/figures.ts'
import { whyOf } from './explain/shape.ts'
import type { Stage } from './rows.ts'
import type { Settings } from './settings.ts'
import { medianOf } from './sorted.ts'
import type { Why } from './why.ts'

/** Days between purchases, and whose habit it is: the customer's own, the shop's, or ours while the shop has none. */
export interface Rhythm {
  days: number
  basis: 'own' | 'shop' | 'default'
}

/** Two gaps are the least that can be called a habit. */
export const OWN_RHYTHM_DAYS = 3
/** A customer who happened to buy three days in a row is not lost by the end of the week. */
export const SHORTEST_RHYTHM = 7
/** Until anyone in the shop has come back. */
export const DEFAULT_RHYTHM = 30

const why = whyOf<FigureWhys>()

/** Appends the gaps between a customer's distinct purchase days, ascending. */
export function addGaps(days: readonly number[], to: number[]): void {
  for (let i = 1; i < days.length; i++) to.push((days[i] as number) - (days[i - 1] as number))
}

/** @param gaps between the purchase days of every customer, days */
export function shopRhythm(gaps: readonly number[]): Rhythm {
  if (gaps.length === 0) return { days: DEFAULT_RHYTHM, basis: 'default' }
  return { days: Math.max(SHORTEST_RHYTHM, medianOf(gaps)), basis: 'shop' }
}

/** Their own median gap from three purchase days on, else the shop's; never under {@link SHORTEST_RHYTHM}. */
export function rhythmOf(days: readonly number[], shop: Rhythm): Rhythm {
  if (days.length < OWN_RHYTHM_DAYS) return shop
  const gaps: number[] = []
  addGaps(days, gaps)
  return { days: Math.max(SHORTEST_RHYTHM, medianOf(gaps)), basis: 'own' }
}

/**
 * Where a buyer stands by their rhythm: away for more than `lostFactor` times it is lost, `decliningFactor` declining;
 * else one order is exploring, two building, more stable. No order at all is a prospect.
 * @param away days since the last purchase
 */
export function stageOf(orders: number, away: number, rhythm: Rhythm, settings: Settings['rhythm']): Stage {
  if (orders === 0) return 'prospect'
  if (away > settings.lostFactor * rhythm.days) return 'lost'
  if (away > settings.decliningFactor * rhythm.days) return 'declining'
  if (orders === 1) return 'exploring'
  return orders === 2 ? 'building' : 'stable'
}

/**
 * Says when they were last seen as a date, not as a count of days: it stays true on the days after the recompute.
 * @param last epoch ms of their last purchase
 */
export function stageWhy(
  stage: Stage,
  orders: number,
  last: number,
  rhythm: Rhythm,
  settings: Settings['rhythm'],
): Why {
  const { days, basis } = rhythm
  if (stage !== 'declining' && stage !== 'lost')
    return why('stage.active', { stage, orders, last, rhythm: days, basis })
  const factor = stage === 'lost' ? settings.lostFactor : settings.decliningFactor
  return why('stage.away', { stage, last, rhythm: days, basis, factor, limit: factor * days })
}
