/** Shops, how one comes in, and who is in. */
import { bumpRev, ofDirectory, type Statement, statement } from '../statement.ts'

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

export const insertLogin = (row: { email: string; memberId: string; password: string; now: number }): Statement =>
  statement(
    `INSERT INTO logins (email, shopId, memberId, password, passwordAt)
     VALUES (:email, :shop, :memberId, :password, :now)`,
    row,
  )

/** The login of whom a session belongs to, and when they last showed that it is them: by coming in, or since. */
export const loginOfSession = (tokenHash: string): Statement =>
  statement(
    `SELECT l.email, l.passwordAt, COALESCE(s.provenAt, s.createdAt) AS provenAt
     FROM sessions s LEFT JOIN logins l ON l.shopId = s.shopId AND l.memberId = s.memberId
     WHERE s.shopId = :shop AND s.tokenHash = :tokenHash`,
    { tokenHash },
  )

/** Aborts the batch unless this hash is still the one of whoever comes in by `email`. */
export const passwordStands = (email: string, seen: string): Statement =>
  ofDirectory('INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 FROM logins WHERE email = :email AND password = :seen)', {
    email,
    seen,
  })

/** A guard has to follow: they may have no login any more. */
export const setPassword = (memberId: string, password: string, now: number): Statement =>
  statement('UPDATE logins SET password = :password, passwordAt = :now WHERE shopId = :shop AND memberId = :memberId', {
    memberId,
    password,
    now,
  })
