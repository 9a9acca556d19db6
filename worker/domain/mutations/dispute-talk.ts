/** What people do with a dispute between its steps (dispute-talk.ts): the talk, the waiting, deadlines and the snooze. */
import { disputeEvent } from '../dispute.ts'
import { answer, hear, resume, setDeadlines, snooze, type Talk, wait } from '../dispute-talk.ts'
import { newsOf } from '../left-contact.ts'
import { type Change, defineMutation, type Meta, mustGet } from '../mutation.ts'
import type { DisputeRow } from '../rows.ts'
import { AnswerArgs, ContactArgs, DeadlinesArgs, HearArgs, ResumeArgs, SnoozeArgs, WaitArgs } from './dispute-args.ts'
import { customerOf, ref } from './dispute-rows.ts'

/** The case as it was seen to stand, and the event where there is one; nothing where nothing changes. */
function changes({ id, step }: DisputeRow, { set, event }: Talk, meta: Meta): Change[] {
  return [
    ...(Object.keys(set).length === 0
      ? []
      : [{ op: 'update', table: 'disputes', id, set, expect: { step } } satisfies Change]),
    ...(event
      ? [
          {
            op: 'insert',
            table: 'disputeEvents',
            row: disputeEvent(id, event.kind, event.data, meta),
          } satisfies Change,
        ]
      : []),
  ]
}

export const disputeTalkMutations = {
  /** The buyer wrote again. */
  'dispute.hear': defineMutation({
    version: 1,
    by: { role: 'agent', links: ['case'] },
    args: HearArgs,
    touches: (args) => [...ref('disputes', args.id), ...ref('customers', args.customerId)],
    apply(rows, { id, customerId, ...said }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const { tier } = customerOf(rows, dispute, customerId)
      return changes(dispute, hear(dispute, said, tier, meta), meta)
    },
  }),

  /** The buyer left how to reach them: into the customer's own field where that is empty, and beside the case. */
  'dispute.contact': defineMutation({
    version: 1,
    by: { role: 'agent', links: ['complain'] },
    args: ContactArgs,
    touches: (args) => [...ref('disputes', args.id), ...ref('customers', args.customerId)],
    apply(rows, { id, customerId, contact, own }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const set = newsOf(contact, customer, own)
      if (set === null) return []
      const event = disputeEvent(id, 'note', { contact }, meta)
      return [
        ...(Object.keys(set).length === 0
          ? []
          : [{ op: 'update', table: 'customers', id: customerId, set } satisfies Change]),
        { op: 'insert', table: 'disputeEvents', row: event },
      ]
    },
  }),

  /** We answered; with `waits` the buyer is waited for from now on. */
  'dispute.answer': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: AnswerArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, { id, ...said }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      return changes(dispute, answer(dispute, said, meta), meta)
    },
  }),

  'dispute.wait': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: WaitArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, { id, ...seen }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      return changes(dispute, wait(dispute, seen, meta), meta)
    },
  }),

  'dispute.resume': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: ResumeArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, { id, ...seen }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      return changes(dispute, resume(dispute, seen, meta), meta)
    },
  }),

  'dispute.snooze': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: SnoozeArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, { id, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      return changes(dispute, { set: snooze(dispute, args, meta), event: null }, meta)
    },
  }),

  /** When the platform wants it dealt with and proved; null once that is done. */
  'dispute.deadlines': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: DeadlinesArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, { id, set, was }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      return changes(dispute, setDeadlines(dispute, set, was, meta), meta)
    },
  }),
}
