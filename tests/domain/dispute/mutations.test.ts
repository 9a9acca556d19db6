import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { askedOf } from '../../../worker/domain/dispute-terms.ts'
import type { Meta } from '../../../worker/domain/mutation.ts'
import { disputeMutations as mutations } from '../../../worker/domain/mutations/dispute.ts'
import type { DisputeRow, DisputeStep, OrderRow, Role, TaskRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { customerRow, disputeAt, FORMS, MemoryRows, meta, refusalOf, T0, worth } from './fixtures.ts'

type Name = keyof typeof mutations
const C1 = { customerId: 'c1' }
const UNHAPPY = { satisfaction: { expectation: 5, quality: 2, service: 5 } }

let rows: MemoryRows
/** Counts the mutations of a test: one a minute, each with its own id. */
let count: number
const next = (role: Role = 'agent'): Meta => meta(T0 + ++count * 60_000, role, `m${count}`)
const run = (name: Name, args: object, by = next()) => rows.run(mutations[name] as never, args, by)
/** Acts on d1 as someone who sees it as it is. */
const doIt = (name: Name, args: object, by = next()) => {
  const { step, loop } = rows.must('disputes', 'd1')
  return run(name, { id: 'd1', from: step, loop, ...args }, by)
}
const dispute = (): DisputeRow => rows.must('disputes', 'd1')
const customer = () => rows.must('customers', 'c1')
const place = (step: DisputeStep, over: Partial<DisputeRow> = {}) =>
  rows.with('disputes', { ...disputeAt(step), ...over })
const task = (over: Partial<TaskRow>): TaskRow => ({
  id: 't1',
  kind: 'promise',
  customerId: 'c1',
  disputeId: 'd1',
  offerId: null,
  dueAt: T0,
  status: 'open',
  snoozedUntil: 5,
  doneAt: null,
  worth: 0,
  assignee: null,
  createdAt: T0,
  ...over,
})

beforeEach(() => {
  count = 0
  rows = new MemoryRows()
    .with('customers', customerRow({ tier: 'A', openDisputes: 2, figures: worth(777) }))
    .with('members', { id: 'u2', name: '小周', role: 'agent' })
})

describe('dispute.open', () => {
  const complaint = {
    id: 'd1',
    ...C1,
    orderId: null,
    orderRef: ' TB1 ',
    product: '茶杯',
    channel: 'taobao',
    words: ' 裂了 ',
    wants: '',
  }

  test('belongs to who handles the tier, else to who opened it; so does the follow-up of a case nobody has', () => {
    const handler = { A: 'u2', B: null, C: 'u3' }
    const handled = (by: Meta): Meta => {
      const { promises } = by.shop.settings
      return { ...by, shop: { ...by.shop, settings: { ...by.shop.settings, promises: { ...promises, handler } } } }
    }
    const assigned = (id: string, tier: 'A' | 'B' | null, by: Meta) => {
      rows.with('customers', customerRow({ tier }))
      run('dispute.open', { ...complaint, id }, handled(by))
      return rows.must('disputes', id).assignee
    }
    const api = () => ({
      ...next(),
      actor: { kind: 'key' as const, memberId: null, keyId: 'k1', scopes: ['disputes:write'] },
    })
    expect(assigned('d2', 'A', api())).toBe('u2')
    expect(assigned('d3', 'A', next())).toBe('u2')
    expect(assigned('d4', 'B', api())).toBeNull()
    expect(assigned('d5', 'B', next())).toBe('agent-1')
    expect(assigned('d6', null, api())).toBe('u3')
    rows.with('customers', customerRow({ tier: 'A' })).with('disputes', { ...disputeAt('record'), assignee: null })
    const by = handled(next())
    doIt('dispute.record', { ...C1, ...FORMS.record, taskId: null }, by)
    expect(rows.must('tasks', by.id)).toMatchObject({ kind: 'follow-up', assignee: 'u2' })
  })

  test('starts at listen with the clocks of the customer’s tier, and counts on the customer', () => {
    run('dispute.open', complaint)
    const at = T0 + 60_000
    expect(dispute()).toMatchObject({
      step: 'listen',
      loop: 0,
      words: '裂了',
      wants: null,
      orderRef: 'TB1',
      source: 'hand',
      openedAt: at,
      openedBy: 'agent-1',
      firstReplyDueAt: at + 3_600_000,
    })
    expect(customer()).toMatchObject({ openDisputes: 3, unhappyAt: null })
    expect(rows.must('disputeEvents', 'm1')).toMatchObject({ disputeId: 'd1', kind: 'opened', data: { words: '裂了' } })
  })
  test('the same case twice is refused', () => {
    run('dispute.open', complaint)
    expect(refusalOf(() => run('dispute.open', complaint)).code).toBe('already_exists')
  })
  test('an unknown customer or order is refused', () => {
    expect(refusalOf(() => run('dispute.open', { ...complaint, customerId: 'x' })).details).toEqual({
      table: 'customers',
    })
    expect(refusalOf(() => run('dispute.open', { ...complaint, orderId: 'x' })).details).toEqual({ table: 'orders' })
  })
  test('another customer’s order is refused, their own is tied', () => {
    const order = (id: string, customerId: string): OrderRow => ({
      id,
      customerId,
      source: 'taobao',
      externalId: id,
      placedAt: 0,
      status: 'completed',
      total: 1,
      refunded: 0,
      summary: '',
    })
    rows.with('orders', order('o1', 'c1'), order('o2', 'c2'))
    expect(refusalOf(() => run('dispute.open', { ...complaint, orderId: 'o2' })).code).toBe('bad_args')
    run('dispute.open', { ...complaint, orderId: 'o1' })
    expect(dispute().orderId).toBe('o1')
  })
  test.each(['', '   ', '字'.repeat(4001)])('words must be 1–4000 characters', (words) => {
    expect(v.safeParse(mutations['dispute.open'].args, { ...complaint, words }).success).toBe(false)
  })
})

describe('a stale or skipped step is refused and changes nothing', () => {
  const FORM: Partial<Record<Name, [object, DisputeStep]>> = {
    'dispute.reply': [FORMS.reply, 'listen'],
    'dispute.analyse': [FORMS.analyse, 'analyse'],
    'dispute.resolve': [{ ...FORMS.resolve, ...C1 }, 'resolve'],
    'dispute.approve': [{ ...FORMS.approve, ...C1 }, 'resolve'],
    'dispute.record': [{ ...FORMS.record, ...C1 }, 'record'],
    'dispute.attempt': [{ ...FORMS.attempt, ...C1 }, 'follow-up'],
    'dispute.rate': [{ ...FORMS.rate, ...C1 }, 'follow-up'],
  }
  for (const [name, [form, from]] of Object.entries(FORM) as [Name, [object, DisputeStep]][]) {
    test(`${name} on a case that was closed meanwhile`, () => {
      place('closed')
      const refusal = refusalOf(() => doIt(name, { ...form, from }, next('owner')))
      expect([refusal.code, refusal.details]).toEqual(['wrong_step', { step: 'closed', loop: 0 }])
    })
    test(`${name} on a case reopened meanwhile`, () => {
      place(from, { loop: 1 })
      expect(refusalOf(() => doIt(name, { ...form, loop: 0 }, next('owner'))).details).toEqual({ step: from, loop: 1 })
    })
    test(`${name} on a case nobody has`, () => {
      expect(refusalOf(() => run(name, { id: 'd1', from, loop: 0, ...form })).code).toBe('not_found')
    })
    if (!('customerId' in form)) continue
    test(`${name} naming another customer`, () => {
      place(from)
      rows.with('customers', customerRow({ id: 'c2' }))
      expect(refusalOf(() => doIt(name, { ...form, customerId: 'c2' }, next('owner'))).code).toBe('bad_args')
    })
  }
})

describe('tasks of promises', () => {
  beforeEach(() => place('resolve', { assignee: 'u2' }))

  test('the first promised day becomes a task with the mutation’s id', () => {
    const later = { kind: 'coupon', cost: 500, promisedAt: T0 + 9 * DAY_MS, note: null }
    doIt('dispute.resolve', { ...FORMS.resolve, ...C1, remedies: [later, ...FORMS.resolve.remedies] })
    expect(dispute().step).toBe('record')
    expect(rows.must('tasks', 'm1')).toMatchObject({
      kind: 'promise',
      disputeId: 'd1',
      dueAt: T0 + 2 * DAY_MS,
      status: 'open',
      worth: 777,
      assignee: 'u2',
    })
  })
  test('nothing promised, no task', () => {
    const remedies = [{ kind: 'apology', cost: 0, promisedAt: null }]
    const changes = doIt('dispute.resolve', { ...FORMS.resolve, ...C1, remedies })
    expect(changes.map(({ table }) => table)).toEqual(['disputes', 'disputeEvents'])
  })
  test('while it waits for approval nothing is promised; the approval makes the task', () => {
    const remedies = [{ kind: 'refund', cost: 30_000, promisedAt: T0 + DAY_MS, note: null }]
    doIt('dispute.resolve', { ...FORMS.resolve, ...C1, remedies })
    expect(rows.get('tasks', 'm1')).toBeUndefined()
    expect(dispute()).toMatchObject({ step: 'resolve', approval: 'needed' })
    doIt('dispute.approve', { ...C1, asked: askedOf(dispute()) }, next('owner'))
    expect(dispute()).toMatchObject({ step: 'record', approvedBy: 'owner-1' })
    expect(rows.must('tasks', 'm2')).toMatchObject({ kind: 'promise', dueAt: T0 + DAY_MS })
  })
  test('a second person’s other proposal is a conflict, not an overwrite', () => {
    const propose = (cost: number) => {
      const remedies = [{ kind: 'refund', cost, promisedAt: null, note: null }]
      return doIt('dispute.resolve', { ...FORMS.resolve, ...C1, remedies })
    }
    propose(30_000)
    expect(refusalOf(() => propose(40_000)).code).toBe('conflict')
    expect(dispute().remedies).toMatchObject([{ cost: 30_000 }])
  })
})

describe('dispute.record', () => {
  beforeEach(() => place('record'))
  const record = (args: object) => doIt('dispute.record', { ...FORMS.record, ...C1, ...args })

  test('makes the follow-up task and settles the promise', () => {
    rows.with('tasks', task({}))
    record({ taskId: 't1' })
    expect(rows.must('tasks', 't1')).toMatchObject({ status: 'done', doneAt: T0 + 60_000 })
    expect(rows.must('tasks', 'm1')).toMatchObject({ kind: 'follow-up', dueAt: dispute().followUpAt, status: 'open' })
    expect(dispute()).toMatchObject({ step: 'follow-up', followUpAt: T0 + 60_000 + 3 * DAY_MS })
  })
  test('a promise someone ticked off already stays as it was', () => {
    rows.with('tasks', task({ status: 'done', doneAt: 3 }))
    record({ taskId: 't1' })
    expect(rows.must('tasks', 't1').doneAt).toBe(3)
  })
  test.each([
    ['of another case', task({ disputeId: 'd2' })],
    ['of another kind', task({ kind: 'win-back' })],
  ])('a task %s is refused', (_name, other) => {
    rows.with('tasks', other)
    expect(refusalOf(() => record({ taskId: 't1' })).code).toBe('not_found')
    expect(dispute().step).toBe('record')
  })
  test('an empty form is refused by name', () => {
    const refusal = refusalOf(() => record({ lesson: ' ' }))
    expect([refusal.code, refusal.details]).toEqual(['missing_record', { field: 'lesson' }])
  })
})

describe('follow-up', () => {
  beforeEach(() => place('follow-up').with('tasks', task({ kind: 'follow-up' })))
  const T1 = { ...C1, taskId: 't1' }

  test('a satisfied buyer closes the case and is no longer unhappy', () => {
    rows.with('customers', { ...customer(), unhappyAt: 9 })
    doIt('dispute.rate', { ...FORMS.rate, ...T1 })
    expect(dispute()).toMatchObject({ step: 'closed', outcome: 'satisfied' })
    expect(customer()).toMatchObject({ openDisputes: 1, unhappyAt: null })
    expect(rows.must('tasks', 't1').status).toBe('done')
    expect(rows.must('disputeEvents', 'm1').kind).toBe('closed')
  })
  test('an unhappy one opens it again: still open, unhappy since now, the promise that of their tier', () => {
    doIt('dispute.rate', { ...UNHAPPY, ...T1 })
    expect(dispute()).toMatchObject({ step: 'analyse', loop: 1, remedies: [], told: null })
    // A is promised 24 business hours: 12 of Monday's 13 are left, minus the minute that has passed.
    expect(dispute().resolveDueAt).toBe(Date.parse('2025-03-04T21:01:00+08:00'))
    expect(customer()).toMatchObject({ openDisputes: 2, unhappyAt: T0 + 60_000 })
    expect(rows.must('tasks', 't1').status).toBe('done')
  })
  test('three attempts: the task moves on twice, then the case closes unreachable', () => {
    doIt('dispute.attempt', T1)
    expect(rows.must('tasks', 't1')).toMatchObject({ status: 'open', dueAt: T0 + 60_000 + DAY_MS, snoozedUntil: null })
    expect(customer()).toMatchObject({ openDisputes: 2, unhappyAt: null })
    doIt('dispute.attempt', { ...T1, nextAt: T0 + 5 * DAY_MS })
    expect(rows.must('tasks', 't1')).toMatchObject({ status: 'open', dueAt: T0 + 5 * DAY_MS })
    doIt('dispute.attempt', T1)
    expect(dispute()).toMatchObject({ step: 'closed', outcome: 'unreachable', attempts: 3 })
    expect(rows.must('tasks', 't1').status).toBe('done')
    expect(customer()).toMatchObject({ openDisputes: 1, unhappyAt: T0 + 180_000 })
  })
  test('two people’s attempts both count', () => {
    const seen = { from: 'follow-up', loop: 0 }
    doIt('dispute.attempt', { ...T1, ...seen })
    doIt('dispute.attempt', { ...T1, ...seen })
    expect(dispute().attempts).toBe(2)
  })
  test('the count of open cases never falls below none', () => {
    rows.with('customers', customerRow())
    doIt('dispute.rate', { ...FORMS.rate, ...C1 })
    expect(customer().openDisputes).toBe(0)
  })
  test.each([0, 6, 2.5, null])('a mark of %s does not parse', (service) => {
    const args = { id: 'd1', from: 'follow-up', loop: 0, ...C1, satisfaction: { expectation: 3, quality: 3, service } }
    expect(v.safeParse(mutations['dispute.rate'].args, args).success).toBe(false)
  })
})

describe('dispute.note', () => {
  test('goes on any case, closed ones too, and changes nothing else', () => {
    place('closed')
    const changes = run('dispute.note', { id: 'd1', text: ' 买家又来下单了 ' })
    expect(changes).toHaveLength(1)
    expect(rows.must('disputeEvents', 'm1')).toMatchObject({
      kind: 'note',
      by: 'agent-1',
      data: { text: '买家又来下单了' },
    })
  })
  test('an empty one does not parse, one on no case is refused', () => {
    expect(v.safeParse(mutations['dispute.note'].args, { id: 'd1', text: ' ' }).success).toBe(false)
    expect(refusalOf(() => run('dispute.note', { id: 'd1', text: 'x' })).code).toBe('not_found')
  })
})

describe('dispute.edit', () => {
  beforeEach(() => place('analyse'))
  const edit = (set: object, was: object) => run('dispute.edit', { id: 'd1', set, was })

  test('changes the field and remembers what it said', () => {
    const { words } = dispute()
    edit({ words: '杯口有一道裂纹' }, { words })
    expect(dispute()).toMatchObject({ words: '杯口有一道裂纹', step: 'analyse' })
    expect(rows.must('disputeEvents', 'm1').data).toEqual({ edited: { words: { from: words, to: '杯口有一道裂纹' } } })
  })
  test('two people’s edits of different fields merge', () => {
    const { wants, product } = dispute()
    edit({ wants: '退款' }, { wants })
    edit({ product: '白釉茶杯' }, { product })
    expect(dispute()).toMatchObject({ wants: '退款', product: '白釉茶杯' })
  })
  test('edits of the same field are a conflict that names both', () => {
    const { wants } = dispute()
    edit({ wants: '退款' }, { wants })
    const refusal = refusalOf(() => edit({ wants: '补发' }, { wants }))
    expect([refusal.code, refusal.details]).toEqual([
      'conflict',
      { fields: { wants: { yours: '补发', theirs: '退款' } } },
    ])
    expect(dispute().wants).toBe('退款')
  })
  test('the same edit twice is one', () => {
    const { wants } = dispute()
    edit({ wants: '退款' }, { wants })
    expect(edit({ wants: '退款' }, { wants })).toEqual([])
  })
  test('an edit that does not say what it replaces is refused', () => {
    expect(refusalOf(() => edit({ wants: '退款' }, {})).details).toEqual({ field: 'was.wants' })
  })
  test('the case goes to a member, or to nobody, not to a stranger', () => {
    const { assignee } = dispute()
    expect(refusalOf(() => edit({ assignee: 'x' }, { assignee })).details).toEqual({ table: 'members' })
    edit({ assignee: 'u2' }, { assignee })
    expect(dispute().assignee).toBe('u2')
    edit({ assignee: null }, { assignee: 'u2' })
    expect(dispute().assignee).toBeNull()
  })
  test('a blank wish is no wish; blank words do not parse', () => {
    edit({ wants: '  ' }, { wants: dispute().wants })
    expect(dispute().wants).toBeNull()
    expect(v.safeParse(mutations['dispute.edit'].args, { id: 'd1', set: { words: ' ' }, was: {} }).success).toBe(false)
  })
  test('a closed case stays as it was closed', () => {
    place('closed')
    expect(refusalOf(() => edit({ wants: 'x' }, { wants: dispute().wants })).code).toBe('wrong_step')
  })
})

test('a case from complaint to a satisfied buyer, through one bad ending', () => {
  rows.with('customers', customerRow())
  run('dispute.open', { id: 'd1', ...C1, channel: 'taobao', words: '杯子裂了，客服还凶我' })
  doIt('dispute.reply', FORMS.reply)
  const round = () => {
    doIt('dispute.analyse', FORMS.analyse)
    doIt('dispute.resolve', { ...FORMS.resolve, ...C1 })
    const promiseId = `m${count}`
    doIt('dispute.record', { ...FORMS.record, ...C1, taskId: promiseId })
    expect(rows.must('tasks', promiseId).status).toBe('done')
    return `m${count}`
  }
  doIt('dispute.rate', { ...UNHAPPY, ...C1, taskId: round() })
  expect(customer()).toMatchObject({ openDisputes: 1, unhappyAt: dispute().openedAt + 5 * 60_000 })
  doIt('dispute.rate', { ...FORMS.rate, ...C1, taskId: round() })
  expect(dispute()).toMatchObject({ step: 'closed', loop: 1, outcome: 'satisfied' })
  expect(customer()).toMatchObject({ openDisputes: 0, unhappyAt: null })
  const kinds = Array.from({ length: count }, (_, i) => rows.must('disputeEvents', `m${i + 1}`).kind)
  const again = ['analysed', 'resolved', 'recorded']
  expect(kinds).toEqual(['opened', 'replied', ...again, 'reopened', ...again, 'closed'])
})

test('only an owner approves; agents do the rest', () => {
  const roles = Object.entries(mutations).map(([name, { by }]) => [name, by.role])
  expect(roles.filter(([, role]) => role !== 'agent')).toEqual([['dispute.approve', 'owner']])
})

describe('a record that came to more than was allowed', () => {
  const RECORD = { ...FORMS.record, ...C1, taskId: null }
  const dear = { remedies: [{ kind: 'refund', cost: 30_000, promisedAt: null, note: null }] as DisputeRow['remedies'] }
  const followUps = () => ['m1', 'm2', 'm3', 'm4'].flatMap((id) => rows.get('tasks', id) ?? [])

  test('waits for the owner with what was written; what was promised is kept, the follow-up begins with their word', () => {
    place('record')
    rows.with('tasks', task({}))
    doIt('dispute.record', { ...RECORD, taskId: 't1', actualCost: 20_001 })
    expect(dispute()).toMatchObject({ step: 'record', approval: 'needed', actualCost: 20_001, recordedAt: null })
    expect(rows.must('disputeEvents', 'm1')).toMatchObject({ kind: 'recorded', data: { approval: 'needed' } })
    expect(rows.must('tasks', 't1').status).toBe('done')
    expect(followUps()).toEqual([])
    const approve = { ...C1, asked: { done: RECORD.done, actualCost: 20_001 } }
    expect(refusalOf(() => doIt('dispute.approve', approve)).code).toBe('forbidden')
    expect(refusalOf(() => doIt('dispute.rate', { ...C1, ...UNHAPPY })).code).toBe('needs_approval')
    expect(
      refusalOf(() =>
        doIt('dispute.approve', { ...C1, asked: { ...approve.asked, actualCost: 20_000 } }, next('owner')),
      ).code,
    ).toBe('conflict')
    count = 1
    doIt('dispute.approve', approve, next('owner'))
    expect(dispute()).toMatchObject({
      ...{ step: 'follow-up', approval: 'approved', approvedBy: 'owner-1', lesson: RECORD.lesson },
      ...{ recordedAt: T0 + 2 * 60_000, followUpAt: dispute().followUpAt },
    })
    expect(followUps()).toMatchObject([{ kind: 'follow-up', dueAt: dispute().followUpAt }])
  })

  test('goes on when it is put right, and by the owner’s own hand', () => {
    place('record')
    doIt('dispute.record', { ...RECORD, actualCost: 99_999 })
    doIt('dispute.record', { ...RECORD, actualCost: 20_000 })
    expect(dispute()).toMatchObject({ step: 'follow-up', approval: 'none', approvedBy: null, actualCost: 20_000 })
    place('record')
    doIt('dispute.record', { ...RECORD, actualCost: 99_999 }, next('owner'))
    expect(dispute()).toMatchObject({ step: 'follow-up', approval: 'approved', approvedBy: 'owner-1' })
  })

  test('may come to what its remedies were approved with, and not a cent more', () => {
    const approved = { ...dear, approval: 'approved', approvedBy: 'owner-1' } as const
    place('record', approved)
    doIt('dispute.record', { ...RECORD, actualCost: 30_001 })
    expect(dispute()).toMatchObject({ step: 'record', approval: 'needed', approvedBy: 'owner-1' })
    doIt('dispute.record', { ...RECORD, actualCost: 30_000 })
    expect(dispute()).toMatchObject({ step: 'follow-up', approval: 'approved', approvedBy: 'owner-1' })
  })

  test('is followed up when the owner agreed after the day that was picked', () => {
    place('record')
    doIt('dispute.record', { ...RECORD, actualCost: 20_001, followUpAt: T0 + DAY_MS })
    const at = T0 + 5 * DAY_MS
    doIt('dispute.approve', { ...C1, asked: askedOf(dispute()) }, meta(at, 'owner', 'm2'))
    expect(dispute().followUpAt).toBeGreaterThan(at)
  })
})
