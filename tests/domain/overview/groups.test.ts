import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBuyer } from '../../../worker/domain/overview/buyers.ts'
import { richestInA, type TierGroup, tierByProduct, tierBySource } from '../../../worker/domain/overview/groups.ts'
import { countsOf, migrationOf, PLACES, wayOf } from '../../../worker/domain/overview/migration.ts'
import type { CustomerRow, Tier } from '../../../worker/domain/rows.ts'
import { anyCustomers, prospect, someone } from './arbitrary.ts'

const buyer = (id: string, tier: Tier, windowValue: number, more: Partial<CustomerRow> = {}) =>
  someone(id, { ...more, figures: { tier, windowValue } })
const of = (rows: CustomerRow[]) => rows.filter(isBuyer)

describe('by channel', () => {
  test('worth first, each with its tiers', () => {
    const rows = of([
      buyer('1', 'C', 10, { source: 'jd' }),
      buyer('2', 'A', 500, { source: 'taobao' }),
      buyer('3', 'B', 40, { source: 'jd' }),
    ])
    expect(tierBySource(rows)).toEqual([
      { key: 'taobao', of: 1, buyers: 1, tiers: { A: 1, B: 0, C: 0 }, value: 500 },
      { key: 'jd', of: 1, buyers: 2, tiers: { A: 0, B: 1, C: 1 }, value: 50 },
    ])
  })

  test('what is left over is one row, unless it is one channel', () => {
    const rows = of(['a', 'b', 'c', 'd'].map((source, i) => buyer(source, 'C', 100 - i, { source })))
    expect(tierBySource(rows, 3).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd'])
    expect(tierBySource(rows, 2).at(-1)).toEqual({
      key: null,
      of: 2,
      buyers: 2,
      tiers: { A: 0, B: 0, C: 2 },
      value: 195,
    })
  })

  test('adds up to all buyers in any order of theirs', () => {
    fc.assert(
      fc.property(anyCustomers, fc.integer({ min: 0, max: 12 }), (customers, shown) => {
        const buyers = of(customers)
        const groups = tierBySource(buyers, shown)
        expect(groups.reduce((sum, { buyers: n }) => sum + n, 0)).toBe(buyers.length)
        for (const { buyers: n, tiers } of groups) expect(tiers.A + tiers.B + tiers.C).toBe(n)
        expect(tierBySource(buyers.toReversed(), shown)).toEqual(groups)
      }),
    )
  })
})

describe('by product', () => {
  const products = ['p1', 'p2', 'p3', 'p4'].map((id) => ({ id }))

  test('who bought two counts with both, and once among the others', () => {
    const rows = of([
      buyer('1', 'A', 900, { bought: ['p1', 'p2', 'p3', 'p4', 'gone'] }),
      buyer('2', 'C', 100, { bought: ['p2'] }),
    ])
    const [first, others] = tierByProduct(rows, products, 1)
    expect(first).toEqual({ key: 'p2', of: 1, buyers: 2, tiers: { A: 1, B: 0, C: 1 }, value: 1000 })
    expect(others).toEqual({ key: null, of: 3, buyers: 1, tiers: { A: 1, B: 0, C: 0 }, value: 900 })
  })

  test('nobody is counted twice in a row', () => {
    const known = Array.from({ length: 14 }, (_, i) => ({ id: `p${i}` }))
    fc.assert(
      fc.property(anyCustomers, fc.integer({ min: 0, max: 14 }), (customers, shown) => {
        const buyers = of(customers)
        const groups = tierByProduct(buyers, known, shown)
        for (const { buyers: n, tiers } of groups) {
          expect(n).toBeLessThanOrEqual(buyers.length)
          expect(tiers.A + tiers.B + tiers.C).toBe(n)
        }
        expect(tierByProduct(buyers.toReversed(), known.toReversed(), shown)).toEqual(groups)
      }),
    )
  })
})

describe('richest in A', () => {
  const group = (key: string | null, a: number, buyers: number): TierGroup => ({
    key,
    of: 1,
    buyers,
    tiers: { A: a, B: 0, C: buyers - a },
    value: 0,
  })

  test('a handful of lucky buyers is not it', () => {
    expect(richestInA([group('many', 90, 300), group('few', 2, 3), group(null, 90, 100)], 0.2)?.key).toBe('many')
  })

  test('nobody stands out where all are as the shop', () => {
    expect(richestInA([group('a', 22, 100), group('b', 18, 100), group('c', 0, 0)], 0.2)).toBeNull()
  })

  test('nor where there is no A at all', () => {
    expect(richestInA([group('a', 0, 33), group('b', 0, 200)], 0)).toBeNull()
  })

  test('sure within what one sees', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), (a, rest) => {
        const found = richestInA([group('x', a, a + rest)], 0.2)
        if (found) expect(a / (a + rest)).toBeGreaterThan(0.2)
      }),
    )
  })
})

describe('migration', () => {
  test('says who went where', () => {
    const rows = [
      someone('1', { figures: { tierBefore: 'A', tier: 'C' } }),
      someone('2', { figures: { tierBefore: 'C', tier: 'B' } }),
      someone('3', { figures: { tierBefore: null, tier: 'C' } }),
      someone('4', { figures: { tierBefore: 'B', tier: 'B' } }),
      prospect('5'),
    ]
    const moved = migrationOf(rows)
    expect(moved.ways).toEqual({ rose: 1, fell: 1, stayed: 1, new: 1, gone: 0 })
    expect(moved.cells.A.C.map(({ id }) => id)).toEqual(['1'])
    expect(moved.cells.none.C.map(({ id }) => id)).toEqual(['3'])
  })

  test('rows and columns add up to everyone who has bought', () => {
    fc.assert(
      fc.property(anyCustomers, (customers) => {
        const buyers = of(customers)
        const moved = migrationOf(customers)
        const matrix = countsOf(moved)
        const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
        expect(sum(Object.values(moved.ways))).toBe(buyers.length)
        for (const place of PLACES) {
          expect(sum(PLACES.map((from) => matrix[from][place]))).toBe(
            buyers.filter(({ figures }) => figures.tier === place).length,
          )
          expect(sum(PLACES.map((to) => matrix[place][to]))).toBe(
            buyers.filter(({ figures }) => (figures.tierBefore ?? 'none') === place).length,
          )
        }
      }),
    )
  })

  test.each([
    ['C', 'A', 'rose'],
    ['A', 'B', 'fell'],
    ['B', 'B', 'stayed'],
    ['none', 'A', 'new'],
    ['A', 'none', 'gone'],
  ] as const)('%s → %s is %s', (from, to, way) => {
    expect(wayOf(from, to)).toBe(way)
  })
})
