import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Vapid } from '../../../worker/deps.ts'
import { catalogue, type MutationName } from '../../../worker/domain/mutations.ts'
import { newId } from '../../../worker/ids.ts'
import { MINUTE, startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../../support/in-process.ts'
import { FakePushService } from '../../support/push-service.ts'
import { vapidKeys } from '../../support/vapid.ts'

const vapid: Vapid = vapidKeys()
let store: TestDatabase
let service: FakePushService
let shop: TestShop
let owner: TestMember

beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  service = new FakePushService(vapid.publicKey)
  shop = await TestShop.create(store.database, { vapid, fetch: service.fetch })
  owner = await shop.member()
})

const statuses = async () => (await shop.rows('deliveries', 'subscriptionId')).map((row) => row.status)
const settled = async () => (await shop.rows('notifications', 'at, id')).map((row) => row.settledAt !== null)

describe('a notification on its way', () => {
  test('reaches each device in its language, encrypted, signed, as declarative web push', async () => {
    const [chinese, english] = [service.phone(), service.phone()]
    await owner.subscribe(chinese)
    await owner.subscribe(english, { locale: 'en' })
    const dispute = await shop.complaint()
    await shop.job('deliver')
    const [row] = await shop.rows('notifications')
    expect(service.refused).toEqual([])
    expect(chinese.received).toEqual([
      {
        json: {
          web_push: 8030,
          id: row?.id,
          notification: {
            title: '新的投诉',
            body: '林间小鹿反映「手作茶杯」有问题，先回一句，让对方知道你在处理。',
            lang: 'zh-CN',
            tag: row?.id,
            navigate: `/disputes/${dispute}`,
            app_badge: 1,
            actions: [{ action: 'open', title: '去处理', navigate: `/disputes/${dispute}` }],
          },
          app_badge: 1,
        },
        ttl: 86_400,
        topic: String(row?.id).replaceAll('-', ''),
        urgency: 'high',
      },
    ])
    expect(english.received[0]?.json.notification).toMatchObject({ title: 'New complaint', lang: 'en' })
    expect(await statuses()).toEqual(['sent', 'sent'])
    expect(await settled()).toEqual([true])
    expect((await shop.rows('pushSubscriptions')).map((each) => each.lastOkAt)).toEqual([shop.now, shop.now])
  })

  test('leads to the address people use where there is one', async () => {
    shop = await TestShop.create(store.database, { vapid, fetch: service.fetch, publicUrl: 'https://shop.example' })
    const phone = service.phone()
    await (await shop.member()).subscribe(phone)
    const dispute = await shop.complaint()
    await shop.job('deliver')
    expect(phone.received[0]?.json.notification.navigate).toBe(`https://shop.example/disputes/${dispute}`)
  })

  test('leaves the phones of whoever caused it quiet', async () => {
    const agent = await shop.member('agent')
    const [mine, theirs] = [service.phone(), service.phone()]
    await owner.subscribe(mine)
    await agent.subscribe(theirs)
    const at = shop.now
    const row = { id: 'n1', category: 'complaint', params: {}, url: '/disputes/1', at, readBy: {} }
    await shop.put('notifications', row, { onceKey: 'complaint:1', byMember: owner.id })
    await shop.job('deliver')
    expect([mine.received.length, theirs.received.length]).toEqual([0, 1])
  })

  test('of what waits for the owner’s word goes to owners: of remedies, and of a record that came to more', async () => {
    const agent = await shop.member('agent')
    const [owners, others] = [service.phone(), service.phone()]
    await owner.subscribe(owners)
    await (await shop.member('agent')).subscribe(others)
    const id = await shop.complaint()
    const [{ customerId } = {}] = await shop.rows('disputes')
    const seen = { id, customerId, loop: 0 }
    const cause = { causeFamily: 'service', cause: 'attitude', responsibility: 'shop', severity: 'low' }
    const remedies = [{ kind: 'refund', cost: 20_001, promisedAt: null, note: null }]
    const record = { taskId: null, confirmedCause: 'attitude', done: 'd', lesson: 'l', followUpAt: null }
    const act = async (by: TestMember, name: MutationName, args: object) => {
      const { version } = catalogue[name]
      const mutation = { seq: 1, id: newId(), name, version, args: { ...seen, ...args }, at: shop.now }
      const { body } = await by.post('/api/push', { clientId: newId(), mutations: [mutation] })
      expect(body).toMatchObject({ results: [{ status: 'applied' }] })
    }
    await act(agent, 'dispute.reply', { from: 'listen', text: 'x', at: null })
    await act(agent, 'dispute.analyse', { from: 'analyse', surface: 's', real: 'r', ...cause })
    await act(agent, 'dispute.resolve', { from: 'resolve', remedies, told: 't' })
    await shop.job('deliver')
    const titles = () => owners.received.map(({ json }) => json.notification.title)
    expect(titles()).toEqual(['新的投诉', '有一笔等店主批准'])
    // The same twice is told once, and another for the same sum as what it is.
    const was = { remedies, told: 't' }
    await act(agent, 'dispute.resolve', { from: 'resolve', remedies, told: 't', was })
    const other = [{ ...remedies[0], kind: 'coupon' }]
    await act(agent, 'dispute.resolve', { from: 'resolve', remedies: other, told: 't', was })
    await shop.job('deliver')
    expect(titles().slice(2)).toEqual(['等批准的那笔改了'])
    await act(owner, 'dispute.approve', { from: 'resolve', asked: { remedies: other, told: 't' } })
    await act(agent, 'dispute.record', { from: 'record', ...record, actualCost: 20_002 })
    await shop.job('deliver')
    expect(titles().slice(3)).toEqual(['有一笔等店主批准'])
    expect(others.received.map(({ json }) => json.notification.title)).toEqual(['新的投诉'])
    expect(await settled()).toEqual([true, true, true, true])
  })

  test('is not pushed to one who has read it, and still to the others', async () => {
    const phone = service.phone()
    const other = service.phone()
    await owner.subscribe(phone)
    await (await shop.member('agent')).subscribe(other)
    const readBy = { [owner.id]: shop.now }
    const row = { id: 'n1', category: 'complaint', params: {}, url: '/disputes/1', at: shop.now, readBy }
    await shop.put('notifications', row, { onceKey: 'complaint:1', byMember: null })
    await shop.job('deliver')
    expect([phone.requests, other.received.length]).toEqual([0, 1])
    expect(other.received[0]?.json.notification.app_badge).toBe(1)
    expect(await settled()).toEqual([true])
  })

  test('is settled at once where there are no keys: the inbox is the record', async () => {
    shop = await TestShop.create(store.database, { vapid: null, fetch: service.fetch })
    await (await shop.member()).subscribe(service.phone())
    await shop.complaint()
    await shop.job('deliver')
    expect(await settled()).toEqual([true])
    expect(await shop.rows('deliveries')).toEqual([])
  })

  test('stays within its shop', async () => {
    const other = await TestShop.create(store.database, { vapid, fetch: service.fetch })
    const phone = service.phone()
    await (await other.member()).subscribe(phone)
    await shop.complaint()
    await shop.job('deliver')
    expect(phone.requests).toBe(0)
  })

  test('costs one read when there is nothing to deliver', async () => {
    await owner.subscribe(service.phone())
    expect(await shop.trips(() => shop.job('deliver'))).toEqual({ reads: 1, writes: 0 })
  })

  test('is no longer pushed after a day', async () => {
    const phone = service.phone()
    await owner.subscribe(phone)
    await shop.complaint()
    shop.now += 24 * 60 * MINUTE
    await shop.job('deliver')
    expect(phone.requests).toBe(0)
  })
})

describe('when the push service says no', () => {
  test('a dead subscription is removed and nothing else is sent to it', async () => {
    const [dead, alive] = [service.phone(), service.phone()]
    await owner.subscribe(dead)
    await owner.subscribe(alive)
    dead.answers.push(new Response(null, { status: 410 }))
    await shop.complaint()
    await shop.job('deliver')
    expect((await shop.rows('pushSubscriptions')).map((row) => row.endpoint)).toEqual([alive.subscription.endpoint])
    expect((await statuses()).sort()).toEqual(['gone', 'sent'])
    expect(await settled()).toEqual([true])
    await shop.complaint()
    await shop.job('deliver')
    expect(dead.requests).toBe(1)
    expect(alive.received.length).toBe(2)
  })

  test.each([429, 500, 503])('%i is tried again later, then sent', async (status) => {
    const phone = service.phone()
    await owner.subscribe(phone)
    phone.answers.push(new Response(null, { status }))
    await shop.complaint()
    await shop.job('deliver')
    expect(await statuses()).toEqual(['retry'])
    expect(await settled()).toEqual([false])
    await shop.job('deliver')
    expect(phone.requests).toBe(1)
    shop.now += 30_000
    await shop.job('deliver')
    expect(phone.received.length).toBe(1)
    expect(await statuses()).toEqual(['sent'])
    expect(await settled()).toEqual([true])
  })

  test('Retry-After is respected, for every message to that device', async () => {
    const phone = service.phone()
    await owner.subscribe(phone)
    phone.answers.push(new Response(null, { status: 429, headers: { 'retry-after': '300' } }))
    await shop.complaint()
    await shop.job('deliver')
    await shop.complaint()
    shop.now += 299_000
    await shop.job('deliver')
    expect(phone.requests).toBe(1)
    shop.now += 1_000
    await shop.job('deliver')
    expect(phone.received.length).toBe(2)
    expect(await settled()).toEqual([true, true])
  })

  test('a Retry-After date is read by the clock of the answer', async () => {
    const phone = service.phone()
    await owner.subscribe(phone)
    const headers = { date: 'Mon, 04 May 2026 00:00:00 GMT', 'retry-after': 'Mon, 04 May 2026 00:10:00 GMT' }
    phone.answers.push(new Response(null, { status: 503, headers }))
    await shop.complaint()
    await shop.job('deliver')
    expect((await shop.rows('deliveries'))[0]?.nextAt).toBe(shop.now + 600_000)
  })

  test('no network is tried six times, ever later, then given up', async () => {
    const phone = service.phone()
    await owner.subscribe(phone)
    service.before = () => Promise.reject(new TypeError('fetch failed'))
    await shop.complaint()
    const waits: number[] = []
    for (let i = 0; i < 6; i++) {
      await shop.job('deliver')
      const nextAt = (await shop.rows('deliveries'))[0]?.nextAt
      if (nextAt === null) break
      waits.push(Number(nextAt) - shop.now)
      shop.now = Number(nextAt)
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000])
    expect(await statuses()).toEqual(['failed'])
    expect(await settled()).toEqual([true])
  })

  test('a refusal for good is not tried again, and the subscription stays', async () => {
    const phone = service.phone()
    await owner.subscribe(phone)
    phone.answers.push(new Response(null, { status: 400 }))
    await shop.complaint()
    await shop.job('deliver')
    expect(await statuses()).toEqual(['failed'])
    expect(await settled()).toEqual([true])
    expect(await shop.rows('pushSubscriptions')).toHaveLength(1)
  })

  test('a redirect is not followed', async () => {
    const [phone, target] = [service.phone(), service.phone()]
    await owner.subscribe(phone)
    phone.answers.push(new Response(null, { status: 307, headers: { location: target.subscription.endpoint } }))
    await shop.complaint()
    await shop.job('deliver')
    expect(target.requests).toBe(0)
    expect(await statuses()).toEqual(['failed'])
  })
})

describe('a run that is cut off or doubled', () => {
  test('goes on with the rest and never sends twice to a device that has it', async () => {
    const phones = Array.from({ length: 12 }, () => service.phone())
    for (const phone of phones) await owner.subscribe(phone)
    await shop.complaint()
    let kept = 0
    shop.beforeWrite = (statements) => {
      if (!statements[0]?.sql.startsWith('UPDATE deliveries')) return
      if (++kept > 4) throw new Error('killed')
    }
    await expect(shop.job('deliver')).rejects.toThrow('killed')
    shop.beforeWrite = null
    const sent = (await shop.rows('deliveries')).filter((row) => row.status === 'sent')
    expect(sent).toHaveLength(4)
    expect(await settled()).toEqual([false])

    await shop.job('deliver')
    shop.now += MINUTE
    await shop.job('deliver')
    expect(await statuses()).toEqual(phones.map(() => 'sent'))
    expect(await settled()).toEqual([true])
    const endpoints = new Map((await shop.rows('pushSubscriptions')).map((row) => [row.endpoint, row.id]))
    const before = new Set(sent.map((row) => row.subscriptionId))
    for (const phone of phones) {
      const had = before.has(endpoints.get(phone.subscription.endpoint) ?? '')
      if (had) expect(phone.received.length).toBe(1)
      // What was under way when the run died may come twice, as one and the same.
      expect(new Set(phone.received.map((each) => each.topic)).size).toBe(1)
      expect(phone.received.length).toBeLessThanOrEqual(2)
    }
  })

  test('two runs at once send once', async () => {
    const phones = Array.from({ length: 6 }, () => service.phone())
    for (const phone of phones) await owner.subscribe(phone)
    await shop.complaint()
    await Promise.all([shop.job('deliver'), shop.job('deliver'), shop.job('deliver')])
    expect(phones.map((phone) => phone.received.length)).toEqual(phones.map(() => 1))
  })

  test('never has more than five requests under way', async () => {
    const phones = Array.from({ length: 12 }, () => service.phone())
    for (const phone of phones) await owner.subscribe(phone)
    await shop.complaint()
    let running = 0
    let most = 0
    service.before = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
    }
    await shop.job('deliver')
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(5)
    expect(phones.every((phone) => phone.received.length === 1)).toBe(true)
  })

  test('hands on what is too much for one run', async () => {
    for (let i = 0; i < 11; i++) await owner.subscribe(service.phone())
    for (let i = 0; i < 20; i++) await shop.complaint()
    await shop.job('deliver')
    expect(shop.nudges).toEqual([{ kind: 'deliver', shopId: shop.id }])
    await shop.job('deliver')
    expect(await statuses()).toEqual(Array.from({ length: 220 }, () => 'sent'))
    expect(await settled()).toEqual(Array.from({ length: 20 }, () => true))
  })
})

describe('the test button', () => {
  test('reaches one’s own devices only, once however often it is pressed', async () => {
    const [mine, theirs] = [service.phone(), service.phone()]
    await owner.subscribe(mine)
    await (await shop.member('agent')).subscribe(theirs)
    expect((await owner.post('/api/notifications/test')).status).toBe(202)
    expect((await owner.post('/api/notifications/test')).status).toBe(202)
    expect(shop.nudges[0]).toEqual({ kind: 'deliver', shopId: shop.id })
    await shop.job('deliver')
    expect(mine.received.map((each) => each.json.notification.title)).toEqual(['测试通知'])
    expect(theirs.requests).toBe(0)
  })
})
