/** Shops, how one comes in, and who is in. */
import { bumpRev, type Statement, statement } from '../statement.ts'

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

export const insertLogin = (row: { email: string; memberId: string; password: string }): Statement =>
  statement('INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :memberId, :password)', row)
