import { describe, expect, it } from 'vitest'
import { phoneIdentity } from '../../worker/domain/buyer-key.ts'
import {
  buyerKey,
  countsAsPurchase,
  netOf,
  ORDER_STATUSES,
  type OrderInput,
  parseOrder,
  profitOf,
} from '../../worker/domain/order.ts'

const SHOP = { currency: 'CNY', now: Date.UTC(2026, 9, 31, 12) }
const order = (change: Partial<OrderInput> | Record<string, unknown> = {}): Record<string, unknown> => ({
  source: 'taobao',
  externalId: '6210000000000000001',
  placedAt: '2026-05-01T10:00:00+08:00',
  status: 'completed',
  currency: 'CNY',
  total: '128.50',
  customer: { nickname: '爱喝茶的小鱼' },
  lines: [{ product: '明前龙井', sku: 'T-001', quantity: 2, price: '59.25' }],
  ...change,
})
const codeOf = (input: unknown) => {
  const parsed = parseOrder(input, SHOP)
  return parsed.ok ? 'ok' : parsed.code
}
const parsed = (input: unknown) => {
  const result = parseOrder(input, SHOP)
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`)
  return result.order
}

describe('parseOrder', () => {
  it('turns strings into epoch ms and minor units', () => {
    expect(parsed(order())).toEqual({
      source: 'taobao',
      externalId: '6210000000000000001',
      placedAt: Date.UTC(2026, 4, 1, 2),
      status: 'completed',
      currency: 'CNY',
      total: 12850,
      refunded: 0,
      customer: { accountId: null, nickname: '爱喝茶的小鱼', name: null, phone: null, email: null, address: null },
      lines: [{ product: '明前龙井', sku: 'T-001', quantity: 2, price: 5925 }],
    })
  })

  it.each<[string, Record<string, unknown>]>([
    ['invalid_id', { externalId: '' }],
    ['invalid_id', { externalId: '   ' }],
    ['invalid_id', { externalId: 6210001 }],
    ['invalid_id', { externalId: undefined }],
    ['invalid_id', { externalId: 'x'.repeat(129) }],
    ['invalid_id', { externalId: 'a\u0000b' }],
    ['invalid_date', { placedAt: '2026-05-01T10:00:00' }],
    ['invalid_date', { placedAt: '1989-12-31T23:59:59Z' }],
    ['invalid_date', { placedAt: '2026-11-02T12:00:01Z' }],
    ['invalid_date', { placedAt: 1777600800000 }],
    ['invalid_money', { total: '-1' }],
    ['invalid_money', { total: 128.5 }],
    ['invalid_money', { total: '1e3' }],
    ['invalid_money', { total: '1.234' }],
    ['invalid_money', { refunded: '128.51' }],
    ['invalid_money', { refunded: '-1' }],
    ['invalid_money', { refunded: 5 }],
    ['invalid_money', { lines: [{ product: 'a', quantity: 1, price: 'x' }] }],
    ['invalid_quantity', { lines: [{ product: 'a', quantity: 0, price: '1' }] }],
    ['invalid_quantity', { lines: [{ product: 'a', quantity: -1, price: '1' }] }],
    ['invalid_quantity', { lines: [{ product: 'a', quantity: 1.5, price: '1' }] }],
    ['invalid_quantity', { lines: [{ product: 'a', quantity: '1', price: '1' }] }],
    ['unknown_status', { status: 'lost' }],
    ['unknown_status', { status: undefined }],
    ['currency_mismatch', { currency: 'USD' }],
    ['invalid_order', { currency: 'yuan' }],
    ['invalid_order', { source: '' }],
    ['invalid_order', { customer: null }],
    ['invalid_order', { customer: { nickname: 'x'.repeat(129) } }],
    ['invalid_order', { lines: [{ product: '', quantity: 1, price: '1' }] }],
    ['invalid_order', { lines: [{ product: 'x'.repeat(501), quantity: 1, price: '1' }] }],
    ['invalid_order', { lines: Array.from({ length: 201 }, () => ({ product: 'a', quantity: 1, price: '1' })) }],
  ])('refuses as %s: %j', (code, change) => {
    expect(codeOf(order(change))).toBe(code)
  })

  it.each([null, undefined, 1, 'order', []])('refuses %j as invalid_order or for its missing id', (input) => {
    expect(['invalid_order', 'invalid_id']).toContain(codeOf(input))
  })

  it('never repeats what was submitted in the reason', () => {
    const result = parseOrder(order({ total: 'SECRET-13800000000' }), SHOP)
    expect(result).toMatchObject({ ok: false, code: 'invalid_money' })
    expect(JSON.stringify(result)).not.toContain('SECRET')
  })

  it('allows an order up to two days ahead, for clocks that differ', () => {
    expect(codeOf(order({ placedAt: '2026-11-02T12:00:00Z' }))).toBe('ok')
    expect(codeOf(order({ placedAt: '1990-01-01T00:00:00Z' }))).toBe('ok')
  })

  it('refunds all of an order that is refunded without an amount', () => {
    expect(parsed(order({ status: 'refunded' })).refunded).toBe(12850)
    expect(parsed(order({ status: 'refunded', refunded: '100' })).refunded).toBe(10000)
    expect(netOf(parsed(order({ status: 'refunded' })))).toBe(0)
    expect(netOf(parsed(order({ refunded: '28.50' })))).toBe(10000)
  })

  it('takes orders without items, and free ones', () => {
    expect(parsed(order({ lines: [], total: '0' }))).toMatchObject({ total: 0, lines: [] })
  })

  it('follows the decimals of the currency', () => {
    const yen = parseOrder(order({ currency: 'JPY', total: '1500', lines: [] }), { ...SHOP, currency: 'JPY' })
    expect(yen).toMatchObject({ ok: true, order: { total: 1500 } })
  })
})

describe('countsAsPurchase', () => {
  it('leaves out pending and cancelled orders only', () => {
    expect(ORDER_STATUSES.filter(countsAsPurchase)).toEqual(['paid', 'shipped', 'completed', 'refunded'])
  })
})

describe('buyerKey', () => {
  const key = (customer: Record<string, string>, source = 'taobao') => buyerKey({ source, customer })

  it('prefers the account, then e-mail, phone and nickname', () => {
    const all = { accountId: 'tb42', email: 'A.B@Example.com', phone: '138-0000-1234', nickname: '小鱼' }
    expect(key(all)).toBe('account:taobao:tb42')
    expect(key({ ...all, accountId: '' })).toBe('email:a.b@example.com')
    expect(key({ phone: all.phone, nickname: all.nickname })).toBe('phone:13800001234')
    expect(key({ nickname: ' 小鱼 ' })).toBe('nick:taobao:小鱼')
    expect(key({})).toBeNull()
  })

  it('never takes a masked or ciphered value, nor a virtual number, for a person', () => {
    expect(key({ nickname: '小**' })).toBeNull()
    expect(key({ accountId: 't**1', nickname: '小＊' })).toBeNull()
    expect(key({ phone: '138****0000' })).toBeNull()
    expect(key({ phone: '13800001234-5678' })).toBeNull()
    expect(key({ phone: '13800001234转5678' })).toBeNull()
    expect(key({ phone: '##Gk3x9==', nickname: '$$ab12' })).toBeNull()
    expect(key({ email: 'a***@example.com' })).toBeNull()
    expect(key({ nickname: '匿名买家' })).toBeNull()
    expect(key({ phone: '13800001234-5678', nickname: '小鱼' })).toBe('nick:taobao:小鱼')
  })

  it('keeps sources and ids apart whatever they contain', () => {
    expect(key({ accountId: 'b:c' }, 'a')).not.toBe(key({ accountId: 'c' }, 'a:b'))
    expect(key({ accountId: 'x' }, 'a:b')).not.toBe(key({ accountId: 'x' }, 'a%3Ab'))
  })

  it('writes one phone number one way', () => {
    const forms = [
      '13800001234',
      '138 0000 1234',
      '+86 138-0000-1234',
      '0086 13800001234',
      '8613800001234',
      "'13800001234",
      '１３８００００１２３４',
    ]
    expect(new Set(forms.map(phoneIdentity))).toEqual(new Set(['13800001234']))
    expect(phoneIdentity('0571-88880000')).toBe('057188880000')
    expect(phoneIdentity('+1 (555) 010-0000')).toBe('+15550100000')
    // The same digits as a Chinese mobile, in another country.
    expect(phoneIdentity('+15550100000')).not.toBe(phoneIdentity('15550100000'))
  })

  it.each([
    '',
    '-',
    '12345',
    '00000000',
    '11111111111',
    '138000012345',
    '+86 13800001234-5678',
    'call me',
    '1'.repeat(20),
  ])('has no identity in %j', (phone) => {
    expect(phoneIdentity(phone)).toBeNull()
  })
})

describe('what an order left over', () => {
  it.each([
    ['its net value where no cost is known', { total: 10000, refunded: 0 }, 10000],
    ['less its cost', { total: 10000, refunded: 0, cost: 4000 }, 6000],
    [
      'less the whole cost after a part was refunded: the goods stayed',
      { total: 10000, refunded: 3000, cost: 4000 },
      3000,
    ],
    ['a loss where the refund ate the margin', { total: 10000, refunded: 8000, cost: 4000 }, -2000],
    ['nothing after a full refund: the goods came back', { total: 10000, refunded: 10000, cost: 4000 }, 0],
    ['nothing of what was given away', { total: 0, refunded: 0, cost: 4000 }, 0],
  ])('is %s', (_what, order, value) => {
    expect(profitOf(order)).toBe(value)
  })
})
