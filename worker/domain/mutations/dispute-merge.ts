/** One case goes into another of the same buyer, and comes out again (dispute-merge.ts). */
import { disputeEvent } from '../dispute.ts'
import { type MergedData, merged, unmerged } from '../dispute-merge.ts'
import { type Change, defineMutation, type Meta, mustGet, type Rows } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { CustomerRow, DisputeRow } from '../rows.ts'
import { MergeArgs, UnmergeArgs } from './dispute-args.ts'
import { customerOf, openTasks, ref } from './dispute-rows.ts'

type Named = { id: string; into: string; customerId: string; eventId: string; tasks: string[] }

const touched = (args: Named) => [
  ...ref('disputes', args.id),
  ...ref('disputes', args.into),
  ...ref('customers', args.customerId),
  ...ref('disputeEvents', args.eventId),
  ...args.tasks.flatMap((task) => ref('tasks', task)),
]

function both(rows: Rows, args: Named, meta: Meta): { source: DisputeRow; target: DisputeRow; customer: CustomerRow } {
  const source = mustGet(rows, 'disputes', args.id)
  const target = mustGet(rows, 'disputes', args.into)
  // One event takes the mutation's own id.
  if (args.eventId === meta.id) throw new Refusal('bad_args', { field: 'eventId' })
  if (rows.get('disputeEvents', args.eventId)) throw new Refusal('already_exists', { table: 'disputeEvents' })
  return { source, target, customer: customerOf(rows, source, args.customerId) }
}

const caseChange = ({ id, step, outcome }: DisputeRow, set: Partial<DisputeRow>): Change[] =>
  Object.keys(set).length === 0 ? [] : [{ op: 'update', table: 'disputes', id, set, expect: { step, outcome } }]

export const disputeMergeMutations = {
  /** A day promised in the case that goes is kept in the one that stays; its follow-up is cancelled. */
  'dispute.merge': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: MergeArgs,
    touches: touched,
    apply(rows, args, meta) {
      const { source, target, customer } = both(rows, args, meta)
      const set = merged(source, target, meta)
      const tasks = openTasks(rows, args.tasks, source)
      const moves = (task: (typeof tasks)[number]) => task.kind === 'promise'
      const { words, wants, product, channel, openedAt } = source
      const data: MergedData = {
        ...{ from: source.id, words, wants, product, channel, openedAt, was: set.was, now: set.target },
        moved: tasks.filter(moves).map(({ id }) => id),
        cancelled: tasks.filter((task) => !moves(task)).map(({ id }) => id),
      }
      return [
        ...caseChange(source, set.source),
        // The case that stays must still be open when this is kept, even where it takes over nothing.
        ...caseChange(target, { snoozedUntil: null, ...set.target }),
        {
          op: 'insert',
          table: 'disputeEvents',
          row: disputeEvent(source.id, 'merged', { into: target.id, step: source.step, words, wants }, meta),
        },
        {
          op: 'insert',
          table: 'disputeEvents',
          row: { ...disputeEvent(target.id, 'merged', { ...data }, meta), id: args.eventId },
        },
        ...tasks.map(
          (task): Change => ({
            ...{ op: 'update', table: 'tasks', id: task.id, expect: { status: 'open' } },
            set: moves(task) ? { disputeId: target.id } : { status: 'cancelled' },
          }),
        ),
        {
          ...{ op: 'update', table: 'customers', id: customer.id },
          set: { openDisputes: Math.max(0, customer.openDisputes - 1) },
        },
      ]
    },
  }),

  /** Undo of `dispute.merge`, as long as the case that stayed is open. */
  'dispute.unmerge': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: UnmergeArgs,
    touches: (args) => [
      ...touched(args),
      ...ref('disputeEvents', args.events.source),
      ...ref('disputeEvents', args.events.target),
    ],
    apply(rows, args, meta) {
      const { source, target, customer } = both(rows, args, meta)
      const events = {
        source: mustGet(rows, 'disputeEvents', args.events.source),
        target: mustGet(rows, 'disputeEvents', args.events.target),
      }
      const { data, ...set } = unmerged(source, target, events)
      const tasks = args.tasks.flatMap((id): Change[] => {
        const task = mustGet(rows, 'tasks', id)
        if (data.moved.includes(id) && task.disputeId === target.id && task.status === 'open') {
          return [{ op: 'update', table: 'tasks', id, set: { disputeId: source.id }, expect: { status: 'open' } }]
        }
        return data.cancelled.includes(id) && task.status === 'cancelled'
          ? [{ op: 'update', table: 'tasks', id, set: { status: 'open' }, expect: { status: 'cancelled' } }]
          : []
      })
      return [
        ...caseChange(source, set.source),
        ...caseChange(target, set.target),
        {
          op: 'insert',
          table: 'disputeEvents',
          row: disputeEvent(source.id, 'merged', { undone: true, into: target.id }, meta),
        },
        {
          op: 'insert',
          table: 'disputeEvents',
          row: {
            ...disputeEvent(target.id, 'merged', { undone: true, from: source.id, words: source.words }, meta),
            id: args.eventId,
          },
        },
        ...tasks,
        { op: 'update', table: 'customers', id: customer.id, set: { openDisputes: customer.openDisputes + 1 } },
      ]
    },
  }),
}
