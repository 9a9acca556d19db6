/** Shops, the people who work there, and how they come in. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { shopKey, synced, time } from './columns.ts'

/** `id` is the shop id; `rev` counts the shop's writes and is what every synced row's `rev` is taken from. */
export const shops = sqliteTable('shops', {
  id: text().primaryKey(),
  name: text().notNull(),
  currency: text().notNull(),
  timezone: text().notNull(),
  locale: text().notNull(),
  settings: text().notNull(),
  demo: integer().notNull().default(0),
  createdAt: time().notNull(),
  figuresAsOf: time(),
  /** The shop's write counter. */
  head: integer().notNull().default(0),
  ...synced,
  /** The run whose `histories` are in force, and the shop's `head` when it read the orders. */
  historyRun: text(),
  historyRev: integer().notNull().default(0),
  /** New after a restore: phones then reload what they hold. */
  epoch: text().notNull(),
})

/** Directory: which shop an e-mail signs in to. Lives apart from shop rows so that shops can be spread over databases. */
export const logins = sqliteTable('logins', {
  email: text().primaryKey(),
  shopId: text().notNull(),
  memberId: text().notNull(),
  /** scrypt, `N$r$p$salt$hash` in base64url. */
  password: text().notNull(),
})

export const members = sqliteTable(
  'members',
  { ...shopKey, name: text().notNull(), role: text().notNull(), ...synced },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), index('membersRev').on(t.shopId, t.rev, t.id)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    shopId: text().notNull(),
    /** SHA-256 of the opaque token, base64url. */
    tokenHash: text().notNull(),
    memberId: text().notNull(),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.tokenHash] })],
)

export const apiKeys = sqliteTable(
  'apiKeys',
  {
    ...shopKey,
    name: text().notNull(),
    keyHash: text().notNull(),
    scopes: text().notNull(),
    createdAt: time().notNull(),
    revokedAt: time(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), uniqueIndex('apiKeysHash').on(t.shopId, t.keyHash)],
)

/** One phone's (browser profile's) outbox, as far as it has been taken. */
export const clients = sqliteTable(
  'clients',
  { ...shopKey, memberId: text().notNull(), lastSeq: integer().notNull(), seenAt: time().notNull() },
  (t) => [primaryKey({ columns: [t.shopId, t.id] })],
)

/** The lasting answer to each mutation, so that sending it again changes nothing. */
export const mutations = sqliteTable(
  'mutations',
  {
    shopId: text().notNull(),
    clientId: text().notNull(),
    seq: integer().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    status: text().notNull(),
    code: text(),
    details: text(),
    /** When the phone says it was done, and the clamped time the server used. */
    saidAt: time().notNull(),
    at: time().notNull(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.clientId, t.seq] }), uniqueIndex('mutationsId').on(t.shopId, t.id)],
)

/** Who did what to which row, when. Holds no contents. */
export const audit = sqliteTable(
  'audit',
  { ...shopKey, at: time().notNull(), actor: text().notNull(), action: text().notNull(), target: text() },
  (t) => [primaryKey({ columns: [t.shopId, t.id] })],
)
