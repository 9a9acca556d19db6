/** Names fit to appear in a message to a buyer, whatever platforms and spreadsheets hold for one. */
import { isMasked } from './buyer-key.ts'
import type { Locale } from './explain/shape.ts'
import { platformRisks } from './platform-safe.ts'
import type { CustomerRow } from './rows.ts'

const LONGEST_NAME = 12
const LONGEST_PRODUCT = 16

/** Said by people, short, and no way out of the platform; null for anything else. */
export const speakable = (text: string | null | undefined, longest: number): string | null => {
  const plain = text?.replace(/\s+/g, ' ').trim() ?? ''
  const fit = plain !== '' && plain.length <= longest && !isMasked(plain) && platformRisks(plain).length === 0
  return fit ? plain : null
}

/** Real name, else a nickname a person would answer to (not tb_123456); null rather than a wrong one. */
export function nameToUse(customer: Pick<CustomerRow, 'name' | 'nickname'>): string | null {
  const nickname = /\d{3}|_/.test(customer.nickname ?? '') ? null : customer.nickname
  return speakable(customer.name, LONGEST_NAME) ?? speakable(nickname, LONGEST_NAME)
}

/** A product by its name, where that is short enough to say. */
export const productToName = (name: string | null, locale: Locale): string | null =>
  speakable(name, locale === 'zh-CN' ? LONGEST_PRODUCT : 2 * LONGEST_PRODUCT)
