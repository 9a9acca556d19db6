/** What in a text looks like a way to reach somebody: for people and keys that may not see contacts. */
import { phoneIdentity } from './buyer-key.ts'

/** Stands where a contact stood. */
export const MASK = '***'

const NAME = String.raw`(?<![\p{Script=Latin}\p{N}._%+'-])[\p{Script=Latin}\p{N}._%+'-]+`
const LABEL = String.raw`[\p{Script=Latin}\p{N}-]+`
const [OPEN, CLOSE] = [String.raw`[([{<（【［｛《]\s?`, String.raw`\s?[)\]}>）】］｝》]`]
/** The sign as it is, or put in brackets or words so that no machine should find it; the dot likewise. */
const AT = String.raw`(?:[@＠﹫]|\s{0,2}${OPEN}(?:[aA][tT]|艾特|[@＠])${CLOSE}\s{0,2})`
const WORD_DOT = '[dD][oO][tT]'
const SAID_DOT = String.raw`(?:\s{0,2}${OPEN}(?:${WORD_DOT}|[点點.])${CLOSE}\s{0,2}|\s{1,2}${WORD_DOT}\s{1,2}|\s?[点點]\s?)`
const DOT = `(?:[.．。]|${SAID_DOT})`
/** A bare word is one also in sentences: only before what is surely a host. */
const SAID_AT = String.raw`(?:\s{1,2}[aA][tT]\s{1,2}|\s?艾特\s?)`
const SURE_HOST = `${LABEL}(?:${DOT}${LABEL})*?(?:${SAID_DOT}${LABEL}|[.．](?:com|net|org|edu|gov|cn|hk|tw|COM|CN)(?!${LABEL}))`
/** An address with a Latin name before the sign, then any other that hangs together; each tried once a word. */
const ADDRESSES = [
  new RegExp(`${NAME}(?:${AT}${LABEL}(?:${DOT}${LABEL})*|${SAID_AT}${SURE_HOST})`, 'gu'),
  /(?<![^\s\p{P}])[^\s\p{P}]+[@＠][^\s\p{P}]+(?:[.．][^\s\p{P}]+)*/gu,
]
/** A house in a street, and what is behind it; a flat in a house. */
const HOUSE = `(?:号楼|号|弄|栋|幢|座|单元|楼|层|室)`
const HOUSE_NUMBER = String.raw`[A-Za-z\p{Nd}一二三四五六七八九十百]{1,5}\s?`
const HOMES = [
  new RegExp(
    String.raw`(?:(?![到在寄送往是住去至的了])\p{Script=Han}){1,24}(?:路|街|大道|巷|弄|胡同)\s?${HOUSE_NUMBER}(?:号|弄|栋|幢)(?:[\s-]{0,2}${HOUSE_NUMBER}${HOUSE})*(?:-?\p{Nd}{2,5})?`,
    'gu',
  ),
  /\p{Nd}{1,3}\s?(?:号楼|栋|幢)[\s-]{0,2}(?:\p{Nd}{1,2}\s?单元[\s-]{0,2})?\p{Nd}{2,5}\s?室?/gu,
]
/** Between two digits of one number: spaces, brackets, dots, dashes of any kind, and what cannot be seen. */
const GAP = String.raw`[\s()（）.·_\p{Pd}\p{Cf}]{0,3}`
/**
 * Between two of what can only be a number to dial: any sign that ends no part of a sentence, nor an hour. By their code
 * points, since "neither letter nor digit" takes a second to compile where it stands so often.
 */
const WIDE = String.raw`[\t "#$%&'()*+,\-./<=>@\\[\]^_\x60{|}~\u00a0-\u00b1\u00b4\u00b6-\u00b8\u2000-\u2027\u202f-\u206f\u20e3\u2190-\u2bff\u3000\u3003-\u301f\u30fb\ufe0f\uff02-\uff0b\uff0c-\uff0f\uff1c-\uff1e\uff20\uff3b-\uff40\uff5b-\uff60\uff65\u{1f000}-\u{1faff}]{0,3}`
/** As people say digits, and as banks write them. */
const SAID = '零〇○一二三四五六七八九幺两兩壹贰貳叁叄參肆伍陆陸柒捌玖'
const DIGIT = String.raw`[\p{Nd}\p{No}]`
const ANY_DIGIT = String.raw`[\p{Nd}\p{No}${SAID}]`
const NUMBER = new RegExp(`[+＋]?${DIGIT}(?:${GAP}${DIGIT}){6,}`, 'gu')
/** In words, or half of it in words. */
const SPELT = new RegExp(String.raw`(?=\p{Nd}{0,20}[${SAID}])[\p{Nd}${SAID}]{7,}`, 'gu')
/** WeChat's own name for who chose none. */
const WXID = /(?<![a-z\d])wxid[_-]?[a-z\d]{4,}/giu
/** Behind a name in Chinese: a land line without its area code, or a messenger's number. Longer ones are a platform's. */
const BEHIND_NAME = /(?<=\p{Script=Han}\s?)\p{Nd}{7,11}(?!\p{Nd})/gu
/** A mobile number however it is grouped and whichever digits it has, a land line with its area code, a number with its country's. */
const DIALLED = new RegExp(
  [
    `(?<!${ANY_DIGIT})(?:[+＋]?[8８]${WIDE}[6６]${WIDE})?[1１一壹幺①](?:${WIDE}(?![0-2０-２零〇○一二两兩幺壹贰貳])${ANY_DIGIT})(?:${WIDE}${ANY_DIGIT}){9}(?!${ANY_DIGIT})`,
    String.raw`(?<!${DIGIT})[0０]\p{Nd}{2,3}(?:[\s)）-]{0,2}\p{Nd}{7,8}|${WIDE}\p{Nd}{3,4}${WIDE}\p{Nd}{4})(?!${DIGIT})`,
    `[+＋]${DIGIT}(?:${GAP}${DIGIT}){6,}`,
  ].join('|'),
  'gu',
)
/** What stands behind the name of a messenger. */
const HANDLE =
  /((?:[微威薇徽][\s.]{0,3}信|[vVｖＶ][\s.]{0,3}信|(?<![a-z])(?:we\s?chat|weixin|wx|vx|qq|line|whatsapp|telegram)(?![a-z])|[加➕+]\s{0,3}我?\s{0,3}[vVｖＶ](?![a-z])|扣扣|企鹅)(?:\s{0,3}号码?|\s?id)?\s{0,3}(?:是|为|[:：=])?\s{0,3})[A-Za-z\d][\w-]{4,}/giu
/** Groups of digits of which one is a year and the others are days, months and hours: dates, not a number to call. */
const YEAR = /^(?:19|20)\p{Nd}{2}$/u
function isDate(found: string): boolean {
  const groups = found.normalize('NFKC').split(/\P{Nd}+/u)
  return groups.some((group) => YEAR.test(group)) && groups.every((group) => group.length <= 2 || YEAR.test(group))
}
/** `12800.00`, or from one to another. */
const MONEY = /^\p{Nd}{1,6}[.．]\p{Nd}{1,2}(?:[\s\p{Pd}]{1,3}\p{Nd}{1,6}[.．]\p{Nd}{1,2})*$/u
const blotted = (found: string): string => (isDate(found) || MONEY.test(found) ? found : MASK)
const LETTER = /\p{L}/u

/** The text with every e-mail and street address, phone or account number and messenger's handle blotted out. */
export function maskContacts(text: string): string {
  return HOMES.reduce((rest, pattern) => rest.replace(pattern, MASK), addresses(text))
    .replace(HANDLE, `$1${MASK}`)
    .replace(DIALLED, blotted)
    .replace(NUMBER, blotted)
    .replace(SPELT, MASK)
}

/** The same for what names a thing, an order's or an account's number: only what can be dialled or written to. */
export const maskCode = (code: string): string =>
  addresses(code).replace(HANDLE, `$1${MASK}`).replace(DIALLED, blotted).replace(SPELT, MASK)

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

/** Behind a province, a city, a district stands what alone tells where somebody lives. */
const DISTRICT = /[省市区區县縣旗州]/gu
const SHORTEST = 6

/** The text without these addresses, however they are spaced, also where they begin with the district or the street. */
export function withoutOwn(text: string, addresses: readonly string[]): string {
  const known = addresses.flatMap((address) => {
    const ends = [...address.matchAll(DISTRICT)].map(({ index }) => bare(address.slice(index + 1)))
    return [bare(address), ...ends.filter((end) => /\p{N}/u.test(end))].filter(({ length }) => length >= SHORTEST)
  })
  return known.reduce(withoutOne, text)
}

/** @param known as {@link bare} leaves it */
function withoutOne(text: string, known: string): string {
  if (!bare(text).includes(known)) return text
  let seen = ''
  /** Where in the text each unit of `seen` begins and ends. */
  const at: [from: number, to: number][] = []
  let from = 0
  for (const char of text) {
    for (const unit of bare(char)) {
      seen += unit
      for (let n = 0; n < unit.length; n++) at.push([from, from + char.length])
    }
    from += char.length
  }
  const found = seen.indexOf(known)
  const [first, last] = [at[found], at[found + known.length - 1]]
  if (!first || !last) return text
  return text.slice(0, first[0]) + MASK + withoutOne(text.slice(last[1]), known)
}
