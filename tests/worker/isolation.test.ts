import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
let mine: Phone
let theirs: Phone
/** Ids of rows of the other shop. */
const other: Record<'customer' | 'dispute' | 'order' | 'import' | 'key' | 'member', string> = {
  customer: newId(),
  dispute: newId(),
  order: '',
  import: newId(),
  key: '',
  member: '',
}

const opened = (over: Record<string, unknown> = {}) => ({
  id: newId(),
  customerId: other.customer,
  orderId: null,
  orderRef: null,
  product: '手作茶杯',
  channel: 'taobao',
  source: 'hand',
  words: '杯子裂了',
  wants: null,
  ...over,
})

beforeAll(async () => {
  worker = await startTestWorker()
  mine = await worker.signUp({ shop: '我的店' })
  theirs = await worker.signUp({ shop: '别家店' })
  await theirs.mutate('customer.add', { id: other.customer, nickname: '别家的客人' })
  await theirs.mutate('dispute.open', opened({ id: other.dispute }))
  await theirs.post('/api/import', { id: other.import, name: 'a.csv', format: 'taobao', fileHash: 'h', chunks: 1 })
  await theirs.post(`/api/import/${other.import}/chunks/0`, { orders: [order()] })
  other.key = (await theirs.post('/api/team/keys', { name: 'k', scopes: ['orders:read'] })).body.id
  other.member = theirs.userId
  other.order = [...((await theirs.pullAll(undefined, 'orders')).rows.orders?.keys() ?? [])][0] ?? ''
})
afterAll(() => worker.close())

describe('another shop’s ids', () => {
  test('every mutation that names one is refused as not found', async () => {
    const at = Date.now()
    const seen = { from: 'listen', loop: 0 }
    const attempts: [string, unknown][] = [
      ['customer.edit', { id: other.customer, set: { note: 'x' }, was: { note: null } }],
      ['customer.reveal', { customerId: other.customer, fields: ['phone'] }],
      ['customer.contacted', { customerId: other.customer, channel: 'taobao', purpose: 'care' }],
      ['customer.consent', { id: other.customer, channel: 'sms', answer: 'yes', how: 'chat', was: null }],
      ['dispute.open', opened()],
      ['dispute.reply', { id: other.dispute, ...seen, text: '你好' }],
      ['dispute.note', { id: other.dispute, text: 'x' }],
      [
        'tier.pin',
        { customerId: other.customer, tier: 'A', reason: 'x', until: null, was: { pinTier: null, tier: null } },
      ],
      ['tier.unpin', { customerId: other.customer }],
      ['product.costs', { items: [{ id: 'p1', cost: 1, was: null }] }],
      ['task.snooze', { taskId: other.dispute, until: at + 3_600_000, was: null }],
    ]
    for (const [name, args] of attempts) {
      const result = await mine.mutate(name, args)
      expect([name, result.status, result.status === 'rejected' && result.code]).toEqual([
        name,
        'rejected',
        'not_found',
      ])
    }
  })

  test('no route reads or changes them', async () => {
    expect((await mine.get(`/api/customers/${other.customer}/orders`)).body).toEqual({ orders: [] })
    expect((await mine.post(`/api/import/${other.import}/chunks/0`, { orders: [] })).status).toBe(404)
    expect((await mine.post(`/api/import/${other.import}/finish`, {})).status).toBe(404)
    expect((await mine.post(`/api/import/${other.import}/undo`, {})).status).toBe(404)
    expect((await mine.request('DELETE', `/api/team/members/${other.member}`, { cookie: mine.cookie })).status).toBe(
      404,
    )
    await mine.request('DELETE', `/api/team/keys/${other.key}`, { cookie: mine.cookie })
    const keys = (await theirs.get('/api/team/keys')).body.keys
    expect(keys).toMatchObject([{ id: other.key, revokedAt: null }])
    expect((await theirs.get('/api/import')).body.imports).toMatchObject([{ id: other.import, undoneAt: null }])
    expect((await mine.get('/api/import')).body.imports).toEqual([])
  })

  test('pull and API lists never carry them', async () => {
    const { rows } = await mine.pullAll()
    const orders = await mine.pullAll(undefined, 'orders')
    const text = JSON.stringify([[...Object.values(rows)].map((m) => [...m.values()]), orders.rows])
    for (const id of Object.values(other)) expect(text).not.toContain(id)
    const key = await mine.key('customers:read', 'disputes:read', 'win-back:read')
    for (const path of ['customers', 'disputes', 'win-back']) {
      const answer = await worker.request('GET', `/api/v1/${path}`, { key })
      expect(answer.status).toBe(200)
      expect(answer.body.items).toEqual([])
    }
  })

  test('an API dispute cannot be opened on them', async () => {
    const key = await mine.key('disputes:write')
    const byId = await worker.request('POST', '/api/v1/disputes', {
      key,
      body: { words: 'x', customerId: other.customer },
    })
    expect(byId.status).toBe(404)
    const byOrder = await worker.request('POST', '/api/v1/disputes', {
      key,
      body: { words: 'x', order: { externalId: other.order } },
    })
    expect(byOrder.status).toBe(404)
  })

  test('the same order number in two shops is two orders', async () => {
    const [a, b] = [await mine.key('orders:write'), await theirs.key('orders:write')]
    const orders = [order({ externalId: 'same' })]
    expect((await worker.request('POST', '/api/v1/orders', { key: a, body: { orders } })).body.created).toBe(1)
    expect((await worker.request('POST', '/api/v1/orders', { key: b, body: { orders } })).body.created).toBe(1)
  })

  test('a session or key of one shop with the other’s shop id opens nothing', async () => {
    const token = mine.cookie.split('.').slice(1).join('.')
    const forged = `__Host-session=${theirs.shopId}.${token}`
    expect((await worker.request('GET', '/api/session', { cookie: forged })).status).toBe(401)
    const key = await mine.key('customers:read')
    const forgedKey = key.replace(mine.shopId, theirs.shopId)
    expect((await worker.request('GET', '/api/v1/customers', { key: forgedKey })).status).toBe(401)
  })

  test('another phone’s outbox cannot be continued by somebody else', async () => {
    await theirs.mutate('customer.add', { id: newId(), nickname: '新客' })
    const intruder = mine.another()
    intruder.clientId = theirs.clientId
    const answer = await intruder.send(intruder.mutation('customer.add', { id: newId(), nickname: 'x' }))
    expect(answer.status).toBe(200) // Client ids are per shop: it is simply a new outbox of this one.
    expect((await theirs.pullAll()).lastSeq).toBe(3)
  })
})
