import { promiseDueAt } from './clock.ts'
import type { Meta } from './mutation.ts'
import { promised } from './promise.ts'
import type { DisputeRow, Tier } from './rows.ts'

export type Complaint = Pick<
  DisputeRow,
  'id' | 'customerId' | 'orderId' | 'orderRef' | 'product' | 'channel' | 'source' | 'words' | 'wants'
> &
  Partial<Pick<DisputeRow, 'carrier'>>

/**
 * A new case at *listen*, its two clocks set by what the customer's tier is promised: the buyer keeps that promise,
 * whatever the shop promises later. It belongs to who handles the tier, else to who opened it.
 */
export function openedDispute(complaint: Complaint, tier: Tier | null, meta: Meta): DisputeRow {
  return {
    ...complaint,
    carrier: complaint.carrier ?? null,
    heardAt: null,
    answeredAt: null,
    waitingSince: null,
    waitedMs: 0,
    nextReplyDueAt: null,
    handleBy: null,
    proveBy: null,
    snoozedUntil: null,
    mergedInto: null,
    step: 'listen',
    loop: 0,
    openedAt: meta.at,
    openedBy: meta.actor.memberId,
    assignee: promised(meta.shop.settings, 'handler', tier) ?? meta.actor.memberId,
    firstReplyDueAt: promiseDueAt(meta.at, 'firstReplyHours', tier, meta.shop),
    firstReplyAt: null,
    reply: null,
    surface: null,
    real: null,
    causeFamily: null,
    cause: null,
    responsibility: null,
    severity: null,
    remedies: [],
    approval: 'none',
    approvedBy: null,
    told: null,
    resolveDueAt: promiseDueAt(meta.at, 'resolveHours', tier, meta.shop),
    resolvedAt: null,
    confirmedCause: null,
    done: null,
    actualCost: null,
    spent: 0,
    lesson: null,
    recordedAt: null,
    followUpAt: null,
    attempts: 0,
    satisfaction: null,
    outcome: null,
    closedAt: null,
    viaLink: meta.actor.kind === 'link' ? meta.actor.linkId : null,
  }
}
