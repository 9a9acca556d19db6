/** Customers, orders and the imports that brought them. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { money, shopKey, synced, time } from './columns.ts'

export const customers = sqliteTable(
  'customers',
  {
    ...shopKey,
    source: text().notNull(),
    accountId: text(),
    nickname: text(),
    name: text(),
    phone: text(),
    email: text(),
    address: text(),
    note: text(),
    createdAt: time().notNull(),
    ordersCount: integer().notNull().default(0),
    net: money().notNull().default(0),
    firstOrderAt: time(),
    lastOrderAt: time(),
    bought: text().notNull().default('[]'),
    discount: integer(),
    region: text(),
    tier: text(),
    pinTier: text(),
    pinReason: text(),
    pinUntil: time(),
    figures: text(),
    openDisputes: integer().notNull().default(0),
    unhappyAt: time(),
    lastContactAt: time(),
    recentContacts: text().notNull().default('[]'),
    doNotContact: integer().notNull().default(0),
    /** What they said to being written to, by channel, as JSON. */
    consent: text().notNull().default('{}'),
    /** Since when nothing is known of who they are: erased at their wish. */
    erasedAt: time(),
    /** `rev` of the last write that changed one of their orders or its cost. */
    ordersRev: integer().notNull().default(0),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('customersRev').on(t.shopId, t.rev, t.id),
    index('customersOrdersRev').on(t.shopId, t.ordersRev),
  ],
)

/** What ties an order to a person: platform account, e-mail, phone, or a source's nickname. Never a masked value. */
export const identities = sqliteTable(
  'identities',
  { shopId: text().notNull(), key: text().notNull(), customerId: text().notNull() },
  (t) => [primaryKey({ columns: [t.shopId, t.key] }), index('identitiesCustomer').on(t.shopId, t.customerId)],
)

export const orders = sqliteTable(
  'orders',
  {
    ...shopKey,
    customerId: text(),
    source: text().notNull(),
    externalId: text().notNull(),
    placedAt: time().notNull(),
    status: text().notNull(),
    total: money().notNull(),
    refunded: money().notNull(),
    summary: text().notNull(),
    /** Hash of everything an import can say of an order: equal means nothing to write. */
    hash: text().notNull(),
    /** Of the lines: ids of the products, sum of the list prices, and the cost of the pieces whose cost is known. */
    products: text().notNull().default('[]'),
    listTotal: money().notNull().default(0),
    cost: money().notNull().default(0),
    /** List prices of the lines whose cost is known. */
    costedTotal: money().notNull().default(0),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    uniqueIndex('ordersIdentity').on(t.shopId, t.source, t.externalId),
    index('ordersCustomer').on(t.shopId, t.customerId, t.placedAt),
    index('ordersRev').on(t.shopId, t.rev, t.id),
  ],
)

export const orderLines = sqliteTable(
  'orderLines',
  {
    shopId: text().notNull(),
    orderId: text().notNull(),
    n: integer().notNull(),
    product: text().notNull(),
    sku: text(),
    quantity: integer().notNull(),
    price: money().notNull(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.orderId, t.n] }), index('orderLinesProduct').on(t.shopId, t.product)],
)

/** `id` is `p` and a number that counts up within the shop; lines know a product by its name. */
export const products = sqliteTable(
  'products',
  { ...shopKey, name: text().notNull(), cost: money(), costAt: time(), ...synced },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    uniqueIndex('productsName').on(t.shopId, t.name),
    index('productsRev').on(t.shopId, t.rev, t.id),
  ],
)

/** What an order lost after it was first known, by refund or cancellation: what a look back names as later. */
export const refunds = sqliteTable(
  'refunds',
  {
    ...shopKey,
    orderId: text().notNull(),
    /** When we were told. */
    at: time().notNull(),
    /** Net value of the order before, less after: minor units, negative when something was taken back. */
    amount: money().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('refundsAt').on(t.shopId, t.at),
    index('refundsOrder').on(t.shopId, t.orderId),
  ],
)

export const imports = sqliteTable(
  'imports',
  {
    ...shopKey,
    name: text().notNull(),
    format: text().notNull(),
    fileHash: text().notNull(),
    chunks: integer().notNull(),
    done: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    createdAt: time().notNull(),
    createdBy: text(),
    finishedAt: time(),
    /** Since when it is being taken back: nothing more comes in. */
    undoneAt: time(),
    /** The last order that is, while others still are to be. */
    undoneUpTo: text(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('importsAt').on(t.shopId, t.createdAt),
    index('importsUndoing').on(t.shopId).where(sql`${t.undoneUpTo} IS NOT NULL`),
  ],
)

/** A chunk taken once; its answer is given again when it is sent again. */
export const importChunks = sqliteTable(
  'importChunks',
  { shopId: text().notNull(), importId: text().notNull(), n: integer().notNull(), answer: text().notNull() },
  (t) => [primaryKey({ columns: [t.shopId, t.importId, t.n] })],
)

/** What an import did to an order, so that it can be undone: `before` is null where the import created it. */
export const importChanges = sqliteTable(
  'importChanges',
  {
    shopId: text().notNull(),
    importId: text().notNull(),
    orderId: text().notNull(),
    before: text(),
    /** The order's hash after the import; undo leaves an order alone that was changed since. */
    after: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.importId, t.orderId] })],
)

/** Scratch rows of an undo under way, gone when its batch ends. */
export const undone = sqliteTable(
  'undone',
  { shopId: text().notNull(), importId: text().notNull(), orderId: text().notNull(), customerId: text() },
  (t) => [primaryKey({ columns: [t.shopId, t.importId, t.orderId] })],
)
