/** A copy of all that is held of one person, for that person: whole, inert in a spreadsheet, and nobody else's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { order } from '../support/worker.ts'

let store: TestDatabase
let shop: TestShop
let owner: TestMember
let person: string
let dispute: string
beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  const buyer = {
    accountId: 'lin',
    nickname: '=HYPERLINK("http://x")',
    phone: '+8613800138000',
    address: '浙江省杭州市, "西湖"',
  }
  const orders = Array.from({ length: 501 }, (_, n) => order({ externalId: `N${n}`, customer: buyer }))
  const key = await shop.key()
  for (const some of [orders.slice(0, 500), orders.slice(500)]) {
    await shop.raw('POST', '/api/v1/orders', key, JSON.stringify({ orders: some }))
  }
  person = String((await shop.rows('customers'))[0]?.id)
  dispute = await shop.complaint({ customerId: person })
  await shop.offer({ customerId: person, message: '想你了，九折' })
  await shop.task({ customerId: person })
  await shop.put('links', {
    ...{ id: newId(), kind: 'case', disputeId: dispute, customerId: person, token: 'SECRETSECRETSECRETSEAA' },
    ...{ createdAt: shop.now, createdBy: null, expiresAt: shop.now + 1e9, revokedAt: null },
  })
  await shop.complaint({ customerId: await shop.customer({ nickname: '别人' }), product: '别人的杯子' })
})
afterAll(() => store.close())

const ask = (format: string, cookie = owner.cookie, id = person) =>
  shop.raw('GET', `/api/people/${id}/export?format=${format}`, { cookie })

describe('the export of a person', () => {
  test('holds every part, each order with its lines, and nobody else', async () => {
    const { status, text } = await ask('json')
    expect(status).toBe(200)
    const { parts, shop: of, exportedAt } = JSON.parse(text)
    expect([of.name, of.currency, exportedAt]).toEqual(['山间茶铺', 'CNY', shop.now])
    expect(parts.person).toMatchObject([{ id: person, phone: '+8613800138000', consent: {} }])
    expect(parts.identities).toEqual([{ key: expect.stringContaining('lin') }])
    expect(parts.orders).toHaveLength(501)
    expect(new Set(parts.orders.map((each: { externalId: string }) => each.externalId)).size).toBe(501)
    expect(parts.orders[0].lines).toEqual([{ product: '手作茶杯', sku: null, quantity: 1, price: 12_800 }])
    expect(parts.disputes).toMatchObject([{ id: dispute, words: '杯口裂了', remedies: [] }])
    expect(parts.disputeEvents).toMatchObject([{ kind: 'opened', data: { words: '杯口裂了' } }])
    expect(parts.offers).toMatchObject([{ message: '想你了，九折' }])
    expect(parts.tasks).toHaveLength(1)
    expect(parts.links).toMatchObject([{ kind: 'case' }])
    expect(parts.notifications).toMatchObject([{ category: 'complaint' }])
    expect(text).not.toContain('别人')
    expect(text).not.toContain('SECRET')
  })

  test('as a table is the same, with dates and decimals, and no formula a spreadsheet would run', async () => {
    const { status, text } = await ask('csv')
    expect(status).toBe(200)
    const lines = text.split('\r\n')
    expect(lines[0]).toBe('part,id,field,value')
    expect(lines).toContain(`person,${person},nickname,"'=HYPERLINK(""http://x"")"`)
    expect(lines).toContain(`person,${person},phone,'+8613800138000`)
    expect(lines).toContain(`person,${person},address,"浙江省杭州市, ""西湖"""`)
    expect(lines.filter((line) => /^orders,[^,]+,total,128\.00$/.test(line))).toHaveLength(501)
    expect(lines.filter((line) => /^orders,[^,]+,placedAt,2026-05-01T02:00:00\.000Z$/.test(line))).toHaveLength(501)
    for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+@]/)
  })

  test('is complete, however many rows a part has', async () => {
    const other = await shop.customer({ nickname: '话多' })
    const of = await shop.complaint({ customerId: other })
    await shop.change(
      `INSERT INTO disputeEvents (shopId, id, disputeId, kind, at, "by", data, rev)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)
       SELECT :shop, printf('e-%05d', i), :of, 'note', 1, NULL, '{"text":"话"}', 1 FROM n`,
      { of },
    )
    const { parts } = JSON.parse((await ask('json', owner.cookie, other)).text)
    const said = new Set(parts.disputeEvents.map(({ id }: { id: string }) => id))
    expect(parts.disputeEvents).toHaveLength(said.size)
    expect(said.size).toBe(10_501)
    const { text } = await ask('csv', owner.cookie, other)
    expect(
      text.split('\r\n').filter((line) => line.startsWith('disputeEvents,') && line.includes(',kind,')),
    ).toHaveLength(10_501)
  })

  test('is the owner’s alone, of this shop, and noted', async () => {
    const agent = await shop.member('agent')
    expect((await ask('json', agent.cookie)).status).toBe(403)
    const stranger = await (await TestShop.create(store.database)).member()
    expect((await shop.raw('GET', `/api/people/${person}/export`, { cookie: stranger.cookie })).status).toBe(404)
    expect((await ask('json', owner.cookie, newId())).status).toBe(404)
    expect((await ask('xml')).status).toBe(400)
    expect((await shop.raw('GET', `/api/people/${person}/export`, {})).status).toBe(401)
    const before = (await shop.rows('audit')).length
    await ask('json')
    expect((await shop.rows('audit')).slice(before)).toMatchObject([
      { action: 'person.export', actor: `member:${owner.id}`, target: person },
    ])
  })

  test('of somebody who was erased holds nothing of who they were', async () => {
    await owner.post(`/api/people/${person}/erase`)
    const { text } = await ask('json')
    for (const gone of ['13800138000', 'HYPERLINK', '西湖', '杯口裂了', '想你了']) expect(text).not.toContain(gone)
    expect(JSON.parse(text).parts.orders).toHaveLength(501)
  })
})
