import * as v from 'valibot'
import { CODE } from '../code.ts'
import { refusal, withContact } from '../contact-cap.ts'
import { id, money, newId, text, time } from '../fields.ts'
import { type Change, defineMutation, mergeEdit, mustGet, type Ref, type Rows } from '../mutation.ts'
import { offerCost, validateOffer } from '../offer.ts'
import { promised } from '../promise.ts'
import { Refusal } from '../refusal.ts'
import type { OfferRow, TaskRow } from '../rows.ts'
import type { Why } from '../why.ts'
import { boughtSince, eligibility, slippingWhy } from '../win-back.ts'

const message = text(1000)

/** Why a draft was dropped, when a person dropped it; `bought` and `expired` are also set by `settleOffer`. */
export const CANCEL_REASONS = ['bought', 'expired', 'not-now', 'mistake', 'other'] as const

const refs = (table: 'offers' | 'tasks', rowId: string | null): Ref[] => (rowId === null ? [] : [{ table, id: rowId }])

const notEligible = (reasons: Why[]): Refusal => new Refusal('not_eligible', { reasons })

/** The draft, or Refusal `already_decided`. */
function mustBeDraft(rows: Rows, offerId: string, customerId: string | null = null): OfferRow {
  const offer = mustGet(rows, 'offers', offerId)
  if (customerId !== null && offer.customerId !== customerId) throw new Refusal('bad_args', { field: 'customerId' })
  if (offer.status !== 'draft') {
    throw new Refusal('already_decided', { status: offer.status, cancelReason: offer.cancelReason })
  }
  return offer
}

/** Ends the open task of an offer; a task someone already ended is left as it is. */
function endTask(rows: Rows, taskId: string | null, offerId: string, set: Partial<TaskRow>): Change[] {
  if (taskId === null) return []
  const task = mustGet(rows, 'tasks', taskId)
  if (task.offerId !== offerId) throw new Refusal('bad_args', { field: 'taskId' })
  return task.status === 'open' ? [{ op: 'update', table: 'tasks', id: taskId, set, expect: { status: 'open' } }] : []
}

const TriggerArgs = v.object({
  offerId: newId,
  customerId: id,
  kind: v.picklist(['percent', 'amount', 'gift']),
  value: money,
  gift: v.optional(v.nullable(text(60)), null),
  code: v.pipe(v.string(), v.regex(CODE)),
  minimum: money,
  validUntil: time,
  message,
  /** Their newest offer that was not cancelled, as the phone knows it (`decidingOffer`); null when there is none. */
  lastOfferId: v.nullable(id),
  /** What this month's offers cost so far, as the phone knows it (`monthSpent`). */
  monthSpent: money,
})

/**
 * Drafts an offer and puts the message to send into Today, for who handles the tier (the task's id is the mutation's).
 *
 * The rule reads single rows, so what spans many rows comes in the arguments, as the phone knows it: `lastOfferId`
 * (read again here from the deciding side's row) and `monthSpent`. A phone may be behind, so the server guards these
 * three in the same batch: no other offer of the customer is draft or sent with `validUntil` after `at`; the sum
 * `monthSpent` describes, counted in SQL, plus this cost stays within the budget; the code is unique in the shop.
 *
 * Refused `already_exists`, `bad_args` with `reasons` (the terms make no sense), `not_eligible` with all `reasons`.
 */
const trigger = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: TriggerArgs,
  touches: ({ offerId, customerId, lastOfferId }) => [
    { table: 'customers', id: customerId },
    ...refs('offers', offerId),
    ...refs('offers', lastOfferId),
  ],
  apply(rows, args, { id: taskId, at, actor, shop }) {
    if (rows.get('offers', args.offerId)) throw new Refusal('already_exists', { table: 'offers' })
    const customer = mustGet(rows, 'customers', args.customerId)
    const { customerId, kind, value, code, minimum, validUntil } = args
    const terms = { kind, value, gift: kind === 'gift' ? args.gift : null, minimum, validUntil }
    const problems = validateOffer(terms, customer, at)
    if (problems.length > 0) throw new Refusal('bad_args', { reasons: problems })
    const last = args.lastOfferId === null ? [] : [mustGet(rows, 'offers', args.lastOfferId)]
    const cost = offerCost(terms, customer)
    const { eligible, reasons } = eligibility(customer, last, shop.settings, args.monthSpent, at, cost)
    if (!eligible) throw notEligible(reasons)
    return [
      {
        op: 'insert',
        table: 'offers',
        row: {
          id: args.offerId,
          customerId,
          ...terms,
          code,
          message: args.message,
          status: 'draft',
          cancelReason: null,
          channel: null,
          cost,
          why: slippingWhy(customer, shop.timezone, at),
          createdAt: at,
          createdBy: actor.memberId,
          sentAt: null,
          returnedAt: null,
          revenue: null,
        },
      },
      {
        op: 'insert',
        table: 'tasks',
        row: {
          id: taskId,
          kind: 'win-back',
          customerId,
          disputeId: null,
          offerId: args.offerId,
          dueAt: at,
          status: 'open',
          snoozedUntil: null,
          doneAt: null,
          worth: customer.figures?.valueAtRisk ?? 0,
          assignee: promised(shop.settings, 'handler', customer.tier),
          createdAt: at,
        },
      },
    ]
  },
})

const Editable = v.object({ message: v.exactOptional(message), validUntil: v.exactOptional(time) })

/**
 * Changes the words or the validity of a draft; other terms mean another offer: cancel and trigger again.
 * Refused `already_decided` once sent or cancelled, `bad_args` with `reasons`, `conflict`.
 */
const edit = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ offerId: id, set: Editable, was: Editable }),
  touches: ({ offerId }) => refs('offers', offerId),
  apply(rows, { offerId, set, was }, { at }) {
    const offer = mustBeDraft(rows, offerId)
    const changed = mergeEdit<OfferRow>(offer, set, was)
    if (changed.validUntil !== undefined) {
      const reasons = validateOffer({ ...offer, ...changed }, { net: 0, ordersCount: 0 }, at)
      const validity = reasons.filter(({ code }) => code === 'offer.valid-until')
      if (validity.length > 0) throw new Refusal('bad_args', { reasons: validity })
    }
    if (Object.keys(changed).length === 0) return []
    return [{ op: 'update', table: 'offers', id: offerId, set: changed, expect: { status: 'draft' } }]
  },
})

/**
 * The message went out: it counts as a contact, its task is done, and a task asks on the last day whether they came back
 * (its id is the mutation's). Refused `already_decided`; `not_eligible` when they had bought before, or must not be
 * contacted, by this channel or at all; `bad_date` when the offer had run out.
 */
const sent = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ offerId: id, customerId: id, taskId: v.nullable(id), channel: text(40) }),
  touches: ({ offerId, customerId, taskId }) => [
    { table: 'customers', id: customerId },
    ...refs('offers', offerId),
    ...refs('tasks', taskId),
  ],
  apply(rows, { offerId, customerId, taskId, channel }, { id: checkId, at, shop }) {
    const offer = mustBeDraft(rows, offerId, customerId)
    const customer = mustGet(rows, 'customers', customerId)
    if (offer.validUntil <= at) throw new Refusal('bad_date', { field: 'validUntil' })
    const { lastOrderAt } = customer
    const bought =
      lastOrderAt !== null && lastOrderAt <= at && (lastOrderAt >= offer.createdAt || boughtSince(customer))
    if (bought) throw notEligible([{ code: 'win-back.bought-since', params: { at: lastOrderAt } }])
    const refused = refusal(customer, channel)
    if (refused) throw notEligible([refused])
    return [
      {
        op: 'update',
        table: 'offers',
        id: offerId,
        set: { status: 'sent', sentAt: at, channel },
        expect: { status: 'draft' },
      },
      { op: 'update', table: 'customers', id: customerId, set: withContact(customer, shop.settings, at) },
      ...endTask(rows, taskId, offerId, { status: 'done', doneAt: at }),
      {
        op: 'insert',
        table: 'tasks',
        row: {
          id: checkId,
          kind: 'win-back-check',
          customerId,
          disputeId: null,
          offerId,
          dueAt: offer.validUntil,
          status: 'open',
          snoozedUntil: null,
          doneAt: null,
          worth: customer.figures?.valueAtRisk ?? 0,
          assignee:
            (taskId === null ? null : rows.get('tasks', taskId)?.assignee) ??
            promised(shop.settings, 'handler', customer.tier),
          createdAt: at,
        },
      },
    ]
  },
})

/** Drops a draft and its task. Refused `already_decided` once it was sent or cancelled. */
const cancel = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ offerId: id, taskId: v.nullable(id), reason: v.picklist(CANCEL_REASONS) }),
  touches: ({ offerId, taskId }) => [...refs('offers', offerId), ...refs('tasks', taskId)],
  apply(rows, { offerId, taskId, reason }) {
    mustBeDraft(rows, offerId)
    return [
      {
        op: 'update',
        table: 'offers',
        id: offerId,
        set: { status: 'cancelled', cancelReason: reason },
        expect: { status: 'draft' },
      },
      ...endTask(rows, taskId, offerId, { status: 'cancelled' }),
    ]
  },
})

export const winBackMutations = {
  'win-back.trigger': trigger,
  'win-back.edit': edit,
  'win-back.sent': sent,
  'win-back.cancel': cancel,
}
