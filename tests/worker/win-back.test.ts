import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const iso = (ms: number) => new Date(ms).toISOString()

/** A shop whose only customer bought every month and then stopped. */
async function slipping(): Promise<{ phone: Phone; customerId: string; buys: (at: number) => Promise<void> }> {
  const phone = await worker.signUp()
  const key = await phone.key('orders:write', 'jobs:run')
  const post = (path: string, body: unknown) => worker.request('POST', `/api/v1/${path}`, { key, body })
  const at = (placedAt: number, total = '200.00') =>
    order({ placedAt: iso(placedAt), total, customer: { accountId: 'gone', nickname: '老茶客' } })
  const last = Date.now() - 100 * DAY_MS
  await post('orders', { orders: [0, 30, 60, 90].map((days) => at(last - days * DAY_MS)) })
  await post('recompute', {})
  const { rows } = await phone.pullAll()
  const customerId = [...(rows.customers?.keys() ?? [])][0] ?? ''
  return { phone, customerId, buys: async (when) => void (await post('orders', { orders: [at(when, '300.00')] })) }
}

let codes = 0
const offer = (customerId: string, over = {}) => ({
  ...{ offerId: newId(), customerId, kind: 'percent', value: 10, gift: null, minimum: 10_000 },
  code: `HTK-0000-${String(++codes).padStart(4, '0')}`,
  ...{ validUntil: Date.now() + 14 * DAY_MS, message: '好久不见，给你留了九折。', lastOfferId: null, monthSpent: 0 },
  ...over,
})

/** What the server holds: a first load leaves out what is done with. */
const state = async (phone: Phone) => {
  const read = (table: string) => ({
    sql: `SELECT * FROM ${table} WHERE shopId = :s ORDER BY id`,
    args: { s: phone.shopId },
  })
  const [offers = [], tasks = [], customers = []] = await worker.database.read(
    ['offers', 'tasks', 'customers'].map(read),
  )
  return { offers, tasks, customers }
}
describe('a win-back offer', () => {
  test('is drafted with a task for Today, sent, and checked at its end', async () => {
    const { phone, customerId } = await slipping()
    const args = offer(customerId)
    expect(await phone.mutate('win-back.trigger', args)).toMatchObject({ status: 'applied' })
    const drafted = await state(phone)
    expect(drafted.offers).toMatchObject([{ id: args.offerId, status: 'draft', cost: 2000 }])
    expect(drafted.tasks).toMatchObject([{ kind: 'win-back', status: 'open', offerId: args.offerId }])
    const taskId = drafted.tasks[0]?.id
    await phone.mutate('win-back.sent', { offerId: args.offerId, customerId, taskId, channel: 'wangwang' })
    const sent = await state(phone)
    expect(sent.offers).toMatchObject([{ status: 'sent', channel: 'wangwang' }])
    expect(sent.customers[0]?.lastContactAt).toBeGreaterThan(0)
    expect(sent.tasks.map((t) => [t.kind, t.status]).sort()).toEqual([
      ['win-back', 'done'],
      ['win-back-check', 'open'],
    ])
  })

  test('is cancelled with its task when they buy before it was sent', async () => {
    const { phone, customerId, buys } = await slipping()
    await phone.mutate('win-back.trigger', offer(customerId))
    await buys(Date.now())
    const { offers, tasks } = await state(phone)
    expect(offers).toMatchObject([{ status: 'cancelled', cancelReason: 'bought' }])
    expect(tasks).toMatchObject([{ kind: 'win-back', status: 'cancelled' }])
  })

  test('has brought them back when they buy while it is valid, with what they spent', async () => {
    const { phone, customerId, buys } = await slipping()
    const args = offer(customerId)
    await phone.mutate('win-back.trigger', args)
    const taskId = (await state(phone)).tasks[0]?.id
    await phone.mutate('win-back.sent', { offerId: args.offerId, customerId, taskId, channel: 'wechat' })
    await buys(Date.now() + 1000)
    const { offers } = await state(phone)
    expect(offers).toMatchObject([{ status: 'returned', revenue: 30_000 }])
  })

  test('of two phones that offer at once only one stands', async () => {
    const { phone, customerId } = await slipping()
    const other = phone.another()
    const results = await Promise.all([
      phone.mutate('win-back.trigger', offer(customerId)),
      other.mutate('win-back.trigger', offer(customerId)),
    ])
    expect(results.map((r) => r.status).sort()).toEqual(['applied', 'rejected'])
    expect((await state(phone)).offers).toHaveLength(1)
  })

  test('is not made to somebody with an open dispute, nor beyond the month’s budget, nor at a loss', async () => {
    const { phone, customerId } = await slipping()
    const refused = (result: unknown, code: string) => expect(result).toMatchObject({ status: 'rejected', code })
    refused(await phone.mutate('win-back.trigger', offer(customerId, { monthSpent: 99_999 })), 'not_eligible')
    refused(
      await phone.mutate('win-back.trigger', offer(customerId, { kind: 'amount', value: 50_000, minimum: 0 })),
      'bad_args',
    )
    await phone.mutate('dispute.open', {
      ...{ id: newId(), customerId, orderId: null, orderRef: null, product: null, channel: 'taobao', source: 'hand' },
      ...{ words: '茶潮了', wants: null },
    })
    refused(await phone.mutate('win-back.trigger', offer(customerId)), 'not_eligible')
  })
})
