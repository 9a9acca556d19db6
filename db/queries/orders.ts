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
  /** Of the newest of their addresses that names one; see `regionOf`. */
  region: string | null
  /** When the newest of their orders in the chunk was placed. */
  at: number
}

/** [orderId, n, product, sku, quantity, price] */
export type StoredLine = [string, number, string, string | null, number, number]

const IN_CHUNK =
  '(SELECT customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys)))'

/** Whether the buyer of order `o` was erased: such an order keeps its owner, whatever a file says of who that was. */
export const ERASED = `EXISTS (SELECT 1 FROM customers c WHERE c.shopId = :shop AND c.id = o.customerId AND c.erasedAt IS NOT NULL)`

/** `facts`: of an order whose buyer was erased, all that is known but them, as JSON; their hash says nothing any more. */
export const existingOrders = (identities: [source: string, externalId: string][]): Statement =>
  statement(
    `SELECT o.id, o.source, o.externalId, o.hash, o.customerId, ${ERASED} AS erased,
       CASE WHEN ${ERASED} THEN json_object('placedAt', o.placedAt, 'status', o.status, 'total', o.total, 'refunded', o.refunded,
         'lines', (SELECT json_group_array(json_object('product', l.product, 'sku', l.sku, 'quantity', l.quantity, 'price', l.price) ORDER BY l.n)
                   FROM orderLines l WHERE l.shopId = :shop AND l.orderId = o.id)) END AS facts FROM json_each(:identities) j
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

const FACTS = ['nickname', 'name', 'phone', 'email', 'address', 'region']
const PERSON = ['id', 'source', 'accountId', ...FACTS]

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
      `INSERT INTO customers (shopId, rev, ${PERSON.join(', ')}, createdAt)
       SELECT :shop, ${REV}, ${PERSON.map(pick).join(', ')}, :now
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
  return statement(
    `INSERT INTO customers (shopId, id, rev, source, createdAt, ${FACTS.join(', ')})
     SELECT :shop, c.id, ${REV}, c.source, c.createdAt, ${FACTS.map((f) => `j.value ->> '${f}'`).join(', ')}
     FROM json_each(:people) j
     CROSS JOIN identities i ON i.shopId = :shop AND i.key = j.value ->> 'key'
     CROSS JOIN customers c ON c.shopId = :shop AND c.id = i.customerId AND c.deleted = 0
       AND j.value ->> 'at' >= COALESCE(c.lastOrderAt, 0)
       AND (${FACTS.map((f) => `(j.value ->> '${f}' IS NOT NULL AND j.value ->> '${f}' IS NOT c.${f})`).join(' OR ')})
     WHERE true
     ON CONFLICT (shopId, id) DO UPDATE SET rev = excluded.rev,
       ${FACTS.map((f) => `${f} = COALESCE(excluded.${f}, ${f})`).join(', ')}`,
    { people: JSON.stringify(people) },
  )
}

const COLUMNS = ['source', 'externalId', 'placedAt', 'status', 'total', 'refunded', 'summary', 'hash']
const OWNER = `(SELECT customerId FROM identities WHERE shopId = :shop AND key = j.value ->> 'key')`

const INSERT: `${string}:shop${string}` = `INSERT INTO orders (shopId, rev, id, customerId, ${COLUMNS.join(', ')})
     SELECT :shop, ${REV}, j.value ->> 'id', ${OWNER}, ${COLUMNS.map((c) => `j.value ->> '${c}'`).join(', ')}
     FROM json_each(:orders) j`

export const insertOrders = (orders: StoredOrder[]): Statement => statement(INSERT, { orders: JSON.stringify(orders) })

/**
 * Updates orders seen with hash `was`; aborts the batch when one was changed, or its buyer erased, meanwhile. Who bought is
 * never forgotten.
 */
export const updateOrders = (orders: (StoredOrder & { was: string; erased: 0 | 1 })[]): Statement[] => [
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) = :count FROM json_each(:orders) j
     CROSS JOIN orders o ON o.shopId = :shop AND o.id = j.value ->> 'id' AND o.hash = j.value ->> 'was' AND o.deleted = 0
       AND ${ERASED} = j.value ->> 'erased'`,
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

const MOST_BOUGHT = 50

/** `list` is a JSON array without its brackets. The first of it says what brought them in, the last what they came to. */
const bought = (list: string): string =>
  `(SELECT CASE WHEN json_array_length(b.ids) <= ${MOST_BOUGHT} THEN b.ids
      ELSE (SELECT json_group_array(k.value) FROM json_each(b.ids) k WHERE k.key = 0 OR k.key > json_array_length(b.ids) - ${MOST_BOUGHT}) END
    FROM (SELECT json_group_array(DISTINCT a.value) AS ids FROM json_each('[' || COALESCE(${list}, '') || ']') a) b)`

/**
 * A customer's live totals, and the mark that a recompute has to look at them again. Of more than 50 products `bought`
 * keeps the first ever and the 49 first bought last.
 */
export const TOTALS = `ordersRev = ${REV}, (ordersCount, net, firstOrderAt, lastOrderAt, discount, bought) =
  (SELECT t.count, t.net, t.firstAt, t.lastAt, CAST(MAX(0, MIN(100, ROUND(100 - 100.0 * t.paid / t.listed))) AS INTEGER), ${bought('t.products')}
   FROM (SELECT COUNT(*) AS count, COALESCE(SUM(o.total - o.refunded), 0) AS net, MIN(o.placedAt) AS firstAt, MAX(o.placedAt) AS lastAt,
       TOTAL(o.total) FILTER (WHERE o.listTotal > 0) AS paid, NULLIF(TOTAL(o.listTotal), 0) AS listed,
       group_concat(SUBSTR(o.products, 2, LENGTH(o.products) - 2)) FILTER (WHERE o.products <> '[]') AS products
     FROM (SELECT * FROM orders WHERE shopId = :shop AND customerId = customers.id AND ${COUNTS} ORDER BY placedAt) o) t)`

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
