import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Criterion, criteriaOf, type Given } from '../../../worker/domain/overview/criteria.ts'
import type { CustomerRow, Tier } from '../../../worker/domain/rows.ts'
import { daysAgo, NOW, ZONE } from '../../support/figures.ts'
import { anyCustomers, type Change, prospect, someone } from './arbitrary.ts'

const SUMMARY = { buyers: 100, changed: 4, weekShift: 3, migrationDays: 90 }
const given = (customers: CustomerRow[], more: Partial<Given> = {}): Given => ({
  customers,
  summary: SUMMARY,
  asOf: NOW,
  timezone: ZONE,
  ...more,
})
const find = <K extends Criterion['key']>(key: K, of: Given) =>
  criteriaOf(of).find((criterion) => criterion.key === key) as Extract<Criterion, { key: K }>

let id = 0
const many = (n: number, tier: Tier, change: (i: number) => Change = () => ({})) =>
  Array.from({ length: n }, (_, i) => {
    const { figures, ...more } = change(i)
    return someone(`m${id++}`, { ...more, figures: { tier, ...figures } })
  })

describe('tied to a goal', () => {
  const back = (days: number): Change => ({ figures: { lastOrderAt: daysAgo(days) } })
  const was = (tierBefore: Tier, days: number): Change => ({
    figures: { ...back(days).figures, tierBefore },
  })

  test('those who were A came back more often', () => {
    const rows = [
      ...many(20, 'A', (i) => was('A', i < 14 ? 30 : 200)),
      ...many(80, 'C', (i) => was(i < 30 ? 'B' : 'C', i % 5 === 0 ? 60 : 200)),
    ]
    expect(find('goal', given(rows))).toMatchObject({
      verdict: 'good',
      days: 90,
      before: { A: { buyers: 20, back: 14 }, B: { buyers: 30, back: 6 }, C: { buyers: 50, back: 10 } },
      stayedA: 20,
      ofBuyers: 0.2,
    })
  })

  test.each([
    ['25 % of twenty against 20 % of eighty may be chance', 20, 5, 80, 16, 'not-yet'],
    ['21 % against 20 % of thousands is no difference', 2000, 420, 8000, 1600, 'look'],
    ['nor is less', 20, 3, 80, 16, 'look'],
    ['nobody came back', 20, 0, 80, 0, 'look'],
  ] as const)('%s', (_, inA, backA, inC, backC, verdict) => {
    const rows = [
      ...many(inA, 'A', (i) => was('A', i < backA ? 30 : 200)),
      ...many(inC, 'C', (i) => was('C', i < backC ? 60 : 200)),
    ]
    expect(find('goal', given(rows)).verdict).toBe(verdict)
  })

  test('the period begins after its first day, in the shop’s time', () => {
    const edge = (at: number) => many(1, 'A', () => ({ figures: { tierBefore: 'A', lastOrderAt: at } }))
    // NOW is noon in Shanghai; 90 days ago that day ended twelve hours later.
    const midnight = daysAgo(90) + 12 * 3_600_000
    expect(find('goal', given(edge(midnight - 1))).before.A.back).toBe(0)
    expect(find('goal', given(edge(midnight))).before.A.back).toBe(1)
  })

  test.each([
    ['few were A', many(9, 'A', () => was('A', 3)).concat(many(90, 'C', () => was('C', 300))), SUMMARY],
    ['no run', many(20, 'A', () => was('A', 3)).concat(many(90, 'C', () => was('C', 300))), null],
  ])('too early when %s', (_, rows, summary) => {
    expect(find('goal', given(rows, { summary })).verdict).toBe('not-yet')
  })
})

describe('exclusive and exhaustive', () => {
  test('everyone is placed once; prospects and new buyers stand apart', () => {
    const rows = [...many(3, 'A'), prospect('p'), someone('new', { ordersCount: 1, figures: null })]
    expect(find('whole', given(rows))).toEqual({
      key: 'whole',
      verdict: 'good',
      buyers: 3,
      placed: { tier: 3, class: 3, stage: 3 },
      prospects: 1,
      tooMany: 0,
      pending: 1,
    })
  })

  test('a buyer without a class and a prospect with a tier are found', () => {
    const rows = [
      ...many(3, 'A'),
      someone('x', { figures: { class: null } }),
      someone('y', { ordersCount: 0, figures: { orders: 0, tier: 'B', class: null, stage: 'prospect' } }),
    ]
    expect(find('whole', given(rows))).toMatchObject({
      verdict: 'look',
      buyers: 4,
      placed: { tier: 4, class: 3, stage: 4 },
      tooMany: 1,
    })
  })
})

describe('describable', () => {
  test('good by what can be known beforehand', () => {
    const rows = [
      ...many(50, 'A', (i) => ({ region: i < 40 ? '浙江' : null })),
      ...many(150, 'C', (i) => ({ region: i < 15 ? '浙江' : null })),
    ]
    const found = find('describable', given(rows))
    expect(found.verdict).toBe('good')
    expect(found.traits[0]).toMatchObject({ fact: 'region', value: '浙江', inside: 0.8, outside: 0.1 })
  })

  test('to look at when only their buying tells them apart', () => {
    const rows = [
      ...many(50, 'A', () => ({ figures: { orders: 9 } })),
      ...many(150, 'C', () => ({ figures: { orders: 1 } })),
    ]
    expect(find('describable', given(rows))).toMatchObject({
      verdict: 'look',
      traits: [{ fact: 'orders', is: 'from', value: '2', inside: 1, outside: 0 }],
    })
  })

  test('too early with nine A', () => {
    expect(find('describable', given([...many(9, 'A'), ...many(99, 'C')])).verdict).toBe('not-yet')
  })
})

describe('size', () => {
  const shop = (a: number, b: number, c: number) => [...many(a, 'A'), ...many(b, 'B'), ...many(c, 'C')]

  test.each([
    [[20, 30, 50], 'good', []],
    [[20, 20, 60], 'good', []],
    [[20, 19, 61], 'look', ['C']],
    [[1, 49, 50], 'look', ['A']],
    [[50, 0, 50], 'look', ['B']],
    [[10, 10, 29], 'not-yet', []],
  ] as const)('%j is %s', ([a, b, c], verdict, outside) => {
    const found = find('size', given(shop(a, b, c)))
    expect(found.verdict).toBe(verdict)
    expect(found.outside.flatMap(({ way, group }) => (way === 'tier' ? [group] : []))).toEqual(outside)
  })

  test('a class or stage beyond the bounds is said too, and is no verdict', () => {
    const found = find('size', given(shop(30, 30, 40)))
    expect(found.verdict).toBe('good')
    expect(found.outside).toEqual([
      { way: 'stage', group: 'exploring', buyers: 100, share: 1 },
      { way: 'class', group: 'general-rescue', buyers: 100, share: 1 },
    ])
  })
})

describe('stable', () => {
  test.each([
    [{ ...SUMMARY }, 'good', 0.04, 0.03],
    [{ ...SUMMARY, changed: 11 }, 'look', 0.11, 0.03],
    [{ ...SUMMARY, weekShift: 20 }, 'look', 0.04, 0.2],
    [{ ...SUMMARY, changed: null }, 'good', null, 0.03],
    [{ ...SUMMARY, buyers: 0, changed: 0, weekShift: 0 }, 'not-yet', null, null],
    [null, 'not-yet', null, null],
  ] as const)('%j is %s', (summary, verdict, changed, weekShift) => {
    expect(find('stable', given(many(3, 'A'), { summary }))).toEqual({ key: 'stable', verdict, changed, weekShift })
  })
})

test('any shop gets five answers, the same in whatever order its customers come', () => {
  fc.assert(
    fc.property(anyCustomers, fc.boolean(), (customers, ran) => {
      const of = given(customers, ran ? {} : { summary: null, asOf: null })
      const criteria = criteriaOf(of)
      expect(criteria.map(({ key }) => key)).toEqual(['goal', 'whole', 'describable', 'size', 'stable'])
      expect(criteriaOf({ ...of, customers: customers.toReversed() })).toEqual(criteria)
      const [goal, whole, describable, size] = criteria
      for (const { buyers, back } of Object.values(goal.before)) expect(back).toBeLessThanOrEqual(buyers)
      expect(whole.buyers + whole.prospects + whole.pending).toBe(customers.length)
      expect(describable.inA + describable.rest).toBe(size.buyers)
      expect(size.tiers.A + size.tiers.B + size.tiers.C).toBe(size.buyers)
      for (const { inside, outside } of describable.traits) expect(inside).toBeGreaterThan(outside)
    }),
  )
})
