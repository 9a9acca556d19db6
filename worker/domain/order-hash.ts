import { fingerprint } from './import/fingerprint.ts'
import type { NormalLine, NormalOrder } from './order.ts'

/** Equal for orders an import has nothing new to say about. Phone and server reckon it alike, so a preview sends hashes. */
export const orderHash = (order: NormalOrder): string => {
  const { accountId, nickname, name, phone, email, address } = order.customer
  return fingerprint(
    JSON.stringify([
      order.placedAt,
      order.status,
      order.total,
      order.refunded,
      [accountId, nickname, name, phone, email, address],
      order.lines.map((line) => [line.product, line.sku, line.quantity, line.price]),
    ]),
  )
}

const NOBODY = { accountId: null, nickname: null, name: null, phone: null, email: null, address: null }

/** The same with nobody in it, for an order whose buyer was erased: from it nobody can be found by trying. */
export const hashOfNobody = (order: Omit<NormalOrder, 'customer'>): string => orderHash({ ...order, customer: NOBODY })

const SUMMARY_LENGTH = 120
/** What a cut leaves of a character that takes two places. */
const HALF = /[\ud800-\udbff]$/

/** What was bought, short: products with quantities above one, cut at 120 characters. */
export function orderSummary(lines: readonly NormalLine[]): string {
  const text = lines.map((line) => (line.quantity > 1 ? `${line.product} ×${line.quantity}` : line.product)).join(' · ')
  return text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH - 1).replace(HALF, '')}…` : text
}
