/** Who may come in. */
import { type Statement, statement } from '../statement.ts'
import { STOPPED } from './keys.ts'

/** Also of somebody removed meanwhile, so that their phone can be told. */
export const sessionStatement = (tokenHash: string, now: number): Statement =>
  statement(
    `SELECT m.id, m.name, m.role, m.deleted AS removed, s.id AS sessionId, s.lastUsedAt
     FROM sessions s JOIN members m ON m.shopId = s.shopId AND m.id = s.memberId
     WHERE s.shopId = :shop AND s.tokenHash = :tokenHash AND s.expiresAt > :now`,
    { tokenHash, now },
  )

/** A key does what owners may: it stops when whoever answers for it is one no longer, however that came about. */
export const keyStatement = (keyHash: string): Statement =>
  statement(
    `SELECT id, name, scopes, lastUsedAt FROM apiKeys WHERE shopId = :shop AND keyHash = :keyHash AND revokedAt IS NULL
       AND NOT ${STOPPED}`,
    { keyHash },
  )
