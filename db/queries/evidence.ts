/** Files of cases: how many, which are in, and which nobody will ask for again. */
import { guard, REV, type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

const LIVE = 'removedAt IS NULL AND deleted = 0'

/** Aborts the batch when a case has more files than it may have. */
export const atMostFiles = (disputeId: string, most: number): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) <= :most FROM evidence
     WHERE shopId = :shop AND disputeId = :disputeId AND ${LIVE}`,
    { disputeId, most },
  )

export const countFiles = (disputeId: string): Statement =>
  statement(`SELECT COUNT(*) AS n FROM evidence WHERE shopId = :shop AND disputeId = :disputeId AND ${LIVE}`, {
    disputeId,
  })

/** One row where some file has these bytes. */
export const fileOfHash = (hash: string): Statement =>
  statement('SELECT id, type FROM evidence WHERE shopId = :shop AND hash = :hash AND deleted = 0 LIMIT 1', { hash })

/** The very same bytes already in a case, from the same hand. */
export const sameFile = (disputeId: string, hash: string, source: string): Statement =>
  statement(
    `SELECT ${columnList('evidence')} FROM evidence
     WHERE shopId = :shop AND disputeId = :disputeId AND hash = :hash AND source = :source AND storedAt > 0 AND ${LIVE}`,
    { disputeId, hash, source },
  )

export interface Kept {
  id: string
  type: string
  size: number
  hash: string
  at: number
}

/** The bytes are in: only once, and only of a file that was announced as `announced`. */
export const storeFile = ({ id, type, size, hash, at }: Kept, announced: string): Statement[] => [
  statement(
    `UPDATE evidence SET type = :type, size = :size, hash = :hash, storedAt = :at, rev = ${REV}
     WHERE shopId = :shop AND id = :id AND hash = :announced AND storedAt IS NULL AND deleted = 0`,
    { id, type, size, hash, at, announced },
  ),
  guard(),
]

/**
 * Bytes that some file removed before `before` had: `ids` are those files as JSON, `held` how many others need the bytes
 * still, as nobody removed them, or not so long ago.
 */
export const removedFiles = (before: number, limit: number): Statement =>
  statement(
    `SELECT hash, json_group_array(id) FILTER (WHERE removedAt < :before) AS ids,
       COUNT(*) FILTER (WHERE removedAt IS NULL OR removedAt >= :before) AS held
     FROM evidence WHERE shopId = :shop AND deleted = 0
     GROUP BY hash HAVING COUNT(*) FILTER (WHERE removedAt < :before) > 0 LIMIT :limit`,
    { before, limit },
  )

/** Nothing is left of these but the fact that they were, for phones that still know them. */
export const forgetFiles = (ids: readonly string[], before: number): Statement =>
  statement(
    `UPDATE evidence SET deleted = 1, name = '', hash = '', rev = ${REV}
     WHERE shopId = :shop AND id IN (SELECT value FROM json_each(:ids)) AND removedAt < :before`,
    { ids: JSON.stringify(ids), before },
  )

/** A file of a case, where it is not removed. */
export const fileRow = (id: string): Statement =>
  statement(`SELECT ${columnList('evidence')} FROM evidence WHERE shopId = :shop AND id = :id AND ${LIVE}`, { id })

/** One row where there is the shop at all. */
export const shopExists = (): Statement => statement('SELECT id FROM shops WHERE id = :shop')

/** Every file of the shop that is not gone for good. */
export const liveFiles = (): Statement =>
  statement('SELECT id, hash FROM evidence WHERE shopId = :shop AND deleted = 0')
