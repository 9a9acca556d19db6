/** Who may come in. */
import { type Statement, statement } from '../statement.ts'

export const sessionStatement = (tokenHash: string, now: number): Statement =>
  statement(
    `SELECT m.id, m.name, m.role FROM sessions s JOIN members m ON m.shopId = s.shopId AND m.id = s.memberId
     WHERE s.shopId = :shop AND s.tokenHash = :tokenHash AND s.expiresAt > :now AND m.deleted = 0`,
    { tokenHash, now },
  )

export const keyStatement = (keyHash: string): Statement =>
  statement('SELECT id, name, scopes FROM apiKeys WHERE shopId = :shop AND keyHash = :keyHash AND revokedAt IS NULL', {
    keyHash,
  })
