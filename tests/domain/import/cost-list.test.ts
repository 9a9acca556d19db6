import { describe, expect, test } from 'vitest'
import { hasCostHeader, readCosts } from '../../../worker/domain/import/cost-list.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'

const product = (n: number, name: string, cost: number | null = null): ProductRow => ({
  id: `p${n}`,
  name,
  cost,
  costAt: null,
})
const SHOP = [
  product(1, '手作茶杯 天青釉'),
  product(2, '桂花乌龙 100g', 1200),
  product(3, 'Tea Tray (M)'),
  product(4, '茶盘'),
  product(5, '=1+1'),
]
const read = (rows: string[][], broken: number[] = [], products = SHOP, currency = 'CNY') =>
  readCosts(
    rows.map((cells, i) => ({ row: i + 1, cells })),
    broken,
    products,
    currency,
  )
const changed = (reading: ReturnType<typeof read>) => reading.changed.map(({ product, cost }) => [product.id, cost])

describe('a list of costs', () => {
  test('gives products their costs by name, and tells what is new from what is known', () => {
    const reading = read([
      ['商品', '成本'],
      ['手作茶杯 天青釉', '25.5'],
      ['桂花乌龙 100g', '12'],
      ['没卖过的', '9'],
    ])
    expect(reading).toMatchObject({ columns: { product: '商品', cost: '成本' }, same: 1, problems: [] })
    expect(changed(reading)).toEqual([['p1', 2550]])
    expect(reading.unmatched).toEqual([{ row: 4, name: '没卖过的' }])
  })

  test.each([
    ['商品名称', '成本价'],
    ['宝贝标题', '进价（元）'],
    [' 标题 ', '进货价'],
    ['Product', 'COST'],
    ['title', 'Cost per item'],
    ['Name', 'Unit cost (CNY)'],
    ['="商品"', '成本'],
  ])('is known by the header %s, %s, wherever it stands', (name, cost) => {
    const rows = [['成本表 2026'], [], ['编号', cost, '库存', name], ['1', '8', '99', '茶盘']]
    expect(hasCostHeader(rows)).toBe(true)
    expect(changed(read(rows))).toEqual([['p4', 800]])
  })

  test.each([[['商品', '价格']], [['成本']], [[]], [['x'.repeat(300), '成本']]])('needs both columns: %j', (header) => {
    const reading = read([header, ['茶盘', '8']])
    expect(reading).toMatchObject({ columns: null, changed: [] })
    expect(hasCostHeader([header])).toBe(false)
  })

  test('says what it saw where there is no header', () => {
    expect(
      read([
        ['商品', '价格'],
        ['茶盘', '8'],
      ]).seen,
    ).toEqual(['商品', '价格'])
  })

  test('matches names whatever their case, width and spaces, and the one a spreadsheet was kept from reading as a formula', () => {
    expect(
      changed(
        read([
          ['商品', '成本'],
          ['手作茶杯　天青釉 ', '1'],
          ['TEA  tray（M）', '2'],
          ["'=1+1", '3'],
        ]),
      ),
    ).toEqual([
      ['p1', 100],
      ['p3', 200],
      ['p5', 300],
    ])
  })

  test('of two products of the same name so read gives both the cost', () => {
    const twins = [product(1, 'Cup A'), product(2, 'cup  a')]
    expect(
      changed(
        read(
          [
            ['name', 'cost'],
            ['CUP A', '3'],
          ],
          [],
          twins,
        ),
      ),
    ).toEqual([
      ['p1', 300],
      ['p2', 300],
    ])
  })

  test('names rows that cannot be read, each with its number and why', () => {
    const reading = read(
      [
        ['商品', '成本'],
        ['茶盘', '八块'],
        ['茶盘', ''],
        ['', '5'],
        ['', ''],
        ['茶盘', '-5'],
        ['茶盘', '1.234'],
        ['茶盘'],
        ['茶盘', '¥8.00元'],
        ['茶盘', '$8'],
      ],
      [12],
    )
    expect(reading.problems).toEqual([
      { row: 2, code: 'invalid_cost', detail: '八块' },
      { row: 3, code: 'no_cost', detail: '茶盘' },
      { row: 4, code: 'no_product', detail: '5' },
      { row: 6, code: 'invalid_cost', detail: '-5' },
      { row: 7, code: 'invalid_cost', detail: '1.234' },
      { row: 8, code: 'no_cost', detail: '茶盘' },
      { row: 10, code: 'invalid_cost', detail: '$8' },
      { row: 12, code: 'unclosed_quote', detail: '' },
    ])
    expect(changed(reading)).toEqual([['p4', 800]])
  })

  test('lets the last of two rows win, and says which one did not', () => {
    const reading = read([
      ['商品', '成本'],
      ['茶盘', '8'],
      ['茶盘', '9'],
      ['茶盘', '9.00'],
    ])
    expect(changed(reading)).toEqual([['p4', 900]])
    expect(reading.problems).toEqual([{ row: 2, code: 'twice', detail: '茶盘' }])
  })

  test('0 is a cost', () => {
    expect(
      changed(
        read([
          ['商品', '成本'],
          ['茶盘', '0'],
        ]),
      ),
    ).toEqual([['p4', 0]])
  })

  test('amounts are of the shop’s currency', () => {
    expect(
      changed(
        read(
          [
            ['name', 'cost'],
            ['茶盘', '￥1,200'],
          ],
          [],
          SHOP,
          'JPY',
        ),
      ),
    ).toEqual([['p4', 1200]])
  })
})
