import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { hashPassword } from '../../worker/secrets.ts'
import { siteOf } from '../../worker/verbs/passkey-signatures.ts'
import { Authenticator, type Wrong } from '../support/authenticator.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { PASSWORD } from '../support/worker.ts'

const ORIGIN = 'https://shop.test'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let store: TestDatabase
let shop: TestShop
let me: TestMember
let key: Authenticator
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  me = await shop.member('agent')
  key = new Authenticator(ORIGIN)
})

interface Options {
  challenge: string
  rp: { id: string }
  user: { id: string; name: string }
  excludeCredentials: { id: string }[]
}

const options = async (by = me) => (await by.post('/api/account/passkeys/options')).body as unknown as Options
const add = async (by = me, with_ = key, wrong: Wrong = {}) =>
  by.post('/api/account/passkeys', with_.create(await options(by), wrong))
const challenge = async () => (await shop.request('/api/session/passkey/options', {}, '')).body as { challenge: string }
const enter = (signed: unknown) => shop.request('/api/session/passkey', signed, '')
const list = async (by = me) =>
  JSON.parse((await shop.raw('GET', '/api/account/passkeys', { cookie: by.cookie })).text).passkeys

const REFUSED = { status: 401, body: { code: 'passkey_refused' } }
const handleOf = (member: TestMember) => Buffer.from(member.id).toString('base64url')
const sessions = async () => (await shop.rows('sessions')).length

describe('a passkey', () => {
  test('is made while signed in, opens the shop without a password, and says when it did', async () => {
    const asked = await options()
    expect(asked).toMatchObject({
      rp: { id: 'shop.test', name: '山间茶铺' },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [],
    })
    expect(Buffer.from(asked.user.id, 'base64url').toString()).toBe(me.id)
    expect((await add()).status).toBe(201)
    expect(await list()).toMatchObject([{ id: key.id, createdAt: shop.now, lastUsedAt: null }])
    shop.now += MINUTE
    const before = await sessions()
    expect(await enter(key.get(await challenge()))).toMatchObject({
      status: 200,
      body: { shopId: shop.id, userId: me.id },
    })
    expect(await sessions()).toBe(before + 1)
    expect(await list()).toMatchObject([{ lastUsedAt: shop.now }])
    expect((await options()).excludeCredentials).toMatchObject([{ id: key.id, transports: ['internal'] }])
  })

  test('costs two round trips to come in with', async () => {
    await add()
    const signed = key.get(await challenge())
    expect(await shop.trips(() => enter(signed))).toEqual({ reads: 1, writes: 1 })
  })

  test('can be named and removed, by whose it is', async () => {
    await add()
    const colleague = await shop.member()
    const at = `/api/account/passkeys/${key.id}`
    const as = (by: TestMember, method: string, body?: object) =>
      shop.raw(method, at, { cookie: by.cookie }, body && JSON.stringify(body))
    expect((await as(colleague, 'PATCH', { name: 'x' })).status).toBe(404)
    expect((await as(colleague, 'DELETE')).status).toBe(200)
    expect((await as(me, 'PATCH', { name: '我的手机' })).status).toBe(200)
    expect(await list()).toMatchObject([{ name: '我的手机' }])
    expect((await as(me, 'DELETE')).status).toBe(200)
    expect(await list()).toEqual([])
    expect(await enter(key.get(await challenge()))).toMatchObject(REFUSED)
    expect((await shop.rows('audit')).map((row) => row.action).sort()).toEqual([
      'passkey.add',
      'passkey.remove',
      'passkey.remove',
    ])
  })
})

describe('who adds one shows first that it is still them', () => {
  const login = async (memberId: string) => {
    const row = { email: `${newId()}@example.test`, memberId, password: await hashPassword(PASSWORD) }
    await shop.change(
      'INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :memberId, :password)',
      row,
    )
    return row.email
  }
  const ask = async (proof: object, by = me) => {
    const shown = Object.keys(proof).length > 0 ? await by.post('/api/account/proof', proof) : null
    return shown === null || shown.status === 200 ? by.post('/api/account/passkeys/options') : shown
  }
  const told = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [status, body.code ?? null]
  const challenges = async () => (await shop.rows('challenges')).length

  test('a session of five minutes ago is not enough, and leaves nothing behind', async () => {
    shop.now += 5 * MINUTE - 1
    expect(told(await ask({}))).toEqual([200, null])
    const before = await challenges()
    shop.now += 1
    expect(told(await ask({}))).toEqual([403, 'proof_needed'])
    expect(await challenges()).toBe(before)
  })

  test('the password is', async () => {
    await login(me.id)
    shop.now += HOUR
    expect(told(await ask({ password: 'something else' }))).toEqual([403, 'wrong_old_password'])
    const asked = await ask({ password: PASSWORD })
    expect(told(asked)).toEqual([200, null])
    expect((await me.post('/api/account/passkeys', key.create(asked.body as unknown as Options))).status).toBe(201)
  })

  test('whose role is changed in that moment has shown it all the same, and makes one', async () => {
    const as = (role: string) =>
      shop.change('UPDATE members SET role = :role WHERE shopId = :shop AND id = :id', { role, id: me.id })
    const changed = (role: string, n: number) => {
      let count = 0
      shop.beforeWrite = async () => {
        if (++count !== n) return
        shop.beforeWrite = null
        await as(role)
      }
    }
    await login(me.id)
    await add(me, new Authenticator(ORIGIN))
    shop.now += HOUR
    // The first write notes that the session is used, the second counts the try.
    changed('viewer', 3)
    expect((await me.post('/api/account/proof', { password: PASSWORD })).status).toBe(200)
    const asked = await options()
    changed('agent', 1)
    expect((await me.post('/api/account/passkeys', key.create(asked))).status).toBe(201)
    shop.now += HOUR
    const passkey = key.get(await challenge())
    changed('viewer', 2)
    expect((await me.post('/api/account/proof', { passkey })).status).toBe(200)
  })

  test('whose session ends in that moment is told so', async () => {
    await login(me.id)
    const asked = await options()
    const ends = async (send: () => Promise<{ status: number; body: Record<string, unknown> }>, n: number) => {
      let count = 0
      shop.beforeWrite = async () => {
        if (++count !== n) return
        shop.beforeWrite = null
        await shop.raw('POST', '/api/session/sign-out', { cookie: me.cookie })
      }
      const answer = await send()
      me = await me.another()
      return told(answer)
    }
    expect(await ends(() => me.post('/api/account/passkeys', key.create(asked)), 1)).toEqual([401, 'unauthorized'])
    expect(await ends(() => me.post('/api/account/proof', { password: PASSWORD }), 2)).toEqual([401, 'unauthorized'])
    expect(await list()).toEqual([])
  })

  test('trying passwords here counts as trying to sign in, and a right one takes it back', async () => {
    const email = await login(me.id)
    shop.now += HOUR
    for (let n = 0; n < 4; n++) await ask({ password: `guess ${n}` })
    expect(told(await ask({ password: PASSWORD }))).toEqual([200, null])
    for (let n = 0; n < 5; n++) await ask({ password: `guess ${n}` })
    expect(told(await ask({ password: PASSWORD }))).toEqual([429, 'rate_limited'])
    expect((await shop.request('/api/session/sign-in', { email, password: PASSWORD }, '')).status).toBe(429)
  })

  test('a passkey of theirs is, once', async () => {
    await add()
    shop.now += HOUR
    const passkey = key.get(await challenge())
    const asked = await ask({ passkey })
    expect(told(asked)).toEqual([200, null])
    expect(await list()).toMatchObject([{ id: key.id, lastUsedAt: shop.now }])
    expect(told(await ask({ passkey }))).toEqual([403, 'passkey_refused'])
    const second = new Authenticator(ORIGIN)
    expect((await me.post('/api/account/passkeys', second.create(asked.body as unknown as Options))).status).toBe(201)
  })

  test('a colleague’s is not, nor one that is wrong, nor a challenge for something else', async () => {
    const colleague = await shop.member()
    await add(colleague, key)
    shop.now += HOUR
    expect(told(await ask({ passkey: key.get(await challenge()) }))).toEqual([403, 'passkey_refused'])
    // What was refused is not used up for its owner.
    expect(told(await ask({ passkey: key.get(await challenge()) }, colleague))).toEqual([200, null])
    for (const wrong of [{ unverified: true }, { origin: 'https://evil.test' }, { challenge: 'made-up' }]) {
      expect(told(await ask({ passkey: key.get(await challenge(), wrong) }, colleague))).toEqual([
        403,
        'passkey_refused',
      ])
    }
    expect(told(await ask({ passkey: key.get({ challenge: 'x' }) }, colleague))).toEqual([403, 'passkey_refused'])
    expect(told(await ask({ passkey: {} }, colleague))).toEqual([400, 'bad_request'])
    expect(told(await ask({ password: 5 }, colleague))).toEqual([400, 'bad_request'])
  })
})

describe('what is signed counts once', () => {
  test('the same answer again is refused, also when both come at the same moment', async () => {
    await add()
    const signed = key.get(await challenge())
    expect((await enter(signed)).status).toBe(200)
    expect(await enter(signed)).toMatchObject(REFUSED)
    const again = key.get(await challenge())
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      expect((await enter(again)).status).toBe(200)
    }
    expect(await enter(again)).toMatchObject(REFUSED)
  })

  test('a challenge that was answered, that is old, that nobody gave out or that was for something else is refused', async () => {
    await add()
    const used = await challenge()
    await enter(key.get(used))
    const old = await challenge()
    shop.now += 5 * MINUTE
    for (const one of [used, old, { challenge: 'made-up' }, await options()]) {
      expect(await enter(key.get(one))).toMatchObject(REFUSED)
    }
  })

  test('a counter that does not rise is a copy: refused', async () => {
    await add()
    await enter(key.get(await challenge(), { counter: 7 }))
    for (const counter of [7, 3, 0]) expect(await enter(key.get(await challenge(), { counter }))).toMatchObject(REFUSED)
    expect((await enter(key.get(await challenge(), { counter: 8 }))).status).toBe(200)
  })

  test('those nobody answers make room', async () => {
    for (let n = 0; n < 5; n++) await challenge()
    shop.now += DAY
    await challenge()
    const [rows = []] = await shop.deps.database.read([
      { sql: 'SELECT hash FROM challenges WHERE kind = :k', args: { k: 'sign-in' } },
    ])
    expect(rows).toHaveLength(1)
  })
})

describe('what is wrong is refused without a word about why', () => {
  const wrongs: [string, Wrong][] = [
    ['another site', { origin: 'https://evil.test' }],
    ['another site’s passkey', { host: 'evil.test' }],
    ['signed for making one', { type: 'webauthn.create' }],
    ['nobody there', { absent: true }],
    ['somebody there, whoever it was', { unverified: true }],
    ['somebody else’s', { userHandle: Buffer.from(newId()).toString('base64url') }],
  ]
  test.each(wrongs)('coming in: %s', async (_, wrong) => {
    await add()
    const before = await sessions()
    expect(await enter(key.get(await challenge(), wrong))).toMatchObject(REFUSED)
    expect(await sessions()).toBe(before)
  })

  test.each([...wrongs.slice(0, 2), ['signed for coming in', { type: 'webauthn.get' }], ...wrongs.slice(3, 5)] as [
    string,
    Wrong,
  ][])('making one: %s', async (_, wrong) => {
    expect(await add(me, key, wrong)).toMatchObject({ status: 400, body: { code: 'passkey_refused' } })
    expect(await list()).toEqual([])
  })

  test('another key’s signature, an unknown passkey', async () => {
    await add()
    const other = new Authenticator(ORIGIN)
    const mine = { userHandle: handleOf(me) }
    expect(await enter(other.get(await challenge(), mine))).toMatchObject(REFUSED)
    expect(await enter({ ...other.get(await challenge(), mine), id: key.id, rawId: key.id })).toMatchObject(REFUSED)
  })

  test('a challenge given to a colleague, or in another shop', async () => {
    const colleague = await shop.member()
    const stranger = await (await TestShop.create(store.database)).member()
    for (const by of [colleague, stranger]) {
      const answer = await me.post('/api/account/passkeys', key.create(await options(by)))
      expect(answer).toMatchObject({ status: 400, body: { code: 'passkey_refused' } })
    }
  })

  test('a passkey somebody has already', async () => {
    await add()
    const colleague = await shop.member()
    expect(await add(colleague)).toMatchObject({ status: 400 })
    expect((await enter(key.get(await challenge(), { userHandle: handleOf(me) }))).body.userId).toBe(me.id)
  })

  test('a certificate nobody asked for is not looked at: its address would be called', async () => {
    const called = vi.spyOn(globalThis, 'fetch')
    const statement = new Map([['x', 'y']])
    for (const fmt of ['packed', 'tpm', 'apple', 'fido-u2f', 'android-key', 'android-safetynet', 'none', 'x']) {
      expect((await add(me, new Authenticator(ORIGIN), { attestation: { fmt, statement } })).status).toBe(400)
    }
    const addresses = called.mock.calls.map(([asked]) => String(asked instanceof Request ? asked.url : asked))
    called.mockRestore()
    // The database is all that is asked.
    expect(addresses.filter((address) => !address.includes('127.0.0.1'))).toEqual([])
  })

  test('anything that is no answer of a browser', async () => {
    await add()
    const good = key.get(await challenge())
    const bad = [
      {},
      [],
      { ...good, id: '' },
      { ...good, id: 'ä' },
      { ...good, type: 'password' },
      { ...good, response: {} },
      { ...good, response: { ...good.response, signature: 'A'.repeat(5000) } },
    ]
    for (const body of bad) expect(await enter(body)).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    const garbage = [
      { ...good, response: { ...good.response, clientDataJSON: 'AAAA' } },
      { ...good, response: { ...good.response, authenticatorData: 'AAAA' } },
      { ...good, response: { ...good.response, signature: 'AAAA' } },
      { ...good, rawId: 'AAAA' },
    ]
    for (const body of garbage) expect(await enter(body)).toMatchObject(REFUSED)
    const made = key.create(await options())
    for (const attestationObject of ['AAAA', '_w', 'o2NmbXRkbm9uZQ']) {
      const body = { ...made, response: { ...made.response, attestationObject } }
      expect((await me.post('/api/account/passkeys', body)).status).toBe(400)
    }
  })
})

test('nobody has more than twenty, also when the last two are made at once', async () => {
  const late = await options()
  for (let n = 0; n < 20; n++) expect((await add(me, new Authenticator(ORIGIN))).status).toBe(201)
  expect(await me.post('/api/account/passkeys/options')).toMatchObject({
    status: 409,
    body: { code: 'too_many_passkeys' },
  })
  expect(await me.post('/api/account/passkeys', key.create(late))).toMatchObject({
    status: 409,
    body: { code: 'too_many_passkeys' },
  })
})

test('somebody removed does not come in with theirs', async () => {
  const owner = await shop.member()
  await add()
  const signed = key.get(await challenge())
  await shop.raw('DELETE', `/api/team/members/${me.id}`, { cookie: owner.cookie })
  expect(await enter(signed)).toMatchObject(REFUSED)
})

test('a session over, or none, makes none', async () => {
  expect((await shop.request('/api/account/passkeys/options', {}, '')).status).toBe(401)
})

test.each([
  ['https://crm.example.com', 'crm.example.com'],
  ['https://crm.example.com:8443', 'crm.example.com'],
  ['http://localhost:8787', 'localhost'],
  ['http://crm.example.com', null],
  ['http://127.0.0.1:8787', null],
  ['https://203.0.113.7', null],
  ['https://[2001:db8::1]', null],
])('%s has passkeys for %s', (origin, host) => {
  expect(siteOf(origin)?.host ?? null).toBe(host)
})

test('an address that has none says so', async () => {
  const bare = await TestShop.create(store.database, { publicUrl: 'https://203.0.113.7' })
  expect(await bare.request('/api/session/passkey/options', {}, '')).toMatchObject({
    status: 409,
    body: { code: 'no_passkeys_here' },
  })
})
