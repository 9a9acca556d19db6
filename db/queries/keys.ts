/** Keys of the API. */
import { type Statement, statement } from '../statement.ts'

export const insertKey = (row: {
  id: string
  name: string
  keyHash: string
  scopes: string
  /** Who answers for it; null when it was made on the machine. */
  createdBy: string | null
  now: number
}): Statement =>
  statement(
    `INSERT INTO apiKeys (shopId, id, name, keyHash, scopes, createdBy, createdAt)
     VALUES (:shop, :id, :name, :keyHash, :scopes, :createdBy, :now)`,
    row,
  )

/** An owner who is none any more, or gone: their keys do nothing. */
export const STOPPED = `EXISTS (SELECT 1 FROM members m WHERE m.shopId = :shop AND m.id = createdBy AND (m.deleted = 1 OR m.role <> 'owner'))`

/** Newest first; who made one by the name they have, or had; `stopped` is 1 when they may not answer for it any more. */
export const keys = (): Statement =>
  statement(
    `SELECT k.id, k.name, k.scopes, k.createdAt, k.revokedAt, k.createdBy, k.lastUsedAt,
            CASE WHEN m.deleted = 1 THEN m.formerName ELSE m.name END AS maker,
            k.revokedAt IS NULL AND ${STOPPED} AS stopped
     FROM apiKeys k LEFT JOIN members m ON m.shopId = :shop AND m.id = k.createdBy
     WHERE k.shopId = :shop ORDER BY k.createdAt DESC, k.id`,
  )

/** Used again, in a later hour. */
export const touchKey = (keyHash: string, usedAt: number): Statement =>
  statement('UPDATE apiKeys SET lastUsedAt = :usedAt WHERE shopId = :shop AND keyHash = :keyHash', { keyHash, usedAt })

/** Of somebody who leaves: their keys end with them … */
export const revokeKeysOf = (memberId: string, now: number): Statement =>
  statement(
    'UPDATE apiKeys SET revokedAt = :now WHERE shopId = :shop AND createdBy = :memberId AND revokedAt IS NULL',
    { memberId, now },
  )

/** … or somebody else answers for them from now on. */
export const takeKeysOver = (from: string, to: string): Statement =>
  statement('UPDATE apiKeys SET createdBy = :to WHERE shopId = :shop AND createdBy = :from AND revokedAt IS NULL', {
    from,
    to,
  })

/** Whose it is and whether it does anything. */
export const keyState = (id: string): Statement =>
  statement(
    `SELECT createdBy, revokedAt, revokedAt IS NULL AND ${STOPPED} AS stopped FROM apiKeys WHERE shopId = :shop AND id = :id`,
    { id },
  )

/** One that stopped with whoever made it goes on, and somebody else answers for it. A guard has to follow. */
export const takeKeyOver = (id: string, to: string): Statement =>
  statement(
    `UPDATE apiKeys SET createdBy = :to WHERE shopId = :shop AND id = :id AND revokedAt IS NULL AND ${STOPPED}`,
    { id, to },
  )

export const revokeKey = (id: string, now: number): Statement =>
  statement('UPDATE apiKeys SET revokedAt = :now WHERE shopId = :shop AND id = :id AND revokedAt IS NULL', { id, now })
