import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { isSlipping } from '../../../worker/domain/win-back.ts'

export type Reason = 'dispute' | 'unhappy' | 'declining' | 'lost'

/** The one thing that is off about a customer, the most pressing first; null when all is well. */
export function reasonOf(customer: CustomerRow): Reason | null {
  if (customer.openDisputes > 0) return 'dispute'
  if (customer.unhappyAt !== null) return 'unhappy'
  if (!isSlipping(customer)) return null
  return customer.figures?.stage === 'lost' ? 'lost' : 'declining'
}
