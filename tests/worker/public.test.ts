/** What whoever holds a private link can and cannot do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { statement } from '../../db/statement.ts'
import { createApp } from '../../worker/app.ts'
import { systemCtx } from '../../worker/context.ts'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { nameToUse } from '../../worker/domain/speakable.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { takeEvidence } from '../../worker/verbs/evidence.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'
import { jpeg, jpegMetadata } from '../support/pictures.ts'
import { type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const newToken = () => linkToken(crypto.getRandomValues(new Uint8Array(16)))
const act = (name: string, args: object) =>
  perform(systemCtx(shop.deps.database, shop.id, shop.now, newId), { role: 'owner' }, name, args)

async function link(kind: 'complain' | 'case', disputeId: string | null, over: object = {}) {
  const id = newId()
  const token = newToken()
  const expiresAt = shop.now + 30 * DAY_MS
  await act('link.create', { id, kind, disputeId, customerId: null, token, expiresAt, ...over })
  return { id, token, credential: `${shop.id}.${token}` }
}

async function ask(credential: string, path = '', sent?: object, headers: Record<string, string> = {}) {
  const { status, text } = await shop.raw(
    sent ? 'POST' : 'GET',
    `/api/b${path}`,
    { authorization: `Bearer bl_${credential}`, origin: 'https://elsewhere.test', ...headers },
    sent ? JSON.stringify(sent) : undefined,
  )
  return { status, body: JSON.parse(text) }
}

const GONE = {
  ...{ type: 'urn:regulars:link_gone', title: 'This link does not work, or no longer' },
  ...{ status: 404, code: 'link_gone' },
}

const complaint = (over: object = {}) => ({ id: newId(), token: newToken(), words: '杯子到手就裂了', ...over })

/** Brings a case from the start to where its buyer is asked. */
async function toFollowUp(id: string): Promise<void> {
  const [row] = (await shop.rows('disputes')).filter((each) => each.id === id)
  const seen = { id, loop: Number(row?.loop), customerId: String(row?.customerId) }
  if (row?.step === 'listen') await act('dispute.reply', { ...seen, from: 'listen', text: '抱歉，我马上查', at: null })
  await act('dispute.analyse', {
    ...{ ...seen, from: 'analyse', surface: 'SECRET', real: 'SECRET', causeFamily: 'quality', cause: 'transit-damage' },
    ...{ responsibility: 'carrier', severity: 'medium' },
  })
  await act('dispute.resolve', {
    ...{ ...seen, from: 'resolve', told: '今天补发一个' },
    remedies: [{ kind: 'resend', cost: 987_654, promisedAt: shop.now + 2 * DAY_MS, note: 'SECRET' }],
  })
  await act('dispute.record', {
    ...{ ...seen, from: 'record', taskId: null, confirmedCause: 'transit-damage', done: 'SECRET', actualCost: 987_654 },
    ...{ lesson: 'SECRET', followUpAt: null },
  })
}

describe('a link that opens nothing', () => {
  test('is answered alike, whatever the reason', async () => {
    const id = await shop.complaint()
    const good = await link('case', id)
    expect((await ask(good.credential)).status).toBe(200)
    const revoked = await link('case', id)
    await act('link.revoke', { id: revoked.id })
    const expired = await link('case', id, { expiresAt: shop.now + 1000 })
    const gone = await shop.complaint()
    const ofGone = await link('case', gone)
    await shop.change('UPDATE disputes SET deleted = 1 WHERE shopId = :shop AND id = :id', { id: gone })
    const elsewhere = await TestShop.create(store.database)
    shop.now += 1000
    const dead = [
      `${shop.id}.${newToken()}`,
      revoked.credential,
      expired.credential,
      ofGone.credential,
      `${elsewhere.id}.${good.token}`,
      `${newId()}.${good.token}`,
      `${shop.id}.${good.token.slice(0, -1)}B`,
      `${shop.id}.`,
      '',
    ]
    for (const credential of dead) {
      expect([credential, await ask(credential)]).toEqual([credential, { status: 404, body: GONE }])
      const sent = { id: newId(), expectation: 5, quality: 5, service: 5 }
      expect(await ask(credential, '/rate', sent)).toEqual({ status: 404, body: GONE })
    }
    expect((await shop.raw('GET', '/api/b', {})).status).toBe(404)
  })

  test('does only what its kind is for', async () => {
    const complain = await link('complain', null)
    const follow = await link('case', await shop.complaint())
    expect(await ask(complain.credential, '/more', { id: newId(), text: 'x' })).toEqual({ status: 404, body: GONE })
    expect((await ask(follow.credential, '/complain', complaint())).body).toEqual(GONE)
    expect((await shop.raw('GET', '/api/pull', { authorization: `Bearer bl_${follow.credential}` })).status).toBe(401)
    const asKey = { authorization: `Bearer rk_${follow.credential}` }
    expect((await shop.raw('GET', '/api/v1/disputes', asKey)).status).toBe(401)
  })

  test('works until its last moment, which follows the shop’s setting', async () => {
    const { credential } = await link('case', await shop.complaint(), { expiresAt: shop.now + 999 * DAY_MS })
    shop.now += 30 * DAY_MS - 1
    expect((await ask(credential)).status).toBe(200)
    shop.now += 1
    expect((await ask(credential)).body).toEqual(GONE)
  })
})

describe('complaining', () => {
  test('opens a case like any other, and gives a link to it of a whole life', async () => {
    const { credential } = await link('complain', null, { expiresAt: shop.now + DAY_MS })
    expect((await ask(credential)).body).toEqual({
      ...{ kind: 'complain', shop: '山间茶铺', locale: 'zh-CN', until: '2026-05-05', case: null },
    })
    const sent = complaint({ wants: '换一个', product: '手作茶杯', order: 'T404', contact: '13800001111' })
    const { status, body } = await ask(credential, '/complain', sent)
    expect([status, body]).toEqual([201, { link: `${shop.id}.${sent.token}` }])
    expect(await shop.rows('disputes')).toMatchObject([
      {
        ...{ id: sent.id, step: 'listen', source: 'link', channel: 'link', openedBy: null, words: sent.words },
        ...{ wants: '换一个', product: '手作茶杯', orderRef: 'T404', orderId: null },
      },
    ])
    expect(await shop.rows('customers')).toMatchObject([
      { phone: '13800001111', nickname: null, openDisputes: 1, source: 'link' },
    ])
    expect((await shop.rows('notifications'))[0]).toMatchObject({ category: 'complaint', byMember: null })
    expect((await shop.rows('disputeEvents', 'at, id')).map(({ kind }) => kind)).toEqual(['opened', 'linked'])
    expect(shop.nudges).toContainEqual({ kind: 'deliver', shopId: shop.id })
    const seen = (await ask(body.link)).body
    expect(seen).toMatchObject({ until: '2026-06-03', case: { step: 'received', words: sent.words } })
  })

  test('under the number of another leaves nobody behind', async () => {
    const { credential } = await link('complain', null)
    const sent = complaint({ contact: '13800001111' })
    await ask(credential, '/complain', sent)
    const before = await shop.rows('customers')
    for (const contact of ['13900000001', '小满', null]) {
      const again = { ...sent, token: newToken(), contact }
      expect(await ask(credential, '/complain', again)).toMatchObject({ status: 409, body: { code: 'already_exists' } })
    }
    expect(await shop.rows('customers')).toEqual(before)
  })

  test('sent again, or twice at once, is one complaint', async () => {
    const { credential } = await link('complain', null)
    const sent = complaint({ contact: '小满' })
    const answers = await Promise.all([1, 2, 3].map(() => ask(credential, '/complain', sent)))
    answers.push(await ask(credential, '/complain', sent))
    for (const answer of answers) expect(answer).toEqual({ status: 201, body: { link: `${shop.id}.${sent.token}` } })
    expect([await shop.rows('disputes'), await shop.rows('customers')].map((rows) => rows.length)).toEqual([1, 1])
    expect(await shop.rows('customers')).toMatchObject([{ nickname: '小满' }])
  })

  test('by somebody who leaves no name still tells them apart, and greets nobody by a number', async () => {
    const { credential } = await link('complain', null)
    await ask(credential, '/complain', complaint())
    const [{ nickname } = {}] = await shop.rows('customers')
    expect(nickname).toMatch(/^链接买家 \d{4}$/)
    expect(nameToUse({ name: null, nickname: String(nickname) })).toBeNull()
  })

  test('with the id of somebody else’s case gives no link to it', async () => {
    const { credential } = await link('complain', null)
    const id = await shop.complaint()
    const sent = complaint({ id })
    expect((await ask(credential, '/complain', sent)).status).toBe(409)
    expect((await ask(`${shop.id}.${sent.token}`)).body).toEqual(GONE)
  })

  test('is tied to who is known: by the link, the order, the phone', async () => {
    const known = await shop.customer({ nickname: '熟客' })
    const key = await shop.key()
    const order = {
      ...{ source: 'taobao', externalId: 'T1', placedAt: '2026-05-01T10:00:00+08:00', status: 'completed' },
      ...{ currency: 'CNY', total: '128.00', customer: { accountId: 'a', nickname: '林间小鹿' } },
      lines: [{ product: 'SECRET', quantity: 1, price: '128.00' }],
    }
    await shop.raw('POST', '/api/v1/orders', key, JSON.stringify({ orders: [order] }))
    const [{ id: orderId, customerId: buyer } = {}] = await shop.rows('orders')
    const open = await link('complain', null)
    const theirs = await link('complain', null, { customerId: known })
    const byOrder = complaint({ order: 'T1', contact: '微信 lin' })
    const byLink = complaint({ order: 'T1' })
    const byPhone = complaint({ contact: '138 0000 2222' })
    const again = complaint({ contact: '13800002222' })
    const seen = (await ask(open.credential, '/complain', byOrder)).body.link
    await ask(theirs.credential, '/complain', byLink)
    await ask(open.credential, '/complain', byPhone)
    await ask(open.credential, '/complain', again)
    const cases = new Map((await shop.rows('disputes')).map((row) => [row.id, row]))
    expect(cases.get(byOrder.id)).toMatchObject({ customerId: buyer, orderId, product: null })
    expect(cases.get(byLink.id)).toMatchObject({ customerId: known, orderId: null, orderRef: 'T1' })
    expect(cases.get(again.id)?.customerId).toBe(cases.get(byPhone.id)?.customerId)
    expect(JSON.stringify((await ask(seen)).body)).not.toMatch(/SECRET|小鹿|T1/)
    const notes = (await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'note')
    expect(notes.map(({ disputeId, data }) => [disputeId, JSON.parse(String(data))])).toEqual([
      [byOrder.id, { contact: '微信 lin' }],
    ])
  })

  test('keeps what is left by somebody known: in their empty field by their own link, beside the case by any other', async () => {
    const known = await shop.customer({ nickname: '熟客', email: 'Old@Example.test' })
    const theirs = await link('complain', null, { customerId: known })
    const row = async () => (await shop.rows('customers')).find(({ id }) => id === known)
    const left = async () =>
      (await shop.rows('disputeEvents')).flatMap(({ kind, data }) =>
        kind === 'note' ? [JSON.parse(String(data)).contact] : [],
      )
    await ask(theirs.credential, '/complain', complaint({ contact: '138 0013 8000' }))
    expect([(await row())?.phone, await left()]).toEqual(['138 0013 8000', ['138 0013 8000']])
    await ask(theirs.credential, '/complain', complaint({ contact: '+86 13800138000' }))
    await ask(theirs.credential, '/complain', complaint({ contact: 'old@example.test' }))
    expect(await left()).toHaveLength(1)
    await ask(theirs.credential, '/complain', complaint({ contact: '13900139000' }))
    await ask(theirs.credential, '/complain', complaint({ contact: 'linxiaolu_88' }))
    expect([(await row())?.phone, await left()]).toEqual([
      '138 0013 8000',
      ['138 0013 8000', '13900139000', 'linxiaolu_88'],
    ])
  })

  test('never fills a field of whoever an order’s number leads to', async () => {
    const body = {
      orders: [
        {
          ...{ source: 'taobao', externalId: 'T9', placedAt: '2026-05-01T10:00:00+08:00', status: 'completed' },
          ...{ currency: 'CNY', total: '1.00', customer: { accountId: 'b' }, lines: [] },
        },
      ],
    }
    await shop.raw('POST', '/api/v1/orders', await shop.key(), JSON.stringify(body))
    const open = await link('complain', null)
    await ask(open.credential, '/complain', complaint({ order: 'T9', contact: '13900139000' }))
    expect(await shop.rows('customers')).toMatchObject([{ accountId: 'b', phone: null }])
    expect(await shop.rows('disputeEvents', 'at, id')).toMatchObject([
      { kind: 'opened' },
      { kind: 'linked' },
      { kind: 'note', data: JSON.stringify({ contact: '13900139000' }) },
    ])
  })

  test.each(['lin.xiaolu@example.com', 'linxiaolu_88', '微信 linxiaolu', '13800138000'])(
    'calls nobody by a contact: %s',
    async (contact) => {
      const { credential } = await link('complain', null)
      await ask(credential, '/complain', complaint({ contact }))
      const [{ nickname, phone, email } = {}] = await shop.rows('customers')
      expect(nickname ?? '链接买家').toMatch(/^链接买家/)
      const left = (await shop.rows('disputeEvents')).map(({ data }) => String(data)).join()
      expect([phone, email, ...left.split('"')]).toContain(contact)
    },
  )
})

describe('following a case', () => {
  let id: string
  let credential: string
  beforeEach(async () => {
    id = await shop.complaint()
    credential = (await link('case', id)).credential
  })

  test('shows the buyer their own and nothing of the shop’s', async () => {
    await toFollowUp(id)
    await act('dispute.note', { id, text: 'SECRET' })
    const { body } = await ask(credential)
    expect(body).toEqual({
      ...{ kind: 'case', shop: '山间茶铺', locale: 'zh-CN', until: '2026-06-03' },
      case: {
        ...{ step: 'done', openedOn: '2026-05-04', again: false, words: '杯口裂了', wants: null, product: '手作茶杯' },
        offer: { told: '今天补发一个', remedies: [{ kind: 'resend', by: '2026-05-06' }] },
        ...{ added: [], photos: [], mayAdd: true, mayAddPhoto: true, mayRate: true },
      },
    })
  })

  test('adding words is heard once, and not after the end', async () => {
    const sent = { id: newId(), text: '盖子也裂了' }
    const answers = await Promise.all([ask(credential, '/more', sent), ask(credential, '/more', sent)])
    for (const { status, body } of answers) {
      expect([status, body.case.added]).toEqual([200, [{ text: '盖子也裂了', on: '2026-05-04' }]])
    }
    const heard = (await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'heard')
    expect(heard).toMatchObject([{ id: sent.id, by: null, disputeId: id }])
    await toFollowUp(id)
    await ask(credential, '/rate', { id: newId(), expectation: 5, quality: 5, service: 5 })
    const late = await ask(credential, '/more', { id: newId(), text: '谢谢' })
    expect([late.status, late.body.code]).toEqual([409, 'wrong_step'])
  })

  test('the shop is told when the buyer writes again, once until it has answered', async () => {
    const heard = async () => (await shop.rows('notifications')).filter(({ category }) => category === 'heard')
    expect(await heard()).toEqual([])
    for (const text of ['在吗', '还没到']) {
      expect((await ask(credential, '/more', { id: newId(), text })).status).toBe(200)
    }
    expect(await heard()).toMatchObject([{ url: `/disputes/${id}`, byMember: null }])
  })

  test('an id of another case’s event is not taken for its own', async () => {
    const [theirs] = (await shop.rows('disputeEvents')).filter(({ disputeId }) => disputeId === id)
    const other = await link('case', await shop.complaint())
    const answer = await ask(other.credential, '/more', { id: String(theirs?.id), text: 'x' })
    expect([answer.status, answer.body.code]).toEqual([409, 'busy'])
  })

  test('rating waits for its time, then ends the case, once', async () => {
    const sent = { id: newId(), expectation: 4, quality: 3, service: 5, comment: '补得很快' }
    expect((await ask(credential, '/rate', sent)).body.code).toBe('wrong_step')
    await toFollowUp(id)
    const answers = await Promise.all([ask(credential, '/rate', sent), ask(credential, '/rate', sent)])
    answers.push(await ask(credential, '/rate', sent))
    for (const { status, body } of answers) {
      expect([status, body.case.step, body.case.mayRate]).toEqual([200, 'closed', false])
    }
    expect(await shop.rows('disputes')).toMatchObject([{ step: 'closed', outcome: 'satisfied', loop: 0 }])
    expect((await shop.rows('tasks')).map(({ kind, status }) => [kind, status])).toContainEqual(['follow-up', 'done'])
    const closed = (await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'closed')
    expect(closed).toMatchObject([{ id: sent.id, by: null }])
    const [{ actor } = {}] = (await shop.rows('audit')).filter((row) => row.id === sent.id)
    expect(actor).toMatch(/^link:/)
  })

  test('an unhappy rating opens it again and the shop is told', async () => {
    await toFollowUp(id)
    const { body } = await ask(credential, '/rate', { id: newId(), expectation: 4, quality: 2, service: 5 })
    expect(body.case).toMatchObject({ step: 'looking', again: true, offer: null, mayRate: false })
    expect(await shop.rows('disputes')).toMatchObject([{ step: 'analyse', loop: 1 }])
    expect((await shop.rows('notifications')).map(({ category }) => category)).toContain('reopened')
  })

  test('a case that went into another one shows as that one', async () => {
    const [{ customerId } = {}] = await shop.rows('disputes')
    const into = await shop.complaint({ customerId: String(customerId), product: '茶壶' })
    await act('dispute.merge', { id, into, customerId, eventId: newId(), tasks: [] })
    expect((await ask(credential)).body.case).toMatchObject({ product: '茶壶', step: 'received' })
    await ask(credential, '/more', { id: newId(), text: '一起说' })
    const heard = (await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'heard')
    expect(heard).toMatchObject([{ disputeId: into }])
  })

  test('what a buyer added before their case went into another is still there', async () => {
    const [{ customerId } = {}] = await shop.rows('disputes')
    await ask(credential, '/more', { id: newId(), text: '杯盖也没有' })
    const into = await shop.complaint({ customerId: String(customerId) })
    await act('dispute.merge', { id, into, customerId, eventId: newId(), tasks: [] })
    expect((await ask(credential)).body.case.added).toMatchObject([{ text: '杯盖也没有' }])
  })
})

describe('photos', () => {
  let id: string
  let credential: string
  beforeEach(async () => {
    id = await shop.complaint()
    credential = (await link('case', id)).credential
  })
  const photos = (path: string, bytes?: Uint8Array, type = 'image/jpeg', by = credential) =>
    createApp(shop.deps).request(`https://shop.test/api/b/photos${path}`, {
      method: bytes ? 'POST' : 'GET',
      headers: { authorization: `Bearer bl_${by}`, ...(bytes ? { 'content-type': type } : {}) },
      ...(bytes ? { body: new Uint8Array(bytes) } : {}),
    })

  test('are taken once, without what a camera says in them, and shown to their buyer only', async () => {
    const sent = jpeg({ metadata: jpegMetadata() })
    await photos('', sent)
    const seen = await (await photos('', sent)).json()
    expect(seen.case.photos).toHaveLength(1)
    const told = (await shop.rows('notifications')).filter(({ category }) => category === 'heard')
    expect(told.map(({ params, url }) => [JSON.parse(String(params)).kind, url])).toEqual([
      ['photo', `/disputes/${id}`],
    ])
    expect(await shop.rows('evidence')).toMatchObject([
      { disputeId: id, source: 'link', by: null, name: '买家发来的照片' },
    ])
    const path = `/${seen.case.photos[0].id}`
    const shown = await photos(path)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(jpeg())
    const other = await link('case', await shop.complaint())
    const complain = await link('complain', null)
    for (const by of [other.credential, complain.credential, `${shop.id}.${newToken()}`]) {
      expect((await photos(path, undefined, '', by)).status).toBe(404)
    }
  })

  test('of a case that went into another show over the links of both, until they are taken apart', async () => {
    const [{ customerId } = {}] = await shop.rows('disputes')
    const into = await shop.complaint({ customerId: String(customerId) })
    const there = (await link('case', into)).credential
    const stranger = (await link('case', await shop.complaint())).credential
    const seenBy = async (by: string) => (await ask(by)).body.case.photos.map((photo: { id: string }) => photo.id)
    const [photo] = (await (await photos('', jpeg())).json()).case.photos
    expect(await seenBy(there)).toEqual([])
    expect((await photos(`/${photo.id}`, undefined, '', there)).status).toBe(404)

    const [eventId, mergeId] = [newId(), newId()]
    const by = systemCtx(shop.deps.database, shop.id, shop.now, newId)
    const args = { id, into, customerId, eventId, tasks: [] }
    await perform(by, { role: 'owner' }, 'dispute.merge', args, { id: mergeId, at: shop.now })
    const later = (await (await photos('', jpeg({ size: 400 }))).json()).case.photos
    expect(later.map(({ id }: { id: string }) => id)).toContain(photo.id)
    for (const holder of [credential, there]) {
      expect(await seenBy(holder)).toHaveLength(2)
      expect((await photos(`/${photo.id}`, undefined, '', holder)).status).toBe(200)
    }
    expect(await seenBy(stranger)).toEqual([])
    expect((await photos(`/${photo.id}`, undefined, '', stranger)).status).toBe(404)

    const events = { source: mergeId, target: eventId }
    await act('dispute.unmerge', { id, into, customerId, eventId: newId(), tasks: [], events })
    expect(await seenBy(credential)).toEqual([photo.id])
    expect(await seenBy(there)).toHaveLength(1)
    expect((await photos(`/${photo.id}`, undefined, '', there)).status).toBe(404)
  })

  test('the shop added stay with the shop', async () => {
    const own = { bytes: jpeg(), name: 'SECRET', disputeId: id, source: 'hand' as const }
    const system = systemCtx(shop.deps.database, shop.id, shop.now, newId)
    const kept = await takeEvidence(system, shop.files, own)
    expect((await ask(credential)).body.case.photos).toEqual([])
    expect((await photos(`/${kept.id}`)).status).toBe(404)
  })

  test('are pictures, nine at most, while the case is open', async () => {
    expect((await photos('', jpeg(), 'text/plain')).status).toBe(415)
    expect((await photos('', new TextEncoder().encode('<svg/>'))).status).toBe(415)
    for (let n = 0; n < 9; n++) expect((await photos('', jpeg({ size: 300 + n }))).status).toBe(200)
    const tenth = await photos('', jpeg({ size: 400 }))
    expect([tenth.status, (await tenth.json()).code]).toEqual([409, 'too_many'])
    expect((await ask(credential)).body.case.mayAddPhoto).toBe(false)
    await toFollowUp(id)
    await ask(credential, '/rate', { id: newId(), expectation: 5, quality: 5, service: 5 })
    expect((await (await photos('', jpeg({ size: 500 }))).json()).code).toBe('wrong_step')
  })
})

describe('what comes in', () => {
  test('is JSON that says so, of a bounded size', async () => {
    const { credential } = await link('case', await shop.complaint())
    const sent = { id: newId(), text: 'x' }
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
    ]) {
      const answer = await ask(credential, '/more', sent, { 'content-type': type })
      expect([type, answer.status, answer.body.code]).toEqual([type, 415, 'not_json'])
    }
    expect((await ask(credential, '/more', { ...sent, text: 'x'.repeat(2001) })).status).toBe(400)
    const big = await ask(credential, '/more', { ...sent, text: 'x'.repeat(40_000) })
    expect([big.status, big.body.code]).toEqual([413, 'body_too_large'])
    expect((await ask(credential, '/more', { ...sent, id: 'x' })).body.fields).toEqual(['id'])
    expect((await ask(credential, '/rate', { id: newId(), expectation: 6, quality: 1, service: 1 })).status).toBe(400)
    expect((await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'heard')).toEqual([])
  })

  test('too often is told when to come back', async () => {
    const { credential } = await link('case', await shop.complaint())
    for (let n = 0; n < 120; n++) expect((await ask(credential)).status).toBe(200)
    shop.now += 15_000
    const before = shop.reads
    const late = await shop.raw('GET', '/api/b', { authorization: `Bearer bl_${credential}` })
    expect([late.status, JSON.parse(late.text).code, late.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '45',
    ])
    expect(shop.reads).toBe(before)
    // Who has the same link elsewhere is not kept waiting.
    const elsewhere = { authorization: `Bearer bl_${credential}`, 'x-test-place': 'elsewhere' }
    expect((await shop.raw('GET', '/api/b', elsewhere)).status).toBe(200)
    shop.now += 45_000
    expect((await ask(credential)).status).toBe(200)
  })

  test('ninety buyers with ninety links behind one proxy are all served, while somebody there asks without end', async () => {
    const links = []
    for (let n = 0; n < 90; n++) links.push(await link('case', await shop.complaint()))
    for (let n = 0; n < 300; n++) await ask(`${shop.id}.${newToken().slice(0, 20)}`)
    for (const { credential } of links) {
      for (let n = 0; n < 5; n++) expect((await ask(credential)).status).toBe(200)
    }
  })

  test('costs one read to look, and two and a write to write', async () => {
    const { credential } = await link('case', await shop.complaint())
    expect(await shop.trips(() => ask(credential))).toEqual({ reads: 1, writes: 0 })
    const sent = { id: newId(), text: '还有一处' }
    expect(await shop.trips(() => ask(credential, '/more', sent))).toEqual({ reads: 3, writes: 1 })
  })
})

describe('in the worker as it is deployed', () => {
  let worker: TestWorker
  beforeAll(async () => {
    worker = await startTestWorker()
  })
  afterAll(() => worker.close())

  const make = async (phone: Phone) => {
    const args = { id: newId(), kind: 'complain', disputeId: null, customerId: null, token: newToken() }
    expect(await phone.mutate('link.create', { ...args, expiresAt: Date.now() + DAY_MS })).toMatchObject({
      status: 'applied',
    })
    return { id: args.id, key: `bl_${phone.shopId}.${args.token}` }
  }

  test('links go to those who work on cases, never to viewers’ phones', async () => {
    const owner = await worker.signUp()
    const { id } = await make(owner)
    expect((await owner.pullAll()).rows.links?.has(id)).toBe(true)
    const viewer = await owner.colleague('viewer')
    const { rows } = await viewer.pullAll()
    expect([rows.links, rows.shops?.size]).toEqual([undefined, 1])
    const args = { id: newId(), kind: 'complain', disputeId: null, customerId: null, token: newToken() }
    const refused = await viewer.mutate('link.create', { ...args, expiresAt: Date.now() + DAY_MS })
    expect(refused).toMatchObject({ status: 'rejected', code: 'forbidden' })
  })
})

test('a link’s token is found by its index', async () => {
  const [plan = []] = await shop.db.read([
    statement('EXPLAIN QUERY PLAN SELECT id FROM links WHERE shopId = :shop AND token = :token AND deleted = 0', {
      token: 'x',
    }),
  ])
  expect(JSON.stringify(plan)).toContain('linksToken')
})
