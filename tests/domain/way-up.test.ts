import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '../../worker/domain/explain.ts'
import type { Tier } from '../../worker/domain/rows.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { leastIn, TIERS, tierOf, tierScale } from '../../worker/domain/tiers.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { usualOrder, valueOfOrder, wayUp } from '../../worker/domain/way-up.ts'
import type { Why } from '../../worker/domain/why.ts'
import { figuresWith, ZONE } from '../support/figures.ts'

const settings = defaultSettings().tiers
const scaleOf = (values: number[]) => tierScale(values, settings)
/** 3 March 2025, 00:00 in Shanghai. */
const first = Date.UTC(2025, 2, 2, 16)
const said = (whys: Why[], locale: 'zh-CN' | 'en' = 'zh-CN') =>
  whys.map((why) => explain(why, locale, { currency: 'CNY' }, ZONE))

const bought = (windowValue: number, more = {}) =>
  figuresWith({ windowValue, windowNet: windowValue, net: windowValue, windowFirstAt: first, ...more })

/** Ten who hold nine tenths between them, and one right behind who has to catch up with them. */
const shop = [...Array<number>(10).fill(80_000), 70_000, 20_000]

describe('the way up', () => {
  test('is money, orders of their own size and the day their first order leaves the window', () => {
    const [why] = wayUp(scaleOf(shop), bought(70_000, { orders: 10 }), 'B', 1)
    expect(why).toEqual({
      code: 'up.spend',
      params: { tier: 'A', money: 10_000, days: 365, orders: 2, before: first + 365 * DAY_MS },
    })
    expect(said(why ? [why] : [])).toEqual(['2026年3月3日前再买约 2 单，或再消费 ¥100，就到 A'])
    expect(said(why ? [why] : [], 'en')).toEqual(['About 2 orders or ¥100 more before 3 Mar 2026 reaches A'])
  })

  test('goes by what is usual in the shop for who has no order of their own to go by', () => {
    const refunded = bought(0, { orders: 1, net: 0, windowFirstAt: null })
    const [why] = wayUp(scaleOf([...shop, 0]), refunded, 'C', 7_000)
    expect(why?.params).toMatchObject({ tier: 'B', orders: Math.ceil(Number(why?.params.money) / 7_000) })
    expect(why?.params).not.toHaveProperty('before')
  })

  test('says nothing of orders in a shop that has sold nothing yet', () => {
    const whys = wayUp(scaleOf([0, 0]), bought(0, { net: 0, windowFirstAt: null }), 'C', 0)
    expect(said(whys)).toEqual(['再消费 ¥0.01 就到 B'])
  })

  test('names no number of orders that nobody would count', () => {
    const [why] = wayUp(scaleOf([...shop, 0]), bought(0, { orders: 1, net: 1, windowFirstAt: null }), 'C', 1)
    expect(why?.params).not.toHaveProperty('orders')
  })

  test('of profit is told as profit, in orders of what theirs leave over', () => {
    const figures = bought(70_000, { orders: 10, net: 280_000, windowNet: 140_000 })
    const whys = wayUp(scaleOf(shop), figures, 'B', 1, 'profit')
    expect(whys[0]?.params).toMatchObject({ money: 10_000, orders: 1, measure: 'profit' })
    expect(said(whys)).toEqual(['2026年3月3日前再买约 1 单，或再带来 ¥100 净利润，就到 A'])
    expect(said(whys, 'en')).toEqual(['About 1 order or ¥100 more profit before 3 Mar 2026 reaches A'])
  })

  test('of an A is how much keeps them there', () => {
    const whys = wayUp(scaleOf([50_000, 30_000, 10_000]), bought(30_000), 'A', 1)
    expect(whys[0]?.params).toMatchObject({ tier: 'A', value: 30_000, least: 10_000 })
    expect(said(whys)).toEqual(['过去 365 天净消费不少于 ¥100 就还是 A，现在是 ¥300；2026年3月3日起最早的一单不再计入'])
    expect(said(whys, 'en')).toEqual([
      'Stays A with ¥100 or more in the last 365 days, now ¥300; the oldest order stops counting on 3 Mar 2026',
    ])
  })

  test('reads as ever where an older version stored it', () => {
    const stored = { code: 'up.spend', params: { tier: 'B', money: 18_000, days: 365 } }
    expect(said([stored])).toEqual(['再消费 ¥180 就到 B'])
    expect(said([stored], 'en')).toEqual(['¥180 more reaches B'])
  })
})

describe('for any shop', () => {
  const shops = fc.array(fc.integer({ min: -50_000, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
  const rank = (tier: Tier) => TIERS.indexOf(tier)
  const instead = (values: number[], value: number) => {
    const [, ...others] = values
    return tierOf(scaleOf([value, ...others]), value)
  }

  test('the money reaches the next tier, and a cent less does not', () => {
    fc.assert(
      fc.property(shops, (values) => {
        const value = values[0] as number
        const tier = tierOf(scaleOf(values), value)
        const [why] = wayUp(scaleOf(values), bought(value), tier, 100)
        if (tier === 'A') return
        const { money, orders = 100 } = (why as Why).params as { money: number; orders?: number }
        const next = TIERS[rank(tier) - 1] as Tier
        expect(rank(instead(values, value + money))).toBeLessThanOrEqual(rank(next))
        expect(rank(instead(values, value + money - 1))).toBeGreaterThan(rank(next))
        expect(orders).toBeGreaterThan(0)
      }),
    )
  })

  test('with the least that keeps a tier they have it, and with a cent less they do not', () => {
    fc.assert(
      fc.property(shops, (values) => {
        const value = values[0] as number
        const tier = tierOf(scaleOf(values), value)
        if (tier === 'C') return
        const least = leastIn(scaleOf(values), value, tier)
        expect(least).toBeLessThanOrEqual(value)
        expect(rank(instead(values, least))).toBeLessThanOrEqual(rank(tier))
        expect(rank(instead(values, least - 1))).toBeGreaterThan(rank(tier))
      }),
    )
  })
})

test('what an order brings is the middle of the buyers, those who brought nothing left out', () => {
  const of = (net: number, orders: number) => bought(net, { net, orders })
  expect(usualOrder([of(300, 3), of(900, 3), of(0, 1), of(-500, 2), of(5_000, 1)])).toBe(300)
  expect(usualOrder([of(0, 1)])).toBe(0)
  expect(valueOfOrder(bought(-10, { net: 500, orders: 5, windowNet: 100 }))).toBe(0)
})
