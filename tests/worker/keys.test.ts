import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  expect(await list()).toEqual([{ ...entry, createdBy: owner.id, maker: '阿青', stopped: 0, lastUsedAt: null }])
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

describe('a key of an owner who is one no longer', () => {
  const takeOver = (id: string, by = owner) => by.post(`/api/team/keys/${id}/take-over`)
  const setRole = (of: TestMember, role: string) =>
    shop.raw('PATCH', `/api/team/members/${of.id}`, { cookie: owner.cookie }, JSON.stringify({ role }))
  const works = async (key: string) => (await use(key)).status === 200

  test('has stopped, says so, and goes on when an owner takes it over', async () => {
    const second = await shop.member()
    const { id, key } = await made(second)
    expect((await setRole(second, 'agent')).status).toBe(200)
    expect(await list()).toMatchObject([{ id, stopped: 1, createdBy: second.id, revokedAt: null }])
    expect(await works(key)).toBe(false)
    expect((await takeOver(id)).status).toBe(200)
    expect(await list()).toMatchObject([{ id, stopped: 0, createdBy: owner.id, maker: '阿青' }])
    expect(await works(key)).toBe(true)
    // An answer that got lost: the same again is no error.
    expect((await takeOver(id)).status).toBe(200)
    const lines = (await shop.rows('audit')).filter(({ action }) => action === 'key.take-over')
    expect(lines).toMatchObject([{ actor: `member:${owner.id}`, target: id }])
  })

  test('of somebody who was removed without the key’s being ended, too', async () => {
    const second = await shop.member()
    const { id, key } = await made(second)
    await shop.change('UPDATE members SET deleted = 1 WHERE shopId = :shop AND id = :id', { id: second.id })
    expect(await list()).toMatchObject([{ id, stopped: 1 }])
    expect((await takeOver(id)).status).toBe(200)
    expect(await works(key)).toBe(true)
  })

  test('is taken over by owners of this shop only, and one that works or is revoked by nobody', async () => {
    const second = await shop.member()
    const { id, key } = await made(second)
    const stranger = await (await TestShop.create(store.database)).member()
    expect((await takeOver(id)).status).toBe(404)
    await setRole(second, 'agent')
    expect((await takeOver(id, second)).status).toBe(403)
    expect((await takeOver(id, stranger)).status).toBe(404)
    expect((await takeOver('none')).status).toBe(404)
    expect(await works(key)).toBe(false)
    await shop.raw('DELETE', `/api/team/keys/${id}`, { cookie: owner.cookie })
    expect((await takeOver(id)).status).toBe(404)
    expect(await list()).toMatchObject([{ id, stopped: 0 }])
    const { id: machine } = await made(owner)
    await shop.change('UPDATE apiKeys SET createdBy = NULL WHERE shopId = :shop AND id = :id', { id: machine })
    expect((await takeOver(machine)).status).toBe(404)
  })

  test('who is made an agent at that very moment takes nothing over', async () => {
    const [second, third] = [await shop.member(), await shop.member()]
    const { id, key } = await made(second)
    await setRole(second, 'agent')
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      expect((await setRole(third, 'agent')).status).toBe(200)
    }
    expect((await takeOver(id, third)).status).toBe(403)
    expect(await works(key)).toBe(false)
  })
})
