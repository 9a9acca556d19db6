import { expect, test } from 'vitest'
import { readCostTable } from '../../../web/import/read-costs.ts'
import { type CostReading, readCosts } from '../../../worker/domain/import/cost-list.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'
import { encodeGb18030, encodeUtf8, encodeUtf16 } from '../../support/chinese-encodings.ts'
import { bookOf } from '../../support/xlsx.ts'

const SHOP = [
  { id: 'p1', name: '冷泡茶组合, 蜜桃乌龙+茉莉绿茶', cost: null, costAt: null },
  { id: 'p2', name: '手作茶杯', cost: null, costAt: null },
]
async function read(bytes: BlobPart, products: ProductRow[] = SHOP): Promise<CostReading | string> {
  const table = await readCostTable(new Blob([bytes]))
  return 'refusal' in table ? table.refusal : readCosts(table.rows, table.broken, products, 'CNY')
}
const changed = (reading: CostReading | string) =>
  typeof reading === 'string' ? reading : reading.changed.map(({ product, cost }) => [product.id, cost])
const BOTH = [
  ['p1', 1250],
  ['p2', 800],
]

const CSV = '商品名称,成本价\r\n"冷泡茶组合, 蜜桃乌龙+茉莉绿茶",12.5\r\n手作茶杯,8\r\n'
const TSV = '商品名称\t成本价\n冷泡茶组合, 蜜桃乌龙+茉莉绿茶\t12.5\n手作茶杯\t8'
test.each([
  ['CSV in UTF-8', encodeUtf8(CSV)],
  ['CSV in UTF-8 with a mark', encodeUtf8(CSV, true)],
  ['CSV in GBK', encodeGb18030(CSV)],
  ['TSV in GBK, with commas in names', encodeGb18030(TSV)],
  ['TSV in UTF-16, as Excel saves Unicode text', encodeUtf16(TSV, 'le')],
  ['semicolons', encodeUtf8(TSV.replaceAll('\t', ';'))],
])('reads %s', async (_what, bytes) => {
  expect(changed(await read(bytes))).toEqual(BOTH)
})

test('reads a workbook, costs as numbers, and counts rows as it does', async () => {
  const rows = [
    ['我的成本'],
    ['商品名称', '售价', '成本价'],
    [SHOP[0]!.name, 68, 12.5],
    [],
    ['手作茶杯', 30, 8],
    ['不卖的', 1, 1],
  ]
  const file = await read(
    bookOf([
      { name: '说明', rows: [['填好再导入']] },
      { name: '成本', rows },
    ]),
  )
  expect(changed(file)).toEqual(BOTH)
  expect(file).toMatchObject({ unmatched: [{ row: 6, name: '不卖的' }], problems: [] })
})

test('counts rows as the spreadsheet does, past one that cannot be split', async () => {
  const file = await read('商品,成本\n手作茶杯,8\n"没关上的,9\n不卖的,7\n')
  expect(file).toMatchObject({
    problems: [{ row: 3, code: 'unclosed_quote', detail: '' }],
    unmatched: [{ row: 4, name: '不卖的' }],
  })
})

test.each([
  ['empty_file', ''],
  ['broken_workbook', 'PK\u0003\u0004'],
  ['not_text', 'a\0b'],
])('refuses what is no table: %s', async (refusal, text) => {
  expect(changed(await read(text))).toBe(refusal)
})

test('ten thousand rows are read whole, pieces and all', async () => {
  const products = Array.from({ length: 10_000 }, (_, i) => ({
    id: `p${i}`,
    name: `手作茶杯 第 ${i} 款 天青釉 礼盒装`,
    cost: null,
    costAt: null,
  }))
  const text = `商品,成本\n${products.map(({ name }, i) => `${name},${i}`).join('\n')}`
  const file = changed(await read(text, products))
  expect(file).toEqual(products.map(({ id }, i) => [id, i * 100]))
})
