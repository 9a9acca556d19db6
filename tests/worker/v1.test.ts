import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

const CDNOW = resolve(import.meta.dirname, '../data/cdnow_sample.txt')

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const ALL = ['orders:write', 'customers:read', 'disputes:read', 'disputes:write', 'win-back:read', 'jobs:run']
async function shop(over = {}): Promise<{ phone: Phone; key: string; call: Call }> {
  const phone = await worker.signUp(over)
  const key = await phone.key(...ALL)
  const call: Call = async (method, path, body) => (await worker.request(method, `/api/v1/${path}`, { key, body })).body
  return { phone, key, call }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Call = (method: string, path: string, body?: unknown) => Promise<any>

async function everyone(call: Call, query = '') {
  const items = []
  for (let cursor = ''; ; ) {
    const page = await call('GET', `customers?limit=500&cursor=${cursor}${query}`)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}

describe('orders', () => {
  test('good ones go in, bad ones are listed with index, code and reason', async () => {
    const { call } = await shop()
    const answer = await call('POST', 'orders', {
      orders: [
        order(),
        order({ currency: 'USD' }),
        order({ placedAt: '2026-05-01 10:00:00' }),
        order({ total: '12.345' }),
        order({ status: 'lost' }),
        order({ externalId: '' }),
        order({ lines: [{ product: 'x', quantity: -1, price: '1.00' }] }),
        'nonsense',
      ],
    })
    expect(answer.created).toBe(1)
    expect(answer.rejected.map((r: { index: number; code: string }) => [r.index, r.code])).toEqual([
      [1, 'currency_mismatch'],
      [2, 'invalid_date'],
      [3, 'invalid_money'],
      [4, 'unknown_status'],
      [5, 'invalid_id'],
      [6, 'invalid_quantity'],
      [7, 'invalid_order'],
    ])
  })

  test('the last of two with one number in one call wins', async () => {
    const { call } = await shop()
    const [a, b] = [order({ externalId: 'd', total: '10.00' }), order({ externalId: 'd', total: '20.00' })]
    expect(await call('POST', 'orders', { orders: [a, b] })).toMatchObject({ created: 1, unchanged: 1 })
    await call('POST', 'recompute')
    expect(await everyone(call)).toMatchObject([{ orders: 1, net: '20.00' }])
  })

  test('pending and cancelled are no purchase, refunded counts with nothing left, and who only cancelled is a prospect', async () => {
    const { call } = await shop()
    const of = (accountId: string) => ({ customer: { accountId, nickname: accountId } })
    await call('POST', 'orders', {
      orders: [
        order({ ...of('keen'), total: '100.00' }),
        order({ ...of('keen'), total: '50.00', status: 'refunded' }),
        order({ ...of('keen'), total: '30.00', refunded: '10.00' }),
        order({ ...of('keen'), total: '999.00', status: 'pending' }),
        order({ ...of('shy'), status: 'cancelled' }),
      ],
    })
    await call('POST', 'recompute')
    const [keen, shy] = (await everyone(call)).sort((a, b) => a.accountId.localeCompare(b.accountId))
    expect(keen).toMatchObject({ orders: 3, net: '120.00', tier: 'A' })
    expect(shy).toMatchObject({ orders: 0, net: '0.00', tier: null, stage: 'prospect', rfm: null })
  })

  test('an order that changes hands takes its money along', async () => {
    const { call } = await shop()
    await call('POST', 'orders', { orders: [order({ externalId: 'm', customer: { accountId: 'a' } })] })
    await call('POST', 'orders', { orders: [order({ externalId: 'm', customer: { accountId: 'b' } })] })
    await call('POST', 'recompute')
    const nets = Object.fromEntries((await everyone(call)).map((c) => [c.accountId, c.net]))
    expect(nets).toEqual({ a: '0.00', b: '128.00' })
  })

  test('a newer order’s facts supersede, an empty or older one never overwrites', async () => {
    const { call, phone } = await shop()
    const of = (placedAt: string, customer: object) => order({ placedAt, customer: { accountId: 'f', ...customer } })
    await call('POST', 'orders', { orders: [of('2026-03-01T00:00:00Z', { nickname: '旧', phone: '13800001111' })] })
    await call('POST', 'orders', { orders: [of('2026-04-01T00:00:00Z', { nickname: '新' })] })
    await call('POST', 'orders', { orders: [of('2026-02-01T00:00:00Z', { nickname: '更旧' })] })
    const { rows } = await phone.pullAll()
    expect([...(rows.customers?.values() ?? [])]).toMatchObject([{ nickname: '新', phone: '13800001111' }])
  })
})

describe('recompute', () => {
  test('CDNOW: every line an order, money exact, tiers as counted by hand', async () => {
    const { call, phone } = await shop({ currency: 'USD', timezone: 'UTC', locale: 'en' })
    const orders = readFileSync(CDNOW, 'utf8')
      .trim()
      .split('\n')
      .map((line, n) => {
        const [, accountId, day = '', units, dollars] = line.trim().split(/\s+/)
        return {
          ...{ source: 'cdnow', externalId: String(n), status: 'completed', currency: 'USD', total: dollars },
          placedAt: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`,
          customer: { accountId },
          lines: [{ product: 'CD', quantity: Number(units), price: dollars }],
        }
      })
    for (let n = 0; n < orders.length; n += 500) {
      expect(await call('POST', 'orders', { orders: orders.slice(n, n + 500) })).toMatchObject({ rejected: [] })
    }
    expect(await call('POST', 'recompute', { asOf: '1998-06-30' })).toMatchObject({ customers: 2357, moves: 0 })
    const items = await everyone(call)
    expect(items.length).toBe(2357)
    expect(items.reduce((sum, c) => sum + c.orders, 0)).toBe(6919)
    expect(items.reduce((sum, c) => sum + Math.round(Number(c.net) * 100), 0)).toBe(24_409_194)
    const tiers = Object.groupBy(items, (c) => c.tier)
    expect([tiers.A?.length, tiers.B?.length, tiers.C?.length]).toEqual([304, 256, 1797])
    expect((await everyone(call, '&tier=A')).length).toBe(304)
    expect(items.every((c) => /\$|never|order/i.test(c.why))).toBe(true)
    // Earlier, the same shop looked different; the tier in force stays.
    await call('POST', 'recompute', { asOf: '1997-09-30' })
    const earlier = await everyone(call)
    expect(earlier.reduce((sum, c) => sum + c.orders, 0)).toBeLessThan(6919)
    expect(earlier.filter((c) => c.tier === 'A').length).toBe(304)
    // Neither run has left what it staged.
    const staged = { sql: 'SELECT runId FROM figures WHERE shopId = :shop LIMIT 1', args: { shop: phone.shopId } }
    expect(await worker.database.read([staged])).toEqual([[]])
  })

  test('a past date gives figures only: no moves, and a bad date is refused', async () => {
    const { call, phone, key } = await shop()
    await call('POST', 'orders', { orders: [order()] })
    expect(await call('POST', 'recompute', { asOf: '2026-05-31' })).toMatchObject({ customers: 1, moves: 0 })
    for (const asOf of ['2026-02-30', 'yesterday', '2026-05-01T10:00:00', '2999-01-01']) {
      const answer = await worker.request('POST', '/api/v1/recompute', { key, body: { asOf } })
      expect([asOf, answer.status]).toEqual([asOf, 400])
    }
    expect((await phone.pullAll()).rows.moves).toBeUndefined()
  })

  test('resends only customers whose figures changed', async () => {
    const { call, phone } = await shop()
    const many = Array.from({ length: 20 }, (_, n) =>
      order({ customer: { accountId: `a${n}` }, total: `${100 + n}.00` }),
    )
    await call('POST', 'orders', { orders: many })
    await call('POST', 'recompute')
    const { cursor } = await phone.pullAll()
    await call('POST', 'recompute')
    const again = await phone.pullAll(cursor)
    expect(again.rows.customers).toBeUndefined()
  })

  test('a demotion from A waits for a person, who accepts or undoes it', async () => {
    const { call, phone } = await shop()
    const of = (accountId: string, total: string) => order({ customer: { accountId }, total })
    await call('POST', 'orders', { orders: [of('star', '1000.00'), of('small', '10.00')] })
    await call('POST', 'recompute')
    await call('POST', 'orders', { orders: [of('giant', '90000.00')] })
    const { moves } = await call('POST', 'recompute')
    expect(moves).toBeGreaterThan(0)
    const { rows } = await phone.pullAll()
    const star = [...(rows.customers?.values() ?? [])].find((c) => c.accountId === 'star')
    const move = [...(rows.moves?.values() ?? [])].find((m) => m.customerId === star?.id)
    expect(move).toMatchObject({ from: 'A', status: 'proposed' })
    expect(star?.tier).toBe('A')
    expect(await phone.mutate('tier.accept', { moveId: move?.id, customerId: star?.id })).toMatchObject({
      status: 'applied',
    })
    expect((await phone.pullAll()).rows.customers?.get(star?.id)).toMatchObject({ tier: move?.to })
    expect(await phone.mutate('tier.undo', { moveId: move?.id, customerId: star?.id })).toMatchObject({
      status: 'applied',
    })
    expect((await phone.pullAll()).rows.customers?.get(star?.id)).toMatchObject({ tier: 'A' })
  })
})

describe('disputes and win-back', () => {
  test('a complaint by API opens a case on the order’s buyer and tells the team', async () => {
    const { call, phone } = await shop()
    await call('POST', 'orders', {
      orders: [order({ externalId: 'c1', customer: { accountId: 'buyer', nickname: '阿林' } })],
    })
    const made = await call('POST', 'disputes', { words: '杯子碎了', order: { externalId: 'c1' }, wants: '换一个' })
    const { rows } = await phone.pullAll()
    expect(rows.disputes?.get(made.id)).toMatchObject({ step: 'listen', words: '杯子碎了', source: 'api' })
    expect(rows.customers?.get(made.customerId)).toMatchObject({ nickname: '阿林', openDisputes: 1 })
    expect([...(rows.notifications?.values() ?? [])]).toMatchObject([
      { category: 'complaint', url: `/disputes/${made.id}` },
    ])
    const list = await call('GET', 'disputes?state=listen')
    expect(list.items).toMatchObject([{ id: made.id, state: 'listen' }])
    expect((await call('GET', 'disputes?state=closed')).items).toEqual([])
  })

  test('a case is told whole, as the document says: clocks, deadlines, remedies, marks and where it went', async () => {
    const { call, phone } = await shop()
    const [id, gone, customerId] = [newId(), newId(), newId()]
    await phone.mutate('customer.add', { id: customerId, nickname: '阿林' })
    const about = { customerId, channel: 'taobao', carrier: '顺丰', words: '杯子碎了', wants: '换一个' }
    await phone.mutate('dispute.open', { ...about, id })
    await phone.mutate('dispute.open', { ...about, id: gone, words: '还碎着' })
    await phone.mutate('dispute.merge', { id: gone, into: id, customerId, eventId: newId(), tasks: [] })
    const [handleBy, proveBy, later] = [1, 2, 3].map((days) => Date.now() + days * 86_400_000)
    const until = Date.now() + 60_000
    await phone.mutate('dispute.deadlines', { id, set: { handleBy, proveBy }, was: { handleBy: null, proveBy: null } })
    const seen = (from: string, loop = 0) => ({ id, customerId, from, loop, taskId: null })
    await phone.mutate('dispute.reply', { ...seen('listen'), text: '很抱歉，我马上看' })
    await phone.mutate('dispute.analyse', {
      ...{ ...seen('analyse'), surface: '杯子碎了', real: '没人理', causeFamily: 'quality', cause: 'transit-damage' },
      ...{ responsibility: 'carrier', severity: 'medium' },
    })
    const only = async (dispute: string) => {
      const { items } = await call('GET', 'disputes')
      return items.find((one: { id: string }) => one.id === dispute)
    }
    const iso = (ms: number | undefined) => new Date(ms ?? 0).toISOString()
    expect(await phone.mutate('dispute.snooze', { id, until, was: null })).toMatchObject({ status: 'applied' })
    expect(await only(id)).toMatchObject({
      ...{
        state: 'resolve',
        snoozedUntil: iso(until),
        handleBy: iso(handleBy),
        proveBy: iso(proveBy),
        waitingSince: null,
      },
    })
    await phone.mutate('dispute.answer', { id, text: '发张照片好吗', waits: true })
    expect(await only(id)).toMatchObject({ waitingSince: expect.any(String), answeredAt: expect.any(String) })
    await phone.mutate('dispute.hear', { id, customerId, text: '发了', at: null })
    expect(await only(id)).toMatchObject({ heardAt: expect.any(String), nextReplyDueAt: expect.any(String) })
    await phone.mutate('dispute.resolve', {
      ...{ ...seen('resolve'), told: '今天补发', was: { remedies: [], told: null } },
      remedies: [{ kind: 'resend', cost: 1200, promisedAt: handleBy, note: '加气泡膜' }],
    })
    const { tasks = new Map() } = (await phone.pullAll()).rows
    await phone.mutate('dispute.record', {
      ...{ ...seen('record'), taskId: [...tasks.keys()][0], confirmedCause: 'transit-damage', done: '补发一只' },
      ...{ actualCost: 1150, lesson: '加气泡膜', followUpAt: later },
    })
    await phone.mutate('dispute.rate', {
      ...{ ...seen('follow-up'), satisfaction: { expectation: 3, quality: 5, service: 4 }, comment: null },
    })
    const told = await only(id)
    expect(told).toMatchObject({
      ...{ customerId, state: 'closed', outcome: 'satisfied', source: 'hand', carrier: '顺丰', words: '杯子碎了' },
      ...{ wants: '换一个', cause: 'transit-damage', causeFamily: 'quality', responsibility: 'carrier', loop: 0 },
      ...{ approval: 'none', told: '今天补发', actualCost: '11.50', lesson: '加气泡膜', attempts: 0, mergedInto: null },
      remedies: [{ kind: 'resend', cost: '12.00', promisedAt: iso(handleBy), note: '加气泡膜' }],
      satisfaction: { expectation: 3, quality: 5, service: 4 },
    })
    const merged = await only(gone)
    expect(merged).toMatchObject({ state: 'closed', outcome: 'merged', mergedInto: id, actualCost: null })
    const { Dispute } = (await worker.request('GET', '/api/v1/openapi.json')).body.components.schemas
    for (const one of [told, merged]) {
      expect(Object.keys(one).sort()).toEqual(Object.keys(Dispute.properties).sort())
      expect([...Dispute.required].sort()).toEqual(Object.keys(one).sort())
    }
  })

  test('win-back ranks who slips by value at risk, with reasons', async () => {
    const { call } = await shop()
    const bought = (accountId: string, month: number, total: string) =>
      order({
        customer: { accountId, nickname: accountId },
        total,
        placedAt: `2025-${String(month).padStart(2, '0')}-10T10:00:00+08:00`,
      })
    await call('POST', 'orders', {
      orders: [1, 2, 3, 4].flatMap((m) => [bought('big', m, '500.00'), bought('small', m, '50.00')]),
    })
    await call('POST', 'recompute')
    const { items } = await call('GET', 'win-back?limit=10')
    expect(items.map((i: { accountId: string }) => i.accountId)).toEqual(['big', 'small'])
    expect(items[0]).toMatchObject({ eligible: true, reasons: [], stage: 'lost' })
    expect(items[0].why[0].text).toMatch(/天/)
  })

  test('the OpenAPI document names every route', async () => {
    const { body } = await worker.request('GET', '/api/v1/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths).sort()).toEqual(
      ['consents', 'customers', 'disputes', 'model', 'orders', 'recompute', 'win-back'].map((p) => `/api/v1/${p}`),
    )
  })
})
