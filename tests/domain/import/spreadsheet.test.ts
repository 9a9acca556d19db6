import { describe, expect, it } from 'vitest'
import { CONTEXT, HEADERS, problemsOf, read, sheetRow } from './rows.ts'

const H = HEADERS.sheet
const ids = (rows: string[][], context = CONTEXT) =>
  read([[H, ...rows]], 1000, context).orders.map((order) => order.externalId)

describe('the plain spreadsheet', () => {
  it('reads a row into a completed order of one item', () => {
    const { orders, problems } = read([[H, sheetRow()]])
    expect(problems).toEqual([])
    expect(orders).toEqual([
      {
        source: 'spreadsheet',
        externalId: expect.stringMatching(/^[0-9a-f]{32}$/),
        placedAt: '2026-04-30T16:00:00.000Z',
        status: 'completed',
        currency: 'CNY',
        total: '128.50',
        customer: { nickname: '小鱼', name: '王敏', phone: '13800001234' },
        lines: [{ product: '明前龙井', quantity: 1, price: '128.50' }],
      },
    ])
  })

  it('names equal rows by which one they are, so that none is lost', () => {
    const three = ids([sheetRow(), sheetRow(), sheetRow()])
    expect(new Set(three).size).toBe(3)
    expect(ids([sheetRow(), sheetRow(), sheetRow(), sheetRow()]).slice(0, 3)).toEqual(three)
  })

  it('gives a row the same name however date and price are written, and in every time zone', () => {
    const [id] = ids([sheetRow()])
    expect(ids([sheetRow({ 交易日期: '2026年5月1日', 成交价格: '￥128.50元' })])).toEqual([id])
    expect(ids([sheetRow()], { ...CONTEXT, timeZone: 'America/New_York' })).toEqual([id])
    expect(ids([sheetRow({ 收货地址: '另一处' })])).toEqual([id])
  })

  it.each([{ 交易日期: '2026/5/2' }, { 顾客网名: '小鱼2' }, { 购买商品: '红茶' }, { 成交价格: '128.51' }])(
    'gives another name when %j',
    (cells) => {
      expect(ids([sheetRow(cells as Record<string, string>)])).not.toEqual(ids([sheetRow()]))
    },
  )

  it('changes nothing when the file is chosen twice', () => {
    const file = [H, sheetRow(), sheetRow(), sheetRow({ 购买商品: '红茶' })]
    const once = read([file])
    const twice = read([file, file])
    expect(twice.orders).toEqual(once.orders)
    expect(twice.summary).toMatchObject({ orders: 3, duplicates: 3, warnings: 0 })
  })

  it('lists bad rows', () => {
    const bad = [
      { 交易日期: '上周三' },
      { 交易日期: '' },
      { 成交价格: '12.345' },
      { 成交价格: '-5' },
      { 购买商品: '' },
    ] as Record<string, string>[]
    const reading = read([[H, ...bad.map(sheetRow), sheetRow()]])
    expect(problemsOf(reading)).toEqual([
      [2, 'invalid_date'],
      [3, 'invalid_date'],
      [4, 'invalid_money'],
      [5, 'invalid_money'],
      [6, 'invalid_order'],
    ])
    expect(reading.orders).toHaveLength(1)
  })

  it('takes cells that begin like formulas as plain text', () => {
    const cells = { 顾客网名: '=HYPERLINK("http://x")', 购买商品: '+1 送杯垫', 收货地址: '@东门', 真实姓名: '-小王' }
    const { orders } = read([[H, sheetRow(cells)]])
    expect(orders[0]).toMatchObject({
      customer: { nickname: '=HYPERLINK("http://x")', name: '-小王', address: '@东门' },
      lines: [{ product: '+1 送杯垫' }],
    })
  })
})
