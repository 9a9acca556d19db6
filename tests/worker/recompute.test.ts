import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemCtx } from '../../worker/context.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { sweep } from '../../worker/jobs/sweep.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { recompute } from '../../worker/verbs/recompute.ts'
import { takeOrders } from '../../worker/verbs/take-orders.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

const OWNER = { role: 'owner' } as const
let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const ctx = (memberId?: string) => systemCtx(shop.deps.database, shop.id, shop.now, newId, memberId)
const run = () => recompute(ctx(), OWNER, () => null, Date.now)

/** One buyer, whose figures say A, held at `tier`. */
async function buyer(tier: 'B' | 'C'): Promise<string> {
  const order = {
    ...{ source: 'taobao', externalId: newId(), placedAt: '2026-05-01T10:00:00+08:00', status: 'completed' },
    ...{ currency: 'CNY', total: '128.00', customer: { accountId: 'lin' } },
    lines: [{ product: '茶', quantity: 1, price: '128.00' }],
  }
  await takeOrders(ctx(), OWNER, [order])
  await shop.change('UPDATE customers SET tier = :tier WHERE shopId = :shop', { tier })
  return String((await shop.rows('customers'))[0]?.id)
}

/** Runs `work` right before the first batch that puts results of a run in force. */
function beforeForce(work: () => Promise<unknown>): void {
  shop.beforeWrite = async (statements) => {
    if (!statements.some(({ sql }) => sql.includes('historyRun = :marker'))) return
    shop.beforeWrite = null
    await work()
  }
}
const customer = async () => (await shop.rows('customers'))[0]
const moves = async () => (await shop.rows('moves', 'id')).map(({ from, to, status }) => [from, to, status])

describe('a recompute', () => {
  test('moves a tier and says so', async () => {
    await buyer('C')
    await run()
    expect((await customer())?.tier).toBe('A')
    expect(await moves()).toEqual([['C', 'A', 'applied']])
  })

  test('leaves a tier alone that a person decided meanwhile', async () => {
    const customerId = await buyer('C')
    const moveId = newId()
    await shop.put('moves', {
      ...{ id: moveId, customerId, runId: newId(), from: 'B', to: 'C', why: [], up: [], worth: 0 },
      ...{ status: 'applied', at: shop.now - DAY_MS, decidedAt: shop.now - DAY_MS, decidedBy: null },
    })
    beforeForce(() => perform(ctx(newId()), OWNER, 'tier.undo', { moveId, customerId }))
    await run()
    expect((await customer())?.tier).toBe('B')
    expect(await moves()).toEqual([['B', 'C', 'undone']])
  })

  test('keeps a pin that was renewed meanwhile', async () => {
    const customerId = await buyer('B')
    await shop.change(`UPDATE customers SET pinTier = 'B', pinReason = 'r', pinUntil = :until WHERE shopId = :shop`, {
      until: shop.now - 1,
    })
    const until = shop.now + DAY_MS
    beforeForce(() =>
      perform(ctx(newId()), OWNER, 'tier.pin', {
        ...{ customerId, tier: 'C', reason: '老熟人', until },
        was: { pinTier: 'B', tier: 'B' },
      }),
    )
    await run()
    expect(await customer()).toMatchObject({ tier: 'C', pinTier: 'C', pinReason: '老熟人', pinUntil: until })
    expect(await moves()).toEqual([])
  })

  test('at the same time as another proposes each move once', async () => {
    await buyer('C')
    const settings = { set: { tiers: { autoApply: false } }, was: { tiers: { autoApply: true } } }
    await perform(ctx(newId()), OWNER, 'shop.settings', settings)
    beforeForce(run)
    await run()
    expect(await moves()).toEqual([['C', 'A', 'proposed']])
  })

  test('at the same time as another notes each applied move once', async () => {
    await buyer('C')
    beforeForce(run)
    await run()
    expect(await moves()).toEqual([['C', 'A', 'applied']])
    expect((await customer())?.tier).toBe('A')
  })

  test('cut off leaves nothing in force, is made up for the same night, and its leftovers go', async () => {
    await shop.change(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)
       INSERT INTO customers (shopId, id, rev, source, createdAt) SELECT :shop, printf('c-%06d', i), 1, 'hand', 0 FROM n`,
    )
    shop.now += 20 * 3_600_000
    beforeForce(() => Promise.reject(new Error('cut off')))
    await expect(shop.job('due')).rejects.toThrow('cut off')
    const [cut] = await shop.rows('runs')
    expect(cut?.finishedAt).toBeNull()
    expect((await customer())?.figures).toBeNull()
    expect((await shop.rows('figures')).length).toBeGreaterThan(0)

    shop.now += 2 * 3_600_000
    await shop.job('due')
    expect((await customer())?.figures).not.toBeNull()
    shop.now += DAY_MS
    await sweep(ctx(), null)
    const runs = await shop.rows('runs')
    expect(runs.every((row) => row.finishedAt !== null)).toBe(true)
    expect((await shop.rows('figures')).filter((row) => row.runId === cut?.id)).toEqual([])
  })
})
