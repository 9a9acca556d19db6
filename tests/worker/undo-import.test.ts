import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemCtx } from '../../worker/context.ts'
import { newId } from '../../worker/ids.ts'
import { startImport, takeBackImport, takeChunk } from '../../worker/verbs/import.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { recompute } from '../../worker/verbs/recompute.ts'
import { takeOrders } from '../../worker/verbs/take-orders.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

const OWNER = { role: 'owner' } as const
let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const ctx = () => systemCtx(shop.deps.database, shop.id, shop.now, newId)
const order = (externalId: string, accountId: string | null, total = '100.00') => ({
  ...{
    source: 'taobao',
    externalId,
    placedAt: '2026-05-01T10:00:00+08:00',
    status: 'completed',
    currency: 'CNY',
    total,
  },
  ...{ customer: accountId === null ? {} : { accountId }, lines: [{ product: '茶', quantity: 1, price: total }] },
})
async function bring(...orders: object[]): Promise<string> {
  const id = newId()
  await startImport(ctx(), { id, name: 'n', format: 'f', fileHash: 'h', chunks: 9 })
  await takeChunk(ctx(), id, 0, orders)
  return id
}
const undo = (id: string) => takeBackImport(ctx(), id)
const customers = async () => new Map((await shop.rows('customers')).map((row) => [row.accountId ?? row.id, row]))
const idOf = async (accountId: string) => String((await customers()).get(accountId)?.id)
const live = async () => (await shop.rows('customers')).filter((row) => row.deleted === 0).map((row) => row.accountId)

describe('an import taken back', () => {
  test('takes along the moves proposed for people it brought', async () => {
    const id = await bring(order('1', 'lin'))
    await shop.change(`UPDATE customers SET tier = 'C' WHERE shopId = :shop`)
    const settings = { set: { tiers: { autoApply: false } }, was: { tiers: { autoApply: true } } }
    await perform(ctx(), OWNER, 'shop.settings', settings)
    await recompute(ctx(), OWNER, () => null, Date.now)
    expect((await shop.rows('moves')).map((row) => row.status)).toEqual(['proposed'])
    await undo(id)
    expect(await live()).toEqual([])
    const [move] = await shop.rows('moves')
    expect(move?.status).toBe('dismissed')
    const [customer] = await shop.rows('customers')
    expect(move?.rev).toBe(customer?.rev)
  })

  test('keeps whom a person has written something about', async () => {
    const id = await bring(
      order('1', 'noted'),
      order('2', 'left-alone'),
      order('3', 'written-to'),
      order('4', 'nobody'),
    )
    const of = { noted: await idOf('noted'), alone: await idOf('left-alone'), written: await idOf('written-to') }
    await perform(ctx(), OWNER, 'customer.edit', { id: of.noted, set: { note: '爱喝岩茶' }, was: { note: null } })
    const quiet = { id: of.alone, set: { doNotContact: 1 }, was: { doNotContact: 0 } }
    await perform(ctx(), OWNER, 'customer.edit', quiet)
    await perform(ctx(), OWNER, 'customer.contacted', { customerId: of.written, channel: 'wechat', purpose: 'care' })
    await undo(id)
    expect(await live()).toEqual(['noted', 'left-alone', 'written-to'])
    expect((await customers()).get('noted')).toMatchObject({ note: '爱喝岩茶', ordersCount: 0, net: 0 })
  })

  test('gives an order that changed hands back, with its money', async () => {
    await bring(order('1', 'xia'))
    const second = await bring(order('1', 'yun'), order('2', 'yun'))
    expect(await customers().then((c) => [c.get('xia')?.net, c.get('yun')?.net])).toEqual([0, 20000])
    await undo(second)
    expect(await live()).toEqual(['xia'])
    expect((await customers()).get('xia')).toMatchObject({ net: 10000, ordersCount: 1 })
  })

  test('never leaves an order with somebody who is gone', async () => {
    const first = await bring(order('1', 'xia'))
    const second = await bring(order('1', 'yun'))
    const third = await bring(order('2', 'xia'))
    await undo(third)
    await undo(second)
    const owners = await customers()
    for (const row of (await shop.rows('orders')).filter((row) => row.deleted === 0)) {
      const owner = [...owners.values()].find((customer) => customer.id === row.customerId)
      expect(owner).toMatchObject({ deleted: 0, net: 10000, ordersCount: 1 })
    }
    await undo(first)
    expect(await live()).toEqual([])
  })

  test('twice at once is done once', async () => {
    const id = await bring(order('1', 'xia'))
    await Promise.all([undo(id), undo(id)])
    expect((await shop.rows('audit')).filter((row) => row.action === 'import.undo')).toHaveLength(1)
  })

  test('while a chunk is on its way lets nothing of it in', async () => {
    const id = await bring(order('1', 'xia'))
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      await undo(id)
    }
    await expect(takeChunk(ctx(), id, 1, [order('2', 'yun')])).rejects.toMatchObject({ code: 'import_closed' })
    expect((await shop.rows('orders')).filter((row) => row.deleted === 0)).toEqual([])
    expect(await live()).toEqual([])
  })
})

test('an order sent again without its buyer keeps the one it has', async () => {
  await takeOrders(ctx(), OWNER, [order('1', 'xia')])
  await takeOrders(ctx(), OWNER, [{ ...order('1', null), status: 'refunded' }])
  expect((await customers()).get('xia')).toMatchObject({ ordersCount: 1, net: 0 })
})
