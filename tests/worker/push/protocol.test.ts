import { createECDH } from 'node:crypto'
import { buildPushPayload } from '@block65/webcrypto-web-push'
import ece from 'http_ece'
import { beforeEach, describe, expect, test } from 'vitest'
import type { PushMessage } from '../../../worker/notify/message.ts'
import { type Device, sendPush } from '../../../worker/notify/web-push.ts'
import { type FakePhone, FakePushService } from '../../support/push-service.ts'
import { vapidKeys } from '../../support/vapid.ts'

const vapid = vapidKeys()
let service: FakePushService
let phone: FakePhone
let device: Device

beforeEach(() => {
  service = new FakePushService(vapid.publicKey)
  phone = service.phone()
  const { endpoint, keys } = phone.subscription
  device = { id: 's1', memberId: 'm1', endpoint, ...keys, locale: 'zh-CN' }
})

const message = (over: Partial<PushMessage> = {}): PushMessage => ({
  payload: {
    web_push: 8030,
    id: 'n1',
    notification: { title: '测试', body: '', lang: 'zh-CN', tag: 'n1', navigate: '/', app_badge: 0, actions: [] },
    app_badge: 0,
  },
  ttl: 60,
  urgency: 'normal',
  topic: 'n1',
  ...over,
})

/** RFC 8291, appendix A. */
const RFC8291 = {
  privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

test('the library that decrypts in these tests reads the vector of RFC 8291', () => {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(RFC8291.privateKey, 'base64url')
  const parameters = { version: 'aes128gcm' as const, privateKey: ecdh, authSecret: RFC8291.auth }
  expect(ece.decrypt(Buffer.from(RFC8291.body, 'base64url'), parameters).toString()).toBe(
    'When I grow up, I want to be a watermelon',
  )
})

describe('a send', () => {
  test('is understood by a strict push service, and of one size whatever it says', async () => {
    const sizes = new Set<number>()
    for (const title of ['短', '长'.repeat(500)]) {
      const { payload } = message()
      const sent = message({ payload: { ...payload, notification: { ...payload.notification, title } } })
      const counting: typeof fetch = (input, init) => {
        sizes.add(init?.body instanceof Uint8Array ? init.body.byteLength : 0)
        return service.fetch(input, init)
      }
      expect(await sendPush(counting, vapid, device, sent)).toEqual({ kind: 'sent' })
    }
    expect(service.refused).toEqual([])
    expect([...sizes]).toEqual([4096])
    expect(phone.received.map((each) => each.json.notification.title)).toEqual(['短', '长'.repeat(500)])
  })

  test('with another installation’s keys fails', async () => {
    expect(await sendPush(service.fetch, vapidKeys(), device, message())).toEqual({ kind: 'failed' })
    expect(service.refused).toEqual(['vapid key'])
  })

  test('that takes longer than ten seconds is given up for now', async () => {
    let limit: AbortSignal | null | undefined
    const slow: typeof fetch = (_input, init) => {
      limit = init?.signal
      return Promise.reject(new DOMException('timed out', 'TimeoutError'))
    }
    expect(await sendPush(slow, vapid, device, message())).toEqual({ kind: 'retry', afterMs: 0 })
    expect(limit).toBeInstanceOf(AbortSignal)
  })

  test('of what cannot be encrypted fails without a request', async () => {
    for (const broken of [
      { auth: 'AAAA' },
      { p256dh: `B${'A'.repeat(86)}` },
      { endpoint: 'http://push.example.test/' },
    ]) {
      expect(await sendPush(service.fetch, vapid, { ...device, ...broken }, message())).toEqual({ kind: 'failed' })
    }
    expect(phone.requests).toBe(0)
  })
})

describe('the fake push service refuses', () => {
  const request = async () => {
    const subscription = { ...phone.subscription, expirationTime: null }
    const { headers, body } = await buildPushPayload({ data: '{}', options: { ttl: 60 } }, subscription, vapid)
    return { headers: new Headers(Object.entries(headers)), body: Buffer.from(body) }
  }
  const answer = (headers: Headers, body: Buffer) => service.answer('POST', device.endpoint, headers, body).status

  test.each([
    ['a missing TTL', (headers: Headers) => headers.delete('ttl'), 400],
    ['another encoding', (headers: Headers) => headers.set('content-encoding', 'aesgcm'), 415],
    ['a long topic', (headers: Headers) => headers.set('topic', 'x'.repeat(33)), 400],
    ['no signature', (headers: Headers) => headers.delete('authorization'), 401],
    [
      'a changed claim',
      (headers: Headers) => {
        const [head, claims, signature] = /t=([^,]+)/.exec(headers.get('authorization') ?? '')?.[1]?.split('.') ?? []
        const changed = {
          ...JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()),
          sub: 'mailto:other@example.test',
        }
        const token = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
        headers.set('authorization', `vapid t=${token}, k=${vapid.publicKey}`)
      },
      401,
    ],
  ])('%s', async (_what, spoil, status) => {
    const { headers, body } = await request()
    expect(answer(headers, body)).toBe(201)
    spoil(headers)
    expect(answer(headers, body)).toBe(status)
  })

  test('too large a body, one for another phone, and a token for another service', async () => {
    const { headers, body } = await request()
    expect(answer(headers, Buffer.concat([body, Buffer.alloc(1)]))).toBe(413)
    const other = { ...service.phone().subscription, expirationTime: null }
    const foreign = await buildPushPayload({ data: '{}', options: { ttl: 60 } }, other, vapid)
    expect(answer(new Headers(Object.entries(foreign.headers)), Buffer.from(foreign.body))).toBe(400)
    const elsewhere = { ...phone.subscription, endpoint: 'https://other.example.test/1', expirationTime: null }
    const misled = await buildPushPayload({ data: '{}', options: { ttl: 60 } }, elsewhere, vapid)
    expect(answer(new Headers(Object.entries(misled.headers)), Buffer.from(misled.body))).toBe(401)
  })
})
