/**
 * A dispute is a state machine: listen → analyse → resolve → record → follow-up → closed, and back to *analyse* when the
 * buyer is still unhappy. `transition` is its only rule, run by phone and server alike.
 */
import { isOwner } from './actor.ts'
import { isCauseOf } from './causes.ts'
import { promiseDueAt } from './clock.ts'
import { dueAfterWait } from './dispute-pause.ts'
import {
  allowedCost,
  askedOf,
  awaitedCost,
  caseCost,
  type DisputeAction,
  isSatisfied,
  leftOfLimit,
  MAX_ATTEMPTS,
  remedyCost,
  STEPS,
} from './dispute-terms.ts'
import { type Meta, mergeEdit, mustBeAsSeen } from './mutation.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import type { DisputeEventRow, DisputeRow, DisputeStep } from './rows.ts'
import { DAY_MS, dayNumber } from './time.ts'

export interface Transition {
  set: Partial<DisputeRow>
  event: DisputeEventRow
}

const STEP_OF: Record<DisputeAction['kind'], DisputeStep> = {
  reply: 'listen',
  analyse: 'analyse',
  resolve: 'resolve',
  approve: 'resolve',
  record: 'record',
  attempt: 'follow-up',
  rate: 'follow-up',
}

/** What a case still lacks at the step it stands on. */
const LACKS: Partial<Record<DisputeStep, RefusalCode>> = {
  listen: 'missing_reply',
  analyse: 'missing_analysis',
  resolve: 'missing_remedy',
  record: 'missing_record',
}

function checkStep(dispute: DisputeRow, action: DisputeAction): void {
  const { step, loop } = dispute
  if (action.from !== step || action.loop !== loop) throw new Refusal('wrong_step', { step, loop })
  const recordWaits = action.kind === 'approve' && step === 'record' && dispute.approval === 'needed'
  const needs = recordWaits ? 'record' : STEP_OF[action.kind]
  if (step === needs) return
  const lacks = STEPS.indexOf(step) < STEPS.indexOf(needs) ? LACKS[step] : undefined
  if (!lacks) throw new Refusal('wrong_step', { step, loop })
  throw new Refusal(dispute.approval === 'needed' ? 'needs_approval' : lacks, { step, loop })
}

function checkFields(code: RefusalCode, fields: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || (typeof value === 'string' && value.trim() === '')) throw new Refusal(code, { field })
  }
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Refuses a date that does not lie ahead (`ahead`), or lies more than a year after the action. */
function checkAhead(field: string, date: number, ahead: boolean, meta: Meta): void {
  if (!ahead || !Number.isSafeInteger(date) || date > meta.at + 366 * DAY_MS) throw new Refusal('bad_date', { field })
}

type Act<K extends DisputeAction['kind']> = Extract<DisputeAction, { kind: K }>
type Outcome = { set: Partial<DisputeRow>; kind: DisputeEventRow['kind']; data: Record<string, unknown> }

function reply(dispute: DisputeRow, action: Act<'reply'>, meta: Meta): Outcome {
  checkFields('missing_reply', { text: action.text })
  const at = action.at ?? meta.at
  if (at < dispute.openedAt || at > meta.at) throw new Refusal('bad_date', { field: 'at' })
  return {
    set: { step: 'analyse', firstReplyAt: at, reply: action.text },
    kind: 'replied',
    data: { text: action.text, repliedAt: at, dueAt: dispute.firstReplyDueAt },
  }
}

function analyse(_dispute: DisputeRow, action: Act<'analyse'>): Outcome {
  const { surface, real, causeFamily, cause, responsibility, severity } = action
  const analysis = { surface, real, causeFamily, cause, responsibility, severity }
  checkFields('missing_analysis', analysis)
  if (causeFamily && cause && !isCauseOf(causeFamily, cause)) {
    throw new Refusal('missing_analysis', { field: 'cause', causeFamily, cause })
  }
  return { set: { step: 'resolve', ...analysis }, kind: 'analysed', data: analysis }
}

function resolve(dispute: DisputeRow, action: Act<'resolve'>, meta: Meta): Outcome {
  const { remedies, told } = action
  if (remedies.length === 0) throw new Refusal('missing_remedy', { field: 'remedies' })
  checkFields('missing_remedy', { told })
  for (const { cost, promisedAt } of remedies) {
    if (!isWhole(cost)) throw new Refusal('bad_args', { field: 'cost' })
    if (promisedAt === null) continue
    const { timezone } = meta.shop
    checkAhead('promisedAt', promisedAt, dayNumber(promisedAt, timezone) >= dayNumber(meta.at, timezone), meta)
  }
  mergeEdit(dispute, { remedies, told }, action.was)
  const cost = remedyCost(remedies)
  const above = cost > leftOfLimit(dispute, meta.shop.settings.disputes.approvalLimit)
  const waits = above && !isOwner(meta.actor)
  return {
    set: {
      step: waits ? 'resolve' : 'record',
      remedies,
      told,
      approval: waits ? 'needed' : above ? 'approved' : 'none',
      approvedBy: above && !waits ? meta.actor.memberId : null,
      resolvedAt: waits ? null : meta.at,
    },
    kind: 'resolved',
    data: { remedies, told, cost, approval: waits ? 'needed' : above ? 'approved' : 'none' },
  }
}

function approve(dispute: DisputeRow, action: Act<'approve'>, meta: Meta): Outcome {
  if (!isOwner(meta.actor)) throw new Refusal('forbidden', { role: 'owner' })
  if (dispute.approval !== 'needed') throw new Refusal('missing_remedy', { field: 'remedies' })
  mustBeAsSeen(askedOf(dispute), action.asked)
  const cost = awaitedCost(dispute)
  const approved = { approval: 'approved', approvedBy: meta.actor.memberId } as const
  if (dispute.step === 'resolve') {
    return { set: { ...approved, step: 'record', resolvedAt: meta.at }, kind: 'approved', data: { cost } }
  }
  const ahead = (dispute.followUpAt ?? 0) > meta.at
  const followUpAt = ahead ? dispute.followUpAt : meta.at + meta.shop.settings.disputes.followUpDays * DAY_MS
  return { set: { ...approved, ...recorded(meta), followUpAt }, kind: 'approved', data: { cost, followUpAt } }
}

const recorded = (meta: Meta) => ({ step: 'follow-up', recordedAt: meta.at, attempts: 0 }) as const

function record(dispute: DisputeRow, action: Act<'record'>, meta: Meta): Outcome {
  const { confirmedCause, done, actualCost, lesson } = action
  checkFields('missing_record', { confirmedCause, done, actualCost, lesson })
  if (actualCost !== null && !isWhole(actualCost)) throw new Refusal('bad_args', { field: 'actualCost' })
  const followUpAt = action.followUpAt ?? meta.at + meta.shop.settings.disputes.followUpDays * DAY_MS
  checkAhead('followUpAt', followUpAt, action.followUpAt === null || followUpAt > meta.at, meta)
  const findings = { confirmedCause, done, actualCost, lesson, followUpAt }
  const above = (actualCost ?? 0) > allowedCost(dispute, meta.shop.settings.disputes.approvalLimit)
  if (above && !isOwner(meta.actor)) {
    return { set: { ...findings, approval: 'needed' }, kind: 'recorded', data: { ...findings, approval: 'needed' } }
  }
  // A record that waited and now stays within what is allowed stands on the word that was given for its remedies.
  const approval: DisputeRow['approval'] = above || dispute.approvedBy !== null ? 'approved' : 'none'
  const word = above ? { approval, approvedBy: meta.actor.memberId } : dispute.approval === 'needed' ? { approval } : {}
  return { set: { ...findings, ...recorded(meta), ...word }, kind: 'recorded', data: findings }
}

function attempt(dispute: DisputeRow, action: Act<'attempt'>, meta: Meta): Outcome {
  const attempts = dispute.attempts + 1
  const data = { attempt: attempts, channel: action.channel, note: action.note }
  if (attempts >= MAX_ATTEMPTS) {
    return {
      set: { step: 'closed', attempts, outcome: 'unreachable', closedAt: meta.at },
      kind: 'closed',
      data: { ...data, outcome: 'unreachable' },
    }
  }
  const followUpAt = action.nextAt ?? meta.at + DAY_MS
  checkAhead('nextAt', followUpAt, followUpAt > meta.at, meta)
  return { set: { attempts, followUpAt }, kind: 'attempted', data: { ...data, followUpAt } }
}

function rate(dispute: DisputeRow, action: Act<'rate'>, meta: Meta): Outcome {
  const { satisfaction, comment } = action
  for (const field of ['expectation', 'quality', 'service'] as const) {
    const mark = satisfaction[field]
    if (!Number.isInteger(mark) || mark < 1 || mark > 5) throw new Refusal('bad_args', { field })
  }
  if (isSatisfied(satisfaction)) {
    return {
      set: { step: 'closed', satisfaction, outcome: 'satisfied', closedAt: meta.at },
      kind: 'closed',
      data: { outcome: 'satisfied', satisfaction, comment },
    }
  }
  const { surface, real, causeFamily, cause, responsibility, severity } = dispute
  const { remedies, approval, approvedBy, told, resolveDueAt, resolvedAt } = dispute
  const { confirmedCause, done, actualCost, lesson, recordedAt, followUpAt, attempts } = dispute
  return {
    set: {
      step: 'analyse',
      loop: dispute.loop + 1,
      remedies: [],
      approval: 'none',
      approvedBy: null,
      told: null,
      resolveDueAt: promiseDueAt(meta.at, 'resolveHours', action.tier, meta.shop),
      resolvedAt: null,
      confirmedCause: null,
      done: null,
      actualCost: null,
      spent: caseCost(dispute),
      lesson: null,
      recordedAt: null,
      followUpAt: null,
      attempts: 0,
      satisfaction: null,
    },
    kind: 'reopened',
    data: {
      satisfaction,
      comment,
      loop: dispute.loop,
      past: {
        ...{ surface, real, causeFamily, cause, responsibility, severity },
        ...{ remedies, approval, approvedBy, told, resolveDueAt, resolvedAt },
        ...{ confirmedCause, done, actualCost, lesson, recordedAt, followUpAt, attempts },
      },
    },
  }
}

function decide(dispute: DisputeRow, action: DisputeAction, meta: Meta): Outcome {
  switch (action.kind) {
    case 'reply':
      return reply(dispute, action, meta)
    case 'analyse':
      return analyse(dispute, action)
    case 'resolve':
      return resolve(dispute, action, meta)
    case 'approve':
      return approve(dispute, action, meta)
    case 'record':
      return record(dispute, action, meta)
    case 'attempt':
      return attempt(dispute, action, meta)
    case 'rate':
      return rate(dispute, action, meta)
  }
}

/**
 * One move of the state machine: the fields of the row that change and the event that remembers it (id = `meta.id`).
 * @throws Refusal `wrong_step` (another step or loop than the person saw, or one behind the case), `missing_reply`,
 * `missing_analysis`, `missing_remedy`, `needs_approval`, `missing_record` (a step was skipped, or its form is
 * incomplete: `details.field`), `bad_date`, `bad_args`, `conflict`, `forbidden`
 */
export function transition(dispute: DisputeRow, action: DisputeAction, meta: Meta): Transition {
  checkStep(dispute, action)
  const { set, kind, data } = decide(dispute, action, meta)
  return { set: { ...set, ...clocksAfter(dispute, set, meta) }, event: disputeEvent(dispute.id, kind, data, meta) }
}

/**
 * What a move does to the clocks besides its own: what is met while the buyer was waited for is met by the clock that
 * stood still, telling them the resolution answers them, and a rating or the end of the case ends waiting and snooze.
 */
function clocksAfter(dispute: DisputeRow, set: Partial<DisputeRow>, meta: Meta): Partial<DisputeRow> {
  if (set.step === 'closed' || set.loop !== undefined) {
    const ended = { waitingSince: null, nextReplyDueAt: null, snoozedUntil: null }
    return set.loop === undefined ? ended : { ...ended, waitedMs: 0 }
  }
  const { firstReplyDueAt, resolveDueAt } = dispute
  const met = (due: number | null, at: number) => (due === null ? null : dueAfterWait(due, dispute, at, meta.shop))
  const waits = dispute.waitingSince !== null
  const told = set.resolvedAt != null && set.told !== undefined && (dispute.heardAt ?? 0) <= meta.at
  return {
    ...(waits && set.firstReplyAt != null && { firstReplyDueAt: met(firstReplyDueAt, set.firstReplyAt) }),
    ...(waits && set.resolvedAt != null && { resolveDueAt: met(resolveDueAt, set.resolvedAt) }),
    ...(told && { nextReplyDueAt: null, answeredAt: meta.at }),
  }
}

/** The event a mutation leaves behind; its id is the mutation's. */
export function disputeEvent(
  disputeId: string,
  kind: DisputeEventRow['kind'],
  data: Record<string, unknown>,
  meta: Meta,
): DisputeEventRow {
  return { id: meta.id, disputeId, kind, at: meta.at, by: meta.actor.memberId, data }
}
