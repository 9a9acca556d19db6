import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addBusinessHours, businessMsBetween, HOUR_MS } from '../../../worker/domain/clock.ts'
import { transition } from '../../../worker/domain/dispute.ts'
import { endWait } from '../../../worker/domain/dispute-pause.ts'
import { answer, hear, resume, setDeadlines, snooze, wait } from '../../../worker/domain/dispute-talk.ts'
import { clockFraction, duesOf, heldDue, isAsleep, nextDue, orderQueue } from '../../../worker/domain/queue.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { DAY_MS, localDay } from '../../../worker/domain/time.ts'
import { act, awaitingApproval, disputeAt, meta, openDispute, refusalOf, shopRow, T0 } from './fixtures.ts'

const said = (text = '还没收到', at: number | null = null) => ({ text, at })
const heard = (dispute: DisputeRow, at: number, tier: 'A' | 'B' | 'C' | null = 'B') => ({
  ...dispute,
  ...hear(dispute, said(), tier, meta(at)).set,
})
const answered = (dispute: DisputeRow, at: number, waits = false) => ({
  ...dispute,
  ...answer(dispute, { text: '我查到了', waits }, meta(at)).set,
})
const waiting = (dispute: DisputeRow, at: number) => ({
  ...dispute,
  ...wait(dispute, { heardAt: dispute.heardAt }, meta(at)).set,
})
const resumed = (dispute: DisputeRow, at: number) => ({
  ...dispute,
  ...resume(dispute, { was: dispute.waitingSince ?? 0 }, meta(at)).set,
})
const unanswered = disputeAt('analyse')
const shop = shopRow()
const left = (due: number | null, from: number) =>
  businessMsBetween(from, due ?? 0, shop.settings.businessHours, shop.timezone)

describe('the buyer writes again', () => {
  test('an answer is owed by what the tier was promised', () => {
    expect(heard(unanswered, T0 + HOUR_MS, 'A').nextReplyDueAt).toBe(T0 + 3 * HOUR_MS)
    expect(heard(unanswered, T0 + HOUR_MS, null).nextReplyDueAt).toBe(T0 + 9 * HOUR_MS)
  })
  test('one that is owed already stays as it is', () => {
    const twice = heard(heard(unanswered, T0 + HOUR_MS), T0 + 2 * HOUR_MS)
    expect(twice).toMatchObject({ nextReplyDueAt: T0 + 5 * HOUR_MS, heardAt: T0 + 2 * HOUR_MS })
  })
  test('while the first reply is owed, that is what is owed', () => {
    expect(heard(openDispute(), T0 + HOUR_MS)).toMatchObject({ nextReplyDueAt: null, heardAt: T0 + HOUR_MS })
  })
  test('what was written before our last answer asks for nothing more, whoever reports it later', () => {
    const late = hear(answered(unanswered, T0 + 2 * HOUR_MS), said('在吗', T0 + HOUR_MS), 'B', meta(T0 + 3 * HOUR_MS))
    expect(late.set).toEqual({ heardAt: T0 + HOUR_MS })
    expect(late.event).toMatchObject({ kind: 'heard', data: { text: '在吗', heardAt: T0 + HOUR_MS } })
  })
  test('it takes the case out of its sleep', () => {
    expect(heard({ ...unanswered, snoozedUntil: T0 + DAY_MS }, T0 + HOUR_MS).snoozedUntil).toBeNull()
  })
  test('not before the complaint, nor in the future, nor without a word, nor once the case is closed', () => {
    const code = (run: () => unknown) => refusalOf(run).code
    expect(code(() => hear(unanswered, said('x', T0 - 1), 'B', meta(T0 + 1)))).toBe('bad_date')
    expect(code(() => hear(unanswered, said('x', T0 + 2), 'B', meta(T0 + 1)))).toBe('bad_date')
    expect(code(() => hear(unanswered, said('  '), 'B', meta(T0 + 1)))).toBe('missing_reply')
    expect(code(() => hear(disputeAt('closed'), said(), 'B', meta(T0 + 1)))).toBe('wrong_step')
  })
})

describe('we answer', () => {
  test('what was owed is settled, and how late is kept', () => {
    const { set, event } = answer(heard(unanswered, T0 + HOUR_MS), { text: '在查', waits: false }, meta(T0 + DAY_MS))
    expect(set).toEqual({ answeredAt: T0 + DAY_MS, nextReplyDueAt: null })
    expect(event).toEqual({ kind: 'answered', data: { text: '在查', waits: false, dueAt: T0 + 5 * HOUR_MS } })
  })
  test('an answer older than the buyer’s last word settles nothing and waits for nobody', () => {
    const owed = heard(unanswered, T0 + 2 * HOUR_MS)
    expect(answered(owed, T0 + HOUR_MS, true)).toMatchObject({
      nextReplyDueAt: owed.nextReplyDueAt,
      waitingSince: null,
      answeredAt: T0 + HOUR_MS,
    })
  })
  test('the first reply is a step of its own', () => {
    expect(refusalOf(() => answered(openDispute(), T0)).code).toBe('missing_reply')
  })
  test('a resolution the buyer was told answers them, one that waits for approval does not', () => {
    const owed = heard(disputeAt('resolve'), T0 + HOUR_MS)
    const { set } = transition(owed, act(owed, 'resolve'), meta(T0 + 2 * HOUR_MS))
    expect(set).toMatchObject({ nextReplyDueAt: null, answeredAt: T0 + 2 * HOUR_MS })
    const held = heard(awaitingApproval(), T0 + HOUR_MS)
    const approved = transition(held, act(held, 'approve'), meta(T0 + 2 * HOUR_MS, 'owner'))
    expect('nextReplyDueAt' in approved.set).toBe(false)
  })
})

describe('waiting for the buyer', () => {
  test('stops our clocks, and they go on with what they had left', () => {
    const paused = waiting(unanswered, T0 + HOUR_MS)
    expect([nextDue(paused), heldDue(paused)]).toEqual([null, { kind: 'resolve', at: unanswered.resolveDueAt }])
    const on = resumed(paused, T0 + 3 * DAY_MS)
    expect(left(on.resolveDueAt, T0 + 3 * DAY_MS)).toBe(left(unanswered.resolveDueAt, T0 + HOUR_MS))
    expect(on).toMatchObject({
      waitingSince: null,
      waitedMs: 38 * HOUR_MS,
      firstReplyDueAt: unanswered.firstReplyDueAt,
    })
  })
  test('the buyer’s word ends it at the moment they wrote', () => {
    const paused = waiting(unanswered, T0 + HOUR_MS)
    const { set } = hear(paused, said('好了', T0 + 2 * HOUR_MS), 'A', meta(T0 + 5 * HOUR_MS))
    expect(set).toMatchObject({ waitingSince: null, waitedMs: HOUR_MS, nextReplyDueAt: T0 + 4 * HOUR_MS })
    expect(left(set.resolveDueAt ?? 0, T0)).toBe(left(unanswered.resolveDueAt, T0) + HOUR_MS)
  })
  test('an answer may begin it', () => {
    expect(answered(heard(unanswered, T0 + 1), T0 + 2, true)).toMatchObject({
      waitingSince: T0 + 2,
      nextReplyDueAt: null,
    })
  })
  test('twice is once', () => {
    const paused = waiting(unanswered, T0 + 1)
    expect(wait(paused, { heardAt: null }, meta(T0 + 2))).toEqual({ set: {}, event: null })
    expect(resume(unanswered, { was: T0 }, meta(T0 + 2))).toEqual({ set: {}, event: null })
  })
  test('nobody begins it who has not seen the buyer’s last word, nor ends another than they saw', () => {
    const owed = heard(unanswered, T0 + HOUR_MS)
    const blind = refusalOf(() => wait(owed, { heardAt: null }, meta(T0 + 2 * HOUR_MS)))
    expect([blind.code, blind.details]).toEqual([
      'conflict',
      { fields: { heardAt: { yours: null, theirs: T0 + HOUR_MS } } },
    ])
    expect(refusalOf(() => resume(waiting(unanswered, T0 + 9), { was: T0 + 5 }, meta(T0 + 10))).code).toBe('conflict')
  })
  test('what is met meanwhile is met by the clock that stood still', () => {
    const paused = waiting(disputeAt('resolve'), T0 + HOUR_MS)
    const { set } = transition(paused, act(paused, 'resolve'), meta(T0 + 5 * HOUR_MS))
    expect(set.resolveDueAt).toBe(
      addBusinessHours(paused.resolveDueAt ?? 0, 4, shop.settings.businessHours, shop.timezone),
    )
    // Met: it moves no more when the waiting ends.
    expect(resumed({ ...paused, ...set }, T0 + 9 * HOUR_MS).resolveDueAt).toBe(set.resolveDueAt)
  })
  test('days promised and follow-ups go on by the calendar', () => {
    expect(nextDue(waiting(disputeAt('record'), T0 + 1))?.kind).toBe('promise')
    expect(nextDue(waiting(disputeAt('follow-up'), T0 + 1))?.kind).toBe('follow-up')
  })
  test('the ring shows the same share after as before', () => {
    const before = clockFraction(unanswered, 'B', shop, T0 + 6 * HOUR_MS)
    const on = resumed(waiting(unanswered, T0 + 6 * HOUR_MS), T0 + 4 * DAY_MS)
    expect(clockFraction(on, 'B', shop, T0 + 4 * DAY_MS)).toBeCloseTo(before ?? -1, 10)
  })
  test('a rating ends it: the buyer has spoken', () => {
    const owed = waiting(heard(disputeAt('follow-up'), T0 + 1), T0 + 2)
    const happy = transition(owed, act(owed, 'rate'), meta(T0 + 3)).set
    expect(happy).toMatchObject({ waitingSince: null, nextReplyDueAt: null, snoozedUntil: null })
    const low = act(owed, 'rate', { satisfaction: { expectation: 1, quality: 3, service: 3 } })
    expect(transition(owed, low, meta(T0 + 3)).set).toMatchObject({ waitingSince: null, waitedMs: 0, step: 'analyse' })
  })

  test('business time left before is left after, whatever the hours, holidays and zone', () => {
    const at = (iso: string) => Date.parse(iso)
    const day = fc.integer({ min: 0, max: 1100 }).map((n) => localDay(at('2024-01-01T12:00:00Z') + n * DAY_MS, 'UTC'))
    const hours = fc
      .record({
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        open: fc.integer({ min: 0, max: 1439 }),
        close: fc.integer({ min: 0, max: 1440 }),
        holidays: fc.array(day, { maxLength: 30 }),
      })
      .filter(({ open, close }) => close <= open || close - open > 30)
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    )
    const start = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2026-06-30T00:00:00Z') })
    const span = fc.integer({ min: 0, max: 20 * DAY_MS })
    fc.assert(
      fc.property(
        zone,
        hours,
        start,
        fc.integer({ min: 1, max: 200 }),
        span,
        span,
        (zone, hours, from, due, used, waited) => {
          const where = { ...shopRow({ businessHours: hours }, zone) }
          const due1 = addBusinessHours(from, due, hours, zone)
          const case1 = openDispute({
            ...{ firstReplyAt: null, firstReplyDueAt: due1, nextReplyDueAt: due1 + 5, resolveDueAt: due1 + 7 },
            waitingSince: from + used,
          })
          const set = endWait(case1, from + used + waited, where)
          const ms = (a: number, b: number) =>
            a <= b ? businessMsBetween(a, b, hours, zone) : -businessMsBetween(b, a, hours, zone)
          for (const field of ['firstReplyDueAt', 'nextReplyDueAt', 'resolveDueAt'] as const) {
            expect(ms(from + used + waited, set[field] ?? 0)).toBe(ms(from + used, case1[field] ?? 0))
          }
        },
      ),
      { numRuns: 400, seed: 4 },
    )
  })
})

describe('holidays', () => {
  const hours = { days: [1, 2, 3, 4, 5, 6, 7], open: 540, close: 1320, holidays: ['2025-03-04', '2025-03-05'] }
  const add = (from: string, n: number, over = {}) =>
    new Date(addBusinessHours(Date.parse(from), n, { ...hours, ...over }, 'Asia/Shanghai')).toISOString()
  const utc = (iso: string) => new Date(iso).toISOString()

  test('nothing runs on them', () => {
    expect(add('2025-03-03T21:00:00+08:00', 2)).toBe(utc('2025-03-06T10:00:00+08:00'))
  })
  test('a window belongs to the day it opens on: the eve runs on past midnight, the holiday’s own night is closed', () => {
    const night = { open: 1200, close: 120, holidays: ['2025-03-04'] }
    expect(add('2025-03-03T23:00:00+08:00', 2, night)).toBe(utc('2025-03-04T01:00:00+08:00'))
    expect(add('2025-03-04T00:00:00+08:00', 3, night)).toBe(utc('2025-03-05T21:00:00+08:00'))
  })
  test('a shop that never closes closes on them', () => {
    expect(add('2025-03-03T23:00:00+08:00', 2, { days: [] })).toBe(utc('2025-03-06T01:00:00+08:00'))
  })
})

describe('what is due', () => {
  test('is the earliest of our promises and the platform’s deadlines', () => {
    const owed = { ...heard(unanswered, T0 + HOUR_MS), handleBy: T0 + 2 * HOUR_MS, proveBy: T0 + 100 * DAY_MS }
    expect(duesOf(owed).map(({ kind }) => kind)).toEqual(['handle-by', 'next-reply', 'resolve', 'prove-by'])
    expect(duesOf(waiting(owed, T0 + HOUR_MS)).map(({ kind }) => kind)).toEqual(['handle-by', 'prove-by'])
    expect(duesOf({ ...owed, step: 'closed' })).toEqual([])
  })
  test('a next reply owed presses at any open step', () => {
    for (const step of ['analyse', 'resolve', 'record', 'follow-up'] as const) {
      expect(nextDue(heard(disputeAt(step), T0 + HOUR_MS))?.kind).toBe('next-reply')
    }
  })
})

describe('putting aside', () => {
  const until = T0 + 3 * HOUR_MS
  test('leaves the queue until then, or until something falls due', () => {
    const asleep = { ...unanswered, snoozedUntil: until }
    const ids = (now: number, over: Partial<DisputeRow> = {}) =>
      orderQueue([{ ...asleep, ...over }], new Map(), now).length
    expect([ids(until - 1), ids(until)]).toEqual([0, 1])
    expect([ids(T0 + 10, { handleBy: T0 + 11 }), ids(T0 + 11, { handleBy: T0 + 11 })]).toEqual([0, 1])
    expect(isAsleep({ ...asleep, waitingSince: T0 }, until - 1)).toBe(true)
  })
  test('never beyond what falls due next', () => {
    const latest = unanswered.resolveDueAt ?? 0
    const put = (at: number | null) => snooze(unanswered, { until: at, was: null }, meta(T0))
    expect(put(latest)).toEqual({ snoozedUntil: latest })
    const refusal = refusalOf(() => put(latest + 1))
    expect([refusal.code, refusal.details]).toEqual(['bad_date', { field: 'until', latest }])
    expect(refusalOf(() => put(T0)).code).toBe('bad_date')
    expect(put(null)).toEqual({})
  })
  test('with nothing due, at most ninety days', () => {
    const paused = waiting(unanswered, T0)
    const put = (at: number) => snooze(paused, { until: at, was: null }, meta(T0))
    expect(put(T0 + 90 * DAY_MS)).toEqual({ snoozedUntil: T0 + 90 * DAY_MS })
    expect(refusalOf(() => put(T0 + 90 * DAY_MS + 1)).code).toBe('bad_date')
  })
})

describe('the platform’s deadlines', () => {
  const none = { handleBy: null, proveBy: null }
  test('are set and met, and the event keeps both sides', () => {
    const { set, event } = setDeadlines(unanswered, { proveBy: T0 + DAY_MS }, none, meta(T0))
    expect([set, event]).toEqual([
      { proveBy: T0 + DAY_MS },
      { kind: 'note', data: { edited: { proveBy: { from: null, to: T0 + DAY_MS } } } },
    ])
    const had = { ...unanswered, proveBy: T0 - 5 }
    expect(setDeadlines(had, { proveBy: null }, { proveBy: T0 - 5 }, meta(T0)).set).toEqual({ proveBy: null })
  })
  test('of two people who set one the second is told; two different ones merge', () => {
    const had = { ...unanswered, proveBy: T0 + DAY_MS }
    const refusal = refusalOf(() => setDeadlines(had, { proveBy: T0 + 2 * DAY_MS }, none, meta(T0)))
    expect(refusal.details).toEqual({ fields: { proveBy: { yours: T0 + 2 * DAY_MS, theirs: T0 + DAY_MS } } })
    expect(setDeadlines(had, { handleBy: T0 + DAY_MS }, none, meta(T0)).set).toEqual({ handleBy: T0 + DAY_MS })
  })
  test('one that is over cannot be set', () => {
    expect(refusalOf(() => setDeadlines(unanswered, { handleBy: T0 }, none, meta(T0))).code).toBe('bad_date')
    expect(refusalOf(() => setDeadlines(unanswered, { handleBy: T0 + 1 }, {}, meta(T0))).code).toBe('bad_args')
  })
})
