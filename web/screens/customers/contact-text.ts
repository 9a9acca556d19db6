import type { CustomerRow } from '../../../worker/domain/rows.ts'

type Contact = Pick<CustomerRow, 'name' | 'nickname' | 'phone' | 'email' | 'address'>

/** Name, phone, e-mail and address as one writes them on a parcel; empty when nothing but a nickname is known. */
export function contactText({ name, nickname, phone, email, address }: Contact): string {
  const ways = [phone, email, address].filter(Boolean)
  return ways.length === 0 ? '' : [name ?? nickname, ...ways].filter(Boolean).join('\n')
}

/** Enough to recognise a number by, not to dial it: `138****0000`. */
export function maskedPhone(phone: string): string {
  if (phone.length < 5) return '*'.repeat(phone.length)
  const head = phone.length >= 10 ? 3 : 0
  return `${phone.slice(0, head)}${'*'.repeat(Math.min(4, phone.length - head - 4) || 1)}${phone.slice(-4)}`
}

/** Its first letter and where it is kept: `l***@example.com`. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${Array.from(email)[0]}***${email.slice(at)}`
}

/** The beginning of a Chinese address: province and city, never the door. Nothing of one too short, or of another kind. */
export const maskedAddress = (address: string): string =>
  /^\p{Script=Han}{6}/u.test(address) && address.length > 10 ? `${address.slice(0, 6)}****` : '****'

/** `tel:` address of a number; an extension is dialled after a pause. Null for a masked one. */
export function dialled(phone: string): string | null {
  const number = phone.normalize('NFKC').replace(/[\s().]/g, '')
  if (!/^\+?[\d-]+$/.test(number)) return null
  const virtual = /^(1[3-9]\d{9})-(\d+)$/.exec(number)
  return virtual ? `tel:${virtual[1]},${virtual[2]}` : `tel:${number.replaceAll('-', '')}`
}
