import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { uuidv7 } from '../../worker/domain/uuid.ts'
import { newId } from '../../worker/ids.ts'
import { isSweepTime } from '../../worker/jobs/sweep.ts'
import { MINUTE, startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const idOf = (ms: number) => uuidv7(ms, crypto.getRandomValues(new Uint8Array(10)))
/** Housekeeping, at the shop's own minute. */
async function sweep(): Promise<void> {
  while (!isSweepTime(shop.id, shop.now)) shop.now += MINUTE
  await shop.job('due')
}
const count = async (table: string) => (await shop.rows(table)).length

test('sessions that ran out go, others stay', async () => {
  await shop.member()
  shop.now += 1e10 - DAY_MS
  const owner = await shop.member()
  await sweep()
  expect(await count('sessions')).toBe(2)
  shop.now += DAY_MS
  await sweep()
  expect((await shop.rows('sessions')).map((row) => row.memberId)).toEqual([owner.id])
})

test('browsers nobody came in on for half a year are not remembered, others are', async () => {
  const remember = (token: string, at: number) =>
    shop.change(
      `INSERT INTO rememberedDevices (tokenHash, shopId, memberId, createdAt, lastUsedAt)
       VALUES (:token, :shop, 'm', 0, :at)`,
      { token, at },
    )
  await remember('old', shop.now - 181 * DAY_MS)
  await remember('recent', shop.now - 179 * DAY_MS)
  const other = await TestShop.create(store.database)
  await other.change(
    `INSERT INTO rememberedDevices (tokenHash, shopId, memberId, createdAt, lastUsedAt) VALUES ('theirs', :shop, 'm', 0, 0)`,
  )
  await sweep()
  expect((await shop.rows('rememberedDevices')).map((row) => row.tokenHash)).toEqual(['recent'])
  expect((await other.rows('rememberedDevices')).length).toBe(1)
})

test('answers go after 90 days, and what they answered is still not done twice', async () => {
  const owner = await shop.member()
  const clientId = newId()
  const add = (seq: number, id: string) => {
    const args = { id: idOf(shop.now), nickname: '小满' }
    return { seq, id, name: 'customer.add', version: 1, args, at: shop.now }
  }
  const first = add(1, idOf(shop.now))
  await owner.post('/api/push', { clientId, mutations: [first] })
  shop.now += 89 * DAY_MS
  const wrongClock = add(2, idOf(0))
  await owner.post('/api/push', { clientId, mutations: [wrongClock] })
  await sweep()
  expect(await count('mutations')).toBe(2)
  shop.now += 2 * DAY_MS
  await sweep()
  expect((await shop.rows('mutations')).map((row) => row.id)).toEqual([wrongClock.id])
  const again = await owner.post('/api/push', { clientId, mutations: [first] })
  expect([again.status, again.body.code]).toEqual([409, 'sequence_gap'])
  await owner.post('/api/push', { clientId, mutations: [{ ...first, seq: 3 }] })
  expect(await count('customers')).toBe(2)
})

test('old tries to deliver and answers of ended imports go', async () => {
  const insert = (notificationId: string) =>
    shop.change(
      `INSERT INTO deliveries (shopId, notificationId, subscriptionId, status, attempts, at)
       VALUES (:shop, :notificationId, 's', 'sent', 1, 0)`,
      { notificationId },
    )
  await insert(idOf(shop.now - 8 * DAY_MS))
  await insert(idOf(shop.now))
  for (const [id, finishedAt] of [
    ['old', shop.now - 8 * DAY_MS],
    ['new', shop.now],
    ['open', null],
  ] as const) {
    await shop.change(
      `INSERT INTO imports (shopId, id, name, format, fileHash, chunks, createdAt, finishedAt)
       VALUES (:shop, :id, 'n', 'f', 'h', 1, 0, NULLIF(:finishedAt, 0))`,
      { id, finishedAt: finishedAt ?? 0 },
    )
    await shop.change(`INSERT INTO importChunks (shopId, importId, n, answer) VALUES (:shop, :id, 0, '{}')`, { id })
  }
  await sweep()
  expect(await count('deliveries')).toBe(1)
  expect((await shop.rows('importChunks')).map((row) => row.importId)).toEqual(['new', 'open'])
})
