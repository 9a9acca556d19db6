import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { order, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const person = (over = {}) => ({ id: newId(), nickname: '小满', ...over })

describe('an unreachable database', () => {
  test('answers a clear 503, loses nothing, and takes the same push when it is back', async () => {
    const phone = await worker.signUp()
    const args = person()
    const mutation = phone.mutation('customer.add', args)
    await worker.databaseDown()
    const down = await phone.send(mutation)
    expect(down.status).toBe(503)
    expect(down.body).toMatchObject({ code: 'unavailable', status: 503 })
    expect(down.headers.get('content-type')).toBe('application/problem+json')
    // In the own server it can only be locked, and is read from as before.
    if (process.env.TEST_HOST !== 'node') {
      const health = await worker.request('GET', '/api/health')
      expect(health.status).toBe(503)
      expect(health.body).toMatchObject({ ok: false, database: { ok: false } })
    }
    await worker.databaseUp()
    expect((await phone.send(mutation)).body.results).toEqual([{ seq: 1, status: 'applied' }])
    expect((await phone.pullAll()).rows.customers?.size).toBe(1)
    expect((await worker.request('GET', '/api/health')).body).toMatchObject({ ok: true, database: { ok: true } })
  })
})

describe('a worker restarted in the middle of a push', () => {
  test('what it had taken is not taken again, the rest follows', async () => {
    const phone = await worker.signUp()
    const mutations = [1, 2, 3].map((n) => phone.mutation('customer.add', person({ nickname: `客人${n}` })))
    // The first one arrives and its answer is lost with the worker.
    await phone.send(mutations[0] as object)
    await worker.restart()
    const answer = await phone.send(...(mutations as object[]))
    expect(answer.body.results.map((r: { status: string }) => r.status)).toEqual(['applied', 'applied', 'applied'])
    const { rows, lastSeq } = await phone.pullAll()
    expect(lastSeq).toBe(3)
    expect(rows.customers?.size).toBe(3)
  })

  test('a push cut off while it runs leaves whole mutations only', async () => {
    const phone = await worker.signUp()
    const mutations = Array.from({ length: 40 }, (_, n) =>
      phone.mutation('customer.add', person({ nickname: `客人${n}` })),
    )
    const cut = phone.send(...mutations).catch(() => null)
    await worker.restart()
    await cut
    const again = await phone.send(...mutations)
    expect(again.status).toBe(200)
    const { rows, lastSeq } = await phone.pullAll()
    expect(lastSeq).toBe(40)
    expect(rows.customers?.size).toBe(40)
  })
})

describe('a lost race', () => {
  test('two phones edit the same field at once: one wins, the other leaves no trace and hears of a conflict', async () => {
    const phone = await worker.signUp()
    const other = phone.another()
    const customer = person({ nickname: '旧名' })
    await phone.mutate('customer.add', customer)
    const edit = (nickname: string) => ({ id: customer.id, set: { nickname }, was: { nickname: '旧名' } })
    const results = await Promise.all([
      phone.mutate('customer.edit', edit('甲的名字')),
      other.mutate('customer.edit', edit('乙的名字')),
    ])
    const statuses = results.map((r) => r.status).sort()
    expect(statuses).toEqual(['applied', 'rejected'])
    const rejected = results.find((r) => r.status === 'rejected')
    expect(rejected).toMatchObject({ code: 'conflict' })
    const { rows } = await phone.pullAll()
    const won = results[0]?.status === 'applied' ? '甲的名字' : '乙的名字'
    expect(rows.customers?.get(customer.id)).toMatchObject({ nickname: won })
    const [audit] = await worker.database.read([
      {
        sql: `SELECT COUNT(*) AS n FROM audit WHERE shopId = :s AND action = 'customer.edit'`,
        args: { s: phone.shopId },
      },
    ])
    expect(audit?.[0]?.n).toBe(1)
  })

  test('two phones edit different fields: both are kept', async () => {
    const phone = await worker.signUp()
    const other = phone.another()
    const customer = person({ nickname: '旧名' })
    await phone.mutate('customer.add', customer)
    const results = await Promise.all([
      phone.mutate('customer.edit', { id: customer.id, set: { nickname: '新名' }, was: { nickname: '旧名' } }),
      other.mutate('customer.edit', { id: customer.id, set: { note: '爱喝白茶' }, was: { note: null } }),
    ])
    expect(results.map((r) => r.status)).toEqual(['applied', 'applied'])
    const { rows } = await phone.pullAll()
    expect(rows.customers?.get(customer.id)).toMatchObject({ nickname: '新名', note: '爱喝白茶' })
  })

  test('two writers of the same new order: one creates, the other finds it', async () => {
    const phone = await worker.signUp()
    const key = await phone.key('orders:write')
    const orders = [order()]
    const answers = await Promise.all(
      [1, 2, 3].map(() => worker.request('POST', '/api/v1/orders', { key, body: { orders } })),
    )
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200])
    expect(answers.reduce((sum, a) => sum + a.body.created, 0)).toBe(1)
    const { rows } = await phone.pullAll()
    expect([...(rows.customers?.values() ?? [])]).toMatchObject([{ ordersCount: 1, net: 12800 }])
  })
})

describe('pull', () => {
  test('pages through one huge import while writes go on: nothing missed, nothing twice', async () => {
    const phone = await worker.signUp()
    const key = await phone.key('orders:write')
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) =>
        order({ externalId: `o${from + i}`, customer: { accountId: `a${from + i}`, nickname: `客${from + i}` } }),
      )
    for (let n = 0; n < 2500; n += 500) {
      await worker.request('POST', '/api/v1/orders', { key, body: { orders: many(n, n + 500) } })
    }
    const seen = new Map<string, number>()
    let cursor: string | undefined
    for (let page = 0; ; page++) {
      const answer = await phone.pull(cursor)
      for (const row of answer.tables.customers?.rows ?? [])
        seen.set(String(row[0]), (seen.get(String(row[0])) ?? 0) + 1)
      if (page === 0) await worker.request('POST', '/api/v1/orders', { key, body: { orders: many(2500, 2600) } })
      cursor = answer.cursor
      if (!answer.more) break
    }
    expect(seen.size).toBe(2600)
    expect(Math.max(...seen.values())).toBe(1)
    const orders = await phone.pullAll(undefined, 'orders')
    expect(orders.rows.orders?.size ?? 0).toBe(2600)
  })

  test('a row that is done with while the first load is under way does not stay open on the phone', async () => {
    const phone = await worker.signUp()
    const customerId = newId()
    await phone.mutate('customer.add', { id: customerId, nickname: '阿林' })
    const id = newId()
    await phone.mutate('dispute.open', {
      ...{ id, customerId, orderId: null, orderRef: null, product: null, channel: 'taobao', source: 'hand' },
      ...{ words: '杯子碎了', wants: null },
    })
    const key = await phone.key('orders:write')
    const many = (from: number) =>
      Array.from({ length: 500 }, (_, i) =>
        order({ externalId: `p${from + i}`, customer: { accountId: `p${from + i}` } }),
      )
    for (const from of [0, 500, 1000])
      await worker.request('POST', '/api/v1/orders', { key, body: { orders: many(from) } })
    const first = await phone.pull()
    expect(first.more).toBe(true)
    const at = first.tables.notifications?.columns.indexOf('id') ?? 0
    expect(first.tables.notifications?.rows.length).toBe(1)
    const told = String(first.tables.notifications?.rows[0]?.[at])
    // Long ago by now, and so left out of a first load that begins today, but this phone already has it unread.
    await worker.database.write([
      {
        sql: `UPDATE notifications SET at = 1, readBy = '{"x":2}', rev = (SELECT head + 1 FROM shops WHERE id = :s) WHERE shopId = :s AND id = :id`,
        args: { s: phone.shopId, id: told },
      },
      { sql: 'UPDATE shops SET head = head + 1 WHERE id = :s', args: { s: phone.shopId } },
    ])
    const rest = await phone.pullAll(first.cursor)
    expect(rest.rows.notifications?.get(told)).toMatchObject({ readBy: '{"x":2}' })
  })

  test('a mutation acknowledged by push is in the pull that carries its number', async () => {
    const phone = await worker.signUp()
    const before = await phone.pullAll()
    expect(before.lastSeq).toBe(0)
    const args = person()
    await phone.mutate('customer.add', args)
    const after = await phone.pullAll(before.cursor)
    expect(after.lastSeq).toBe(1)
    expect(after.rows.customers?.has(args.id)).toBe(true)
    const nothing = await phone.pullAll(after.cursor)
    expect(nothing.rows).toEqual({})
  })
})

describe('imports', () => {
  const start = (chunks: number) => ({ id: newId(), name: '订单.csv', format: 'taobao', fileHash: 'x', chunks })

  test('a chunk sent again is counted once; undo reaches phones as blanked tombstones', async () => {
    const phone = await worker.signUp()
    const first = await phone.pullAll()
    const begin = start(1)
    await phone.post('/api/import', begin)
    const orders = [
      order({ externalId: 'x1' }),
      order({ externalId: 'x2', customer: { accountId: 'b', nickname: '阿茶' } }),
    ]
    const one = await phone.post(`/api/import/${begin.id}/chunks/0`, { orders })
    const two = await phone.post(`/api/import/${begin.id}/chunks/0`, { orders })
    expect(one.body).toMatchObject({ created: 2, unchanged: 0 })
    expect(two.body).toEqual(one.body)
    const done = await phone.post(`/api/import/${begin.id}/finish`, {})
    expect(done.body).toMatchObject({ created: 2, taken: [0] })
    const filled = await phone.pullAll(first.cursor)
    expect(filled.rows.customers?.size).toBe(2)
    const undone = await phone.post(`/api/import/${begin.id}/undo`, {})
    expect(undone.status).toBe(200)
    const emptied = await phone.pullAll(filled.cursor)
    const gone = [...(emptied.rows.customers?.values() ?? [])]
    expect(gone.length).toBe(2)
    for (const row of gone) expect(row).toMatchObject({ deleted: 1, nickname: null, accountId: null, ordersCount: 0 })
    const again = start(1)
    await phone.post('/api/import', again)
    expect((await phone.post(`/api/import/${again.id}/chunks/0`, { orders })).body).toMatchObject({ created: 2 })
  })

  test('undo gives a changed order its old values back and leaves later changes alone', async () => {
    const phone = await worker.signUp()
    const key = await phone.key('orders:write')
    const api = (orders: unknown[]) => worker.request('POST', '/api/v1/orders', { key, body: { orders } })
    await api([order({ externalId: 'k', total: '100.00' }), order({ externalId: 'later', total: '10.00' })])
    const begin = start(1)
    await phone.post('/api/import', begin)
    await phone.post(`/api/import/${begin.id}/chunks/0`, {
      orders: [order({ externalId: 'k', total: '80.00' }), order({ externalId: 'later', total: '20.00' })],
    })
    await api([order({ externalId: 'later', total: '30.00' })])
    await phone.post(`/api/import/${begin.id}/undo`, {})
    const { rows } = await phone.pullAll(undefined, 'orders')
    const totals = Object.fromEntries([...(rows.orders?.values() ?? [])].map((o) => [o.externalId, o.total]))
    expect(totals).toEqual({ k: 10000, later: 3000 })
    const customers = await phone.pullAll()
    expect([...(customers.rows.customers?.values() ?? [])]).toMatchObject([{ net: 13000, ordersCount: 2 }])
  })

  test('a finished or undone import takes no more chunks', async () => {
    const phone = await worker.signUp()
    const begin = start(2)
    await phone.post('/api/import', begin)
    await phone.post(`/api/import/${begin.id}/undo`, {})
    const late = await phone.post(`/api/import/${begin.id}/chunks/1`, { orders: [order()] })
    expect(late.status).toBe(409)
    expect(late.body.code).toBe('import_closed')
  })
})
