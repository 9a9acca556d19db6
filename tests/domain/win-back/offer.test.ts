import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { offerCost, settleOffer, suggestOffer, validateOffer } from '../../../worker/domain/offer.ts'
import type { Tier } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { DAY_MS, localDay } from '../../../worker/domain/time.ts'
import { figuresWith, NOW, ZONE } from '../../support/figures.ts'
import { shopRow } from '../dispute/fixtures.ts'
import { offerRow, slippingCustomer } from './fixtures.ts'

const settings = defaultSettings()
const shop = shopRow()
const buyer = { net: 60_000, ordersCount: 3 }
const terms = { kind: 'percent', value: 10, gift: null, minimum: 0, validUntil: NOW + DAY_MS } as const
const problems = (over: Partial<Parameters<typeof validateOffer>[0]>) =>
  validateOffer({ ...terms, ...over }, buyer, NOW).map(({ code }) => code)

describe('what an offer costs when taken up', () => {
  test('a percentage of their average order, or of the minimum where that is more', () => {
    expect(offerCost({ kind: 'percent', value: 15, minimum: 0 }, buyer)).toBe(3_000)
    expect(offerCost({ kind: 'percent', value: 15, minimum: 40_000 }, buyer)).toBe(6_000)
  })
  test('an amount or a gift costs what it is worth', () => {
    expect(offerCost({ kind: 'amount', value: 2_500, minimum: 10_000 }, buyer)).toBe(2_500)
    expect(offerCost({ kind: 'gift', value: 1_900, minimum: 0 }, buyer)).toBe(1_900)
  })
})

describe('whether an offer makes sense', () => {
  test.each([
    [{}, []],
    [{ value: 90 }, []],
    [{ value: 0 }, ['offer.percent-range']],
    [{ value: 91 }, ['offer.percent-range']],
    [{ value: 12.5 }, ['offer.percent-range']],
    [{ kind: 'amount', value: 3_000, minimum: 3_000 }, []],
    [{ kind: 'amount', value: 3_001, minimum: 3_000 }, ['offer.amount-range']],
    [{ kind: 'amount', value: 0, minimum: 3_000 }, ['offer.amount-range']],
    [{ kind: 'gift', value: 1_000, gift: '茶巾' }, []],
    [{ kind: 'gift', value: 1_000, gift: '  ' }, ['offer.gift-unnamed']],
    [{ kind: 'gift', value: -1, gift: '茶巾' }, ['offer.gift-cost']],
    [{ minimum: -1 }, ['offer.minimum']],
    [{ validUntil: NOW }, ['offer.valid-until']],
    [{ validUntil: NOW + 366 * DAY_MS }, ['offer.valid-until']],
    [{ kind: 'gift', value: 20_001, gift: '紫砂壶' }, ['offer.costs-more']],
  ] as const)('%o → %o', (over, expected) => {
    expect(problems(over)).toEqual(expected)
  })
})

describe('the suggested offer', () => {
  test('follows the tier: the shop’s percent, a minimum a little under their average order', () => {
    const customer = slippingCustomer()
    expect(suggestOffer(customer, settings, shop, NOW)).toMatchObject({
      kind: 'percent',
      value: 15,
      minimum: 15_000,
      cost: 3_000,
    })
    expect(suggestOffer({ ...customer, tier: 'C' }, settings, shop, NOW).value).toBe(8)
  })

  test('is a sum of money for who is gone', () => {
    const customer = slippingCustomer({ figures: figuresWith({ stage: 'lost' }) })
    expect(suggestOffer(customer, settings, shop, NOW)).toMatchObject({ kind: 'amount', value: 3_000, minimum: 15_000 })
  })

  test('is valid to the end of a day in the shop', () => {
    const { validUntil } = suggestOffer(slippingCustomer(), settings, shop, NOW)
    expect(localDay(validUntil, ZONE)).toBe('2026-07-14')
    expect(localDay(validUntil + 1, ZONE)).toBe('2026-07-15')
  })

  test('stays within what one offer to the tier may cost, and says so', () => {
    const own = (limit: number) => ({
      ...settings,
      promises: { ...settings.promises, offerBudget: { A: limit, B: limit, C: limit } },
    })
    const within = (limit: number, over = {}) => suggestOffer(slippingCustomer(over), own(limit), shop, NOW)
    // 15 % of an average order of ¥200 is ¥30.
    expect(within(3_000)).toMatchObject({ kind: 'percent', value: 15, why: [{ code: 'offer.suggest-percent' }] })
    expect(within(2_999)).toMatchObject({
      kind: 'percent',
      value: 14,
      cost: 2_800,
      why: [{ code: 'offer.suggest-within', params: { tier: 'A', limit: 2_999, average: 20_000 } }],
    })
    expect(within(150)).toMatchObject({ kind: 'amount', value: 100, why: [{ code: 'offer.suggest-within' }] })
    const lost = { figures: figuresWith({ stage: 'lost' }) }
    expect(within(2_000, lost)).toMatchObject({ kind: 'amount', value: 2_000, why: [{ code: 'offer.suggest-within' }] })
    expect(within(0)).toMatchObject({ kind: 'amount', value: 0, cost: 0 })
  })

  test('always makes sense and keeps within the limit, whoever it is for', () => {
    const anyone = fc.record({
      net: fc.integer({ min: -5_000, max: 9_000_000 }),
      ordersCount: fc.integer({ min: 0, max: 60 }),
      tier: fc.constantFrom<(Tier | null)[]>('A', 'B', 'C', null),
      stage: fc.constantFrom('declining' as const, 'lost' as const),
      currency: fc.constantFrom('CNY', 'JPY', 'KWD'),
      percent: fc.integer({ min: 1, max: 90 }),
      limit: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2_000_000 })),
    })
    fc.assert(
      fc.property(anyone, ({ net, ordersCount, tier, stage, currency, percent, limit }) => {
        const own = {
          ...settings,
          winBack: { ...settings.winBack, percent: { A: percent, B: percent, C: percent } },
          promises: { ...settings.promises, offerBudget: { A: limit, B: limit, C: limit } },
        }
        const customer = { net, ordersCount, tier, figures: figuresWith({ stage }) }
        const { cost, why, ...offer } = suggestOffer(customer, own, { ...shop, currency }, NOW)
        expect(validateOffer(offer, customer, NOW)).toEqual([])
        expect(cost).toBe(offerCost(offer, customer))
        expect(cost).toBeLessThanOrEqual(limit)
        expect(why).toHaveLength(1)
      }),
    )
  })
})

describe('how an offer ends', () => {
  const sent = offerRow({ status: 'sent', sentAt: NOW + DAY_MS })
  const day = (n: number) => NOW + n * DAY_MS

  test('bought before it was sent: cancelled', () => {
    expect(settleOffer(offerRow(), [{ at: day(1), net: 5_000 }], day(2))).toEqual({
      status: 'cancelled',
      cancelReason: 'bought',
    })
    expect(settleOffer(offerRow(), [{ at: day(-1), net: 5_000 }], day(2))).toBeNull()
  })

  test('bought within its validity: returned, with the first order’s value', () => {
    const purchases = [
      { at: day(9), net: 900 },
      { at: day(4), net: 400 },
      { at: day(0.5), net: 50 },
    ]
    expect(settleOffer(sent, purchases, day(10))).toEqual({ status: 'returned', returnedAt: day(4), revenue: 400 })
  })

  test('the last moment of validity counts, the next does not', () => {
    expect(settleOffer(sent, [{ at: sent.validUntil, net: 1 }], day(20))).toMatchObject({ status: 'returned' })
    expect(settleOffer(sent, [{ at: sent.validUntil + 1, net: 1 }], day(20))).toEqual({ status: 'expired' })
  })

  test('an order that reaches us after the offer expired still counts', () => {
    const expired = offerRow({ ...sent, status: 'expired' })
    expect(settleOffer(expired, [{ at: day(5), net: 500 }], day(40))).toMatchObject({
      status: 'returned',
      revenue: 500,
    })
    expect(settleOffer(expired, [], day(40))).toBeNull()
  })

  test('a draft whose time is over is dropped', () => {
    expect(settleOffer(offerRow(), [], day(15))).toEqual({ status: 'cancelled', cancelReason: 'expired' })
  })

  test('what is decided stays decided', () => {
    const done = fc.constantFrom('cancelled' as const, 'returned' as const)
    fc.assert(
      fc.property(done, fc.array(fc.record({ at: fc.nat(), net: fc.nat() })), (status, purchases) => {
        expect(settleOffer(offerRow({ status, sentAt: NOW }), purchases, day(99))).toBeNull()
      }),
    )
  })
})
