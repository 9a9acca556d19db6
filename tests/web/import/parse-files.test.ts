import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { type ParseProgress, parseFiles } from '../../../web/import/parse-files.ts'
import { buyerKey } from '../../../worker/domain/order.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { encodeGb18030, encodeUtf8 } from '../../support/chinese-encodings.ts'
import {
  csvRow,
  type ExpectedReading,
  plainFile,
  SPREADSHEET_COLUMNS,
  shopifyOrdersFile,
  taobaoOrdersFile,
} from '../../support/order-files.ts'
import { type BookOptions, bookOf, type Cell, type SheetOf } from '../../support/xlsx.ts'

const CONTEXT = { timeZone: 'Asia/Shanghai', currency: 'CNY', now: Date.UTC(2026, 9, 31, 16) }
const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name)
const parse = (...files: File[]) => parseFiles(files, CONTEXT)
type Reading = Awaited<ReturnType<typeof parse>>

function expectReading(reading: Reading, expected: ExpectedReading): void {
  expect(reading.problems.map(({ row, code }) => ({ row, code }))).toEqual(expected.bad)
  const { orders, buyers, identifiable, net } = expected
  expect(reading.summary).toMatchObject({ orders, buyers, identifiable, net, duplicates: 0 })
  const statuses = { pending: 0, paid: 0, shipped: 0, completed: 0, refunded: 0, cancelled: 0 }
  for (const order of reading.orders) statuses[order.status]++
  expect(statuses).toEqual(expected.statuses)
  expect(reading.orders.reduce((sum, order) => sum + order.lines.length, 0)).toBe(expected.lines)
}

describe('parseFiles', () => {
  it.each(['v2018', 'v2020'] as const)(
    'reads a Taobao export (%s) in GBK with all kinds of bad rows',
    async (variant) => {
      const { orders, details, expected } = taobaoOrdersFile({ orders: 800, seed: 3, badRows: 14, variant })
      const reading = await parse(file('ExportOrderList.csv', orders), file('ExportOrderDetailList.csv', details))
      expect(expected.bad).toHaveLength(14)
      expectReading(reading, expected)
      const [first, made] = [reading.orders[0], expected.made[0]]
      expect(Date.parse(first?.placedAt ?? '')).toBe(made?.placedAt)
      expect(first?.lines.map(({ product, sku, quantity }) => [product, sku, quantity])).toEqual(
        made?.lines.map(({ title, sku, quantity }) => [title, sku, quantity]),
      )
    },
  )

  it('reads a Shopify export with bad rows', async () => {
    const { orders, expected } = shopifyOrdersFile({ orders: 800, seed: 4, badRows: 14 })
    const reading = await parse(file('orders_export.csv', orders))
    expectReading(reading, expected)
    expect(reading.orders.map((order) => Date.parse(order.placedAt))).toEqual(
      expected.made.map((order) => order.placedAt),
    )
  })

  it('reads a plain sheet with bad rows', async () => {
    const { orders, expected } = plainFile({ orders: 800, seed: 5, badRows: 9 })
    expectReading(await parse(file('记账.csv', orders)), expected)
  })

  it('reads 20,000 rows, with progress that only grows up to the whole', async () => {
    const { orders, details, expected } = taobaoOrdersFile({ orders: 20_000, seed: 6 })
    const seen: ParseProgress[] = []
    const reading = await parseFiles([file('a.csv', orders), file('b.csv', details)], CONTEXT, (progress) =>
      seen.push(progress),
    )
    expectReading(reading, expected)
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).toSorted((a, b) => a - b))
    expect(seen.at(-1)).toMatchObject({
      bytes: orders.length + details.length,
      totalBytes: orders.length + details.length,
      rows: reading.summary.rows + 2,
    })
  })

  it('gives the same orders for the same file, alone or twice at once', async () => {
    for (const { orders } of [
      taobaoOrdersFile({ orders: 300, seed: 7 }),
      shopifyOrdersFile({ orders: 300, seed: 7 }),
      plainFile({ orders: 300, seed: 7 }),
    ]) {
      const once = await parse(file('a.csv', orders))
      expect(once.orders).toHaveLength(300)
      expect((await parse(file('a.csv', orders))).orders).toEqual(once.orders)
      const twice = await parse(file('a.csv', orders), file('copy.csv', orders))
      expect(twice.orders).toEqual(once.orders)
      expect(twice.summary).toMatchObject({ duplicates: 300, warnings: 0 })
    }
  })

  it('keeps commas, quotes and line breaks of cells', async () => {
    const row = csvRow(['2026-05-01', '小"鱼"', '王,敏', '', '', '杭州\n西湖', '茶礼盒 "月满", 大', '1,234.50'])
    const { orders } = await parse(file('a.csv', encodeGb18030(csvRow(SPREADSHEET_COLUMNS) + row)))
    expect(orders).toMatchObject([
      {
        total: '1234.50',
        customer: { nickname: '小"鱼"', name: '王,敏', address: '杭州 西湖' },
        lines: [{ product: '茶礼盒 "月满", 大' }],
      },
    ])
  })

  it('lists a row whose quotation mark is never closed, and reads on', async () => {
    const good = (n: number) => csvRow(['2026-05-01', `小鱼${n}`, '', '', '', '', '茶', '5'])
    const text = `${csvRow(SPREADSHEET_COLUMNS)}${good(1)}2026-05-01,"小鱼,,,,,茶,5\r\n${good(2)}${good(3)}`
    const reading = await parse(file('a.csv', encodeUtf8(text)))
    expect(reading.problems).toMatchObject([{ row: 3, code: 'unclosed_quote' }])
    expect(reading.orders.map((order) => order.customer.nickname)).toEqual(['小鱼1', '小鱼2', '小鱼3'])
  })

  it('reads past a row of a megabyte', async () => {
    const text =
      csvRow(SPREADSHEET_COLUMNS) +
      csvRow(['2026-05-01', '小鱼', '', '', '', '', '茶,'.repeat(500_000), '5']) +
      csvRow(['2026-05-02', '小鱼', '', '', '', '', '茶', '5'])
    const reading = await parse(file('a.csv', encodeUtf8(text)))
    expect(reading.problems).toEqual([])
    expect(reading.orders).toHaveLength(2)
  })

  it('says what is wrong with each file that is no order file, and reads the others', async () => {
    const { orders } = plainFile({ orders: 5, seed: 1 })
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01)
    const reading = await parse(
      file('照片.jpg', jpeg),
      file('空.csv', new Uint8Array()),
      file('客户.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4)),
      file('表头.csv', encodeUtf8(csvRow(SPREADSHEET_COLUMNS))),
      file('别的.csv', encodeUtf8('品名,库存\n茶,3\n')),
      file('好的.csv', orders),
    )
    expect(reading.problems.map((p) => [p.file, p.code])).toEqual([
      ['照片.jpg', 'not_text'],
      ['空.csv', 'empty_file'],
      ['客户.xlsx', 'broken_workbook'],
      ['表头.csv', 'no_rows'],
      ['别的.csv', 'unrecognised_format'],
    ])
    expect(reading.orders).toHaveLength(5)
  })

  describe('of a workbook', () => {
    /** The same table as a workbook: texts as texts, amounts, counts and dates as a spreadsheet program keeps them. */
    const asBook = (csv: Uint8Array, options: BookOptions = {}) =>
      bookOf([{ rows: cellsOf(csv, options.date1904 === true) }], { formats: [0, 22], ...options })
    const cellsOf = (csv: Uint8Array, date1904: boolean): Cell[][] => {
      const text = new TextDecoder(csv[0] === 0xef ? 'utf-8' : 'gb18030').decode(csv)
      return Papa.parse<string[]>(text.trimEnd()).data.map((row) =>
        row.map((raw) => {
          const cell = /^="(.*)"$/.exec(raw)?.[1] ?? raw
          if (/^\d{1,9}(?:\.\d+)?$/.test(cell)) return Number(cell)
          if (!/^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$/.test(cell)) return cell === '' ? null : cell
          const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
          return {
            xml: ` s="1"><v>${(Date.parse(`${cell.replace(' ', 'T').padEnd(19, 'T00:00:00')}Z`) - epoch) / DAY_MS}</v>`,
          }
        }),
      )
    }

    it.each<[string, BookOptions]>([
      ['texts shared', {}],
      ['texts in the cells', { inline: true }],
      ['dates of 1904', { date1904: true }],
    ])('gives the orders of the same rows as CSV, %s', async (_how, options) => {
      for (const { orders, details } of [
        taobaoOrdersFile({ orders: 400, seed: 21, variant: 'v2020' }),
        { ...plainFile({ orders: 400, seed: 22 }), details: null },
      ]) {
        const csv = await parse(file('a.csv', orders), ...(details ? [file('b.csv', details)] : []))
        const book = await parse(
          file('a.xlsx', asBook(orders, options)),
          ...(details ? [file('b.xlsx', asBook(details, options))] : []),
        )
        expect(csv.orders).toHaveLength(400)
        expect(book.orders).toEqual(csv.orders)
        expect(book.details).toEqual(csv.details)
        expect(book.problems).toEqual([])
        expect(book.written).toEqual(book.summary.files.map(() => 'xlsx'))
      }
    })

    it('lists bad rows by the number the sheet shows, blank rows counted', async () => {
      const rows: Cell[][] = [
        ['2026 年的账'],
        [],
        SPREADSHEET_COLUMNS,
        ['2026-05-01', '小鱼', null, null, null, null, '茶', 5],
        [],
        ['上周三', '小鱼', null, null, null, null, '茶', 5],
        ['2026-05-02', '小鱼', null, null, null, null, '茶'],
      ]
      const reading = await parse(file('记账.xlsx', bookOf([{ rows }])))
      expect(reading.problems.map(({ row, code }) => [row, code])).toEqual([
        [6, 'invalid_date'],
        [7, 'invalid_money'],
      ])
      expect(reading.orders).toHaveLength(1)
    })

    it('leaves out an order whose number Excel has rounded, and keeps one it holds exactly', async () => {
      const head = ['订单编号', '买家会员名', '买家实际支付金额', '订单状态', '订单创建时间']
      const order = (id: Cell): Cell[] => [id, '小鱼', 38, '交易成功', '2026-05-01 10:03:22']
      const rounded = { xml: '><v>6.2100000000001229E+18</v>' }
      const rows = [head, order('6210000000001234567'), order(621000000000123), order(rounded)]
      const reading = await parse(file('导出.xlsx', bookOf([{ rows }])))
      expect(reading.orders.map(({ externalId }) => externalId)).toEqual(['6210000000001234567', '621000000000123'])
      expect(reading.problems).toMatchObject([{ row: 4, code: 'invalid_id', severity: 'error' }])
      expect(reading.problems[0]?.text.zh).toContain('请用平台导出的原文件')
    })

    it('reads every sheet of orders, each named where a row is bad', async () => {
      const month = (name: string, day: string): SheetOf => ({
        name,
        rows: [SPREADSHEET_COLUMNS, [day, '小鱼', null, null, null, null, '茶', 5], ['上周三', '小鱼']],
      })
      const book = bookOf([
        month('四月', '2026-04-01'),
        { name: '说明', rows: [['说明']] },
        month('五月', '2026-05-01'),
      ])
      const seen: ParseProgress[] = []
      const reading = await parseFiles([file('记账.xlsx', book)], CONTEXT, (progress) => seen.push(progress))
      expect(reading.orders.map(({ placedAt }) => placedAt.slice(0, 7))).toEqual(['2026-03', '2026-04'])
      expect(reading.problems.map(({ file, row }) => [file, row])).toEqual([
        ['记账.xlsx · 四月', 3],
        ['记账.xlsx · 五月', 3],
      ])
      expect(reading.written).toEqual(['xlsx', 'xlsx'])
      const bytes = seen.map((progress) => progress.bytes)
      expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
      expect(bytes.at(-1)).toBe(book.length)
    })

    it('says why one cannot be read, and reads the others', async () => {
      const { orders } = plainFile({ orders: 5, seed: 1 })
      const old = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)
      const reading = await parse(file('老.xls', old), file('好的.xlsx', asBook(orders)))
      expect(reading.problems.map((p) => [p.file, p.row, p.code])).toEqual([['老.xls', 0, 'old_workbook']])
      expect(reading.orders).toHaveLength(5)
      expect(reading.written).toEqual([null, 'xlsx'])
    })
  })

  const samples = new URL('../../data/', import.meta.url)
  it('recognises the header-only samples', async () => {
    const sample = (name: string) => file(name, Uint8Array.from(readFileSync(new URL(name, samples))))
    const reading = await parse(
      sample('taobao_order_ExportOrderList_v2018_54col.gbk.csv'),
      sample('taobao_items_ExportOrderDetailList.gbk.csv'),
      sample('douyin_order_21col.utf8bom.csv'),
    )
    expect(reading.problems.map(({ code }) => code)).toEqual(['no_rows', 'no_rows', 'unrecognised_format'])
    expect(reading.problems[2]?.text.zh).toContain('主订单编号、子订单编号')
    expect(reading.summary.files[0]?.columns).toHaveLength(15)
  })
})

describe('the generated shop', () => {
  it('is the same for the same seed', () => {
    const bytes = (seed: number) => Buffer.from(taobaoOrdersFile({ orders: 50, seed }).orders)
    expect(bytes(1).equals(bytes(1))).toBe(true)
    expect(bytes(1).equals(bytes(2))).toBe(false)
  })

  it('has repeat buyers, a few of whom bring most of the money, and some who stopped coming', async () => {
    const { orders } = taobaoOrdersFile({ orders: 3000, seed: 11 })
    const reading = await parse(file('a.csv', orders))
    const buyers = new Map<string, { times: number[]; spent: number }>()
    for (const order of reading.orders) {
      const key = buyerKey(order)
      if (key === null) continue
      const buyer = buyers.get(key) ?? { times: [], spent: 0 }
      buyer.times.push(Date.parse(order.placedAt))
      buyer.spent += Number(order.total)
      buyers.set(key, buyer)
    }
    const list = [...buyers.values()].toSorted((a, b) => b.spent - a.spent)
    const total = list.reduce((sum, { spent }) => sum + spent, 0)
    const topFifth = list.slice(0, Math.floor(list.length / 5)).reduce((sum, { spent }) => sum + spent, 0)
    expect(topFifth / total).toBeGreaterThan(0.55)
    const repeat = list.filter(({ times }) => times.length > 1)
    expect(repeat.length / list.length).toBeGreaterThan(0.3)
    const slipping = repeat.filter(
      ({ times }) => times.length >= 4 && CONTEXT.now - Math.max(...times) > 90 * 86_400_000,
    )
    expect(slipping.length).toBeGreaterThan(10)
    expect(
      Math.max(...list.flatMap(({ times }) => times)) - Math.min(...list.flatMap(({ times }) => times)),
    ).toBeGreaterThan(700 * 86_400_000)
  })
})
