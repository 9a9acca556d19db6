/** Two years of orders: who buys how often, for how much, and what becomes of it. */
import type { CountedOrder } from '../../domain/histories.ts'
import { toDecimalString } from '../../domain/money.ts'
import type { OrderInput } from '../../domain/order.ts'
import { DAY_MS, dayNumber } from '../../domain/time.ts'
import { CUSTOMERS, OFFSET_MS, purchaseTimes } from './buying.ts'
import { type Person, person, recipient } from './people.ts'
import type { Random } from './prng.ts'
import { PRODUCTS, type Product } from './products.ts'
import { busyness, ZONE } from './seasons.ts'

export const CURRENCY = 'CNY'

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

/** Where buyers come from, and what they are like: what they spend, how soon they stop coming, who waits for coupons. */
interface Channel {
  source: string
  share: number
  purse: number
  leaving: readonly [number, number]
  bargains: number
}
const CHANNELS: readonly Channel[] = [
  { source: 'taobao', share: 0.56, purse: 1, leaving: [0.6, 3.4], bargains: 0.16 },
  { source: 'douyin', share: 0.2, purse: 0.9, leaving: [0.8, 3], bargains: 0.24 },
  { source: 'xiaohongshu', share: 0.15, purse: 1.25, leaving: [0.5, 3.4], bargains: 0.06 },
  { source: 'pinduoduo', share: 0.09, purse: 0.65, leaving: [0.8, 3], bargains: 0.5 },
]

interface Buyer {
  person: Person
  source: string
  purse: number
  /** Buys hardly anything without a coupon. */
  bargains: boolean
  times: number[]
}

/** How unlike purses are: 1 ÷ Gamma(PURSES), as the Gamma-Gamma model of spend has it. */
const PURSES = 2.1

function buyers(random: Random, now: number): Buyer[] {
  const channels = Array.from(
    { length: CUSTOMERS },
    () => CHANNELS[random.weighted(CHANNELS.map(({ share }) => share))] as Channel,
  )
  const times = purchaseTimes(
    random,
    channels.map(({ leaving }) => leaving),
    now,
  )
  return channels.map(({ source, purse, bargains }, n) => ({
    person: person(random, n + 1),
    source,
    purse: (purse * (PURSES - 1)) / random.gamma(PURSES),
    bargains: random.chance(bargains),
    times: times[n] as number[],
  }))
}

/** Buyers with more in their purse take dearer things. */
function basket(random: Random, purse: number): DemoOrder['lines'] {
  const weights = PRODUCTS.map(
    ({ price, demand }) => demand * Math.exp(-1.3 * Math.abs(Math.log(price / 9000) - Math.log(purse))),
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
  const off = buyer.bargains
    ? random.pick([0.85, 0.88, 0.9, 0.9, 1])
    : busyness(dayNumber(placedAt, ZONE)) >= 4
      ? 0.88
      : random.chance(0.2)
        ? 0.95
        : 1
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
  return buyers(random, now)
    .flatMap((buyer) => buyer.times.map((at) => order(random, buyer, at, now)))
    .sort((a, b) => a.placedAt - b.placedAt || (a.buyer.accountId < b.buyer.accountId ? -1 : 1))
    .map((each, n) => ({ ...each, externalId: `${Math.floor(each.placedAt / 1000)}${String(n).padStart(6, '0')}154` }))
}

/** As the figures count it, once the costs are written down. */
export function toCounted({ buyer, lines, ...order }: DemoOrder): CountedOrder & { customerId: string } {
  const sum = (of: (product: Product) => number) =>
    lines.reduce((all, { product, quantity }) => all + of(product) * quantity, 0)
  return {
    ...order,
    customerId: buyer.accountId,
    listTotal: sum(({ price }) => price),
    cost: sum(({ cost }) => cost ?? 0),
    costedTotal: sum(({ cost, price }) => (cost === null ? 0 : price)),
  }
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
