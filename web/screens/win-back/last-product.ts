import { countsAsPurchase } from '../../../worker/domain/order.ts'
import type { OrderRow } from '../../../worker/domain/rows.ts'

/** Name of the first product of their last purchase, without its quantity; null when none is known. @param orders newest first */
export function lastProduct(orders: readonly Pick<OrderRow, 'status' | 'summary'>[]): string | null {
  const last = orders.find(({ status }) => countsAsPurchase(status))
  const name = last?.summary
    .split(' · ')[0]
    ?.replace(/ ×\d+$/, '')
    .trim()
  // A summary that was cut ends in the middle of a name.
  return !name || name.endsWith('…') ? null : name
}
