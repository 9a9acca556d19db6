/** One queue for all open disputes, ordered by what breaks first. */
import { businessMsBetween, HOUR_MS, type PromiseKind, promisedHours } from './clock.ts'
import { earliestPromise } from './dispute-terms.ts'
import type { CustomerRow, DisputeRow, ShopRow, TaskRow, Tier } from './rows.ts'

/** What can break: our own promises, and the days a platform or a buyer was given. */
export type DueKind = ClockKind | 'promise' | 'follow-up'
/** What a person has to answer for now, in the order in which equals are named. */
export const CLOCK_KINDS = ['first-reply', 'next-reply', 'resolve', 'handle-by', 'prove-by'] as const
export type ClockKind = (typeof CLOCK_KINDS)[number]
export const isClock = (kind: string): kind is ClockKind => (CLOCK_KINDS as readonly string[]).includes(kind)

/**
 * Tasks that are over when a person says so. A follow-up ends with its case's answer or attempt, a win-back with the
 * message sent or dropped: nothing there is skipped by ticking it off.
 */
export const endsByHand = (kind: TaskRow['kind']): boolean => kind === 'promise' || kind === 'win-back-check'

export interface Due {
  kind: DueKind
  /** Epoch ms. */
  at: number
}

export interface QueueItem {
  dispute: DisputeRow
  due: Due | null
  overdue: boolean
  /** The customer's value at risk, minor units a year; 0 where there are no figures. */
  worth: number
}

/** What the clocks of a case are read from. */
export type Clocked = Pick<
  DisputeRow,
  | 'step'
  | 'loop'
  | 'openedAt'
  | 'firstReplyDueAt'
  | 'nextReplyDueAt'
  | 'resolveDueAt'
  | 'waitingSince'
  | 'waitedMs'
  | 'handleBy'
  | 'proveBy'
  | 'remedies'
  | 'resolvedAt'
  | 'recordedAt'
  | 'followUpAt'
>

const PROMISED: ReadonlySet<DueKind> = new Set(['first-reply', 'next-reply', 'resolve'])

/** Each clock of an open case that has not been met, by its step. */
function running(dispute: Clocked): [DueKind, number | null][] {
  const { step, firstReplyDueAt, nextReplyDueAt, resolveDueAt, handleBy, proveBy } = dispute
  if (step === 'closed') return []
  const unresolved = step === 'listen' || step === 'analyse' || step === 'resolve'
  return [
    ['first-reply', step === 'listen' ? firstReplyDueAt : null],
    ['next-reply', nextReplyDueAt],
    ['resolve', unresolved ? resolveDueAt : null],
    ['handle-by', handleBy],
    ['prove-by', proveBy],
    ['promise', step === 'record' ? earliestPromise(dispute.remedies) : null],
    ['follow-up', step === 'follow-up' ? dispute.followUpAt : null],
  ]
}

const sorted = (dues: [DueKind, number | null][]): Due[] =>
  dues.flatMap(([kind, at]) => (at === null ? [] : [{ kind, at }])).sort((a, b) => a.at - b.at)

/**
 * All that can break, the earliest first. While a case waits for the buyer our own promises stand still and are left
 * out; a platform's deadline and days promised to the buyer go by the calendar.
 */
export const duesOf = (dispute: Clocked): Due[] =>
  sorted(running(dispute).filter(([kind]) => dispute.waitingSince === null || !PROMISED.has(kind)))

/** The next promise of a case that can break; null when it is closed or waits for nothing dated. */
export const nextDue = (dispute: Clocked): Due | null => duesOf(dispute)[0] ?? null

/** Of a case that waits for the buyer, the promise that will break first once it goes on; `at` as when the waiting began. */
export const heldDue = (dispute: Clocked): Due | null =>
  dispute.waitingSince === null ? null : (sorted(running(dispute).filter(([kind]) => PROMISED.has(kind)))[0] ?? null)

/** Put aside, until the time somebody chose or until something falls due, whichever comes first. */
export const isAsleep = (dispute: Clocked & Pick<DisputeRow, 'snoozedUntil'>, now: number): boolean =>
  (dispute.snoozedUntil ?? 0) > now && (nextDue(dispute)?.at ?? Number.POSITIVE_INFINITY) > now

function compare(a: QueueItem, b: QueueItem): number {
  return (
    (a.due?.at ?? Number.MAX_SAFE_INTEGER) - (b.due?.at ?? Number.MAX_SAFE_INTEGER) ||
    b.worth - a.worth ||
    a.dispute.openedAt - b.dispute.openedAt ||
    (a.dispute.id < b.dispute.id ? -1 : 1)
  )
}

/**
 * Open cases that are not put aside by their next due time: the longest overdue first, cases without a date last; among
 * equals the customer with more value at risk, then the older case.
 */
export function orderQueue(
  disputes: Iterable<DisputeRow>,
  customersById: ReadonlyMap<string, CustomerRow>,
  now: number,
): QueueItem[] {
  const items: QueueItem[] = []
  for (const dispute of disputes) {
    if (dispute.step === 'closed' || isAsleep(dispute, now)) continue
    const due = nextDue(dispute)
    const worth = customersById.get(dispute.customerId)?.figures?.valueAtRisk ?? 0
    items.push({ dispute, due, overdue: due !== null && due.at < now, worth })
  }
  return items.sort(compare)
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

/**
 * How much of the time to a due moment of a case is used up, 0 … 1 (1: due or overdue). Replies and resolutions are
 * measured in business hours, without those in which the buyer was waited for; all else by the calendar. A case knows
 * what it was promised when it was opened; one opened again is measured by what its tier is promised now.
 */
export function fractionOf(due: Due, dispute: Clocked, tier: Tier | null, shop: ShopRow, now: number): number {
  if (now >= due.at) return 1
  if (due.kind !== 'first-reply' && due.kind !== 'next-reply' && due.kind !== 'resolve') {
    const begun = { promise: dispute.resolvedAt, 'follow-up': dispute.recordedAt, 'handle-by': null, 'prove-by': null }
    const from = begun[due.kind] ?? dispute.openedAt
    return clamp((now - from) / (due.at - from))
  }
  const until = (from: number) => businessMsBetween(from, due.at, shop.settings.businessHours, shop.timezone)
  const whole =
    dispute.loop === 0 && due.kind !== 'next-reply'
      ? until(dispute.openedAt) - dispute.waitedMs
      : promisedHours(shop, PROMISE[due.kind], tier) * HOUR_MS
  return whole <= 0 ? 1 : clamp(1 - until(now) / whole)
}

const PROMISE = {
  'first-reply': 'firstReplyHours',
  'next-reply': 'nextReplyHours',
  resolve: 'resolveHours',
} as const satisfies Partial<Record<DueKind, PromiseKind>>

/** `fractionOf` what falls due next; null when nothing does. */
export function clockFraction(dispute: Clocked, tier: Tier | null, shop: ShopRow, now: number): number | null {
  const due = nextDue(dispute)
  return due && fractionOf(due, dispute, tier, shop, now)
}
