import * as v from 'valibot'
import { id, time } from '../fields.ts'
import { defineMutation, mergeEdit, mustGet, type Ref } from '../mutation.ts'
import { endsByHand } from '../queue.ts'
import { Refusal } from '../refusal.ts'
import type { TaskRow } from '../rows.ts'
import { DAY_MS } from '../time.ts'

const LONGEST_SNOOZE = 90 * DAY_MS

const taskRef = (taskId: string): Ref[] => [{ table: 'tasks', id: taskId }]

function mustStand(task: TaskRow): void {
  if (task.status === 'cancelled') throw new Refusal('already_decided', { status: task.status })
}

/** Done; once more changes nothing. Refused `already_decided` when cancelled, `wrong_step` unless `endsByHand`. */
const done = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ taskId: id }),
  touches: ({ taskId }) => taskRef(taskId),
  apply(rows, { taskId }, { at }) {
    const task = mustGet(rows, 'tasks', taskId)
    mustStand(task)
    if (!endsByHand(task.kind)) throw new Refusal('wrong_step', { kind: task.kind })
    if (task.status === 'done') return []
    const expect = { status: task.status }
    return [{ op: 'update', table: 'tasks', id: taskId, set: { status: 'done', doneAt: at }, expect }]
  },
})

/** Undo of `task.done`; an open task stays as it is. Refused like it. */
const reopen = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ taskId: id }),
  touches: ({ taskId }) => taskRef(taskId),
  apply(rows, { taskId }) {
    const task = mustGet(rows, 'tasks', taskId)
    mustStand(task)
    if (!endsByHand(task.kind)) throw new Refusal('wrong_step', { kind: task.kind })
    if (task.status === 'open') return []
    const expect = { status: task.status }
    return [{ op: 'update', table: 'tasks', id: taskId, set: { status: 'open', doneAt: null }, expect }]
  },
})

/**
 * Out of sight until `until`, epoch ms; null brings it back. Refused `bad_date` (past, or more than 90 days on),
 * `already_decided` unless open, `conflict`.
 */
const snooze = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ taskId: id, until: v.nullable(time), was: v.nullable(time) }),
  touches: ({ taskId }) => taskRef(taskId),
  apply(rows, { taskId, until, was }, { at }) {
    const task = mustGet(rows, 'tasks', taskId)
    if (task.status !== 'open') throw new Refusal('already_decided', { status: task.status })
    if (until !== null && (until <= at || until > at + LONGEST_SNOOZE))
      throw new Refusal('bad_date', { field: 'until' })
    const set = mergeEdit<TaskRow>(task, { snoozedUntil: until }, { snoozedUntil: was })
    if (Object.keys(set).length === 0) return []
    return [{ op: 'update', table: 'tasks', id: taskId, set, expect: { status: 'open' } }]
  },
})

/**
 * Gives an open task to a member, or to nobody. Refused `already_decided`, `conflict`, `not_found`, `forbidden` for a
 * viewer, who could not do it.
 */
const assign = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ taskId: id, assignee: v.nullable(id), was: v.nullable(id) }),
  touches: ({ taskId, assignee }) => [
    ...taskRef(taskId),
    ...(assignee === null ? [] : [{ table: 'members' as const, id: assignee }]),
  ],
  apply(rows, { taskId, assignee, was }) {
    const task = mustGet(rows, 'tasks', taskId)
    if (task.status !== 'open') throw new Refusal('already_decided', { status: task.status })
    if (assignee !== null && mustGet(rows, 'members', assignee).role === 'viewer') {
      throw new Refusal('forbidden', { role: 'viewer' })
    }
    const set = mergeEdit<TaskRow>(task, { assignee }, { assignee: was })
    if (Object.keys(set).length === 0) return []
    return [{ op: 'update', table: 'tasks', id: taskId, set, expect: { status: 'open' } }]
  },
})

export const taskMutations = {
  'task.done': done,
  'task.reopen': reopen,
  'task.snooze': snooze,
  'task.assign': assign,
}
