/** What in a text looks like a way to reach somebody: for people and keys that may not see contacts. */
import { phoneIdentity } from './buyer-key.ts'

/** Stands where a contact stood. */
export const MASK = '***'

/** An address with a Latin name before the sign, then any other that hangs together; each tried once a word. */
const ADDRESSES = [
  /(?<![\p{Script=Latin}\p{N}._%+'-])[\p{Script=Latin}\p{N}._%+'-]+[@＠][\p{Script=Latin}\p{N}-]+(?:[.．][\p{Script=Latin}\p{N}-]+)*/gu,
  /(?<![^\s\p{P}])[^\s\p{P}]+[@＠][^\s\p{P}]+(?:[.．][^\s\p{P}]+)*/gu,
]
/** Between two digits of one number: spaces, brackets, dots, dashes of any kind, and what cannot be seen. */
const GAP = String.raw`[\s()（）.·_\p{Pd}\p{Cf}]{0,3}`
const DIGIT = String.raw`[\p{Nd}\p{No}]`
const NUMBER = new RegExp(`[+＋]?${DIGIT}(?:${GAP}${DIGIT}){6,}`, 'gu')
/** In words, or half of it in words. */
const SPELT = /(?=\p{Nd}{0,20}[零〇○一二三四五六七八九幺两])[\p{Nd}零〇○一二三四五六七八九幺两]{7,}/gu
/** WeChat's own name for who chose none. */
const WXID = /(?<![a-z\d])wxid[_-]?[a-z\d]{4,}/giu
/** Behind a name in Chinese: a land line without its area code, or a messenger's number. Longer ones are a platform's. */
const BEHIND_NAME = /(?<=\p{Script=Han}\s?)\p{Nd}{7,11}(?!\p{Nd})/gu
/** A mobile number however it is grouped, a land line with its area code, a number with its country's. */
const DIALLED = new RegExp(
  String.raw`(?<!${DIGIT})(?:[1１]${GAP}[3-9３-９](?:${GAP}${DIGIT}){9}|[0０]\p{Nd}{2,3}[\s)）-]{0,2}\p{Nd}{7,8})(?!${DIGIT})|[+＋]${DIGIT}(?:${GAP}${DIGIT}){6,}`,
  'gu',
)
/** What stands behind the name of a messenger. */
const HANDLE =
  /((?:[微威薇徽][\s.]{0,3}信|[vVｖＶ][\s.]{0,3}信|(?<![a-z])(?:we\s?chat|weixin|wx|vx|qq|line|whatsapp|telegram)(?![a-z])|[加➕+]\s{0,3}我?\s{0,3}[vVｖＶ](?![a-z])|扣扣|企鹅)(?:\s{0,3}号码?|\s?id)?\s{0,3}(?:是|为|[:：=])?\s{0,3})[A-Za-z\d][\w-]{4,}/giu
/** `2026-05-04`, with the hour that may follow: a day, not a number to call. */
const DAY = /^(?:19|20)\d{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?:\s+\d{1,2})?$/
const LETTER = /\p{L}/u

/** The text with every e-mail address, phone or account number and messenger's handle blotted out. */
export function maskContacts(text: string): string {
  return addresses(text)
    .replace(HANDLE, `$1${MASK}`)
    .replace(NUMBER, (found) => (DAY.test(found) ? found : MASK))
    .replace(SPELT, MASK)
}

/** The same for what names a thing, an order's or an account's number: only what can be dialled or written to. */
export const maskCode = (code: string): string =>
  addresses(code).replace(HANDLE, `$1${MASK}`).replace(DIALLED, MASK).replace(SPELT, MASK)

/** A name without the contacts in it; null where nothing is left to call anybody by. */
export function maskName(name: string): string | null {
  const masked = LETTER.test(name) ? maskCode(name).replace(BEHIND_NAME, MASK) : maskContacts(name)
  return masked === name || LETTER.test(masked) ? masked : null
}

const addresses = (text: string): string =>
  [...ADDRESSES, WXID].reduce((rest, pattern) => rest.replace(pattern, MASK), text)

/** Letters and digits only, so that two spellings of one contact are alike. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Whether a name or number is, or holds, one of these contacts, however it is spelt. */
export function holdsContact(text: string, contacts: readonly string[]): boolean {
  const given = bare(text)
  return contacts.some((contact) => {
    const known = bare(phoneIdentity(contact) ?? contact)
    return known.length >= 7 && (given.includes(known) || (/^\d{7,}$/.test(given) && known.endsWith(given)))
  })
}
