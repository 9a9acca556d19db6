import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Aggregate } from '../../worker/domain/aggregate.ts'
import { computeFigures, figuresDigest, valueAtRisk } from '../../worker/domain/figures.ts'
import { historiesOf } from '../../worker/domain/histories.ts'
import type { Figures } from '../../worker/domain/rows.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { DAY_MS, dayNumber } from '../../worker/domain/time.ts'
import {
  aggregatesOf,
  anyOrders,
  type BuyersOrder,
  buyers,
  byQuintiles,
  daysAgo,
  figuresWith,
  NOW,
  order,
  ZONE,
} from '../support/figures.ts'

const settings = defaultSettings()
const one = (orders: BuyersOrder[], asOf = NOW): Aggregate => {
  const [only] = aggregatesOf(orders, asOf)
  if (!only) throw new Error('nobody')
  return only
}
const replay = (orders: BuyersOrder[], asOf = NOW, customerIds: string[] = [], by = settings) =>
  computeFigures(historiesOf(orders, asOf, ZONE, customerIds), by, asOf, ZONE)
const figure = (all: Map<string, Figures>, id: string): Figures => {
  const found = all.get(id)
  if (!found) throw new Error(`no figures of ${id}`)
  return found
}

describe('aggregate', () => {
  test('money is net of refunds; cancelled and pending orders are no purchase', () => {
    const got = one([
      order('x', 400, 10_000),
      order('x', 5, 5_000, { refunded: 1_000 }),
      order('x', 4, 3_000, { refunded: 3_000, status: 'refunded' }),
      order('x', 3, 99_000, { status: 'cancelled' }),
      order('x', 2, 99_000, { status: 'pending' }),
    ])
    expect(got).toMatchObject({ orders: 3, net: 14_000, windowNet: 4_000, lastOrderAt: daysAgo(4) })
    expect(got.firstOrderAt).toBe(daysAgo(400))
  })

  test('orders after the date are not known yet', () => {
    expect(one([order('x', 5, 100), order('x', -1, 900)])).toMatchObject({ orders: 1, net: 100 })
    expect(one([order('x', 0, 100, { placedAt: NOW + 1 })])).toMatchObject({ orders: 0, lastOrderAt: null, days: [] })
  })

  test('the window is whole days of the shop, the as-of day included', () => {
    const midnight = Date.UTC(2025, 5, 30, 16) // 2025-07-01 00:00 in Shanghai, the first of 365 days
    expect(one([order('x', 0, 100, { placedAt: midnight })]).windowNet).toBe(100)
    expect(one([order('x', 0, 100, { placedAt: midnight - 1 })]).windowNet).toBe(0)
  })

  test('orders of one day, in the shop’s zone, are one purchase day', () => {
    const lateEvening = Date.UTC(2026, 5, 1, 15, 59) // 23:59 in Shanghai
    const got = one([
      order('x', 0, 1, { placedAt: lateEvening + 60_000 }),
      order('x', 0, 1, { placedAt: lateEvening }),
      order('x', 0, 1, { placedAt: lateEvening - 3_600_000 }),
    ])
    const day = dayNumber(lateEvening, ZONE)
    expect(got).toMatchObject({ orders: 3, days: [day, day + 1] })
  })

  test('the best year is the 365 days that brought most', () => {
    const orders = [order('x', 900, 500), order('x', 700, 300), order('x', 500, 400), order('x', 100, 600)]
    // 900 and 700 days ago: 800; 700 and 500: 700; 500 and 100 are more than a year apart.
    expect(one(orders).bestYear).toBe(800)
    expect(one([order('x', 365, 500), order('x', 0, 300)]).bestYear).toBe(500)
    expect(one([order('x', 364, 500), order('x', 0, 300)]).bestYear).toBe(800)
    expect(one([order('x', 3, 100, { refunded: 200 })]).bestYear).toBe(0)
  })

  test('the purchase days after the first have a net value of their own', () => {
    const orders = [order('x', 2, 700), order('x', 9, 300, { refunded: 100 }), order('x', 9, 50)]
    expect(one(orders)).toMatchObject({ repeatNet: 700, net: 950 })
    expect(one([order('x', 9, 300)]).repeatNet).toBe(0)
  })

  test('orders without a customer are left out, customers without an order are not', () => {
    const all = aggregatesOf([order('x', 1, 1), order('', 1, 1, { customerId: null })], NOW, settings, ZONE, ['x', 'y'])
    expect(all.map(({ customerId, orders }) => [customerId, orders])).toEqual([
      ['x', 1],
      ['y', 0],
    ])
  })

  test('the order of arrival changes nothing', () => {
    fc.assert(
      fc.property(
        anyOrders.chain((orders) =>
          fc.tuple(fc.constant(orders), fc.shuffledSubarray(orders, { minLength: orders.length })),
        ),
        ([orders, shuffled]) => {
          const everyone = Array.from({ length: 40 }, (_, i) => String(i))
          expect(aggregatesOf(shuffled, NOW, settings, ZONE, everyone)).toEqual(
            aggregatesOf(orders, NOW, settings, ZONE, everyone),
          )
        },
      ),
    )
  })
})

describe('value at risk', () => {
  test('is a purchase day’s worth times the purchase days in a year', () => {
    expect(valueAtRisk({ value: 30_000, days: [0, 73, 146], bestYear: 30_000 }, 73)).toBe(30_000)
    expect(valueAtRisk({ value: 30_000, days: [0, 73, 146], bestYear: 30_000 }, 146)).toBe(25_000)
  })

  test('is never more than the best year really brought', () => {
    expect(valueAtRisk({ value: 20_000, days: [0, 3], bestYear: 20_000 }, 7)).toBe(20_000)
  })

  test('is nothing for those who cost money or never bought', () => {
    expect(valueAtRisk({ value: -500, days: [0], bestYear: 0 }, 30)).toBe(0)
    expect(valueAtRisk({ value: 0, days: [], bestYear: 0 }, 30)).toBe(0)
  })
})

describe('figures', () => {
  test('an empty shop has none', () => {
    expect(replay([]).size).toBe(0)
  })

  test('people without a counting order are prospects', () => {
    const got = figure(replay([order('x', 1, 100, { status: 'cancelled' })], NOW, ['y']), 'x')
    expect(got).toMatchObject({ stage: 'prospect', tier: null, class: null, r: null, rhythmDays: null, valueAtRisk: 0 })
    expect(got.why.map(({ code }) => code)).toEqual(['stage.prospect'])
  })

  test('a single customer', () => {
    const got = figure(replay([order('x', 10, 10_000)]), 'x')
    expect(got).toMatchObject({
      asOf: NOW,
      orders: 1,
      windowNet: 10_000,
      tier: 'A',
      r: 5,
      f: 1,
      m: 2,
      class: 'general-develop',
      stage: 'exploring',
      rhythmDays: 30,
      ownRhythm: 0,
      expectedAt: daysAgo(10) + 30 * DAY_MS,
      valueAtRisk: 10_000,
    })
  })

  test('a regular who stays away is called declining with the numbers that say so', () => {
    const orders = [171, 139, 107, 75].map((ago) => order('x', ago, 10_000))
    const got = figure(replay(orders), 'x')
    expect(got).toMatchObject({ stage: 'declining', rhythmDays: 32, ownRhythm: 1, expectedAt: daysAgo(75 - 32) })
    expect(got.why.map(({ code }) => code)).toEqual(['tier.share', 'stage.away', 'rfm.thresholds', 'risk.best-year'])
    expect(got.why[1]?.params).toMatchObject({ rhythm: 32, limit: 64, last: daysAgo(75) })
  })

  test('the past is answered from the orders known then', () => {
    const orders = [order('x', 200, 10_000), order('x', 10, 5_000)]
    const then = figure(replay(orders, daysAgo(100)), 'x')
    expect(then).toEqual(figure(replay(orders.slice(0, 1), daysAgo(100)), 'x'))
    expect(then).toMatchObject({ orders: 1, net: 10_000, asOf: daysAgo(100) })
  })

  test('everyone has exactly one tier, class and stage, and a reason; prospects a stage only', () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        for (const got of replay(orders, NOW, ['nobody']).values()) {
          const buys = got.orders > 0
          expect(['A', 'B', 'C'].includes(String(got.tier))).toBe(buys)
          expect(got.class !== null).toBe(buys)
          expect(got.stage === 'prospect').toBe(!buys)
          for (const score of [got.r, got.f, got.m]) {
            expect(buys ? [1, 2, 3, 4, 5].includes(Number(score)) : score === null).toBe(true)
          }
          expect(got.valueAtRisk).toBeGreaterThanOrEqual(0)
          expect(got.why.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('equal histories have equal figures', () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        const twins = orders
          .filter((each) => each.customerId !== null)
          .flatMap((each) => [each, { ...each, customerId: `twin of ${each.customerId}` }])
        const all = replay(twins)
        for (const [id, got] of all) {
          if (!id.startsWith('twin')) expect(all.get(`twin of ${id}`)).toEqual(got)
        }
      }),
    )
  })

  test('a later order never lowers R', () => {
    fc.assert(
      fc.property(anyOrders, fc.boolean(), fc.nat(1000), (orders, quintiles, ago) => {
        const by = quintiles ? byQuintiles : settings
        const before = replay(orders, NOW, [], by)
        for (const [id, { r, lastOrderAt }] of before) {
          if (r === null || lastOrderAt === null) continue
          const placedAt = Math.min(NOW, lastOrderAt + ago * DAY_MS)
          const after = replay([...orders, order(id, 0, 1, { placedAt })], NOW, [], by)
          expect(figure(after, id).r).toBeGreaterThanOrEqual(r)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('scored by quintiles, all money in another unit changes no tier, class or stage', () => {
    fc.assert(
      fc.property(anyOrders, fc.integer({ min: 2, max: 100 }), (orders, factor) => {
        const outcome = (all: Map<string, Figures>) =>
          [...all].map(([id, { tier, r, f, m, stage }]) => [id, tier, r, f, m, stage])
        const scaled = orders.map((each) => ({
          ...each,
          total: each.total * factor,
          refunded: each.refunded * factor,
        }))
        expect(outcome(replay(scaled, NOW, [], byQuintiles))).toEqual(outcome(replay(orders, NOW, [], byQuintiles)))
      }),
    )
  })

  test('the whole shop on one day and price is all A', () => {
    const all = buyers(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i, 100])))
    const got = [...computeFigures(all, byQuintiles, NOW, ZONE).values()]
    expect(new Set(got.map(({ tier, r, f, m }) => `${tier}${r}${f}${m}`))).toEqual(new Set(['A111']))
  })
})

describe('what a recompute changed', () => {
  test('the date and ranks alone are nothing new', () => {
    const old = figuresWith()
    const digest = figuresDigest(old)
    expect(figuresDigest({ ...old, asOf: NOW + DAY_MS, why: [{ code: 'tier.nothing', params: {} }] })).toBe(digest)
    expect(figuresDigest({ ...old, stage: 'declining' })).not.toBe(digest)
    expect(figuresDigest({ ...old, windowNet: 1 })).not.toBe(digest)
    const changed = [
      ...(
        ['orders', 'net', 'windowNet', 'windowValue', 'repeatNet', 'valueAtRisk', 'lastOrderAt', 'rhythmDays'] as const
      ).flatMap((key) => [0.5, 1, -1, 2 ** 32, 1e15].map((by) => ({ ...old, [key]: Number(old[key]) + by }))),
      ...(['tier', 'tierBefore', 'r', 'class'] as const).map((key) => ({ ...old, [key]: null })),
      { ...old, tier: 'A' as const, tierBefore: 'B' as const },
      { ...old, tier: 'B' as const, tierBefore: 'A' as const },
    ].filter((figures) => JSON.stringify(figures) !== JSON.stringify(old))
    expect(new Set(changed.map(figuresDigest)).size).toBe(changed.length)
  })
})
