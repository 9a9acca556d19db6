/**
 * What a person said to being written to, and what follows from it for everything we send of our own accord: win-back
 * offers, friendly words. A reply about their own open case or order is no advertising and asks nobody.
 *
 * Messages by SMS need an express yes that is kept with its date and how it was given; silence is no (the SMS rules of
 * 2015, stricter since 1 May 2026). Calls and e-mail go by the same until we know better. In a chat they
 * began, on the platform they bought on, silence is no refusal, but a refusal counts at once, as it does everywhere
 * (Personal Information Protection Law, articles 15 and 24: refusing must be as easy as agreeing).
 */
import { KNOWN_CHANNELS } from './channels.ts'
import { whyOf } from './explain/shape.ts'
import type { Consent, ConsentChannel, CustomerRow } from './rows.ts'
import type { Why } from './why.ts'

export const CONSENT_CHANNELS = ['chat', 'sms', 'phone', 'email'] as const satisfies readonly ConsentChannel[]
/** How somebody in the shop may have heard it. */
export const HEARD_WAYS = ['chat', 'spoken', 'form', 'order', 'other'] as const satisfies readonly Consent['how'][]
export const CONSENT_WAYS = [...HEARD_WAYS, 'reply', 'import', 'api'] as const satisfies readonly Consent['how'][]

/** Where silence is no refusal. */
const SILENCE_ALLOWS: ReadonlySet<ConsentChannel> = new Set(['chat'])

export type ConsentWhys = {
  /** They said no on a channel; on every one that is open to us, where none is named. */
  'consent.refused': { channel: ConsentChannel | null; at: number }
  /** Nobody asked, and without a yes it is a no. */
  'consent.not-asked': { channel: ConsentChannel }
}
const why = whyOf<ConsentWhys>()

/**
 * The kind of channel that a contact or an offer names: 旺旺, 微信 and the other platforms are chats. What has a name of
 * its own may be an SMS by another word, and needs the yes that one needs.
 */
export function consentChannelOf(channel: string): ConsentChannel {
  const itself = CONSENT_CHANNELS.find((each) => each === channel)
  if (itself) return itself
  return KNOWN_CHANNELS.includes(channel) ? 'chat' : 'sms'
}

type Asked = Pick<CustomerRow, 'consent'>

/** Why nothing of our own accord may be sent this way; null where it may. */
export function againstChannel({ consent }: Asked, channel: ConsentChannel): Why | null {
  const said = consent[channel]
  if (said?.answer === 'no') return why('consent.refused', { channel, at: said.at })
  return said || SILENCE_ALLOWS.has(channel) ? null : why('consent.not-asked', { channel })
}

/** Why nothing may be sent at all; null while some way is open. */
export function againstAll(customer: Asked): Why | null {
  if (CONSENT_CHANNELS.some((channel) => againstChannel(customer, channel) === null)) return null
  const refusals = CONSENT_CHANNELS.map((channel) => customer.consent[channel]?.at ?? 0)
  return why('consent.refused', { channel: null, at: Math.max(...refusals) })
}

/** How to make it stop: what every advertising message by SMS has to say, in the language of the message. */
export const OPT_OUT = { 'zh-CN': '拒收请回复R', en: 'Reply R to opt out' } as const

/** The text as it goes out by SMS: it always says, once and at its end, how to make it stop. */
export function smsText(message: string, locale: keyof typeof OPT_OUT): string {
  const optOut = OPT_OUT[locale]
  const text = message.trim()
  return text.endsWith(optOut) ? text : `${text}${text === '' ? '' : ' '}${optOut}`
}
