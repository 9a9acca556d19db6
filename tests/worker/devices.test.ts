import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { PASSWORD } from '../support/worker.ts'

const HOUR = 3_600_000
const PHONE =
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'

let store: TestDatabase
let shop: TestShop
let me: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  me = await shop.member('agent')
})

interface Device {
  id: string
  name: string | null
  place: string
  since: number
  lastUsedAt: number
  here: boolean
}

async function devices(cookie = me.cookie): Promise<Device[]> {
  const answer = await shop.raw('GET', '/api/account/devices', { cookie })
  expect(answer.status).toBe(200)
  return JSON.parse(answer.text).devices
}

const status = async (cookie: string) => (await shop.raw('GET', '/api/session', { cookie })).status
const end = (id: string, by = me) => shop.raw('DELETE', `/api/account/devices/${id}`, { cookie: by.cookie })

const subscribed = (memberId: string, sessionId: string | null) =>
  shop.change(
    `INSERT INTO pushSubscriptions (shopId, id, memberId, endpoint, p256dh, auth, locale, createdAt, sessionId)
     VALUES (:shop, :id, :memberId, 'https://push.example.test/' || :id, 'p', 'a', 'en', 0, NULLIF(:sessionId, ''))`,
    { id: newId(), memberId, sessionId: sessionId ?? '' },
  )
const ringing = async () => (await shop.rows('pushSubscriptions')).map((row) => row.sessionId)

describe('the list', () => {
  test('names each device, where and when it was last used, and which of them asks', async () => {
    const body = { shop: '店', name: '我', email: `${newId()}@example.test`, password: PASSWORD }
    const headers = { 'user-agent': PHONE, 'x-test-place': '203.0.113.7' }
    shop.now += HOUR / 2
    const entered = await shop.raw(
      'POST',
      '/api/session/sign-up',
      headers,
      JSON.stringify({ ...body, currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }),
    )
    expect(entered.status).toBe(201)
    const again = await shop.raw(
      'POST',
      '/api/session/sign-in',
      { 'x-test-place': '198.51.100.2' },
      JSON.stringify(body),
    )
    const { shopId } = JSON.parse(again.text)
    const cookie = again.cookie
    const hour = shop.now - (shop.now % HOUR)
    expect(cookie).toContain(shopId)
    expect(
      (await devices(cookie)).map(({ id, ...rest }) => rest).sort((a, b) => a.place.localeCompare(b.place)),
    ).toEqual([
      { name: null, place: '198.51.100.2', since: shop.now, lastUsedAt: hour, here: true },
      { name: 'Chrome · Android', place: '203.0.113.7', since: shop.now, lastUsedAt: hour, here: false },
    ])
  })

  test('holds nobody else’s', async () => {
    await shop.member()
    expect(await devices()).toHaveLength(1)
  })

  test('holds nothing that is over', async () => {
    const other = await me.another()
    expect(await devices()).toHaveLength(2)
    await shop.change('UPDATE sessions SET expiresAt = :now WHERE shopId = :shop AND id = :id', {
      now: shop.now,
      id: other.sessionId,
    })
    expect(await devices()).toHaveLength(1)
  })
})

describe('use', () => {
  test('is noted once an hour, with the place it came from, and costs nothing in between', async () => {
    const ask = () => shop.raw('GET', '/api/session', { cookie: me.cookie, 'x-test-place': '203.0.113.9' })
    expect(await shop.trips(ask)).toEqual({ reads: 1, writes: 0 })
    shop.now += HOUR
    expect(await shop.trips(ask)).toEqual({ reads: 1, writes: 1 })
    shop.now += 59 * 60_000
    expect(await shop.trips(ask)).toEqual({ reads: 1, writes: 0 })
    expect(await devices()).toMatchObject([{ place: '203.0.113.9', lastUsedAt: shop.now - 59 * 60_000 }])
  })

  test('that cannot be noted does not keep anybody from reading', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    shop.now += HOUR
    shop.beforeWrite = () => {
      throw new Error('the disk is full')
    }
    expect(await status(me.cookie)).toBe(200)
    vi.restoreAllMocks()
  })
})

describe('ending', () => {
  test('one ends that one alone and silences its device', async () => {
    const [lost, kept] = [await me.another(), await me.another()]
    const colleague = await shop.member()
    for (const one of [me, lost, kept]) await subscribed(me.id, one.sessionId)
    await subscribed(colleague.id, colleague.sessionId)
    expect((await end(lost.sessionId)).status).toBe(200)
    expect(await Promise.all([me, lost, kept, colleague].map((one) => status(one.cookie)))).toEqual([
      200, 401, 200, 200,
    ])
    expect(await ringing()).toEqual([me.sessionId, kept.sessionId, colleague.sessionId])
    expect(await shop.rows('audit')).toMatchObject([{ actor: `member:${me.id}`, action: 'session.end', target: me.id }])
  })

  test('silences a device of which nobody knows whose session it has: it may be the lost one', async () => {
    const lost = await me.another()
    await subscribed(me.id, null)
    await end(lost.sessionId)
    expect(await ringing()).toEqual([])
  })

  test('all others leaves this one', async () => {
    const others = [await me.another(), await me.another()]
    for (const one of [me, ...others]) await subscribed(me.id, one.sessionId)
    expect((await me.post('/api/account/devices/end-others')).status).toBe(200)
    expect(await Promise.all([me, ...others].map((one) => status(one.cookie)))).toEqual([200, 401, 401])
    expect(await ringing()).toEqual([me.sessionId])
  })

  test('all others takes the passkeys along where asked to, one’s own alone', async () => {
    const colleague = await shop.member()
    for (const { id } of [me, colleague]) {
      await shop.change(
        `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
         VALUES (:key, :shop, :id, 'k', 0, '', '手机', 0)`,
        { key: newId(), id },
      )
    }
    const left = async () => (await shop.rows('passkeys')).map(({ memberId }) => memberId)
    await me.post('/api/account/devices/end-others')
    expect(await left()).toEqual([me.id, colleague.id])
    for (let n = 0; n < 2; n++) {
      expect((await me.post('/api/account/devices/end-others', { passkeys: true })).status).toBe(200)
    }
    expect(await left()).toEqual([colleague.id])
    const lines = (await shop.rows('audit')).filter(({ action }) => action === 'passkey.remove-all')
    expect(lines).toMatchObject([{ actor: `member:${me.id}`, target: me.id }])
  })

  test('somebody else’s, of this shop or another, does nothing', async () => {
    const colleague = await shop.member()
    const stranger = await (await TestShop.create(store.database)).member()
    for (const one of [colleague, stranger]) expect((await end(one.sessionId)).status).toBe(200)
    expect(await status(colleague.cookie)).toBe(200)
    expect(await stranger.post('/api/account/devices/end-others')).toMatchObject({ status: 200 })
    expect(await status(me.cookie)).toBe(200)
  })
})

describe('signing out', () => {
  test('silences this device and no other', async () => {
    const other = await me.another()
    for (const one of [me, other]) await subscribed(me.id, one.sessionId)
    expect((await me.post('/api/session/sign-out')).status).toBe(200)
    expect(await ringing()).toEqual([other.sessionId])
    expect([await status(me.cookie), await status(other.cookie)]).toEqual([401, 200])
  })

  test('of a session that is over already, or of none, is no error: the cookie goes', async () => {
    await me.post('/api/session/sign-out')
    for (const cookie of [me.cookie, '']) {
      const answer = await shop.raw('POST', '/api/session/sign-out', { cookie })
      expect([answer.status, answer.cookie]).toEqual([200, '__Host-session='])
    }
  })
})
