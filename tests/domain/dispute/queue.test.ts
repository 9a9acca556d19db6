import { describe, expect, test } from 'vitest'
import { HOUR_MS } from '../../../worker/domain/clock.ts'
import { openedDispute } from '../../../worker/domain/dispute-open.ts'
import { clockFraction, nextDue, orderQueue } from '../../../worker/domain/queue.ts'
import type { DisputeRow, Remedy } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import {
  awaitingApproval,
  COMPLAINT,
  customerRow,
  disputeAt,
  meta,
  moved,
  openDispute,
  shopRow,
  T0,
  worth,
} from './fixtures.ts'

const promise = (promisedAt: number | null): Remedy => ({ kind: 'resend', cost: 0, promisedAt, note: null })

describe('what is due next', () => {
  test('the first reply, while nobody has replied', () => {
    expect(nextDue(openDispute())).toEqual({ kind: 'first-reply', at: T0 + 2 * HOUR_MS })
  })
  test('the resolution, where it is due before the reply or there is no reply clock', () => {
    expect(nextDue(openDispute({ resolveDueAt: 5, firstReplyDueAt: 6 }))).toEqual({ kind: 'resolve', at: 5 })
    expect(nextDue(openDispute({ resolveDueAt: 5, firstReplyDueAt: null }))).toEqual({ kind: 'resolve', at: 5 })
    expect(nextDue(openDispute({ resolveDueAt: null, firstReplyDueAt: 6 }))).toEqual({ kind: 'first-reply', at: 6 })
  })
  test.each(['analyse', 'resolve'] as const)('the resolution, at %s', (step) => {
    expect(nextDue(disputeAt(step))).toEqual({ kind: 'resolve', at: openDispute().resolveDueAt })
  })
  test('the resolution, while it waits for approval', () => {
    expect(nextDue(awaitingApproval())?.kind).toBe('resolve')
  })
  test('the first promised day, until what was done is recorded', () => {
    const dispute = { ...disputeAt('record'), remedies: [promise(30), promise(null), promise(20)] }
    expect(nextDue(dispute)).toEqual({ kind: 'promise', at: 20 })
    expect(nextDue({ ...dispute, remedies: [promise(null)] })).toBeNull()
  })
  test('the follow-up', () => {
    expect(nextDue(disputeAt('follow-up'))).toEqual({ kind: 'follow-up', at: T0 + 3 * DAY_MS })
  })
  test('nothing, once closed', () => {
    expect(nextDue(disputeAt('closed'))).toBeNull()
  })
})

describe('the queue', () => {
  const due = (id: string, firstReplyDueAt: number | null, over: Partial<DisputeRow> = {}) =>
    openDispute({ id, firstReplyDueAt, resolveDueAt: null, ...over })
  const customers = new Map(
    [
      customerRow({ id: 'rich', figures: worth(900) }),
      customerRow({ id: 'poor', figures: worth(100) }),
      customerRow({ id: 'new' }),
    ].map((customer) => [customer.id, customer]),
  )
  const ids = (disputes: DisputeRow[], now = 100) =>
    orderQueue(disputes, customers, now).map(({ dispute }) => dispute.id)

  test('what breaks first stands first, the longest overdue before all, undated last, closed not at all', () => {
    const closed = { ...disputeAt('closed'), id: 'closed' }
    expect(
      ids([due('later', 300), due('undated', null), due('soon', 101), closed, due('over', 99), due('long over', 1)]),
    ).toEqual(['long over', 'over', 'soon', 'later', 'undated'])
  })
  test('among equals more value at risk, then the older case, then the id', () => {
    const disputes = [
      due('a', 100, { customerId: 'gone' }),
      due('b', 100, { customerId: 'poor' }),
      due('d', 100, { customerId: 'rich', openedAt: 2 }),
      due('c', 100, { customerId: 'rich', openedAt: 1 }),
      due('f', 100, { customerId: 'new', openedAt: T0 + 1 }),
      due('e', 100, { customerId: 'new', openedAt: T0 + 1 }),
    ]
    expect(ids(disputes)).toEqual(['c', 'd', 'b', 'a', 'e', 'f'])
    expect(ids(disputes.toReversed())).toEqual(['c', 'd', 'b', 'a', 'e', 'f'])
  })
  test('value does not push a case before one that breaks earlier', () => {
    expect(ids([due('rich', 101, { customerId: 'rich' }), due('poor', 100, { customerId: 'poor' })])).toEqual([
      'poor',
      'rich',
    ])
  })
  test('undated cases are ordered by value too', () => {
    expect(ids([due('poor', null, { customerId: 'poor' }), due('rich', null, { customerId: 'rich' })])).toEqual([
      'rich',
      'poor',
    ])
  })
  test('each says whether it is overdue and what is at risk', () => {
    const items = orderQueue([due('a', 99, { customerId: 'rich' }), due('b', 100), due('c', null)], customers, 100)
    expect(items.map(({ overdue, worth }) => [overdue, worth])).toEqual([
      [true, 900],
      [false, 0],
      [false, 0],
    ])
  })
})

describe('the ring', () => {
  const shop = shopRow()
  const fraction = (dispute: DisputeRow, now: number) => clockFraction(dispute, 'B', shop, now)

  test('fills as the promised business hours pass', () => {
    const dispute = openDispute()
    expect(fraction(dispute, T0)).toBe(0)
    expect(fraction(dispute, T0 + HOUR_MS)).toBe(0.5)
    expect(fraction(dispute, T0 + 2 * HOUR_MS)).toBe(1)
    expect(fraction(dispute, T0 + DAY_MS)).toBe(1)
  })
  test('stands still while the shop is closed', () => {
    const dispute = disputeAt('analyse')
    const evening = fraction(dispute, Date.parse('2025-03-03T22:00:00+08:00'))
    expect(evening).toBe(0.25)
    expect(fraction(dispute, Date.parse('2025-03-04T08:59:00+08:00'))).toBe(evening)
  })
  test('starts anew when the case is reopened', () => {
    const reopened = moved(disputeAt('follow-up'), 'rate', { satisfaction: { expectation: 1, quality: 1, service: 1 } })
    expect(fraction(reopened, T0)).toBe(0)
  })
  test('a case is measured by what was promised when it was opened, whatever the shop promises since', () => {
    const { promises } = shop.settings
    const slower = shopRow({ promises: { ...promises, firstReplyHours: { A: 8, B: 8, C: 8 } } })
    const dispute = openDispute()
    expect(nextDue(dispute)?.at).toBe(T0 + 2 * HOUR_MS)
    expect(clockFraction(dispute, 'B', slower, T0 + HOUR_MS)).toBe(0.5)
    const later = openedDispute({ ...COMPLAINT, id: 'd2' }, 'B', { ...meta(), shop: slower })
    expect(nextDue(later)?.at).toBe(T0 + 8 * HOUR_MS)
    expect(clockFraction(later, 'B', slower, T0 + HOUR_MS)).toBe(0.125)
  })
  test('promised days and follow-ups go by the calendar', () => {
    expect(fraction(disputeAt('record'), T0 + DAY_MS)).toBe(0.5)
    expect(fraction(disputeAt('follow-up'), T0 + DAY_MS)).toBeCloseTo(1 / 3)
  })
  test('there is none where nothing is due', () => {
    expect(fraction(disputeAt('closed'), T0)).toBeNull()
  })
})
