/** A run that reads only what changed must say exactly what a run over everything says. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemCtx } from '../../worker/context.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { recompute } from '../../worker/verbs/recompute.ts'
import { takeOrders } from '../../worker/verbs/take-orders.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

const OWNER = { role: 'owner' } as const
let store: TestDatabase
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())

const ctx = (shop: TestShop) => systemCtx(shop.deps.database, shop.id, shop.now, newId)
const run = (shop: TestShop, asOf: number | null = null) => recompute(ctx(shop), OWNER, () => asOf, Date.now)

interface Bought {
  buyer: number
  /** Number of the order; one seen before is updated. */
  number: number
  daysAgo: number
  total: number
  refunded: number
  status: string
}
const order = (shop: TestShop, { buyer, number, daysAgo, total, refunded, status }: Bought) => ({
  source: 'taobao',
  externalId: `n${number}`,
  placedAt: new Date(shop.now - daysAgo * DAY_MS).toISOString(),
  status,
  currency: 'CNY',
  total: (total / 100).toFixed(2),
  refunded: (Math.min(refunded, total) / 100).toFixed(2),
  customer: { accountId: `b${buyer}` },
  lines: [],
})

const bought: fc.Arbitrary<Bought> = fc.record({
  buyer: fc.nat(14),
  number: fc.nat(60),
  daysAgo: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 500 }) },
    { weight: 1, arbitrary: fc.constant(-1) },
  ),
  total: fc.integer({ min: 0, max: 90_000 }),
  refunded: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 90_000 })),
  status: fc.constantFrom('completed', 'completed', 'completed', 'paid', 'refunded', 'pending', 'cancelled'),
})

type Step =
  | { do: 'orders'; orders: Bought[] }
  | { do: 'wait'; hours: number }
  | { do: 'add' }
  | { do: 'pin'; days: number }
  | { do: 'unhold' }
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('orders' as const),
      orders: fc.array(bought, { minLength: 1, maxLength: 25 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pin' as const), days: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unhold' as const) }) },
)

async function take(shop: TestShop, what: Step): Promise<void> {
  if (what.do === 'orders')
    await takeOrders(
      ctx(shop),
      OWNER,
      what.orders.map((one) => order(shop, one)),
    )
  if (what.do === 'wait') shop.now += what.hours * 3_600_000
  if (what.do === 'add') await shop.customer()
  if (what.do === 'pin')
    await shop.change(
      `UPDATE customers SET pinTier = 'B', tier = 'B', pinReason = 'r', pinUntil = :until WHERE shopId = :shop
       AND id = (SELECT id FROM customers WHERE shopId = :shop AND ordersCount > 0 ORDER BY accountId LIMIT 1)`,
      { until: shop.now + what.days * DAY_MS },
    )
  if (what.do === 'unhold')
    await shop.change(
      `UPDATE customers SET tier = 'C' WHERE shopId = :shop AND tier = 'A'
       AND id = (SELECT id FROM customers WHERE shopId = :shop AND ordersCount > 0 ORDER BY accountId DESC LIMIT 1)`,
    )
}

const outcome = async (shop: TestShop) =>
  (await shop.rows('customers', 'accountId, id')).map(({ accountId, tier, pinTier, pinUntil, figures }) => {
    const { asOf: _, why: __, ...said } = JSON.parse(String(figures))
    return { accountId, tier, pinTier, pinUntil, ...said }
  })
const waiting = async (shop: TestShop) =>
  (await shop.rows('moves'))
    .filter(({ status }) => status === 'proposed')
    .map(({ from, to, worth }) => [from, to, worth])
    .sort()

describe('an incremental run', () => {
  test('says what a whole run says, whatever happened in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { minLength: 2, maxLength: 8 }), async (steps) => {
        const [little, whole] = [await TestShop.create(store.database), await TestShop.create(store.database)]
        for (const shop of [little, whole]) {
          for (const [what, thenRun] of steps) {
            await take(shop, what)
            if (shop === whole) await shop.change('UPDATE shops SET historyRun = NULL WHERE id = :shop')
            if (thenRun) await run(shop)
          }
          if (shop === whole) await shop.change('UPDATE shops SET historyRun = NULL WHERE id = :shop')
          await run(shop)
        }
        expect(await outcome(little)).toEqual(await outcome(whole))
        expect(await waiting(little)).toEqual(await waiting(whole))
      }),
      { numRuns: 25 },
    )
  })

  test('reads the orders of those that changed only, and writes nothing else', async () => {
    const shop = await TestShop.create(store.database)
    const many = Array.from({ length: 400 }, (_, n) => ({
      ...{ buyer: n, number: n, daysAgo: n % 300, total: 10_000 + n, refunded: 0, status: 'completed' },
    }))
    await takeOrders(
      ctx(shop),
      OWNER,
      many.map((one) => order(shop, one)),
    )
    await run(shop)
    const sent = await shop.rows('customers', 'id')
    await takeOrders(ctx(shop), OWNER, [order(shop, { ...(many[7] as Bought), number: 900, total: 1 })])
    const sql: string[] = []
    const { read } = shop.deps.database
    shop.deps.database.read = (statements) => {
      sql.push(...statements.map((one) => one.sql))
      return read(statements)
    }
    await run(shop)
    expect(sql.some((text) => text.includes('FROM orders') && !text.includes('json_each(:ids)'))).toBe(false)
    const after = await shop.rows('customers', 'id')
    const resent = after.filter((row, i) => row.rev !== sent[i]?.rev)
    expect(resent.map(({ accountId }) => accountId)).toEqual(['b7'])
  })

  test('after a look back is a whole one, and what the look back said of refunds goes', async () => {
    const shop = await TestShop.create(store.database)
    const old = { buyer: 1, number: 1, daysAgo: 40, total: 18_000, refunded: 0, status: 'completed' }
    await takeOrders(ctx(shop), OWNER, [order(shop, old), order(shop, { ...old, buyer: 2, number: 2 })])
    await run(shop)
    await takeOrders(ctx(shop), OWNER, [order(shop, { ...old, refunded: 5_000 })])
    await run(shop, shop.now - 10 * DAY_MS)
    const why = async () => JSON.parse(String((await shop.rows('customers', 'accountId'))[0]?.figures)).why
    expect((await why()).at(-1)).toEqual({ code: 'later.refunds', params: { orders: 1, amount: 5_000, net: 18_000 } })
    await run(shop)
    expect((await why()).map(({ code }: { code: string }) => code)).not.toContain('later.refunds')
  })

  test('two at once: the second starts over and nothing is lost', async () => {
    const shop = await TestShop.create(store.database)
    const one = { buyer: 1, number: 1, daysAgo: 1, total: 100, refunded: 0, status: 'completed' }
    await takeOrders(ctx(shop), OWNER, [order(shop, one)])
    await run(shop)
    await takeOrders(ctx(shop), OWNER, [order(shop, { ...one, number: 2 })])
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('SET historyRun'))) return
      shop.beforeWrite = null
      await takeOrders(ctx(shop), OWNER, [order(shop, { ...one, number: 3 })])
      await run(shop)
    }
    await run(shop)
    expect(JSON.parse(String((await shop.rows('customers'))[0]?.figures)).orders).toBe(3)
    const pages = await shop.rows('histories')
    expect(new Set(pages.map(({ runId }) => runId)).size).toBe(1)
  })
})
