import { expect, test } from 'vitest'
import { candidates } from '../../../web/screens/win-back/candidates.ts'
import { lastProduct } from '../../../web/screens/win-back/last-product.ts'
import { ended, running, sums } from '../../../web/screens/win-back/results.ts'
import { mailHref, smsHref, wangwangName } from '../../../web/screens/win-back/send-ways.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { shopRow } from '../../domain/dispute/fixtures.ts'
import { offerRow, slippingCustomer } from '../../domain/win-back/fixtures.ts'
import { daysAgo, NOW } from '../../support/figures.ts'
import { customer, order } from '../sync/rules.ts'

test('whoever may not be written to stays in the ranking, with the reason', () => {
  const worth = (id: string, valueAtRisk: number, more = {}) => {
    const one = slippingCustomer({ id, ...more })
    return { ...one, figures: one.figures && { ...one.figures, valueAtRisk } }
  }
  const found = candidates(
    [worth('small', 10), worth('hushed', 900, { doNotContact: 1 }), worth('offered', 500), customer('fine')],
    [offerRow({ customerId: 'offered', status: 'sent', sentAt: daysAgo(1) })],
    shopRow(),
    0,
    NOW,
  )
  expect(found.map(({ customer: { id }, verdict }) => [id, verdict.reasons.map(({ code }) => code)])).toEqual([
    ['hushed', ['contact.do-not-contact']],
    ['offered', ['win-back.active-offer']],
    ['small', []],
  ])
})

const offers = [
  offerRow({ id: 'sent', status: 'sent', sentAt: daysAgo(2), validUntil: NOW + DAY_MS }),
  offerRow({ id: 'draft', validUntil: NOW + 9 * DAY_MS }),
  offerRow({ id: 'over', status: 'sent', sentAt: daysAgo(20), validUntil: daysAgo(6) }),
  offerRow({
    id: 'back',
    status: 'returned',
    sentAt: daysAgo(9),
    returnedAt: daysAgo(3),
    revenue: 20_000,
    cost: 3_000,
  }),
  offerRow({ id: 'gone', status: 'expired', sentAt: daysAgo(40), validUntil: daysAgo(26) }),
  offerRow({ id: 'dropped', status: 'cancelled', createdAt: daysAgo(4) }),
]

test('drafts to send come before offers that are out; what is over comes newest first', () => {
  expect(running(offers, NOW).map(({ id }) => id)).toEqual(['draft', 'sent'])
  expect(ended(offers, NOW).map(({ id }) => id)).toEqual(['back', 'dropped', 'over', 'gone'])
})

test('the sums count what went out and what came back', () => {
  expect(sums(offers)).toEqual({ sent: 4, returned: 1, revenue: 20_000, cost: 3_000 })
})

test.each([
  ['138 0000 1234', 'sms:13800001234?&body=%E4%BD%A0%20%26'],
  ['138****1234', null],
  ['13800001234-5678', null],
  [null, null],
])('a message to %s goes to %s', (phone, href) => {
  expect(smsHref(phone, '你 &')).toBe(href)
})

test.each([
  ['lin@example.test', 'mailto:lin@example.test?subject=%E9%97%AE&body=a%26b'],
  ['l***@example.test', null],
  ['nonsense', null],
  [null, null],
])('a letter to %s goes to %s', (email, href) => {
  expect(mailHref(email, '问', 'a&b')).toBe(href)
})

test('a recipient cannot smuggle in headers', () => {
  expect(mailHref('a@b.test?bcc=c@d.test', '', '')).not.toContain('?bcc=')
})

test('only Taobao buyers are on WangWang', () => {
  expect(wangwangName({ source: 'taobao', nickname: '小鹿', accountId: 'tb1' })).toBe('小鹿')
  expect(wangwangName({ source: 'taobao', nickname: null, accountId: 'tb1' })).toBe('tb1')
  expect(wangwangName({ source: 'shopify', nickname: '小鹿', accountId: null })).toBeNull()
})

test.each([
  ['龙井 ×3 · 茶杯', '龙井'],
  ['茶杯', '茶杯'],
  ['很长的名字被截…', null],
  ['', null],
])('of “%s” the product is %s', (summary, product) => {
  const unpaid = { ...order('o2', 'c', 9), status: 'cancelled' as const, summary: '别的' }
  expect(lastProduct([unpaid, { ...order('o1', 'c', 5), summary }])).toBe(product)
})
