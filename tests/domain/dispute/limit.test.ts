/** The limit of approval is for a whole case: neither opening it again nor merging gives it anew. */
import { describe, expect, test } from 'vitest'
import { merged, unmerged } from '../../../worker/domain/dispute-merge.ts'
import { allowedCost, caseCost, leftOfLimit } from '../../../worker/domain/dispute-terms.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { DisputeRow, Role } from '../../../worker/domain/rows.ts'
import { customerRow, disputeAt, MemoryRows, meta, moved, openDispute, refusalOf, T0 } from './fixtures.ts'

const LIMIT = meta().shop.settings.disputes.approvalLimit
const UNHAPPY = { satisfaction: { expectation: 2, quality: 5, service: 5 } }
const refund = (cost: number): Pick<DisputeRow, 'remedies'> => ({
  remedies: [{ kind: 'refund', cost, promisedAt: null, note: null }],
})
const resolved = (dispute: DisputeRow, cost: number, role: Role = 'agent') =>
  moved(
    dispute,
    'resolve',
    { ...refund(cost), was: { remedies: dispute.remedies, told: dispute.told } },
    meta(T0, role),
  )
/** Resolved and recorded at this cost, and the buyer is still unhappy. */
const reopened = (cost: number, role: Role = 'agent') => {
  const recorded = moved(resolved(disputeAt('resolve'), cost, role), 'record', { actualCost: cost }, meta(T0, role))
  return moved(moved(recorded, 'rate', UNHAPPY), 'analyse')
}

describe('a case opened again', () => {
  test('has what is left of the limit, and waits for the owner one cent above it', () => {
    const again = reopened(LIMIT - 500)
    expect(again).toMatchObject({ loop: 1, spent: LIMIT - 500, actualCost: null })
    expect(resolved(again, 500)).toMatchObject({ step: 'record', approval: 'none' })
    expect(resolved(again, 501)).toMatchObject({ step: 'resolve', approval: 'needed', resolvedAt: null })
    expect(resolved(again, 501, 'owner')).toMatchObject({ step: 'record', approval: 'approved' })
  })

  test('waits with a record that comes to more than is left', () => {
    const again = resolved(reopened(LIMIT - 500), 100)
    expect(moved(again, 'record', { actualCost: 500 })).toMatchObject({ step: 'follow-up', approval: 'none' })
    expect(moved(again, 'record', { actualCost: 501 })).toMatchObject({ step: 'record', approval: 'needed' })
  })

  test('asks for every cent once the owner let more through, and never for what costs nothing', () => {
    const again = reopened(LIMIT + 1, 'owner')
    expect(resolved(again, 0)).toMatchObject({ step: 'record', approval: 'none' })
    expect(resolved(again, 1).approval).toBe('needed')
  })

  test('counts every loop', () => {
    const half = Math.floor(LIMIT / 2)
    const second = moved(resolved(reopened(half), half), 'record', { actualCost: half })
    const third = moved(moved(second, 'rate', UNHAPPY), 'analyse')
    expect(third).toMatchObject({ loop: 2, spent: 2 * half })
    expect(resolved(third, LIMIT - 2 * half + 1).approval).toBe('needed')
  })
})

describe('a case another went into', () => {
  const into = (over: Partial<DisputeRow> = {}) => ({ ...disputeAt('resolve'), id: 'd2', ...over })
  const whole = (source: DisputeRow, target = into()) => ({ ...target, ...merged(source, target, meta()).target })

  test('carries what the other came to: what was recorded, else what was promised and stands', () => {
    expect(whole(resolved(disputeAt('resolve'), LIMIT)).spent).toBe(LIMIT)
    expect(whole(moved(resolved(disputeAt('resolve'), LIMIT), 'record', { actualCost: 700 })).spent).toBe(700)
    expect(whole(reopened(900), into({ spent: 50 })).spent).toBe(950)
    expect(whole(openDispute()).spent).toBe(0)
    expect(resolved(whole(resolved(disputeAt('resolve'), LIMIT)), 1).approval).toBe('needed')
  })

  test('does not take over what still waits for the owner, unless the owner does it', () => {
    const proposal = resolved(disputeAt('resolve'), LIMIT + 1)
    const record = moved(disputeAt('record'), 'record', { actualCost: LIMIT + 1 })
    for (const waiting of [proposal, record]) {
      expect(refusalOf(() => merged(waiting, into(), meta())).code).toBe('needs_approval')
      expect(merged(waiting, into(), meta(T0, 'owner')).source.outcome).toBe('merged')
    }
  })

  test('gives it back when the two are taken apart, unless it has spent since', () => {
    const rows = new MemoryRows().with('customers', customerRow({ openDisputes: 2 }))
    const source = resolved(disputeAt('resolve'), 800)
    rows.with('disputes', source).with('disputes', into())
    const args = { id: source.id, into: 'd2', customerId: source.customerId, eventId: 'e2', tasks: [] }
    rows.run(catalogue['dispute.merge'], args, meta(T0, 'agent', 'e1'))
    expect(rows.must('disputes', 'd2').spent).toBe(800)
    const events = { source: rows.must('disputeEvents', 'e1'), target: rows.must('disputeEvents', 'e2') }
    const apart = (target: DisputeRow) => unmerged(rows.must('disputes', source.id), target, events).target.spent
    expect(apart(rows.must('disputes', 'd2'))).toBe(0)
    expect(apart({ ...rows.must('disputes', 'd2'), spent: 900 })).toBeUndefined()
  })
})

test('the sums: a record counts for its remedies, and what nobody let through for nothing', () => {
  const { remedies } = refund(300)
  expect(caseCost({ spent: 50, remedies, actualCost: null, resolvedAt: null })).toBe(50)
  expect(caseCost({ spent: 50, remedies, actualCost: null, resolvedAt: 1 })).toBe(350)
  expect(caseCost({ spent: 50, remedies, actualCost: 0, resolvedAt: 1 })).toBe(50)
  expect([leftOfLimit({ spent: 50 }, 200), leftOfLimit({ spent: 500 }, 200)]).toEqual([150, 0])
  expect(allowedCost({ spent: 50, remedies }, 200)).toBe(300)
})
