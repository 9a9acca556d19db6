import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueCare, lastHeard, outrunsCap } from '../../worker/domain/care.ts'
import { withContact } from '../../worker/domain/contact-cap.ts'
import { explain } from '../../worker/domain/explain.ts'
import type { CustomerRow, Stage, Tier } from '../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../worker/domain/settings.ts'
import { DAY_MS, dayNumber } from '../../worker/domain/time.ts'
import { isSlipping } from '../../worker/domain/win-back.ts'
import { daysAgo, figuresWith, NOW, ZONE } from '../support/figures.ts'
import { customerRow, shopRow } from './dispute/fixtures.ts'

const shop = shopRow()
const withPromises = (promises: Partial<Settings['promises']>) =>
  shopRow({ promises: { ...defaultSettings().promises, ...promises } })

/** A stable A customer whose last order is `days` calendar days ago. */
const quiet = (days: number, over: Partial<CustomerRow> = {}) => {
  const lastOrderAt = daysAgo(days)
  const figures = figuresWith({ stage: 'stable', lastOrderAt, valueAtRisk: 50_000 })
  return customerRow({ tier: 'A', ordersCount: 5, lastOrderAt, figures, ...over })
}
const due = (customers: CustomerRow[], at = NOW, of = shop) =>
  dueCare(customers, of, at, 99).map(({ customer }) => customer.id)

describe('who is due a friendly word', () => {
  test.each<[Tier, number, string[]]>([
    ['A', 29, []],
    ['A', 30, ['c1']],
    ['B', 59, []],
    ['B', 60, ['c1']],
    ['C', 179, []],
    ['C', 180, ['c1']],
  ])('tier %s, %i days: %o', (tier, days, expected) => {
    expect(due([quiet(days, { tier })])).toEqual(expected)
  })

  test('the later of the last contact and the last order counts', () => {
    expect(due([quiet(90, { lastContactAt: daysAgo(10) })])).toEqual([])
    expect(due([quiet(90, { lastContactAt: daysAgo(45) })])).toEqual(['c1'])
    expect(lastHeard(quiet(10, { lastContactAt: daysAgo(90) }))).toBe(daysAgo(10))
  })

  test('days are the shop’s calendar days, however late it was', () => {
    // 23:59 in Shanghai, 30 calendar days before a morning there.
    const lastOrderAt = Date.parse('2026-05-31T23:59:00+08:00')
    const at = (time: string) => due([quiet(0, { lastOrderAt })], Date.parse(`2026-06-${time}+08:00`))
    expect(at('29T23:59:59')).toEqual([])
    expect(at('30T00:00:01')).toEqual(['c1'])
  })

  test.each<[string, Partial<CustomerRow>]>([
    ['who asked not to be contacted', { doNotContact: 1 }],
    ['with an open complaint', { openDisputes: 1 }],
    ['whose last complaint ended badly', { unhappyAt: daysAgo(50) }],
    ['who had as many contacts as the cap allows', { recentContacts: [daysAgo(1), daysAgo(2)] }],
    [
      'who is slipping away: that is win-back',
      { figures: figuresWith({ stage: 'declining', lastOrderAt: daysAgo(90) }) },
    ],
    ['who is gone', { figures: figuresWith({ stage: 'lost', lastOrderAt: daysAgo(90) }) }],
    ['who never bought', { tier: null, lastOrderAt: null, ordersCount: 0 }],
    ['nobody ever heard of', { lastOrderAt: null }],
  ])('not %s', (_, over) => {
    expect(due([quiet(90, over)])).toEqual([])
  })

  test('a tier without a cadence has none due', () => {
    expect(due([quiet(900)], NOW, withPromises({ careDays: { A: null, B: 60, C: 180 } }))).toEqual([])
  })

  test('the best tier first, in it the most valuable, then the longest quiet', () => {
    const worth = (valueAtRisk: number) => ({ figures: figuresWith({ stage: 'stable', valueAtRisk }) })
    const customers = [
      quiet(200, { id: 'c', tier: 'C', ...worth(900_000) }),
      quiet(70, { id: 'b', tier: 'B', ...worth(800_000) }),
      quiet(40, { id: 'late', ...worth(10_000) }),
      quiet(60, { id: 'later', ...worth(10_000) }),
      quiet(31, { id: 'dear', ...worth(90_000) }),
    ]
    expect(due(customers)).toEqual(['dear', 'later', 'late', 'b', 'c'])
    expect(dueCare(customers, shop, NOW, 2).map(({ customer }) => customer.id)).toEqual(['dear', 'later'])
    expect(dueCare(customers, shop, NOW, 9, ({ tier }) => tier === 'B')).toHaveLength(1)
  })

  test('says the tier, how long it has been and what was agreed', () => {
    const [care] = dueCare([quiet(45)], shop, NOW, 1)
    if (!care) throw new Error('nobody is due')
    expect(explain(care.why, 'zh-CN', shop, ZONE)).toBe('A 级客户，45 天没联系了（约定 30 天）')
    expect(explain(care.why, 'en', shop, ZONE)).toBe('Tier A: nothing heard for 45 days (agreed: every 30 days)')
  })

  const anyone = fc
    .record({
      id: fc.uuid(),
      tier: fc.constantFrom<(Tier | null)[]>('A', 'B', 'C', null),
      stage: fc.constantFrom<Stage[]>('exploring', 'building', 'stable', 'declining', 'lost'),
      ordered: fc.integer({ min: 0, max: 400 }),
      contacted: fc.option(fc.integer({ min: 0, max: 400 })),
      openDisputes: fc.constantFrom(0, 0, 0, 1),
      unhappy: fc.constantFrom(false, false, true),
      doNotContact: fc.constantFrom<(0 | 1)[]>(0, 0, 0, 1),
    })
    .map(({ stage, ordered, contacted, unhappy, ...row }) =>
      customerRow({
        ...row,
        lastOrderAt: daysAgo(ordered),
        figures: figuresWith({ stage, lastOrderAt: daysAgo(ordered) }),
        lastContactAt: contacted === null ? null : daysAgo(contacted),
        recentContacts: contacted === null ? [] : [daysAgo(contacted)],
        unhappyAt: unhappy ? daysAgo(20) : null,
      }),
    )

  test('whoever is due has waited that long, is welcome to hear from us, and noting a contact settles it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyone, { selector: ({ id }) => id, maxLength: 20 }), (customers) => {
        const found = dueCare(customers, shop, NOW, 99)
        expect(found).toEqual(dueCare(customers.toReversed(), shop, NOW, 99))
        expect(dueCare(customers, shop, NOW, 3)).toEqual(found.slice(0, 3))
        for (const { customer, why } of found) {
          const { tier, days, every } = why.params as { tier: Tier; days: number; every: number }
          expect(tier).toBe(customer.tier)
          expect(every).toBe(shop.settings.promises.careDays[tier])
          expect(days).toBe(dayNumber(NOW, ZONE) - dayNumber(lastHeard(customer) ?? 0, ZONE))
          expect(days).toBeGreaterThanOrEqual(every)
          expect([customer.doNotContact, customer.openDisputes, customer.unhappyAt]).toEqual([0, 0, null])
          expect(isSlipping(customer)).toBe(false)
          const after = { ...customer, ...withContact(customer, shop.settings, NOW) }
          expect(dueCare([after], shop, NOW + (every - 1) * DAY_MS, 1)).toEqual([])
        }
      }),
    )
  })
})

test('a cadence the contact cap does not allow is known', () => {
  const cap = (count: number, days: number, A: number | null) =>
    outrunsCap({ ...withPromises({ careDays: { A, B: 60, C: 180 } }).settings, contactCap: { count, days } }, 'A')
  expect([cap(2, 30, 15), cap(2, 30, 14), cap(1, 90, 30), cap(1, 90, null)]).toEqual([false, true, true, false])
})
