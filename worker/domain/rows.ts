/**
 * The rows a phone holds and the server syncs: one shape for both.
 * Money is integer minor units of the shop's currency, times are epoch milliseconds UTC.
 */

import type { Fit } from './expectation/model.ts'
import type { SegmentExpression } from './segment.ts'
import type { Settings } from './settings.ts'
import type { Why } from './why.ts'

export const ROLES = ['owner', 'agent', 'viewer'] as const
export type Role = (typeof ROLES)[number]
export type Tier = 'A' | 'B' | 'C'

/** 潜在客户 · 考察期 · 建立期 · 稳定期 · 退化期 · 流失 */
export type Stage = 'prospect' | 'exploring' | 'building' | 'stable' | 'declining' | 'lost'

/** 重要/一般 × 价值/保持/发展/挽留 */
export type RfmClass =
  | 'important-value'
  | 'important-keep'
  | 'important-develop'
  | 'important-rescue'
  | 'general-value'
  | 'general-keep'
  | 'general-develop'
  | 'general-rescue'

export interface ShopRow {
  id: string
  name: string
  currency: string
  timezone: string
  locale: 'zh-CN' | 'en'
  settings: Settings
  /** 1 for the generated demo shop. */
  demo: 0 | 1
  createdAt: number
  /** As-of date of the last recompute whose figures are in force; null before the first. */
  figuresAsOf: number | null
}

export interface MemberRow {
  id: string
  name: string
  role: Role
}

export interface CustomerRow {
  id: string
  /** Where the person was first met: taobao, shopify, sheet, hand, api … */
  source: string
  accountId: string | null
  nickname: string | null
  name: string | null
  phone: string | null
  email: string | null
  address: string | null
  note: string | null
  createdAt: number

  /** Live totals, derived from the orders in the same write that changed them. */
  ordersCount: number
  net: number
  firstOrderAt: number | null
  lastOrderAt: number | null
  /** Ids of the products they bought, in the order of first purchase; at most 50. */
  bought: string[]
  /** Off the list prices of what they bought, whole percent; null where the orders name no prices. */
  discount: number | null
  /** Province or state of the newest address that names one; kept for people who may not see addresses. */
  region: string | null

  /** Tier in force: the pin where there is one, else the last applied move. Null for prospects. */
  tier: Tier | null
  pinTier: Tier | null
  pinReason: string | null
  pinUntil: number | null

  /** Figures of the last recompute. */
  figures: Figures | null

  /** Derived from disputes and contacts. */
  openDisputes: number
  /** When a dispute of theirs last ended badly (unreachable, or satisfaction below 3); null when none, or made good since. */
  unhappyAt: number | null
  lastContactAt: number | null
  /** Contacts of the last `contactCap.days`, newest first, at most 20. */
  recentContacts: number[]
  doNotContact: 0 | 1
  /** What they said to being written to; a channel that is not named was never asked about. */
  consent: Partial<Record<ConsentChannel, Consent>>
  /** Since when nothing is known of who they are: erased at their wish. */
  erasedAt: number | null
}

export type ConsentChannel = 'sms' | 'phone' | 'email' | 'chat'

export interface Consent {
  answer: 'yes' | 'no'
  /** When they said so, epoch ms. */
  at: number
  /** How: their own words in a chat, on paper, when they ordered, by a reply to a message … */
  how: 'chat' | 'form' | 'order' | 'reply' | 'spoken' | 'import' | 'api' | 'other'
  /** The member who wrote it down. */
  by: string | null
}

/** What a recompute says of one customer, as of its date. */
export interface Figures {
  asOf: number
  /** Orders that count and their net value, whole history up to `asOf`. */
  orders: number
  net: number
  /** Net value in the trailing window (default 365 days). */
  windowNet: number
  /** What the tier is measured by, in the same window: profit where costs are known, else `windowNet`. */
  windowValue: number
  /** First purchase that still counts in the window: the next to leave it. Null without one. */
  windowFirstAt: number | null
  firstOrderAt: number | null
  lastOrderAt: number | null
  /** Days with a purchase, whole history. */
  buyDays: number
  /** Net value of the purchase days after the first. */
  repeatNet: number
  /** Value tier these figures call for; the tier in force follows by a move. */
  tier: Tier | null
  /** The same a period earlier (`MIGRATION_DAYS`), replayed from the orders known now; null before the first order. */
  tierBefore: Tier | null
  r: number | null
  f: number | null
  m: number | null
  class: RfmClass | null
  stage: Stage
  /** Median days between orders, their own, or the shop's where they have too few. */
  rhythmDays: number | null
  ownRhythm: 0 | 1
  /** When their rhythm calls for the next order. */
  expectedAt: number | null
  /**
   * What is lost in a year when they do not come back: by the shop's model where it has one, else by their rhythm.
   * By the model in steps of some 12 %, so that a night's drift does not send everyone anew.
   */
  valueAtRisk: number
  why: Why[]
}

export type DisputeStep = 'listen' | 'analyse' | 'resolve' | 'record' | 'follow-up' | 'closed'
export type CauseFamily = 'expectation' | 'quality' | 'service' | 'fulfilment'
export type Cause =
  | 'over-promise'
  | 'oversold'
  | 'concealed-condition'
  | 'need-misread'
  | 'defect'
  | 'transit-damage'
  | 'minor-flaw'
  | 'misuse'
  | 'attitude'
  | 'pushy-selling'
  | 'product-ignorance'
  | 'late'
  | 'lost'
  | 'wrong-item'
  | 'wrong-quantity'
export type Responsibility = 'shop' | 'product' | 'carrier' | 'platform' | 'buyer'
export type Severity = 'low' | 'medium' | 'high'
export type RemedyKind =
  | 'refund'
  | 'part-refund'
  | 'resend'
  | 'exchange'
  | 'coupon'
  | 'repair'
  | 'explanation'
  | 'apology'

export interface Remedy {
  kind: RemedyKind
  /** What it costs the shop, minor units. */
  cost: number
  /** Day the buyer was promised it by; null when done at once. */
  promisedAt: number | null
  note: string | null
}

/** 1–5 on expectation, quality, service. */
export interface Satisfaction {
  expectation: number
  quality: number
  service: number
}

export interface DisputeRow {
  id: string
  customerId: string
  orderId: string | null
  /** Order number as the buyer or seller knows it, when no stored order is tied. */
  orderRef: string | null
  product: string | null
  /** Where the complaint came in: taobao, wechat, phone, review, api … */
  channel: string
  source: 'hand' | 'api' | 'share' | 'import' | 'link'
  step: DisputeStep
  /** 0 at first, +1 each time an unhappy buyer reopens it. */
  loop: number
  openedAt: number
  openedBy: string | null
  assignee: string | null

  /** Who carried the parcel, as far as known. */
  carrier: string | null
  /** When the buyer last wrote after the complaint, and when we last wrote to them. */
  heardAt: number | null
  answeredAt: number | null
  /** Waiting for the buyer since then: the shop's clocks stand still. */
  waitingSince: number | null
  /** Business time the clocks of the present loop stood still before, ms. */
  waitedMs: number
  /** The buyer wrote again: an answer is owed by then. */
  nextReplyDueAt: number | null
  /** Deadlines the platform has set: to deal with it 处理时限, to prove it 举证时限. */
  handleBy: number | null
  proveBy: number | null
  /** Out of the queue until then. */
  snoozedUntil: number | null
  /** The case this one went into. */
  mergedInto: string | null

  words: string
  wants: string | null
  firstReplyDueAt: number | null
  firstReplyAt: number | null
  reply: string | null

  surface: string | null
  real: string | null
  causeFamily: CauseFamily | null
  cause: Cause | null
  responsibility: Responsibility | null
  severity: Severity | null

  remedies: Remedy[]
  approval: 'none' | 'needed' | 'approved'
  approvedBy: string | null
  /** What the buyer was told; required even when the buyer caused it. */
  told: string | null
  resolveDueAt: number | null
  resolvedAt: number | null

  confirmedCause: Cause | null
  done: string | null
  actualCost: number | null
  /** What the case cost before its present loop, cases that went into it included, minor units. */
  spent: number
  lesson: string | null
  recordedAt: number | null

  followUpAt: number | null
  /** Recorded attempts to reach the buyer in the present loop. */
  attempts: number
  satisfaction: Satisfaction | null
  outcome: 'satisfied' | 'unreachable' | 'merged' | 'spam' | 'erased' | null
  closedAt: number | null
  /** The buyer's link it came in by. */
  viaLink: string | null
}

export interface DisputeEventRow {
  id: string
  disputeId: string
  kind:
    | 'opened'
    | 'replied'
    | 'analysed'
    | 'resolved'
    | 'approved'
    | 'recorded'
    | 'attempted'
    | 'rated'
    | 'reopened'
    | 'closed'
    | 'note'
    /** The buyer wrote again; we answered. */
    | 'heard'
    | 'answered'
    /** Waiting for the buyer began; ended without their word. */
    | 'waiting'
    | 'resumed'
    /** Another case came into this one, or this one went into another. */
    | 'merged'
    /** The buyer was given a link. */
    | 'linked'
    | 'evidence'
  at: number
  by: string | null
  data: Record<string, unknown>
}

/** A photo or file of a case. Its bytes lie under their hash; `storedAt` is null until the server has them. */
export interface EvidenceRow {
  id: string
  disputeId: string
  name: string
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'
  /** Bytes. */
  size: number
  /** SHA-256, lower-case hex. */
  hash: string
  at: number
  /** Member who added it; null for the buyer. */
  by: string | null
  source: 'hand' | 'share' | 'link'
  storedAt: number | null
  removedAt: number | null
}

/** A private link a buyer may open without signing in. Never sent to viewers' phones. */
export interface LinkRow {
  id: string
  /** `complain`: to open a case; `case`: to follow and rate one. */
  kind: 'complain' | 'case'
  disputeId: string | null
  customerId: string | null
  /** 128 random bits, base64url. */
  token: string
  createdAt: number
  createdBy: string | null
  expiresAt: number
  revokedAt: number | null
}

/** The shop's own wording of a reply draft. */
export interface TemplateRow {
  id: string
  /** Name of the draft it stands for (see drafts/). */
  key: string
  locale: 'zh-CN' | 'en'
  text: string
  updatedAt: number
  updatedBy: string | null
}

/** Something the seller says was put right, so that before and after can be compared. */
export interface FixRow {
  id: string
  dimension: 'cause' | 'product' | 'carrier' | 'agent'
  value: string
  note: string
  at: number
  by: string | null
  /** Taken back; null while it stands. */
  endedAt: number | null
}

export interface TaskRow {
  id: string
  kind: 'promise' | 'follow-up' | 'win-back' | 'win-back-check'
  customerId: string
  disputeId: string | null
  offerId: string | null
  dueAt: number
  status: 'open' | 'done' | 'cancelled'
  snoozedUntil: number | null
  doneAt: number | null
  /** Money at risk behind it, minor units. */
  worth: number
  assignee: string | null
  createdAt: number
}

export interface OfferRow {
  id: string
  customerId: string
  kind: 'percent' | 'amount' | 'gift'
  /** Percent off for `percent`; minor units for `amount`; cost of the gift in minor units for `gift`. */
  value: number
  gift: string | null
  code: string
  minimum: number
  validUntil: number
  message: string
  status: 'draft' | 'sent' | 'cancelled' | 'returned' | 'expired'
  cancelReason: string | null
  channel: string | null
  /** What it is expected to cost if taken up, minor units. */
  cost: number
  why: Why[]
  createdAt: number
  createdBy: string | null
  sentAt: number | null
  returnedAt: number | null
  /** Net value of the order that came back, minor units. */
  revenue: number | null
}

export interface MoveRow {
  id: string
  customerId: string
  runId: string
  from: Tier | null
  to: Tier
  why: Why[]
  /** What would move them up (or keep them up), where there is such a thing. */
  up: Why[]
  worth: number
  status: 'proposed' | 'applied' | 'dismissed' | 'undone'
  at: number
  decidedAt: number | null
  decidedBy: string | null
}

/** A recompute: when, as of when, and what it found of the shop. The newest finished one is behind the figures. */
export interface RunRow {
  id: string
  asOf: number
  startedAt: number
  finishedAt: number | null
  customers: number
  moves: number
  /** 1 for a look back: figures only. */
  past: 0 | 1
  summary: RunSummary | null
}

/** Buyers and what they brought in the tiers' window, minor units. */
export interface Group {
  buyers: number
  value: number
}

/** Rows: the tier a period earlier; columns: now. `none`: no order by then. */
export type Migration = Record<Tier | 'none', Record<Tier | 'none', number>>

export interface RunSummary {
  /** What the tiers are measured by; `costKnown`: the share of everything sold, at list prices, whose cost is known. */
  measure: 'revenue' | 'profit'
  costKnown: number
  buyers: number
  /** Of the window, minor units. */
  value: number
  tiers: Record<Tier, Group>
  classes: Partial<Record<RfmClass, number>>
  stages: Record<Stage, number>
  migration: Migration
  /** Days between the two columns of `migration`. */
  migrationDays: number
  /** Buyers of this and the last run of today's date whose tier by figures is another one; null for the first. */
  changed: number | null
  /** Buyers whose tier would be another one with a window that ends a week earlier. */
  weekShift: number
  /** In a look back: refunds and cancellations that came after its date, all customers. */
  later: { orders: number; amount: number } | null
  model: Fit
}

/** A saved filter over customers, shared by the whole team. */
export interface SegmentRow {
  id: string
  name: string
  expression: SegmentExpression
  createdAt: number
  createdBy: string | null
  /** Put away; null while in use. */
  archivedAt: number | null
}

/** Something the shop sells, known from the lines of its orders. */
export interface ProductRow {
  id: string
  name: string
  /** What one piece costs the shop, minor units; null while unknown. */
  cost: number | null
  costAt: number | null
}

export interface NotificationRow {
  id: string
  category: 'complaint' | 'heard' | 'deadline' | 'reopened' | 'approval' | 'follow-up' | 'win-back' | 'promise' | 'test'
  /** Values for the text, which is made in the reader's language. */
  params: Record<string, string | number | null>
  url: string
  at: number
  /** When each member read it, by their id. */
  readBy: Record<string, number>
}

export interface OrderRow {
  id: string
  customerId: string | null
  source: string
  externalId: string
  placedAt: number
  status: 'pending' | 'paid' | 'shipped' | 'completed' | 'refunded' | 'cancelled'
  total: number
  refunded: number
  /** Product names with quantities, short, for lists. */
  summary: string
}

/** Every synced table and its row. `orders` travels in its own stream, after the rest. */
export interface Tables {
  shops: ShopRow
  members: MemberRow
  customers: CustomerRow
  disputes: DisputeRow
  disputeEvents: DisputeEventRow
  tasks: TaskRow
  offers: OfferRow
  moves: MoveRow
  notifications: NotificationRow
  orders: OrderRow
  products: ProductRow
  runs: RunRow
  segments: SegmentRow
  evidence: EvidenceRow
  fixes: FixRow
  links: LinkRow
  templates: TemplateRow
}
export type TableName = keyof Tables

/** The core stream, in the order a page is sorted within one `rev`. */
export const CORE_TABLES = [
  'customers',
  'disputeEvents',
  'disputes',
  'evidence',
  'fixes',
  'links',
  'members',
  'moves',
  'notifications',
  'offers',
  'products',
  'runs',
  'segments',
  'shops',
  'tasks',
  'templates',
] as const satisfies readonly TableName[]
