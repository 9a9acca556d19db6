/**
 * What people do with a dispute. Each mutation is one move of the state machine (dispute.ts) with what follows from it:
 * the event that remembers it, the task it makes or settles, and the customer's derived fields.
 */

import { disputeEvent, transition } from '../dispute.ts'
import { openedDispute } from '../dispute-open.ts'
import { type DisputeAction, earliestPromise } from '../dispute-terms.ts'
import { isContentId } from '../fields.ts'
import { type Change, defineMutation, type Meta, mergeEdit, mustGet, type Rows } from '../mutation.ts'
import { promised } from '../promise.ts'
import { Refusal } from '../refusal.ts'
import type { CustomerRow, DisputeRow, TaskRow } from '../rows.ts'
import {
  AnalyseArgs,
  ApproveArgs,
  AttemptArgs,
  EditArgs,
  NoteArgs,
  OpenArgs,
  RateArgs,
  RecordArgs,
  ReplyArgs,
  ResolveArgs,
} from './dispute-args.ts'
import { customerOf, openTasks, ref } from './dispute-rows.ts'

/** One move: the guarded change of the case and its event, and the case as it is afterwards. */
function move(dispute: DisputeRow, action: DisputeAction, meta: Meta): { after: DisputeRow; changes: Change[] } {
  const { set, event } = transition(dispute, action, meta)
  const expect = { step: dispute.step, loop: dispute.loop }
  return {
    after: { ...dispute, ...set },
    changes: [
      { op: 'update', table: 'disputes', id: dispute.id, set, expect },
      { op: 'insert', table: 'disputeEvents', row: event },
    ],
  }
}

/** A new task of the case, for whoever has the case, else for who handles the tier; its id is the mutation's. */
function addTask(
  kind: 'promise' | 'follow-up',
  dueAt: number,
  dispute: DisputeRow,
  customer: CustomerRow,
  meta: Meta,
): Change {
  const row: TaskRow = {
    id: meta.id,
    kind,
    customerId: dispute.customerId,
    disputeId: dispute.id,
    offerId: null,
    dueAt,
    status: 'open',
    snoozedUntil: null,
    doneAt: null,
    worth: customer.figures?.valueAtRisk ?? 0,
    assignee: dispute.assignee ?? promised(meta.shop.settings, 'handler', customer.tier),
    createdAt: meta.at,
  }
  return { op: 'insert', table: 'tasks', row }
}

function changeTask(
  rows: Rows,
  taskId: string | null,
  kind: TaskRow['kind'],
  dispute: DisputeRow,
  set: Partial<TaskRow>,
): Change[] {
  if (taskId === null) return []
  const task = mustGet(rows, 'tasks', taskId)
  if (task.disputeId !== dispute.id || task.kind !== kind) throw new Refusal('not_found', { table: 'tasks' })
  return task.status === 'open' ? [{ op: 'update', table: 'tasks', id: taskId, set, expect: { status: 'open' } }] : []
}

const done = (meta: Meta): Partial<TaskRow> => ({ status: 'done', doneAt: meta.at })

/** The task for the first promised day, once what was promised stands. */
function promiseTask(after: DisputeRow, customer: CustomerRow, meta: Meta): Change[] {
  const promisedAt = after.step === 'record' ? earliestPromise(after.remedies) : null
  return promisedAt === null ? [] : [addTask('promise', promisedAt, after, customer, meta)]
}

/** The task to ask the buyer, once the record stands. */
const followUpTask = (after: DisputeRow, customer: CustomerRow, meta: Meta): Change[] =>
  after.step === 'follow-up' ? [addTask('follow-up', after.followUpAt ?? meta.at, after, customer, meta)] : []

/** How the end of a case, or its reopening, shows on the customer. */
function customerAfter(customer: CustomerRow, after: DisputeRow, meta: Meta): Change[] {
  const set: Partial<CustomerRow> = {}
  if (after.step === 'closed') set.openDisputes = Math.max(0, customer.openDisputes - 1)
  if (after.step === 'closed' || after.step === 'analyse') {
    set.unhappyAt = after.outcome === 'satisfied' ? null : meta.at
  }
  return Object.keys(set).length === 0 ? [] : [{ op: 'update', table: 'customers', id: customer.id, set }]
}

export const disputeMutations = {
  /**
   * A complaint comes in. A buyer nobody knows yet is added first, with `customer.add`. A row of a file that came in
   * before changes nothing; another id that is taken is refused `already_exists`.
   */
  'dispute.open': defineMutation({
    version: 1,
    by: { role: 'agent', scope: 'disputes:write', links: ['complain'] },
    args: OpenArgs,
    touches: (args) => [
      ...ref('disputes', args.id),
      ...ref('customers', args.customerId),
      ...ref('orders', args.orderId),
    ],
    apply(rows, args, meta) {
      if (rows.get('disputes', args.id)) {
        if (isContentId(args.id)) return []
        throw new Refusal('already_exists', { table: 'disputes' })
      }
      const customer = mustGet(rows, 'customers', args.customerId)
      if (args.orderId !== null && mustGet(rows, 'orders', args.orderId).customerId !== customer.id) {
        throw new Refusal('bad_args', { field: 'orderId' })
      }
      const { channel, product, words, wants } = args
      return [
        { op: 'insert', table: 'disputes', row: openedDispute(args, customer.tier, meta) },
        {
          op: 'insert',
          table: 'disputeEvents',
          row: disputeEvent(args.id, 'opened', { channel, product, words, wants }, meta),
        },
        { op: 'update', table: 'customers', id: customer.id, set: { openDisputes: customer.openDisputes + 1 } },
      ]
    },
  }),

  /** The first reply was sent; the first-response clock stops. */
  'dispute.reply': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: ReplyArgs,
    touches: (args) => ref('disputes', args.id),
    apply: (rows, { id, ...args }, meta) =>
      move(mustGet(rows, 'disputes', id), { kind: 'reply', ...args }, meta).changes,
  }),

  'dispute.analyse': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: AnalyseArgs,
    touches: (args) => ref('disputes', args.id),
    apply: (rows, { id, ...args }, meta) =>
      move(mustGet(rows, 'disputes', id), { kind: 'analyse', ...args }, meta).changes,
  }),

  /** The remedies and what the buyer was told. Above the shop's limit it waits for the owner, who needs no approval. */
  'dispute.resolve': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: ResolveArgs,
    touches: (args) => [...ref('disputes', args.id), ...ref('customers', args.customerId)],
    apply(rows, { id, customerId, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const { after, changes } = move(dispute, { kind: 'resolve', ...args }, meta)
      return [...changes, ...promiseTask(after, customer, meta)]
    },
  }),

  /** The owner's word on remedies, or on a record that came to more than was allowed. */
  'dispute.approve': defineMutation({
    // Until 2 it named no more than a sum.
    version: 2,
    by: { role: 'owner' },
    args: ApproveArgs,
    touches: (args) => [...ref('disputes', args.id), ...ref('customers', args.customerId)],
    apply(rows, { id, customerId, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const { after, changes } = move(dispute, { kind: 'approve', ...args }, meta)
      return [...changes, ...promiseTask(after, customer, meta), ...followUpTask(after, customer, meta)]
    },
  }),

  /**
   * What it was, what was done, what it cost, what was learnt. More than was allowed waits for the owner, as remedies do.
   * `taskId`: the promise task, now kept.
   */
  'dispute.record': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: RecordArgs,
    touches: (args) => [
      ...ref('disputes', args.id),
      ...ref('customers', args.customerId),
      ...ref('tasks', args.taskId),
    ],
    apply(rows, { id, customerId, taskId, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const { after, changes } = move(dispute, { kind: 'record', ...args }, meta)
      return [
        ...changes,
        ...changeTask(rows, taskId, 'promise', dispute, done(meta)),
        ...followUpTask(after, customer, meta),
      ]
    },
  }),

  /** The buyer could not be reached. The third time closes the case. `taskId`: the follow-up task, moved on or done. */
  'dispute.attempt': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: AttemptArgs,
    touches: (args) => [
      ...ref('disputes', args.id),
      ...ref('customers', args.customerId),
      ...ref('tasks', args.taskId),
    ],
    apply(rows, { id, customerId, taskId, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const { after, changes } = move(dispute, { kind: 'attempt', ...args }, meta)
      const set = after.step === 'closed' ? done(meta) : { dueAt: after.followUpAt ?? meta.at, snoozedUntil: null }
      return [
        ...changes,
        ...changeTask(rows, taskId, 'follow-up', dispute, set),
        ...customerAfter(customer, after, meta),
      ]
    },
  }),

  /** How satisfied the buyer is. Any mark below 3 opens the case again. `taskId`: the follow-up task, now done. */
  'dispute.rate': defineMutation({
    version: 1,
    by: { role: 'agent', links: ['case'] },
    args: RateArgs,
    touches: (args) => [
      ...ref('disputes', args.id),
      ...ref('customers', args.customerId),
      ...ref('tasks', args.taskId),
    ],
    apply(rows, { id, customerId, taskId, ...args }, meta) {
      const dispute = mustGet(rows, 'disputes', id)
      const customer = customerOf(rows, dispute, customerId)
      const { after, changes } = move(dispute, { kind: 'rate', ...args, tier: customer.tier }, meta)
      return [
        ...changes,
        ...changeTask(rows, taskId, 'follow-up', dispute, done(meta)),
        ...customerAfter(customer, after, meta),
      ]
    },
  }),

  'dispute.note': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: NoteArgs,
    touches: (args) => ref('disputes', args.id),
    apply(rows, args, meta) {
      const { id } = mustGet(rows, 'disputes', args.id)
      return [{ op: 'insert', table: 'disputeEvents', row: disputeEvent(id, 'note', { text: args.text }, meta) }]
    },
  }),

  /** Put the complaint's own words right, or hand the case to someone. The event keeps what it said before. */
  'dispute.edit': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: EditArgs,
    touches: (args) => [
      ...ref('disputes', args.id),
      ...ref('members', args.set.assignee ?? null),
      ...(args.tasks ?? []).flatMap((task) => ref('tasks', task)),
    ],
    apply(rows, args, meta) {
      const dispute = mustGet(rows, 'disputes', args.id)
      if (dispute.step === 'closed') throw new Refusal('wrong_step', { step: dispute.step, loop: dispute.loop })
      for (const field of Object.keys(args.set)) {
        if (!(field in args.was)) throw new Refusal('bad_args', { field: `was.${field}` })
      }
      if (args.set.assignee != null) mustGet(rows, 'members', args.set.assignee)
      const set: Partial<DisputeRow> = mergeEdit<DisputeRow>(dispute, args.set, args.was)
      const fields = Object.keys(set) as (keyof DisputeRow)[]
      if (fields.length === 0) return []
      const edited = Object.fromEntries(fields.map((field) => [field, { from: dispute[field], to: set[field] }]))
      const assignee = set.assignee
      const tasks = assignee === undefined ? [] : openTasks(rows, args.tasks ?? [], dispute)
      return [
        ...tasks
          .filter((task) => task.assignee !== assignee)
          .map(({ id }): Change => ({ op: 'update', table: 'tasks', id, set: { assignee: assignee ?? null } })),
        { op: 'update', table: 'disputes', id: dispute.id, set },
        { op: 'insert', table: 'disputeEvents', row: disputeEvent(dispute.id, 'note', { edited }, meta) },
      ]
    },
  }),
}
