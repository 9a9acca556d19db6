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
  /**
   * The run whose `histories` are in force, or that the last run kept none (`keptNone`), or which page a run has come to that
   * is being put in force (`forcing`); and the shop's `head` when the run read the orders.
   */
  historyRun: text(),
  historyRev: integer().notNull().default(0),
  /** New after a restore: phones then reload what they hold. */
  epoch: text().notNull(),
  /** The moment of the backup it was restored from; null for a shop that never was. */
  restoredTo: time(),
})

/** Directory: which shop an e-mail signs in to. Lives apart from shop rows so that shops can be spread over databases. */
export const logins = sqliteTable(
  'logins',
  {
    email: text().primaryKey(),
    shopId: text().notNull(),
    memberId: text().notNull(),
    /** scrypt, `N$r$p$salt$hash` in base64url. */
    password: text().notNull(),
    /** When it was last set. */
    passwordAt: time(),
  },
  (t) => [index('loginsMember').on(t.shopId, t.memberId)],
)

/** Directory: passkeys, found by the credential id before a shop is known. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** Credential id, base64url. */
    id: text().primaryKey(),
    shopId: text().notNull(),
    memberId: text().notNull(),
    /** COSE key, base64url. */
    publicKey: text().notNull(),
    counter: integer().notNull(),
    /** Comma-separated hints of how to reach it. */
    transports: text().notNull(),
    name: text().notNull(),
    createdAt: time().notNull(),
    lastUsedAt: time(),
  },
  (t) => [index('passkeysMember').on(t.shopId, t.memberId)],
)

/** Directory: links that open one door once — the first owner's, an invitation, a new password. */
export const oneTimeLinks = sqliteTable(
  'oneTimeLinks',
  {
    /** SHA-256 of the token, base64url. */
    tokenHash: text().primaryKey(),
    id: text().notNull(),
    /** owner · invite · reset */
    kind: text().notNull(),
    /** Null for an owner who is yet to name a shop. */
    shopId: text(),
    /** Whose password is set anew, or who is to come back; null for somebody new. */
    memberId: text(),
    /** Of an invitation. */
    role: text(),
    name: text(),
    createdAt: time().notNull(),
    createdBy: text(),
    expiresAt: time().notNull(),
    usedAt: time(),
    revokedAt: time(),
  },
  (t) => [uniqueIndex('oneTimeLinksId').on(t.id), index('oneTimeLinksShop').on(t.shopId, t.kind, t.createdAt)],
)

/** Directory: what a browser must sign for a passkey, by the SHA-256 of it; answered once. */
export const challenges = sqliteTable(
  'challenges',
  {
    hash: text().primaryKey(),
    /** sign-in · register */
    kind: text().notNull(),
    shopId: text(),
    memberId: text(),
    expiresAt: time().notNull(),
  },
  (t) => [index('challengesExpires').on(t.expiresAt)],
)

/** Directory: browsers on which somebody signed in before, by the SHA-256 of what their cookie holds. */
export const rememberedDevices = sqliteTable(
  'rememberedDevices',
  {
    tokenHash: text().notNull(),
    shopId: text().notNull(),
    memberId: text().notNull(),
    createdAt: time().notNull(),
    lastUsedAt: time().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tokenHash, t.memberId] }),
    index('rememberedDevicesMember').on(t.shopId, t.memberId),
  ],
)

/** Directory: how often something was tried, by a name that tells what and by whom. */
export const limits = sqliteTable(
  'limits',
  { key: text().primaryKey(), hits: integer().notNull(), lastAt: time().notNull(), resetAt: time().notNull() },
  (t) => [index('limitsReset').on(t.resetAt)],
)

export const members = sqliteTable(
  'members',
  {
    ...shopKey,
    name: text().notNull(),
    role: text().notNull(),
    /** Of somebody who left: phones no longer hear of them, an owner who takes them back does. */
    formerName: text(),
    ...synced,
  },
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
    /** When its person showed again that it is them; null: not since they came in. */
    provenAt: time(),
    expiresAt: time().notNull(),
    /** By what it is named to its owner: the token itself never shows. */
    id: text().notNull().default(''),
    /** Browser and system, and from where it was last used. */
    device: text(),
    place: text(),
    /** To the hour. */
    lastUsedAt: time(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.tokenHash] }), index('sessionsMember').on(t.shopId, t.memberId)],
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
    /** Null for one made on the machine. */
    createdBy: text(),
    /** To the hour. */
    lastUsedAt: time(),
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
  {
    ...shopKey,
    /** When the server heard of it; in releases before, when the phone said it was done. */
    at: time().notNull(),
    /** When the phone says it was done, where that is another time. */
    saidAt: time(),
    actor: text().notNull(),
    action: text().notNull(),
    target: text(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), index('auditAt').on(t.shopId, t.at, t.id)],
)
