/** Recomputes, their results as history, and the moves they propose. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { money, shopKey, synced, time } from './columns.ts'

export const runs = sqliteTable(
  'runs',
  {
    ...shopKey,
    asOf: time().notNull(),
    startedAt: time().notNull(),
    finishedAt: time(),
    customers: integer().notNull().default(0),
    moves: integer().notNull().default(0),
    /** 1 for a look back: figures only, no moves. */
    past: integer().notNull().default(0),
    summary: text(),
    rev: integer().notNull().default(0),
    deleted: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('runsAt').on(t.shopId, t.startedAt),
    index('runsRev').on(t.shopId, t.rev, t.id),
  ],
)

/** What a run found, of every customer of a look back and of those whose figures changed in a run of today, until it is in force. */
export const figures = sqliteTable(
  'figures',
  {
    shopId: text().notNull(),
    runId: text().notNull(),
    customerId: text().notNull(),
    figures: text().notNull(),
    /** Tier in force after the run; null leaves it as it is. */
    tier: text(),
    unpin: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.runId, t.customerId] })],
)

/**
 * What the figures need of every customer's orders, as the run left it, some hundred customers a page: the next run reads
 * these and the orders that changed since, not all orders. The shop's `historyRun` says which are in force.
 */
export const histories = sqliteTable(
  'histories',
  { shopId: text().notNull(), runId: text().notNull(), page: integer().notNull(), data: text().notNull() },
  (t) => [primaryKey({ columns: [t.shopId, t.runId, t.page] })],
)

export const segments = sqliteTable(
  'segments',
  {
    ...shopKey,
    name: text().notNull(),
    expression: text().notNull(),
    createdAt: time().notNull(),
    createdBy: text(),
    archivedAt: time(),
    ...synced,
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), index('segmentsRev').on(t.shopId, t.rev, t.id)],
)

export const moves = sqliteTable(
  'moves',
  {
    ...shopKey,
    customerId: text().notNull(),
    runId: text().notNull(),
    from: text(),
    to: text().notNull(),
    why: text().notNull(),
    up: text().notNull(),
    worth: money().notNull(),
    status: text().notNull(),
    at: time().notNull(),
    decidedAt: time(),
    decidedBy: text(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('movesRev').on(t.shopId, t.rev, t.id),
    index('movesStatus').on(t.shopId, t.status),
    index('movesCustomer').on(t.shopId, t.customerId),
  ],
)
