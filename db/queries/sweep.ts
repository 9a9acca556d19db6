/** What nobody will ask for again, deleted a little at a time: a row is given for each that is. Each statement finds it by an index. */
import { type Statement, statement } from '../statement.ts'

/** Expired sessions. */
export const sweepSessions = (now: number): Statement =>
  statement('DELETE FROM sessions WHERE shopId = :shop AND expiresAt < :now', { now })

/** Browsers nobody came in on since `before`: they are not known by it any more. */
export const sweepBrowsers = (before: number): Statement =>
  statement('DELETE FROM rememberedDevices WHERE shopId = :shop AND lastUsedAt <= :before', { before })

/**
 * Answers to mutations older than `before`. Ids begin with the time they were made, so the index on them finds the old
 * ones; `at` spares those of a phone whose clock is wrong. The audit trail keeps them from being applied anew.
 */
export const sweepAnswers = (before: number, beforeId: string, limit: number): Statement =>
  statement(
    `DELETE FROM mutations WHERE rowid IN
       (SELECT rowid FROM mutations WHERE shopId = :shop AND id < :beforeId AND at < :before LIMIT :limit) RETURNING 1`,
    { before, beforeId, limit },
  )

/** Tries to deliver notifications made before `beforeId`. */
export const sweepDeliveries = (beforeId: string, limit: number): Statement =>
  statement(
    `DELETE FROM deliveries WHERE rowid IN
       (SELECT rowid FROM deliveries WHERE shopId = :shop AND notificationId < :beforeId LIMIT :limit) RETURNING 1`,
    { beforeId, limit },
  )

/** Answers to chunks of imports that ended before `before`. */
export const sweepChunks = (before: number, limit: number): Statement =>
  statement(
    `DELETE FROM importChunks WHERE rowid IN
       (SELECT c.rowid FROM imports i CROSS JOIN importChunks c ON c.shopId = :shop AND c.importId = i.id
        WHERE i.shopId = :shop AND (i.finishedAt < :before OR i.undoneAt < :before) LIMIT :limit) RETURNING 1`,
    { before, limit },
  )

const CUT_OFF = 'r.shopId = :shop AND r.finishedAt IS NULL AND r.startedAt < :before'

/**
 * What recomputes staged that were cut off before `before`, or that ended in releases that left it there, then the runs
 * that were cut off. @param pages of histories
 */
export const sweepRuns = (
  before: number,
  limit: number,
  pages: number,
): [figures: Statement, histories: Statement, runs: Statement] => [
  statement(
    `DELETE FROM figures WHERE rowid IN
       (SELECT f.rowid FROM runs r CROSS JOIN figures f ON f.shopId = :shop AND f.runId = r.id
        WHERE r.shopId = :shop AND (r.finishedAt IS NOT NULL OR r.startedAt < :before) LIMIT :limit) RETURNING 1`,
    { before, limit },
  ),
  statement(
    `DELETE FROM histories WHERE rowid IN
       (SELECT h.rowid FROM runs r CROSS JOIN histories h ON h.shopId = :shop AND h.runId = r.id WHERE ${CUT_OFF} LIMIT :pages) RETURNING 1`,
    { before, pages },
  ),
  statement(
    `DELETE FROM runs AS r WHERE ${CUT_OFF}
       AND NOT EXISTS (SELECT 1 FROM figures f WHERE f.shopId = :shop AND f.runId = r.id)
       AND NOT EXISTS (SELECT 1 FROM histories h WHERE h.shopId = :shop AND h.runId = r.id)`,
    { before },
  ),
]
