import { describe, expect, it } from 'vitest'
import { CONTEXT, HEADERS, problemsOf, read, shopifyItem, shopifyRow } from './rows.ts'

const H = HEADERS.shopify

describe('Shopify orders CSV', () => {
  it('gathers the rows of one order, also over chunks of one row', () => {
    const rows = [
      H,
      shopifyRow(),
      shopifyItem(),
      shopifyItem({ 'Lineitem name': 'Cup' }),
      shopifyRow({ Name: '#1002', Id: '' }),
    ]
    for (const chunk of [1, 2, 100]) {
      const { orders, problems } = read([rows], chunk)
      expect(problems).toEqual([])
      expect(orders.map((order) => [order.externalId, order.lines.map((line) => line.product)])).toEqual([
        ['5400000000000000001', ['Longjing', 'Gaiwan', 'Cup']],
        ['#1002', ['Longjing']],
      ])
      expect(orders[0]).toMatchObject({
        source: 'shopify',
        placedAt: '2026-05-01T02:00:00.000Z',
        total: '128.50',
        customer: { email: 'buyer@example.com' },
      })
    }
  })

  it('keeps ids that exceed 2^53 exactly', () => {
    expect(read([[H, shopifyRow({ Id: '9007199254740993' })]]).orders[0]?.externalId).toBe('9007199254740993')
  })

  it.each<[string, string | undefined, Record<string, string>]>([
    ['paid', undefined, {}],
    ['shipped', undefined, { 'Fulfillment Status': 'fulfilled' }],
    ['pending', undefined, { 'Financial Status': 'pending' }],
    ['pending', undefined, { 'Financial Status': 'authorized' }],
    ['cancelled', undefined, { 'Financial Status': 'voided' }],
    ['cancelled', undefined, { 'Cancelled at': '2026-05-02 10:00:00 +0800' }],
    ['refunded', '128.50', { 'Cancelled at': '2026-05-02 10:00:00 +0800', 'Refunded Amount': '128.50' }],
    ['refunded', undefined, { 'Financial Status': 'refunded' }],
    ['paid', '28.50', { 'Financial Status': 'partially_refunded', 'Refunded Amount': '28.50' }],
  ])('is %s with %s back for %j', (status, refunded, cells) => {
    const { orders } = read([[H, shopifyRow(cells)]])
    expect([orders[0]?.status, orders[0]?.refunded]).toEqual([status, refunded])
  })

  it.each<[string, Record<string, string>]>([
    ['invalid_id', { Id: '', Name: '' }],
    ['invalid_date', { 'Created at': '2026-05-01 10:00:00' }],
    ['invalid_money', { Total: 'free' }],
    ['invalid_money', { Total: '' }],
    ['invalid_money', { 'Refunded Amount': '999' }],
    ['invalid_money', { 'Lineitem price': '-1' }],
    ['invalid_quantity', { 'Lineitem quantity': '0' }],
    ['unknown_status', { 'Financial Status': 'teleported' }],
    ['currency_mismatch', { Currency: 'USD' }],
    ['currency_mismatch', { Currency: '' }],
  ])('lists an order as %s with all its rows: %j', (code, cells) => {
    const reading = read([
      [H, shopifyRow(cells), shopifyItem({ Name: cells.Name ?? '#1001' }), shopifyRow({ Name: '#1002', Id: '2' })],
    ])
    expect(problemsOf(reading)).toEqual([[2, code]])
    expect(reading.orders.map((order) => order.externalId)).toEqual(['2'])
  })

  it('lists an item that follows another order', () => {
    const reading = read([[H, shopifyRow(), shopifyItem({ Name: '#9' }), shopifyItem()]])
    expect(problemsOf(reading)).toEqual([[3, 'orphan_line']])
    expect(reading.orders[0]?.lines).toHaveLength(2)
  })

  it('lists a bad item and keeps its order', () => {
    const reading = read([[H, shopifyRow(), shopifyItem({ 'Lineitem quantity': '-1' }), shopifyItem()]])
    expect(problemsOf(reading)).toEqual([[3, 'invalid_quantity']])
    expect(reading.orders[0]?.lines).toHaveLength(2)
  })

  it('follows the decimals of the currency', () => {
    const yen = { Currency: 'JPY', Total: '1500.00', 'Lineitem price': '750' }
    const reading = read([[H, shopifyRow(yen)]], 10, { ...CONTEXT, currency: 'JPY' })
    expect(reading.orders[0]).toMatchObject({ total: '1500', lines: [{ price: '750' }] })
    expect(reading.summary.net).toBe(1500)
  })
})
