import { countsAsPurchase, netOf } from './order.ts'
import type { OrderRow } from './rows.ts'
import type { Settings } from './settings.ts'
import { dayNumber } from './time.ts'

/** What the figures need to know of one customer, as of a date. Money in minor units, net of refunds. */
export interface Aggregate {
  customerId: string
  /** Orders that count as a purchase. */
  orders: number
  net: number
  /** Net value of the trailing window of `settings.tiers.windowDays` shop-local days, the as-of day included. */
  windowNet: number
  /** Highest net value of any 365 days in a row that end with a purchase; 0 without one. */
  bestYear: number
  firstOrderAt: number | null
  lastOrderAt: number | null
  /** Net value of the first purchase day, which the expected spend of those who came back leaves out; 0 without one. */
  firstDayNet: number
  /** Shop-local day numbers (see `dayNumber`) with at least one purchase, ascending, each once. */
  days: readonly number[]
}

export type CountedOrder = Pick<OrderRow, 'customerId' | 'placedAt' | 'status' | 'total' | 'refunded'>

const YEAR_DAYS = 365

interface Open extends Omit<Aggregate, 'days'> {
  days: number[]
  /** Net value of the order on the same index of `days`; both still one entry an order, in the order of arrival. */
  nets: number[]
}

const opened = (customerId: string): Open => ({
  customerId,
  orders: 0,
  net: 0,
  windowNet: 0,
  bestYear: 0,
  firstDayNet: 0,
  firstOrderAt: null,
  lastOrderAt: null,
  days: [],
  nets: [],
})

function sortByDay(open: Open): void {
  if (open.days.every((day, i) => i === 0 || (open.days[i - 1] as number) <= day)) return
  const order = open.days.map((_, i) => i).sort((a, b) => (open.days[a] as number) - (open.days[b] as number))
  const { days, nets } = open
  open.days = order.map((i) => days[i] as number)
  open.nets = order.map((i) => nets[i] as number)
}

/** One entry a day, its orders' net values added up. */
function mergeDays({ days, nets }: Open): void {
  let last = -1
  for (let i = 0; i < days.length; i++) {
    if (last >= 0 && days[last] === days[i]) nets[last] = (nets[last] as number) + (nets[i] as number)
    else {
      last++
      days[last] = days[i] as number
      nets[last] = nets[i] as number
    }
  }
  days.length = last + 1
  nets.length = last + 1
}

function bestYear({ days, nets }: Open): number {
  let best = 0
  let sum = 0
  let start = 0
  for (let end = 0; end < days.length; end++) {
    sum += nets[end] as number
    while ((days[start] as number) <= (days[end] as number) - YEAR_DAYS) sum -= nets[start++] as number
    if (sum > best) best = sum
  }
  return best
}

export interface Aggregator {
  /** Takes orders in any order. Those placed after `asOf`, without a customer or not a purchase change nothing. */
  add(order: CountedOrder): void
  /** The aggregates of everyone seen or named. Ends the aggregator. */
  finish(): Aggregate[]
}

/**
 * Builds aggregates from orders one at a time, so that a million orders need not be held at once.
 * @param asOf epoch ms; the same orders and date always give the same answer
 * @param customerIds everyone who must appear, with orders or without
 */
export function aggregator(
  asOf: number,
  settings: Settings,
  timezone: string,
  customerIds: Iterable<string> = [],
): Aggregator {
  const windowStart = dayNumber(asOf, timezone) - settings.tiers.windowDays
  const all = new Map<string, Open>()
  for (const id of customerIds) all.set(id, opened(id))
  // Orders read customer by customer need one look-up each, not one an order.
  let open: Open | undefined

  return {
    add(order) {
      if (order.customerId === null) return
      if (open?.customerId !== order.customerId) {
        open = all.get(order.customerId) ?? opened(order.customerId)
        all.set(order.customerId, open)
      }
      if (order.placedAt > asOf || !countsAsPurchase(order.status)) return
      const day = dayNumber(order.placedAt, timezone)
      const net = netOf(order)
      open.orders++
      open.net += net
      if (day > windowStart) open.windowNet += net
      if (open.firstOrderAt === null || order.placedAt < open.firstOrderAt) open.firstOrderAt = order.placedAt
      if (open.lastOrderAt === null || order.placedAt > open.lastOrderAt) open.lastOrderAt = order.placedAt
      open.days.push(day)
      open.nets.push(net)
    },
    finish() {
      const aggregates: Aggregate[] = []
      for (const customer of all.values()) {
        sortByDay(customer)
        mergeDays(customer)
        const { nets: _, ...aggregate } = customer
        aggregates.push({ ...aggregate, bestYear: bestYear(customer), firstDayNet: customer.nets[0] ?? 0 })
      }
      all.clear()
      return aggregates
    },
  }
}

/** {@link aggregator} over orders that are at hand. */
export function aggregate(
  orders: Iterable<CountedOrder>,
  asOf: number,
  settings: Settings,
  timezone: string,
  customerIds: Iterable<string> = [],
): Aggregate[] {
  const building = aggregator(asOf, settings, timezone, customerIds)
  for (const order of orders) building.add(order)
  return building.finish()
}
