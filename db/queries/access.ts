/** Who may come in, and whether they still may at the moment of a write. */
import type { Role } from '../../worker/domain/rows.ts'
import { type Statement, statement } from '../statement.ts'
import { STOPPED } from './keys.ts'

const SESSION = `FROM sessions s JOIN members m ON m.shopId = s.shopId AND m.id = s.memberId
     WHERE s.shopId = :shop AND s.tokenHash = :tokenHash AND s.expiresAt > :now`

/** Also of somebody removed meanwhile, so that their phone can be told. */
export const sessionStatement = (tokenHash: string, now: number): Statement =>
  statement(`SELECT m.id, m.name, m.role, m.deleted AS removed, s.id AS sessionId, s.lastUsedAt ${SESSION}`, {
    tokenHash,
    now,
  })

/** Aborts the batch when the session is over, or its person does not work here any more or in another role. */
export const sessionStands = (tokenHash: string, role: Role, now: number): Statement =>
  statement(`INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 ${SESSION} AND m.deleted = 0 AND m.role = :role)`, {
    tokenHash,
    role,
    now,
  })

/** It does what owners may: it stops when whoever answers for it is one no longer, however that came about. */
const KEY = `FROM apiKeys WHERE shopId = :shop AND keyHash = :keyHash AND revokedAt IS NULL AND NOT ${STOPPED}`

export const keyStatement = (keyHash: string): Statement =>
  statement(`SELECT id, name, scopes, lastUsedAt ${KEY}`, { keyHash })

/** Aborts the batch when the key does nothing any more. */
export const keyStands = (keyHash: string): Statement =>
  statement(`INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 ${KEY})`, { keyHash })
