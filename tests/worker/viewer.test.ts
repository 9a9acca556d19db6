/** A shop filled by every way in, and what of its buyers' contacts reaches those who may not see any. */
import { getTableColumns, type Table } from 'drizzle-orm'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROW_COLUMNS } from '../../db/columns.ts'
import * as schema from '../../db/schema/index.ts'
import { parseFiles } from '../../web/import/parse-files.ts'
import type { Vapid } from '../../worker/deps.ts'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { readCases } from '../../worker/domain/import/case-sheet.ts'
import { readIntake } from '../../worker/domain/intake.ts'
import type { TableName } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import type { PullPage } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { plainFile, shopifyOrdersFile, taobaoOrdersFile } from '../support/order-files.ts'
import { pdf } from '../support/pictures.ts'
import { type FakePhone, FakePushService } from '../support/push-service.ts'
import { vapidKeys } from '../support/vapid.ts'

/** When the files' orders end. */
const NOW = Date.UTC(2026, 9, 31, 16)
const vapid: Vapid = vapidKeys()
let store: TestDatabase
let shop: TestShop
let owner: TestMember
let agent: TestMember
let viewer: TestMember
let viewerPhone: FakePhone
/** Every contact that went in, as it was written. */
const phones: string[] = []
const emails: string[] = []
const handles: string[] = []
const streets: string[] = []

const mutate = async (name: string, args: object, by = owner) => {
  const clientId = clients.get(by) ?? { id: newId(), seq: 0 }
  clients.set(by, clientId)
  const mutation = { seq: ++clientId.seq, id: newId(), name, version: 1, args, at: shop.now }
  const { body } = await by.post('/api/push', { clientId: clientId.id, mutations: [mutation] })
  const [result] = body.results as Record<string, unknown>[]
  if (result?.status !== 'applied') throw new Error(`${name}: ${JSON.stringify(result)}`)
}
const clients = new Map<TestMember, { id: string; seq: number }>()

const open = (id: string, over: object) =>
  mutate('dispute.open', {
    ...{
      id,
      orderId: null,
      orderRef: null,
      product: '茶杯',
      channel: 'taobao',
      source: 'hand',
      words: '裂了',
      wants: null,
    },
    ...over,
  })

async function v1(path: string, body: object) {
  const answer = await shop.raw('POST', `/api/v1/${path}`, await shop.key(), JSON.stringify(body))
  if (answer.status >= 300) throw new Error(answer.text)
  return JSON.parse(answer.text)
}

async function asBuyer(path: string, credential: string, body: object) {
  const headers = { authorization: `Bearer bl_${credential}` }
  const answer = await shop.raw('POST', `/api/b${path}`, headers, JSON.stringify(body))
  if (answer.status >= 300) throw new Error(answer.text)
}

async function link(customerId: string | null): Promise<string> {
  const token = linkToken(crypto.getRandomValues(new Uint8Array(16)))
  const expiresAt = shop.now + 30 * DAY_MS
  await mutate('link.create', { id: newId(), kind: 'complain', disputeId: null, customerId, token, expiresAt })
  return `${shop.id}.${token}`
}

/** Contacts of one more buyer, distinct from all others. */
let n = 0
function contacts() {
  n++
  const phone = `138${String(52_771_340 + n)}`
  const email = `qiuyu.tangbao${n}@mail-kuaidi.example`
  const address = `浙江省杭州市西湖区翠微北里${4120 + n}号`
  phones.push(phone)
  emails.push(email)
  streets.push(`翠微北里${4120 + n}号`)
  return { phone, email, address }
}
const handle = () => {
  handles.push(`qiuyu_wx${++n}`)
  return handles.at(-1) as string
}
const spaced = (phone: string) => `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`

async function byFiles(): Promise<void> {
  const taobao = taobaoOrdersFile({ orders: 60, seed: 3 })
  const taobao2020 = taobaoOrdersFile({ orders: 60, seed: 13, variant: 'v2020' })
  const shopify = shopifyOrdersFile({ orders: 60, seed: 4 })
  const sheet = plainFile({ orders: 60, seed: 5 })
  const files = [
    [taobao.orders, taobao.details],
    [taobao2020.orders, taobao2020.details],
    [shopify.orders],
    [sheet.orders],
  ].map((parts) => parts.map((bytes, i) => new File([bytes], `${i}.csv`)))
  const context = { timeZone: 'Asia/Shanghai', currency: 'CNY', now: NOW }
  for (const some of files) {
    const { orders } = await parseFiles(some, context)
    expect(orders.length).toBeGreaterThan(50)
    const id = newId()
    await owner.post('/api/import', {
      id,
      name: `订单_${taobao.expected.made[0]?.buyer.phone}.csv`,
      format: 'taobao-orders',
      fileHash: id.repeat(2).slice(0, 64),
      chunks: 1,
    })
    const { body } = await owner.post(`/api/import/${id}/chunks/0`, {
      orders: orders.map((o) => ({ ...o, currency: 'CNY' })),
    })
    expect(body.created).toBeGreaterThan(50)
    await owner.post(`/api/import/${id}/finish`)
  }
  for (const { made } of [taobao, taobao2020, shopify, sheet].map(({ expected }) => expected)) {
    for (const { buyer } of made) {
      phones.push(buyer.phone)
      emails.push(buyer.email)
      streets.push(buyer.address.split(' ').at(-1) as string)
    }
  }
}

async function byApi(): Promise<void> {
  const order = (customer: object) => ({
    ...{ source: 'api', externalId: newId(), placedAt: '2026-05-01T10:00:00+08:00', status: 'completed' },
    ...{ currency: 'CNY', total: '128.00', customer, lines: [{ product: '茶杯', quantity: 1, price: '128.00' }] },
  })
  const [a, b, c, d] = [contacts(), contacts(), contacts(), contacts()]
  await v1('orders', {
    orders: [
      order(a),
      order({ ...b, nickname: b.email, accountId: b.phone }),
      order({ ...c, nickname: spaced(c.phone), name: c.phone }),
      order({ ...d, accountId: d.email, nickname: `电话${d.phone}` }),
    ],
  })
  const e = contacts()
  const f = contacts()
  const g = contacts()
  await v1('orders', {
    orders: [
      {
        ...order({ accountId: 'tang' }),
        ...{ source: `电话单 ${g.phone}`, externalId: spaced(g.phone) },
        lines: [{ product: `补差价 ${g.phone} ${g.email}`, sku: g.phone, quantity: 1, price: '128.00' }],
      },
    ],
  })
  await v1('disputes', {
    customer: { phone: e.phone, email: e.email },
    words: `打 ${e.phone}`,
    wants: `发到${e.email}`,
  })
  await v1('disputes', {
    ...{ customer: { nickname: f.phone, email: f.email }, channel: f.phone, product: `茶杯 ${f.phone}` },
    words: `加微信：${handle()}，或 ${spaced(f.phone)}`,
  })
}

async function byLinks(): Promise<void> {
  const known = newId()
  await mutate('customer.add', { id: known, nickname: '熟客' })
  const [open, own] = [await link(null), await link(known)]
  const token = () => linkToken(crypto.getRandomValues(new Uint8Array(16)))
  const { phone, email } = contacts()
  const more = contacts()
  for (const contact of [phone, email, handle(), `微信 ${handle()}`]) {
    const sent = { id: newId(), token: token(), words: '杯子裂了', contact }
    await asBuyer('/complain', open, sent)
    await asBuyer('/more', `${shop.id}.${sent.token}`, { id: newId(), text: `打我电话${more.phone}` })
  }
  for (const contact of [more.phone, more.email, contacts().phone, handle()]) {
    await asBuyer('/complain', own, { id: newId(), token: token(), words: '漏了', order: phone, contact })
  }
}

async function byHand(): Promise<void> {
  const all = contacts()
  const id = newId()
  await mutate('customer.add', { id, nickname: null, name: all.phone, ...all, note: `微信：${handle()}，${all.email}` })
  const caseId = newId()
  await open(caseId, { customerId: id, words: `打给我 ${all.phone}`, orderRef: all.phone, wants: all.email })
  await mutate('dispute.edit', { id: caseId, set: { words: '打给我' }, was: { words: `打给我 ${all.phone}` } })
  await mutate('dispute.note', { id: caseId, text: `她的邮箱 ${all.email}` })
  const seen = { id: caseId, loop: 0, customerId: id }
  await mutate('dispute.reply', { ...seen, from: 'listen', text: `我打 ${all.phone}`, at: null })
  await mutate('dispute.analyse', {
    ...{ ...seen, from: 'analyse', surface: all.email, real: all.phone, causeFamily: 'service', cause: 'attitude' },
    ...{ responsibility: 'shop', severity: 'low' },
  })
  await mutate('dispute.resolve', {
    ...{ ...seen, from: 'resolve', told: `给 ${all.phone} 打电话` },
    remedies: [{ kind: 'apology', cost: 0, promisedAt: null, note: spaced(all.phone) }],
  })
  await mutate('dispute.record', {
    ...{ ...seen, from: 'record', taskId: null, confirmedCause: 'attitude', done: all.email, actualCost: 0 },
    ...{ lesson: all.phone, followUpAt: null },
  })
  await mutate('dispute.rate', {
    ...{ ...seen, from: 'follow-up', taskId: null, satisfaction: { expectation: 5, quality: 5, service: 5 } },
    comment: all.phone,
  })
  const buyer = (await shop.rows('customers')).find(({ ordersCount }) => Number(ordersCount) > 0)?.id
  await mutate('tier.pin', {
    ...{ customerId: buyer, tier: 'A', reason: `熟人 ${all.phone}`, until: null, was: { pinTier: null, tier: null } },
  })
  const merged = newId()
  const into = newId()
  await open(merged, { customerId: id, words: `再说一次 ${all.phone}` })
  await open(into, { customerId: id })
  await mutate('dispute.merge', { id: merged, into, customerId: id, eventId: newId(), tasks: [] })
  const bytes = pdf()
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
  await mutate('evidence.add', {
    ...{
      id: newId(),
      disputeId: into,
      name: `聊天_${all.phone}.pdf`,
      type: 'application/pdf',
      size: bytes.length,
      hash,
    },
    source: 'hand',
  })
}

/** Words that a member may write beside those above. */
async function byWords(): Promise<void> {
  const { phone, email } = contacts()
  const customerId = newId()
  const id = newId()
  await mutate('customer.add', { id: customerId, nickname: '慢慢', phone })
  await open(id, { customerId })
  const seen = { id, loop: 0, customerId }
  await mutate('dispute.contact', { id, customerId, contact: email, own: true })
  await mutate('dispute.reply', { ...seen, from: 'listen', text: '你好', at: null })
  await mutate('dispute.hear', { id, customerId, text: `打 ${spaced(phone)}`, at: null })
  await mutate('dispute.answer', { id, text: `好的，${phone}`, waits: false })
  const set = { words: `裂了 ${email}`, carrier: `顺丰 ${phone}` }
  await mutate('dispute.edit', { id, set, was: { words: '裂了', carrier: null } })
  const mark = { dimension: 'product', value: `补差价 ${phone}`, at: shop.now }
  await mutate('fix.mark', { id: newId(), ...mark, note: `以后先打 ${phone}` })
  const expression = { any: [{ all: [{ field: 'source', is: 'oneOf', value: [`电话单 ${phone}`] }] }] }
  await mutate('segment.save', { id: newId(), name: `老客 ${phone}`, expression })
  await mutate('template.save', { key: 'late', locale: 'zh-CN', text: `小鹿，给你打 ${phone}`, was: null })
  await mutate('customer.add', { id: newId(), nickname: '快快', source: `电话 ${spaced(phone)}` })
}

async function byText(): Promise<void> {
  const { phone, email } = contacts()
  const sheet = `买家昵称,评价内容,评价等级\r\n${email},坏了 打${phone},差评\r\n小鱼,加我vx ${handle()},1星\r\n`
  const rows = Papa.parse<string[]>(sheet).data.map((cells, i) => ({ row: i + 1, cells }))
  const { cases } = readCases(rows, [], { timeZone: 'Asia/Shanghai', currency: 'CNY' })
  expect(cases).toHaveLength(2)
  for (const { id, nickname, words } of cases) {
    const customerId = `buyer-${id.slice('case-'.length)}`
    await mutate('customer.add', { id: customerId, nickname, source: 'review' })
    await open(id, { customerId, words, source: 'import', channel: 'review' })
  }
  const shared = `${spaced(phone)}: 杯子裂了\n小鹿 10:03: 退到 ${email}`
  const { words, names } = readIntake({ text: shared }, { isShop: () => false, isBuyer: () => false })
  const customerId = newId()
  await mutate('customer.add', { id: customerId, nickname: names[0] ?? phone, phone })
  await open(newId(), { customerId, words: `${words} ${shared}`, source: 'share' })
}

/** Columns of ids, made here. */
const IDS = /^(?:id|by|assignee|mergedInto|viaLink|[a-z]+(?:Id|By))$/

/** Columns no contact of a buyer can stand in, by why. A new column is named here, or filled above. */
const NONE: Readonly<Record<string, readonly string[]>> = {
  'a choice from a list': [
    ...['customers.pinTier', 'customers.region', 'customers.tier', 'disputeEvents.kind', 'disputes.approval'],
    ...['disputes.cause', 'disputes.causeFamily', 'disputes.confirmedCause', 'disputes.outcome'],
    ...['disputes.responsibility', 'disputes.severity', 'disputes.source', 'disputes.step', 'evidence.source'],
    ...['evidence.type', 'fixes.dimension', 'links.kind', 'members.role', 'moves.from', 'moves.status', 'moves.to'],
    ...['notifications.category', 'offers.kind', 'offers.status', 'orders.status', 'shops.currency', 'shops.locale'],
    ...['shops.timezone', 'tasks.kind', 'tasks.status', 'templates.key', 'templates.locale'],
  ],
  'ids, drawn or reckoned': [
    ...['customers.bought', 'evidence.hash', 'links.token', 'notifications.url', 'offers.code'],
  ],
  'numbers, times and choices': [
    ...['customers.consent', 'customers.figures', 'customers.recentContacts', 'disputes.satisfaction', 'moves.up'],
    ...['moves.why', 'offers.why', 'runs.summary', 'shops.settings'],
  ],
  'what the shop calls itself and its people': ['members.name', 'shops.name'],
}

/** Rows as an older release wrote them. */
async function byTime(): Promise<void> {
  const { phone, email } = contacts()
  const customerId = await shop.customer({ nickname: email, email })
  const disputeId = await shop.complaint({ customerId })
  await shop.put('disputeEvents', {
    ...{ id: newId(), disputeId, kind: 'note', at: shop.now, by: null, data: { text: `买家留了联系方式：${phone}` } },
  })
  await shop.put(
    'notifications',
    { id: newId(), category: 'complaint', params: { name: email, product: phone }, url: '/', at: shop.now, readBy: {} },
    { onceKey: newId() },
  )
  const ended = { channel: `电话 ${phone}`, cancelReason: `改打 ${phone}` }
  await shop.offer({ customerId, message: `回电 ${phone}`, gift: email, ...ended })
}

async function pages(by: TestMember): Promise<PullPage['tables'][]> {
  const pages: PullPage['tables'][] = []
  for (const stream of ['core', 'orders']) {
    for (let cursor = ''; ; ) {
      const answer = await by.get(`/api/pull?stream=${stream}&client=${newId()}&cursor=${cursor}`)
      expect(answer.status).toBe(200)
      const page: PullPage = JSON.parse(answer.text)
      pages.push(page.tables)
      cursor = page.cursor
      if (!page.more) break
    }
  }
  return pages
}

const pulled = async (by: TestMember): Promise<string> => JSON.stringify(await pages(by))

const bare = (text: string) => text.normalize('NFKC').replace(/[\s()（）._·\p{Pd}\p{Cf}]/gu, '')

/** Which contacts stand in a text, however they are spelt. */
function found(text: string): string[] {
  const digits = bare(text)
  return [
    ...phones.filter((phone) => digits.includes(phone)),
    ...emails.filter((email) => text.toLowerCase().includes(email) || text.includes(`"${email.split('@')[0]}`)),
    ...handles.filter((one) => text.includes(one)),
    ...streets.filter((street) => text.includes(street)),
  ]
}

beforeAll(async () => {
  store = await startTestDatabase()
  const service = new FakePushService(vapid.publicKey)
  shop = await TestShop.create(store.database, { vapid, fetch: service.fetch })
  shop.now = NOW
  owner = await shop.member('owner')
  agent = await shop.member('agent')
  viewer = await shop.member('viewer')
  viewerPhone = service.phone()
  await viewer.subscribe(viewerPhone)
  await byFiles()
  await byApi()
  await byLinks()
  await byHand()
  await byWords()
  await byText()
  await byTime()
  await v1('recompute', {})
  await shop.job('due')
  await shop.job('deliver')
})
afterAll(() => store.close())

describe('contacts of a shop filled by every way in', () => {
  test('are all there for owners and agents', async () => {
    const text = await pulled(agent)
    expect(await pulled(owner)).toBe(text)
    const seen = new Set(found(text))
    const lost = [...phones, ...handles].filter((contact) => !seen.has(contact))
    // The plain sheet leaves some out, and platforms hide some.
    expect(lost.filter((contact) => !/^1\d{2}0000/.test(contact))).toEqual([])
    expect(found(text).length).toBeGreaterThan(300)
  })

  test('stand in every column of text that may travel, but for those that nobody can write in', async () => {
    const told = await pages(owner)
    const empty: string[] = []
    for (const [table, columns] of Object.entries(ROW_COLUMNS)) {
      const types = getTableColumns((schema as Record<string, Table>)[table] as Table)
      for (const [i, column] of columns.entries()) {
        if (types[column]?.dataType !== 'string' || IDS.test(column)) continue
        const all = told.flatMap((tables) => tables[table as TableName]?.rows.map((row) => row[i]) ?? [])
        if (found(all.join('|')).length === 0) empty.push(`${table}.${column}`)
      }
    }
    expect(empty.toSorted()).toEqual(Object.values(NONE).flat().toSorted())
  })

  test('none of them reaches a viewer’s phone', async () => {
    const text = await pulled(viewer)
    expect(text.length).toBeGreaterThan(50_000)
    expect(found(text)).toEqual([])
    expect(text).not.toContain('"links"')
  })

  test('none of them is in what is pushed', async () => {
    expect(viewerPhone.received.length).toBeGreaterThan(5)
    expect(found(JSON.stringify(viewerPhone.received))).toEqual([])
  })

  test('none of them is in what a viewer reads elsewhere', async () => {
    const of = (await shop.rows('customers')).find(({ accountId }) => accountId === 'tang')?.id
    const all = ['account', 'account/devices', 'account/passkeys', 'audit', 'disputes/closed', 'import', 'session']
    const more = ['team/invitations', 'team/former', 'team/keys', `customers/${of}/orders`, `people/${of}/export`]
    const open: string[] = []
    for (const path of [...all, ...more]) {
      const answer = await viewer.get(`/api/${path}`)
      expect([path, found(answer.text)]).toEqual([path, []])
      if (answer.status === 200) open.push(path)
    }
    expect(open).toEqual(expect.arrayContaining(['disputes/closed', `customers/${of}/orders`, 'session']))
    for (const path of ['audit', `people/${of}/export`, 'team/keys']) expect(open).not.toContain(path)
    expect((await viewer.get('/api/disputes/closed')).text).toContain('"id"')
    expect((await viewer.get(`/api/customers/${of}/orders`)).text).toContain('补差价')
  })

  test('none of them is told to a key that is not for them, by what it reads or by what it searches', async () => {
    const key = await shop.key('customers:read', 'disputes:read', 'win-back:read', 'orders:read')
    const ask = async (path: string, as = key) => (await shop.raw('GET', `/api/v1/${path}`, as)).text
    for (const path of ['customers?limit=500', 'disputes?limit=500', 'win-back?limit=500']) {
      const text = await ask(path)
      expect(text).toContain('"items":[{')
      expect(found(text)).toEqual([])
    }
    for (const q of [emails.at(-1), phones.at(-1)?.slice(0, 9), '@']) {
      expect(JSON.parse(await ask(`customers?q=${q}`)).items).toEqual([])
    }
    // Not by where the next page starts either.
    const first = JSON.parse(await ask('customers?limit=1&q=~nobody~'))
    for (const q of ['@', phones.at(-1)?.slice(0, 9), emails.at(-1)]) {
      expect(JSON.parse(await ask(`customers?limit=1&q=${q}`))).toEqual(first)
    }
    const may = await shop.key('customers:read', 'customers:contacts')
    expect(found(await ask('customers?limit=500', may)).length).toBeGreaterThan(100)
    const [one] = JSON.parse(await ask('customers?limit=1', may)).items
    expect(Object.keys(one)).toEqual(expect.arrayContaining(['name', 'phone', 'email']))
    expect(JSON.parse(await ask('customers?limit=1')).items[0]).not.toHaveProperty('phone')
    expect(JSON.parse(await ask(`customers?q=${emails.at(-1)}`, may)).items).toHaveLength(1)
  })

  test('nobody who lost their right to them is told them by an answer kept', async () => {
    const { phone } = contacts()
    const id = newId()
    await mutate('customer.add', { id, nickname: '小满', phone })
    const leaving = await shop.member('agent')
    const sent = {
      clientId: newId(),
      mutations: [
        {
          seq: 1,
          id: newId(),
          name: 'customer.edit',
          version: 1,
          at: shop.now,
          args: { id, set: { phone: '1' }, was: { phone: '2' } },
        },
      ],
    }
    const [told] = (await leaving.post('/api/push', sent)).body.results as [{ details: object }]
    expect(found(JSON.stringify(told))).toEqual([phone])
    await shop.change(`UPDATE members SET role = 'viewer' WHERE shopId = :shop AND id = :id`, { id: leaving.id })
    const [again] = (await leaving.post('/api/push', sent)).body.results as [{ code: string; details: object }]
    expect(again).toMatchObject({ code: 'conflict', details: { fields: { phone: null } } })
  })
})
