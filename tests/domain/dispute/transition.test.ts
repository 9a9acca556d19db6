import { describe, expect, test } from 'vitest'
import { ALL_CAUSES, CAUSE_FAMILIES, familyOf, isCauseOf } from '../../../worker/domain/causes.ts'
import { transition } from '../../../worker/domain/dispute.ts'
import type { DisputeAction } from '../../../worker/domain/dispute-terms.ts'
import type { RefusalCode } from '../../../worker/domain/refusal.ts'
import type { DisputeRow, DisputeStep } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import {
  act,
  awaitingApproval,
  disputeAt,
  FORMS,
  meta,
  moved,
  openDispute,
  refusalOf,
  shopRow,
  T0,
} from './fixtures.ts'

type Kind = DisputeAction['kind']
const KINDS = Object.keys(FORMS) as Kind[]
const HIGH = [{ kind: 'refund', cost: 20_001, promisedAt: null, note: null }] as const

/** What each action does at each place a case can stand: the next step, or the refusal. Written out by hand. */
const MOVES: Record<DisputeStep | 'awaiting', Record<Kind, DisputeStep | RefusalCode>> = {
  listen: {
    reply: 'analyse',
    analyse: 'missing_reply',
    resolve: 'missing_reply',
    approve: 'missing_reply',
    record: 'missing_reply',
    attempt: 'missing_reply',
    rate: 'missing_reply',
  },
  analyse: {
    reply: 'wrong_step',
    analyse: 'resolve',
    resolve: 'missing_analysis',
    approve: 'missing_analysis',
    record: 'missing_analysis',
    attempt: 'missing_analysis',
    rate: 'missing_analysis',
  },
  resolve: {
    reply: 'wrong_step',
    analyse: 'wrong_step',
    resolve: 'record',
    approve: 'missing_remedy',
    record: 'missing_remedy',
    attempt: 'missing_remedy',
    rate: 'missing_remedy',
  },
  awaiting: {
    reply: 'wrong_step',
    analyse: 'wrong_step',
    resolve: 'conflict',
    approve: 'record',
    record: 'needs_approval',
    attempt: 'needs_approval',
    rate: 'needs_approval',
  },
  record: {
    reply: 'wrong_step',
    analyse: 'wrong_step',
    resolve: 'wrong_step',
    approve: 'wrong_step',
    record: 'follow-up',
    attempt: 'missing_record',
    rate: 'missing_record',
  },
  'follow-up': {
    reply: 'wrong_step',
    analyse: 'wrong_step',
    resolve: 'wrong_step',
    approve: 'wrong_step',
    record: 'wrong_step',
    attempt: 'follow-up',
    rate: 'closed',
  },
  closed: {
    reply: 'wrong_step',
    analyse: 'wrong_step',
    resolve: 'wrong_step',
    approve: 'wrong_step',
    record: 'wrong_step',
    attempt: 'wrong_step',
    rate: 'wrong_step',
  },
}

const OUTCOMES = new Set<string>(['listen', 'analyse', 'resolve', 'record', 'follow-up', 'closed'])

describe('every action at every step', () => {
  for (const [place, row] of Object.entries(MOVES)) {
    for (const kind of KINDS) {
      const expected = row[kind]
      test(`${place} + ${kind} → ${expected}`, () => {
        const dispute = place === 'awaiting' ? awaitingApproval() : disputeAt(place as DisputeStep)
        const run = () => moved(dispute, kind, {}, meta(T0, kind === 'approve' ? 'owner' : 'agent'))
        if (OUTCOMES.has(expected)) expect(run().step).toBe(expected)
        else expect(refusalOf(run).code).toBe(expected)
      })
    }
  }
})

describe('a stale action', () => {
  for (const kind of KINDS) {
    test(`${kind} is refused when the step has moved on`, () => {
      const dispute = disputeAt('record')
      const refusal = refusalOf(() => transition(dispute, { ...act(dispute, kind), from: 'resolve' }, meta()))
      expect(refusal.code).toBe('wrong_step')
      expect(refusal.details).toEqual({ step: 'record', loop: 0 })
    })
    test(`${kind} is refused when the case was reopened since`, () => {
      const dispute = { ...disputeAt('analyse'), loop: 2 }
      const refusal = refusalOf(() => transition(dispute, { ...act(dispute, kind), loop: 1 }, meta()))
      expect(refusal.code).toBe('wrong_step')
      expect(refusal.details).toEqual({ step: 'analyse', loop: 2 })
    })
  }
})

describe('listen', () => {
  test('the reply stops the first-response clock when it was sent, not when it was noted', () => {
    const next = moved(openDispute(), 'reply', { at: T0 + 60_000 }, meta(T0 + 600_000))
    expect(next).toMatchObject({ firstReplyAt: T0 + 60_000, reply: FORMS.reply.text, step: 'analyse' })
    expect(moved(openDispute(), 'reply', {}, meta(T0 + 600_000)).firstReplyAt).toBe(T0 + 600_000)
  })
  test.each(['', '   '])('an empty reply (%j) is missing', (text) => {
    const refusal = refusalOf(() => moved(openDispute(), 'reply', { text }))
    expect([refusal.code, refusal.details]).toEqual(['missing_reply', { field: 'text' }])
  })
  test.each([T0 - 1, T0 + 1])('a reply before the complaint or after now is a bad date', (at) => {
    expect(refusalOf(() => moved(openDispute(), 'reply', { at })).code).toBe('bad_date')
  })
})

describe('analyse', () => {
  test.each([
    ['surface', ''],
    ['real', ' '],
    ['causeFamily', null],
    ['cause', null],
    ['responsibility', null],
    ['severity', null],
  ])('cannot go without %s', (field, value) => {
    const refusal = refusalOf(() => moved(disputeAt('analyse'), 'analyse', { [field]: value }))
    expect([refusal.code, refusal.details.field]).toEqual(['missing_analysis', field])
  })
  test('a cause of another family is refused, each of its own goes through', () => {
    for (const causeFamily of CAUSE_FAMILIES) {
      for (const cause of ALL_CAUSES) {
        const run = () => moved(disputeAt('analyse'), 'analyse', { causeFamily, cause })
        if (familyOf(cause) === causeFamily) expect(run()).toMatchObject({ step: 'resolve', causeFamily, cause })
        else expect(refusalOf(run).details).toEqual({ field: 'cause', causeFamily, cause })
        expect(isCauseOf(causeFamily, cause)).toBe(familyOf(cause) === causeFamily)
      }
    }
    expect(new Set(ALL_CAUSES).size).toBe(15)
  })
})

describe('resolve', () => {
  const at = (over: object, by = meta()): DisputeRow => moved(disputeAt('resolve'), 'resolve', over, by)

  test('needs a remedy', () => {
    const refusal = refusalOf(() => at({ remedies: [] }))
    expect([refusal.code, refusal.details]).toEqual(['missing_remedy', { field: 'remedies' }])
  })
  test('needs what the buyer was told, also when the buyer caused it', () => {
    const dispute = moved(disputeAt('analyse'), 'analyse', {
      causeFamily: 'quality',
      cause: 'misuse',
      responsibility: 'buyer',
    })
    const refusal = refusalOf(() => moved(dispute, 'resolve', { told: ' ' }))
    expect([refusal.code, refusal.details]).toEqual(['missing_remedy', { field: 'told' }])
  })
  test.each([-1, 1.5, Number.NaN])('refuses a cost of %s', (cost) => {
    expect(refusalOf(() => at({ remedies: [{ kind: 'refund', cost, promisedAt: null, note: null }] })).code).toBe(
      'bad_args',
    )
  })
  test('promises today or later, at most a year ahead, by the shop’s calendar', () => {
    const promise = (promisedAt: number) => at({ remedies: [{ kind: 'resend', cost: 0, promisedAt, note: null }] })
    const midnight = Date.parse('2025-03-03T00:00:00+08:00')
    expect(promise(midnight).step).toBe('record')
    expect(refusalOf(() => promise(midnight - 1)).code).toBe('bad_date')
    expect(refusalOf(() => promise(T0 + 400 * DAY_MS)).code).toBe('bad_date')
    expect(refusalOf(() => promise(T0 + 0.5)).code).toBe('bad_date')
  })
  test('the limit itself needs nobody', () => {
    const remedies = [{ kind: 'refund', cost: 20_000, promisedAt: null, note: null }] as const
    expect(at({ remedies })).toMatchObject({ step: 'record', approval: 'none', approvedBy: null, resolvedAt: T0 })
  })
  test('above the limit it waits, counted over all remedies', () => {
    const remedies = [
      { kind: 'refund', cost: 20_000, promisedAt: null, note: null },
      { kind: 'coupon', cost: 1, promisedAt: null, note: null },
    ] as const
    expect(at({ remedies })).toMatchObject({ step: 'resolve', approval: 'needed', resolvedAt: null, remedies })
  })
  test('the owner’s own is approved at once', () => {
    const next = at({ remedies: [...HIGH] }, meta(T0, 'owner'))
    expect(next).toMatchObject({ step: 'record', approval: 'approved', approvedBy: 'owner-1', resolvedAt: T0 })
  })
  test('the limit is the shop’s', () => {
    const by = { ...meta(), shop: shopRow({ disputes: { approvalLimit: 0, followUpDays: 3, linkDays: 30 } }) }
    expect(at({}, by).approval).toBe('needed')
  })
})

describe('approval', () => {
  test('the owner approves what is on their screen', () => {
    const next = moved(awaitingApproval(), 'approve', {}, meta(T0 + 5, 'owner'))
    expect(next).toMatchObject({ step: 'record', approval: 'approved', approvedBy: 'owner-1', resolvedAt: T0 + 5 })
  })
  const proposal = { remedies: [...HIGH], told: FORMS.resolve.told }
  test.each([
    ['a larger sum', { remedies: [{ ...HIGH[0], cost: 50_000 }] }],
    ['another kind for the same sum', { remedies: [{ ...HIGH[0], kind: 'coupon' as const }] }],
    ['another day', { remedies: [{ ...HIGH[0], promisedAt: T0 + DAY_MS }] }],
    ['more of them', { remedies: [...HIGH, { ...HIGH[0], kind: 'apology' as const, cost: 0 }] }],
    ['other words to the buyer', { told: '全退给你，另外再送一个。' }],
  ])('does not hold for %s, put there meanwhile: both sides are named', (_what, now) => {
    const changed = moved(awaitingApproval(), 'resolve', { ...proposal, ...now, was: proposal })
    const refusal = refusalOf(() => moved(changed, 'approve', { asked: proposal }, meta(T0, 'owner')))
    const [field, theirs] = Object.entries(now)[0] as [keyof typeof proposal, unknown]
    expect([refusal.code, refusal.details]).toEqual([
      'conflict',
      { fields: { [field]: { yours: proposal[field], theirs } } },
    ])
  })
  test('of a record does not hold for another sum or other deeds, nor for remedies it did not name', () => {
    const over = moved(disputeAt('record'), 'record', { actualCost: 20_001 })
    const asked = { done: over.done, actualCost: over.actualCost }
    expect(moved(over, 'approve', { asked }, meta(T0, 'owner')).step).toBe('follow-up')
    for (const other of [{ ...asked, actualCost: 20_000 }, { ...asked, done: '退款' }, proposal]) {
      const refusal = refusalOf(() => moved(over, 'approve', { asked: other }, meta(T0, 'owner')))
      expect(refusal.code).toBe('conflict')
    }
  })
  test('nobody else approves', () => {
    expect(refusalOf(() => moved(awaitingApproval(), 'approve')).code).toBe('forbidden')
  })
  test('a waiting proposal can be made cheaper by who saw it', () => {
    const waiting = awaitingApproval()
    const was = { remedies: waiting.remedies, told: waiting.told }
    expect(moved(waiting, 'resolve', { was })).toMatchObject({ step: 'record', approval: 'none', approvedBy: null })
  })
  test('of two who change a waiting proposal the second is told', () => {
    const waiting = awaitingApproval()
    const was = { remedies: waiting.remedies, told: waiting.told }
    const changed = moved(waiting, 'resolve', { remedies: [{ ...HIGH[0], cost: 30_000 }], was })
    expect(changed.approval).toBe('needed')
    const refusal = refusalOf(() => moved(changed, 'resolve', { remedies: [{ ...HIGH[0], cost: 40_000 }], was }))
    expect(refusal.code).toBe('conflict')
    expect(refusal.details).toMatchObject({
      fields: { remedies: { yours: [{ cost: 40_000 }], theirs: [{ cost: 30_000 }] } },
    })
  })
})

describe('record', () => {
  test.each([
    ['confirmedCause', null],
    ['done', ''],
    ['actualCost', null],
    ['lesson', '  '],
  ])('cannot go without %s', (field, value) => {
    const refusal = refusalOf(() => moved(disputeAt('record'), 'record', { [field]: value }))
    expect([refusal.code, refusal.details]).toEqual(['missing_record', { field }])
  })
  test('a cost of nothing is a cost', () => {
    expect(moved(disputeAt('record'), 'record', { actualCost: 0 })).toMatchObject({ step: 'follow-up', actualCost: 0 })
  })
  test('a negative cost is refused', () => {
    expect(refusalOf(() => moved(disputeAt('record'), 'record', { actualCost: -1 })).code).toBe('bad_args')
  })
  test('the follow-up is after the shop’s days, or on the day given', () => {
    expect(moved(disputeAt('record'), 'record')).toMatchObject({ followUpAt: T0 + 3 * DAY_MS, recordedAt: T0 })
    expect(moved(disputeAt('record'), 'record', { followUpAt: T0 + 1 }).followUpAt).toBe(T0 + 1)
    for (const followUpAt of [T0, T0 + 400 * DAY_MS]) {
      expect(refusalOf(() => moved(disputeAt('record'), 'record', { followUpAt })).code).toBe('bad_date')
    }
  })
})

describe('follow up', () => {
  test.each([
    [3, 3, 3, 'satisfied'],
    [5, 5, 5, 'satisfied'],
    [2, 5, 5, 'reopened'],
    [5, 2, 5, 'reopened'],
    [5, 5, 2, 'reopened'],
    [1, 1, 1, 'reopened'],
  ])('marks %i %i %i → %s', (expectation, quality, service, outcome) => {
    const satisfaction = { expectation, quality, service }
    const next = moved(disputeAt('follow-up'), 'rate', { satisfaction })
    if (outcome === 'satisfied') {
      expect(next).toMatchObject({ step: 'closed', outcome: 'satisfied', closedAt: T0, satisfaction, loop: 0 })
    } else {
      expect(next).toMatchObject({ step: 'analyse', outcome: null, closedAt: null, satisfaction: null, loop: 1 })
    }
  })
  test.each([0, 6, 2.5])('a mark of %s is refused', (mark) => {
    const satisfaction = { expectation: 5, quality: mark, service: 5 }
    const refusal = refusalOf(() => moved(disputeAt('follow-up'), 'rate', { satisfaction }))
    expect([refusal.code, refusal.details]).toEqual(['bad_args', { field: 'quality' }])
  })
  test('reopening clears what was resolved and recorded, keeps it in the event, and starts a new promise', () => {
    const before = moved(disputeAt('follow-up'), 'attempt')
    const satisfaction = { expectation: 4, quality: 4, service: 1 }
    const { set, event } = transition(
      before,
      act(before, 'rate', { satisfaction, comment: '还是没人道歉' }),
      meta(T0 + DAY_MS),
    )
    const next = { ...before, ...set }
    for (const field of [
      'told',
      'approvedBy',
      'resolvedAt',
      'confirmedCause',
      'done',
      'actualCost',
      'lesson',
    ] as const) {
      expect(next[field]).toBeNull()
    }
    expect(next).toMatchObject({ remedies: [], approval: 'none', recordedAt: null, followUpAt: null, attempts: 0 })
    expect(next).toMatchObject({ real: before.real, firstReplyAt: before.firstReplyAt, words: before.words })
    expect(next.resolveDueAt).toBeGreaterThan(T0 + DAY_MS)
    expect(event).toMatchObject({
      kind: 'reopened',
      data: {
        loop: 0,
        satisfaction,
        comment: '还是没人道歉',
        past: { remedies: before.remedies, told: before.told, lesson: before.lesson, attempts: 1, real: before.real },
      },
    })
  })
  test('a reopened case goes through all its steps again, and can be reopened again', () => {
    const bad = { satisfaction: { expectation: 1, quality: 1, service: 1 } }
    let dispute = disputeAt('follow-up')
    for (const loop of [1, 2, 3]) {
      dispute = moved(dispute, 'rate', bad)
      expect(dispute).toMatchObject({ step: 'analyse', loop })
      expect(refusalOf(() => moved(dispute, 'resolve')).code).toBe('missing_analysis')
      dispute = moved(moved(moved(dispute, 'analyse'), 'resolve'), 'record')
    }
    expect(moved(dispute, 'rate')).toMatchObject({ step: 'closed', outcome: 'satisfied', loop: 3 })
  })
  test('the third recorded attempt closes the case as unreachable, not one before', () => {
    const one = moved(disputeAt('follow-up'), 'attempt')
    expect(one).toMatchObject({ step: 'follow-up', attempts: 1, followUpAt: T0 + DAY_MS, outcome: null })
    const two = moved(one, 'attempt', { nextAt: T0 + 5 })
    expect(two).toMatchObject({ step: 'follow-up', attempts: 2, followUpAt: T0 + 5 })
    const three = moved(two, 'attempt', {}, meta(T0 + 9))
    expect(three).toMatchObject({ step: 'closed', attempts: 3, outcome: 'unreachable', closedAt: T0 + 9 })
  })
  test('the next attempt lies ahead', () => {
    expect(refusalOf(() => moved(disputeAt('follow-up'), 'attempt', { nextAt: T0 })).code).toBe('bad_date')
  })
})

describe('the event', () => {
  test.each([
    ['listen', 'reply', 'replied'],
    ['analyse', 'analyse', 'analysed'],
    ['resolve', 'resolve', 'resolved'],
    ['record', 'record', 'recorded'],
    ['follow-up', 'attempt', 'attempted'],
    ['follow-up', 'rate', 'closed'],
  ] as const)('at %s, %s leaves "%s" behind', (step, kind, eventKind) => {
    const dispute = disputeAt(step)
    const { event } = transition(dispute, act(dispute, kind), meta(T0 + 1, 'agent', 'mutation-id'))
    expect(event).toMatchObject({ id: 'mutation-id', disputeId: 'd1', kind: eventKind, at: T0 + 1, by: 'agent-1' })
  })
  test('the rule changes nothing it was given', () => {
    const dispute = Object.freeze(disputeAt('follow-up'))
    const copy = structuredClone(dispute)
    transition(dispute, act(dispute, 'rate', { satisfaction: { expectation: 1, quality: 1, service: 1 } }), meta())
    expect(dispute).toEqual(copy)
  })
})
