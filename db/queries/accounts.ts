import { bumpRev, REV, type Statement, statement } from '../statement.ts'

export const insertShop = (row: {
  id: string
  name: string
  currency: string
  timezone: string
  locale: string
  settings: string
  demo: number
  epoch: string
  now: number
}): Statement =>
  statement(
    `INSERT INTO shops (id, name, currency, timezone, locale, settings, demo, createdAt, head, rev, epoch)
     SELECT :shop, :name, :currency, :timezone, :locale, :settings, :demo, :now, 0, 0, :epoch WHERE :id = :shop`,
    row,
  )

/** The demo shop is complete. */
export const demoReady = (): Statement[] => [
  bumpRev(),
  statement('UPDATE shops SET demo = 1, rev = head WHERE id = :shop'),
]

/** The directory is asked before a shop is known: the one query without a shop. */
export const loginByEmail = (email: string) => ({
  sql: 'SELECT shopId, memberId, password FROM logins WHERE email = :email',
  args: { email },
})

export const insertLogin = (row: { email: string; memberId: string; password: string }): Statement =>
  statement('INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :memberId, :password)', row)

export const insertSession = (row: {
  tokenHash: string
  memberId: string
  now: number
  expiresAt: number
}): Statement =>
  statement(
    'INSERT INTO sessions (shopId, tokenHash, memberId, createdAt, expiresAt) VALUES (:shop, :tokenHash, :memberId, :now, :expiresAt)',
    row,
  )

export const endSession = (tokenHash: string): Statement =>
  statement('DELETE FROM sessions WHERE shopId = :shop AND tokenHash = :tokenHash', { tokenHash })

/** Every session of a member, and their devices' being told: a lost phone hears nothing more. */
export const endSessionsOf = (memberId: string): Statement[] => [
  statement('DELETE FROM sessions WHERE shopId = :shop AND memberId = :memberId', { memberId }),
  statement('DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId', { memberId }),
]

export const member = (id: string): Statement =>
  statement('SELECT id, role FROM members WHERE shopId = :shop AND id = :id AND deleted = 0', { id })

export const ownerCount = (): Statement =>
  statement(`SELECT COUNT(*) AS count FROM members WHERE shopId = :shop AND role = 'owner' AND deleted = 0`)

/** Aborts the batch unless everyone of them still works here. */
export const membersExist = (ids: readonly string[]): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT NOT EXISTS (SELECT 1 FROM json_each(:ids) WHERE value NOT IN
       (SELECT id FROM members WHERE shopId = :shop AND deleted = 0))`,
    { ids: JSON.stringify(ids) },
  )

const handler = (tier: 'A' | 'B' | 'C'): string => `settings ->> '$.promises.handler.${tier}'`

/** What was a member's is anybody's: the tiers they handled, their open cases and tasks. */
const handOver = (id: string): Statement[] => [
  statement(
    `UPDATE shops SET rev = ${REV}, settings = json_set(settings,
       '$.promises.handler.A', NULLIF(${handler('A')}, :id),
       '$.promises.handler.B', NULLIF(${handler('B')}, :id),
       '$.promises.handler.C', NULLIF(${handler('C')}, :id))
     WHERE id = :shop AND :id IN (${handler('A')}, ${handler('B')}, ${handler('C')})`,
    { id },
  ),
  statement(
    `UPDATE disputes SET assignee = NULL, rev = ${REV}
     WHERE shopId = :shop AND step IN ('listen', 'analyse', 'resolve', 'record', 'follow-up') AND assignee = :id`,
    { id },
  ),
  statement(
    `UPDATE tasks SET assignee = NULL, rev = ${REV} WHERE shopId = :shop AND status = 'open' AND assignee = :id`,
    { id },
  ),
]

/** Aborts the batch when no owner would be left. */
export const removeMember = (id: string): Statement[] => [
  statement(`UPDATE members SET deleted = 1, name = '', rev = ${REV} WHERE shopId = :shop AND id = :id`, { id }),
  statement(
    `INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 FROM members WHERE shopId = :shop AND role = 'owner' AND deleted = 0)`,
  ),
  ...handOver(id),
  ...endSessionsOf(id),
  statement('DELETE FROM logins WHERE shopId = :shop AND memberId = :id', { id }),
]

export const insertKey = (row: { id: string; name: string; keyHash: string; scopes: string; now: number }): Statement =>
  statement(
    'INSERT INTO apiKeys (shopId, id, name, keyHash, scopes, createdAt) VALUES (:shop, :id, :name, :keyHash, :scopes, :now)',
    row,
  )

export const keys = (): Statement =>
  statement('SELECT id, name, scopes, createdAt, revokedAt FROM apiKeys WHERE shopId = :shop ORDER BY createdAt DESC')

export const revokeKey = (id: string, now: number): Statement =>
  statement('UPDATE apiKeys SET revokedAt = :now WHERE shopId = :shop AND id = :id AND revokedAt IS NULL', { id, now })
