import { describe, expect, it } from 'vitest'
import { createOrderReader } from '../../../worker/domain/import/reader.ts'
import { CONTEXT, HEADERS, problemsOf, read, sheetRow, shopifyRow, taobaoRow } from './rows.ts'

describe('createOrderReader', () => {
  it('counts an order met again with the same content once', () => {
    const reading = read([[HEADERS.taobao, taobaoRow(), taobaoRow(), taobaoRow({ 订单编号: '2' })]])
    expect(reading.summary).toMatchObject({ rows: 3, orders: 2, duplicates: 1, errors: 0, warnings: 0 })
  })

  it('lets the last of differing duplicates win, with a warning', () => {
    const reading = read([[HEADERS.taobao, taobaoRow(), taobaoRow({ 买家实际支付金额: '99.00' })]])
    expect(reading.problems).toMatchObject([{ row: 3, code: 'conflicting_duplicate', severity: 'warning' }])
    expect(reading.orders).toMatchObject([{ total: '99.00' }])
    expect(reading.summary).toMatchObject({ orders: 1, warnings: 1, errors: 0, net: 9900 })
  })

  it('reads files of different formats in one import', () => {
    const reading = read([
      [HEADERS.taobao, taobaoRow()],
      [HEADERS.shopify, shopifyRow()],
      [HEADERS.sheet, sheetRow(), sheetRow({ 成交价格: 'x' })],
    ])
    expect(reading.orders.map((order) => order.source)).toEqual(['taobao', 'shopify', 'spreadsheet'])
    expect(reading.problems).toMatchObject([{ file: 'file3.csv', row: 3 }])
    expect(reading.summary.files.map(({ format, rows }) => [format, rows])).toEqual([
      ['taobao-orders', 1],
      ['shopify-orders', 1],
      ['spreadsheet', 2],
    ])
    expect(reading.summary).toMatchObject({
      orders: 3,
      identifiable: 3,
      identifiableShare: 1,
      buyers: 3,
      net: 3 * 12850,
    })
  })

  it('numbers rows as the spreadsheet does: preamble, header and blank rows counted', () => {
    const rows = [['店铺：一叶茶铺'], [], HEADERS.sheet, [''], sheetRow(), ['', ''], sheetRow({ 成交价格: 'x' })]
    for (const chunk of [1, 2, 100]) {
      const reading = read([rows], chunk)
      expect(problemsOf(reading)).toEqual([[7, 'invalid_money']])
      expect(reading.summary.files).toMatchObject([{ headerRow: 3, rows: 2 }])
    }
  })

  it('lists rows that were cut off', () => {
    const reading = read([[HEADERS.taobao, taobaoRow().slice(0, 20), taobaoRow()]])
    expect(problemsOf(reading)).toEqual([[2, 'too_few_columns']])
    expect(reading.orders).toHaveLength(1)
  })

  it('skips headers repeated by files put together', () => {
    const reading = read([[HEADERS.sheet, sheetRow(), HEADERS.sheet, sheetRow({ 成交价格: '1' })]])
    expect(reading.summary).toMatchObject({ orders: 2, errors: 0 })
  })

  it('tells an empty file, a blank one and one with a header only', () => {
    expect(problemsOf(read([[]]))).toEqual([[0, 'empty_file']])
    expect(problemsOf(read([[[''], ['', ' ']]]))).toEqual([[0, 'empty_file']])
    const headerOnly = read([[HEADERS.taobao]])
    expect(headerOnly.problems).toMatchObject([{ row: 0, code: 'no_rows', severity: 'warning' }])
    expect(headerOnly.summary).toMatchObject({ orders: 0, identifiableShare: 0, firstAt: null, lastAt: null })
  })

  it('names the columns it saw when no header is known', () => {
    const reading = read([[['Date', 'Amount', 'Note'], ...Array.from({ length: 50 }, () => ['a', 'b', 'c'])]], 7)
    expect(reading.problems).toHaveLength(1)
    expect(reading.problems[0]).toMatchObject({ row: 0, code: 'unrecognised_format', severity: 'error' })
    expect(reading.problems[0]?.text.zh).toContain('Date、Amount、Note')
    expect(reading.problems[0]?.text.en).toContain('Date、Amount、Note')
  })

  it('keeps a row of a megabyte from growing the result', () => {
    const reading = read([
      [HEADERS.sheet, sheetRow({ 购买商品: '茶'.repeat(1_000_000), 收货地址: '路'.repeat(1000) }), sheetRow()],
    ])
    expect(reading.orders).toHaveLength(2)
    expect(reading.orders[0]?.lines[0]?.product).toHaveLength(500)
    expect(reading.orders[0]?.customer.address).toHaveLength(500)
    const bad = read([[HEADERS.sheet, sheetRow({ 成交价格: '9'.repeat(1_000_000) })]])
    expect(bad.problems[0]?.text.zh.length).toBeLessThan(120)
  })

  it('reads nothing more of a file reported unreadable', () => {
    const reader = createOrderReader(CONTEXT)
    reader.startFile('photo.jpg')
    reader.report(0, 'not_text')
    reader.push([HEADERS.sheet, sheetRow()], 1)
    const { orders, problems } = reader.finish()
    expect(orders).toEqual([])
    expect(problems).toMatchObject([{ file: 'photo.jpg', code: 'not_text' }])
  })

  it('spans the time of its orders', () => {
    const { summary } = read([
      [HEADERS.sheet, sheetRow({ 交易日期: '2025-01-02' }), sheetRow({ 交易日期: '2026-03-04' })],
    ])
    expect(summary).toMatchObject({ firstAt: Date.UTC(2025, 0, 1, 16), lastAt: Date.UTC(2026, 2, 3, 16) })
  })
})
