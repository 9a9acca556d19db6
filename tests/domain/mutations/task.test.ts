import { describe, expect, test } from 'vitest'
import { taskMutations as mutations } from '../../../worker/domain/mutations/task.ts'
import type { TaskRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { NOW } from '../../support/figures.ts'
import { MemoryRows, refusalOf } from '../dispute/fixtures.ts'
import { by, taskRow, uuid } from '../win-back/fixtures.ts'

const rowsWith = (over: Partial<TaskRow> = {}) =>
  new MemoryRows()
    .with('tasks', taskRow(over))
    .with('members', { id: 'mei', name: '小梅', role: 'agent' }, { id: 'guest', name: '访客', role: 'viewer' })
const taskId = uuid(50)
const run = (rows: MemoryRows, name: keyof typeof mutations, more: object = {}) =>
  rows.run(mutations[name] as (typeof mutations)['task.done'], { taskId, ...more }, by())

describe('task.done and task.reopen', () => {
  test('done, once more without effect, and undone', () => {
    const rows = rowsWith()
    run(rows, 'task.done')
    expect(rows.must('tasks', taskId)).toMatchObject({ status: 'done', doneAt: NOW })
    expect(run(rows, 'task.done')).toEqual([])
    run(rows, 'task.reopen')
    expect(rows.must('tasks', taskId)).toMatchObject({ status: 'open', doneAt: null })
    expect(run(rows, 'task.reopen')).toEqual([])
  })

  test.each(['follow-up', 'win-back'] as const)('a %s is not over by ticking it off', (kind) => {
    expect(refusalOf(() => run(rowsWith({ kind }), 'task.done')).code).toBe('wrong_step')
    expect(refusalOf(() => run(rowsWith({ kind, status: 'done' }), 'task.reopen')).code).toBe('wrong_step')
  })

  test.each(['task.done', 'task.reopen'] as const)('%s is refused once cancelled', (name) => {
    expect(refusalOf(() => run(rowsWith({ status: 'cancelled' }), name)).code).toBe('already_decided')
  })
})

describe('task.snooze', () => {
  const until = NOW + DAY_MS

  test('hides until then, and null brings it back', () => {
    const rows = rowsWith()
    run(rows, 'task.snooze', { until, was: null })
    expect(rows.must('tasks', taskId).snoozedUntil).toBe(until)
    run(rows, 'task.snooze', { until: null, was: until })
    expect(rows.must('tasks', taskId).snoozedUntil).toBeNull()
  })

  test('two people who snooze to different times collide, to the same time do not', () => {
    const rows = rowsWith({ snoozedUntil: until })
    expect(run(rows, 'task.snooze', { until, was: null })).toEqual([])
    expect(refusalOf(() => run(rows, 'task.snooze', { until: until + 1, was: null })).code).toBe('conflict')
  })

  test('needs a time ahead, within ninety days, and an open task', () => {
    for (const wrong of [NOW, NOW + 91 * DAY_MS]) {
      expect(refusalOf(() => run(rowsWith(), 'task.snooze', { until: wrong, was: null })).code).toBe('bad_date')
    }
    const done = rowsWith({ status: 'done' })
    expect(refusalOf(() => run(done, 'task.snooze', { until, was: null })).code).toBe('already_decided')
  })
})

describe('task.assign', () => {
  const assign = (rows: MemoryRows, assignee: string | null, was: string | null = null) =>
    run(rows, 'task.assign', { assignee, was })

  test('gives it to a member and takes it back', () => {
    const rows = rowsWith()
    assign(rows, 'mei')
    expect(rows.must('tasks', taskId).assignee).toBe('mei')
    assign(rows, null, 'mei')
    expect(rows.must('tasks', taskId).assignee).toBeNull()
  })

  test('refuses a viewer, a stranger and a race', () => {
    expect(refusalOf(() => assign(rowsWith(), 'guest')).code).toBe('forbidden')
    expect(refusalOf(() => assign(rowsWith(), 'nobody')).code).toBe('not_found')
    expect(refusalOf(() => assign(rowsWith({ assignee: 'me' }), 'mei')).code).toBe('conflict')
  })
})
