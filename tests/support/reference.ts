/**
 * Figures worked out from raw orders the slow, plain way, by the definitions alone: nothing of the domain's is called, so
 * that a test may hold the two against each other. For shops in Asia/Shanghai.
 */
import type { Tier } from '../../worker/domain/rows.ts'
import type { Settings } from '../../worker/domain/settings.ts'
import type { BuyersOrder } from './figures.ts'

const DAY = 86_400_000
/** Days since 1970-01-01 of the calendar in Shanghai, eight hours ahead all year. */
export const dayOf = (ms: number): number => Math.floor((ms + DAY / 3) / DAY)
/** First instant of such a day. */
export const instantOf = (day: number): number => day * DAY - DAY / 3

export interface Bought {
  id: string
  orders: BuyersOrder[]
  days: number[]
  last: number
  net: number
  value: number
  windowNet: number
  windowValue: number
  /** First purchase day in the window. */
  windowFirst: number | undefined
  tier: Tier
  /** 1 is the most in the window. */
  rank: number
  /** What those above them brought in the window. */
  held: number
  r: number
  f: number
  m: number
  rhythm: number
  basis: 'own' | 'shop' | 'default'
  stage: string
}

export interface Shop {
  buyers: Map<string, Bought>
  total: number
  positive: number
  profit: boolean
  quintiles: boolean
}

const sum = (values: Iterable<number>): number => [...values].reduce((all, each) => all + each, 0)

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}

const gapsOf = (days: readonly number[]): number[] => days.slice(1).map((day, i) => day - (days[i] as number))

/** How many of `values` are below each distinct value, and how much those above it hold. */
function standing(values: readonly number[]): { below: Map<number, number>; above: Map<number, [number, number]> } {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const distinct = [...counts.keys()].sort((a, b) => a - b)
  const below = new Map<number, number>()
  let fewer = 0
  for (const value of distinct) {
    below.set(value, fewer)
    fewer += counts.get(value) as number
  }
  const above = new Map<number, [number, number]>()
  let [more, held] = [0, 0]
  for (const value of distinct.toReversed()) {
    above.set(value, [more, held])
    more += counts.get(value) as number
    held += value * (counts.get(value) as number)
  }
  return { below, above }
}

/** The tier of `value` where those above hold `held` of `total`. */
export function tierBy(value: number, held: number, total: number, { aShare, bShare }: Settings['tiers']): Tier {
  if (value <= 0 || total <= 0) return 'C'
  if (held / total < aShare) return 'A'
  return held / total < bShare ? 'B' : 'C'
}

export function reference(orders: readonly BuyersOrder[], asOf: number, settings: Settings): Shop {
  const counted = orders.filter(
    ({ customerId, placedAt, status }) =>
      customerId !== null && placedAt <= asOf && status !== 'pending' && status !== 'cancelled',
  )
  const profit = settings.tiers.measure === 'profit' && counted.some(({ costedTotal = 0 }) => costedTotal > 0)
  const netOf = ({ total, refunded }: BuyersOrder) => total - refunded
  const leftOf = (order: BuyersOrder) => netOf(order) - (profit && netOf(order) > 0 ? (order.cost ?? 0) : 0)
  const today = dayOf(asOf)

  const own = Map.groupBy(counted, ({ customerId }) => customerId as string)
  const plain = [...own].map(([id, mine]) => {
    const days = [...new Set(mine.map(({ placedAt }) => dayOf(placedAt)))].sort((a, b) => a - b)
    const recent = mine.filter(({ placedAt }) => today - dayOf(placedAt) < settings.tiers.windowDays)
    return {
      id,
      orders: mine,
      days,
      last: Math.max(...mine.map(({ placedAt }) => placedAt)),
      net: sum(mine.map(netOf)),
      value: sum(mine.map(leftOf)),
      windowNet: sum(recent.map(netOf)),
      windowValue: sum(recent.map(leftOf)),
      windowFirst: days.find((day) => today - day < settings.tiers.windowDays),
    }
  })
  const total = sum(plain.map(({ windowValue }) => windowValue))
  const quintiles = settings.rfm.mode === 'auto' ? plain.length >= 200 : settings.rfm.mode === 'quintiles'
  const inWindow = standing(plain.map(({ windowValue }) => windowValue))
  const recency = standing(plain.map(({ days }) => days.at(-1) as number))
  const frequency = standing(plain.map(({ orders: mine }) => mine.length))
  const money = standing(plain.map(({ value }) => value))
  const fifth = ({ below }: typeof money, value: number) =>
    1 + Math.floor((5 * (below.get(value) as number)) / plain.length)
  const gaps = plain.flatMap(({ days }) => gapsOf(days))
  const usual = gaps.length > 0 ? Math.max(7, median(gaps)) : 30
  const { recencyDays, orders: byOrders, money: byMoney } = settings.rfm
  const { decliningFactor, lostFactor } = settings.rhythm

  const buyers = plain.map((each): Bought => {
    const { days, windowValue, value, orders: mine } = each
    const lastDay = days.at(-1) as number
    const away = today - lastDay
    const [more, held] = inWindow.above.get(windowValue) as [number, number]
    const basis = days.length >= 3 ? 'own' : gaps.length > 0 ? 'shop' : 'default'
    const rhythm = basis === 'own' ? Math.max(7, median(gapsOf(days))) : usual
    const here = mine.length === 1 ? 'exploring' : mine.length === 2 ? 'building' : 'stable'
    return {
      ...each,
      tier: tierBy(windowValue, held, total, settings.tiers),
      rank: more + 1,
      held,
      r: quintiles ? fifth(recency, lastDay) : 5 - recencyDays.filter((bound) => away > bound).length,
      f: quintiles ? fifth(frequency, mine.length) : 1 + byOrders.filter((bound) => mine.length >= bound).length,
      m: quintiles ? fifth(money, value) : 1 + byMoney.filter((bound) => value >= bound).length,
      rhythm,
      basis,
      stage: away > lostFactor * rhythm ? 'lost' : away > decliningFactor * rhythm ? 'declining' : here,
    }
  })
  return {
    buyers: new Map(buyers.map((each) => [each.id, each])),
    total,
    positive: plain.filter(({ windowValue }) => windowValue > 0).length,
    profit,
    quintiles,
  }
}

/** The eight classes as 重要/一般 × 价值/发展/保持/挽留, high being 4 or 5. */
export function classBy({ r, f, m }: Pick<Bought, 'r' | 'f' | 'm'>): string {
  const kind = r >= 4 ? (f >= 4 ? 'value' : 'develop') : f >= 4 ? 'keep' : 'rescue'
  return `${m >= 4 ? 'important' : 'general'}-${kind}`
}
