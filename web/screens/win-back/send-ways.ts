import { isMasked } from '../../../worker/domain/buyer-key.ts'
import type { CustomerRow, ShopRow } from '../../../worker/domain/rows.ts'
import { dialled } from '../customers/contact-text.ts'

/** What a buyer reads beside the message: in the shop's language, as the message is. */
export const BUYER_WORDS = {
  'zh-CN': { subject: (shop: string) => `${shop}给你的问候` },
  en: { subject: (shop: string) => `A note from ${shop}` },
} as const satisfies Record<ShopRow['locale'], unknown>

/**
 * `sms:` address with the text filled in; null for a number that takes no messages (masked, or with an extension).
 * iOS wants the body after `&`, everything else after `?`: `?&` suits both.
 */
export function smsHref(phone: string | null, text: string): string | null {
  const tel = phone === null ? null : dialled(phone)
  if (tel === null || tel.includes(',')) return null
  return `sms:${tel.slice('tel:'.length)}?&body=${encodeURIComponent(text)}`
}

/** `mailto:` address with subject and text; null without an address to write to. */
export function mailHref(email: string | null, subject: string, text: string): string | null {
  if (email === null || isMasked(email) || !email.includes('@')) return null
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`
}

/** Name to look for in WangWang; null where they did not come from Taobao. */
export const wangwangName = ({
  source,
  nickname,
  accountId,
}: Pick<CustomerRow, 'source' | 'nickname' | 'accountId'>) => (source === 'taobao' ? (nickname ?? accountId) : null)
