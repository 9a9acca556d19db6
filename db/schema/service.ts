/** Disputes, tasks, offers and what people are told about them. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { money, shopKey, synced, time } from './columns.ts'

export const disputes = sqliteTable(
  'disputes',
  {
    ...shopKey,
    customerId: text().notNull(),
    orderId: text(),
    orderRef: text(),
    product: text(),
    channel: text().notNull(),
    source: text().notNull(),
    step: text().notNull(),
    loop: integer().notNull(),
    openedAt: time().notNull(),
    openedBy: text(),
    assignee: text(),
    carrier: text(),
    heardAt: time(),
    answeredAt: time(),
    waitingSince: time(),
    waitedMs: integer().notNull().default(0),
    nextReplyDueAt: time(),
    handleBy: time(),
    proveBy: time(),
    snoozedUntil: time(),
    mergedInto: text(),
    words: text().notNull(),
    wants: text(),
    firstReplyDueAt: time(),
    firstReplyAt: time(),
    reply: text(),
    surface: text(),
    real: text(),
    causeFamily: text(),
    cause: text(),
    responsibility: text(),
    severity: text(),
    remedies: text().notNull(),
    approval: text().notNull(),
    approvedBy: text(),
    told: text(),
    resolveDueAt: time(),
    resolvedAt: time(),
    confirmedCause: text(),
    done: text(),
    actualCost: money(),
    spent: money().notNull().default(0),
    lesson: text(),
    recordedAt: time(),
    followUpAt: time(),
    attempts: integer().notNull(),
    satisfaction: text(),
    outcome: text(),
    closedAt: time(),
    /** The buyer's link it came in by. */
    viaLink: text(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('disputesRev').on(t.shopId, t.rev, t.id),
    index('disputesCustomer').on(t.shopId, t.customerId),
    index('disputesStep').on(t.shopId, t.step, t.openedAt),
  ],
)

export const disputeEvents = sqliteTable(
  'disputeEvents',
  {
    ...shopKey,
    disputeId: text().notNull(),
    kind: text().notNull(),
    at: time().notNull(),
    by: text(),
    data: text().notNull(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('disputeEventsRev').on(t.shopId, t.rev, t.id),
    index('disputeEventsDispute').on(t.shopId, t.disputeId),
  ],
)

export const evidence = sqliteTable(
  'evidence',
  {
    ...shopKey,
    disputeId: text().notNull(),
    name: text().notNull(),
    type: text().notNull(),
    size: integer().notNull(),
    hash: text().notNull(),
    at: time().notNull(),
    by: text(),
    source: text().notNull(),
    storedAt: time(),
    removedAt: time(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('evidenceRev').on(t.shopId, t.rev, t.id),
    index('evidenceDispute').on(t.shopId, t.disputeId),
  ],
)

export const links = sqliteTable(
  'links',
  {
    ...shopKey,
    kind: text().notNull(),
    disputeId: text(),
    customerId: text(),
    token: text().notNull(),
    createdAt: time().notNull(),
    createdBy: text(),
    expiresAt: time().notNull(),
    revokedAt: time(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('linksRev').on(t.shopId, t.rev, t.id),
    uniqueIndex('linksToken').on(t.shopId, t.token),
    index('linksDispute').on(t.shopId, t.disputeId),
  ],
)

export const templates = sqliteTable(
  'templates',
  {
    ...shopKey,
    key: text().notNull(),
    locale: text().notNull(),
    text: text().notNull(),
    updatedAt: time().notNull(),
    updatedBy: text(),
    ...synced,
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), index('templatesRev').on(t.shopId, t.rev, t.id)],
)

export const fixes = sqliteTable(
  'fixes',
  {
    ...shopKey,
    dimension: text().notNull(),
    value: text().notNull(),
    note: text().notNull(),
    at: time().notNull(),
    by: text(),
    endedAt: time(),
    ...synced,
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), index('fixesRev').on(t.shopId, t.rev, t.id)],
)

export const tasks = sqliteTable(
  'tasks',
  {
    ...shopKey,
    kind: text().notNull(),
    customerId: text().notNull(),
    disputeId: text(),
    offerId: text(),
    dueAt: time().notNull(),
    status: text().notNull(),
    snoozedUntil: time(),
    doneAt: time(),
    worth: money().notNull(),
    assignee: text(),
    createdAt: time().notNull(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('tasksRev').on(t.shopId, t.rev, t.id),
    index('tasksDue').on(t.shopId, t.status, t.dueAt),
  ],
)

export const offers = sqliteTable(
  'offers',
  {
    ...shopKey,
    customerId: text().notNull(),
    kind: text().notNull(),
    value: integer().notNull(),
    gift: text(),
    code: text().notNull(),
    minimum: money().notNull(),
    validUntil: time().notNull(),
    message: text().notNull(),
    status: text().notNull(),
    cancelReason: text(),
    channel: text(),
    cost: money().notNull(),
    why: text().notNull(),
    createdAt: time().notNull(),
    createdBy: text(),
    sentAt: time(),
    returnedAt: time(),
    revenue: money(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('offersRev').on(t.shopId, t.rev, t.id),
    uniqueIndex('offersCode').on(t.shopId, t.code),
    index('offersCustomer').on(t.shopId, t.customerId, t.status),
    index('offersDue').on(t.shopId, t.status, t.validUntil),
  ],
)

/** The inbox is the record; push is only its echo. */
export const notifications = sqliteTable(
  'notifications',
  {
    ...shopKey,
    category: text().notNull(),
    params: text().notNull(),
    url: text().notNull(),
    at: time().notNull(),
    /** When each member read it, by their id, as JSON. */
    readBy: text().notNull().default('{}'),
    /** Crossing the same line twice notifies once: unique within the shop. */
    onceKey: text().notNull(),
    /** Who caused it; their own phones stay quiet. */
    byMember: text(),
    /** When every subscription had been tried; null while there is something to deliver. */
    settledAt: time(),
    ...synced,
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.id] }),
    index('notificationsRev').on(t.shopId, t.rev, t.id),
    uniqueIndex('notificationsOnce').on(t.shopId, t.onceKey),
    index('notificationsUnsettled').on(t.shopId, t.settledAt, t.at),
  ],
)

export const pushSubscriptions = sqliteTable(
  'pushSubscriptions',
  {
    ...shopKey,
    memberId: text().notNull(),
    endpoint: text().notNull(),
    p256dh: text().notNull(),
    auth: text().notNull(),
    locale: text().notNull(),
    createdAt: time().notNull(),
    lastOkAt: time(),
    /** On whose device it was made; null when that was before sessions had names. */
    sessionId: text(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.id] }), uniqueIndex('pushSubscriptionsEndpoint').on(t.shopId, t.endpoint)],
)

/** One try to put one notification on one device. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    shopId: text().notNull(),
    notificationId: text().notNull(),
    subscriptionId: text().notNull(),
    /** sent · retry · gone · failed */
    status: text().notNull(),
    attempts: integer().notNull(),
    nextAt: time(),
    at: time().notNull(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.notificationId, t.subscriptionId] })],
)
