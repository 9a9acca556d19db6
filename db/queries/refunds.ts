/**
 * What orders lose after they were first known: written in the batch that changes them, from the rows it changes. The
 * rows of an order add up to what it counted for at first, less what it counts for now.
 */
import { type Statement, statement } from '../statement.ts'

/** What an order counts for, minor units: `netOf` where `countsAsPurchase`. */
const counted = (status: string, total: string, refunded: string): string =>
  `CASE WHEN ${status} IN ('pending', 'cancelled') THEN 0 ELSE ${total} - ${refunded} END`

/** An order about to be updated, and the id a row about it takes. */
export interface Refunding {
  id: string
  refundId: string
  status: string
  total: number
  refunded: number
}

/** Before the update. Orders that go on counting for the same make no row. */
export const noteRefunds = (orders: Refunding[], now: number): Statement => {
  const before = counted('o.status', 'o.total', 'o.refunded')
  const after = counted(`j.value ->> 'status'`, `j.value ->> 'total'`, `j.value ->> 'refunded'`)
  return statement(
    `INSERT INTO refunds (shopId, id, orderId, at, amount)
     SELECT :shop, j.value ->> 'refundId', o.id, :now, (${before}) - (${after})
     FROM json_each(:orders) j CROSS JOIN orders o ON o.shopId = :shop AND o.id = j.value ->> 'id' AND o.deleted = 0
     WHERE (${before}) <> (${after})`,
    { orders: JSON.stringify(orders), now },
  )
}

/** Orders an undo under way is about to put back as they were: `former` is a SELECT of their `orderId` and `before`. */
export const noteRestored = (importId: string, former: string, now: number): Statement => {
  const held = counted('o.status', 'o.total', 'o.refunded')
  const then = counted(`c.before ->> 'status'`, `c.before ->> 'total'`, `c.before ->> 'refunded'`)
  return statement(
    `INSERT INTO refunds (shopId, id, orderId, at, amount)
     SELECT :shop, :importId || ':' || o.id, o.id, :now, (${held}) - (${then})
     FROM (${former}) c CROSS JOIN orders o ON o.shopId = :shop AND o.id = c.orderId WHERE (${held}) <> (${then})`,
    { importId, now },
  )
}

/** Orders an undo under way is about to remove: `gone` is a SELECT of their `orderId`. No row is older than the import; found by order, for many may be newer. */
export const forgetRefunds = (importId: string, gone: string): Statement =>
  statement(
    `DELETE FROM refunds WHERE shopId = :shop AND +at >= (SELECT createdAt FROM imports WHERE shopId = :shop AND id = :importId)
       AND orderId IN (SELECT orderId FROM (${gone}))`,
    { importId },
  )
