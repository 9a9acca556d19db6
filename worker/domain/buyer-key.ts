/** Who placed an order: the one key by which two orders are known to be the same person's. */

/** The part of an order that tells who placed it, as given or as checked. */
export interface BuyerFacts {
  source: string
  customer: {
    accountId?: string | null | undefined
    nickname?: string | null | undefined
    phone?: string | null | undefined
    email?: string | null | undefined
  }
}

/** What platforms put where they hide or do not know a buyer. */
const PLACEHOLDERS = new Set([
  '匿名',
  '匿名用户',
  '匿名买家',
  '匿名购买',
  '游客',
  'anonymous',
  'guest',
  'null',
  '无',
  '-',
])

/** True for masked text (张**, 138****0000) and for Douyin's ciphertext (##…, $$…): never equal to anything. */
export function isMasked(text: string): boolean {
  return /[*＊]/.test(text) || /^(##|\$\$)/.test(text)
}

function plain(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').normalize('NFC').trim()
  return trimmed === '' || isMasked(trimmed) || PLACEHOLDERS.has(trimmed.toLowerCase()) ? null : trimmed
}

/**
 * A phone number's digits as identity, or null. China's country code is dropped, another one keeps its plus.
 * Refused: masked numbers, virtual numbers (a mobile with an extension, 13800000000-1234: the platform reassigns
 * them), placeholders such as 00000000, and anything that is not 7 to 15 digits.
 */
export function phoneIdentity(text: string | null | undefined): string | null {
  const given = plain(text?.normalize('NFKC'))
  if (given === null) return null
  const dialled = given.replace(/^'/, '').replace(/[\s().\-‐-―]/g, '')
  if (!/^\+?\d+$/.test(dialled)) return null
  const chinese = dialled.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}))/, '')
  const foreign = /^(?:\+|00)(\d+)$/.exec(chinese)?.[1]
  const digits = foreign ?? chinese
  if (digits.length < 7 || digits.length > 15 || /^(\d)\1+$/.test(digits)) return null
  if (foreign !== undefined) return `+${foreign}`
  // Begins with a whole mobile number and goes on: the rest is an extension.
  return /^1[3-9]\d{10,}$/.test(digits) ? null : digits
}

function emailIdentity(text: string | null | undefined): string | null {
  const given = plain(text)?.toLowerCase() ?? null
  return given !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given) ? given : null
}

/**
 * `account:<source>:<accountId>`, else `email:<address>`, else `phone:<digits>`, else `nick:<source>:<nickname>`,
 * else null: an order that cannot be tied to a person. Masked values never count.
 * In `source`, `%` and `:` are percent-encoded so that two different buyers can never share a key.
 */
export function buyerKey(order: BuyerFacts): string | null {
  const { accountId, email, phone, nickname } = order.customer
  const source = order.source.replace(/[%:]/g, (c) => (c === '%' ? '%25' : '%3A'))
  const account = plain(accountId)
  if (account !== null) return `account:${source}:${account}`
  const address = emailIdentity(email)
  if (address !== null) return `email:${address}`
  const digits = phoneIdentity(phone)
  if (digits !== null) return `phone:${digits}`
  const nick = plain(nickname)
  return nick !== null ? `nick:${source}:${nick}` : null
}
