import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { decidingOffer, eligibility, isSlipping, monthSpent, slipping } from '../../../worker/domain/win-back.ts'
import { daysAgo, figuresWith, NOW, settingsWith, ZONE } from '../../support/figures.ts'
import { anyCustomer, anyOffer, offerRow, slippingCustomer } from './fixtures.ts'

const settings = defaultSettings()
const codes = (customer = slippingCustomer(), offers = [] as ReturnType<typeof offerRow>[], spent = 0) =>
  eligibility(customer, offers, settings, spent, NOW).reasons.map(({ code }) => code)

describe('who is slipping away', () => {
  test('says how long they are away, their rhythm and what they are worth', () => {
    const [first] = slipping([slippingCustomer()], { settings, timezone: 'Asia/Shanghai' }, NOW)
    expect(first?.worth).toBe(240_000)
    expect(first?.why).toEqual([
      { code: 'win-back.declining', params: { days: 90, rhythm: 30, own: 1 } },
      { code: 'win-back.worth', params: { perYear: 240_000 } },
    ])
  })

  test('says what the silence has cost where the shop has a model', () => {
    const risk = { code: 'risk.model', params: { atRisk: 18_000 } }
    const { figures } = slippingCustomer()
    if (!figures) throw new Error('no figures')
    const customer = slippingCustomer({ figures: { ...figures, valueAtRisk: 18_000, why: [risk] } })
    const [first] = slipping([customer], { settings, timezone: 'Asia/Shanghai' }, NOW)
    expect(first?.why[1]).toEqual(risk)
  })

  test('a purchase after the figures were made takes them off the list at once', () => {
    const back = slippingCustomer({ lastOrderAt: daysAgo(0) })
    expect(slipping([back], { settings, timezone: 'Asia/Shanghai' }, NOW)).toEqual([])
  })

  test('is a ranking of exactly the slipping ones by value at risk', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyCustomer, { selector: ({ id }) => id, maxLength: 25 }), (customers) => {
        const ranked = slipping(customers, { settings, timezone: 'Asia/Shanghai' }, NOW)
        const ids = ranked.map(({ customer }) => customer.id)
        expect(ids.toSorted()).toEqual(
          customers
            .filter(isSlipping)
            .map(({ id }) => id)
            .toSorted(),
        )
        const worths = ranked.map(({ worth }) => worth)
        expect(worths).toEqual(worths.toSorted((a, b) => b - a))
        expect(
          slipping(customers.toReversed(), { settings, timezone: 'Asia/Shanghai' }, NOW).map(
            ({ customer }) => customer.id,
          ),
        ).toEqual(ids)
        for (const { why } of ranked) expect(why.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('eligibility', () => {
  test('someone slipping away with nothing against it is eligible', () => {
    expect(eligibility(slippingCustomer(), [], settings, 0, NOW)).toEqual({ eligible: true, reasons: [] })
  })

  test('names every reason at once', () => {
    const customer = slippingCustomer({
      openDisputes: 1,
      unhappyAt: daysAgo(3),
      doNotContact: 1,
      lastOrderAt: daysAgo(1),
    })
    expect(codes(customer, [offerRow()], settings.winBack.monthlyBudget)).toEqual([
      'contact.do-not-contact',
      'win-back.open-dispute',
      'win-back.unhappy',
      'win-back.bought-since',
      'win-back.active-offer',
      'win-back.budget',
    ])
  })

  test.each([
    ['stable', figuresWith({ stage: 'stable', lastOrderAt: daysAgo(90) })],
    ['without figures', null],
  ])('nobody is won back who is %s', (_, figures) => {
    expect(codes(slippingCustomer({ figures }))).toEqual(['win-back.not-slipping'])
  })

  test('the cool-down runs from the day the last offer was sent', () => {
    const sent = (days: number) => [
      offerRow({ status: 'expired', createdAt: daysAgo(days), sentAt: daysAgo(days), validUntil: daysAgo(days - 14) }),
    ]
    expect(codes(slippingCustomer(), sent(59))).toEqual(['win-back.cool-down'])
    expect(codes(slippingCustomer(), sent(60))).toEqual([])
  })

  test('an offer that was cancelled stands in nobody’s way, one that ran out unsent neither', () => {
    expect(codes(slippingCustomer(), [offerRow({ status: 'cancelled' })])).toEqual([])
    expect(codes(slippingCustomer(), [offerRow({ validUntil: daysAgo(1) })])).toEqual([])
  })

  test("another customer's offer does not matter", () => {
    expect(codes(slippingCustomer(), [offerRow({ customerId: 'other' })])).toEqual([])
  })

  test('the budget must cover the offer, to the cent; without a budget only what costs nothing', () => {
    const with100 = settingsWith((s) => {
      s.winBack.monthlyBudget = 10_000
    })
    const within = (spent: number, cost: number | null) =>
      eligibility(slippingCustomer(), [], with100, spent, NOW, cost).eligible
    expect([within(7_000, 3_000), within(7_001, 3_000), within(9_999, null), within(10_000, null)]).toEqual([
      true,
      false,
      true,
      false,
    ])
    const none = settingsWith((s) => {
      s.winBack.monthlyBudget = 0
    })
    expect(eligibility(slippingCustomer(), [], none, 0, NOW, 0).eligible).toBe(true)
    expect(eligibility(slippingCustomer(), [], none, 0, NOW, 1).eligible).toBe(false)
  })

  test('is eligible exactly when there is no reason, never when not to be contacted, only when slipping', () => {
    fc.assert(
      fc.property(anyCustomer, fc.array(anyOffer, { maxLength: 5 }), fc.nat(200_000), (customer, offers, spent) => {
        const { eligible, reasons } = eligibility(customer, offers, settings, spent, NOW)
        expect(eligible).toBe(reasons.length === 0)
        if (customer.doNotContact === 1 || customer.openDisputes > 0 || customer.unhappyAt !== null) {
          expect(eligible).toBe(false)
        }
        if (eligible) expect(isSlipping(customer)).toBe(true)
        expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length)
      }),
    )
  })

  test('the deciding offer alone says the same as all offers: it is what a trigger names', () => {
    fc.assert(
      fc.property(anyCustomer, fc.array(anyOffer, { maxLength: 5 }), (customer, offers) => {
        const one = decidingOffer(offers, customer.id)
        expect(one?.status).not.toBe('cancelled')
        expect(eligibility(customer, one ? [one] : [], settings, 0, NOW)).toEqual(
          eligibility(customer, offers, settings, 0, NOW),
        )
      }),
    )
  })
})

describe("this month's spending", () => {
  test('counts offers that stand or came back, by the month of the shop they were sent in', () => {
    const monthStart = Date.parse('2026-06-01T00:00:00+08:00')
    const sent = (sentAt: number, cost: number) => offerRow({ status: 'sent', sentAt, cost })
    const offers = [
      sent(monthStart, 1),
      sent(monthStart - 1, 10),
      offerRow({ cost: 100 }),
      offerRow({ status: 'returned', sentAt: daysAgo(5), validUntil: daysAgo(1), cost: 1_000 }),
      offerRow({ status: 'cancelled', cost: 10_000 }),
      offerRow({ status: 'sent', sentAt: daysAgo(20), validUntil: daysAgo(6), cost: 100_000 }),
    ]
    expect(monthSpent(offers, ZONE, NOW)).toBe(1_101)
    expect(monthSpent(offers.slice(0, 2), 'UTC', NOW)).toBe(0)
  })

  test('next month the budget is whole again', () => {
    expect(monthSpent([offerRow({ validUntil: NOW + 40 * DAY_MS })], ZONE, NOW + 2 * DAY_MS)).toBe(0)
  })
})

describe('what one offer may cost', () => {
  const limits = settingsWith((s) => {
    s.promises.offerBudget = { A: 5_000, B: 1_000, C: 0 }
  })
  const refusals = (tier: 'A' | 'B' | 'C' | null, cost: number | null) =>
    eligibility(slippingCustomer({ tier }), [], limits, 0, NOW, cost).reasons

  test('more than their tier’s limit is refused, with both amounts', () => {
    expect(refusals('A', 5_000)).toEqual([])
    expect(refusals('A', 5_001)).toEqual([
      { code: 'win-back.offer-limit', params: { tier: 'A', limit: 5_000, cost: 5_001 } },
    ])
    expect(refusals('B', 5_000)).toHaveLength(1)
  })

  test('a tier whose offers may cost nothing gets none suggested, but may get one that is free', () => {
    for (const tier of ['C', null] as const) {
      expect(refusals(tier, null)).toEqual([
        { code: 'win-back.offer-limit', params: { tier: 'C', limit: 0, cost: null } },
      ])
      expect(refusals(tier, 0)).toEqual([])
    }
    expect(refusals('B', null)).toEqual([])
  })
})
