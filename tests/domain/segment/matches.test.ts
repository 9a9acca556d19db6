import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { matcher, matches, type SegmentContext } from '../../../worker/domain/segment/matches.ts'
import type { Condition, SegmentExpression } from '../../../worker/domain/segment.ts'
import { DAY_MS, dayNumber } from '../../../worker/domain/time.ts'
import { daysAgo, figuresWith, NOW, ZONE } from '../../support/figures.ts'
import { ASKED, anyCustomer, anyExpression, CONTEXTS, conditionOf } from '../../support/segments.ts'
import { customerRow } from '../dispute/fixtures.ts'

const context: SegmentContext = { now: NOW, timezone: ZONE }
const is = (customer: Partial<CustomerRow>, expression: SegmentExpression): boolean =>
  matches(customerRow(customer), expression, context)
const figures = (change: Parameters<typeof figuresWith>[0]): Partial<CustomerRow> => ({ figures: figuresWith(change) })
const at = (text: string): number => Date.parse(text)

describe('each question', () => {
  const cases: [Condition, yes: Partial<CustomerRow>[], no: Partial<CustomerRow>[]][] = [
    [
      { field: 'tier', is: 'oneOf', value: ['A', 'B'] },
      [{ tier: 'A' }, { tier: 'B' }],
      [{ tier: 'C' }, { tier: null }],
    ],
    [{ field: 'tier', is: 'noneOf', value: ['A', 'B'] }, [{ tier: 'C' }], [{ tier: 'A' }, { tier: null }]],
    [{ field: 'tier', is: 'unknown', value: null }, [{ tier: null }], [{ tier: 'C' }]],
    [
      { field: 'tierBefore', is: 'oneOf', value: ['A'] },
      [figures({ tierBefore: 'A' })],
      [figures({ tierBefore: null, tier: 'A' }), { figures: null, tier: 'A' }],
    ],
    [
      { field: 'class', is: 'oneOf', value: ['important-rescue'] },
      [figures({ class: 'important-rescue' })],
      [figures({ class: 'general-rescue' }), figures({ class: null }), {}],
    ],
    [
      { field: 'stage', is: 'oneOf', value: ['prospect'] },
      [figures({ stage: 'prospect' }), { figures: null, ordersCount: 0 }],
      [figures({ stage: 'lost' }), { figures: null, ordersCount: 1 }],
    ],
    [{ field: 'stage', is: 'unknown', value: null }, [{ figures: null, ordersCount: 1 }], [{ ordersCount: 0 }]],
    [{ field: 'r', is: 'atLeast', value: 4 }, [figures({ r: 4 }), figures({ r: 5 })], [figures({ r: 3 }), {}]],
    [{ field: 'f', is: 'atMost', value: 2 }, [figures({ f: 2 }), figures({ f: 1 })], [figures({ f: null }), {}]],
    [{ field: 'm', is: 'between', value: [2, 3] }, [figures({ m: 2 }), figures({ m: 3 })], [figures({ m: 4 }), {}]],
    [{ field: 'm', is: 'unknown', value: null }, [figures({ m: null }), {}], [figures({ m: 1 })]],
    [{ field: 'ordersCount', is: 'atMost', value: 0 }, [{ ordersCount: 0 }], [{ ordersCount: 1 }]],
    // Live, whatever the last recompute said.
    [{ field: 'net', is: 'atLeast', value: 500 }, [{ net: 500, ...figures({ net: 0 }) }], [{ net: 499 }]],
    [{ field: 'net', is: 'atMost', value: -1 }, [{ net: -1 }], [{ net: 0 }]],
    [
      { field: 'windowNet', is: 'atLeast', value: 100 },
      [figures({ windowNet: 100 })],
      [figures({ windowNet: 99 }), { net: 1000 }],
    ],
    [
      { field: 'windowValue', is: 'atMost', value: 100 },
      [figures({ windowValue: 100 })],
      [figures({ windowValue: 101, windowNet: 0 }), {}],
    ],
    [
      { field: 'valueAtRisk', is: 'atLeast', value: 1 },
      [figures({ valueAtRisk: 1 })],
      [figures({ valueAtRisk: 0 }), {}],
    ],
    [
      { field: 'daysSinceFirstOrder', is: 'atLeast', value: 365 },
      [{ firstOrderAt: daysAgo(365) }],
      [{ firstOrderAt: daysAgo(364) }, { firstOrderAt: null }],
    ],
    [{ field: 'daysSinceContact', is: 'unknown', value: null }, [{ lastContactAt: null }], [{ lastContactAt: NOW }]],
    [{ field: 'source', is: 'oneOf', value: ['taobao', 'hand'] }, [{ source: 'hand' }], [{ source: 'shopify' }]],
    [{ field: 'source', is: 'noneOf', value: ['taobao'] }, [{ source: 'hand' }], [{ source: 'taobao' }]],
    [{ field: 'region', is: 'oneOf', value: ['广东'] }, [{ region: '广东' }], [{ region: '广西' }, { region: null }]],
    [{ field: 'region', is: 'noneOf', value: ['广东'] }, [{ region: '广西' }], [{ region: '广东' }, { region: null }]],
    [{ field: 'region', is: 'unknown', value: null }, [{ region: null }], [{ region: '广东' }]],
    [{ field: 'bought', is: 'anyOf', value: ['p1', 'p2'] }, [{ bought: ['p3', 'p2'] }], [{ bought: ['p3'] }, {}]],
    [{ field: 'bought', is: 'allOf', value: ['p1', 'p2'] }, [{ bought: ['p2', 'p3', 'p1'] }], [{ bought: ['p1'] }, {}]],
    [{ field: 'bought', is: 'noneOf', value: ['p1', 'p2'] }, [{ bought: ['p3'] }, {}], [{ bought: ['p3', 'p1'] }]],
    [{ field: 'bought', is: 'first', value: ['p1'] }, [{ bought: ['p1', 'p2'] }], [{ bought: ['p2', 'p1'] }, {}]],
    [
      { field: 'bought', is: 'then', value: ['p1', 'p2'] },
      [{ bought: ['p1', 'p3', 'p2'] }],
      [{ bought: ['p2', 'p1'] }, { bought: ['p1'] }, { bought: ['p2'] }, {}],
    ],
    [{ field: 'discount', is: 'atLeast', value: 20 }, [{ discount: 20 }], [{ discount: 19 }, { discount: null }]],
    [{ field: 'openDisputes', is: 'atLeast', value: 1 }, [{ openDisputes: 1 }], [{ openDisputes: 0 }]],
    [{ field: 'unhappy', is: 'yes', value: null }, [{ unhappyAt: 1 }], [{ unhappyAt: null }]],
    [{ field: 'doNotContact', is: 'no', value: null }, [{ doNotContact: 0 }], [{ doNotContact: 1 }]],
    [
      { field: 'smsConsent', is: 'yes', value: null },
      [{ consent: { sms: { answer: 'yes', at: 0, how: 'chat', by: null } } }],
      [
        { consent: {} },
        { consent: { sms: { answer: 'no', at: 0, how: 'chat', by: null } } },
        { consent: { chat: { answer: 'yes', at: 0, how: 'chat', by: null } } },
      ],
    ],
    [
      { field: 'pinned', is: 'yes', value: null },
      [{ pinTier: 'A' }, { pinTier: 'A', pinUntil: NOW + 1 }],
      [{ pinTier: 'A', pinUntil: NOW }, { pinUntil: NOW + 1 }],
    ],
  ]
  test.each(cases)('%o', (condition, yes, no) => {
    expect(yes.map((customer) => is(customer, condition))).toEqual(yes.map(() => true))
    expect(no.map((customer) => is(customer, condition))).toEqual(no.map(() => false))
  })

  test('every field is among the above', () => {
    const fields = new Set([...cases.map(([{ field }]) => field), 'daysSinceLastOrder'])
    expect(ASKED.filter(([field]) => !fields.has(field))).toEqual([])
  })

  test('figures of an earlier version lack what it did not know', () => {
    const { windowValue: _, tierBefore: __, ...older } = figuresWith({ tier: 'A' })
    const customer = { figures: older as CustomerRow['figures'] }
    expect(is(customer, { field: 'windowValue', is: 'unknown', value: null })).toBe(true)
    expect(is(customer, { field: 'windowValue', is: 'atMost', value: 9 })).toBe(false)
    expect(is(customer, { field: 'tierBefore', is: 'noneOf', value: ['A'] })).toBe(false)
  })
})

describe('days are those of the shop’s calendar', () => {
  const last = (lastOrderAt: string, expression: Condition, now: string, timezone = 'America/New_York') =>
    matches(customerRow({ lastOrderAt: at(lastOrderAt) }), expression, { now: at(now), timezone })
  const atLeast = (value: number): Condition => ({ field: 'daysSinceLastOrder', is: 'atLeast', value })
  const atMost = (value: number): Condition => ({ field: 'daysSinceLastOrder', is: 'atMost', value })

  test('ten minutes across midnight are a day, a whole day is none', () => {
    expect(last('2026-06-01T23:55:00-04:00', atLeast(1), '2026-06-02T00:05:00-04:00')).toBe(true)
    expect(last('2026-06-02T00:00:00-04:00', atLeast(1), '2026-06-02T23:59:59-04:00')).toBe(false)
    expect(last('2026-06-02T00:00:00-04:00', atMost(0), '2026-06-02T23:59:59-04:00')).toBe(true)
    expect(last('2026-06-01T23:59:59.999-04:00', atMost(0), '2026-06-02T23:59:59-04:00')).toBe(false)
  })

  test('a day of 23 hours and one of 25 are days', () => {
    // Clocks forward on 8 March 2026, back on 1 November 2026.
    expect(last('2026-03-07T23:59:00-05:00', atLeast(2), '2026-03-09T00:00:00-04:00')).toBe(true)
    expect(last('2026-03-08T00:00:00-05:00', atLeast(2), '2026-03-09T23:59:00-04:00')).toBe(false)
    expect(last('2026-11-01T00:00:00-04:00', atLeast(2), '2026-11-02T23:59:00-05:00')).toBe(false)
    expect(last('2026-10-31T23:59:00-04:00', atLeast(2), '2026-11-02T00:00:00-05:00')).toBe(true)
  })

  test('as the calendar counts, wherever no day begins twice', () => {
    const zones = CONTEXTS.filter(({ timezone }) => timezone !== 'America/St_Johns')
    const asked = fc.record({
      zone: fc.constantFrom(...zones),
      back: fc.integer({ min: -2 * DAY_MS, max: 40 * DAY_MS }),
      low: fc.integer({ min: 0, max: 20 }),
      more: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(asked, ({ zone, back, low, more }) => {
        const lastOrderAt = zone.now - back
        const days = dayNumber(zone.now, zone.timezone) - dayNumber(lastOrderAt, zone.timezone)
        const ask = (condition: Condition) => matches(customerRow({ lastOrderAt }), condition, zone)
        expect(ask(atLeast(low))).toBe(days >= low)
        expect(ask(atMost(low))).toBe(days <= low)
        const between: Condition = { field: 'daysSinceLastOrder', is: 'between', value: [low, low + more] }
        expect(ask(between)).toBe(days >= low && days <= low + more)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('groups', () => {
  const anyContext = fc.constantFrom(...CONTEXTS)
  const trees = fc.array(anyExpression(1), { minLength: 1, maxLength: 3 })
  const law = (name: string, holds: (customer: CustomerRow, parts: SegmentExpression[], c: SegmentContext) => void) =>
    test(name, () => {
      fc.assert(fc.property(anyCustomer, trees, anyContext, holds), { numRuns: 500 })
    })

  law('all: every one of them', (customer, all, c) => {
    expect(matches(customer, { all }, c)).toBe(all.every((part) => matches(customer, part, c)))
  })
  law('any: one at least', (customer, any, c) => {
    expect(matches(customer, { any }, c)).toBe(any.some((part) => matches(customer, part, c)))
  })
  law('not: the others; twice, the same again', (customer, [part], c) => {
    const inner = part as SegmentExpression
    expect(matches(customer, { not: inner }, c)).toBe(!matches(customer, inner, c))
    expect(matches(customer, { not: { not: inner } }, c)).toBe(matches(customer, inner, c))
  })
  law('not all of them is one of them not', (customer, all, c) => {
    const any = all.map((not) => ({ not }))
    expect(matches(customer, { not: { all } }, c)).toBe(matches(customer, { any }, c))
    expect(matches(customer, { not: { any: all } }, c)).toBe(matches(customer, { all: any }, c))
  })
  law('their order does not matter', (customer, parts, c) => {
    const turned = parts.toReversed()
    expect(matches(customer, { all: turned }, c)).toBe(matches(customer, { all: parts }, c))
    expect(matches(customer, { any: turned }, c)).toBe(matches(customer, { any: parts }, c))
  })
})

describe('unknown', () => {
  test.each(ASKED.filter(([, operator]) => operator === 'unknown'))('%s: matches nothing else', (field) => {
    const others = ASKED.filter(([name, operator]) => name === field && operator !== 'unknown')
    const anyOther = fc.constantFrom(...others).chain(([name, operator]) => conditionOf(name, operator))
    const unknown = conditionOf(field, 'unknown')
    fc.assert(
      fc.property(anyCustomer, unknown, anyOther, fc.constantFrom(...CONTEXTS), (customer, none, other, c) => {
        expect(matches(customer, none, c) && matches(customer, other, c)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

test('an expression made by a newer version matches nobody', () => {
  const newer = { not: { field: 'shoeSize', is: 'atLeast', value: 40 } } as unknown as SegmentExpression
  expect(matcher(newer, context)(customerRow())).toBe(false)
})
