/**
 * What erasing a person does with each table: one answer for each, and in the tables where something may be said of a
 * person, one for each column. A table without an answer does not compile, a column without one fails a test.
 *
 * Conditions and values are SQL over `:shop`, `:person`, `:now` and what is drawn or found out before (see
 * `eraseStatements`); what is kept are ids, times, money, counts and choices from lists of ours, so that every total
 * stays what it was.
 */
import { CARRIERS, KNOWN_CHANNELS } from '../worker/domain/channels.ts'
import type { TableName } from '../worker/domain/rows.ts'
import type { SERVER_TABLES, SHARED_TABLES } from './columns.ts'

export type Erasure =
  /** Nothing in it tells who a buyer is, for this reason; `of`: rows that are about them all the same. */
  | { keep: string; of?: string }
  /** Rows that go altogether. */
  | { delete: string }
  /** Rows that stay as far as `kept` goes; `columns` get the value beside them. */
  | { blank: string; columns: Readonly<Record<string, string>>; kept: readonly string[] }

/** The condition that finds a person's rows; null where none are theirs. */
export function whose(answer: Erasure): string | null {
  if ('blank' in answer) return answer.blank
  return 'delete' in answer ? answer.delete : (answer.of ?? null)
}

type Table = TableName | (typeof SERVER_TABLES)[number] | (typeof SHARED_TABLES)[number]

const CASES = '(SELECT id FROM disputes WHERE shopId = :shop AND customerId = :person)'

/** Orders that are theirs, or were before an import. */
export const ORDERS_EVER = `(SELECT id FROM orders WHERE shopId = :shop AND customerId = :person
  UNION SELECT orderId FROM importChanges WHERE shopId = :shop AND before ->> 'customerId' = :person)`

/** An order's hash is reckoned over who bought too: in its place stands what `:hashes` drew for it, the same for the same. */
const drawn = (hash: string): string => `COALESCE(:hashes ->> ('$."' || (${hash}) || '"'), '')`

const quoted = (texts: readonly string[]): string => `(${texts.map((text) => `'${text}'`).join(', ')})`
const CHANNELS = quoted(KNOWN_CHANNELS)

/** Strings an event may keep: what was chosen from a list, and ids. Of a channel, which may be typed, those of ours. */
const CHOSEN = [
  ...['approval', 'cause', 'causeFamily', 'confirmedCause', 'evidenceId', 'from', 'into', 'link'],
  ...['outcome', 'responsibility', 'satisfaction', 'severity', 'step', 'what'],
]

export const ERASURE: Readonly<Record<Table, Erasure>> = {
  customers: {
    blank: 'id = :person',
    columns: {
      ...{ accountId: 'NULL', nickname: 'NULL', name: 'NULL', phone: 'NULL', email: 'NULL', address: 'NULL' },
      ...{ note: 'NULL', region: 'NULL', pinReason: 'NULL', openDisputes: '0' },
      ...{ consent: `'{}'`, doNotContact: '1', erasedAt: ':now' },
    },
    kept: [
      ...['id', 'source', 'createdAt', 'ordersCount', 'net', 'firstOrderAt', 'lastOrderAt', 'bought', 'discount'],
      ...['tier', 'pinTier', 'pinUntil', 'figures', 'unhappyAt', 'lastContactAt', 'recentContacts', 'ordersRev'],
    ],
  },
  identities: { delete: 'customerId = :person' },
  disputes: {
    blank: 'customerId = :person',
    columns: {
      ...{ orderRef: 'NULL', words: `''`, wants: 'NULL', reply: 'NULL', surface: 'NULL', real: 'NULL', told: 'NULL' },
      ...{ done: 'NULL', lesson: 'NULL', snoozedUntil: 'NULL', nextReplyDueAt: 'NULL', waitingSince: 'NULL' },
      /** Names of the shop's own things; what only this person called so is theirs. */
      product: `:products ->> ('$."' || id || '"')`,
      remedies: `(SELECT json_group_array(json_set(r.value, '$.note', NULL)) FROM json_each(remedies) r)`,
      channel: `CASE WHEN channel IN ${CHANNELS} THEN channel ELSE 'other' END`,
      carrier: `CASE WHEN carrier IN ${quoted(CARRIERS)} THEN carrier END`,
      outcome: `CASE WHEN step = 'closed' THEN outcome ELSE 'erased' END`,
      closedAt: `CASE WHEN step = 'closed' THEN closedAt ELSE :now END`,
      step: `'closed'`,
    },
    kept: [
      ...['id', 'customerId', 'orderId', 'source', 'loop', 'openedAt', 'openedBy', 'assignee'],
      ...['heardAt', 'answeredAt', 'waitedMs', 'handleBy', 'proveBy', 'mergedInto', 'firstReplyDueAt', 'firstReplyAt'],
      ...['causeFamily', 'cause', 'responsibility', 'severity', 'approval', 'approvedBy', 'resolveDueAt', 'resolvedAt'],
      ...['confirmedCause', 'actualCost', 'spent', 'recordedAt', 'followUpAt', 'attempts', 'satisfaction', 'viaLink'],
    ],
  },
  disputeEvents: {
    blank: `disputeId IN ${CASES}`,
    columns: {
      data: `(SELECT json_group_object(e.key, json(data -> e.fullkey)) FROM json_each(data) e
        WHERE e.type IN ('integer', 'real', 'true', 'false', 'null') OR e.key IN ${quoted(CHOSEN)}
          OR (e.key = 'channel' AND e.atom IN ${CHANNELS}))`,
    },
    kept: ['id', 'disputeId', 'kind', 'at', 'by'],
  },
  /** The hash stays until the bytes are gone: see `erasedFiles`. */
  evidence: {
    blank: `disputeId IN ${CASES}`,
    columns: { name: `''`, deleted: '1', removedAt: 'COALESCE(removedAt, :now)' },
    kept: ['id', 'disputeId', 'type', 'size', 'hash', 'at', 'by', 'source', 'storedAt'],
  },
  links: {
    blank: `(customerId = :person OR disputeId IN ${CASES})`,
    columns: { token: 'id', deleted: '1', revokedAt: 'COALESCE(revokedAt, :now)' },
    kept: ['id', 'kind', 'disputeId', 'customerId', 'createdAt', 'createdBy', 'expiresAt'],
  },
  tasks: {
    blank: 'customerId = :person',
    columns: { status: `CASE status WHEN 'open' THEN 'cancelled' ELSE status END` },
    kept: [
      ...['id', 'kind', 'customerId', 'disputeId', 'offerId', 'dueAt', 'snoozedUntil', 'doneAt', 'worth', 'assignee'],
      'createdAt',
    ],
  },
  /** The code stands in a message they still have. */
  offers: {
    blank: 'customerId = :person',
    columns: {
      ...{ message: `''`, gift: 'NULL', code: 'id' },
      channel: `CASE WHEN channel IN ${CHANNELS} THEN channel END`,
      cancelReason: `CASE status WHEN 'draft' THEN 'other' ELSE cancelReason END`,
      status: `CASE status WHEN 'draft' THEN 'cancelled' ELSE status END`,
    },
    kept: [
      ...['id', 'customerId', 'kind', 'value', 'minimum', 'validUntil', 'cost', 'why', 'createdAt'],
      ...['createdBy', 'sentAt', 'returnedAt', 'revenue'],
    ],
  },
  notifications: {
    blank: `(url LIKE '%' || :person || '%' OR url IN (SELECT '/disputes/' || id FROM disputes WHERE shopId = :shop AND customerId = :person))`,
    columns: { params: `'{}'`, deleted: '1', settledAt: 'COALESCE(settledAt, :now)' },
    kept: ['id', 'category', 'url', 'at', 'readBy', 'onceKey', 'byMember'],
  },
  /** Nobody can say of whom a refused change spoke: of those that hold what people wrote, only the code is kept. */
  mutations: {
    blank: `code IN ('conflict', 'not_eligible') AND details <> '{}'`,
    columns: { details: `'{}'` },
    kept: ['shopId', 'clientId', 'seq', 'id', 'name', 'status', 'code', 'saidAt', 'at'],
  },
  /** Of a customer without a name; the order number keeps a file from bringing them back. */
  orders: {
    blank: `id IN ${ORDERS_EVER}`,
    columns: { hash: drawn('hash') },
    kept: [
      ...['id', 'customerId', 'source', 'externalId', 'placedAt', 'status', 'total', 'refunded', 'summary'],
      ...['products', 'listTotal', 'cost', 'costedTotal'],
    ],
  },
  orderLines: { keep: 'what was bought' },
  moves: { keep: 'figures and tiers', of: 'customerId = :person' },
  figures: { keep: 'figures' },
  histories: { keep: 'purchase days and money, by customer id' },
  refunds: { keep: 'money' },
  products: { keep: 'what the shop sells' },
  runs: { keep: 'figures of the whole shop' },
  segments: { keep: 'a question the shop asks of its customers' },
  fixes: { keep: 'what the shop changed about itself' },
  templates: { keep: 'the shop’s own wording' },
  shops: { keep: 'the shop' },
  members: { keep: 'who works here' },
  /** What a file held, hashed: of one with a few orders that can be tried. An import under way is sent anew, which counts nothing twice. */
  imports: {
    blank: `fileHash <> ''`,
    columns: { fileHash: `''` },
    kept: [
      'id',
      'name',
      'format',
      'chunks',
      'done',
      'created',
      'updated',
      'unchanged',
      'rejected',
      'createdBy',
      'createdAt',
      'finishedAt',
      'undoneAt',
      'undoneUpTo',
    ],
  },
  importChunks: { keep: 'counts, and which rows a file had wrong, by number' },
  /** Money, dates and lines of orders before an import, by customer id: what an undo needs. */
  importChanges: {
    blank: `orderId IN ${ORDERS_EVER}`,
    columns: {
      before: `json_set(before, '$.hash', ${drawn(`before ->> 'hash'`)})`,
      after: drawn('after'),
    },
    kept: ['importId', 'orderId'],
  },
  undone: { keep: 'ids, while an undo is under way' },
  audit: { keep: 'who of the shop did what, by id: no contents' },
  apiKeys: { keep: 'access of the shop' },
  challenges: { keep: 'access of the shop' },
  clients: { keep: 'phones of the shop' },
  deliveries: { keep: 'ids and times' },
  limits: { keep: 'counters' },
  logins: { keep: 'access of the shop' },
  oneTimeLinks: { keep: 'access of the shop' },
  passkeys: { keep: 'access of the shop' },
  pushSubscriptions: { keep: 'phones of the shop' },
  rememberedDevices: { keep: 'access of the shop' },
  sessions: { keep: 'access of the shop' },
}
