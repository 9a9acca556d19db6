/** What a recompute reads: everyone's orders, or what the last run kept of them and the orders that changed since. */
import type { Figures, OrderRow, Tier } from '../../worker/domain/rows.ts'
import { guard, type Statement, statement } from '../statement.ts'

/**
 * The bulk reads below give JSON arrays that begin with a customer's id, a whole page of them as one text: a client takes
 * many times longer over rows and their values. `last` is the greatest id of the page, null when nobody is left.
 */
const onePage = (page: `${string}:shop${string}`, args: { after: string; limit: number }): Statement =>
  statement(`SELECT MAX(id) AS last, '[' || group_concat(row) || ']' AS rows FROM (${page})`, args)

export type PackedOrders = [customerId: string, orders: PackedOrder[]]
export type PackedOrder = [
  placedAt: number,
  status: OrderRow['status'],
  total: number,
  refunded: number,
  cost: number,
  listTotal: number,
  costedTotal: number,
]
const ORDERS = 'json_group_array(json_array(placedAt, status, total, refunded, cost, listTotal, costedTotal))'

/** Orders, a row a customer, in order of id. Walks the index on (shopId, customerId, placedAt). */
export const orderPage = (after: string, limit: number): Statement =>
  onePage(
    `SELECT customerId AS id, json_array(customerId, ${ORDERS}) AS row FROM orders
     WHERE shopId = :shop AND customerId > :after AND deleted = 0 GROUP BY customerId ORDER BY customerId LIMIT :limit`,
    { after, limit },
  )

/** Orders of some customers, a row each, also of those without any. */
export const ordersOf = (ids: readonly string[]): Statement =>
  statement(
    `SELECT json_array(j.value, (SELECT ${ORDERS} FROM orders o
       WHERE o.shopId = :shop AND o.customerId = j.value AND o.deleted = 0)) AS row FROM json_each(:ids) j`,
    { ids: JSON.stringify(ids) },
  )

export type PackedStanding = [
  id: string,
  tier: Tier | null,
  pinTier: Tier | null,
  pinUntil: number | null,
  figures: Figures | null,
]

/** What is in force. */
export const standingPage = (after: string, limit: number): Statement =>
  onePage(
    `SELECT id, json_array(id, tier, pinTier, pinUntil, json(figures)) AS row FROM customers
     WHERE shopId = :shop AND id > :after AND deleted = 0 ORDER BY id LIMIT :limit`,
    { after, limit },
  )

/** Customers of whom an order or its cost changed after a `rev`; also those who are gone by now. */
export const changedCustomers = (since: number): Statement =>
  statement('SELECT id, deleted, tier, pinTier, pinUntil FROM customers WHERE shopId = :shop AND ordersRev > :since', {
    since,
  })

/** Whose tier in force is not the one their figures call for, who is pinned, who has no figures. By the index made for it. */
export const unsettledCustomers = (): Statement =>
  statement(
    `SELECT id, tier, pinTier, pinUntil FROM customers INDEXED BY customersUnsettled WHERE shopId = :shop
     AND deleted = 0 AND (figures IS NULL OR tier IS NOT figures ->> 'tier' OR pinTier IS NOT NULL)`,
  )

/** Refunds and cancellations told after a date, of orders placed until then, by customer. */
export const laterRefunds = (asOf: number): Statement =>
  statement(
    `SELECT o.customerId, COUNT(DISTINCT o.id) AS orders, SUM(r.amount) AS amount FROM refunds r
     CROSS JOIN orders o ON o.shopId = :shop AND o.id = r.orderId AND o.placedAt <= :asOf AND o.deleted = 0
     WHERE r.shopId = :shop AND r.at > :asOf AND o.customerId IS NOT NULL GROUP BY o.customerId HAVING SUM(r.amount) <> 0`,
    { asOf },
  )

/** Which run's histories are in force (`keptBy`), or the marker of one that is being put in force or kept none; up to which `rev` they know the orders, and the shop's `rev` now. */
export const historyState = (): Statement =>
  statement('SELECT historyRun, historyRev, head FROM shops WHERE id = :shop')

export const historyPages = (runId: string, after: number, limit: number): Statement =>
  statement(
    'SELECT page, data FROM histories WHERE shopId = :shop AND runId = :runId AND page > :after ORDER BY page LIMIT :limit',
    { runId, after, limit },
  )

export const keepHistories = (runId: string, page: number, data: string): Statement =>
  statement('INSERT INTO histories (shopId, runId, page, data) VALUES (:shop, :runId, :page, :data)', {
    runId,
    page,
    data,
  })

/**
 * While a run is put in force, page by page, no histories are: what customers have is the new in part, the old in part, and
 * the next run is to read everybody whole. Each page changes the marker, so of two runs one notices the other.
 */
export const forcing = (runId: string, page: number): string => `${runId}/${page}`

/** What is in force after a run that kept none: a value of its own, so a run that began before it notices. */
export const keptNone = (runId: string): string => `${runId}!`

/** The run whose histories are in force; null when none are. */
export const keptBy = (historyRun: string | null): string | null =>
  historyRun === null || /[/!]/.test(historyRun) ? null : historyRun

/** Whether a run was cut off, or is, between two pages. */
export const halfInForce = (): Statement => statement(`SELECT id FROM shops WHERE id = :shop AND historyRun LIKE '%/%'`)

/** Begins a page: the next marker in place of `was`, unless another run was first (LostRace). Bumps `rev`. */
export const beginPage = (marker: string, was: string | null): Statement[] => [
  statement('UPDATE shops SET head = head + 1, historyRun = :marker WHERE id = :shop AND historyRun IS :was', {
    marker,
    was,
  }),
  guard(),
]

/** Ends a run. @param historyRun its id for its histories, or `keptNone`. @param rev up to which they know the orders */
export const useHistories = (historyRun: string, rev: number): Statement =>
  statement('UPDATE shops SET historyRun = :historyRun, historyRev = :rev WHERE id = :shop', { historyRun, rev })

/** Deletes pages of runs begun before `runId`, and gives a row for each. */
export const forgetHistories = (runId: string, limit: number): Statement =>
  statement(
    `DELETE FROM histories WHERE rowid IN
       (SELECT rowid FROM histories WHERE shopId = :shop AND runId < :runId LIMIT :limit) RETURNING page`,
    { runId, limit },
  )
