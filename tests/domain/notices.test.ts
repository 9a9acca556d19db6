import { describe, expect, test } from 'vitest'
import {
  deadlineKey,
  deadlineNotice,
  isOpen,
  isTaskDue,
  nearDeadlines,
  STALE_MS,
  taskMoment,
  taskNotice,
} from '../../worker/domain/notices.ts'
import type { Clocked } from '../../worker/domain/queue.ts'
import type { TaskRow } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { shopRow } from './dispute/fixtures.ts'

const MINUTE = 60_000
const shop = shopRow()
/** In Shanghai, where the shop is open from 9 to 22. */
const at = (time: string) => Date.parse(`2026-05-${time}+08:00`)
/** The first of those that are near. */
const nearDeadline = (...[dispute, tier, of, now]: Parameters<typeof nearDeadlines>) =>
  nearDeadlines(dispute, tier, of, now)[0] ?? null
const listening = (over: Partial<Clocked> = {}): Clocked => ({
  step: 'listen',
  loop: 0,
  openedAt: at('04T10:00:00'),
  firstReplyDueAt: at('04T14:00:00'),
  resolveDueAt: at('09T17:00:00'),
  remedies: [],
  resolvedAt: null,
  recordedAt: null,
  followUpAt: null,
  nextReplyDueAt: null,
  waitingSince: null,
  waitedMs: 0,
  handleBy: null,
  proveBy: null,
  ...over,
})

describe('a deadline is near', () => {
  test('from four fifths of the promise on, and stays so after it broke', () => {
    const due = { kind: 'first-reply', at: at('04T14:00:00') }
    expect(nearDeadline(listening(), 'C', shop, due.at - 49 * MINUTE)).toBeNull()
    expect(nearDeadline(listening(), 'C', shop, due.at - 48 * MINUTE)).toEqual(due)
    expect(nearDeadline(listening(), 'C', shop, due.at + DAY_MS)).toEqual(due)
    expect(nearDeadline(listening(), 'C', shop, due.at + STALE_MS)).toBeNull()
  })

  test('half an hour before, where four fifths would be later', () => {
    const due = at('04T11:00:00')
    const dispute = listening({ firstReplyDueAt: due })
    expect(nearDeadline(dispute, 'A', shop, due - 31 * MINUTE)).toBeNull()
    expect(nearDeadline(dispute, 'A', shop, due - 30 * MINUTE)).toMatchObject({ at: due })
  })

  test('by the shop’s own hours: the night does not bring it nearer', () => {
    const due = at('05T10:00:00')
    const dispute = listening({ openedAt: at('04T19:00:00'), firstReplyDueAt: due })
    expect(nearDeadline(dispute, 'C', shop, at('04T22:00:00'))).toBeNull()
    expect(nearDeadline(dispute, 'C', shop, at('05T09:00:00'))).toBeNull()
    expect(nearDeadline(dispute, 'C', shop, at('05T09:12:00'))).not.toBeNull()
  })

  test('never for a case that waits for nobody here', () => {
    const now = at('09T17:00:00')
    expect(nearDeadline(listening({ step: 'analyse' }), 'C', shop, now)).toMatchObject({ kind: 'resolve' })
    for (const step of ['record', 'follow-up', 'closed'] as const) {
      const remedies = [{ kind: 'refund' as const, cost: 0, promisedAt: now, note: null }]
      expect(nearDeadline(listening({ step, remedies, followUpAt: now }), 'C', shop, now)).toBeNull()
    }
  })
})

describe('what else can break', () => {
  const answered = listening({ step: 'record', firstReplyDueAt: null, resolveDueAt: null })

  test('the next reply is near as the first is, at any step', () => {
    const due = { kind: 'next-reply', at: at('04T14:00:00') }
    const dispute = { ...answered, nextReplyDueAt: due.at }
    // C is promised eight hours: near from the last 96 minutes on.
    expect(nearDeadlines(dispute, 'C', shop, due.at - 97 * MINUTE)).toEqual([])
    expect(nearDeadlines(dispute, 'C', shop, due.at - 96 * MINUTE)).toEqual([due])
  })

  test('a platform’s deadline goes by the calendar, also while the buyer is waited for', () => {
    const proveBy = at('06T10:00:00')
    const dispute = { ...answered, proveBy, waitingSince: at('04T11:00:00'), nextReplyDueAt: at('04T12:00:00') }
    const from = at('04T10:00:00') + 0.8 * 2 * DAY_MS
    expect(nearDeadlines(dispute, 'C', shop, from - 1)).toEqual([])
    expect(nearDeadlines(dispute, 'C', shop, from)).toEqual([{ kind: 'prove-by', at: proveBy }])
  })

  test('one that falls in the night is told of before the shop closes', () => {
    const handleBy = at('05T03:00:00')
    const dispute = { ...answered, openedAt: at('01T10:00:00'), handleBy }
    expect(nearDeadlines({ ...dispute, openedAt: at('04T21:00:00') }, 'C', shop, at('04T21:30:00'))).toEqual([
      { kind: 'handle-by', at: handleBy },
    ])
    expect(nearDeadlines({ ...dispute, openedAt: at('04T21:00:00') }, 'C', shop, at('04T21:29:00'))).toEqual([])
  })

  test('several at once are all told of, the earliest first', () => {
    const now = at('04T14:00:00')
    const dispute = listening({ step: 'analyse', resolveDueAt: now + 2, nextReplyDueAt: now + 1, handleBy: now + 3 })
    expect(nearDeadlines(dispute, 'C', shop, now).map(({ kind }) => kind)).toEqual([
      'next-reply',
      'resolve',
      'handle-by',
    ])
  })
})

describe('a task is due', () => {
  const task = (over: Partial<TaskRow>) => ({
    ...{ kind: 'win-back' as const, status: 'open' as const, dueAt: at('05T15:00:00'), snoozedUntil: null },
    ...over,
  })
  const due = (over: Partial<TaskRow>, now: string) => isTaskDue(task(over), shop, at(now))

  test('at its time; a promise or follow-up from the first minute of its day', () => {
    expect(due({}, '05T14:59:59')).toBe(false)
    expect(due({}, '05T15:00:00')).toBe(true)
    for (const kind of ['promise', 'follow-up'] as const) {
      expect(due({ kind }, '04T23:59:59')).toBe(false)
      expect(due({ kind }, '05T00:00:00')).toBe(true)
    }
  })

  test('not while it sleeps, not once it is over, not days later', () => {
    const snoozedUntil = at('06T09:00:00')
    expect(due({ snoozedUntil }, '06T08:59:59')).toBe(false)
    expect(due({ snoozedUntil }, '06T09:00:00')).toBe(true)
    expect(due({ status: 'done' }, '05T15:00:00')).toBe(false)
    expect(due({}, '08T14:59:59')).toBe(true)
    expect(due({}, '08T15:00:00')).toBe(false)
    expect(due({ snoozedUntil: at('07T00:00:00') }, '08T15:00:00')).toBe(true)
  })

  test('again when it was put off: another moment is another line', () => {
    const base = { ...task({}), id: 't1', customerId: 'c1', disputeId: null }
    const again = { ...base, snoozedUntil: at('06T09:00:00') }
    expect(taskMoment(again)).toBe(again.snoozedUntil)
    expect(taskNotice(base, null, null).onceKey).not.toBe(taskNotice(again, null, null).onceKey)
  })
})

test('a notice leads to the case, or to the customer to win back', () => {
  const task = { id: 't1', customerId: 'c1', disputeId: null, dueAt: 5, snoozedUntil: null }
  expect(taskNotice({ ...task, kind: 'win-back-check' }, '小鹿', null)).toEqual({
    category: 'win-back',
    params: { name: '小鹿', product: null, kind: 'win-back-check', dueAt: 5 },
    url: '/win-back/c1',
    onceKey: 'task:t1:5',
  })
  expect(taskNotice({ ...task, kind: 'promise', disputeId: 'd1' }, null, null).url).toBe('/disputes/d1')
  const due = { kind: 'resolve' as const, at: 7 }
  expect(deadlineNotice({ id: 'd1', product: '茶杯' }, due, '小鹿')).toMatchObject({
    url: '/disputes/d1',
    onceKey: deadlineKey('d1', due),
  })
})

test('the shop is open from its opening minute to its closing minute', () => {
  expect(['08:59:59', '09:00:00', '21:59:59', '22:00:00'].map((time) => isOpen(shop, at(`04T${time}`)))).toEqual([
    false,
    true,
    true,
    false,
  ])
})
