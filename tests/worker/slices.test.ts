import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/client.ts'
import { openEmbedded, startDatabaseThread } from '../../db/embedded.ts'
import { historyState } from '../../db/queries/histories.ts'
import { statement } from '../../db/statement.ts'
import { systemCtx } from '../../worker/context.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { sweep } from '../../worker/jobs/sweep.ts'
import { closeImport, listImports, startImport, takeBackImport, takeChunk } from '../../worker/verbs/import.ts'
import { recompute } from '../../worker/verbs/recompute.ts'
import { takeOrders } from '../../worker/verbs/take-orders.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'
import { temporaryDir } from '../support/own-server.ts'

const OWNER = { role: 'owner' } as const
const SLICE = 20
/** An order changes some ten rows — itself, lines, buyer, totals, what an undo needs — and weighs two of a slice. */
const MOST = SLICE * 6

let store: TestDatabase
let shop: TestShop
/** Rows each write changed, by the engine's own count. */
let changed: number[] = []
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  const count = { sql: 'SELECT total_changes() AS n', args: {} }
  const sliced: Database = {
    ...store.database,
    slice: SLICE,
    async write(statements) {
      const [before, ...results] = await store.database.write([count, ...statements, count])
      const after = results.pop()
      changed.push(Number(after?.[0]?.n) - Number(before?.[0]?.n))
      return results
    },
  }
  shop = await TestShop.create(sliced)
  changed = []
})

const ctx = () => systemCtx(shop.deps.database, shop.id, shop.now, newId)
const run = () => recompute(ctx(), OWNER, () => null, Date.now)
const order = (n: number, over: object = {}) => ({
  ...{ source: 'taobao', externalId: `T${n}`, placedAt: '2026-04-01T10:00:00+08:00', status: 'completed' },
  ...{ currency: 'CNY', total: '128.00', customer: { accountId: `tb_${n % 40}`, nickname: `客${n % 40}` } },
  lines: [{ product: `茶 ${n % 7}`, quantity: 1, price: '128.00' }],
  ...over,
})
const orders = (count: number, over: object = {}) => Array.from({ length: count }, (_, n) => order(n, over))
const live = async (table: string) => (await shop.rows(table)).filter((row) => row.deleted === 0)
const historyRun = async () => (await shop.db.read([historyState()]))[0]?.[0]?.historyRun
const figuresAsOf = async () => {
  const rows = await shop.db.read([statement('SELECT figuresAsOf FROM shops WHERE id = :shop')])
  return rows[0]?.[0]?.figuresAsOf
}
const start = (id: string, chunks: number) =>
  startImport(ctx(), { id, name: '订单.csv', format: 'taobao', fileHash: 'x', chunks })
/** Fails the write that `matches`, the `nth` of them, as a process that ends right before it. */
function endBefore(matches: string, nth: number): void {
  let seen = 0
  shop.beforeWrite = (statements) => {
    if (!statements.some(({ sql }) => sql.includes(matches)) || ++seen < nth) return
    shop.beforeWrite = null
    throw new Error('ended')
  }
}

describe('what works beside requests', () => {
  test('writes a slice at a time', async () => {
    const id = newId()
    await start(id, 1)
    await takeChunk(ctx(), id, 0, orders(120))
    expect(Math.max(...changed)).toBeLessThanOrEqual(MOST)
    await closeImport(ctx(), id)
    changed = []
    await takeBackImport(ctx(), id)
    expect(changed.length).toBe(12)
    expect(Math.max(...changed)).toBeLessThanOrEqual(MOST)
    await takeOrders(ctx(), OWNER, orders(120))
    changed = []
    await run()
    await shop.change(
      'UPDATE customers SET ordersRev = (SELECT head + 1 FROM shops WHERE id = :shop) WHERE shopId = :shop',
    )
    await run()
    await recompute(ctx(), OWNER, () => shop.now - 90 * DAY_MS, Date.now)
    expect(changed.length).toBeGreaterThan(9)
    expect(Math.max(...changed)).toBeLessThanOrEqual(MOST)
    expect(await shop.rows('figures')).toEqual([])
  })
})

test('in the own server what a request writes is written between two slices of an import and of a run', async () => {
  const dir = temporaryDir()
  const file = join(dir, 'test.db')
  const thread = await startDatabaseThread({ file, token: 'test' })
  const requests = openEmbedded(file, thread.port(false))
  const jobs = openEmbedded(file, thread.port(true))
  try {
    const people = Array.from({ length: 500 }, (_, n) => order(n, { customer: { accountId: `tb_${n}` } }))
    let written = 0
    /** How much of the work had been written when a request that came with its first slice had its answer. */
    let before: Promise<number> | null = null
    shop = await TestShop.create({
      ...jobs,
      async write(statements) {
        const writing = jobs.write(statements)
        before ??= requests.write([{ sql: 'SELECT 1', args: {} }]).then(() => written)
        const rows = await writing
        written++
        return rows
      },
    })
    for (const work of [() => takeOrders(ctx(), OWNER, people), run]) {
      written = 0
      before = null
      await work()
      expect(await before).toBeLessThan(3)
      expect(written).toBeGreaterThan(4)
    }
    expect(await live('customers')).toHaveLength(500)
    expect(await shop.rows('figures')).toEqual([])
    await leftOver(shop, 90)
    await sweep(ctx(), null)
    expect(await shop.rows('figures')).toEqual([])
  } finally {
    requests.close()
    jobs.close()
    await thread.close()
    rmSync(dir, { recursive: true, force: true })
  }
})

/** What a release before left of a run that ended. */
const leftOver = (of: TestShop, rows: number) =>
  of.change(
    `INSERT INTO figures (shopId, runId, customerId, figures)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
     SELECT :shop, r.id, printf('c-%d', i), '{}' FROM n
       CROSS JOIN (SELECT id FROM runs WHERE shopId = :shop AND finishedAt IS NOT NULL LIMIT 1) r`,
    { rows },
  )

test('housekeeping takes what ended runs have left, a slice at a time, and nothing of one at work', async () => {
  await takeOrders(ctx(), OWNER, orders(10))
  await run()
  await leftOver(shop, 90)
  await shop.change(`INSERT INTO runs (shopId, id, asOf, startedAt, past) VALUES (:shop, 'at-work', :now, :now, 0)`, {
    now: shop.now,
  })
  await shop.change(`INSERT INTO figures (shopId, runId, customerId, figures) VALUES (:shop, 'at-work', 'c-1', '{}')`)
  changed = []
  await sweep(ctx(), null)
  expect((await shop.rows('figures')).map(({ runId }) => runId)).toEqual(['at-work'])
  expect(changed).toEqual([20, 20, 20, 20, 10])
})

test('housekeeping goes a slice at a time', async () => {
  await shop.change(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
     INSERT INTO deliveries (shopId, notificationId, subscriptionId, status, attempts, at) SELECT :shop, printf('0000-%d', i), 's', 'sent', 1, 1 FROM n`,
  )
  changed = []
  await sweep(ctx(), null)
  expect(await shop.rows('deliveries')).toEqual([])
  expect(changed).toEqual([20, 20, 20, 20, 10])
})

describe('an import', () => {
  test('cut off within a chunk goes on where it was, and counts every order once', async () => {
    const id = newId()
    await start(id, 2)
    const sent = [...orders(60), { nonsense: true }, order(3, { total: '64.00' })]
    endBefore('INSERT INTO orders', 3)
    await expect(takeChunk(ctx(), id, 0, sent)).rejects.toThrow('ended')
    expect((await live('orders')).length).toBe(19)
    // A chunk in part is none: nobody may take the import for finished.
    expect(await start(id, 2)).toMatchObject({ taken: [], done: 0, created: 19 })

    const answer = await takeChunk(ctx(), id, 0, sent)
    expect(answer).toMatchObject({ created: 60, updated: 0, unchanged: 1 })
    expect(answer.rejected).toMatchObject([{ index: 60 }])
    changed = []
    expect(await takeChunk(ctx(), id, 0, sent)).toEqual(answer)
    expect(changed).toEqual([])
    await takeChunk(ctx(), id, 1, [order(99)])
    expect(await closeImport(ctx(), id)).toMatchObject({
      ...{ taken: [0, 1], done: 2, created: 61, unchanged: 1, rejected: 1, finishedAt: shop.now },
    })
    expect((await live('orders')).filter((row) => row.externalId === 'T3')).toMatchObject([{ total: 6_400 }])
  })

  test('two that send the same chunk at once take it once', async () => {
    const id = newId()
    await start(id, 1)
    const answers = await Promise.all([1, 2].map(() => takeChunk(ctx(), id, 0, orders(60))))
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ created: 60, unchanged: 0 })
    expect(await closeImport(ctx(), id)).toMatchObject({ done: 1, created: 60 })
  })
})

describe('an import taken back', () => {
  /** As it looks from outside: what is left, by names that are the same in every shop. */
  const seen = async () => {
    const accounts = new Map((await shop.rows('customers')).map((row) => [row.id, row.accountId]))
    return {
      orders: (await live('orders'))
        .map((row) => [row.externalId, row.total, accounts.get(row.customerId ?? '')])
        .sort(),
      customers: (await live('customers')).map((row) => [row.accountId, row.ordersCount, row.net]).sort(),
      identities: (await shop.rows('identities', 'key')).map((row) => [row.key, accounts.get(row.customerId ?? '')]),
      lines: (await shop.rows('orderLines')).length,
      refunds: (await shop.rows('refunds')).length,
      scratch: await shop.rows('undone'),
    }
  }
  /** Orders of others in part, given to other buyers, at other prices; and new ones of old and new buyers. */
  async function bring(): Promise<string> {
    await takeOrders(ctx(), OWNER, orders(50))
    const id = newId()
    await start(id, 3)
    const moved = { customer: { accountId: 'somebody' }, status: 'refunded' }
    await takeChunk(ctx(), id, 0, [...orders(30, moved), ...Array.from({ length: 40 }, (_, n) => order(1_000 + n))])
    const fresh = (n: number) => ({ customer: { accountId: `new ${n % 9}` } })
    await takeChunk(
      ctx(),
      id,
      1,
      Array.from({ length: 30 }, (_, n) => order(2_000 + n, fresh(n))),
    )
    // Changed since by somebody else: stays.
    await takeOrders(ctx(), OWNER, [order(5, { total: '1.00' }), order(2_003, { ...fresh(3), total: '2.00' })])
    return id
  }
  async function inOneWrite(): Promise<unknown> {
    const sliced = shop
    shop = await TestShop.create(store.database)
    await takeBackImport(ctx(), await bring())
    const found = await seen()
    shop = sliced
    return found
  }

  test('leaves what one write would leave', async () => {
    const id = await bring()
    changed = []
    await takeBackImport(ctx(), id)
    expect(changed.length).toBe(10)
    const found = await seen()
    expect(found).toEqual(await inOneWrite())
    expect(found.scratch).toEqual([])
    expect(found.orders).toContainEqual(['T5', 100, 'tb_5'])
  })

  test('cut off takes nothing more in, and is gone on with by asking again', async () => {
    const id = await bring()
    endBefore('INSERT INTO undone', 7)
    await expect(takeBackImport(ctx(), id)).rejects.toThrow('ended')
    expect((await live('orders')).length).toBeLessThan(120)
    expect((await listImports(ctx()))[0]).toMatchObject({ undoneAt: shop.now, undoing: true })
    await expect(takeChunk(ctx(), id, 2, [order(3_000)])).rejects.toMatchObject({ code: 'import_closed' })
    expect(await takeBackImport(ctx(), id)).toMatchObject({ undoneAt: shop.now, undoing: false })
    expect(await seen()).toEqual(await inOneWrite())
    changed = []
    await takeBackImport(ctx(), id)
    expect(changed).toEqual([])
  })

  test('cut off is made up for within minutes, and the figures too', async () => {
    const id = await bring()
    await run()
    endBefore('INSERT INTO undone', 4)
    await expect(takeBackImport(ctx(), id)).rejects.toThrow('ended')
    shop.now += 60_000
    await shop.job('due')
    expect((await listImports(ctx()))[0]).toMatchObject({ undoing: true })
    shop.now += 4 * 60_000
    await shop.job('due')
    expect((await listImports(ctx()))[0]).toMatchObject({ undoing: false })
    expect((await live('orders')).length).toBe((await seenInOneWrite()).length)
    expect((await live('customers')).filter((row) => row.figures === null)).toEqual([])
  })
  const seenInOneWrite = async () => ((await inOneWrite()) as { orders: unknown[] }).orders

  test('refuses a chunk that comes in between two slices, whatever orders it has', async () => {
    await takeOrders(ctx(), OWNER, [order(900)])
    const id = newId()
    await start(id, 3)
    await takeChunk(ctx(), id, 0, orders(60))
    let slices = 0
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('INSERT INTO undone')) || ++slices < 3) return
      shop.beforeWrite = null
      for (const [n, one] of [order(900, { total: '64.00' }), order(1, { externalId: '0' })].entries()) {
        await expect(takeChunk(ctx(), id, n + 1, [one])).rejects.toMatchObject({ code: 'import_closed' })
      }
    }
    await takeBackImport(ctx(), id)
    expect(await live('orders')).toMatchObject([{ externalId: 'T900', total: 12_800 }])
  })

  test('of two at once each does its part', async () => {
    const id = await bring()
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('INSERT INTO undone'))) return
      shop.beforeWrite = null
      await takeBackImport(ctx(), id)
    }
    await takeBackImport(ctx(), id)
    expect(await seen()).toEqual(await inOneWrite())
  })

  test('of orders changed since goes in slices as well, and touches none of their buyers', async () => {
    const id = newId()
    await takeOrders(ctx(), OWNER, orders(60))
    await start(id, 1)
    await takeChunk(ctx(), id, 0, orders(60, { total: '2.00' }))
    await takeOrders(ctx(), OWNER, orders(60, { total: '3.00' }))
    const before = await live('customers')
    changed = []
    await takeBackImport(ctx(), id)
    expect(changed.length).toBeGreaterThan(3)
    expect(Math.max(...changed)).toBeLessThanOrEqual(MOST)
    expect(await live('customers')).toEqual(before)
  })
})

describe('a call of many orders', () => {
  test('cut off is made up for by sending it again', async () => {
    endBefore('INSERT INTO orders', 4)
    await expect(takeOrders(ctx(), OWNER, orders(60))).rejects.toThrow('ended')
    expect(await takeOrders(ctx(), OWNER, orders(60))).toMatchObject({ created: 30, unchanged: 30 })
    expect((await live('customers')).reduce((sum, row) => sum + Number(row.ordersCount), 0)).toBe(60)
  })
})

describe('a recompute', () => {
  const figures = async () => (await live('customers')).map((row) => [row.id, row.figures, row.tier])

  test('cut off between two pages leaves each customer whole, shows no run, and is made up for within minutes', async () => {
    await takeOrders(ctx(), OWNER, orders(80))
    const began = shop.now
    endBefore('historyRun = :marker', 2)
    await expect(run()).rejects.toThrow('ended')
    const done = (await live('customers')).filter((row) => row.figures !== null)
    expect(done.length).toBe(SLICE)
    for (const row of done) expect(row.tier).not.toBeNull()
    expect(await figuresAsOf()).toBeNull()
    expect(await shop.rows('runs')).toMatchObject([{ finishedAt: null }])

    shop.now = began + 10 * 60_000
    await shop.job('due')
    expect((await live('customers')).filter((row) => row.figures === null).length).toBe(20)
    shop.now = began + 11 * 60_000
    await shop.job('due')
    const whole = await figures()
    expect(whole.filter(([, found]) => found === null)).toEqual([])
    expect(await figuresAsOf()).toBe(shop.now)
    await shop.change('UPDATE shops SET historyRun = NULL WHERE id = :shop')
    await run()
    expect(await figures()).toEqual(whole)

    shop.now += DAY_MS
    await sweep(ctx(), null)
    const kept = (await shop.rows('runs')).map((row) => row.id)
    expect(kept.length).toBe(2)
    for (const table of ['figures', 'histories'])
      for (const row of await shop.rows(table)) expect(kept).toContain(row.runId)
  })

  test('is ended whatever becomes of who asked, once it began to be in force', async () => {
    await takeOrders(ctx(), OWNER, orders(80))
    const agent = await shop.member('agent')
    let pages = 0
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('historyRun = :marker')) || ++pages < 2) return
      shop.beforeWrite = null
      expect((await agent.post('/api/session/sign-out')).status).toBeLessThan(300)
    }
    expect((await agent.post('/api/import/recompute')).status).toBe(200)
    expect((await live('customers')).filter((row) => row.figures === null)).toEqual([])
  })

  test('cut off by figures that came and went leaves none behind', async () => {
    await takeOrders(ctx(), OWNER, orders(80))
    await run()
    const before = await figures()
    await takeOrders(ctx(), OWNER, orders(80, { status: 'refunded' }))
    endBefore('historyRun = :marker', 2)
    await expect(run()).rejects.toThrow('ended')
    expect(await figures()).not.toEqual(before)
    await takeOrders(ctx(), OWNER, orders(80))
    await run()
    expect((await figures()).map(([id, found]) => [id, JSON.parse(String(found)).net])).toEqual(
      before.map(([id, found]) => [id, JSON.parse(String(found)).net]),
    )
  })

  test('that another one overtakes between two pages starts over', async () => {
    await takeOrders(ctx(), OWNER, orders(80))
    let pages = 0
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('historyRun = :marker')) || ++pages < 2) return
      shop.beforeWrite = null
      await takeOrders(ctx(), OWNER, [order(1, { externalId: 'late' })])
      await run()
    }
    await run()
    expect(new Set((await shop.rows('histories')).map(({ runId }) => runId))).toEqual(new Set([await historyRun()]))
    expect((await live('customers')).every((row) => JSON.parse(String(row.figures)).orders === row.ordersCount)).toBe(
      true,
    )
    expect((await shop.rows('runs')).filter((row) => row.finishedAt !== null).length).toBe(2)
  })

  test('that a look back overtakes starts over, also where another look back was before', async () => {
    const back = (days: number) => recompute(ctx(), OWNER, () => shop.now - days * DAY_MS, Date.now)
    await takeOrders(ctx(), OWNER, [...orders(80), ...orders(40, { placedAt: '2026-01-05T10:00:00+08:00' })])
    await run()
    await back(1)
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.includes('historyRun = :marker'))) return
      shop.beforeWrite = null
      await back(100)
    }
    await run()
    const found = await figures()
    await shop.change('UPDATE shops SET historyRun = NULL WHERE id = :shop')
    await run()
    expect(found).toEqual(await figures())
  })
})
