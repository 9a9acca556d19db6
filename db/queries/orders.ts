/**
 * Orders in bulk: every statement takes a whole chunk as one JSON argument, so a chunk costs the same few
 * statements whether it holds one order or five hundred.
 */
import { REV, type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

/** An order as it is stored; `key` ties it to a person (null: nobody known). */
export interface StoredOrder {
  id: string
  key: string | null
  source: string
  externalId: string
  placedAt: number
  status: string
  total: number
  refunded: number
  summary: string
  hash: string
}

/** Someone a chunk speaks of: `id` is taken only where the key is new. */
export interface Person {
  key: string
  id: string
  source: string
  accountId: string | null
  nickname: string | null
  name: string | null
  phone: string | null
  email: string | null
  address: string | null
  /** When the newest of their orders in the chunk was placed. */
  at: number
}

/** [orderId, n, product, sku, quantity, price] */
export type StoredLine = [string, number, string, string | null, number, number]

const IN_CHUNK =
  '(SELECT customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys)))'

export const existingOrders = (identities: [source: string, externalId: string][]): Statement =>
  statement(
    `SELECT o.id, o.source, o.externalId, o.hash, o.customerId FROM json_each(:identities) j
     CROSS JOIN orders o ON o.shopId = :shop AND o.source = j.value ->> 0 AND o.externalId = j.value ->> 1 AND o.deleted = 0`,
    { identities: JSON.stringify(identities) },
  )

/** Offers of the people in a chunk that a purchase may settle (W6). */
export const unsettledOffers = (keys: string[]): Statement =>
  statement(
    `SELECT ${columnList('offers')} FROM offers WHERE shopId = :shop AND deleted = 0 AND status IN ('draft', 'sent', 'expired')
     AND customerId IN ${IN_CHUNK}`,
    { keys: JSON.stringify(keys) },
  )

/** Open tasks about offers of the people in a chunk. */
export const openOfferTasks = (keys: string[]): Statement =>
  statement(
    `SELECT ${columnList('tasks')} FROM tasks WHERE shopId = :shop AND deleted = 0 AND status = 'open' AND offerId IS NOT NULL
     AND customerId IN ${IN_CHUNK}`,
    { keys: JSON.stringify(keys) },
  )

export const identitiesOf = (keys: string[]): Statement =>
  statement(
    'SELECT key, customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys))',
    { keys: JSON.stringify(keys) },
  )

export function insertPeople(people: Person[], now: number): Statement[] {
  const args = { people: JSON.stringify(people) }
  const pick = (name: string) => `j.value ->> '${name}'`
  return [
    statement(
      `INSERT INTO identities (shopId, key, customerId)
       SELECT :shop, ${pick('key')}, ${pick('id')} FROM json_each(:people) j WHERE true ON CONFLICT DO NOTHING`,
      args,
    ),
    statement(
      `INSERT INTO customers (shopId, rev, id, source, accountId, nickname, name, phone, email, address, createdAt)
       SELECT :shop, ${REV}, ${['id', 'source', 'accountId', 'nickname', 'name', 'phone', 'email', 'address'].map(pick).join(', ')}, :now
       FROM json_each(:people) j
       CROSS JOIN identities i ON i.shopId = :shop AND i.key = ${pick('key')} AND i.customerId = ${pick('id')}`,
      { ...args, now },
    ),
  ]
}

/**
 * Newer facts supersede, empty ones never overwrite; rows that say the same stay untouched. An upsert rather than
 * UPDATE … FROM, whose join order SQLite may turn round and then scan the shop.
 */
export function refreshFacts(people: Person[]): Statement {
  const fields = ['nickname', 'name', 'phone', 'email', 'address']
  return statement(
    `INSERT INTO customers (shopId, id, rev, source, createdAt, ${fields.join(', ')})
     SELECT :shop, c.id, ${REV}, c.source, c.createdAt, ${fields.map((f) => `j.value ->> '${f}'`).join(', ')}
     FROM json_each(:people) j
     CROSS JOIN identities i ON i.shopId = :shop AND i.key = j.value ->> 'key'
     CROSS JOIN customers c ON c.shopId = :shop AND c.id = i.customerId AND c.deleted = 0
       AND j.value ->> 'at' >= COALESCE(c.lastOrderAt, 0)
       AND (${fields.map((f) => `(j.value ->> '${f}' IS NOT NULL AND j.value ->> '${f}' IS NOT c.${f})`).join(' OR ')})
     WHERE true
     ON CONFLICT (shopId, id) DO UPDATE SET rev = excluded.rev,
       ${fields.map((f) => `${f} = COALESCE(excluded.${f}, ${f})`).join(', ')}`,
    { people: JSON.stringify(people) },
  )
}

const COLUMNS = ['source', 'externalId', 'placedAt', 'status', 'total', 'refunded', 'summary', 'hash']
const OWNER = `(SELECT customerId FROM identities WHERE shopId = :shop AND key = j.value ->> 'key')`

const INSERT: `${string}:shop${string}` = `INSERT INTO orders (shopId, rev, id, customerId, ${COLUMNS.join(', ')})
     SELECT :shop, ${REV}, j.value ->> 'id', ${OWNER}, ${COLUMNS.map((c) => `j.value ->> '${c}'`).join(', ')}
     FROM json_each(:orders) j`

export const insertOrders = (orders: StoredOrder[]): Statement => statement(INSERT, { orders: JSON.stringify(orders) })

/** Updates orders seen with hash `was`; aborts the batch when one was changed meanwhile. Who bought is never forgotten. */
export const updateOrders = (orders: (StoredOrder & { was: string })[]): Statement[] => [
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) = :count FROM json_each(:orders) j
     CROSS JOIN orders o ON o.shopId = :shop AND o.id = j.value ->> 'id' AND o.hash = j.value ->> 'was' AND o.deleted = 0`,
    { orders: JSON.stringify(orders), count: orders.length },
  ),
  statement(
    `${INSERT} WHERE true
     ON CONFLICT (shopId, id) DO UPDATE SET rev = excluded.rev, customerId = COALESCE(excluded.customerId, customerId),
       ${COLUMNS.map((c) => `${c} = excluded.${c}`).join(', ')}`,
    { orders: JSON.stringify(orders) },
  ),
]

export const replaceLines = (updatedIds: string[], lines: StoredLine[]): Statement[] => [
  ...(updatedIds.length > 0
    ? [
        statement('DELETE FROM orderLines WHERE shopId = :shop AND orderId IN (SELECT value FROM json_each(:ids))', {
          ids: JSON.stringify(updatedIds),
        }),
      ]
    : []),
  statement(
    `INSERT INTO orderLines (shopId, orderId, n, product, sku, quantity, price)
     SELECT :shop, j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5 FROM json_each(:lines) j`,
    { lines: JSON.stringify(lines) },
  ),
]

/** Orders that count as purchases; the same rule as `countsAsPurchase`. */
const COUNTS = `deleted = 0 AND status NOT IN ('pending', 'cancelled')`

const TOTALS = `(ordersCount, net, firstOrderAt, lastOrderAt) =
  (SELECT COUNT(*), COALESCE(SUM(o.total - o.refunded), 0), MIN(o.placedAt), MAX(o.placedAt)
   FROM orders o WHERE o.shopId = :shop AND o.customerId = customers.id AND o.${COUNTS.replace('status', 'o.status')})`

/** Totals of everyone a chunk touched: by identity key, and by id for those an order was taken from. */
export const refreshTotals = (keys: string[], customerIds: string[]): Statement =>
  statement(
    `UPDATE customers SET rev = ${REV}, ${TOTALS}
     WHERE shopId = :shop AND deleted = 0 AND id IN (SELECT i.customerId FROM json_each(:keys) k
       CROSS JOIN identities i ON i.shopId = :shop AND i.key = k.value UNION ALL SELECT value FROM json_each(:ids))`,
    { keys: JSON.stringify(keys), ids: JSON.stringify(customerIds) },
  )

/** Orders of one customer, newest first, for history older than the phone holds. */
export const ordersOfCustomer = (customerId: string, before: number, limit: number): Statement =>
  statement(
    `SELECT ${columnList('orders')} FROM orders WHERE shopId = :shop AND customerId = :customerId AND placedAt < :before AND deleted = 0
     ORDER BY placedAt DESC LIMIT :limit`,
    { customerId, before, limit },
  )

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

/**
 * Takes an import back: orders it created become blanked tombstones, orders it changed get their old values, people
 * nothing else speaks of — no order, case or offer, nobody's own words, no other import to be taken back — become
 * tombstones and the moves proposed for them are dropped. Orders changed since by something else are left as they are.
 */
export function undoImport(importId: string): Statement[] {
  const args = { importId }
  const mine = `SELECT c.orderId FROM importChanges c JOIN orders o ON o.shopId = c.shopId AND o.id = c.orderId AND o.hash = c.after AND o.deleted = 0
     WHERE c.shopId = :shop AND c.importId = :importId`
  const restored = ['customerId', 'source', 'externalId', 'placedAt', 'status', 'total', 'refunded', 'summary', 'hash']
  const touched = `SELECT customerId FROM undone WHERE shopId = :shop AND importId = :importId AND customerId IS NOT NULL`
  const gone = `SELECT customerId FROM undone WHERE shopId = :shop AND importId = :importId AND orderId >= 'gone:' AND orderId < 'gone;'`
  const unspokenOf = `SELECT DISTINCT c.id FROM undone u CROSS JOIN customers c ON c.shopId = :shop AND c.id = u.customerId
     WHERE u.shopId = :shop AND u.importId = :importId AND c.deleted = 0 AND c.source <> 'hand'
       AND c.note IS NULL AND c.doNotContact = 0 AND c.recentContacts = '[]' AND c.pinTier IS NULL
       AND c.id NOT IN (SELECT k.before ->> 'customerId' FROM imports i CROSS JOIN importChanges k ON k.shopId = :shop AND k.importId = i.id
         WHERE i.shopId = :shop AND i.undoneAt IS NULL AND k.before ->> 'customerId' IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.shopId = :shop AND o.customerId = c.id AND o.deleted = 0)
       AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.shopId = :shop AND d.customerId = c.id AND d.deleted = 0)
       AND NOT EXISTS (SELECT 1 FROM offers f WHERE f.shopId = :shop AND f.customerId = c.id AND f.deleted = 0)`
  return [
    // Whom it touches, before and after: kept for the statements below, cleared at the end.
    statement(
      `INSERT INTO undone (shopId, importId, orderId, customerId)
       SELECT :shop, :importId, o.id, o.customerId FROM orders o WHERE o.shopId = :shop AND o.id IN (${mine})
       UNION SELECT :shop, :importId, c.orderId || ':before', c.before ->> 'customerId' FROM importChanges c
       WHERE c.shopId = :shop AND c.importId = :importId AND c.before IS NOT NULL`,
      args,
    ),
    statement(
      `DELETE FROM orderLines WHERE shopId = :shop AND orderId IN (SELECT orderId FROM undone WHERE shopId = :shop AND importId = :importId)`,
      args,
    ),
    statement(
      `INSERT INTO orderLines (shopId, orderId, n, product, sku, quantity, price)
       SELECT :shop, c.orderId, l.value ->> 0, l.value ->> 1, l.value ->> 2, l.value ->> 3, l.value ->> 4
       FROM importChanges c JOIN undone u ON u.shopId = c.shopId AND u.importId = c.importId AND u.orderId = c.orderId, json_each(c.before, '$.lines') l
       WHERE c.shopId = :shop AND c.importId = :importId AND c.before IS NOT NULL`,
      args,
    ),
    statement(
      `UPDATE orders SET rev = ${REV}, ${restored.map((c) => `${c} = p.before ->> '${c}'`).join(', ')}
       FROM (SELECT c.orderId, c.before FROM importChanges c JOIN undone u ON u.shopId = c.shopId AND u.importId = c.importId AND u.orderId = c.orderId
             WHERE c.shopId = :shop AND c.importId = :importId AND c.before IS NOT NULL) p
       WHERE orders.shopId = :shop AND orders.id = p.orderId`,
      args,
    ),
    statement(
      `UPDATE orders SET rev = ${REV}, deleted = 1, customerId = NULL, source = '', externalId = orders.id, placedAt = 0,
         status = 'cancelled', total = 0, refunded = 0, summary = '', hash = ''
       FROM (SELECT c.orderId FROM importChanges c JOIN undone u ON u.shopId = c.shopId AND u.importId = c.importId AND u.orderId = c.orderId
             WHERE c.shopId = :shop AND c.importId = :importId AND c.before IS NULL) p
       WHERE orders.shopId = :shop AND orders.id = p.orderId`,
      args,
    ),
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
         email = NULL, address = NULL, note = NULL, figures = NULL, tier = NULL, pinTier = NULL, pinReason = NULL
       WHERE shopId = :shop AND id IN (${gone})`,
      args,
    ),
    statement('DELETE FROM undone WHERE shopId = :shop AND importId = :importId', args),
  ]
}
