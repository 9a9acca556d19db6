import { describe, expect, test } from 'vitest'
import { learnCase, nothingLearnt } from '../../../worker/domain/cause-suggestion/learn.ts'
import { HOUR_MS } from '../../../worker/domain/clock.ts'
import { askedOf } from '../../../worker/domain/dispute-terms.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import { nextDue } from '../../../worker/domain/queue.ts'
import type { DisputeRow, LinkRow, TaskRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import {
  awaitingApproval,
  customerRow,
  disputeAt,
  MemoryRows,
  meta,
  moved,
  openDispute,
  refusalOf,
  T0,
} from './fixtures.ts'

const at = T0 + HOUR_MS
const linkOf = (id: string, over: Partial<LinkRow>): LinkRow => ({
  ...{ id, kind: 'case', disputeId: 'd1', customerId: 'c1', token: 'x', createdAt: T0, createdBy: null },
  ...{ expiresAt: T0 + DAY_MS, revokedAt: null, ...over },
})
const task: TaskRow = {
  ...{ id: 't1', kind: 'promise', customerId: 'c1', disputeId: 'd1', offerId: null, dueAt: T0 + DAY_MS },
  ...{ status: 'open', snoozedUntil: null, doneAt: null, worth: 0, assignee: null, createdAt: T0 },
}
const shopOf = (dispute: DisputeRow = openDispute()) =>
  new MemoryRows()
    .with('customers', customerRow({ openDisputes: 1 }))
    .with('disputes', { ...dispute, source: 'link', viaLink: 'l1' })
    .with('links', linkOf('l1', { kind: 'complain', disputeId: null, customerId: null }), linkOf('l2', {}))
    .with('links', linkOf('old', { revokedAt: T0 }), linkOf('other', { disputeId: 'd9' }))
    .with('tasks', task)
const SPAM = { id: 'd1', customerId: 'c1', links: ['l1', 'l2', 'old'], tasks: ['t1'] }
const spam = (rows: MemoryRows, over: object = {}, by = meta(at)) =>
  rows.run(catalogue['dispute.spam'], { ...SPAM, ...over }, by)
const unspam = (rows: MemoryRows, over: object = {}) =>
  rows.run(catalogue['dispute.unspam'], { ...SPAM, event: `m${at}`, ...over }, meta(at + 5))
const revoked = (rows: MemoryRows) => ['l1', 'l2', 'old'].map((id) => rows.must('links', id).revokedAt)

describe('a case that is spam', () => {
  test('ends with its links and tasks, runs no clock and blames nobody', () => {
    const rows = shopOf()
    spam(rows)
    const ended = rows.must('disputes', 'd1')
    expect(ended).toMatchObject({ step: 'closed', outcome: 'spam', closedAt: at })
    expect(nextDue(ended)).toBeNull()
    expect(revoked(rows)).toEqual([at, at, T0])
    expect(rows.must('tasks', 't1').status).toBe('cancelled')
    expect(rows.must('customers', 'c1')).toMatchObject({ openDisputes: 0, unhappyAt: null })
  })

  test('comes back whole, where it stood; what was closed before stays closed', () => {
    const rows = shopOf(disputeAt('record'))
    const before = rows.must('disputes', 'd1')
    spam(rows)
    unspam(rows)
    expect(rows.must('disputes', 'd1')).toEqual(before)
    expect(revoked(rows)).toEqual([null, null, T0])
    expect(rows.must('tasks', 't1').status).toBe('open')
    expect(rows.must('customers', 'c1')).toMatchObject({ openDisputes: 1, unhappyAt: null })
  })

  const overrun = () => moved(disputeAt('record'), 'record', { actualCost: 20_001 })
  test.each([
    ['its remedies', awaitingApproval, 'none', 'agent'],
    ['its record', overrun, 'none', 'owner'],
    ['a record of approved remedies', () => ({ ...overrun(), approvedBy: 'owner-1' }), 'approved', 'owner'],
  ] as const)('asks the owner no more about %s, and again once it is back', (_what, dispute, approval, role) => {
    const rows = shopOf(dispute())
    const before = rows.must('disputes', 'd1')
    spam(rows, {}, meta(at, role))
    expect(rows.must('disputes', 'd1')).toMatchObject({ step: 'closed', outcome: 'spam', approval })
    const asked = { ...askedOf(before), id: 'd1' }
    const approve = { id: 'd1', customerId: 'c1', from: before.step, loop: 0, asked }
    const word = () => rows.run(catalogue['dispute.approve'], approve, meta(at + 1, 'owner'))
    expect(refusalOf(word)).toMatchObject({ code: 'wrong_step' })
    unspam(rows)
    expect(rows.must('disputes', 'd1')).toEqual(before)
    word()
    expect(rows.must('disputes', 'd1').approval).toBe('approved')
  })

  test('a link that was left open, or revoked anew meanwhile, is left as it is', () => {
    const rows = shopOf()
    spam(rows, { links: ['l2'] })
    expect(revoked(rows)).toEqual([null, at, T0])
    rows.with('links', linkOf('l2', { revokedAt: at + 1 }))
    unspam(rows, { links: ['l2'] })
    expect(revoked(rows)).toEqual([null, at + 1, T0])
  })

  test('teaches no cause', () => {
    const learnt = nothingLearnt()
    const words = '碎了一地'
    learnCase(learnt, { words, confirmedCause: 'transit-damage', step: 'closed', outcome: 'spam' })
    expect(learnt).toEqual(nothingLearnt())
  })
})

describe('refused', () => {
  test('twice, or of a case that is closed already', () => {
    const rows = shopOf()
    spam(rows)
    expect(refusalOf(() => spam(rows))).toMatchObject({ code: 'wrong_step' })
    unspam(rows)
    expect(refusalOf(() => unspam(rows))).toMatchObject({ code: 'wrong_step' })
  })

  test('of an agent whose record waits for the owner: what it came to is spent', () => {
    const over = moved(disputeAt('record'), 'record', { actualCost: 20_001 })
    expect(refusalOf(() => spam(shopOf(over)))).toMatchObject({ code: 'needs_approval' })
  })

  test('links that are of another case, and events of something else', () => {
    expect(refusalOf(() => spam(shopOf(), { links: ['other'] }))).toMatchObject({ code: 'bad_args' })
    const rows = shopOf()
    spam(rows)
    const row = { ...rows.must('disputeEvents', `m${at}`), id: 'e9', disputeId: 'd9' }
    rows.with('disputeEvents', row)
    expect(refusalOf(() => unspam(rows, { event: 'e9' }))).toMatchObject({ code: 'bad_args' })
  })
})
