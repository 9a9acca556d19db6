/** Taking an import back: what is noted when it comes in, and the statements that undo it. */
import { REV, type Statement, statement } from '../statement.ts'
import { TOTALS } from './orders.ts'
import { refreshUndone } from './products.ts'
import type { IdRange } from './recompute.ts'
import { forgetRefunds, noteRestored } from './refunds.ts'

/** Notes what an import is about to do to these orders, so that it can be undone. Before the write. */
export const noteChanges = (importId: string, changes: [orderId: string, after: string][]): Statement =>
  statement(
    `INSERT INTO importChanges (shopId, importId, orderId, before, after)
     SELECT :shop, :importId, j.value ->> 0,
       (SELECT json_object('customerId', o.customerId, 'source', o.source, 'externalId', o.externalId, 'placedAt', o.placedAt,
          'status', o.status, 'total', o.total, 'refunded', o.refunded, 'summary', o.summary, 'hash', o.hash,
          'lines', (SELECT json_group_array(json_array(l.n, l.product, l.sku, l.quantity, l.price)) FROM orderLines l
                    WHERE l.shopId = :shop AND l.orderId = o.id))
        FROM orders o WHERE o.shopId = :shop AND o.id = j.value ->> 0 AND o.deleted = 0),
       j.value ->> 1
     FROM json_each(:changes) j WHERE true
     ON CONFLICT (shopId, importId, orderId) DO UPDATE SET after = excluded.after`,
    { importId, changes: JSON.stringify(changes) },
  )

/** The next orders an import brought or changed that it was not taken back of, by the order of their ids. */
export const undoPage = (importId: string, limit: number): Statement =>
  statement(
    `SELECT c.orderId FROM imports i CROSS JOIN importChanges c ON c.shopId = :shop AND c.importId = i.id
     WHERE i.shopId = :shop AND i.id = :importId AND c.orderId > COALESCE(i.undoneUpTo, '') ORDER BY c.orderId LIMIT :limit`,
    { importId, limit },
  )

/**
 * Takes back what an import did to the orders from `after` (exclusive) to `upTo` (inclusive): those it created become blanked tombstones, those it changed get their old values, people
 * nothing else speaks of — no order, case or offer, nobody's own words, no other import to be taken back — become
 * tombstones and the moves proposed for them are dropped. Orders changed since by something else are left as they are.
 * After {@link noteUndone} in the same batch.
 */
export function undoOrders(importId: string, { after, upTo }: IdRange, now: number): Statement[] {
  const args = { importId }
  const range = { importId, after, upTo }
  const page = `SELECT orderId, before, after FROM importChanges
     WHERE shopId = :shop AND importId = :importId AND orderId > :after AND orderId <= :upTo`
  const asLeft = 'o.shopId = :shop AND o.id = c.orderId AND o.hash = c.after AND o.deleted = 0'
  const columns = ['customerId', 'source', 'externalId', 'placedAt', 'status', 'total', 'refunded', 'summary', 'hash']
  const touched = `SELECT customerId FROM undone
     WHERE shopId = :shop AND importId = :importId AND customerId IS NOT NULL AND orderId NOT LIKE '%:former'`
  const gone = `SELECT customerId FROM undone WHERE shopId = :shop AND importId = :importId AND orderId >= 'gone:' AND orderId < 'gone;'`
  const unspokenOf = `SELECT DISTINCT c.id FROM undone u CROSS JOIN customers c ON c.shopId = :shop AND c.id = u.customerId
     WHERE u.shopId = :shop AND u.importId = :importId AND c.deleted = 0 AND c.source <> 'hand'
       AND c.note IS NULL AND c.doNotContact = 0 AND c.consent = '{}' AND c.recentContacts = '[]' AND c.pinTier IS NULL
       AND NOT EXISTS (SELECT 1 FROM importChanges k CROSS JOIN imports i ON i.shopId = :shop AND i.id = k.importId
         WHERE k.shopId = :shop AND k.before IS NOT NULL AND k.before ->> 'customerId' = +c.id
           AND (i.undoneAt IS NULL OR k.orderId > i.undoneUpTo))
       AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.shopId = :shop AND o.customerId = c.id AND o.deleted = 0)
       AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.shopId = :shop AND d.customerId = c.id AND d.deleted = 0)
       AND NOT EXISTS (SELECT 1 FROM offers f WHERE f.shopId = :shop AND f.customerId = c.id AND f.deleted = 0)`
  const former = `SELECT c.orderId, c.before FROM undone u
     CROSS JOIN importChanges c ON c.shopId = :shop AND c.importId = :importId AND c.orderId = u.orderId
     WHERE u.shopId = :shop AND u.importId = :importId`
  const restored = `${former} AND c.before IS NOT NULL`
  const removed = `${former} AND c.before IS NULL`
  return [
    // Whom it touches, before and after: kept for the statements below, cleared at the end.
    statement(
      `INSERT INTO undone (shopId, importId, orderId, customerId)
       SELECT :shop, :importId, o.id, o.customerId FROM (${page}) c CROSS JOIN orders o ON ${asLeft}
       UNION SELECT :shop, :importId,
         c.orderId || CASE WHEN EXISTS (SELECT 1 FROM orders o WHERE ${asLeft}) THEN ':before' ELSE ':former' END,
         c.before ->> 'customerId'
       FROM (${page}) c WHERE c.before IS NOT NULL`,
      range,
    ),
    statement(
      `DELETE FROM orderLines WHERE shopId = :shop AND orderId IN (SELECT orderId FROM undone WHERE shopId = :shop AND importId = :importId)`,
      args,
    ),
    statement(
      `INSERT INTO orderLines (shopId, orderId, n, product, sku, quantity, price)
       SELECT :shop, c.orderId, l.value ->> 0, l.value ->> 1, l.value ->> 2, l.value ->> 3, l.value ->> 4
       FROM (${restored}) c, json_each(c.before, '$.lines') l`,
      args,
    ),
    noteRestored(importId, restored, now),
    forgetRefunds(importId, removed),
    statement(
      `UPDATE orders SET rev = ${REV}, ${columns.map((c) => `${c} = p.before ->> '${c}'`).join(', ')}
       FROM (${restored}) p
       WHERE orders.shopId = :shop AND orders.id = p.orderId`,
      args,
    ),
    statement(
      `UPDATE orders SET rev = ${REV}, deleted = 1, customerId = NULL, source = '', externalId = orders.id, placedAt = 0,
         status = 'cancelled', total = 0, refunded = 0, summary = '', hash = '',
         products = '[]', listTotal = 0, cost = 0, costedTotal = 0
       FROM (${removed}) p
       WHERE orders.shopId = :shop AND orders.id = p.orderId`,
      args,
    ),
    ...refreshUndone(importId),
    statement(
      `UPDATE customers SET rev = ${REV}, ${TOTALS} WHERE shopId = :shop AND deleted = 0 AND id IN (${touched})`,
      args,
    ),
    statement(
      `INSERT INTO undone (shopId, importId, orderId, customerId) SELECT :shop, :importId, 'gone:' || g.id, g.id FROM (${unspokenOf}) g`,
      args,
    ),
    statement(
      `UPDATE moves SET rev = ${REV}, status = 'dismissed'
       WHERE shopId = :shop AND status = 'proposed' AND customerId IN (${gone})`,
      args,
    ),
    statement(`DELETE FROM identities WHERE shopId = :shop AND customerId IN (${gone})`, args),
    statement(
      `UPDATE customers SET rev = ${REV}, deleted = 1, source = '', accountId = NULL, nickname = NULL, name = NULL, phone = NULL,
         email = NULL, address = NULL, region = NULL, note = NULL, figures = NULL, tier = NULL, pinTier = NULL, pinReason = NULL
       WHERE shopId = :shop AND id IN (${gone})`,
      args,
    ),
    statement('DELETE FROM undone WHERE shopId = :shop AND importId = :importId', args),
  ]
}
