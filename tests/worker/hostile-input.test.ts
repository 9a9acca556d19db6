/** Whatever comes in: no answer is a fault of ours, none says again what was sent, and pulls and lists still work after. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { CASE_TOKEN, COMPLAIN_TOKEN, makeSamples, versionOf } from '../support/mutation-samples.ts'

const MARK = 'ZQXJ'
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20261121) })
let store: TestDatabase
let shop: TestShop
let owner: TestMember
let key: Record<string, string>
let samples: [name: string, args: object][]

beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  key = await shop.key()
  samples = await makeSamples(shop, owner)
})
afterAll(() => store.close())

const nasty: unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e21, -1e21, 2 ** 53, 8.64e15, 8.65e15, Number.MAX_VALUE, -0],
  ...[
    '',
    ' ',
    '\0',
    `${MARK}\0b`,
    '\ud83c',
    `${MARK}\udc00`,
    '__proto__',
    'constructor',
    '"',
    "'; DROP TABLE orders; --",
  ],
  ...[MARK.repeat(2000), '../..', '%00', '中文'.repeat(40), 'A', '1', '2026-05-01T10:00:00+08:00', '9'.repeat(60)],
  ...[[], {}, [[]], [null], [`${MARK}`], { [MARK]: MARK }, JSON.parse('{"__proto__":1,"toString":1}'), [[[[1]]]]],
]
const hostile = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...nasty) }, { weight: 1, arbitrary: fc.jsonValue() })

/** Paths of all members of a value, the value itself included. */
function paths(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [at, ...below.flatMap(([name, member]) => paths(member, [...at, name]))]
}
function put(value: unknown, [name, ...rest]: (string | number)[], by: unknown): unknown {
  if (name === undefined) return by
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[name] = put(copy[name], rest, by)
  return copy
}
/** `value` with one or two of its members replaced by something hostile. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> => {
  const one = fc.record({ path: fc.constantFrom(...paths(value)), by: hostile })
  return fc
    .array(one, { minLength: 1, maxLength: 2 })
    .map((changes) =>
      changes.reduce((v, { path, by }) => (path.length && typeof v !== 'object' ? v : safePut(v, path, by)), value),
    )
}
function safePut(value: unknown, path: (string | number)[], by: unknown): unknown {
  try {
    return put(value, path, by)
  } catch {
    return value
  }
}

function checked(answer: { status: number; text: string }, what: unknown): void {
  const shown = () => `${answer.status} ${answer.text.slice(0, 300)} to ${JSON.stringify(what).slice(0, 600)}`
  if (answer.status >= 500) throw new Error(shown())
  if (answer.status >= 400) {
    const problem = JSON.parse(answer.text)
    if (problem.status !== answer.status || typeof problem.code !== 'string') throw new Error(shown())
    if (answer.text.includes(MARK)) throw new Error(`echo: ${shown()}`)
  }
}

/** Everything that is read again later can still be read. */
async function stillReads(): Promise<void> {
  const cookie = { cookie: owner.cookie }
  let cursor = ''
  for (let more = true; more; ) {
    const answer = await shop.raw('GET', `/api/pull?client=${newId()}&cursor=${encodeURIComponent(cursor)}`, cookie)
    expect(answer.status, answer.text.slice(0, 300)).toBe(200)
    ;({ cursor, more } = JSON.parse(answer.text))
  }
  for (const path of ['customers?limit=500', 'disputes?limit=500', 'win-back']) {
    const answer = await shop.raw('GET', `/api/v1/${path}`, key)
    expect(answer.status, answer.text.slice(0, 300)).toBe(200)
  }
}

describe('hostile input', () => {
  test('in the arguments of every mutation', { timeout: 120_000 }, async () => {
    for (const [name, sample] of samples) {
      const clientId = newId()
      let seq = 0
      await fc.assert(
        fc.asyncProperty(spoilt(sample), async (args) => {
          seq++
          const mutation = { seq, id: newId(), name, version: versionOf(name), args, at: shop.now }
          const answer = await shop.raw(
            'POST',
            '/api/push',
            { cookie: owner.cookie },
            JSON.stringify({ clientId, mutations: [mutation] }),
          )
          checked(answer, [name, args])
          expect(answer.status).toBe(200)
          const [result] = JSON.parse(answer.text).results
          if (result.code !== 'conflict' && answer.text.includes(MARK)) throw new Error(`echo: ${answer.text}`)
        }),
        { numRuns: 40 },
      )
    }
    await stillReads()
    await shop.job('due')
  })

  test('in the id of a case, which every later page is found by', async () => {
    const args = { customerId: await shop.customer(), channel: 'taobao', words: 'w' }
    const mutation = { seq: 1, id: newId(), name: 'dispute.open', version: 1, args: { ...args, id: '中.文' }, at: 0 }
    const answer = await owner.post('/api/push', { clientId: newId(), mutations: [mutation] })
    expect(answer.body.results).toEqual([{ seq: 1, status: 'rejected', code: 'bad_args', details: { fields: ['id'] } }])
  })

  test('as a date no calendar has', async () => {
    const customerId = await shop.customer({ ordersCount: 1 })
    const args = { customerId, tier: 'A', reason: 'r', until: 8.64e15 + 1, was: { pinTier: null, tier: null } }
    const mutation = { seq: 1, id: newId(), name: 'tier.pin', version: 1, args, at: 0 }
    const answer = await owner.post('/api/push', { clientId: newId(), mutations: [mutation] })
    expect(answer.body.results).toMatchObject([{ status: 'rejected', code: 'bad_args' }])
  })

  test('as the longest order number an order may have: its complaint is taken', async () => {
    const externalId = 'T'.repeat(128)
    const answer = await shop.raw(
      'POST',
      '/api/v1/disputes',
      key,
      JSON.stringify({ order: { externalId }, customer: { accountId: 'a9' }, words: 'w' }),
    )
    expect(answer.status, answer.text).toBe(201)
  })

  test('in the frame of a push', async () => {
    const frame = () => ({
      clientId: newId(),
      userId: owner.id,
      mutations: [
        { seq: 1, id: newId(), name: 'customer.add', version: 1, args: { id: newId(), name: 'x' }, at: shop.now },
      ],
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constant(null).chain(() => spoilt(frame())),
        async (sent) => {
          checked(await shop.raw('POST', '/api/push', { cookie: owner.cookie }, JSON.stringify(sent)), sent)
        },
      ),
      { numRuns: 150 },
    )
    await stillReads()
  })

  const order = {
    ...{ source: 'taobao', externalId: 'T1', placedAt: '2026-05-01T10:00:00+08:00', status: 'completed' },
    ...{ currency: 'CNY', total: '128.00', refunded: '1' },
    customer: { accountId: 'a', nickname: 'n', name: 'm', phone: '13800000001', email: 'a@b.cn', address: 'x' },
    lines: [{ product: '手作茶杯', sku: 's', quantity: 1, price: '128.00' }],
  }

  test('in orders, of which the good ones still go in', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spoilt(order), { minLength: 1, maxLength: 3 }), async (spoiltOnes) => {
        const good = { ...order, externalId: newId() }
        const sent = { orders: [...spoiltOnes, good] }
        const answer = await shop.raw('POST', '/api/v1/orders', key, JSON.stringify(sent))
        checked(answer, sent)
        expect(answer.status).toBe(200)
        expect(answer.text).not.toContain(MARK)
        const { created, updated, unchanged, rejected } = JSON.parse(answer.text)
        expect(created + updated + unchanged + rejected.length).toBe(sent.orders.length)
        expect(rejected.map((r: { index: number }) => r.index)).not.toContain(spoiltOnes.length)
      }),
      { numRuns: 250 },
    )
    await stillReads()
    checked(await shop.raw('POST', '/api/v1/recompute', key, '{}'), null)
    await stillReads()
  })

  test('in the body of every other route', { timeout: 120_000 }, async () => {
    const cookie = { cookie: owner.cookie }
    const byLink = (token: string) => ({ authorization: `Bearer bl_${shop.id}.${token}` })
    const importId = newId()
    const identity = { shop: 's', name: 'n', email: 'a@example.test', password: 'long enough', currency: 'CNY' }
    const routes: [path: string, headers: Record<string, string>, body: object][] = [
      ['/api/v1/orders', key, { orders: [] }],
      ['/api/v1/recompute', key, { asOf: '2026-01-01' }],
      [
        '/api/v1/disputes',
        key,
        {
          ...{ order: { source: 's', externalId: 'T1' }, channel: 'c', product: 'p', words: 'w', wants: 'x' },
          customer: { source: 's', accountId: 'a', nickname: 'n', phone: '13800000001', email: 'a@b.cn' },
        },
      ],
      ['/api/session/sign-up', {}, { ...identity, timezone: 'Asia/Shanghai', locale: 'zh-CN' }],
      ['/api/session/sign-in', {}, { email: 'a@example.test', password: 'x' }],
      ['/api/team/invitations', cookie, { name: 'n', role: 'agent', memberId: null }],
      [`/api/team/members/${newId()}/reset`, cookie, {}],
      ['/api/account/password', cookie, { old: 'x', password: 'long enough', everywhere: false }],
      ['/api/join/look', {}, { token: 'x'.repeat(43) }],
      ['/api/join/team', {}, { token: 'x'.repeat(43), name: 'n', email: 'a@example.test', password: 'long enough' }],
      ['/api/join/password', {}, { token: 'x'.repeat(43), password: 'long enough', name: 'n' }],
      ['/api/join/shop', {}, { token: 'x'.repeat(43), ...identity, timezone: 'Asia/Shanghai', locale: 'zh-CN' }],
      ['/api/team/keys', cookie, { name: 'n', scopes: ['orders:read'] }],
      ['/api/import', cookie, { id: importId, name: 'n', format: 'f', fileHash: 'h', chunks: 3 }],
      ['/api/import/preview', cookie, { orders: [['s', 'e', 'h']] }],
      [`/api/import/${importId}/chunks/0`, cookie, { orders: [order] }],
      [`/api/import/${importId}/chunks/${MARK}`, cookie, { orders: [] }],
      [
        '/api/b/complain',
        byLink(COMPLAIN_TOKEN),
        {
          ...{ id: newId(), token: 'bbbbbbbbbbbbbbbbbbbbbA', words: 'w', wants: 'x', product: 'p', order: 'T1' },
          contact: '13800000002',
        },
      ],
      ['/api/b/more', byLink(CASE_TOKEN), { id: newId(), text: 'w' }],
      ['/api/b/rate', byLink(CASE_TOKEN), { id: newId(), expectation: 3, quality: 3, service: 3, comment: 'c' }],
      ['/api/notifications/subscriptions/remove', cookie, { endpoint: 'https://push.example.test/x' }],
      [
        '/api/notifications/subscriptions',
        cookie,
        {
          ...{ endpoint: 'https://push.example.test/x', locale: 'en', replaces: 'x' },
          keys: { p256dh: `BA${'a'.repeat(85)}`, auth: 'a'.repeat(22) },
        },
      ],
    ]
    for (const [path, headers, body] of routes) {
      await fc.assert(
        fc.asyncProperty(spoilt(body), async (sent) => {
          checked(await shop.raw('POST', path, headers, JSON.stringify(sent)), [path, sent])
        }),
        { numRuns: path.includes('sign') || path.includes('members') ? 15 : 40 },
      )
      for (const text of ['', '{', '[', 'null', '"x', `{"a":"\\ud800"}`, '['.repeat(100_000), `{"${MARK}":1}`]) {
        checked(await shop.raw('POST', path, headers, text), [path, text])
      }
    }
    await stillReads()
  })

  test('in addresses and queries', async () => {
    const cookie = { cookie: owner.cookie }
    const byLink = { authorization: `Bearer bl_${shop.id}.${CASE_TOKEN}` }
    const words = fc.oneof(
      fc.constantFrom(
        '',
        '%00',
        '%ff',
        '%ED%A0%80',
        MARK,
        '-1',
        '1e9',
        '0',
        '999999',
        'A',
        "'",
        '"',
        '中',
        'a.b.c.1',
        '1.tasks..',
      ),
      fc.string({ unit: 'binary', maxLength: 80 }).map((text) => encodeURIComponent(text)),
    )
    const names = [
      'tier',
      'class',
      'stage',
      'q',
      'cursor',
      'limit',
      'state',
      'stream',
      'client',
      'before',
      'everywhere',
    ]
    const gets = [
      '/api/v1/customers',
      '/api/v1/disputes',
      '/api/v1/win-back',
      '/api/pull',
      '/api/disputes/closed',
      '/api/import',
      '/api/session',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...gets),
        fc.array(fc.tuple(fc.constantFrom(...names), words), { maxLength: 3 }),
        async (path, query) => {
          const address = `${path}?${query.map(([name, word]) => `${name}=${word}`).join('&')}`
          checked(await shop.raw('GET', address, path.includes('v1') ? key : cookie), address)
        },
      ),
      { numRuns: 300 },
    )
    await fc.assert(
      fc.asyncProperty(words, async (word) => {
        for (const [method, path] of [
          ['GET', `/api/customers/${word}/orders?before=${word}`],
          ['DELETE', `/api/team/members/${word}`],
          ['DELETE', `/api/team/keys/${word}`],
          ['DELETE', `/api/team/invitations/${word}`],
          ['POST', `/api/team/members/${word}/reset`],
          ['POST', `/api/import/${word}/finish`],
          ['POST', `/api/import/${word}/undo`],
          ['GET', `/api/${word}`],
        ] as const) {
          checked(await shop.raw(method, path, cookie), [method, path])
        }
        const ascii = encodeURI(word)
        checked(await shop.raw('GET', '/api/session', { cookie: `__Host-session=${ascii}` }), word)
        checked(await shop.raw('GET', '/api/v1/customers', { authorization: `Bearer rk_${ascii}` }), word)
        checked(await shop.raw('GET', '/api/b', { authorization: `Bearer bl_${ascii}` }), word)
        checked(await shop.raw('GET', `/api/b/photos/${word}`, byLink), word)
      }),
      { numRuns: 60 },
    )
  })
})
