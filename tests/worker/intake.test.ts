/** The shop's own wording, and complaints out of a file, as two phones send them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
let agent: TestMember
let owner: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  agent = await shop.member('agent')
  owner = await shop.member()
})
afterAll(() => store.close())

/** One change as a phone sends it; gives the lasting answer. */
async function send(member: TestMember, name: string, args: object) {
  const mutation = { seq: 1, id: newId(), name, version: 1, args, at: shop.now }
  const answer = await member.post('/api/push', { clientId: newId(), mutations: [mutation] })
  expect(answer.status).toBe(200)
  return (answer.body.results as { status: string; code?: string; details?: object }[])[0]
}
const applied = { status: 'applied' }

test('two phones that word the same draft meet in one row', async () => {
  const which = { key: 'late', locale: 'zh-CN' }
  const texts = async () => (await shop.rows('templates')).map(({ id, text, updatedBy }) => [id, text, updatedBy])
  expect(await send(agent, 'template.save', { ...which, text: '{nickname}，晚了，抱歉。', was: null })).toMatchObject(
    applied,
  )
  const late = { ...which, text: '{nickname}，我催着呢。', was: null }
  expect(await send(owner, 'template.save', late)).toMatchObject({
    ...{ status: 'rejected', code: 'conflict' },
    details: { fields: { text: { yours: late.text, theirs: '{nickname}，晚了，抱歉。' } } },
  })
  expect(await texts()).toEqual([['zh-CN-late', '{nickname}，晚了，抱歉。', agent.id]])
  expect(await send(owner, 'template.save', { ...late, was: '{nickname}，晚了，抱歉。' })).toMatchObject(applied)
  expect(await send(agent, 'template.reset', { ...which, was: late.text })).toMatchObject(applied)
  expect(await texts()).toEqual([['zh-CN-late', '', agent.id]])
  const viewer = await shop.member('viewer')
  expect(await send(viewer, 'template.save', late)).toMatchObject({ status: 'rejected', code: 'forbidden' })
})

test('a complaint imported on two phones is one case', async () => {
  const customerId = await shop.customer()
  const complaint = {
    ...{ id: 'case-0123456789abcdef0123456789abcdef', customerId, orderId: null, orderRef: '1002', product: null },
    ...{ channel: 'review', source: 'import', words: '破了', wants: null },
  }
  expect(await send(agent, 'dispute.open', complaint)).toMatchObject(applied)
  expect(await send(owner, 'dispute.open', complaint)).toMatchObject({ status: 'rejected', code: 'already_exists' })
  const cases = (await shop.rows('disputes')).filter(({ id }) => id === complaint.id)
  expect(cases).toMatchObject([{ source: 'import', orderRef: '1002' }])
})
