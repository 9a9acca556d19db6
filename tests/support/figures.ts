import fc from 'fast-check'
import { type Aggregate, aggregateOf } from '../../worker/domain/aggregate.ts'
import { type CountedOrder, Histories, historiesOf } from '../../worker/domain/histories.ts'
import type { Figures } from '../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../worker/domain/settings.ts'
import { DAY_MS, dayNumber } from '../../worker/domain/time.ts'

export const ZONE = 'Asia/Shanghai'
/** 2026-06-30 12:00 in Shanghai. */
export const NOW = Date.UTC(2026, 5, 30, 4)

export const daysAgo = (days: number): number => NOW - days * DAY_MS

/** An order and whose it is. */
export type BuyersOrder = CountedOrder & { customerId: string | null }

export function order(customerId: string, ago: number, total: number, more: Partial<BuyersOrder> = {}): BuyersOrder {
  return { customerId, placedAt: daysAgo(ago), status: 'completed', total, refunded: 0, ...more }
}

export function settingsWith(change: (settings: Settings) => void): Settings {
  const settings = defaultSettings()
  change(settings)
  return settings
}

export const byQuintiles = settingsWith((settings) => {
  settings.rfm.mode = 'quintiles'
})

/** Everyone's sums as of a date. */
export const aggregatesOf = (
  orders: Iterable<BuyersOrder>,
  asOf = NOW,
  settings: Settings = defaultSettings(),
  zone = ZONE,
  customerIds: Iterable<string> = [],
): Aggregate[] =>
  [...historiesOf(orders, asOf, zone, customerIds)].map((history) =>
    aggregateOf(history, dayNumber(asOf, zone), settings.tiers.windowDays, 'revenue'),
  )

/** A shop of buyers with one purchase of `net` each, today. */
export function buyers(nets: Record<string, number>): Histories {
  const shop = new Histories()
  for (const [customerId, net] of Object.entries(nets)) {
    const at = { firstOrderAt: NOW, lastOrderAt: NOW, nextOrderAt: null, listTotal: 0, costedTotal: 0 }
    shop.add({ customerId, ...at, days: [dayNumber(NOW, ZONE)], orders: [1], nets: [net], values: [net] })
  }
  return shop
}

export function figuresWith(change: Partial<Figures> = {}): Figures {
  return {
    asOf: NOW,
    orders: 1,
    net: 10_000,
    windowNet: 10_000,
    windowValue: 10_000,
    windowFirstAt: daysAgo(10),
    firstOrderAt: daysAgo(10),
    lastOrderAt: daysAgo(10),
    buyDays: 1,
    repeatNet: 0,
    tier: 'B',
    tierBefore: null,
    r: 3,
    f: 3,
    m: 3,
    class: 'general-rescue',
    stage: 'exploring',
    rhythmDays: 30,
    ownRhythm: 0,
    expectedAt: daysAgo(-20),
    valueAtRisk: 10_000,
    why: [],
    ...change,
  }
}

/** Any orders of up to 40 customers over three years, refunds, cancellations, refunds beyond the price and the future. */
export const anyOrders: fc.Arbitrary<BuyersOrder[]> = fc.array(
  fc.record({
    customerId: fc.option(fc.integer({ min: 0, max: 39 }).map(String), { freq: 20 }),
    placedAt: fc.integer({ min: daysAgo(1100), max: daysAgo(-30) }),
    status: fc.constantFrom('completed', 'completed', 'completed', 'paid', 'refunded', 'pending', 'cancelled'),
    total: fc.integer({ min: 0, max: 500_000 }),
    refunded: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 600_000 })),
  }),
  { maxLength: 120 },
)
