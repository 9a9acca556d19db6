import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../../support/in-process.ts'
import { type FakePhone, FakePushService } from '../../support/push-service.ts'

const service = new FakePushService('')
let store: TestDatabase
let shop: TestShop
let owner: TestMember
let phone: FakePhone

beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  phone = service.phone()
})

const devices = () => shop.rows('pushSubscriptions', 'rowid')

describe('a device', () => {
  test('that subscribes again keeps its row, renewed', async () => {
    const first = await owner.subscribe(phone)
    expect(first.status).toBe(201)
    const keys = { ...phone.subscription.keys, auth: randomBytes(16).toString('base64url') }
    const second = await owner.subscribe(phone, { keys, locale: 'en' })
    expect(second.body).toEqual(first.body)
    expect(await devices()).toMatchObject([{ id: first.body.id, auth: keys.auth, locale: 'en', memberId: owner.id }])
  })

  test('that says the same again costs no write', async () => {
    await owner.subscribe(phone)
    expect(await shop.trips(() => owner.subscribe(phone))).toEqual({ reads: 1, writes: 0 })
  })

  test('belongs to whoever signed in on it last', async () => {
    const agent = await shop.member('agent')
    await owner.subscribe(phone)
    await agent.subscribe(phone)
    expect((await devices()).map((row) => row.memberId)).toEqual([agent.id])
  })

  test('whose address the browser renewed takes the place of the old one', async () => {
    const renewed = service.phone()
    await owner.subscribe(phone)
    await owner.subscribe(renewed, { replaces: phone.subscription.endpoint })
    expect((await devices()).map((row) => row.endpoint)).toEqual([renewed.subscription.endpoint])
  })

  test('is taken off the list by its own member only', async () => {
    await owner.subscribe(phone)
    const { endpoint } = phone.subscription
    const agent = await shop.member('agent')
    await agent.post('/api/notifications/subscriptions/remove', { endpoint })
    expect(await devices()).toHaveLength(1)
    const other = await TestShop.create(store.database)
    await (await other.member()).post('/api/notifications/subscriptions/remove', { endpoint })
    expect(await devices()).toHaveLength(1)
    expect((await owner.post('/api/notifications/subscriptions/remove', { endpoint })).status).toBe(200)
    expect(await devices()).toHaveLength(0)
  })

  test('makes room when a member has too many: the one longest unheard of goes', async () => {
    const phones = Array.from({ length: 22 }, () => service.phone())
    for (const each of phones) {
      shop.now++
      await owner.subscribe(each)
    }
    await (await shop.member('agent')).subscribe(phone)
    const mine = (await devices()).filter((row) => row.memberId === owner.id)
    expect(mine.map((row) => row.endpoint)).toEqual(phones.slice(2).map((each) => each.subscription.endpoint))
    expect(await devices()).toHaveLength(21)
  })
})

describe('what is no device is refused', () => {
  test.each([
    'http://push.example.test/x',
    'https://localhost/x',
    'https://push.localhost./x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://10.0.0.8/x',
    'https://8.8.8.8/x',
    'https://[::1]/x',
    'https://[fd00::1]/x',
    'https://database/x',
    'https://router.lan/x',
    'https://metadata.google.internal/x',
    'https://push.example.test:8443/x',
    'https://user:secret@push.example.test/x',
    'push.example.test',
  ])('%s', async (endpoint) => {
    const answer = await owner.subscribe(phone, { endpoint })
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request', fields: ['endpoint'] } })
    expect(JSON.stringify(answer.body)).not.toContain('/x')
    expect(await devices()).toHaveLength(0)
  })

  test('a key that is no point on the curve', async () => {
    const p256dh = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)]).toString('base64url')
    const answer = await owner.subscribe(phone, { keys: { ...phone.subscription.keys, p256dh } })
    expect(answer).toMatchObject({ status: 400, body: { fields: ['keys.p256dh'] } })
  })

  test('a secret of the wrong length', async () => {
    const answer = await owner.subscribe(phone, { keys: { ...phone.subscription.keys, auth: 'AAAA' } })
    expect(answer).toMatchObject({ status: 400, body: { fields: ['keys.auth'] } })
  })

  test('anybody who is not signed in', async () => {
    const answer = await shop.request('/api/notifications/subscriptions', { ...phone.subscription, locale: 'en' }, '')
    expect(answer.status).toBe(401)
  })
})
