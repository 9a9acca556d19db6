import type { History } from './histories.ts'
import type { Measure } from './settings.ts'

/** A customer's sums as of a day. Money in minor units, net of refunds. */
export interface Aggregate {
  customerId: string
  /** Orders that count as a purchase. */
  orders: number
  net: number
  /** What they are ranked by: `net`, or with known costs taken off. */
  value: number
  /** Of the trailing window of so many shop-local days, the as-of day included. */
  windowNet: number
  windowValue: number
  /** First purchase day within the window; null without one. */
  windowFirstDay: number | null
  /** Highest value of any 365 days in a row that end with a purchase; 0 without one. */
  bestYear: number
  firstOrderAt: number | null
  lastOrderAt: number | null
  /** Net value of the purchase days after the first. */
  repeatNet: number
  /** Shop-local day numbers with at least one purchase, ascending, each once. */
  days: readonly number[]
}

const YEAR_DAYS = 365

/** What is ranked by: the column of a history that holds it. */
export const measured = (history: History, measure: Measure): readonly number[] =>
  measure === 'profit' ? history.values : history.nets

const sumFrom = (values: readonly number[], from: number): number => {
  let sum = 0
  for (let i = from; i < values.length; i++) sum += values[i] as number
  return sum
}

/** Index of the first day after `day`. O(log n). */
function after(days: readonly number[], day: number): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((days[middle] as number) > day) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * What a customer brought in the window that ends with `today`, as far as known then.
 * @returns null for who had not bought by that day
 */
export function windowValueOn(history: History, today: number, windowDays: number, measure: Measure): number | null {
  const { days } = history
  const end = after(days, today)
  if (end === 0) return null
  const values = measured(history, measure)
  let sum = 0
  for (let i = after(days, today - windowDays); i < end; i++) sum += values[i] as number
  return sum
}

function bestYear(days: readonly number[], values: readonly number[]): number {
  let best = 0
  let sum = 0
  let start = 0
  for (let end = 0; end < days.length; end++) {
    sum += values[end] as number
    while ((days[start] as number) <= (days[end] as number) - YEAR_DAYS) sum -= values[start++] as number
    if (sum > best) best = sum
  }
  return best
}

/** @param today shop-local day number on which or after which the last purchase of the history lies */
export function aggregateOf(history: History, today: number, windowDays: number, measure: Measure): Aggregate {
  const { customerId, firstOrderAt, lastOrderAt, days, orders, nets } = history
  const values = measured(history, measure)
  const inWindow = after(days, today - windowDays)
  return {
    customerId,
    orders: sumFrom(orders, 0),
    net: sumFrom(nets, 0),
    value: sumFrom(values, 0),
    windowNet: sumFrom(nets, inWindow),
    windowValue: sumFrom(values, inWindow),
    windowFirstDay: days[inWindow] ?? null,
    bestYear: bestYear(days, values),
    firstOrderAt,
    lastOrderAt,
    repeatNet: sumFrom(nets, 1),
    days,
  }
}
