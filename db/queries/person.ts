/** Everything a shop holds of one person, part by part. */
import type { TableName } from '../../worker/domain/rows.ts'
import { ROW_COLUMNS } from '../columns.ts'
import { ERASURE, whose } from '../erasure.ts'
import { type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

/**
 * Synced tables that speak of them, beside their row and their orders: those an erase looks through. A link's secret is
 * theirs to open, not ours to tell.
 */
export const PARTS = (Object.keys(ERASURE) as TableName[]).filter(
  (table) => table in ROW_COLUMNS && table !== 'customers' && table !== 'orders' && whose(ERASURE[table]) !== null,
)

/** Rows of a part after an id, in order of id. */
export const partPage = (part: TableName, person: string, after: string, limit: number): Statement =>
  statement(
    `SELECT ${columnList(part)} FROM ${part}
     WHERE shopId = :shop AND ${whose(ERASURE[part])} AND id > :after AND deleted = 0 ORDER BY id LIMIT :limit`,
    { person, after, limit },
  )

/** In order of key. */
export const identitiesPage = (person: string, after: string, limit: number): Statement =>
  statement(
    'SELECT key FROM identities WHERE shopId = :shop AND customerId = :person AND key > :after ORDER BY key LIMIT :limit',
    { person, after, limit },
  )

/** Orders with their lines as JSON, in order of id. */
export const ordersPage = (person: string, after: string, limit: number): Statement =>
  statement(
    `SELECT ${columnList('orders')},
       (SELECT json_group_array(json_object('product', l.product, 'sku', l.sku, 'quantity', l.quantity, 'price', l.price))
        FROM orderLines l WHERE l.shopId = :shop AND l.orderId = orders.id) AS lines
     FROM orders WHERE shopId = :shop AND customerId = :person AND id > :after AND deleted = 0 ORDER BY id LIMIT :limit`,
    { person, after, limit },
  )
