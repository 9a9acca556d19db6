import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const remove = (by: TestMember, whom: TestMember) =>
  shop.raw('DELETE', `/api/team/members/${whom.id}`, { cookie: by.cookie })

test('two owners who remove each other at the same moment leave one of them', async () => {
  const [one, two] = [await shop.member(), await shop.member()]
  shop.beforeWrite = async () => {
    shop.beforeWrite = null
    expect((await remove(two, one)).status).toBe(200)
  }
  const answer = await remove(one, two)
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([409, 'last_owner'])
  expect((await shop.rows('members')).filter((row) => row.deleted === 0).map((row) => row.id)).toEqual([two.id])
})

test('signing out everywhere also silences the devices', async () => {
  const [one, two] = [await shop.member(), await shop.member()]
  for (const member of [one, two]) {
    await shop.change(
      `INSERT INTO pushSubscriptions (shopId, id, memberId, endpoint, p256dh, auth, locale, createdAt)
       VALUES (:shop, :id, :id, 'https://push.example.test/' || :id, 'p', 'a', 'en', 0)`,
      { id: member.id },
    )
  }
  const answer = await shop.raw('POST', '/api/session/sign-out?everywhere=1', { cookie: one.cookie })
  expect(answer.status).toBe(200)
  expect((await shop.rows('pushSubscriptions')).map((row) => row.memberId)).toEqual([two.id])
  expect((await shop.rows('sessions')).map((row) => row.memberId)).toEqual([two.id])
})
