/** What to call a customer. */
import type { CustomerRow } from '../../worker/domain/rows.ts'
import { t } from '../i18n/index.ts'

type Named = Pick<CustomerRow, 'nickname' | 'name' | 'phone' | 'accountId'> & Partial<Pick<CustomerRow, 'erasedAt'>>

const DIGIT = '[0-9０-９]'
const MOBILE = new RegExp(
  `(?<!${DIGIT})([1１][3-9３-９]${DIGIT})[\\s-]?${DIGIT}{4}[\\s-]?(${DIGIT}{4})(?!${DIGIT})|[+＋]${DIGIT}(?:[\\s-]?${DIGIT}){2,}((?:[\\s-]?${DIGIT}){4})`,
  'g',
)

/** A name with what could be dialled or written to masked, as the contact is that somebody took for a name. */
export const shownName = (name: string): string =>
  name
    .replace(/([^\s@＠])[^\s@＠]*[@＠](\S+)/gu, '$1***@$2')
    .replace(MOBILE, (_, head = '', tail = '', abroad = '') => `${head}****${tail}${abroad}`)

/** The nickname sellers know them by, else the name, the phone's tail, the account; never empty and never a contact in full. */
export function callName(customer: Named | undefined): string {
  if (!customer) return t('common.list.unknown')
  if (customer.erasedAt != null) return t('common.list.erased')
  const { phone, accountId } = customer
  const name = customer.nickname ?? customer.name
  if (name !== null) return shownName(name)
  if (phone) return `…${phone.slice(-4)}`
  return accountId === null ? t('common.list.unknown') : shownName(accountId)
}
