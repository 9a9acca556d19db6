import { describe, expect, it } from 'vitest'
import { taobaoStatus } from '../../../worker/domain/import/taobao.ts'
import { CONTEXT, detailRow, HEADERS, problemsOf, read, taobaoRow } from './rows.ts'

const H = HEADERS.taobao

describe('ExportOrderList', () => {
  it('reads a row into an order', () => {
    const { orders, problems } = read([[H, taobaoRow()]])
    expect(problems).toEqual([])
    expect(orders).toEqual([
      {
        source: 'taobao',
        externalId: '6210000000000000001',
        placedAt: '2026-05-01T02:00:00.000Z',
        status: 'completed',
        currency: 'CNY',
        total: '128.50',
        customer: {
          accountId: '爱喝茶的小鱼',
          nickname: '爱喝茶的小鱼',
          name: '王敏',
          phone: '13800001234',
          address: '浙江省 杭州市 文一路1号',
        },
        lines: [{ product: '明前龙井', quantity: 2, price: '59.25' }],
      },
    ])
  })

  it("reads times on the shop's clock", () => {
    const newYork = read([[H, taobaoRow()]], 1000, { ...CONTEXT, timeZone: 'America/New_York' })
    expect(newYork.orders[0]?.placedAt).toBe('2026-05-01T14:00:00.000Z')
  })

  it.each([
    ['等待买家付款', 'pending'],
    ['买家已付款,等待卖家发货', 'paid'],
    ['买家已付款，等待卖家发货', 'paid'],
    ['卖家已发货,等待买家确认', 'shipped'],
    [' 卖家已发货，等待买家确认 ', 'shipped'],
    ['交易成功', 'completed'],
    ['交易关闭', 'cancelled'],
    ['已退款', 'refunded'],
    ['交易', null],
    ['', null],
    ['constructor', null],
  ])('status %j is %s', (text, status) => {
    expect(taobaoStatus(text)).toBe(status)
  })

  it('takes a closed order with money returned as refunded, else as cancelled', () => {
    const status = (cells: Record<string, string>) => {
      const { orders } = read([[H, taobaoRow({ 订单状态: '交易关闭', ...cells })]])
      return [orders[0]?.status, orders[0]?.total, orders[0]?.refunded]
    }
    expect(status({ 退款金额: '128.50' })).toEqual(['refunded', '128.50', '128.50'])
    expect(status({ 退款金额: '100.00元' })).toEqual(['refunded', '128.50', '100.00'])
    expect(status({ 退款金额: '128.50', 买家实际支付金额: '0.00' })).toEqual(['refunded', '128.50', '128.50'])
    expect(status({ 退款金额: '0.00' })).toEqual(['cancelled', '128.50', undefined])
    expect(status({ 退款金额: '无退款申请', 买家实际支付金额: '0.00' })).toEqual(['cancelled', '0.00', undefined])
  })

  it('keeps a part refund of a completed order', () => {
    expect(read([[H, taobaoRow({ 退款金额: '28.50' })]]).summary.net).toBe(10000)
    expect(read([[H, taobaoRow({ 订单状态: '已退款', 退款金额: '' })]]).summary.net).toBe(0)
  })

  it('does not take a masked nickname for an account', () => {
    const { orders, summary } = read([[H, taobaoRow({ 买家会员名: '爱**', 联系手机: "'13800001234-5678" })]])
    expect(orders[0]?.customer).toMatchObject({ nickname: '爱**', phone: '13800001234-5678' })
    expect(orders[0]?.customer.accountId).toBeUndefined()
    expect(summary).toMatchObject({ identifiable: 0, identifiableShare: 0, buyers: 0 })
  })

  it('prefers the mobile and the corrected address, and ignores the words for nothing', () => {
    const cells = {
      联系手机: "'null",
      联系电话: "'0571-88880000",
      修改后的收货地址: '广东省 深圳市 学院路2号',
      收货人姓名: '-',
    }
    const { orders } = read([[H, taobaoRow(cells)]])
    expect(orders[0]?.customer).toEqual({
      accountId: '爱喝茶的小鱼',
      nickname: '爱喝茶的小鱼',
      phone: '0571-88880000',
      address: '广东省 深圳市 学院路2号',
    })
  })

  it.each<[string, Record<string, string>]>([
    ['invalid_id', { 订单编号: '' }],
    ['invalid_id', { 订单编号: '=""' }],
    ['invalid_id', { 订单编号: '6.21E+18' }],
    ['invalid_date', { 订单创建时间: '' }],
    ['invalid_date', { 订单创建时间: '2026-02-30 10:00:00' }],
    ['invalid_date', { 订单创建时间: '2027-05-01 10:00:00' }],
    ['invalid_date', { 订单创建时间: '1970-01-01 08:00:00' }],
    ['invalid_money', { 买家实际支付金额: '' }],
    ['invalid_money', { 买家实际支付金额: '面议' }],
    ['invalid_money', { 买家实际支付金额: '-1.00' }],
    ['invalid_money', { 退款金额: '200.00' }],
    ['invalid_money', { 退款金额: '-5' }],
    ['invalid_quantity', { 宝贝总数量: '0' }],
    ['invalid_quantity', { 宝贝总数量: '-2' }],
    ['invalid_quantity', { 宝贝总数量: '1.5' }],
    ['unknown_status', { 订单状态: '外星人已签收' }],
    ['unknown_status', { 订单状态: '' }],
  ])('lists a row as %s and lets the rest in: %j', (code, cells) => {
    const reading = read([[H, taobaoRow({ 订单编号: '1' }), taobaoRow(cells), taobaoRow({ 订单编号: '3' })]])
    expect(problemsOf(reading)).toEqual([[3, code]])
    expect(reading.orders.map((order) => order.externalId)).toEqual(['1', '3'])
    expect(reading.problems[0]?.text.zh).not.toBe('')
  })

  it('cannot be read into a shop of another currency, and says so once', () => {
    const reading = read([[H, taobaoRow(), taobaoRow({ 订单编号: '2' })]], 1000, { ...CONTEXT, currency: 'USD' })
    expect(problemsOf(reading)).toEqual([[0, 'currency_mismatch']])
    expect(reading.orders).toEqual([])
  })
})

describe('ExportOrderDetailList', () => {
  const details = [
    HEADERS.details,
    detailRow(),
    detailRow({ 标题: '盖碗', 价格: '¥10', 购买数量: '1.00', 商家编码: '' }),
  ]
  const lines = [
    { product: '明前龙井', sku: 'T-001', quantity: 2, price: '59.25' },
    { product: '盖碗', quantity: 1, price: '10.00' },
  ]

  it('gives the order its items, whichever file comes first', () => {
    const orders = [H, taobaoRow()]
    expect(read([orders, details]).orders[0]?.lines).toEqual(lines)
    expect(read([details, orders])).toMatchObject({ orders: [{ lines }], details: [] })
  })

  it('doubles nothing when chosen twice', () => {
    const reading = read([[H, taobaoRow()], details, details])
    expect(reading.orders[0]?.lines).toEqual(lines)
  })

  it('hands over items whose order is in no file', () => {
    expect(read([details])).toMatchObject({
      orders: [],
      problems: [],
      details: [{ source: 'taobao', externalId: '6210000000000000001', lines }],
    })
  })

  it('lists bad items and keeps the order', () => {
    const bad = [
      detailRow({ 购买数量: '-1' }),
      detailRow({ 价格: '' }),
      detailRow({ 标题: ' ' }),
      detailRow({ 订单编号: '' }),
    ]
    const reading = read([
      [H, taobaoRow()],
      [...details, ...bad],
    ])
    expect(problemsOf(reading)).toEqual([
      [4, 'invalid_quantity'],
      [5, 'invalid_money'],
      [6, 'invalid_order'],
      [7, 'invalid_id'],
    ])
    expect(reading.orders[0]?.lines).toEqual(lines)
  })

  it('keeps the first 200 items of an order', () => {
    const many = Array.from({ length: 201 }, () => detailRow())
    const reading = read([
      [H, taobaoRow()],
      [HEADERS.details, ...many],
    ])
    expect(reading.orders[0]?.lines).toHaveLength(200)
    expect(reading.problems).toMatchObject([{ code: 'too_many_lines', severity: 'warning' }])
  })
})
