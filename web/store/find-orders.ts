import { orderNumber } from '../../worker/domain/intake-match.ts'
import type { OrderRow } from '../../worker/domain/rows.ts'
import { inChunks } from './base.ts'
import { currentStore } from './current.ts'

const CHUNK = 2000

/** The orders on this phone that bear one of these numbers, in one pass over all of them. */
export async function ordersNumbered(numbers: Iterable<string>): Promise<OrderRow[]> {
  const wanted = new Set(Array.from(numbers, orderNumber))
  if (wanted.size === 0) return []
  const found: OrderRow[] = []
  for await (const orders of inChunks(currentStore().db, 'orders', CHUNK)) {
    for (const order of orders) if (wanted.has(orderNumber(order.externalId))) found.push(order)
  }
  return found
}
