/** What each tier gets (T7), where several people, keys and phones meet on the server. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { newId } from '../../worker/ids.ts'
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

const push = async (by: TestMember, name: string, args: object) => {
  const mutation = { seq: 1, id: newId(), name, version: 1, args, at: shop.now }
  const { body } = await by.post('/api/push', { clientId: newId(), mutations: [mutation] })
  return (body.results as { status: string; code?: string }[])[0]
}
const promise = (set: object) => push(owner, 'shop.settings', { set: { promises: set }, was: {} })
const handled = (A: string | null, B: string | null = null) => promise({ handler: { A, B, C: null } })
const remove = (whom: TestMember) => shop.raw('DELETE', `/api/team/members/${whom.id}`, { cookie: owner.cookie })
const promises = async () => {
  const sql = 'SELECT settings FROM shops WHERE id = :id'
  const [rows] = await shop.deps.database.read([{ sql, args: { id: shop.id } }])
  return JSON.parse(String(rows?.[0]?.settings)).promises
}
const complain = async (customerId: string) => {
  const body = JSON.stringify({ customerId, words: '杯口裂了' })
  const { status, text } = await shop.raw('POST', '/api/v1/disputes', await shop.key(), body)
  expect(status).toBe(201)
  const { id } = JSON.parse(text)
  return (await shop.rows('disputes')).find((row) => row.id === id)
}

describe('a complaint by the API', () => {
  test('of an A customer goes to who handles A, with A’s clocks', async () => {
    const lin = await shop.member('agent')
    expect(await handled(lin.id)).toMatchObject({ status: 'applied' })
    const dispute = await complain(await shop.customer({ tier: 'A' }))
    expect(dispute).toMatchObject({ assignee: lin.id, openedBy: null, firstReplyDueAt: shop.now + HOUR })
    expect(await complain(await shop.customer({ tier: 'C' }))).toMatchObject({
      assignee: null,
      firstReplyDueAt: shop.now + 4 * HOUR,
    })
  })

  test('of an A customer is nobody’s once their handler has left', async () => {
    const [lin, mei] = [await shop.member('agent'), await shop.member('agent')]
    await handled(lin.id, mei.id)
    expect((await remove(lin)).status).toBe(200)
    expect((await promises()).handler).toEqual({ A: null, B: mei.id, C: null })
    expect((await complain(await shop.customer({ tier: 'A' })))?.assignee).toBeNull()
    expect((await complain(await shop.customer({ tier: 'B' })))?.assignee).toBe(mei.id)
  })
})

describe('who leaves', () => {
  test('leaves their open cases and tasks to everybody, and what is over as it was', async () => {
    const lin = await shop.member('agent')
    await handled(lin.id)
    const open = await complain(await shop.customer({ tier: 'A' }))
    const closed = await complain(await shop.customer({ tier: 'A' }))
    await shop.change(`UPDATE disputes SET step = 'closed' WHERE shopId = :shop AND id = :id`, {
      id: String(closed?.id),
    })
    const [todo, done] = [await shop.task({ assignee: lin.id }), await shop.task({ assignee: lin.id, status: 'done' })]
    await remove(lin)
    const assignees = async (table: string) =>
      Object.fromEntries((await shop.rows(table)).map((row) => [String(row.id), row.assignee]))
    expect(await assignees('disputes')).toEqual({ [String(open?.id)]: null, [String(closed?.id)]: lin.id })
    expect(await assignees('tasks')).toEqual({ [todo]: null, [done]: lin.id })
    const changed = (await shop.rows('disputes')).find((row) => row.id === open?.id)
    expect(Number(changed?.rev)).toBeGreaterThan(Number(open?.rev))
  })

  test('a shop stored before tiers had handlers loses a member like any other', async () => {
    const lin = await shop.member('agent')
    await shop.change(`UPDATE shops SET settings = '{}' WHERE id = :shop`)
    expect((await remove(lin)).status).toBe(200)
    expect(await promises()).toBeUndefined()
  })
})

describe('a tier is given', () => {
  test('not to somebody who left, nor to who may only look', async () => {
    const [gone, viewer] = [await shop.member('agent'), await shop.member('viewer')]
    await remove(gone)
    expect(await handled(gone.id)).toMatchObject({ status: 'rejected', code: 'not_found' })
    expect(await handled(viewer.id)).toMatchObject({ status: 'rejected', code: 'forbidden' })
    expect((await promises()).handler).toEqual(defaultSettings().promises.handler)
  })

  test('not to somebody who leaves at that very moment', async () => {
    const lin = await shop.member('agent')
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      expect((await remove(lin)).status).toBe(200)
    }
    expect(await handled(lin.id)).toMatchObject({ status: 'rejected', code: 'not_found' })
    expect((await promises()).handler.A).toBeNull()
  })
})

describe('a promise that changes', () => {
  test('holds for new cases; those under way keep what the buyer was promised', async () => {
    const before = await complain(await shop.customer({ tier: 'A' }))
    await promise({ firstReplyHours: { A: 3, B: 3, C: 4 }, resolveHours: { A: 6, B: 48, C: 72 } })
    const after = await complain(await shop.customer({ tier: 'A' }))
    expect(after).toMatchObject({ firstReplyDueAt: shop.now + 3 * HOUR, resolveDueAt: shop.now + 6 * HOUR })
    const kept = (await shop.rows('disputes')).find((row) => row.id === before?.id)
    expect([kept?.firstReplyDueAt, kept?.resolveDueAt]).toEqual([before?.firstReplyDueAt, before?.resolveDueAt])
    expect(before?.firstReplyDueAt).toBe(shop.now + HOUR)
  })
})
