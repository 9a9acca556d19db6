/** Passkeys and what has to be signed for them. Both lie in the directory: they are asked for before a shop is known. */
import { type Args, guard, type Statement, statement } from '../statement.ts'

/** What a challenge was given out for. */
export type Purpose = 'sign-in' | 'register'

/** Expired ones make room, a few for each that comes, so that there are never many more than can be answered. */
const MAKE_ROOM = 'DELETE FROM challenges WHERE hash IN (SELECT hash FROM challenges WHERE expiresAt <= :now LIMIT 20)'

/** For somebody who has yet to say who they are. */
export const putSignInChallenge = (row: {
  hash: string
  now: number
  expiresAt: number
}): { sql: string; args: Args }[] => [
  { sql: MAKE_ROOM, args: { now: row.now } },
  {
    sql: `INSERT INTO challenges (hash, kind, expiresAt) VALUES (:hash, 'sign-in', :expiresAt)`,
    args: { hash: row.hash, expiresAt: row.expiresAt },
  },
]

export const putRegisterChallenge = (row: { hash: string; memberId: string; expiresAt: number }): Statement =>
  statement(
    `INSERT INTO challenges (hash, kind, shopId, memberId, expiresAt) VALUES (:hash, 'register', :shop, :memberId, :expiresAt)`,
    row,
  )

/** What was given out to be signed. */
interface Challenge {
  hash: string
  kind: Purpose
  /** For whom; null for somebody who has yet to say who they are. */
  memberId: string | null
  now: number
}

const UNANSWERED = `FROM challenges WHERE hash = :hash AND kind = :kind AND expiresAt > :now
       AND (memberId IS NULL OR (shopId = :shop AND memberId = :memberId))`

/** Aborts the batch unless it is there, unanswered: an answer counts once. */
export const takeChallenge = (challenge: Challenge): Statement[] => [
  statement(`DELETE ${UNANSWERED}`, { ...challenge }),
  guard(),
]

/** Whether it is there, unanswered (`asked`), the passkey is somebody's (`taken`), and how many the member has (`count`). */
export const roomForPasskey = (challenge: Challenge, id: string): Statement =>
  statement(
    `SELECT EXISTS (SELECT 1 ${UNANSWERED}) AS asked, EXISTS (SELECT 1 FROM passkeys WHERE id = :id) AS taken,
       (SELECT COUNT(*) FROM passkeys WHERE shopId = :shop AND memberId = :memberId) AS count`,
    { ...challenge, id },
  )

/** Whether it is still to be answered. */
export const openChallenge = (hash: string, kind: Purpose, now: number) => ({
  sql: 'SELECT 1 FROM challenges WHERE hash = :hash AND kind = :kind AND expiresAt > :now',
  args: { hash, kind, now },
})

export const passkeyById = (id: string) => ({
  sql: 'SELECT shopId, memberId, publicKey, counter FROM passkeys WHERE id = :id',
  args: { id },
})

/** Aborts the batch when somebody has it already, or this member as many as they may. */
export const insertPasskey = (
  row: {
    id: string
    memberId: string
    publicKey: string
    counter: number
    transports: string
    name: string
    now: number
  },
  most: number,
): Statement[] => [
  statement(
    `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
     VALUES (:id, :shop, :memberId, :publicKey, :counter, :transports, :name, :now)`,
    row,
  ),
  statement(
    'INSERT INTO guard (ok) SELECT COUNT(*) <= :most FROM passkeys WHERE shopId = :shop AND memberId = :memberId',
    { most, memberId: row.memberId },
  ),
]

/** Aborts the batch when it was removed, or used with this counter by somebody else, meanwhile. */
export const usePasskey = (row: { id: string; was: number; counter: number; now: number }): Statement[] => [
  statement(
    'UPDATE passkeys SET counter = :counter, lastUsedAt = :now WHERE shopId = :shop AND id = :id AND counter = :was',
    row,
  ),
  guard(),
]

/** Newest first. */
export const passkeysOf = (memberId: string): Statement =>
  statement(
    `SELECT id, name, transports, createdAt, lastUsedAt FROM passkeys
     WHERE shopId = :shop AND memberId = :memberId ORDER BY createdAt DESC, id`,
    { memberId },
  )

export const renamePasskey = (memberId: string, id: string, name: string): Statement =>
  statement(
    'UPDATE passkeys SET name = :name WHERE shopId = :shop AND memberId = :memberId AND id = :id RETURNING id',
    {
      memberId,
      id,
      name,
    },
  )

/**
 * Every passkey of somebody, also what was asked to be signed for a new one. The shop's log gets a line where there was any.
 */
export const dropPasskeysOf = (memberId: string, log: { id: string; now: number; actor: string }): Statement[] => [
  statement(
    `INSERT INTO audit (shopId, id, at, actor, action, target)
     SELECT :shop, :id, :now, :actor, 'passkey.remove-all', :memberId
     WHERE EXISTS (SELECT 1 FROM passkeys WHERE shopId = :shop AND memberId = :memberId)`,
    { memberId, ...log },
  ),
  statement('DELETE FROM passkeys WHERE shopId = :shop AND memberId = :memberId', { memberId }),
  statement('DELETE FROM challenges WHERE shopId = :shop AND memberId = :memberId', { memberId }),
]

export const dropPasskey = (memberId: string, id: string): Statement =>
  statement('DELETE FROM passkeys WHERE shopId = :shop AND memberId = :memberId AND id = :id', { memberId, id })
