import { describe, expect, test } from 'vitest'
import { factToLearn } from '../../web/screens/today/fact-to-learn.ts'
import { dueCare } from '../../worker/domain/care.ts'
import {
  againstAll,
  againstChannel,
  CONSENT_CHANNELS,
  consentChannelOf,
  OPT_OUT,
  smsText,
} from '../../worker/domain/consent.ts'
import { mayContact } from '../../worker/domain/contact-cap.ts'
import { isErased } from '../../worker/domain/erased.ts'
import { explain } from '../../worker/domain/explain.ts'
import { catalogue } from '../../worker/domain/mutations.ts'
import type { Consent, CustomerRow } from '../../worker/domain/rows.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { stillMatters, todaysTasks } from '../../worker/domain/today.ts'
import { eligibility, slipping } from '../../worker/domain/win-back.ts'
import { daysAgo, NOW } from '../support/figures.ts'
import { customerRow, MemoryRows, meta, refusalOf, shopRow } from './dispute/fixtures.ts'
import { offerRow, slippingCustomer, taskRow } from './win-back/fixtures.ts'

const settings = defaultSettings()
const said = (answer: Consent['answer']): Consent => ({ answer, at: daysAgo(5), how: 'chat', by: 'm1' })
const no = said('no')
const yes = said('yes')
const nowhere = { consent: { chat: no } }

describe('what may be sent of our own accord', () => {
  test('by SMS, call or e-mail only after an express yes; in a chat until they refuse', () => {
    for (const channel of ['sms', 'phone', 'email'] as const) {
      expect(againstChannel({ consent: {} }, channel)).toEqual({ code: 'consent.not-asked', params: { channel } })
      expect(againstChannel({ consent: { [channel]: yes } }, channel)).toBeNull()
    }
    expect(againstChannel({ consent: {} }, 'chat')).toBeNull()
    for (const channel of CONSENT_CHANNELS) {
      expect(againstChannel({ consent: { [channel]: no } }, channel)).toEqual({
        code: 'consent.refused',
        params: { channel, at: daysAgo(5) },
      })
    }
  })

  test('nothing once the chat is refused and no other way was agreed to', () => {
    expect(againstAll({ consent: {} })).toBeNull()
    expect(againstAll({ consent: { chat: no, email: yes } })).toBeNull()
    expect(againstAll(nowhere)).toEqual({ code: 'consent.refused', params: { channel: null, at: daysAgo(5) } })
  })

  test('every platform and messenger is a chat', () => {
    for (const channel of ['wangwang', 'wechat', 'taobao', 'share', 'copy']) {
      expect(consentChannelOf(channel)).toBe('chat')
    }
    for (const channel of CONSENT_CHANNELS) expect(consentChannelOf(channel)).toBe(channel)
  })

  test('by another word an SMS is one all the same', () => {
    for (const channel of ['短信', 'SMS', 'sms ', 'text message', '']) expect(consentChannelOf(channel)).toBe('sms')
  })

  test('"do not contact" wins over every yes', () => {
    const customer = { doNotContact: 1 as const, recentContacts: [], consent: { sms: yes, chat: yes } }
    expect(mayContact(customer, settings, NOW, 'sms')).toMatchObject({
      ok: false,
      reason: { code: 'contact.do-not-contact' },
    })
  })

  test.each(['zh-CN', 'en'] as const)('the reasons have words in %s', (locale) => {
    const shop = { currency: 'CNY' }
    const reasons = [
      againstAll(nowhere),
      ...CONSENT_CHANNELS.flatMap((c) => [
        againstChannel({ consent: { [c]: no } }, c),
        againstChannel({ consent: {} }, c),
      ]),
    ]
    for (const reason of reasons)
      if (reason) expect(explain(reason, locale, shop, 'Asia/Shanghai')).not.toMatch(/undefined|consent/)
  })
})

describe('every rule that contacts asks', () => {
  const refused = slippingCustomer(nowhere)
  test('a win-back offer is not made, nor suggested, nor its draft asked for', () => {
    const verdict = eligibility(refused, [], settings, 0, NOW)
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['consent.refused'])
    expect(eligibility(slippingCustomer(), [], settings, 0, NOW).eligible).toBe(true)
    const none = { tasks: [], disputes: [], offers: [], now: NOW, shop: shopRow() }
    expect(todaysTasks({ ...none, customers: [slippingCustomer()] }).cards).toMatchObject([{ kind: 'slipping' }])
    expect(todaysTasks({ ...none, customers: [refused] }).cards).toEqual([])
    expect(stillMatters(taskRow({ kind: 'win-back' }), undefined, offerRow(), refused)).toBe(false)
    expect(stillMatters(taskRow({ kind: 'promise' }), undefined, undefined, refused)).toBe(true)
  })

  test('a friendly word is not suggested', () => {
    const quiet = customerRow({ tier: 'A', ordersCount: 3, lastOrderAt: daysAgo(300) })
    expect(dueCare([quiet], shopRow(), NOW, 5)).toHaveLength(1)
    expect(dueCare([{ ...quiet, ...nowhere }], shopRow(), NOW, 5)).toEqual([])
  })

  test('a message is not noted as sent by a way that was refused or never agreed to', () => {
    const send = (customer: CustomerRow, channel: string) => {
      const offer = offerRow({ customerId: customer.id })
      const args = { offerId: offer.id, customerId: customer.id, taskId: null, channel }
      return catalogue['win-back.sent'].apply(
        new MemoryRows().with('customers', customer).with('offers', offer),
        args,
        meta(NOW + 1),
      )
    }
    expect(refusalOf(() => send(slippingCustomer(), 'sms'))).toMatchObject({
      code: 'not_eligible',
      details: { reasons: [{ code: 'consent.not-asked' }] },
    })
    expect(refusalOf(() => send(slippingCustomer({ consent: { chat: no, sms: yes } }), 'wechat'))).toMatchObject({
      details: { reasons: [{ code: 'consent.refused' }] },
    })
    expect(send(slippingCustomer({ consent: { sms: yes } }), 'sms')).not.toEqual([])
    expect(send(slippingCustomer(), 'wechat')).not.toEqual([])
  })

  test('a contact is not noted against an express no, but for their own order; one that nobody asked about is', () => {
    const note = (customer: CustomerRow, channel: string, purpose: string) =>
      catalogue['customer.contacted'].apply(
        new MemoryRows().with('customers', customer),
        { customerId: customer.id, channel, purpose } as never,
        meta(NOW),
      )
    for (const purpose of ['care', 'win-back', 'other']) {
      expect(refusalOf(() => note(customerRow(nowhere), 'wechat', purpose))).toMatchObject({
        code: 'not_eligible',
        details: { reasons: [{ code: 'consent.refused' }] },
      })
      expect(refusalOf(() => note(customerRow({ doNotContact: 1 }), 'phone', purpose))).toMatchObject({
        details: { reasons: [{ code: 'contact.do-not-contact' }] },
      })
      expect(note(customerRow(), 'phone', purpose)).toHaveLength(1)
    }
    expect(note(customerRow({ ...nowhere, doNotContact: 1 }), 'wechat', 'follow-up')).toHaveLength(1)
    expect(note(customerRow(nowhere), 'sms', 'care')).toHaveLength(1)
  })

  test('nobody who wants no messages is asked for a fact', () => {
    const best = customerRow({ tier: 'A', name: null, net: 900 })
    expect(factToLearn([best], 1)).toMatchObject({ fact: 'name' })
    expect(factToLearn([{ ...best, ...nowhere }], 1)).toBeNull()
    expect(factToLearn([{ ...best, doNotContact: 1 }], 1)).toBeNull()
  })

  test('somebody who was erased is not among those slipping away', () => {
    const erased = slippingCustomer({ erasedAt: NOW })
    expect(isErased(erased)).toBe(true)
    expect(slipping([erased], shopRow(), NOW)).toEqual([])
  })
})

describe('customer.consent', () => {
  const apply = (customer: CustomerRow, over: object) => {
    const args = {
      id: customer.id,
      channel: 'sms',
      answer: 'yes',
      how: 'chat',
      saidAt: null,
      was: null,
      ...over,
    } as never
    return catalogue['customer.consent'].apply(new MemoryRows().with('customers', customer), args, meta(NOW))
  }
  test('keeps the answer with when, how and who wrote it down, beside the other channels', () => {
    expect(apply(customerRow({ consent: { chat: no } }), {})).toEqual([
      {
        op: 'update',
        table: 'customers',
        id: 'c1',
        set: { consent: { chat: no, sms: { answer: 'yes', at: NOW, how: 'chat', by: 'agent-1' } } },
      },
    ])
  })
  test('is taken back to what it was, with its date', () => {
    const [change] = apply(customerRow({ consent: { sms: no } }), { ...yes, saidAt: yes.at, was: 'no' })
    expect(change).toMatchObject({ set: { consent: { sms: { answer: 'yes', at: yes.at } } } })
    expect(apply(customerRow({ consent: { sms: yes } }), { answer: null, was: 'yes' })).toMatchObject([
      { set: { consent: {} } },
    ])
  })
  test('a yes never goes over a no it had not seen; a no always goes in; the same again changes nothing', () => {
    expect(refusalOf(() => apply(customerRow({ consent: { sms: no } }), {})).code).toBe('conflict')
    expect(apply(customerRow({ consent: { sms: yes } }), { answer: 'no', was: null })).toMatchObject([
      { set: { consent: { sms: { answer: 'no' } } } },
    ])
    expect(apply(customerRow({ consent: { sms: no } }), { answer: 'no', was: null })).toEqual([])
    expect(refusalOf(() => apply(customerRow(), { saidAt: NOW + 1 })).code).toBe('bad_date')
  })
})

describe('a text by SMS', () => {
  test.each(['zh-CN', 'en'] as const)('always says how to make it stop, once, in %s', (locale) => {
    expect(smsText('好久不见', locale)).toBe(`好久不见 ${OPT_OUT[locale]}`)
    expect(smsText(smsText('好久不见', locale), locale)).toBe(`好久不见 ${OPT_OUT[locale]}`)
    expect(smsText(`${OPT_OUT[locale]}，好久不见`, locale)).toMatch(new RegExp(`${OPT_OUT[locale]}$`))
    expect(smsText('', locale)).toBe(OPT_OUT[locale])
  })
})
