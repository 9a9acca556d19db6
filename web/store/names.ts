/** What to call a customer. */
import type { CustomerRow } from '../../worker/domain/rows.ts'
import { t } from '../i18n/index.ts'

type Named = Pick<CustomerRow, 'nickname' | 'name' | 'phone' | 'accountId'> & Partial<Pick<CustomerRow, 'erasedAt'>>

/** The nickname sellers know them by, else the name, the phone's tail, the account; never empty. */
export function callName(customer: Named | undefined): string {
  if (!customer) return t('common.list.unknown')
  if (customer.erasedAt != null) return t('common.list.erased')
  const { nickname, name, phone, accountId } = customer
  return nickname ?? name ?? (phone && `…${phone.slice(-4)}`) ?? accountId ?? t('common.list.unknown')
}
