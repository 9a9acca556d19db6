/** Two years of orders: who buys how often, for how much, and what becomes of it. */
import { toDecimalString } from '../../domain/money.ts'
import type { OrderInput } from '../../domain/order.ts'
import { DAY_MS, dayNumber } from '../../domain/time.ts'
import { type Person, person, recipient } from './people.ts'
import type { Random } from './prng.ts'
import { PRODUCTS, type Product } from './products.ts'
import { busyness as busynessOf, hourWeights, ZONE } from './seasons.ts'

export const CUSTOMERS = 1200
export const ORDERS = 4000
export const CURRENCY = 'CNY'
const SPAN_DAYS = 730
const HOUR_MS = 3_600_000
/** Asia/Shanghai is eight hours ahead all year. */
const OFFSET_MS = 8 * HOUR_MS

/** An order still in numbers, so that a case can refund part of it. Money in minor units. */
export interface DemoOrder {
  externalId: string
  source: string
  buyer: Person
  to: Pick<Person, 'name' | 'phone' | 'address'>
  gift: boolean
  placedAt: number
  status: OrderInput['status']
  lines: { product: Product; quantity: number }[]
  total: number
  refunded: number
}

/** One kind of buyer: how many there are, days between orders, orders, spending power, and how many stop coming. */
interface Habit {
  share: number
  rhythm: readonly [number, number]
  orders: readonly [number, number]
  purse: number
  leaves: number
}
const HABITS: readonly Habit[] = [
  { share: 0.09, rhythm: [18, 50], orders: [9, 24], purse: 1.5, leaves: 0.2 },
  { share: 0.26, rhythm: [40, 120], orders: [3, 8], purse: 1.2, leaves: 0.34 },
  { share: 0.16, rhythm: [60, 240], orders: [2, 2], purse: 1, leaves: 0.5 },
  { share: 0.49, rhythm: [90, 90], orders: [1, 1], purse: 0.8, leaves: 0 },
]

interface Buyer {
  person: Person
  source: string
  purse: number
  times: number[]
}

const known = new Map<number, number>()

/** Asked a million times for the same few hundred days. */
function busyness(day: number): number {
  const found = known.get(day) ?? busynessOf(day)
  known.set(day, found)
  return found
}

/** An hour of the shop's clock on a local day, never after `now`. */
function moment(random: Random, day: number, now: number): number {
  const start = day * DAY_MS - OFFSET_MS
  const at = start + random.weighted(hourWeights) * HOUR_MS + random.int(0, HOUR_MS - 1000)
  return at <= now ? at : now - random.int(1, 600) * 60_000
}

/** A day of `from` … `to`, the likelier the busier it is. */
function busyDay(random: Random, from: number, to: number, weight: (day: number) => number = busyness): number {
  const days = Array.from({ length: Math.max(0, to - from) + 1 }, (_, i) => from + i)
  return from + random.weighted(days.map(weight))
}

/** The moments one buyer bought: a rhythm of their own, pulled towards busy days; some stop long before `now`. */
function purchases(random: Random, habit: Habit, now: number): number[] {
  const today = dayNumber(now, ZONE)
  const first = today - SPAN_DAYS + 1
  const rhythm = random.int(...habit.rhythm)
  const count = random.int(...habit.orders)
  if (count === 1) {
    const growing = (day: number) => busyness(day) * (0.2 + (1.6 * (day - first)) / SPAN_DAYS)
    return [moment(random, busyDay(random, first, today, growing), now)]
  }
  const gone = random.chance(habit.leaves)
  const quiet = Math.round(gone ? rhythm * (2.3 + random.next() * 4) : rhythm * random.next() * 1.1)
  const last = Math.max(today - quiet, first + random.int(0, 200))
  const reach = Math.round(rhythm / 3)
  const days: number[] = []
  for (let day = last; days.length < count && day >= first; ) {
    const latest = days.length === 0 ? Math.min(today, day + reach) : day + reach
    days.push(busyDay(random, Math.max(first, day - reach), latest))
    day = Math.min(day, days.at(-1) as number) - Math.max(3, Math.round(rhythm * Math.exp(random.normal() * 0.2)))
  }
  return days.map((day) => moment(random, day, now))
}

function buyers(random: Random, now: number): Buyer[] {
  const counts = HABITS.map(({ share }) => Math.round(share * CUSTOMERS))
  const all = HABITS.flatMap((habit, h) =>
    Array.from({ length: counts[h] as number }, () => ({
      purse: habit.purse * Math.exp(random.normal() * 0.75),
      times: purchases(random, habit, now),
    })),
  )
  return all.map((buyer, n) => ({
    ...buyer,
    person: person(random, n + 1),
    source: random.chance(0.84) ? 'taobao' : 'xiaohongshu',
  }))
}

/** Adds and takes away orders of those who buy often until there are exactly `ORDERS`; nobody is left without one. */
function trim(random: Random, all: Buyer[]): void {
  const frequent = all.filter(({ times }) => times.length >= 4)
  let surplus = all.reduce((sum, { times }) => sum + times.length, 0) - ORDERS
  while (surplus !== 0) {
    const { times } = random.pick(frequent)
    if (surplus > 0 && times.length > 3) {
      // Never the latest one: it decides whether they are slipping away.
      times.splice(random.int(1, times.length - 1), 1)
      surplus--
    } else if (surplus < 0) {
      const newest = Math.max(...times)
      const day = busyDay(random, dayNumber(Math.min(...times), ZONE), dayNumber(newest, ZONE))
      times.push(moment(random, day, newest))
      surplus++
    }
  }
}

/** Buyers with more in their purse take dearer things. */
function basket(random: Random, purse: number): DemoOrder['lines'] {
  const weights = PRODUCTS.map(
    ({ price, demand }) => demand * Math.exp(-Math.abs(Math.log(price / 9000) - Math.log(purse))),
  )
  const kinds = 1 + random.weighted([60, 27, 10, 3])
  const chosen = new Set(Array.from({ length: kinds }, () => PRODUCTS[random.weighted(weights)] as Product))
  return [...chosen].map((product) => ({
    product,
    quantity: product.price < 10_000 ? 1 + random.weighted([76, 18, 5, 1]) : 1 + random.weighted([95, 5]),
  }))
}

function fate(random: Random, age: number): OrderInput['status'] {
  if (age < 1) return random.chance(0.12) ? 'pending' : 'paid'
  if (random.chance(0.03)) return 'cancelled'
  if (age < 2) return 'paid'
  if (age < 7) return 'shipped'
  return random.chance(0.028) ? 'refunded' : 'completed'
}

function order(random: Random, buyer: Buyer, placedAt: number, now: number): Omit<DemoOrder, 'externalId'> {
  const lines = basket(random, buyer.purse)
  const goods = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
  const off = busyness(dayNumber(placedAt, ZONE)) >= 4 ? 0.88 : random.chance(0.2) ? 0.95 : 1
  const total = Math.round((goods * off) / 10) * 10 + (goods < 9900 ? 800 : 0)
  const status = fate(random, (now - placedAt) / DAY_MS)
  const partly = status === 'completed' && random.chance(0.018)
  const gift = random.chance(0.05)
  return {
    source: buyer.source,
    buyer: buyer.person,
    to: gift ? recipient(random) : buyer.person,
    gift,
    placedAt,
    status,
    lines,
    total,
    refunded: status === 'refunded' ? total : partly ? Math.round((total * random.int(10, 40)) / 1000) * 10 : 0,
  }
}

/** All orders, oldest first. */
export function demoOrders(random: Random, now: number): DemoOrder[] {
  const all = buyers(random, now)
  trim(random, all)
  return all
    .flatMap((buyer) => buyer.times.map((at) => order(random, buyer, at, now)))
    .sort((a, b) => a.placedAt - b.placedAt || (a.buyer.accountId < b.buyer.accountId ? -1 : 1))
    .map((each, n) => ({ ...each, externalId: `${Math.floor(each.placedAt / 1000)}${String(n).padStart(6, '0')}154` }))
}

/** As the import and the API take it. */
export function toInput({ buyer, to, lines, ...order }: DemoOrder): OrderInput {
  const money = (minor: number) => toDecimalString(minor, CURRENCY)
  return {
    source: order.source,
    externalId: order.externalId,
    placedAt: `${new Date(order.placedAt + OFFSET_MS).toISOString().slice(0, 19)}+08:00`,
    status: order.status,
    currency: CURRENCY,
    total: money(order.total),
    refunded: money(order.refunded),
    customer: { accountId: buyer.accountId, nickname: buyer.nickname, ...pickRecipient(to) },
    lines: lines.map(({ product, quantity }) => ({
      product: product.name,
      sku: product.sku,
      quantity,
      price: money(product.price),
    })),
  }
}

const pickRecipient = ({ name, phone, address }: DemoOrder['to']) => ({ name, phone, address })
