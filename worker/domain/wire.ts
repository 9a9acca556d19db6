/** What phone and server say to each other: `POST /api/push` and `GET /api/pull`. */
import * as v from 'valibot'
import type { CaseRow } from './learning/case.ts'
import type { RefusalCode } from './refusal.ts'
import type { Role, RunSummary, TableName, Tables, Tier } from './rows.ts'

/** Raised when a phone's stored base must be loaded anew to be understood. */
export const WIRE_SCHEMA = 3
/** Most mutations one push may carry. */
export const PUSH_LIMIT = 50

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))

export const PushedMutation = v.object({
  /** 1, 2, 3 … per client, without gaps. */
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  id: uuid,
  name: v.pipe(v.string(), v.maxLength(64)),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  args: v.unknown(),
  /** The phone's clock, corrected by the last known server offset, epoch ms. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type PushedMutation = v.InferOutput<typeof PushedMutation>

export const PushRequest = v.object({
  clientId: uuid,
  /** Whose changes these are, as far as the phone knows: somebody else's session must not send them as their own. */
  userId: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64)))),
  mutations: v.pipe(v.array(PushedMutation), v.minLength(1), v.maxLength(PUSH_LIMIT)),
})
export type PushRequest = v.InferOutput<typeof PushRequest>

/** The lasting answer to one mutation: the same however often it is sent. */
export type MutationResult =
  | { seq: number; status: 'applied' }
  | { seq: number; status: 'rejected'; code: RefusalCode; details: Record<string, unknown> }

/** 200. A gap in `seq` is 409 problem `sequence_gap` with `expected`; nothing of that push after the gap is looked at. */
export interface PushAnswer {
  results: MutationResult[]
  lastSeq: number
  /** Server clock, epoch ms. */
  now: number
}

export type Stream = 'core' | 'orders'

/**
 * One page of `GET /api/pull?client=&stream=&cursor=`: a snapshot read ordered by (rev, table, id). Without a cursor
 * it starts from nothing. Rows are arrays in the order of `columns`; columns named in JSON_COLUMNS are JSON text;
 * a row whose `deleted` is 1 is a blanked tombstone.
 */
export interface PullPage {
  /** Changes when the server's data was restored from a backup: reload the base, keep the outbox. */
  epoch: string
  /** The moment of that backup, epoch ms; null where none was restored. */
  restoredTo: number | null
  schema: number
  role: Role
  userId: string
  shopId: string
  /** Highest seq of this client that this snapshot contains, applied or rejected. */
  lastSeq: number
  now: number
  cursor: string
  more: boolean
  tables: { [T in TableName]?: { columns: string[]; rows: unknown[][] } }
}

/** Columns that travel as JSON text, by table. */
export const JSON_COLUMNS: { readonly [T in TableName]?: readonly (keyof Tables[T] & string)[] } = {
  shops: ['settings'],
  customers: ['bought', 'figures', 'recentContacts', 'consent'],
  disputes: ['remedies', 'satisfaction'],
  disputeEvents: ['data'],
  offers: ['why'],
  moves: ['why', 'up'],
  runs: ['summary'],
  segments: ['expression'],
  notifications: ['params', 'readBy'],
}

/** What became of up to 500 orders, by API or as a chunk of an import. `index` counts within the call. */
export interface TakenOrders {
  created: number
  updated: number
  unchanged: number
  rejected: { index: number; code: string; reason: string }[]
}

/** Orders of an import that is being prepared, compared with what the shop has. */
export interface ImportPreview {
  created: number
  updated: number
  unchanged: number
}

/** An import and how far it has come. */
export interface ImportState {
  id: string
  name: string
  format: string
  fileHash: string
  chunks: number
  /** How many chunks are in. */
  done: number
  /** Numbers of the chunks already in: a resumed import sends only the others. Left empty in lists. */
  taken: number[]
  created: number
  updated: number
  unchanged: number
  rejected: number
  createdAt: number
  finishedAt: number | null
  undoneAt: number | null
  /** It is being taken back, and not all of it is yet. */
  undoing: boolean
}

/** `POST /api/replay { asOf: 'YYYY-MM-DD' }`: what the orders known now say of the end of a day. */
export interface LookBack {
  asOf: number
  customers: number
  summary: RunSummary
  /** Refunds and cancellations told after that day, of orders placed until then; minor units. */
  later: { orders: number; amount: number }
  /** How many customers had another tier, or orders that lost money since. */
  changedCount: number
  /** The most valuable of them. */
  changed: {
    customerId: string
    tierThen: Tier | null
    tierNow: Tier | null
    windowValueThen: number
    laterAmount: number
  }[]
}

/** A page of `GET /api/disputes/closed?since=&cursor=`: closed cases opened since then, oldest first. */
export interface ClosedCases {
  cases: CaseRow[]
  /** Cursor of the next page; null at the end. */
  next: string | null
}

/** RFC 9457 problem document with our stable code. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  /** Numbers that help, never what was submitted. */
  [extra: string]: unknown
}
