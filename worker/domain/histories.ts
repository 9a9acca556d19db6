/** What the figures need of everyone's orders: their purchases, day by day. */
import { countsAsPurchase, netOf, profitOf } from './order.ts'
import type { OrderRow } from './rows.ts'
import { dayNumber } from './time.ts'

/** An order as far as figures go. `cost`: known cost of its goods; `listTotal` and `costedTotal`: see the orders' table. */
export interface CountedOrder extends Pick<OrderRow, 'placedAt' | 'status' | 'total' | 'refunded'> {
  cost?: number
  listTotal?: number
  costedTotal?: number
}

/** One customer's purchases up to a date. Money in minor units; shop-local day numbers (see `dayNumber`). */
export interface History {
  customerId: string
  /** Epoch ms of the first and last order that counts; null without one. */
  firstOrderAt: number | null
  lastOrderAt: number | null
  /** When the next order already known will have been placed, epoch ms: it lies after the date. Null without one. */
  nextOrderAt: number | null
  /** List prices of everything bought, and of what has a known cost. */
  listTotal: number
  costedTotal: number
  /** Days with a purchase, ascending, each once; the other columns are on the same index. */
  days: readonly number[]
  orders: readonly number[]
  nets: readonly number[]
  /** Net value less the known cost of the goods. */
  values: readonly number[]
}

export const noHistory = (customerId: string): History => ({
  customerId,
  firstOrderAt: null,
  lastOrderAt: null,
  nextOrderAt: null,
  listTotal: 0,
  costedTotal: 0,
  days: [],
  orders: [],
  nets: [],
  values: [],
})

/**
 * @param orders of one customer, in any order; those that are no purchase change nothing
 * @param asOf epoch ms: later orders are not known yet
 */
export function historyOf(customerId: string, orders: Iterable<CountedOrder>, asOf: number, timezone: string): History {
  const history = noHistory(customerId)
  const byDay = new Map<number, { orders: number; net: number; value: number }>()
  for (const order of orders) {
    const { placedAt, listTotal = 0, costedTotal = 0 } = order
    if (!countsAsPurchase(order.status)) continue
    if (placedAt > asOf) {
      history.nextOrderAt = Math.min(placedAt, history.nextOrderAt ?? placedAt)
      continue
    }
    history.firstOrderAt = Math.min(placedAt, history.firstOrderAt ?? placedAt)
    history.lastOrderAt = Math.max(placedAt, history.lastOrderAt ?? placedAt)
    history.listTotal += listTotal
    history.costedTotal += costedTotal
    const day = dayNumber(placedAt, timezone)
    const known = byDay.get(day)
    if (known) {
      known.orders++
      known.net += netOf(order)
      known.value += profitOf(order)
    } else byDay.set(day, { orders: 1, net: netOf(order), value: profitOf(order) })
  }
  const days = [...byDay].sort(([a], [b]) => a - b)
  return {
    ...history,
    days: days.map(([day]) => day),
    orders: days.map(([, of]) => of.orders),
    nets: days.map(([, of]) => of.net),
    values: days.map(([, of]) => of.value),
  }
}

/** Histories of many, and what is known of them together. */
export class Histories implements Iterable<History> {
  readonly #all: History[] = []
  /** True once the cost of anything anyone bought is known. */
  costsKnown = false
  listTotal = 0
  costedTotal = 0

  get length(): number {
    return this.#all.length
  }

  add(history: History): void {
    this.#all.push(history)
    this.listTotal += history.listTotal
    this.costedTotal += history.costedTotal
    if (history.costedTotal > 0) this.costsKnown = true
  }

  [Symbol.iterator](): Iterator<History> {
    return this.#all.values()
  }
}

/**
 * Histories of orders that are at hand.
 * @param customerIds everyone who must appear, with orders or without
 */
export function historiesOf(
  orders: Iterable<CountedOrder & { customerId: string | null }>,
  asOf: number,
  timezone: string,
  customerIds: Iterable<string> = [],
): Histories {
  const byCustomer = new Map<string, CountedOrder[]>()
  for (const id of customerIds) byCustomer.set(id, [])
  for (const order of orders) {
    if (order.customerId === null) continue
    const own = byCustomer.get(order.customerId)
    if (own) own.push(order)
    else byCustomer.set(order.customerId, [order])
  }
  const histories = new Histories()
  for (const [id, own] of byCustomer) histories.add(historyOf(id, own, asOf, timezone))
  return histories
}
