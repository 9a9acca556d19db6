import { integer, text } from 'drizzle-orm/sqlite-core'

/**
 * Columns are named as the fields of the rows they hold, so there is no second vocabulary between SQL and code.
 * Every shop row is keyed (shopId, id); every synced row also carries the shop's `rev` at its last change and a
 * tombstone mark.
 */
export const shopKey = {
  shopId: text().notNull(),
  id: text().notNull(),
}
export const synced = {
  rev: integer().notNull(),
  deleted: integer().notNull().default(0),
}
export const money = () => integer()
export const time = () => integer()
