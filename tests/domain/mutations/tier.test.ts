import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Change, Meta, Rows } from '../../../worker/domain/mutation.ts'
import { tierMutations } from '../../../worker/domain/mutations/tier.ts'
import { Refusal, type RefusalCode } from '../../../worker/domain/refusal.ts'
import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { figuresWith, NOW, ZONE } from '../../support/figures.ts'

const customer = (change: Partial<CustomerRow> = {}): CustomerRow => ({
  id: 'x',
  source: 'hand',
  accountId: null,
  nickname: '小林',
  name: null,
  phone: null,
  email: null,
  address: null,
  note: null,
  createdAt: 0,
  ordersCount: 3,
  net: 30_000,
  firstOrderAt: 0,
  lastOrderAt: 0,
  bought: [],
  discount: null,
  region: null,
  tier: 'A',
  pinTier: null,
  pinReason: null,
  pinUntil: null,
  figures: figuresWith({ tier: 'B' }),
  openDisputes: 0,
  unhappyAt: null,
  lastContactAt: null,
  recentContacts: [],
  consent: {},
  erasedAt: null,
  doNotContact: 0,
  ...change,
})
const move = (change: Partial<MoveRow> = {}): MoveRow => ({
  id: 'm',
  customerId: 'x',
  runId: 'run',
  from: 'A',
  to: 'B',
  why: [],
  up: [],
  worth: 0,
  status: 'proposed',
  at: 0,
  decidedAt: null,
  decidedBy: null,
  ...change,
})
const meta: Meta = {
  id: 'mutation',
  at: NOW,
  actor: { kind: 'member', memberId: 'me', role: 'agent' },
  shop: {
    id: 'shop',
    name: '小店',
    currency: 'CNY',
    timezone: ZONE,
    locale: 'zh-CN',
    settings: defaultSettings(),
    demo: 0,
    createdAt: 0,
    figuresAsOf: null,
  },
}

type Name = keyof typeof tierMutations
type State = { customers: CustomerRow[]; moves: MoveRow[] }
const state = (customers = [customer()], moves = [move()]): State => ({ customers, moves })

/** Gives the rule the rows it said it touches, nothing else. */
function apply(name: Name, input: unknown, { customers, moves }: State): Change[] {
  const mutation = tierMutations[name] as (typeof tierMutations)['tier.accept']
  const args = v.parse(mutation.args, input)
  const touched = mutation.touches(args)
  const rows: Rows = {
    get(table, id) {
      if (!touched.some((ref) => ref.table === table && ref.id === id)) throw new Error(`${table} was not touched`)
      const found = table === 'customers' ? customers : moves
      return found.find((row) => row.id === id) as never
    },
  }
  return mutation.apply(rows, args, meta)
}

function after(changes: Change[], before: State): State {
  const applied = <R extends { id: string }>(table: string, row: R): R => {
    const now = { ...row }
    for (const change of changes) {
      if (change.op !== 'update' || change.table !== table || change.id !== row.id) continue
      expect(row).toMatchObject(change.expect ?? {})
      Object.assign(now, change.set)
    }
    return now
  }
  return {
    customers: before.customers.map((row) => applied('customers', row)),
    moves: before.moves.map((row) => applied('moves', row)),
  }
}
const run = (name: Name, input: unknown, before = state()): State => after(apply(name, input, before), before)

function refused(name: Name, input: unknown, before: State): { code: RefusalCode; details: unknown } {
  try {
    apply(name, input, before)
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, details: error.details }
    throw error
  }
  throw new Error('was not refused')
}

const both = { moveId: 'm', customerId: 'x' }
const decided = (status: MoveRow['status']) => ({ status, decidedAt: NOW, decidedBy: 'me' })

describe('accept', () => {
  test('puts the move in force', () => {
    const { customers, moves } = run('tier.accept', both)
    expect(customers[0]?.tier).toBe('B')
    expect(moves[0]).toMatchObject(decided('applied'))
  })

  test('guards the tier and pin it saw', () => {
    const update = apply('tier.accept', both, state()).find(({ table }) => table === 'customers')
    expect(update).toMatchObject({ set: { tier: 'B' }, expect: { tier: 'A', pinTier: null } })
  })

  test('is refused the second time', () => {
    expect(refused('tier.accept', both, run('tier.accept', both))).toMatchObject({ code: 'already_decided' })
  })

  test('is refused when the tier is another by now', () => {
    expect(refused('tier.accept', both, state([customer({ tier: 'C' })]))).toEqual({
      code: 'conflict',
      details: { fields: { tier: { yours: 'B', theirs: 'C' } } },
    })
  })

  test('is refused while pinned; a pin that ran out goes', () => {
    const pinned = (pinUntil: number | null) => state([customer({ pinTier: 'A', pinReason: '老朋友', pinUntil })])
    expect(refused('tier.accept', both, pinned(null))).toMatchObject({ code: 'not_eligible' })
    expect(refused('tier.accept', both, pinned(NOW + 1))).toMatchObject({ code: 'not_eligible' })
    expect(run('tier.accept', both, pinned(NOW)).customers[0]).toMatchObject({
      tier: 'B',
      pinTier: null,
      pinReason: null,
      pinUntil: null,
    })
  })

  test('is refused for a move of someone else, or rows that are not there', () => {
    expect(refused('tier.accept', both, state([customer()], [move({ customerId: 'y' })])).code).toBe('bad_args')
    expect(refused('tier.accept', both, state([], [move()])).code).toBe('not_found')
    expect(refused('tier.accept', both, state([customer()], [])).code).toBe('not_found')
  })
})

describe('dismiss', () => {
  test('leaves the tier as it is', () => {
    const { customers, moves } = run('tier.dismiss', { moveId: 'm' })
    expect(customers[0]?.tier).toBe('A')
    expect(moves[0]).toMatchObject(decided('dismissed'))
  })

  test('is refused when decided', () => {
    const applied = state([customer()], [move({ status: 'applied' })])
    expect(refused('tier.dismiss', { moveId: 'm' }, applied)).toEqual({
      code: 'already_decided',
      details: { status: 'applied' },
    })
  })
})

describe('pin', () => {
  const args = { customerId: 'x', tier: 'C', reason: ' 同行 ', until: NOW + 1, was: { pinTier: null, tier: 'A' } }

  test('holds the tier with a reason and an end', () => {
    expect(run('tier.pin', args).customers[0]).toMatchObject({
      tier: 'C',
      pinTier: 'C',
      pinReason: '同行',
      pinUntil: NOW + 1,
    })
    expect(run('tier.pin', { ...args, until: null }).customers[0]?.pinUntil).toBeNull()
  })

  test('answers the move it was made from', () => {
    expect(run('tier.pin', { ...args, moveId: 'm' }).moves[0]).toMatchObject(decided('dismissed'))
    const applied = state([customer()], [move({ status: 'applied' })])
    expect(run('tier.pin', { ...args, moveId: 'm' }, applied).moves).toEqual(applied.moves)
  })

  test('changes nothing the second time', () => {
    const once = run('tier.pin', args)
    expect(apply('tier.pin', args, once)).toEqual([])
  })

  test('is a conflict when tier or pin changed to something else meanwhile', () => {
    expect(refused('tier.pin', args, state([customer({ tier: 'B' })]))).toEqual({
      code: 'conflict',
      details: { fields: { tier: { yours: 'C', theirs: 'B' } } },
    })
    const another = state([customer({ tier: 'C', pinTier: 'C', pinReason: '常退货', pinUntil: NOW + 1 })])
    expect(refused('tier.pin', args, another)).toEqual({
      code: 'conflict',
      details: { fields: { pinReason: { yours: '同行', theirs: '常退货' } } },
    })
  })

  test('can be changed by who saw it', () => {
    const pinned = state([customer({ pinTier: 'A', pinReason: '老朋友', pinUntil: null })])
    const change = { ...args, was: { pinTier: 'A', tier: 'A' } }
    expect(run('tier.pin', change, pinned).customers[0]).toMatchObject({ tier: 'C', pinReason: '同行' })
  })

  test('is refused with an end that has passed, and for a prospect', () => {
    expect(refused('tier.pin', { ...args, until: NOW }, state()).code).toBe('bad_date')
    expect(refused('tier.pin', args, state([customer({ ordersCount: 0, tier: null })])).code).toBe('not_eligible')
  })

  test.each(['', '   ', '长'.repeat(201)])('needs a reason of 1 to 200 characters', (reason) => {
    expect(v.is(tierMutations['tier.pin'].args, { ...args, reason })).toBe(false)
  })
})

describe('unpin', () => {
  const pinned = customer({ pinTier: 'A', pinReason: '老朋友', pinUntil: null })
  const free = { pinTier: null, pinReason: null, pinUntil: null }

  test('falls back to the tier the figures call for', () => {
    expect(run('tier.unpin', { customerId: 'x' }, state([pinned])).customers[0]).toMatchObject({ ...free, tier: 'B' })
    const unmeasured = state([{ ...pinned, figures: null }])
    expect(run('tier.unpin', { customerId: 'x' }, unmeasured).customers[0]).toMatchObject({ ...free, tier: null })
  })

  test('is refused without a pin', () => {
    expect(refused('tier.unpin', { customerId: 'x' }, state()).code).toBe('already_decided')
  })
})

describe('undo', () => {
  const applied = state([customer({ tier: 'B' })], [move({ status: 'applied' })])

  test('gives the tier back it started from', () => {
    const { customers, moves } = run('tier.undo', both, applied)
    expect(customers[0]?.tier).toBe('A')
    expect(moves[0]).toMatchObject(decided('undone'))
  })

  test('takes back an accept and is refused the second time', () => {
    const undone = run('tier.undo', both, run('tier.accept', both))
    expect(undone.customers).toEqual([customer()])
    expect(refused('tier.undo', both, undone).code).toBe('already_decided')
  })

  test('is a conflict when the tier changed since', () => {
    expect(refused('tier.undo', both, state([customer({ tier: 'C' })], applied.moves))).toEqual({
      code: 'conflict',
      details: { fields: { tier: { yours: 'A', theirs: 'C' } } },
    })
  })

  test('is refused while pinned and before it applied', () => {
    const pinned = state([customer({ tier: 'B', pinTier: 'B' })], applied.moves)
    expect(refused('tier.undo', both, pinned).code).toBe('not_eligible')
    expect(refused('tier.undo', both, state()).code).toBe('already_decided')
  })
})
