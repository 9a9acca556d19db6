/** One queue for all open disputes, ordered by what breaks first. */
import { businessMsBetween, HOUR_MS, type PromiseKind, promisedHours } from './clock.ts'
import { earliestPromise } from './dispute-terms.ts'
import type { CustomerRow, DisputeRow, ShopRow, Tier } from './rows.ts'

export interface Due {
  kind: 'first-reply' | 'resolve' | 'promise' | 'follow-up'
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
  | 'resolveDueAt'
  | 'remedies'
  | 'resolvedAt'
  | 'recordedAt'
  | 'followUpAt'
>

const dueAt = (kind: Due['kind'], at: number | null): Due | null => (at === null ? null : { kind, at })

/** The next promise of a case that can break; null when it is closed or waits for nothing dated. */
export function nextDue(dispute: Clocked): Due | null {
  switch (dispute.step) {
    case 'listen': {
      const reply = dueAt('first-reply', dispute.firstReplyDueAt)
      const resolve = dueAt('resolve', dispute.resolveDueAt)
      return reply && (!resolve || reply.at <= resolve.at) ? reply : resolve
    }
    case 'analyse':
    case 'resolve':
      return dueAt('resolve', dispute.resolveDueAt)
    case 'record':
      return dueAt('promise', earliestPromise(dispute.remedies))
    case 'follow-up':
      return dueAt('follow-up', dispute.followUpAt)
    case 'closed':
      return null
  }
}

function compare(a: QueueItem, b: QueueItem): number {
  return (
    (a.due?.at ?? Number.MAX_SAFE_INTEGER) - (b.due?.at ?? Number.MAX_SAFE_INTEGER) ||
    b.worth - a.worth ||
    a.dispute.openedAt - b.dispute.openedAt ||
    (a.dispute.id < b.dispute.id ? -1 : 1)
  )
}

/**
 * Open cases by their next due time: the longest overdue first, cases without a date last; among equals the customer
 * with more value at risk, then the older case.
 */
export function orderQueue(
  disputes: Iterable<DisputeRow>,
  customersById: ReadonlyMap<string, CustomerRow>,
  now: number,
): QueueItem[] {
  const items: QueueItem[] = []
  for (const dispute of disputes) {
    if (dispute.step === 'closed') continue
    const due = nextDue(dispute)
    const worth = customersById.get(dispute.customerId)?.figures?.valueAtRisk ?? 0
    items.push({ dispute, due, overdue: due !== null && due.at < now, worth })
  }
  return items.sort(compare)
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

/**
 * How much of the time to the next due moment is used up, 0 … 1 (1: due or overdue), null when nothing is due. Replies
 * and resolutions are measured in business hours, promised days and follow-ups by the calendar. A case knows what it was
 * promised when it was opened; one opened again is measured by what its tier is promised now.
 */
export function clockFraction(dispute: Clocked, tier: Tier | null, shop: ShopRow, now: number): number | null {
  const due = nextDue(dispute)
  if (!due) return null
  if (now >= due.at) return 1
  if (due.kind === 'promise' || due.kind === 'follow-up') {
    const from = (due.kind === 'promise' ? dispute.resolvedAt : dispute.recordedAt) ?? dispute.openedAt
    return clamp((now - from) / (due.at - from))
  }
  const kind: PromiseKind = due.kind === 'resolve' ? 'resolveHours' : 'firstReplyHours'
  const until = (from: number) => businessMsBetween(from, due.at, shop.settings.businessHours, shop.timezone)
  const whole = dispute.loop === 0 ? until(dispute.openedAt) : promisedHours(shop, kind, tier) * HOUR_MS
  return whole === 0 ? 1 : clamp(1 - until(now) / whole)
}
