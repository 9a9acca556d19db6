import fc from 'fast-check'
import type { Aggregate, CountedOrder } from '../../worker/domain/aggregate.ts'
import type { Figures } from '../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../worker/domain/settings.ts'
import { DAY_MS } from '../../worker/domain/time.ts'

export const ZONE = 'Asia/Shanghai'
/** 2026-06-30 12:00 in Shanghai. */
export const NOW = Date.UTC(2026, 5, 30, 4)

export const daysAgo = (days: number): number => NOW - days * DAY_MS

export function order(customerId: string, ago: number, total: number, more: Partial<CountedOrder> = {}): CountedOrder {
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

/** A buyer with one purchase of `net` on the given shop-local day. */
export function buyer(customerId: string, net: number, day = 20_000): Aggregate {
  const at = day * DAY_MS
  return {
    customerId,
    orders: 1,
    net,
    windowNet: net,
    bestYear: Math.max(0, net),
    firstDayNet: net,
    firstOrderAt: at,
    lastOrderAt: at,
    days: [day],
  }
}

export function figuresWith(change: Partial<Figures> = {}): Figures {
  return {
    asOf: NOW,
    orders: 1,
    net: 10_000,
    windowNet: 10_000,
    lastOrderAt: daysAgo(10),
    tier: 'B',
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
export const anyOrders: fc.Arbitrary<CountedOrder[]> = fc.array(
  fc.record({
    customerId: fc.option(fc.integer({ min: 0, max: 39 }).map(String), { freq: 20 }),
    placedAt: fc.integer({ min: daysAgo(1100), max: daysAgo(-30) }),
    status: fc.constantFrom('completed', 'completed', 'completed', 'paid', 'refunded', 'pending', 'cancelled'),
    total: fc.integer({ min: 0, max: 500_000 }),
    refunded: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 600_000 })),
  }),
  { maxLength: 120 },
)
