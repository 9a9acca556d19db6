import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
let agent: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  agent = await shop.member('agent')
})
afterAll(() => store.close())

const expression = { all: [{ field: 'region', is: 'oneOf', value: ['广东'] }] }

/** One change as a phone sends it; gives the lasting answer. */
async function send(member: TestMember, name: string, args: object) {
  const mutation = { seq: 1, id: newId(), name, version: 1, args, at: shop.now }
  const answer = await member.post('/api/push', { clientId: newId(), mutations: [mutation] })
  expect(answer.status).toBe(200)
  return (answer.body.results as { status: string; code?: string }[])[0]
}

const applied = { status: 'applied' }

test('a saved segment is one row for the whole team, edited, put away and taken back', async () => {
  const id = newId()
  const row = async () => (await shop.rows('segments')).find((segment) => segment.id === id)
  expect(await send(agent, 'segment.save', { id, name: '广东', expression })).toMatchObject(applied)
  expect(await row()).toMatchObject({ name: '广东', expression: JSON.stringify(expression), createdBy: agent.id })
  const wider = { not: expression }
  const edit = { id, set: { expression: wider }, was: { expression } }
  expect(await send(agent, 'segment.edit', edit)).toMatchObject(applied)
  expect(await row()).toMatchObject({ expression: JSON.stringify(wider), archivedAt: null })
  const again = { ...edit, set: { expression: { any: [expression, wider] } } }
  expect(await send(agent, 'segment.edit', again)).toMatchObject({ status: 'rejected', code: 'conflict' })
  expect(await send(agent, 'segment.archive', { id })).toMatchObject(applied)
  expect(await row()).toMatchObject({ archivedAt: shop.now })
  expect(await send(agent, 'segment.restore', { id })).toMatchObject(applied)
  expect(await row()).toMatchObject({ archivedAt: null })
})

test('who may only look makes none', async () => {
  const viewer = await shop.member('viewer')
  const answer = await send(viewer, 'segment.save', { id: newId(), name: '广东', expression })
  expect(answer).toMatchObject({ status: 'rejected', code: 'forbidden' })
})

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce((inner) => ({ not: inner }), expression as unknown)

test.each<[string, unknown]>([
  ['no tree', 'tier'],
  ['an empty group', { any: [] }],
  ['an unknown field', { field: 'phone', is: 'unknown', value: null }],
  ['SQL for a field', { field: "tier' OR 1 --", is: 'oneOf', value: ['A'] }],
  ['SQL for an operator', { field: 'tier', is: 'oneOf) OR (1', value: ['A'] }],
  ['five levels', nested(4)],
  ['a thousand levels', nested(1000)],
  ['a thousand conditions', { any: Array.from({ length: 1000 }, () => expression) }],
])('a bad tree is refused as such: %s', async (_name, bad) => {
  const before = (await shop.rows('segments')).length
  const answer = await send(agent, 'segment.save', { id: newId(), name: 'x', expression: bad })
  expect(answer).toMatchObject({ status: 'rejected', code: 'bad_args' })
  expect(await shop.rows('segments')).toHaveLength(before)
})

test('narrows customers to those in it, now and in this shop', async () => {
  const inside = await shop.customer({ region: '广东' })
  await shop.customer({ region: '浙江' })
  await shop.customer({ region: null })
  const id = newId()
  await send(agent, 'segment.save', { id, name: '广东', expression })
  const key = await shop.key()
  const get = async (of: TestShop, by: { authorization: string }, segment: string) => {
    const { status, text } = await of.raw('GET', `/api/v1/customers?segment=${segment}`, by)
    return { status, body: JSON.parse(text) as { items?: { id: string }[]; code?: string } }
  }
  expect((await get(shop, key, id)).body.items?.map((one) => one.id)).toEqual([inside])
  expect(await get(shop, key, newId())).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await get(shop, key, "x'--")).toMatchObject({ status: 400 })
  const other = await TestShop.create(store.database)
  expect(await get(other, await other.key(), id)).toMatchObject({ status: 404 })
})
