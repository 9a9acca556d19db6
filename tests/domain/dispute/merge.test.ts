import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Actor, allows, SCOPES } from '../../../worker/domain/actor.ts'
import { HOUR_MS } from '../../../worker/domain/clock.ts'
import { merged, withMerged } from '../../../worker/domain/dispute-merge.ts'
import { waitsForOwner } from '../../../worker/domain/dispute-terms.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { DisputeRow, TaskRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { COMPLAINT, customerRow, disputeAt, MemoryRows, meta, openDispute, refusalOf, T0 } from './fixtures.ts'

const taskOf = (over: Partial<TaskRow>): TaskRow => ({
  ...{ id: 't1', kind: 'promise', customerId: 'c1', disputeId: 'd1', offerId: null, dueAt: T0 + DAY_MS },
  ...{ status: 'open', snoozedUntil: null, doneAt: null, worth: 0, assignee: null, createdAt: T0 },
  ...over,
})
const target = (over: Partial<DisputeRow> = {}) => ({ ...disputeAt('analyse'), id: 'd2', ...over })

function shopOf(source: DisputeRow, into: DisputeRow, ...tasks: TaskRow[]): MemoryRows {
  return new MemoryRows()
    .with('customers', customerRow({ openDisputes: 2 }))
    .with('disputes', source, into)
    .with('tasks', ...tasks)
}
const MERGE = { id: 'd1', into: 'd2', customerId: 'c1', eventId: 'e2', tasks: [] as string[] }
const at = T0 + HOUR_MS
const merge = (rows: MemoryRows, over: Partial<typeof MERGE> = {}, by = meta(at)) =>
  rows.run(catalogue['dispute.merge'], { ...MERGE, ...over }, by)
const UNMERGE = { ...MERGE, eventId: 'e3', events: { source: `m${at}`, target: 'e2' } }
const unmerge = (rows: MemoryRows, over: object = {}, by = meta(at + 5)) =>
  rows.run(catalogue['dispute.unmerge'], { ...UNMERGE, ...over }, by)

describe('one case goes into another', () => {
  test('it closes as merged, both remember it, and the customer has one open case less', () => {
    const rows = shopOf(openDispute(), target())
    merge(rows)
    expect(rows.must('disputes', 'd1')).toMatchObject({
      ...{ step: 'closed', outcome: 'merged', mergedInto: 'd2', closedAt: at },
    })
    expect(rows.must('customers', 'c1')).toMatchObject({ openDisputes: 1, unhappyAt: null })
    const { words, wants } = COMPLAINT
    expect(rows.must('disputeEvents', `m${at}`)).toMatchObject({
      ...{ disputeId: 'd1', kind: 'merged', data: { into: 'd2', step: 'listen', words, wants } },
    })
    expect(rows.must('disputeEvents', 'e2')).toMatchObject({
      ...{ disputeId: 'd2', kind: 'merged', data: { from: 'd1', words, wants } },
    })
  })

  test('what was not answered there is owed here, by the earlier time', () => {
    const source = openDispute()
    const rows = shopOf(source, target({ resolveDueAt: T0 + 90 * HOUR_MS, proveBy: T0 + 9 }))
    merge(rows)
    expect(rows.must('disputes', 'd2')).toMatchObject({
      ...{ step: 'analyse', nextReplyDueAt: source.firstReplyDueAt, heardAt: T0, proveBy: T0 + 9 },
      resolveDueAt: source.resolveDueAt,
    })
  })

  test('into one that owes its first reply: the earlier first reply', () => {
    const rows = shopOf(openDispute(), target({ ...openDispute(), id: 'd2', firstReplyDueAt: T0 + 9 * HOUR_MS }))
    merge(rows)
    expect(rows.must('disputes', 'd2')).toMatchObject({
      ...{ firstReplyDueAt: openDispute().firstReplyDueAt, nextReplyDueAt: null },
    })
  })

  test('the buyer is waited for only where both waited', () => {
    const waits = { waitingSince: T0 }
    const one = shopOf({ ...disputeAt('analyse') }, target(waits))
    merge(one)
    expect(one.must('disputes', 'd2')).toMatchObject({ waitingSince: null, waitedMs: HOUR_MS })
    const both = shopOf({ ...disputeAt('analyse'), ...waits }, target(waits))
    merge(both)
    expect(both.must('disputes', 'd2')).toMatchObject({ waitingSince: at, waitedMs: HOUR_MS })
  })

  test('a promised day comes over, a follow-up is cancelled, what is done stays', () => {
    const tasks = [taskOf({ id: 't1' }), taskOf({ id: 't2', kind: 'follow-up' }), taskOf({ id: 't3', status: 'done' })]
    const rows = shopOf(disputeAt('record'), target(), ...tasks)
    merge(rows, { tasks: ['t1', 't2', 't3'] })
    expect(['t1', 't2', 't3'].map((id) => rows.must('tasks', id)).map((t) => [t.disputeId, t.status])).toEqual([
      ['d2', 'open'],
      ['d1', 'cancelled'],
      ['d1', 'done'],
    ])
  })

  test('refused for closed ones, for the same one, for another customer, for strange tasks and events', () => {
    const code = (rows: MemoryRows, over = {}, by = meta(at)) => refusalOf(() => merge(rows, over, by)).code
    expect(code(shopOf({ ...disputeAt('closed') }, target()))).toBe('wrong_step')
    expect(code(shopOf(openDispute(), { ...disputeAt('closed'), id: 'd2' }))).toBe('wrong_step')
    expect(code(shopOf(openDispute(), target()), { into: 'd1' })).toBe('bad_args')
    expect(code(shopOf(openDispute(), target({ customerId: 'c2' })))).toBe('bad_args')
    expect(code(shopOf(openDispute(), target(), taskOf({ disputeId: 'd2' })), { tasks: ['t1'] })).toBe('not_found')
    expect(code(shopOf(openDispute(), target()), { eventId: `m${at}` })).toBe('bad_args')
    const again = shopOf(openDispute(), target())
    merge(again)
    expect(code(again, { eventId: 'e9' }, meta(at + 1))).toBe('wrong_step')
  })
})

describe('taken apart', () => {
  test('both stand as they stood, with their tasks', () => {
    const [source, into] = [{ ...disputeAt('record'), nextReplyDueAt: T0 + 5 }, target({ proveBy: T0 + 9 })]
    const tasks = [taskOf({ id: 't1' }), taskOf({ id: 't2', kind: 'follow-up' })]
    const rows = shopOf(source, into, ...tasks)
    merge(rows, { tasks: ['t1', 't2'] })
    unmerge(rows, { tasks: ['t1', 't2'] })
    expect([rows.must('disputes', 'd1'), rows.must('disputes', 'd2')]).toEqual([source, into])
    expect([rows.must('tasks', 't1'), rows.must('tasks', 't2')]).toEqual(tasks)
    expect(rows.must('customers', 'c1').openDisputes).toBe(2)
    expect(rows.must('disputeEvents', 'e3')).toMatchObject({ disputeId: 'd2', kind: 'merged', data: { undone: true } })
  })

  test('what changed in the case that stayed since then stays', () => {
    const rows = shopOf({ ...openDispute(), handleBy: T0 + 9 }, target())
    merge(rows)
    rows.with('disputes', { ...rows.must('disputes', 'd2'), handleBy: null, step: 'resolve' })
    unmerge(rows)
    expect(rows.must('disputes', 'd2')).toMatchObject({ handleBy: null, step: 'resolve', nextReplyDueAt: null })
  })

  test('not once the case that stayed is closed, not twice, not by other events', () => {
    const rows = shopOf(openDispute(), target())
    expect(refusalOf(() => unmerge(rows, { events: { source: 'e2', target: 'e2' } })).code).toBe('not_found')
    merge(rows)
    expect(refusalOf(() => unmerge(rows, { events: { source: 'e2', target: 'e2' } })).code).toBe('bad_args')
    const stayed = rows.must('disputes', 'd2')
    rows.with('disputes', { ...stayed, step: 'closed', outcome: 'satisfied' })
    expect(refusalOf(() => unmerge(rows)).code).toBe('wrong_step')
    rows.with('disputes', stayed)
    unmerge(rows)
    expect(refusalOf(() => unmerge(rows, { eventId: 'e4' })).code).toBe('wrong_step')
  })

  test('merged again, only the merge that stands is undone', () => {
    const rows = shopOf(openDispute(), target())
    merge(rows)
    unmerge(rows)
    merge(rows, { eventId: 'e5' }, meta(at + 10))
    expect(refusalOf(() => unmerge(rows, { eventId: 'e6' })).code).toBe('bad_args')
    unmerge(rows, { eventId: 'e6', events: { source: `m${at + 10}`, target: 'e5' } }, meta(at + 15))
    expect(rows.must('disputes', 'd1').step).toBe('listen')
  })
})

describe('what belongs to a case', () => {
  test('is its own and that of all that went into it, however far down', () => {
    const into = (id: string, mergedInto: string | null) => ({ id, mergedInto })
    const cases = [into('a', 'b'), into('b', 'c'), into('c', null), into('d', 'c'), into('e', null), into('f', 'e')]
    const parts = (id: string) => [...withMerged(cases, id)].sort()
    expect([parts('c'), parts('b'), parts('a'), parts('e')]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['a'],
      ['e', 'f'],
    ])
    expect([...withMerged([], 'x')]).toEqual(['x'])
  })

  test('after any merging and taking apart, each case belongs to exactly one that goes on', () => {
    const ids = ['d1', 'd2', 'd3', 'd4', 'd5']
    const one = fc.constantFrom(...ids)
    const step = fc.record({ from: one, into: one, apart: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const rows = new MemoryRows()
          .with('customers', customerRow({ openDisputes: ids.length }))
          .with('disputes', ...ids.map((id) => openDispute({ id })))
        const events = new Map<string, { source: string; target: string }>()
        for (const [n, { from, into, apart }] of steps.entries()) {
          const args = { id: from, into, customerId: 'c1', eventId: `e${n}`, tasks: [] }
          const by = meta(T0 + n)
          try {
            if (apart) rows.run(catalogue['dispute.unmerge'], { ...args, events: events.get(from) }, by)
            else {
              rows.run(catalogue['dispute.merge'], args, by)
              events.set(from, { source: by.id, target: `e${n}` })
            }
          } catch {
            // Refused, or nothing to take apart: the cases stand as they stood.
          }
        }
        const cases = ids.map((id) => rows.must('disputes', id))
        const living = cases.filter(({ mergedInto }) => mergedInto === null)
        expect(living.flatMap(({ id }) => [...withMerged(cases, id)]).sort()).toEqual(ids)
      }),
    )
  })
})

test('a case that is handed on takes its open tasks along', () => {
  const member = (id: string) => ({ id, name: id, role: 'agent' as const })
  const source = openDispute({ assignee: null })
  const rows = shopOf(source, target(), taskOf({ id: 't1' }), taskOf({ id: 't2', status: 'done' }))
  rows.with('members', member('ming'))
  const edit = { id: 'd1', set: { assignee: 'ming' }, was: { assignee: null }, tasks: ['t1', 't2'] }
  rows.run(catalogue['dispute.edit'], edit, meta(at))
  expect([rows.must('tasks', 't1').assignee, rows.must('tasks', 't2').assignee]).toEqual(['ming', null])
  const strange = { ...edit, set: { assignee: null }, was: { assignee: 'ming' }, tasks: ['t3'] }
  rows.with('tasks', taskOf({ id: 't3', disputeId: 'd2' }))
  expect(refusalOf(() => rows.run(catalogue['dispute.edit'], strange, meta(at + 1))).code).toBe('not_found')
})

test('a case that waited for the owner waits for nobody once it went into another, and again when it is brought back', () => {
  const waiting = { ...disputeAt('resolve'), approval: 'needed' as const }
  const { source } = merged(waiting, target(), meta(at, 'owner'))
  expect([waiting, { ...waiting, ...source }].map(waitsForOwner)).toEqual([true, false])
  expect(waitsForOwner({ ...openDispute(), approval: 'approved' })).toBe(false)
})

test('no key and no link resolves, records or approves: the limit has no way around it', () => {
  const outside: Actor[] = [
    { kind: 'key', memberId: null, keyId: 'k', scopes: [...SCOPES] },
    ...(['case', 'complain'] as const).map((link): Actor => ({ kind: 'link', memberId: null, linkId: 'l', link })),
  ]
  for (const name of ['dispute.resolve', 'dispute.record', 'dispute.approve'] as const) {
    expect(outside.filter((actor) => allows(actor, catalogue[name].by))).toEqual([])
  }
})
