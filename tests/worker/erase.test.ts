/** Erasing a person: nothing of who they are is left anywhere, every total is what it was, and nothing brings them back. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ERASURE } from '../../db/erasure.ts'
import { statement } from '../../db/statement.ts'
import { systemCtx } from '../../worker/context.ts'
import { PART_BYTES } from '../../worker/domain/evidence/limits.ts'
import { casesOf } from '../../worker/domain/learning/case.ts'
import { productNamer } from '../../worker/domain/learning/product-name.ts'
import { parseOrder } from '../../worker/domain/order.ts'
import { orderHash } from '../../worker/domain/order-hash.ts'
import type { DisputeRow } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { sweep } from '../../worker/jobs/sweep.ts'
import { takeEvidence, takePart } from '../../worker/verbs/evidence.ts'
import { recompute } from '../../worker/verbs/recompute.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { jpeg } from '../support/pictures.ts'
import { order } from '../support/worker.ts'

/** Every text that says who the person is holds one of these. */
const WHO = ['ZQX', '13977001234', '秀水街', '西子姑娘']
const TOKEN = 'ZQXlinklinklinklinkAAA'
const COMPLAIN_TOKEN = 'ZQXcomplaincomplainAAA'

let store: TestDatabase
let shop: TestShop
let owner: TestMember
let person: string
let seq: number
let client: string
const logged: string[] = []

beforeAll(async () => {
  store = await startTestDatabase()
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...said) => void logged.push(said.join(' ')))
  }
})
afterAll(async () => {
  vi.restoreAllMocks()
  await store.close()
})
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  seq = 0
  client = newId()
  person = await fill()
})

const system = () => systemCtx(shop.deps.database, shop.id, shop.now, newId)

async function push(name: string, args: object, member = owner) {
  const mutation = { seq: ++seq, id: newId(), name, version: 1, args, at: shop.now }
  const { status, body } = await member.post('/api/push', { clientId: client, mutations: [mutation] })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return (body.results as { status: string; code?: string }[])[0] as { status: string; code?: string }
}

async function act(name: string, args: object): Promise<void> {
  expect([name, await push(name, args)]).toEqual([name, expect.objectContaining({ status: 'applied' })])
}

const theirs = (over: object = {}) =>
  order({
    customer: {
      ...{ accountId: 'ZQX_account', nickname: '西子姑娘', name: 'ZQX本名', phone: '13977001234' },
      ...{ email: 'ZQX@example.test', address: '浙江省杭州市秀水街 1 号' },
    },
    ...over,
  })
const others = (over: object = {}) => order({ customer: { accountId: 'other', nickname: '老茶客' }, ...over })

/** Numbers and choices say nothing of who somebody is; of a case, what it cost and how it ended. */
const chosen = { causeFamily: 'quality', cause: 'defect', responsibility: 'product', severity: 'medium' }

async function importOrders(orders: object[]): Promise<string> {
  const id = newId()
  await owner.post('/api/import', { id, name: '订单.csv', format: 'taobao', fileHash: 'h', chunks: 1 })
  expect((await owner.post(`/api/import/${id}/chunks/0`, { orders })).status).toBe(200)
  await owner.post(`/api/import/${id}/finish`)
  return id
}

let importId: string
const ORDERS = [0, 30, 60, 90].map((days) => ({
  externalId: `A${days}`,
  placedAt: new Date(Date.parse('2026-01-01T10:00:00+08:00') - days * DAY_MS).toISOString(),
}))

/** By every way in: a file, the API, a link, hand, photos, offers, notes, notices, refused changes. */
async function fill(): Promise<string> {
  importId = await importOrders([
    ...ORDERS.map(theirs),
    ...ORDERS.map((o) => others({ ...o, externalId: `B${o.externalId}` })),
  ])
  await recompute(
    system(),
    { role: 'owner' },
    () => null,
    () => shop.now,
  )
  const customers = await shop.rows('customers')
  const id = String(customers.find((row) => row.nickname === '西子姑娘')?.id)
  const other = String(customers.find((row) => row.nickname === '老茶客')?.id)
  await act('customer.edit', { id, set: { note: 'ZQX 爱喝浓茶' }, was: { note: null } })
  expect(await push('customer.edit', { id, set: { note: 'ZQX 甲' }, was: { note: 'ZQX 乙' } })).toMatchObject({
    code: 'conflict',
  })
  await act('tier.pin', {
    customerId: id,
    tier: 'A',
    reason: 'ZQX 是老板的亲戚',
    until: null,
    was: { pinTier: null, tier: (await row('customers', id)).tier },
  })
  await act('customer.contacted', { customerId: id, channel: 'wechat', purpose: 'care' })
  // A case that was closed, with all that is said in one; another that is open and went into it, and one that stands open.
  const [closed, merged, open] = [newId(), newId(), newId()]
  const opening = { customerId: id, orderId: null, channel: 'taobao', source: 'hand', wants: 'ZQX 要退钱' }
  await act('dispute.open', { ...opening, id: closed, orderRef: 'ZQX-1', product: '手作茶杯', words: 'ZQX 杯口裂了' })
  await act('dispute.open', { ...opening, id: merged, orderRef: null, product: 'ZQX 专用杯', words: 'ZQX 又裂了' })
  await act('dispute.merge', { id: merged, into: closed, customerId: id, eventId: newId(), tasks: [] })
  const seen = { id: closed, loop: 0, customerId: id }
  await act('dispute.reply', { ...seen, from: 'listen', text: 'ZQX 抱歉', at: null })
  await act('dispute.hear', { id: closed, customerId: id, text: 'ZQX 快点', at: null })
  await act('dispute.answer', { id: closed, text: 'ZQX 马上', waits: false })
  await act('dispute.note', { id: closed, text: 'ZQX 脾气急' })
  await act('dispute.edit', { id: closed, set: { carrier: 'ZQX 自己来取' }, was: { carrier: null } })
  const file = jpeg({ size: 2000 })
  await takeEvidence(system(), shop.files, { disputeId: closed, bytes: file, name: 'ZQX.jpg', source: 'hand' })
  const was = { surface: null, real: null, causeFamily: null, cause: null, responsibility: null, severity: null }
  await act('dispute.analyse', { ...seen, from: 'analyse', surface: 'ZQX 裂了', real: 'ZQX 要面子', ...chosen, was })
  await act('dispute.resolve', {
    ...{ ...seen, from: 'resolve', told: 'ZQX 已退款', was: { remedies: [], told: null } },
    remedies: [{ kind: 'refund', cost: 3000, promisedAt: null, note: 'ZQX 退到支付宝' }],
  })
  await act('dispute.record', {
    ...{ ...seen, from: 'record', taskId: null, confirmedCause: 'defect', done: 'ZQX 退了', actualCost: 3000 },
    ...{ lesson: 'ZQX 的杯子要多包一层', followUpAt: shop.now + DAY_MS },
  })
  const ask = (await shop.rows('tasks')).find((task) => task.kind === 'follow-up')
  await act('dispute.rate', {
    ...{ ...seen, from: 'follow-up', taskId: ask?.id, comment: 'ZQX 还行' },
    satisfaction: { expectation: 4, quality: 4, service: 5 },
  })
  await act('dispute.open', { ...opening, id: open, orderRef: null, product: '手作茶杯', words: 'ZQX 又来了' })
  await act('dispute.edit', { id: open, set: { words: 'ZQX 改过' }, was: { words: 'ZQX 又来了' } })
  await takeEvidence(system(), shop.files, {
    disputeId: open,
    bytes: jpeg({ size: 3000 }),
    name: 'ZQX2.jpg',
    source: 'link',
  })
  // The same bytes are of somebody else's case too.
  const elsewhere = await shop.complaint({ customerId: other })
  await takeEvidence(system(), shop.files, { disputeId: elsewhere, bytes: file, name: '杯.jpg', source: 'hand' })
  const expiresAt = shop.now + 20 * DAY_MS
  await act('link.create', { id: newId(), kind: 'case', disputeId: open, customerId: id, token: TOKEN, expiresAt })
  await act('link.create', {
    id: newId(),
    kind: 'complain',
    disputeId: null,
    customerId: id,
    token: COMPLAIN_TOKEN,
    expiresAt,
  })
  expect(await asBuyer(TOKEN, '/more', { id: newId(), text: 'ZQX 我再说一句' })).toBe(200)
  const key = await shop.key()
  await shop.raw(
    'POST',
    '/api/v1/disputes',
    key,
    JSON.stringify({ customerId: id, words: 'ZQX 接口来的', channel: 'ZQX 的群' }),
  )
  // Made good and slipping: an offer sent, and a draft.
  await shop.offer({
    customerId: id,
    message: 'ZQX 你好',
    gift: 'ZQX 的小礼',
    status: 'returned',
    channel: 'ZQX 微信',
    sentAt: shop.now,
    returnedAt: shop.now,
    revenue: 9000,
    cost: 500,
  })
  const draft = await shop.offer({ customerId: id, message: 'ZQX 想你了', validUntil: shop.now + 9 * DAY_MS })
  await shop.task({ customerId: id, offerId: draft })
  await shop.task({ customerId: id, kind: 'promise', disputeId: open })
  await shop.job('due')
  return id
}

const row = async (table: string, id: string) => (await shop.rows(table)).find((each) => each.id === id) ?? {}

async function asBuyer(token: string, path = '', sent?: object): Promise<number> {
  const headers = { authorization: `Bearer bl_${shop.id}.${token}` }
  return (await shop.raw(sent ? 'POST' : 'GET', `/api/b${path}`, headers, sent && JSON.stringify(sent))).status
}

const erase = (id = person, member = owner) => member.post(`/api/people/${id}/erase`)

/** They are erased between the next write's decision and the write. */
function eraseFirst(): void {
  shop.beforeWrite = async () => {
    shop.beforeWrite = null
    await erase()
  }
}

/** Of the files that are kept, bytes. */
const sizes = () => [...shop.files.held.values()].map(({ bytes }) => bytes.length)

/** Everything that is kept of this shop, and of no shop: every row of every table, and the files. */
async function dump(): Promise<string> {
  const tables = await Promise.all(
    Object.keys(ERASURE).map(async (table) => {
      const [rows = []] = await store.database.read([{ sql: `SELECT * FROM "${table}"`, args: {} }])
      return [table, rows.filter(({ shopId = shop.id }) => shopId === shop.id)]
    }),
  )
  return JSON.stringify([
    tables,
    [...shop.files.held].map(([key, { bytes }]) => [key, new TextDecoder().decode(bytes)]),
  ])
}
const found = (text: string) => WHO.filter((who) => text.includes(who))

async function pullAll(cursor = ''): Promise<{ text: string; cursor: string }> {
  let text = ''
  for (let at = cursor; ; ) {
    const query = new URLSearchParams({ stream: 'core', client, ...(at ? { cursor: at } : {}) })
    const answer = await shop.raw('GET', `/api/pull?${query}`, { cookie: owner.cookie })
    text += answer.text
    const { cursor: next, more } = JSON.parse(answer.text)
    at = next
    if (!more) return { text, cursor: at }
  }
}

/** What a shop is counted by. */
async function totals() {
  const numbers = async (table: string, columns: string) => {
    const [rows] = await shop.db.read([
      statement(`SELECT ${columns} FROM ${table} WHERE shopId = :shop AND deleted = 0 ORDER BY id` as `${string}:shop`),
    ])
    return rows
  }
  const disputes = ((await shop.rows('disputes')) as unknown as DisputeRow[]).map((each) => ({
    ...each,
    ...{ remedies: JSON.parse(String(each.remedies)), satisfaction: JSON.parse(String(each.satisfaction ?? 'null')) },
  }))
  const hours = { days: { 1: [['09:00', '18:00']] } } as never
  return {
    customers: await numbers(
      'customers',
      'id, ordersCount, net, firstOrderAt, lastOrderAt, bought, discount, tier, figures',
    ),
    orders: await numbers('orders', 'id, customerId, externalId, placedAt, status, total, refunded, products, cost'),
    offers: await numbers(
      'offers',
      `id, kind, value, cost, why, sentAt, returnedAt, revenue, status = 'returned' AS back`,
    ),
    moves: await numbers('moves', 'id, "from", "to", why, worth, status'),
    learning: casesOf(disputes, { hours, zone: 'Asia/Shanghai', nameOf: productNamer(['手作茶杯']) })
      .map(({ id, cause, cost, marks, month, agent, reopened }) => ({ id, cause, cost, marks, month, agent, reopened }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    products: disputes
      .map(({ id, product }) => [id, product])
      .filter(([, product]) => product === '手作茶杯')
      .sort(),
  }
}

describe('erasing somebody', () => {
  test('leaves nothing of who they are in any table, file, pull, export or log, and every total as it was', async () => {
    const phone = await pullAll()
    expect(found(await dump())).toEqual(WHO)
    expect(found(phone.text)).toEqual(WHO)
    const before = await totals()
    const channels = async (table: string) => (await shop.rows(table)).map(({ channel }) => channel)
    expect([await channels('disputes'), await channels('offers')]).toEqual([
      expect.arrayContaining(['taobao', 'ZQX 的群']),
      expect.arrayContaining(['ZQX 微信']),
    ])
    logged.length = 0

    expect(await erase()).toMatchObject({ status: 200, body: { erasedAt: shop.now, done: true } })

    expect(found(await dump())).toEqual([])
    expect(found((await pullAll(phone.cursor)).text)).toEqual([])
    expect(found((await pullAll()).text)).toEqual([])
    expect(logged.filter((line) => found(line).length > 0)).toEqual([])
    expect([await channels('disputes'), await channels('offers')]).toEqual([
      expect.arrayContaining(['taobao', 'other']),
      [null, null],
    ])
    expect(await totals()).toEqual(before)
    await recompute(
      system(),
      { role: 'owner' },
      () => null,
      () => shop.now,
    )
    expect(await totals()).toEqual(before)
    const { text } = await shop.raw('GET', '/api/v1/customers', await shop.key())
    expect(JSON.parse(text).items).toContainEqual(expect.objectContaining({ id: person, nickname: null }))
    expect((await shop.rows('audit')).filter(({ action }) => action === 'person.erase')).toMatchObject([
      { actor: `member:${owner.id}`, target: person },
    ])
  })

  test('is told to phones as a nameless customer, closed cases, and notices and links that are gone', async () => {
    const phone = await pullAll()
    await erase()
    const { text } = await pullAll(phone.cursor)
    const { tables } = JSON.parse(text)
    const rows = (table: string) =>
      tables[table].rows.map((values: unknown[]) =>
        Object.fromEntries(tables[table].columns.map((column: string, i: number) => [column, values[i]])),
      )
    expect(rows('customers')).toMatchObject([
      {
        id: person,
        nickname: null,
        erasedAt: shop.now,
        doNotContact: 1,
        pinTier: 'A',
        pinReason: null,
        openDisputes: 0,
      },
    ])
    expect(rows('disputes').map(({ step }: { step: string }) => step)).toEqual(Array(4).fill('closed'))
    expect(
      rows('disputes')
        .map(({ outcome }: { outcome: string }) => outcome)
        .sort(),
    ).toEqual(['erased', 'erased', 'merged', 'satisfied'])
    for (const table of ['notifications', 'links', 'evidence']) {
      expect(rows(table).map(({ deleted }: { deleted: number }) => deleted)).toEqual(rows(table).map(() => 1))
    }
    expect(rows('tasks').map(({ status }: { status: string }) => status)).not.toContain('open')
    expect(await asBuyer(TOKEN)).toBe(404)
    expect(await asBuyer(COMPLAIN_TOKEN)).toBe(404)
    expect(await asBuyer(`${'A'.repeat(22)}`)).toBe(404)
  })

  test('is the owner’s to do, of this shop alone, and done twice is done once', async () => {
    const agent = await shop.member('agent')
    expect((await erase(person, agent)).status).toBe(403)
    const stranger = await (await TestShop.create(store.database)).member()
    expect((await stranger.post(`/api/people/${person}/erase`)).status).toBe(404)
    expect((await erase(newId())).status).toBe(404)
    expect(found(await dump())).toEqual(WHO)
    const first = await erase()
    const head = await row('customers', person)
    shop.now += 1000
    expect(await erase()).toEqual(first)
    expect(await row('customers', person)).toEqual(head)
    expect((await shop.rows('audit')).filter(({ action }) => action === 'person.erase')).toHaveLength(1)
  })

  test('of two at once one writes, and both are told it is done', async () => {
    const both = await Promise.all([erase(), erase()])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect((await shop.rows('audit')).filter(({ action }) => action === 'person.erase')).toHaveLength(1)
  })

  test('refuses what a phone still had to say of them, and keeps what was made of their number', async () => {
    const dispute = String((await shop.rows('disputes')).find(({ step }) => step !== 'closed')?.id)
    const offer = String((await shop.rows('offers')).find(({ status }) => status === 'draft')?.id)
    await erase()
    const refused: [string, object][] = [
      ['customer.edit', { id: person, set: { note: 'ZQX' }, was: { note: null } }],
      ['customer.contacted', { customerId: person, channel: 'wechat', purpose: 'care' }],
      ['dispute.note', { id: dispute, text: 'ZQX' }],
      ['win-back.edit', { offerId: offer, set: { message: 'ZQX' }, was: { message: 'x' } }],
      ['tier.pin', { customerId: person, tier: 'B', reason: 'ZQX', until: null, was: { pinTier: 'A', tier: 'A' } }],
      [
        'dispute.open',
        {
          id: newId(),
          customerId: person,
          orderId: null,
          orderRef: null,
          product: null,
          channel: 'x',
          source: 'hand',
          words: 'ZQX',
          wants: null,
        },
      ],
    ]
    for (const [name, args] of refused)
      expect([name, await push(name, args)]).toEqual([
        name,
        expect.objectContaining({ status: 'rejected', code: 'erased' }),
      ])
    expect(await push('tier.unpin', { customerId: person })).toMatchObject({ status: 'applied' })
    expect(found(await dump())).toEqual([])
  })

  test('loses no race: what was decided before it and written after it is not written', async () => {
    const dispute = String((await shop.rows('disputes')).find(({ step }) => step !== 'closed')?.id)
    eraseFirst()
    expect(await push('dispute.note', { id: dispute, text: 'ZQX' })).toMatchObject({ code: 'erased' })
    expect(found(await dump())).toEqual([])
  })

  test('loses no race with a photo: neither its row nor its bytes stay', async () => {
    const disputeId = String((await shop.rows('disputes')).find(({ step }) => step !== 'closed')?.id)
    eraseFirst()
    const photo = { disputeId, bytes: jpeg({ size: 4000 }), name: 'ZQX.jpg', source: 'link' as const }
    await expect(takeEvidence(system(), shop.files, photo)).rejects.toMatchObject({ code: 'not_found' })
    expect(found(await dump())).toEqual([])
    expect(sizes()).toEqual([2000])
  })

  test.each([
    ['a first', 0],
    ['the last', PART_BYTES],
  ])('loses no race with %s piece of a photo', async (_which, offset) => {
    const disputeId = String((await shop.rows('disputes')).find(({ step }) => step !== 'closed')?.id)
    const bytes = jpeg({ size: PART_BYTES + 10 })
    const id = newId()
    const hash = createHash('sha256').update(bytes).digest('hex')
    const photo = { id, disputeId, name: '杯.jpg', type: 'image/jpeg', size: bytes.length, hash, source: 'hand' }
    await act('evidence.add', photo)
    const send = (at: number) =>
      takePart(system(), shop.files, id, at, bytes.slice(at, Math.min(at + PART_BYTES, bytes.length)))
    if (offset > 0) await send(0)
    const original = shop.files.put.bind(shop.files)
    let raced = false
    shop.files.put = async (key, piece, type) => {
      if (!raced && key.includes('/parts/')) {
        raced = true
        await erase()
      }
      await original(key, piece, type)
    }
    await expect(send(offset)).rejects.toMatchObject({ code: 'not_found' })
    expect(raced).toBe(true)
    expect(sizes()).toEqual([2000])
  })

  test('loses no race with a reminder', async () => {
    shop.now += 2 * DAY_MS
    eraseFirst()
    await shop.job('due')
    expect((await row('customers', person)).erasedAt).toBe(shop.now)
    expect(found(await dump())).toEqual([])
  })

  test('is not undone by the same file again, a changed one, or its undo; who buys anew is somebody new', async () => {
    await erase()
    const again = await importOrders([...ORDERS.map(theirs), theirs({ ...ORDERS[0], status: 'refunded' })])
    expect(found(await dump())).toEqual([])
    expect((await row('customers', person)).ordersCount).toBe(4)
    await owner.post(`/api/import/${again}/undo`)
    expect(found(await dump())).toEqual([])
    const key = await shop.key()
    await shop.raw(
      'POST',
      '/api/v1/orders',
      key,
      JSON.stringify({ orders: [theirs({ ...ORDERS[1], total: '99.00' })] }),
    )
    expect(found(await dump())).toEqual([])
    await owner.post(`/api/import/${importId}/undo`)
    expect(found(await dump())).toEqual([])

    await shop.raw('POST', '/api/v1/orders', key, JSON.stringify({ orders: [theirs({ externalId: 'NEW' })] }))
    const fresh = (await shop.rows('customers')).filter(({ nickname }) => nickname === '西子姑娘')
    expect(fresh).toMatchObject([{ ordersCount: 1, erasedAt: null }])
    expect(fresh[0]?.id).not.toBe(person)
  })

  test('leaves no hash their phone could be found by, and files and undos still know their orders', async () => {
    const some = [theirs({ ...ORDERS[0], total: '88.00' }), others({ ...ORDERS[0], externalId: 'BA0', total: '88.00' })]
    const later = await importOrders(some)
    const orders = await shop.rows('orders')
    const ids = orders.filter(({ customerId }) => customerId === person).map(({ id }) => id)
    const hashes = (await shop.rows('importChanges'))
      .filter(({ orderId }) => ids.includes(orderId))
      .flatMap(({ before, after }) => [after, before === null ? null : JSON.parse(String(before)).hash])
      .concat(orders.flatMap(({ id, hash }) => (ids.includes(id) ? [hash] : [])))
      .filter((hash) => hash !== null)
    expect(new Set(hashes).size).toBe(5)
    expect((await erase()).status).toBe(200)
    const text = await dump()
    expect(hashes.filter((hash) => text.includes(String(hash)))).toEqual([])
    // Of a file of one order it is as good as the order's own.
    expect((await shop.rows('imports')).map(({ fileHash }) => fileHash)).toEqual(['', ''])

    const chunk = async (sent: object[]) => {
      const id = newId()
      await owner.post('/api/import', { id, name: '订单.csv', format: 'taobao', fileHash: 'h', chunks: 1 })
      return (await owner.post(`/api/import/${id}/chunks/0`, { orders: sent })).body
    }
    expect(await chunk(some)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    const preview = some.map((each) => {
      const parsed = parseOrder(each, { currency: 'CNY', now: shop.now })
      if (!parsed.ok) throw new Error(parsed.code)
      return [parsed.order.source, parsed.order.externalId, orderHash(parsed.order)]
    })
    expect((await owner.post('/api/import/preview', { orders: preview })).body).toEqual({
      ...{ created: 0, updated: 0, unchanged: 2 },
    })
    // The first import is not the last that changed these: it leaves them, as it does of people who are known.
    await owner.post(`/api/import/${importId}/undo`)
    const left = (await shop.rows('orders')).filter(({ deleted }) => deleted === 0)
    expect(left.map(({ externalId }) => externalId).toSorted()).toEqual(['A0', 'BA0'])
    await owner.post(`/api/import/${later}/undo`)
    const back = (await shop.rows('orders')).filter(({ deleted }) => deleted === 0)
    expect(back.map(({ total }) => total)).toEqual([12_800, 12_800])
    expect(await chunk([theirs(ORDERS[0]), theirs({ ...ORDERS[0], externalId: 'A0', total: '99.00' })])).toMatchObject({
      ...{ created: 0, updated: 1, unchanged: 1 },
    })
    expect(await chunk([theirs({ ...ORDERS[0], total: '99.00' })])).toMatchObject({ updated: 0, unchanged: 1 })
    const end = await dump()
    expect([found(end), hashes.filter((hash) => end.includes(String(hash)))]).toEqual([[], []])
  })

  test('an import that began before it is decided anew', async () => {
    const changed = ORDERS.map((each) => theirs({ ...each, total: '77.00' }))
    const id = newId()
    await owner.post('/api/import', { id, name: '订单.csv', format: 'taobao', fileHash: 'h', chunks: 1 })
    eraseFirst()
    expect((await owner.post(`/api/import/${id}/chunks/0`, { orders: changed })).status).toBe(200)
    expect(found(await dump())).toEqual([])
    expect(await row('customers', person)).toMatchObject({ ordersCount: 4, net: 4 * 7700, erasedAt: shop.now })
  })

  test('a complaint about an old order of theirs is of somebody new', async () => {
    await erase()
    const key = await shop.key()
    const said = { order: { source: 'taobao', externalId: 'A0' }, words: '又坏了' }
    expect((await shop.raw('POST', '/api/v1/disputes', key, JSON.stringify(said))).status).toBe(404)
    const named = { ...said, customer: { source: 'taobao', accountId: 'back', nickname: '新来的' } }
    const { status, text } = await shop.raw('POST', '/api/v1/disputes', key, JSON.stringify(named))
    expect(status).toBe(201)
    const opened = JSON.parse(text)
    expect((await row('disputes', opened.id)).customerId).not.toBe(person)
    expect((await row('disputes', opened.id)).orderId).toBeNull()
  })

  test('goes on where the files did not answer: by a second call, or by itself', async () => {
    shop.files.up = false
    expect((await erase()).status).toBe(503)
    expect(found(await dump())).toEqual([])
    expect(shop.files.held.size).toBe(2)
    shop.files.up = true
    expect(await erase()).toMatchObject({ status: 200, body: { done: true } })
    expect(sizes()).toEqual([2000])
    expect((await shop.rows('evidence')).filter(({ deleted, hash }) => deleted === 1 && hash !== '')).toEqual([])
  })

  test('the sweep takes the bytes an erase had to leave', async () => {
    shop.files.up = false
    await erase()
    shop.files.up = true
    await sweep(system(), shop.files)
    expect(sizes()).toEqual([2000])
  })

  test('bytes that somebody else came to need at that very moment stay', async () => {
    const bytes = jpeg({ size: 3000 })
    const elsewhere = await shop.complaint({ customerId: await shop.customer({ nickname: '别人' }) })
    const original = shop.files.delete.bind(shop.files)
    let added = false
    shop.files.delete = async (keys) => {
      if (keys.some((key) => !key.includes('/parts/')) && !added) {
        added = true
        await takeEvidence(system(), shop.files, { disputeId: elsewhere, bytes, name: '新.jpg', source: 'hand' })
      }
      return original(keys)
    }
    expect(await erase()).toMatchObject({ status: 200, body: { done: true } })
    expect(added).toBe(true)
    expect(sizes().toSorted()).toEqual([2000, 3000])
    expect(found(await dump())).toEqual([])
  })

  test('is one write of few statements, however much there is of them: 5,000 orders, 500 cases with 5,000 words', async () => {
    const columns = async (table: string) => {
      const [rows = []] = await store.database.read([
        { sql: `SELECT name FROM pragma_table_info('${table}')`, args: {} },
      ])
      return rows.map(({ name }) => String(name))
    }
    const many = async (table: string, id: string, n: number, other: Record<string, string>) => {
      const names = await columns(table)
      const values = names.map((name) => (name === 'id' ? `printf('${table}-%05d', i)` : (other[name] ?? `"${name}"`)))
      await shop.change(
        `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')})
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${n})
         SELECT ${values.join(', ')} FROM ${table} CROSS JOIN n WHERE shopId = :shop AND id = :id`,
        { id },
      )
    }
    const one = async (table: string) => String((await shop.rows(table)).find((r) => r.customerId === person)?.id)
    await many('orders', await one('orders'), 5000, { externalId: `printf('M%05d', i)` })
    await many('disputes', await one('disputes'), 500, {})
    const event = String((await shop.rows('disputeEvents')).find(({ data }) => String(data).includes('ZQX'))?.id)
    await many('disputeEvents', event, 5000, { disputeId: `printf('disputes-%05d', 1 + i % 500)` })
    let writes = 0
    shop.beforeWrite = async () => void writes++
    expect(await erase()).toMatchObject({ status: 200, body: { done: true } })
    shop.beforeWrite = null
    // The row of who they are, then the note that the bytes of their files are gone.
    expect(writes).toBeLessThanOrEqual(2)
    expect(found(await dump())).toEqual([])
    expect((await shop.rows('orders')).filter(({ customerId }) => customerId === person)).toHaveLength(5004)
  })

  test('leaves no nameless line of somebody who never bought, and keeps the line of a buyer', async () => {
    const id = newId()
    await act('customer.add', {
      ...{ id, nickname: 'ZQX 问价', name: null, phone: null },
      email: null,
      address: null,
      note: null,
    })
    await erase(id)
    await erase()
    const { text } = await shop.raw('GET', '/api/v1/customers?limit=500', await shop.key())
    const ids = JSON.parse(text).items.map((item: { id: string }) => item.id)
    expect(ids).toContain(person)
    expect(ids).not.toContain(id)
  })

  test('a person who never bought is erased too', async () => {
    const id = newId()
    await act('customer.add', {
      id,
      nickname: 'ZQX 问价',
      name: null,
      phone: '13977001234',
      email: null,
      address: null,
      note: null,
      source: 'market',
    })
    expect((await erase(id)).status).toBe(200)
    expect(await row('customers', id)).toMatchObject({ nickname: null, phone: null, erasedAt: shop.now })
  })
})
