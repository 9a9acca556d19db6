/**
 * A push service and the phones behind it, as strict as the real ones: RFC 8030 (TTL, topic, urgency), RFC 8188/8291
 * (one aes128gcm record of at most 4096 bytes, decrypted with an independent library), RFC 8292 (VAPID). What breaks a
 * rule is answered as they answer it, with the rule as the text.
 */
import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto'
import ece from 'http_ece'

export interface Received {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  json: any
  ttl: number
  topic: string | null
  urgency: string | null
}

export interface FakePhone {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  received: Received[]
  /** Answers of the next requests, in order; then 201. */
  answers: Response[]
  /** Requests that came, whatever they were answered. */
  requests: number
}

interface Secrets extends FakePhone {
  ecdh: ECDH
  auth: string
}

const ORIGIN = 'https://push.example.test'
const DAY = 86_400

export class FakePushService {
  /** Texts of refusals. */
  readonly refused: string[] = []
  /** Runs before a request is looked at. */
  before: (() => Promise<void>) | null = null
  readonly #phones = new Map<string, Secrets>()
  readonly #vapidKey: string

  /** @param vapidKey the public key the phones subscribed with */
  constructor(vapidKey: string) {
    this.#vapidKey = vapidKey
  }

  phone(): FakePhone {
    const ecdh = createECDH('prime256v1')
    const p256dh = ecdh.generateKeys('base64url')
    const auth = randomBytes(16).toString('base64url')
    const endpoint = `${ORIGIN}/send/${randomBytes(12).toString('base64url')}`
    const phone: Secrets = {
      subscription: { endpoint, keys: { p256dh, auth } },
      received: [],
      answers: [],
      requests: 0,
      ecdh,
      auth,
    }
    this.#phones.set(endpoint, phone)
    return phone
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const body = Buffer.from(await request.arrayBuffer())
    await this.before?.()
    init?.signal?.throwIfAborted()
    return this.answer(request.method, request.url, request.headers, body)
  }

  answer(method: string, url: string, headers: Headers, body: Buffer): Response {
    const phone = this.#phones.get(url)
    if (!phone) return new Response(null, { status: 404 })
    phone.requests++
    const scripted = phone.answers.shift()
    if (scripted) return scripted
    const refuse = (status: number, rule: string) => {
      this.refused.push(rule)
      return new Response(rule, { status })
    }
    if (method !== 'POST') return refuse(405, 'method')
    const ttl = headers.get('ttl') ?? ''
    if (!/^\d+$/.test(ttl)) return refuse(400, 'ttl')
    const topic = headers.get('topic')
    if (topic !== null && !/^[A-Za-z0-9_-]{1,32}$/.test(topic)) return refuse(400, 'topic')
    const urgency = headers.get('urgency')
    if (urgency !== null && !['very-low', 'low', 'normal', 'high'].includes(urgency)) return refuse(400, 'urgency')
    if (headers.get('content-encoding') !== 'aes128gcm') return refuse(415, 'content-encoding')
    if (body.length > 4096) return refuse(413, 'size')
    const bad = vapidProblem(headers.get('authorization') ?? '', this.#vapidKey)
    if (bad) return refuse(bad === 'key' ? 403 : 401, `vapid ${bad}`)
    let text: string
    try {
      text = ece
        .decrypt(body, { version: 'aes128gcm', privateKey: phone.ecdh, authSecret: phone.auth })
        .toString('utf8')
    } catch {
      return refuse(400, 'encryption')
    }
    phone.received.push({ json: JSON.parse(text), ttl: Number(ttl), topic, urgency })
    return new Response(null, { status: 201 })
  }
}

/** What is wrong with a VAPID header, or null (RFC 8292). */
function vapidProblem(authorization: string, expectedKey: string): string | null {
  const [, token = '', key = ''] = /^vapid t=([^,]+),\s*k=([A-Za-z0-9_-]+)$/.exec(authorization) ?? []
  const [header = '', claims = '', signature = ''] = token.split('.')
  if (!header || !claims || !signature) return 'form'
  if (key !== expectedKey) return 'key'
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>
  if (read(header).alg !== 'ES256') return 'alg'
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  const signed = Buffer.from(`${header}.${claims}`)
  const good = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!good) return 'signature'
  const { aud, exp, sub } = read(claims)
  const now = Date.now() / 1000
  if (aud !== ORIGIN) return 'aud'
  if (typeof exp !== 'number' || exp <= now || exp > now + DAY) return 'exp'
  return typeof sub === 'string' && /^(mailto:|https:)/.test(sub) ? null : 'sub'
}
