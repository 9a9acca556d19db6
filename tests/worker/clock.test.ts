import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
})
afterAll(() => store.close())

test('a phone’s clock counts between the making of what it changes and now; what it said is kept beside it', async () => {
  const owner = await shop.member()
  const opened = shop.now
  shop.now += 3_600_000
  const [early, between, late] = [newId(), newId(), newId()]
  const said: [string, number, number][] = [
    [early, 0, opened],
    [between, opened + 60_000, opened + 60_000],
    [late, 8.64e15, shop.now],
  ]
  const mutations = said.map(([id, at], i) => {
    const args = { id, nickname: `客人${i}` }
    return { seq: i + 1, id: newId(), name: 'customer.add', version: 1, args, at }
  })
  await owner.post('/api/push', { clientId: newId(), mutations })
  const customers = new Map((await shop.rows('customers')).map((row) => [row.id, row.createdAt]))
  for (const [id, , at] of said) expect(customers.get(id)).toBe(at)
  expect((await shop.rows('mutations', 'seq')).map((row) => [row.saidAt, row.at])).toEqual(
    said.map(([, s, at]) => [s, at]),
  )
  // Not before they joined, nor before the row it touches, either.
  shop.now += 60_000
  const joined = shop.now
  const agent = await shop.member('agent')
  shop.now += 60_000
  const first = { id: newId(), nickname: '新人的客人' }
  const theirs = { seq: 1, id: newId(), name: 'customer.add', version: 1, args: first, at: 0 }
  await agent.post('/api/push', { clientId: newId(), mutations: [theirs] })
  expect((await shop.rows('mutations')).find(({ id }) => id === theirs.id)).toMatchObject({ saidAt: 0, at: joined })
  const edit = { id: between, set: { note: '常客' }, was: { note: null } }
  const fifth = { seq: 4, id: newId(), name: 'customer.edit', version: 1, args: edit, at: 0 }
  const client = (await shop.rows('clients')).find(({ memberId }) => memberId === owner.id)?.id
  await owner.post('/api/push', { clientId: client, mutations: [fifth] })
  expect((await shop.rows('mutations')).find(({ id }) => id === fifth.id)?.at).toBe(opened + 60_000)
})
