import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ACTIONS, type GROUPS } from '../../web/actions/audit.ts'
import type { AuditLine, AuditPage } from '../../worker/domain/audit.ts'
import { newId } from '../../worker/ids.ts'
import { MINUTE, startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

const HOUR = 60 * MINUTE
let store: TestDatabase
let shop: TestShop
let owner: TestMember
let agent: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member('owner')
  agent = await shop.member('agent')
  await shop.change(`UPDATE members SET name = '小周' WHERE shopId = :shop AND id = :id`, { id: agent.id })
})

async function act(by: TestMember, name: string, args: object, id = newId()): Promise<Record<string, unknown>> {
  shop.now += 1000
  const sent = { clientId: newId(), mutations: [{ seq: 1, id, name, version: 1, args, at: shop.now }] }
  const { body } = await by.post('/api/push', sent)
  return (body.results as Record<string, unknown>[])[0] as Record<string, unknown>
}

async function trail(query = '', by = owner): Promise<AuditPage> {
  const { status, text } = await by.get(`/api/audit${query}`)
  if (status !== 200) throw new Error(`${status} ${text}`)
  return JSON.parse(text)
}
const said = ({ lines }: AuditPage) =>
  lines.map(({ actor, action, target }: AuditLine) => [actor.name ?? actor.kind, action, target?.kind, target?.name])

describe('the audit trail', () => {
  test('tells who did what to whom, the newest first, with the reveals and what was done by links and keys', async () => {
    const customerId = newId()
    await act(agent, 'customer.add', { id: customerId, nickname: '小满', phone: '13800001111' })
    expect(await act(agent, 'customer.reveal', { customerId, fields: ['phone'] })).toMatchObject({ status: 'applied' })
    const caseId = newId()
    const complaint = { orderId: null, orderRef: null, product: null, channel: 'taobao', words: 'SECRET', wants: null }
    await act(owner, 'dispute.open', { id: caseId, customerId, ...complaint })
    await act(agent, 'dispute.note', { id: caseId, text: 'SECRET 13800001111' })
    await shop.raw('POST', '/api/v1/disputes', await shop.key(), JSON.stringify({ customerId, words: 'x' }))
    const page = await trail()
    expect(said(page)).toEqual([
      ['test', 'dispute.open', 'dispute', '小满'],
      ['小周', 'dispute.note', 'dispute', '小满'],
      ['阿青', 'dispute.open', 'dispute', '小满'],
      ['小周', 'customer.reveal.phone', 'customer', '小满'],
      ['小周', 'customer.add', 'customer', '小满'],
    ])
    expect(page.lines[1]?.target?.id).toBe(caseId)
    expect(page.next).toBeNull()
    expect(JSON.stringify(page)).not.toMatch(/SECRET|1380000/)
  })

  test('tells when the server heard of it; what the phone says stands beside it, never before its member joined', async () => {
    const customerId = await shop.customer({ phone: '13800001111' })
    shop.now += HOUR
    const joined = shop.now
    const late = await shop.member('agent')
    shop.now += HOUR
    const heard = shop.now
    const said = async (id: string, at: number) => {
      const args = { customerId, fields: ['phone'] }
      const mutation = { seq: 1, id, name: 'customer.reveal', version: 1, args, at }
      const { body } = await late.post('/api/push', { clientId: newId(), mutations: [mutation] })
      expect(body.results).toMatchObject([{ status: 'applied' }])
      shop.now += 1000
    }
    const claims = [0, heard - HOUR / 2, heard - 4 * MINUTE, heard + 10 * HOUR]
    for (const at of claims) await said(newId(), at)
    expect((await trail()).lines.map(({ at, saidAt }) => [at, saidAt])).toEqual([
      [heard + 3000, null],
      [heard + 2000, null],
      [heard + 1000, heard - HOUR / 2],
      [heard, joined],
    ])
  })

  test('notes a reveal once, however often it is sent, and none of a viewer’s', async () => {
    const customerId = await shop.customer({ phone: '13800001111' })
    const sent = {
      clientId: newId(),
      mutations: [
        ...[
          {
            seq: 1,
            id: newId(),
            name: 'customer.reveal',
            version: 1,
            args: { customerId, fields: ['phone'] },
            at: shop.now,
          },
        ],
      ],
    }
    await agent.post('/api/push', sent)
    await agent.post('/api/push', sent)
    const viewer = await shop.member('viewer')
    expect(await act(viewer, 'customer.reveal', { customerId, fields: ['phone'] })).toMatchObject({ code: 'forbidden' })
    expect(said(await trail())).toEqual([['小周', 'customer.reveal.phone', 'customer', '林间小鹿']])
  })

  test('of a look tells which contacts, and is found by them; a line of an older release still stands', async () => {
    const customerId = await shop.customer({ phone: '13800001111', email: 'lin@example.com', address: '文一路12号' })
    for (const fields of [['email'], ['address', 'phone', 'address'], ['phone']]) {
      expect(await act(agent, 'customer.reveal', { customerId, fields })).toMatchObject({ status: 'applied' })
    }
    await shop.change(
      `INSERT INTO audit (shopId, id, at, actor, action, target) VALUES (:shop, 'old', 1, 'system', 'customer.reveal', :customerId)`,
      { customerId },
    )
    const asked: (typeof GROUPS)[number][] = ['reveals', 'phones', 'emails', 'addresses', 'cases']
    const found = Object.fromEntries(
      await Promise.all(
        asked.map(async (group) => [
          group,
          (await trail(`?action=${ACTIONS[group]}`)).lines.map(({ action }) => action.replace('customer.reveal', '')),
        ]),
      ),
    )
    expect(found).toEqual({
      ...{ reveals: ['.phone', '.phone.address', '.email', ''], phones: ['.phone', '.phone.address'] },
      ...{ emails: ['.email'], addresses: ['.phone.address'], cases: [] },
    })
  })

  test('is found by person, customer, action and member, also of those who left', async () => {
    const [a, b] = [await shop.customer({ nickname: 'Ａnna' }), await shop.customer({ nickname: '小鹿' })]
    await act(agent, 'customer.reveal', { customerId: a, fields: ['phone'] })
    await act(owner, 'customer.reveal', { customerId: b, fields: ['phone'] })
    await act(owner, 'customer.contacted', { customerId: b, channel: 'wechat', purpose: 'care' })
    const disputeId = await shop.complaint({ customerId: b })
    await act(agent, 'dispute.note', { id: disputeId, text: 'x' })
    await owner.get('/api/session')
    await shop.change(
      `UPDATE members SET deleted = 1, name = '', formerName = '小周' WHERE shopId = :shop AND id = :id`,
      { id: agent.id },
    )
    const actions = async (query: string) => (await trail(query)).lines.map(({ action }) => action)
    expect(await actions('?q=小周')).toEqual(['dispute.note', 'customer.reveal.phone'])
    expect(await actions('?q=小鹿')).toEqual([
      'dispute.note',
      'dispute.open',
      'customer.contacted',
      'customer.reveal.phone',
    ])
    expect(await actions('?action=customer.reveal.')).toEqual(['customer.reveal.phone', 'customer.reveal.phone'])
    expect(await actions('?action=dispute.,customer.contacted')).toEqual([
      'dispute.note',
      'dispute.open',
      'customer.contacted',
    ])
    expect(await actions(`?member=${owner.id}&q=小鹿`)).toEqual(['customer.contacted', 'customer.reveal.phone'])
    // What its words say in the language of who looks is theirs to know.
    expect(await actions('?q=电话&said=customer.reveal.phone,customer.contacted')).toEqual([
      ...['customer.contacted', 'customer.reveal.phone', 'customer.reveal.phone'],
    ])
    expect(await actions(`?q=小周&said=customer.contacted&member=${agent.id}`)).toEqual([
      ...['dispute.note', 'customer.reveal.phone'],
    ])
    expect((await owner.get('/api/audit?q=x&said=no')).status).toBe(400)
    expect(await actions('?q=%25')).toEqual([])
    expect(await actions('?q=nobody')).toEqual([])
  })

  test('what a notice is read by is each member’s own, and is in no trail, also where an older release wrote it', async () => {
    const id = newId()
    const row = { id, category: 'complaint', params: {}, url: '/', at: shop.now, readBy: {} }
    await shop.put('notifications', row, { onceKey: id })
    const readBy = async () =>
      JSON.parse(String((await shop.rows('notifications')).find((one) => one.id === id)?.readBy))
    expect(await act(agent, 'notification.read', { ids: [id] })).toMatchObject({ status: 'applied' })
    const first = shop.now
    expect(await readBy()).toEqual({ [agent.id]: first })
    expect(await act(owner, 'notification.read', { ids: [id] })).toMatchObject({ status: 'applied' })
    expect(await act(agent, 'notification.read', { ids: [id] })).toMatchObject({ status: 'applied' })
    expect(await readBy()).toEqual({ [agent.id]: first, [owner.id]: first + 1000 })
    await shop.change(
      `INSERT INTO audit (shopId, id, at, actor, action, target) VALUES (:shop, 'old', 1, 'system', 'notification.read', NULL)`,
      {},
    )
    expect((await trail()).lines).toEqual([])
  })

  test('is the owner’s alone, and of their own shop', async () => {
    const other = await TestShop.create(store.database)
    await other.complaint()
    expect((await trail()).lines).toEqual([])
    expect((await agent.get('/api/audit')).status).toBe(403)
    expect((await (await shop.member('viewer')).get('/api/audit')).status).toBe(403)
    expect((await shop.raw('GET', '/api/audit', await shop.key())).status).toBe(401)
  })

  test.each(['cursor=x', 'action=DROP', `action=${'a.,'.repeat(30)}a.`, `q=${'x'.repeat(101)}`, 'member=%27'])(
    'a question that is none is refused: %s',
    async (query) => {
      const { status, text } = await owner.get(`/api/audit?${query}`)
      expect([status, JSON.parse(text).code]).toEqual([400, 'bad_request'])
    },
  )

  test('is read in pages to the end, at 50,000 lines by the index', async () => {
    const customerId = await shop.customer()
    await shop.change(
      `INSERT INTO audit (shopId, id, at, actor, action, target)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
       SELECT :shop, printf('a-%05d', i), i / 7, 'member:' || :member, 'customer.edit', :customer FROM n`,
      { member: owner.id, customer: customerId },
    )
    const ids: string[] = []
    for (let cursor = ''; ids.length < 1000; ) {
      const { lines, next } = await trail(`?cursor=${cursor}`)
      ids.push(...lines.map(({ id }) => id))
      cursor = next ?? ''
    }
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => `a-${String(50_000 - i).padStart(5, '0')}`))
    expect((await trail('?cursor=1.a-00008')).lines.map(({ id }) => id)).toEqual(
      Array.from({ length: 7 }, (_, i) => `a-0000${7 - i}`),
    )
    expect((await trail('?q=nobody')).lines).toEqual([])
    expect((await trail('?q=林间小鹿')).lines).toHaveLength(50)
  })
})
