/** Links that open one door once. They lie in the directory: who opens one does not say for which shop. */
import { type Args, type Statement, statement } from '../statement.ts'

/** Rows nobody can use any more are kept so long, ms. */
const KEPT = 30 * 86_400_000

const hasMember = (deleted: 0 | 1) =>
  `EXISTS (SELECT 1 FROM members m WHERE m.shopId = l.shopId AND m.id = l.memberId AND m.deleted = ${deleted})`

/**
 * The one rule of what still opens: not used, revoked or over; made by somebody who is an owner to this day, or on the
 * machine; a new password is for somebody who works here, who comes back does not; the first owner's, while nobody
 * can sign in.
 */
const GOOD = `l.usedAt IS NULL AND l.revokedAt IS NULL AND l.expiresAt > :now
  AND (l.createdBy IS NULL OR EXISTS (SELECT 1 FROM members o
    WHERE o.shopId = l.shopId AND o.id = l.createdBy AND o.role = 'owner' AND o.deleted = 0))
  AND CASE
    WHEN l.shopId IS NULL THEN NOT EXISTS (SELECT 1 FROM logins)
    WHEN l.kind = 'invite' THEN l.memberId IS NULL OR ${hasMember(1)}
    ELSE ${hasMember(0)} END`

/**
 * What a link opens, with the shop's name, who made it, and the e-mail and passkeys (as JSON, newest first) of whom it is
 * for; no row when it opens nothing.
 */
export const goodLink = (tokenHash: string, now: number) => ({
  sql: `SELECT l.*, s.name AS shop, b.name AS byName,
      (SELECT email FROM logins g WHERE g.shopId = l.shopId AND g.memberId = l.memberId) AS email,
      (SELECT json_group_array(json_object('name', p.name, 'createdAt', p.createdAt, 'lastUsedAt', p.lastUsedAt)
         ORDER BY p.createdAt DESC, p.id)
       FROM passkeys p WHERE p.shopId = l.shopId AND p.memberId = l.memberId) AS passkeys
    FROM oneTimeLinks l LEFT JOIN shops s ON s.id = l.shopId
    LEFT JOIN members b ON b.shopId = l.shopId AND b.id = l.createdBy
    WHERE l.tokenHash = :tokenHash AND ${GOOD}`,
  args: { tokenHash, now },
})

/** Uses a link up; a guard has to follow. For the first owner's, `:shop` is the shop they are about to open. */
export const takeLink = (tokenHash: string, now: number): Statement =>
  statement(
    `UPDATE oneTimeLinks AS l SET usedAt = :now
     WHERE l.tokenHash = :tokenHash AND (l.shopId IS NULL OR l.shopId = :shop) AND ${GOOD}`,
    { tokenHash, now },
  )

export interface NewLinkRow extends Args {
  tokenHash: string
  id: string
  kind: 'owner' | 'invite' | 'reset'
  memberId: string | null
  role: string | null
  name: string | null
  now: number
  createdBy: string | null
  expiresAt: number
}

const INSERT =
  'INSERT INTO oneTimeLinks (tokenHash, id, kind, shopId, memberId, role, name, createdAt, createdBy, expiresAt)'
const VALUES = ':tokenHash, :id, :kind, :shop, :memberId, :role, :name, :now, :createdBy, :expiresAt'

/** A link of the shop; what is long over goes. */
export const insertLink = (row: NewLinkRow): Statement[] => [
  statement('DELETE FROM oneTimeLinks WHERE shopId = :shop AND expiresAt < :before', { before: row.now - KEPT }),
  statement(`${INSERT} VALUES (${VALUES})`, row),
]

/** The first owner's, who is yet to name a shop; those made before open nothing any more. */
export const replaceFirstOwnerLink = (row: NewLinkRow) => [
  { sql: 'DELETE FROM oneTimeLinks WHERE shopId IS NULL', args: {} },
  { sql: `${INSERT} VALUES (${VALUES})`, args: { ...row, shop: null } },
]

/** Whether anybody can sign in on this server. */
export const anyLogin = () => ({ sql: 'SELECT 1 AS any FROM logins LIMIT 1', args: {} })

/** Invitations that still open, newest first. */
export const openInvitations = (now: number): Statement =>
  statement(
    `SELECT l.id, l.name, l.role, l.memberId, l.createdAt, l.createdBy, l.expiresAt FROM oneTimeLinks l
     WHERE l.shopId = :shop AND l.kind = 'invite' AND ${GOOD} ORDER BY l.createdAt DESC LIMIT 200`,
    { now },
  )

export const revokeInvitation = (id: string, now: number): Statement =>
  statement(
    `UPDATE oneTimeLinks SET revokedAt = :now
     WHERE shopId = :shop AND id = :id AND kind = 'invite' AND usedAt IS NULL AND revokedAt IS NULL`,
    { id, now },
  )

/** Links made to set somebody's password open nothing any more. */
export const revokeResets = (memberId: string, now: number): Statement =>
  statement(
    `UPDATE oneTimeLinks SET revokedAt = :now
     WHERE shopId = :shop AND memberId = :memberId AND kind <> 'invite' AND usedAt IS NULL AND revokedAt IS NULL`,
    { memberId, now },
  )
