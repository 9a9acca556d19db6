import { describe, expect, test } from 'vitest'
import { MOST_COSTS, productMutations as mutations } from '../../../worker/domain/mutations/product.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'
import { NOW } from '../../support/figures.ts'
import { MemoryRows, refusalOf } from '../dispute/fixtures.ts'
import { by } from '../win-back/fixtures.ts'

const product = (n: number, cost: number | null = null): ProductRow => ({
  id: `p${n}`,
  name: `茶 ${n}`,
  cost,
  costAt: cost === null ? null : 1,
})
const rowsWith = (...products: ProductRow[]) =>
  products.reduce((rows, row) => rows.with('products', row), new MemoryRows())
const costs = (rows: MemoryRows, ...items: object[]) => rows.run(mutations['product.costs'], { items }, by())

describe('product.costs', () => {
  test('sets, replaces and takes back what pieces cost, several at once', () => {
    const rows = rowsWith(product(1), product(2, 300), product(3, 500))
    costs(
      rows,
      { id: 'p1', cost: 1250, was: null },
      { id: 'p2', cost: 0, was: 300 },
      { id: 'p3', cost: null, was: 500 },
    )
    expect(rows.must('products', 'p1')).toEqual({ ...product(1), cost: 1250, costAt: NOW })
    expect(rows.must('products', 'p2')).toMatchObject({ cost: 0, costAt: NOW })
    expect(rows.must('products', 'p3')).toMatchObject({ cost: null, costAt: null })
  })

  test('saying what is already so changes nothing, whatever was seen', () => {
    expect(costs(rowsWith(product(1, 300)), { id: 'p1', cost: 300, was: null })).toEqual([])
  })

  test('a cost somebody else wrote meanwhile is a conflict that names both, and nothing of the rest goes in', () => {
    const rows = rowsWith(product(1), product(2, 900))
    const items = [
      { id: 'p1', cost: 100, was: null },
      { id: 'p2', cost: 800, was: null },
    ]
    const { code, details } = refusalOf(() => costs(rows, ...items))
    expect([code, details]).toEqual(['conflict', { fields: { p2: { yours: 800, theirs: 900 } } }])
    expect(rows.must('products', 'p1').cost).toBeNull()
  })

  test('of a product nobody knows is refused', () => {
    expect(refusalOf(() => costs(rowsWith(), { id: 'p9', cost: 1, was: null })).code).toBe('not_found')
  })

  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `p${i}`, cost: 1, was: null }))
  test.each([
    ['nothing', []],
    ['too much', many(MOST_COSTS + 1)],
    ['a product twice', [...many(1), ...many(1)]],
    ['less than nothing', [{ id: 'p1', cost: -1, was: null }]],
    ['parts of a cent', [{ id: 'p1', cost: 1.5, was: null }]],
    ['more than any amount', [{ id: 'p1', cost: 1e15, was: null }]],
  ])('%s is no list of costs', (_what, items) => {
    expect(() => costs(rowsWith(product(1)), ...items)).toThrow()
  })

  test('is for those who work in the shop, not for those who look', () => {
    expect(mutations['product.costs'].by).toEqual({ role: 'agent' })
  })
})
