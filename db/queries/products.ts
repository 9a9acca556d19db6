/** Products as the lines of orders name them, and what orders owe to them: worked out by SQL within the batch. */
import { REV, type Statement, statement } from '../statement.ts'

/**
 * SQL that gives products not yet known a row, in the order they are named. Ids count up within the shop; the index on
 * the number makes the last one a look-up.
 * @param names a SELECT of one column `name`, each name once
 */
const insertNames = (names: string): `${string}:shop${string}` =>
  `INSERT INTO products (shopId, rev, id, name)
   SELECT :shop, ${REV}, 'p' || (ROW_NUMBER() OVER () + COALESCE((SELECT CAST(SUBSTR(id, 2) AS INTEGER) FROM products
       WHERE shopId = :shop ORDER BY CAST(SUBSTR(id, 2) AS INTEGER) DESC LIMIT 1), 0)), j.name
   FROM (${names}) j WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.shopId = :shop AND p.name = j.name)`

export const insertProducts = (names: string[]): Statement =>
  statement(insertNames('SELECT DISTINCT value AS name FROM json_each(:names)'), { names: JSON.stringify(names) })

/** A sum of many absurd amounts still is a whole number that JavaScript holds. */
const sum = (amount: string): string => `CAST(MIN(TOTAL(${amount}), 9e15) AS INTEGER)`

const COST = sum('p.cost * l.quantity')
const COSTED = sum('CASE WHEN p.cost IS NOT NULL THEN l.price * l.quantity END')
const LINES = `FROM orderLines l CROSS JOIN products p ON p.shopId = :shop AND p.name = l.product
   WHERE l.shopId = :shop AND l.orderId = orders.id`
const OF_LINES = `(products, listTotal, cost, costedTotal) =
   (SELECT json_group_array(DISTINCT p.id), ${sum('l.price * l.quantity')}, ${COST}, ${COSTED} ${LINES})`

/** What orders owe to their lines: after the lines were written and before the totals of those who bought them. */
export const refreshOrders = (ids: string[]): Statement =>
  statement(`UPDATE orders SET ${OF_LINES} WHERE shopId = :shop AND id IN (SELECT value FROM json_each(:ids))`, {
    ids: JSON.stringify(ids),
  })

/** The same for orders whose lines an undo under way has put back, which may name what nothing else did. */
export const refreshUndone = (importId: string): Statement[] => {
  const undone = 'SELECT orderId FROM undone WHERE shopId = :shop AND importId = :importId'
  return [
    insertNames(
      `SELECT DISTINCT l.product AS name FROM undone u CROSS JOIN orderLines l ON l.shopId = :shop AND l.orderId = u.orderId
       WHERE u.shopId = :shop AND u.importId = :importId`,
    ),
    `UPDATE orders SET ${OF_LINES} WHERE shopId = :shop AND deleted = 0 AND id IN (${undone})` as const,
  ].map((sql) => statement(sql as `${string}:shop`, { importId }))
}

/**
 * After the cost of products changed: what orders of theirs cost, and who is to be looked at by the next recompute. No
 * phone is sent anything but the product.
 */
export function costsChanged(ids: string[]): Statement[] {
  const args = { ids: JSON.stringify(ids) }
  const orders = `SELECT l.orderId FROM json_each(:ids) j
     CROSS JOIN products p ON p.shopId = :shop AND p.id = j.value
     CROSS JOIN orderLines l ON l.shopId = :shop AND l.product = p.name`
  return [
    statement(
      `UPDATE orders SET (cost, costedTotal) = (SELECT ${COST}, ${COSTED} ${LINES}) WHERE shopId = :shop AND id IN (${orders})`,
      args,
    ),
    statement(
      `UPDATE customers SET ordersRev = ${REV} WHERE shopId = :shop AND id IN
         (SELECT o.customerId FROM orders o WHERE o.shopId = :shop AND o.id IN (${orders}))`,
      args,
    ),
  ]
}
