import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/client.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { seedDemo } from '../../worker/host/seed.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase } from '../support/in-process.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())

const NOW = Date.parse('2026-11-21T21:00:00+08:00')

/** The database of a process that is ended after so many writes. */
const endedAfter = (writes: number): Database => {
  let left = writes
  return {
    read: store.database.read,
    write: (statements) => (left-- > 0 ? store.database.write(statements) : Promise.reject(new Error('ended'))),
    slice: store.database.slice,
  }
}
async function count(sql: string): Promise<number> {
  const [rows] = await store.database.read([{ sql, args: {} }])
  return Number(rows?.[0]?.n)
}

test('a demo shop that was cut off half made is made anew, whole, and then left alone', {
  timeout: 60_000,
}, async () => {
  for (const writes of [1, 4, 14]) {
    await expect(seedDemo(endedAfter(writes), NOW, newId)).rejects.toThrow('ended')
  }
  expect(await seedDemo(store.database, NOW, newId)).toBe(true)
  expect(await store.database.read([{ sql: 'SELECT id FROM sessions', args: {} }])).toEqual([[]])
  expect(await count('SELECT COUNT(*) AS n FROM shops')).toBe(1)
  expect(await count('SELECT demo AS n FROM shops')).toBe(1)
  expect(await count('SELECT COUNT(*) AS n FROM orders')).toBe(4000)
  expect(await count('SELECT COUNT(*) AS n FROM disputes')).toBe(40)
  expect(await count('SELECT COUNT(*) AS n FROM logins')).toBe(1)
  expect(await count('SELECT COUNT(DISTINCT shopId) AS n FROM orderLines')).toBe(1)
  expect(await count('SELECT COUNT(cost) AS n FROM products')).toBeGreaterThan(25)
  expect(await count('SELECT COUNT(*) AS n FROM products WHERE cost IS NULL')).toBeGreaterThan(0)
  expect(await count('SELECT COUNT(*) AS n FROM segments')).toBe(3)
  expect(await count('SELECT COUNT(*) AS n FROM fixes')).toBe(1)
  expect(await count('SELECT COUNT(carrier) AS n FROM disputes')).toBeGreaterThan(20)
  const writes = { ...store.database, write: () => Promise.reject(new Error('nothing to write')) }
  expect(await seedDemo(writes, NOW, newId)).toBe(true)
})

test('its tiers have a history: worked out month by month, with moves made, turned down and still to be looked at', async () => {
  const [runs = []] = await store.database.read([
    {
      sql: `SELECT asOf, startedAt, past, moves, summary ->> 'measure' AS measure, summary ->> '$.model.ok' AS ok FROM runs ORDER BY asOf`,
      args: {},
    },
  ])
  expect(runs.map(({ asOf }) => Math.round((NOW - Number(asOf)) / DAY_MS))).toEqual([90, 60, 30, 0])
  for (const run of runs) expect(run).toMatchObject({ startedAt: run.asOf, past: 0, measure: 'profit', ok: 1 })
  expect(runs[0]?.moves).toBe(0)
  for (const { moves } of runs.slice(1)) expect(moves).toBeGreaterThan(20)
  for (const status of ['applied', 'dismissed', 'proposed']) {
    expect(await count(`SELECT COUNT(*) AS n FROM moves WHERE status = '${status}'`), status).toBeGreaterThan(0)
  }
  expect(await count(`SELECT COUNT(*) AS n FROM moves WHERE status = 'proposed' AND at < ${NOW}`)).toBe(0)
  expect(
    await count(`SELECT COUNT(*) AS n FROM moves WHERE status = 'applied' AND decidedBy IS NOT NULL`),
  ).toBeGreaterThan(0)
})
