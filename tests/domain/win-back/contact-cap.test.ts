import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contactsWithin, mayContact, withContact } from '../../../worker/domain/contact-cap.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { daysAgo, NOW } from '../../support/figures.ts'

const settings = defaultSettings()
const contacts = fc.array(fc.integer({ min: daysAgo(90), max: NOW }), { maxLength: 30 })

describe('contact cap', () => {
  test('a contact exactly the window ago no longer counts', () => {
    expect(contactsWithin([NOW - 30 * DAY_MS], NOW, 30)).toBe(0)
    expect(contactsWithin([NOW - 30 * DAY_MS + 1], NOW, 30)).toBe(1)
  })

  test('two in thirty days is the limit, and the reason says from when on', () => {
    expect(mayContact({ doNotContact: 0, consent: {}, recentContacts: [daysAgo(3)] }, settings, NOW)).toEqual({
      ok: true,
    })
    expect(
      mayContact({ doNotContact: 0, consent: {}, recentContacts: [daysAgo(3), daysAgo(20)] }, settings, NOW),
    ).toEqual({
      ok: false,
      reason: { code: 'contact.cap', params: { contacts: 2, count: 2, days: 30, from: daysAgo(20) + 30 * DAY_MS } },
    })
  })

  test('"do not contact" wins whatever the contacts', () => {
    fc.assert(
      fc.property(contacts, (recentContacts) => {
        const verdict = mayContact({ doNotContact: 1, consent: {}, recentContacts }, settings, NOW)
        expect(verdict).toEqual({ ok: false, reason: { code: 'contact.do-not-contact', params: {} } })
      }),
    )
  })

  test('the moment named in the reason is the first at which contact is allowed again', () => {
    fc.assert(
      fc.property(contacts, (recentContacts) => {
        const verdict = mayContact({ doNotContact: 0, consent: {}, recentContacts }, settings, NOW)
        fc.pre(!verdict.ok)
        const from = Number(verdict.ok ? 0 : verdict.reason.params.from)
        expect(mayContact({ doNotContact: 0, consent: {}, recentContacts }, settings, from).ok).toBe(true)
        expect(mayContact({ doNotContact: 0, consent: {}, recentContacts }, settings, from - 1).ok).toBe(false)
      }),
    )
  })

  test('contacts are kept newest first, at most twenty, those of the window', () => {
    fc.assert(
      fc.property(contacts, fc.integer({ min: daysAgo(90), max: NOW }), (recentContacts, at) => {
        const after = withContact({ lastContactAt: null, recentContacts }, settings, at)
        expect(after.recentContacts).toEqual(after.recentContacts.toSorted((a, b) => b - a))
        expect(after.recentContacts.length).toBeLessThanOrEqual(20)
        expect(after.lastContactAt).toBe(at)
        for (const each of after.recentContacts) expect(each).toBeGreaterThan(at - 30 * DAY_MS)
      }),
    )
  })

  test('a contact that reaches us late does not move the last one back', () => {
    const after = withContact({ lastContactAt: daysAgo(1), recentContacts: [daysAgo(1)] }, settings, daysAgo(5))
    expect(after).toEqual({ lastContactAt: daysAgo(1), recentContacts: [daysAgo(1), daysAgo(5)] })
  })
})
