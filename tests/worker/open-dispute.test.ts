/** A complaint by the API: whose it is, what it costs the database, and who comes twice at once. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
let key: { authorization: string }
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  key = await shop.key()
  // Once an hour a key's use is written down; what follows costs no more than itself.
  await shop.raw('GET', '/api/v1/customers', key)
})

async function post(path: string, body: object) {
  const { status, text } = await shop.raw('POST', `/api/v1/${path}`, key, JSON.stringify(body))
  return { status, body: JSON.parse(text) }
}
const complain = (over: object) => post('disputes', { words: '杯口裂了', ...over })
const takeOrder = (externalId: string, customer: object, source = 'taobao') =>
  post('orders', {
    orders: [
      {
        ...{ source, externalId, placedAt: '2026-05-01T10:00:00+08:00', status: 'completed', currency: 'CNY' },
        ...{ total: '128.00', customer, lines: [{ product: '手作茶杯', quantity: 1, price: '128.00' }] },
      },
    ],
  })
const ONE = { reads: 1, writes: 1 }

test('known by their id, their order or their account: a read and a write', async () => {
  await takeOrder('T1', { accountId: 'lin' })
  const [{ id: customerId } = {}] = await shop.rows('customers')
  const account = { customer: { source: 'taobao', accountId: 'lin' } }
  const ways = [
    { customerId },
    { order: { externalId: 'T1' } },
    { order: { source: 'taobao', externalId: 'T1' } },
    account,
    { ...account, order: { externalId: 'nowhere' } },
  ]
  for (const way of ways) {
    const answer: { status: number; body: { customerId: string } }[] = []
    expect(await shop.trips(async () => answer.push(await complain(way)))).toEqual(ONE)
    expect(answer).toMatchObject([{ status: 201, body: { customerId } }])
  }
  expect(await shop.rows('customers')).toMatchObject([{ openDisputes: ways.length }])
  expect((await shop.rows('disputes')).map(({ orderRef, product }) => [orderRef, product])).toEqual([
    [null, null],
    ['T1', '手作茶杯'],
    ['T1', '手作茶杯'],
    [null, null],
    ['nowhere', null],
  ])
})

test('somebody new is added with their case, at the same cost, and known from then on', async () => {
  const customer = { accountId: 'new', nickname: '阿林' }
  expect(await shop.trips(() => complain({ customer }))).toEqual(ONE)
  expect(await shop.trips(() => complain({ customer }))).toEqual(ONE)
  expect(await shop.rows('customers')).toMatchObject([{ accountId: 'new', nickname: '阿林', openDisputes: 2 }])
  const told = (await shop.rows('notifications')).map(({ params }) => JSON.parse(String(params)).name)
  expect(told).toEqual(['阿林', '阿林'])
})

test('two first complaints of one buyer at once are two cases of one person', async () => {
  const customer = { phone: '13800001111' }
  const answers = await Promise.all([complain({ customer }), complain({ customer })])
  expect(answers.map(({ status }) => status)).toEqual([201, 201])
  expect(await shop.rows('customers')).toMatchObject([{ phone: '13800001111', openDisputes: 2 }])
  expect(new Set((await shop.rows('disputes')).map((row) => row.customerId)).size).toBe(1)
})

test('of nobody that can be told, or of another’s order, there is no case and nobody is added', async () => {
  await takeOrder('T1', { accountId: 'lin' })
  expect((await complain({})).status).toBe(404)
  expect((await complain({ customerId: 'nobody' })).status).toBe(404)
  expect((await complain({ customer: { nickname: '张**' } })).status).toBe(404)
  const other = await shop.customer()
  expect(await complain({ customerId: other, order: { externalId: 'T1' } })).toMatchObject({
    body: { code: 'bad_args' },
  })
  expect(await shop.rows('disputes')).toEqual([])
  expect(await shop.rows('customers')).toHaveLength(2)
})
