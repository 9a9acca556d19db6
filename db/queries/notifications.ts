/** The inbox, the devices that want to hear of it, and what reached them. */
import type { ClockKind } from '../../worker/domain/queue.ts'
import { ROW_COLUMNS } from '../columns.ts'
import { type Args, REV, type Statement, statement } from '../statement.ts'
import { columnList, quote, toValue } from '../tables.ts'

/** Shops in id order after one: a directory query, the one without a shop. */
export const shopsAfter = (after: string, limit: number): { sql: string; args: Args } => ({
  sql: 'SELECT id FROM shops WHERE id > :after AND deleted = 0 ORDER BY id LIMIT :limit',
  args: { after, limit },
})

const told = (onceKey: string): string =>
  `EXISTS (SELECT 1 FROM notifications n WHERE n.shopId = :shop AND n.onceKey = ${onceKey})`

/** The clocks people are told of, by the name `deadlineKey` gives them. */
const CLOCKS = {
  'first-reply': 'firstReplyDueAt',
  'next-reply': 'nextReplyDueAt',
  resolve: 'resolveDueAt',
  'handle-by': 'handleBy',
  'prove-by': 'proveBy',
} as const satisfies Record<ClockKind, string>

/**
 * Open cases of which a clock runs out after `since`, with whether each was told of (`told:` and its name: the once-keys
 * of `deadlineKey`).
 */
export const openClocks = (since: number, limit: number): Statement =>
  statement(
    `SELECT d.id, d.step, d.loop, d.openedAt, d.firstReplyDueAt, d.nextReplyDueAt, d.resolveDueAt, d.waitingSince,
       d.waitedMs, d.handleBy, d.proveBy, d.remedies, d.resolvedAt, d.recordedAt, d.followUpAt, d.product, c.tier,
       c.nickname, c.name,
       ${Object.entries(CLOCKS)
         .map(([kind, column]) => `${told(`'deadline:' || d.id || ':${kind}:' || d.${column}`)} AS "told:${kind}"`)
         .join(', ')}
     FROM disputes d LEFT JOIN customers c ON c.shopId = :shop AND c.id = d.customerId
     WHERE d.shopId = :shop AND d.step IN ('listen', 'analyse', 'resolve', 'record', 'follow-up') AND d.deleted = 0
       AND MAX(CASE WHEN d.step IN ('listen', 'analyse', 'resolve')
           THEN MAX(COALESCE(d.firstReplyDueAt, 0), COALESCE(d.resolveDueAt, 0)) ELSE 0 END,
         COALESCE(d.nextReplyDueAt, 0), COALESCE(d.handleBy, 0), COALESCE(d.proveBy, 0)) > :since
     ORDER BY d.openedAt DESC LIMIT :limit`,
    { since, limit },
  )

/** Open tasks due by `until` that nobody was told of (the once-key of `taskNotice`), with what they are about. */
export const untoldTasks = (until: number, now: number, since: number, limit: number): Statement =>
  statement(
    `SELECT t.id, t.kind, t.status, t.customerId, t.disputeId, t.dueAt, t.snoozedUntil,
       d.step, d.product, o.status AS offer, c.nickname, c.name, c.doNotContact, c.consent
     FROM tasks t
       LEFT JOIN disputes d ON d.shopId = :shop AND d.id = t.disputeId
       LEFT JOIN offers o ON o.shopId = :shop AND o.id = t.offerId
       LEFT JOIN customers c ON c.shopId = :shop AND c.id = t.customerId
     WHERE t.shopId = :shop AND t.status = 'open' AND t.dueAt <= :until AND t.deleted = 0
       AND COALESCE(t.snoozedUntil, 0) <= :now AND MAX(t.dueAt, COALESCE(t.snoozedUntil, 0)) > :since
       AND NOT ${told(`'task:' || t.id || ':' || MAX(t.dueAt, COALESCE(t.snoozedUntil, 0))`)}
     ORDER BY t.dueAt DESC LIMIT :limit`,
    { until, now, since, limit },
  )

/** Offers whose time is over and that nobody has ended. */
export const expiredOffers = (now: number, limit: number): Statement =>
  statement(
    `SELECT ${columnList('offers')} FROM offers
     WHERE shopId = :shop AND status IN ('draft', 'sent') AND validUntil < :now AND deleted = 0 LIMIT :limit`,
    { now, limit },
  )

/** Orders of the customers from `since` on. */
export const ordersSince = (customerIds: string[], since: number): Statement =>
  statement(
    `SELECT customerId, placedAt, status, total, refunded FROM orders
     WHERE shopId = :shop AND customerId IN (SELECT value FROM json_each(:ids)) AND placedAt >= :since AND deleted = 0`,
    { ids: JSON.stringify(customerIds), since },
  )

/** Open tasks about the offers. */
export const tasksOfOffers = (offerIds: string[]): Statement =>
  statement(
    `SELECT ${columnList('tasks')} FROM tasks WHERE shopId = :shop AND status = 'open' AND deleted = 0
     AND offerId IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(offerIds) },
  )

/** A row for the inbox unless its line was crossed before. Comes after `bumpRev`. */
export function insertOnce(row: object, onceKey: string, byMember: string | null): Statement {
  const args: Args = { onceKey, byMember }
  for (const column of ROW_COLUMNS.notifications) {
    args[column] = toValue('notifications', column, (row as Record<string, unknown>)[column])
  }
  const columns = Object.keys(args)
  return statement(
    `INSERT INTO notifications (shopId, rev, ${columns.map(quote).join(', ')})
     VALUES (:shop, ${REV}, ${columns.map((c) => `:${c}`).join(', ')}) ON CONFLICT (shopId, onceKey) DO NOTHING`,
    args,
  )
}

/** One row when something waits to be delivered. */
export const anyUnsettled = (since: number): Statement =>
  statement('SELECT 1 AS yes FROM notifications WHERE shopId = :shop AND settledAt IS NULL AND at > :since LIMIT 1', {
    since,
  })

/** What waits to be delivered, newest first. */
export const unsettled = (since: number, limit: number): Statement =>
  statement(
    `SELECT ${columnList('notifications')}, byMember FROM notifications
     WHERE shopId = :shop AND settledAt IS NULL AND at > :since AND deleted = 0 ORDER BY at DESC LIMIT :limit`,
    { since, limit },
  )

export const deliveriesOfUnsettled = (since: number): Statement =>
  statement(
    `SELECT d.notificationId, d.subscriptionId, d.status, d.attempts, d.nextAt
     FROM notifications n CROSS JOIN deliveries d ON d.shopId = :shop AND d.notificationId = n.id
     WHERE n.shopId = :shop AND n.settledAt IS NULL AND n.at > :since`,
    { since },
  )

/** Devices of the people who work here. */
export const subscriptions = (): Statement =>
  statement(
    `SELECT s.id, s.memberId, m.role, s.endpoint, s.p256dh, s.auth, s.locale FROM pushSubscriptions s
     JOIN members m ON m.shopId = :shop AND m.id = s.memberId AND m.deleted = 0 WHERE s.shopId = :shop`,
  )

/** Unread of the newest hundred, of each who works here: enough for a badge, and never a count over the whole inbox. */
export const unreadCounts = (): Statement =>
  statement(
    `SELECT m.id AS memberId, SUM(json_extract(n.readBy, '$."' || m.id || '"') IS NULL) AS unread FROM members m CROSS JOIN
       (SELECT readBy FROM notifications WHERE shopId = :shop AND deleted = 0 ORDER BY rev DESC, id DESC LIMIT 100) n
     WHERE m.shopId = :shop AND m.deleted = 0 GROUP BY m.id`,
  )

export const settle = (ids: string[], now: number): Statement =>
  statement(
    `UPDATE notifications SET settledAt = :now
     WHERE shopId = :shop AND settledAt IS NULL AND id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(ids), now },
  )

/**
 * Takes one delivery for oneself until `lease`, counting the try; no row comes back when another run has it or it is
 * over. Should this run die, the next one takes it up after the lease.
 */
export const claim = (notificationId: string, subscriptionId: string, now: number, lease: number): Statement =>
  statement(
    `INSERT INTO deliveries (shopId, notificationId, subscriptionId, status, attempts, nextAt, at)
     VALUES (:shop, :notificationId, :subscriptionId, 'retry', 1, :lease, :now)
     ON CONFLICT (shopId, notificationId, subscriptionId) DO UPDATE SET attempts = attempts + 1, nextAt = :lease, at = :now
       WHERE deliveries.status = 'retry' AND deliveries.nextAt <= :now
     RETURNING attempts`,
    { notificationId, subscriptionId, now, lease },
  )

export const keepOutcome = (
  delivery: { notificationId: string; subscriptionId: string },
  status: 'sent' | 'retry' | 'gone' | 'failed',
  nextAt: number | null,
  now: number,
): Statement =>
  statement(
    `UPDATE deliveries SET status = :status, nextAt = :nextAt, at = :now
     WHERE shopId = :shop AND notificationId = :notificationId AND subscriptionId = :subscriptionId`,
    { ...delivery, status, nextAt, now },
  )

export const reached = (id: string, now: number): Statement =>
  statement('UPDATE pushSubscriptions SET lastOkAt = :now WHERE shopId = :shop AND id = :id', { id, now })

/** Removes a dead device, unless it has come back with another address meanwhile. */
export const removeSubscription = (id: string, endpoint: string): Statement =>
  statement('DELETE FROM pushSubscriptions WHERE shopId = :shop AND id = :id AND endpoint = :endpoint', {
    id,
    endpoint,
  })

export const subscriptionAt = (endpoint: string): Statement =>
  statement(
    'SELECT id, memberId, p256dh, auth, locale, sessionId FROM pushSubscriptions WHERE shopId = :shop AND endpoint = :endpoint',
    { endpoint },
  )

/** One row per endpoint: subscribing again renews it, whoever holds the device now. */
export const putSubscription = (row: {
  id: string
  memberId: string
  endpoint: string
  p256dh: string
  auth: string
  locale: string
  /** On whose device it rings. */
  sessionId: string
  now: number
}): Statement =>
  statement(
    `INSERT INTO pushSubscriptions (shopId, id, memberId, endpoint, p256dh, auth, locale, sessionId, createdAt)
     VALUES (:shop, :id, :memberId, :endpoint, :p256dh, :auth, :locale, :sessionId, :now)
     ON CONFLICT (shopId, endpoint) DO UPDATE SET memberId = :memberId, p256dh = :p256dh, auth = :auth, locale = :locale,
       sessionId = :sessionId
     RETURNING id`,
    row,
  )

/** Keeps a member's newest devices, `endpoint` among them. */
export const trimSubscriptions = (memberId: string, endpoint: string, keep: number): Statement =>
  statement(
    `DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId AND id NOT IN
       (SELECT id FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId
        ORDER BY endpoint = :endpoint DESC, COALESCE(lastOkAt, createdAt) DESC, id DESC LIMIT :keep)`,
    { memberId, endpoint, keep },
  )

export const dropSubscription = (memberId: string, endpoint: string): Statement =>
  statement('DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId AND endpoint = :endpoint', {
    memberId,
    endpoint,
  })
