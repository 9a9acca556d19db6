/** Today (C1): at most seven cards, ranked by money at risk and promises due. */
import { dueCare } from './care.ts'
import { refusal } from './contact-cap.ts'
import { endOfDay } from './local-day.ts'
import { promised } from './promise.ts'
import { type ClockKind, type Due, duesOf, isAsleep, isClock } from './queue.ts'
import type { CustomerRow, DisputeRow, OfferRow, ShopRow, TaskRow } from './rows.ts'
import { DAY_MS } from './time.ts'
import type { Why } from './why.ts'
import { eligibility, monthSpent, slipping } from './win-back.ts'

export type CardKind = ClockKind | TaskRow['kind'] | 'slipping' | 'care'

export interface TodayCard {
  /** Stable while the card stands: one card per customer and kind. */
  key: string
  kind: CardKind
  customerId: string
  /** The task behind it: what `task.*` acts on. Null for a case's clock and for a suggestion. */
  taskId: string | null
  disputeId: string | null
  offerId: string | null
  /** Epoch ms; null for a suggestion. */
  dueAt: number | null
  overdue: boolean
  /** Money at risk behind it, minor units; 0 for care, where none is. */
  worth: number
  score: number
  /** Reasons of a suggestion. */
  why: Why[]
  /** How many more of the same customer and kind it stands for. */
  more: number
}

export interface TodayInput {
  shop: Pick<ShopRow, 'settings' | 'timezone'>
  tasks: Iterable<TaskRow>
  disputes: Iterable<DisputeRow>
  customers: Iterable<CustomerRow>
  offers: Iterable<OfferRow>
  now: number
  limit?: number
  /** Leaves out what is given to another member, and customers whose tier another one handles. */
  memberId?: string | null
}

export interface Today {
  cards: TodayCard[]
  summary: {
    /** Promises to buyers due by the end of the shop's day or overdue: first replies, resolutions, promised days. */
    promisesDue: number
    /** Value at risk of everyone due or suggested, each customer once, minor units. */
    atRisk: number
    /** Cards that found no room. */
    hidden: number
  }
}

/** Of those slipping away, and of those due a friendly word. */
const SUGGESTIONS = 2

/** A word given to a buyer weighs four times an idea of our own; care is for when nothing presses. */
const WEIGHT: Record<CardKind, number> = {
  'first-reply': 4,
  'next-reply': 4,
  'handle-by': 4,
  'prove-by': 4,
  promise: 4,
  resolve: 3,
  'follow-up': 2,
  'win-back': 1,
  'win-back-check': 0.5,
  slipping: 0.5,
  care: 0,
}
const PROMISES: ReadonlySet<CardKind> = new Set(['first-reply', 'next-reply', 'resolve', 'promise'])

/** 1 a day or more ahead, rising to 2 when due and on to 4 two days later; 1 without a date. */
export function pressure(dueAt: number | null, now: number): number {
  if (dueAt === null) return 1
  return Math.min(4, Math.max(1, 2 + (now - dueAt) / DAY_MS))
}

/**
 * score = weight of the kind × pressure of its date × (worth + base). The base is the (lower) median worth of today's cards: it
 * makes a person of unknown worth count like a usual one, in any currency, and lets a promise outrank a larger sum
 * that nobody is waiting for.
 */
export const cardScore = (kind: CardKind, dueAt: number | null, worth: number, base: number, now: number): number =>
  WEIGHT[kind] * pressure(dueAt, now) * (worth + base)

const ranks = (a: TodayCard, b: TodayCard): number =>
  b.score - a.score || (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || (a.key < b.key ? -1 : 1)

/** False where what the task is about is over, or the customer must not be written to. */
export function stillMatters(
  task: Pick<TaskRow, 'kind'>,
  dispute: Pick<DisputeRow, 'step'> | undefined,
  offer: Pick<OfferRow, 'status'> | undefined,
  customer: Pick<CustomerRow, 'doNotContact' | 'consent'> | undefined,
): boolean {
  switch (task.kind) {
    case 'promise':
      return true
    case 'follow-up':
      return !dispute || dispute.step === 'follow-up'
    case 'win-back':
      return (!offer || offer.status === 'draft') && (!customer || refusal(customer) === null)
    case 'win-back-check':
      return !offer || offer.status === 'sent' || offer.status === 'expired'
  }
}

function cardOf(card: Pick<TodayCard, 'kind' | 'customerId' | 'worth'> & Partial<TodayCard>, now: number): TodayCard {
  const blank = { taskId: null, disputeId: null, offerId: null, dueAt: null, score: 0, why: [], more: 0 }
  const dueAt = card.dueAt ?? null
  return { ...blank, ...card, key: `${card.kind}:${card.customerId}`, overdue: dueAt !== null && dueAt < now }
}

const byId = <R extends { id: string }>(rows: Iterable<R>): Map<string, R> =>
  new Map(Array.from(rows, (row) => [row.id, row]))

/**
 * What to do now: open tasks due by the end of the shop's day (snoozed ones only when their time has come), cases that
 * owe the buyer a reply or whose resolution or platform deadline falls due today, and, where there is room, up to two eligible customers who
 * are slipping away, then up to two who are due a friendly word. One card per customer and kind: the most pressing
 * stands for the rest.
 */
export function todaysTasks({ shop, now, limit = 7, memberId = null, ...rows }: TodayInput): Today {
  const known = { customers: byId(rows.customers), disputes: byId(rows.disputes), offers: byId(rows.offers) }
  const until = endOfDay(now, shop.timezone)
  const mine = (assignee: string | null) => memberId === null || assignee === null || assignee === memberId
  const atRiskOf = (customerId: string) => known.customers.get(customerId)?.figures?.valueAtRisk ?? 0
  const handles = ({ tier }: CustomerRow) => mine(promised(shop.settings, 'handler', tier))
  const due: TodayCard[] = []
  const add = (card: Parameters<typeof cardOf>[0]): void => void due.push(cardOf(card, now))

  for (const task of rows.tasks) {
    if (task.status !== 'open' || task.dueAt > until || (task.snoozedUntil ?? 0) > now) continue
    if (!mine(task.assignee)) continue
    const about = known.disputes.get(task.disputeId ?? '')
    if (!stillMatters(task, about, known.offers.get(task.offerId ?? ''), known.customers.get(task.customerId))) continue
    const { id: taskId, kind, customerId, disputeId, offerId, dueAt } = task
    add({ kind, customerId, taskId, disputeId, offerId, dueAt, worth: Math.max(task.worth, atRiskOf(customerId)) })
  }
  for (const dispute of known.disputes.values()) {
    const next = duesOf(dispute).find((due): due is Due & { kind: ClockKind } => isClock(due.kind))
    if (!next || !mine(dispute.assignee) || isAsleep(dispute, now)) continue
    const owesReply = next.kind === 'first-reply' || next.kind === 'next-reply' || dispute.step === 'listen'
    if (!owesReply && next.at > until) continue
    const { id: disputeId, customerId } = dispute
    add({ kind: next.kind, customerId, disputeId, dueAt: next.at, worth: atRiskOf(customerId) })
  }

  const promisesDue = due.filter(({ kind, dueAt }) => PROMISES.has(kind) && dueAt !== null && dueAt <= until).length
  const busy = new Set(due.map(({ customerId }) => customerId))
  const room = Math.min(SUGGESTIONS, limit - new Set(due.map(({ key }) => key)).size)
  if (room > 0) {
    const spent = monthSpent(known.offers.values(), shop.timezone, now)
    const offersOf = Map.groupBy(known.offers.values(), ({ customerId }) => customerId)
    let added = 0
    for (const { customer, worth, why } of slipping(known.customers.values(), shop, now)) {
      if (added === room) break
      const offers = offersOf.get(customer.id) ?? []
      if (busy.has(customer.id) || !handles(customer)) continue
      if (!eligibility(customer, offers, shop.settings, spent, now).eligible) continue
      add({ kind: 'slipping', customerId: customer.id, worth, why })
      added++
    }
  }

  const worths = due.map(({ worth }) => worth).sort((a, b) => a - b)
  const base = Math.max(1, worths[(worths.length - 1) >> 1] ?? 1)
  const byKey = new Map<string, TodayCard>()
  for (const card of due) card.score = cardScore(card.kind, card.dueAt, card.worth, base, now)
  for (const card of due.sort(ranks)) {
    const first = byKey.get(card.key)
    if (first) first.more++
    else byKey.set(card.key, card)
  }
  const cards = [...byKey.values()]
  const left = Math.min(SUGGESTIONS, limit - cards.length)
  if (left > 0) {
    const free = (customer: CustomerRow) => !busy.has(customer.id) && handles(customer)
    for (const { customer, why } of dueCare(known.customers.values(), shop, now, left, free)) {
      cards.push(cardOf({ kind: 'care', customerId: customer.id, worth: 0, why: [why] }, now))
    }
  }
  const worthOf = new Map<string, number>()
  for (const { customerId, worth } of cards) worthOf.set(customerId, Math.max(worth, worthOf.get(customerId) ?? 0))
  const atRisk = [...worthOf.values()].reduce((sum, worth) => sum + worth, 0)
  return {
    cards: cards.slice(0, limit),
    summary: { promisesDue, atRisk, hidden: Math.max(0, cards.length - limit) },
  }
}
