/** Keys of the API. */
import { type Statement, statement } from '../statement.ts'

export const insertKey = (row: { id: string; name: string; keyHash: string; scopes: string; now: number }): Statement =>
  statement(
    'INSERT INTO apiKeys (shopId, id, name, keyHash, scopes, createdAt) VALUES (:shop, :id, :name, :keyHash, :scopes, :now)',
    row,
  )

export const keys = (): Statement =>
  statement('SELECT id, name, scopes, createdAt, revokedAt FROM apiKeys WHERE shopId = :shop ORDER BY createdAt DESC')

export const revokeKey = (id: string, now: number): Statement =>
  statement('UPDATE apiKeys SET revokedAt = :now WHERE shopId = :shop AND id = :id AND revokedAt IS NULL', { id, now })
