import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

const HOUR = 3_600_000

let store: TestDatabase
let shop: TestShop
let owner: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
})

const list = async () => JSON.parse((await shop.raw('GET', '/api/team/keys', { cookie: owner.cookie })).text).keys
const made = async (by: TestMember) =>
  (await by.post('/api/team/keys', { name: 'ERP', scopes: ['customers:read', 'customers:contacts'] })).body as {
    id: string
    key: string
  }
const use = (key: string) => shop.raw('GET', '/api/v1/customers', { authorization: `Bearer ${key}` })

test('the list says who made a key and when it was last used, to the hour', async () => {
  const { id, key } = await made(owner)
  const entry = { id, name: 'ERP', scopes: 'customers:read customers:contacts', createdAt: shop.now, revokedAt: null }
  expect(await list()).toEqual([{ ...entry, createdBy: owner.id, maker: '阿青', lastUsedAt: null }])
  shop.now += HOUR * 1.5
  expect((await use(key)).status).toBe(200)
  expect(await list()).toMatchObject([{ lastUsedAt: shop.now - HOUR / 2 }])
})

test('using it again within the hour costs no write', async () => {
  const { key } = await made(owner)
  await use(key)
  expect(await shop.trips(() => use(key))).toEqual({ reads: 1, writes: 0 })
})

test('one made on the machine has nobody’s name, one of somebody who left still has theirs', async () => {
  const leaver = await shop.member()
  await shop.key()
  await made(leaver)
  await shop.raw('DELETE', `/api/team/members/${leaver.id}`, { cookie: owner.cookie })
  const makers = (await list()).map(({ createdBy, maker }: Record<string, unknown>) => [createdBy, maker])
  expect(makers).toContainEqual([null, null])
  expect(makers).toContainEqual([leaver.id, '阿青'])
})
