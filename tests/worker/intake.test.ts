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

const complaint = (customerId: string) => ({
  ...{ id: `case-${newId().replaceAll('-', '')}`, customerId, orderId: null, orderRef: '1002', product: null },
  ...{ channel: 'review', source: 'import', words: '破了', wants: null },
})

test('a complaint imported on two phones is one case, and neither is told no', async () => {
  const buyer = { id: `buyer-${newId().replaceAll('-', '')}`, nickname: '新来的', source: 'review' }
  const found = complaint(buyer.id)
  for (const [name, args] of [['customer.add', buyer] as const, ['dispute.open', found] as const]) {
    expect(await Promise.all([send(agent, name, args), send(owner, name, args)])).toMatchObject([applied, applied])
    expect(await send(owner, name, args)).toMatchObject(applied)
  }
  const about = async (table: string, key: string, id: string) =>
    (await shop.rows(table)).filter((row) => row[key] === id)
  expect(await about('disputes', 'id', found.id)).toMatchObject([{ source: 'import', orderRef: '1002' }])
  expect(await about('disputeEvents', 'disputeId', found.id)).toHaveLength(1)
  expect(await about('notifications', 'url', `/disputes/${found.id}`)).toHaveLength(1)
  expect(await about('customers', 'id', buyer.id)).toMatchObject([{ nickname: '新来的', openDisputes: 1 }])
})

test('an imported case that is already being handled, and its buyer, stay as they are when the sheet comes again', async () => {
  const buyer = { id: `buyer-${newId().replaceAll('-', '')}`, nickname: '新来的' }
  await send(agent, 'customer.add', buyer)
  const found = complaint(buyer.id)
  await send(agent, 'dispute.open', found)
  await send(agent, 'customer.edit', { id: buyer.id, set: { nickname: '王女士' }, was: { nickname: '新来的' } })
  await send(agent, 'dispute.reply', { id: found.id, from: 'listen', loop: 0, text: '抱歉，我马上查' })
  expect(await send(owner, 'customer.add', buyer)).toMatchObject(applied)
  expect(await send(owner, 'dispute.open', { ...found, words: '破了，很生气' })).toMatchObject(applied)
  expect((await shop.rows('disputes')).find(({ id }) => id === found.id)).toMatchObject({
    step: 'analyse',
    words: '破了',
  })
  expect((await shop.rows('customers')).find(({ id }) => id === buyer.id)).toMatchObject({ nickname: '王女士' })
})

test('two cases made by hand under one id are not one', async () => {
  const args = { ...complaint(await shop.customer()), id: newId(), source: 'hand' }
  expect(await send(agent, 'dispute.open', args)).toMatchObject(applied)
  expect(await send(owner, 'dispute.open', args)).toMatchObject({ status: 'rejected', code: 'already_exists' })
})
