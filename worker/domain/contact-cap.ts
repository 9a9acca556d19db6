/**
 * One cap per customer over everything we send of our own accord: care, win-back, follow-up (C5).
 * Too much care is harassment, and "do not contact" always wins.
 */
import { againstAll, againstChannel, type ConsentWhys, consentChannelOf } from './consent.ts'
import { whyOf } from './explain/shape.ts'
import type { CustomerRow } from './rows.ts'
import type { Settings } from './settings.ts'
import { DAY_MS } from './time.ts'
import type { Why } from './why.ts'

export type ContactWhys = ConsentWhys & {
  'contact.do-not-contact': Record<string, never>
  /** `contacts` had in `days` days where `count` are allowed; free again `from`. */
  'contact.cap': { contacts: number; count: number; days: number; from: number }
}
const why = whyOf<ContactWhys>()

/** Most contacts a customer row carries. */
const KEPT = 20

export type ContactVerdict = { ok: true } | { ok: false; reason: Why }

/** How many of the contacts lie less than `days` days before `now`; ones the clock puts after `now` count too. */
export const contactsWithin = (recentContacts: readonly number[], now: number, days: number): number =>
  recentContacts.filter((at) => at > now - days * DAY_MS).length

export const CONTACT_PURPOSES = ['care', 'follow-up', 'win-back', 'other'] as const
export type ContactPurpose = (typeof CONTACT_PURPOSES)[number]

/**
 * The one rule that every way to reach somebody of our own accord asks, whatever the cap leaves: why they must not be
 * written to, because they said so or never agreed. Null where nothing speaks against it.
 * @param channel by which; null while that is open
 * @param purpose about their own order or case (`follow-up`) it is no advertising, and asks nobody
 */
export function refusal(
  customer: Pick<CustomerRow, 'doNotContact' | 'consent'>,
  channel: string | null = null,
  purpose: ContactPurpose = 'win-back',
): Why | null {
  if (purpose === 'follow-up') return null
  if (customer.doNotContact === 1) return why('contact.do-not-contact', {})
  return channel === null ? againstAll(customer) : againstChannel(customer, consentChannelOf(channel))
}

/** Whether they said no themselves, rather than never having been asked. */
export const isExpress = ({ code }: Why): boolean => code !== 'consent.not-asked'

/**
 * May we write to this customer now? When not: why, and from when on.
 * @param channel by which; null while that is open
 */
export function mayContact(
  customer: Pick<CustomerRow, 'doNotContact' | 'recentContacts' | 'consent'>,
  settings: Pick<Settings, 'contactCap'>,
  now: number,
  channel: string | null = null,
  purpose?: ContactPurpose,
): ContactVerdict {
  const refused = refusal(customer, channel, purpose)
  if (refused) return { ok: false, reason: refused }
  const { count, days } = settings.contactCap
  const contacts = contactsWithin(customer.recentContacts, now, days)
  if (contacts < count) return { ok: true }
  const newestFirst = customer.recentContacts.toSorted((a, b) => b - a)
  const from = (newestFirst[count - 1] ?? now) + days * DAY_MS
  return { ok: false, reason: why('contact.cap', { contacts, count, days, from }) }
}

/** The customer's contact fields after one more contact at `at`. */
export function withContact(
  customer: Pick<CustomerRow, 'lastContactAt' | 'recentContacts'>,
  settings: Pick<Settings, 'contactCap'>,
  at: number,
): Pick<CustomerRow, 'lastContactAt' | 'recentContacts'> {
  const lastContactAt = Math.max(at, customer.lastContactAt ?? at)
  return {
    lastContactAt,
    recentContacts: [at, ...customer.recentContacts]
      .toSorted((a, b) => b - a)
      .filter((each) => each > lastContactAt - settings.contactCap.days * DAY_MS)
      .slice(0, KEPT),
  }
}
