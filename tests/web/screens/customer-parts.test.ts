import { expect, test } from 'vitest'
import { contactText, dialled, maskedAddress, maskedPhone } from '../../../web/screens/customers/contact-text.ts'
import { timeline } from '../../../web/screens/customers/dealings.ts'
import { reasonOf } from '../../../web/screens/customers/reason.ts'
import type { OfferRow } from '../../../worker/domain/rows.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer, order } from '../sync/rules.ts'

test.each([
  ['13812345678', '138****5678'],
  ['13800001234-5678', '138****5678'],
  ['010-62345678', '010****5678'],
  ['+44 20 7946 0958', '+44****0958'],
  ['5551234', '***1234'],
  ['12345', '*2345'],
  ['110', '***'],
])('%s is shown as %s', (phone, masked) => {
  expect(maskedPhone(phone)).toBe(masked)
})

test('an address shows its city, not its door', () => {
  expect(maskedAddress('浙江省杭州市余杭区文一西路 969 号')).toBe('浙江省杭州市****')
  expect(maskedAddress('三号楼')).toBe('****')
  expect(maskedAddress('10 Downing Street, London')).toBe('****')
})

test.each([
  ['138 1234 5678', 'tel:13812345678'],
  ['010-62345678', 'tel:01062345678'],
  ['13800001234-5678', 'tel:13800001234,5678'],
  ['+44 (20) 7946-0958', 'tel:+442079460958'],
  ['138****0000', null],
])('%s is dialled as %s', (phone, address) => {
  expect(dialled(phone)).toBe(address)
})

test('what is copied is what goes on a parcel, and nothing when there is no way to reach them', () => {
  const who = customer('c', { nickname: '小鹿', name: '林鹿', phone: '138', address: '西溪园区' })
  expect(contactText(who)).toBe('林鹿\n138\n西溪园区')
  expect(contactText(customer('c', { nickname: '小鹿' }))).toBe('')
})

test('the most pressing reason wins', () => {
  const slipping = { figures: figuresWith({ stage: 'lost', lastOrderAt: 5 }), lastOrderAt: 5 }
  expect(reasonOf(customer('c', { ...slipping, openDisputes: 1, unhappyAt: 1 }))).toBe('dispute')
  expect(reasonOf(customer('c', { ...slipping, unhappyAt: 1 }))).toBe('unhappy')
  expect(reasonOf(customer('c', slipping))).toBe('lost')
  expect(reasonOf(customer('c', { ...slipping, lastOrderAt: 9 }))).toBeNull()
})

test('the timeline is newest first and tells an offer sent and its contact once', () => {
  const offer = { id: 'f', customerId: 'c', createdAt: 20, sentAt: 30, returnedAt: 50 } as OfferRow
  const entries = timeline({
    customer: customer('c', { recentContacts: [40, 30], firstOrderAt: 10 }),
    orders: [order('o', 'c', 10)],
    disputes: [],
    offers: [offer],
    moves: [],
  })
  expect(entries.map(({ kind, at }) => [kind, at])).toEqual([
    ['offer-back', 50],
    ['contact', 40],
    ['offer', 30],
    ['order', 10],
  ])
})
