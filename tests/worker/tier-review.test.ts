/** Two people review tier moves at once: every move is decided once, nobody's other decisions are lost (T6). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { forShop } from '../../db/client.ts'
import { bumpRev } from '../../db/statement.ts'
import type { MoveRow, Tier } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import type { MutationResult } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { customerRow } from '../domain/dispute/fixtures.ts'
import { figuresWith } from '../support/figures.ts'
import { type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
let mine: Phone
let theirs: Phone
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())
beforeEach(async () => {
  mine = await worker.signUp()
  theirs = await mine.colleague('agent')
})

interface Waiting {
  moveId: string
  customerId: string
}

/** Customers of tier A whose figures call for B, each with the move that waits. */
async function waiting(n: number): Promise<Waiting[]> {
  const moves = Array.from({ length: n }, () => ({ moveId: newId(), customerId: newId() }))
  await forShop(worker.database, mine.shopId).write([
    bumpRev(),
    ...moves.flatMap(({ moveId, customerId }) => {
      const customer = { ordersCount: 1, net: 10_000, tier: 'A' as const, figures: figuresWith({ tier: 'B' }) }
      const move: MoveRow = {
        ...{ id: moveId, customerId, runId: newId(), from: 'A', to: 'B', why: [], up: [], worth: 10_000 },
        ...{ status: 'proposed', at: Date.now(), decidedAt: null, decidedBy: null },
      }
      return [insertRow('customers', customerRow({ ...customer, id: customerId })), insertRow('moves', move)]
    }),
  ])
  return moves
}

const one = async (): Promise<Waiting> => (await waiting(1))[0] as Waiting
const pin = ({ moveId, customerId }: Waiting, tier: Tier, reason: string, until: number | null = null) => ({
  ...{ customerId, moveId, tier, reason, until },
  was: { tier: 'A', pinTier: null },
})

async function now({ moveId, customerId }: Waiting) {
  const { rows } = await mine.pullAll()
  const { tier, pinTier, pinReason, pinUntil } = rows.customers?.get(customerId) ?? {}
  const { status, decidedBy } = rows.moves?.get(moveId) ?? {}
  return { tier, pinTier, pinReason, pinUntil, status, decidedBy }
}

/** A phone that is told that others keep being first sends again. */
async function sent(phone: Phone, mutations: object[]) {
  for (;;) {
    const answer = await phone.send(...mutations)
    if (answer.status !== 409) return answer
    expect(answer.body).toMatchObject({ code: 'busy' })
  }
}

const applied = (results: MutationResult[]) => results.filter(({ status }) => status === 'applied').length

describe('both decide the same move', () => {
  test('both accept it at the same moment: it is in force once, the other hears that it was decided', async () => {
    const move = await one()
    const results = await Promise.all([mine.mutate('tier.accept', move), theirs.mutate('tier.accept', move)])
    expect(results.map(({ status }) => status).sort()).toEqual(['applied', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      code: 'already_decided',
      details: { status: 'applied' },
    })
    const first = results[0]?.status === 'applied' ? mine : theirs
    expect(await now(move)).toMatchObject({ tier: 'B', status: 'applied', decidedBy: first.userId })
  })

  test('one leaves it, the other accepts it later: the first word stands', async () => {
    const move = await one()
    await mine.mutate('tier.dismiss', { moveId: move.moveId })
    expect(await theirs.mutate('tier.accept', move)).toMatchObject({
      code: 'already_decided',
      details: { status: 'dismissed' },
    })
    expect(await now(move)).toMatchObject({ tier: 'A', status: 'dismissed', decidedBy: mine.userId })
  })

  test('one undoes what the other has undone', async () => {
    const move = await one()
    await mine.mutate('tier.accept', move)
    expect(await theirs.mutate('tier.undo', move)).toMatchObject({ status: 'applied' })
    expect(await mine.mutate('tier.undo', move)).toMatchObject({
      code: 'already_decided',
      details: { status: 'undone' },
    })
    expect(await now(move)).toMatchObject({ tier: 'A', status: 'undone', decidedBy: theirs.userId })
  })
})

describe('one pins while the other accepts', () => {
  const until = Date.now() + 90 * DAY_MS

  test('the pin came first: it holds the tier, with its reason and its end', async () => {
    const move = await one()
    await mine.mutate('tier.pin', pin(move, 'A', '老客介绍来的', until))
    expect(await theirs.mutate('tier.accept', move)).toMatchObject({ status: 'rejected', code: 'already_decided' })
    expect(await now(move)).toEqual({
      ...{ tier: 'A', pinTier: 'A', pinReason: '老客介绍来的', pinUntil: until },
      ...{ status: 'dismissed', decidedBy: mine.userId },
    })
  })

  test('the move came first: the pin is refused with both sides, and can be made again on what is so now', async () => {
    const move = await one()
    await theirs.mutate('tier.accept', move)
    expect(await mine.mutate('tier.pin', pin(move, 'A', '老客介绍来的'))).toMatchObject({
      code: 'conflict',
      details: { fields: { tier: { yours: 'A', theirs: 'B' } } },
    })
    expect(await now(move)).toMatchObject({ tier: 'B', pinTier: null, status: 'applied' })
    const seen = { ...pin(move, 'A', '老客介绍来的'), was: { tier: 'B', pinTier: null } }
    expect(await mine.mutate('tier.pin', seen)).toMatchObject({ status: 'applied' })
    expect(await now(move)).toMatchObject({ tier: 'A', pinTier: 'A', status: 'applied' })
  })

  test('at the same moment exactly one of them is in force', async () => {
    const move = await one()
    const [pinned, accepted] = await Promise.all([
      mine.mutate('tier.pin', pin(move, 'A', '老客介绍来的')),
      theirs.mutate('tier.accept', move),
    ])
    expect([pinned, accepted].map((result) => result?.status).sort()).toEqual(['applied', 'rejected'])
    expect(await now(move)).toMatchObject(
      pinned?.status === 'applied'
        ? { tier: 'A', pinTier: 'A', status: 'dismissed' }
        : { tier: 'B', pinTier: null, status: 'applied' },
    )
  })

  test('both pin, with different reasons: neither rewords the other', async () => {
    const move = await one()
    await mine.mutate('tier.pin', pin(move, 'A', '老客介绍来的'))
    expect(await theirs.mutate('tier.pin', pin(move, 'A', '月底有大单'))).toMatchObject({
      code: 'conflict',
      details: { fields: { pinReason: { yours: '月底有大单', theirs: '老客介绍来的' } } },
    })
    expect(await now(move)).toMatchObject({ pinReason: '老客介绍来的' })
  })
})

describe('both accept all', () => {
  test('overlapping lists at the same moment: every move is in force once, and each hears of those the other had', async () => {
    const moves = await waiting(40)
    const accept = (phone: Phone, some: Waiting[]) => some.map((move) => phone.mutation('tier.accept', move))
    const [a, b] = await Promise.all([
      sent(mine, accept(mine, moves.slice(0, 30))),
      sent(theirs, accept(theirs, moves.slice(10, 40))),
    ])
    expect([a.status, b.status]).toEqual([200, 200])
    const results: MutationResult[] = [...a.body.results, ...b.body.results]
    expect(applied(results)).toBe(40)
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(20)
    const { rows } = await mine.pullAll()
    const after = moves.map(({ moveId, customerId }) => ({
      status: rows.moves?.get(moveId)?.status,
      tier: rows.customers?.get(customerId)?.tier,
    }))
    expect(after).toEqual(moves.map(() => ({ status: 'applied', tier: 'B' })))
    const by = moves.map(({ moveId }) => rows.moves?.get(moveId)?.decidedBy)
    expect(by.filter((id) => id === mine.userId)).toHaveLength(applied(a.body.results))
    expect(by.filter((id) => id === theirs.userId)).toHaveLength(applied(b.body.results))
  })

  test('one was offline the whole time: what is left of their decisions is in force, in the order they made them', async () => {
    const moves = await waiting(4)
    const [m1, m2, m3, m4] = moves as [Waiting, Waiting, Waiting, Waiting]
    const offline = [
      theirs.mutation('tier.accept', m1),
      theirs.mutation('tier.dismiss', { moveId: m2.moveId }),
      theirs.mutation('tier.pin', pin(m3, 'A', '老客介绍来的')),
      theirs.mutation('tier.accept', m4),
      theirs.mutation('tier.undo', m4),
    ]
    expect(await mine.mutate('tier.accept', m1)).toMatchObject({ status: 'applied' })
    expect(await mine.mutate('tier.accept', m2)).toMatchObject({ status: 'applied' })
    const answer = await theirs.send(...offline)
    expect(answer.body.results).toMatchObject([
      { status: 'rejected', code: 'already_decided', details: { status: 'applied' } },
      { status: 'rejected', code: 'already_decided', details: { status: 'applied' } },
      { status: 'applied' },
      { status: 'applied' },
      { status: 'applied' },
    ])
    expect(await now(m1)).toMatchObject({ tier: 'B', decidedBy: mine.userId })
    expect(await now(m2)).toMatchObject({ tier: 'B', status: 'applied', decidedBy: mine.userId })
    expect(await now(m3)).toMatchObject({ tier: 'A', pinReason: '老客介绍来的', decidedBy: theirs.userId })
    expect(await now(m4)).toMatchObject({ tier: 'A', status: 'undone' })
    // Sent again after a lost answer: the same answers, and nothing happens twice.
    expect((await theirs.send(...offline)).body.results).toEqual(answer.body.results)
    expect(await now(m4)).toMatchObject({ tier: 'A', status: 'undone' })
  })
})
