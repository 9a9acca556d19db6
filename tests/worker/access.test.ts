import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { cookieOf, PASSWORD, Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

describe('sessions', () => {
  test('the cookie is host-bound, secure, not for scripts', async () => {
    const email = `${newId()}@example.test`
    const body = {
      shop: '店',
      name: '我',
      email,
      password: PASSWORD,
      currency: 'CNY',
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
    }
    const answer = await worker.request('POST', '/api/session/sign-up', { cookie: 'a=1', body })
    for (const cookie of answer.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-(session|device)=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    }
    const again = await worker.request('POST', '/api/session/sign-up', { cookie: 'a=1', body })
    expect([again.status, again.body.code]).toEqual([409, 'email_taken'])
  })

  test('a wrong password and an unknown address are answered alike', async () => {
    const phone = await worker.signUp()
    const tries = [
      { email: phone.email, password: 'wrong password' },
      { email: `${newId()}@example.test`, password: 'wrong password' },
    ]
    for (const body of tries) {
      const answer = await worker.request('POST', '/api/session/sign-in', { cookie: 'a=1', body })
      expect([answer.status, answer.body.code]).toEqual([401, 'wrong_password'])
      expect(JSON.stringify(answer.body)).not.toContain(body.email)
    }
  })

  test('too many tries are slowed down', async () => {
    const phone = await worker.signUp()
    const statuses: number[] = []
    let retryAfter: string | null = null
    // However slow the tries are, the waits between them grow past it.
    while (statuses.at(-1) !== 429 && statuses.length < 40) {
      const answer = await worker.request('POST', '/api/session/sign-in', {
        cookie: 'a=1',
        body: { email: phone.email, password: 'wrong password' },
      })
      statuses.push(answer.status)
      retryAfter = answer.headers.get('retry-after')
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(statuses.at(-1)).toBe(429)
    expect(Number(retryAfter)).toBeGreaterThan(0)
  })

  test('signing out everywhere ends every session of the person', async () => {
    const phone = await worker.signUp()
    const answer = await worker.request('POST', '/api/session/sign-in', {
      cookie: 'a=1',
      headers: { 'cf-connecting-ip': '10.1.0.1' },
      body: { email: phone.email, password: PASSWORD },
    })
    const second = new Phone(worker.request, cookieOf(answer), phone.shopId, phone.userId, phone.email)
    expect((await second.get('/api/session')).status).toBe(200)
    await phone.post('/api/session/sign-out?everywhere=1', {})
    expect((await phone.get('/api/session')).status).toBe(401)
    expect((await second.get('/api/session')).status).toBe(401)
  })

  test('tokens and passwords are stored only as hashes', async () => {
    const phone = await worker.signUp()
    const key = await phone.key('orders:read')
    const rows = await worker.database.read([
      { sql: 'SELECT * FROM sessions WHERE shopId = :s', args: { s: phone.shopId } },
      { sql: 'SELECT * FROM apiKeys WHERE shopId = :s', args: { s: phone.shopId } },
      { sql: 'SELECT * FROM logins WHERE shopId = :s', args: { s: phone.shopId } },
    ])
    const text = JSON.stringify(rows)
    expect(text).not.toContain(phone.cookie.split('.').slice(1).join('.'))
    expect(text).not.toContain(key.split('.')[1])
    expect(text).not.toContain(PASSWORD)
  })
})

describe('writes from elsewhere', () => {
  test('a foreign origin or a missing header is refused', async () => {
    const phone = await worker.signUp()
    const body = { clientId: newId(), mutations: [phone.mutation('customer.add', { id: newId(), nickname: 'x' })] }
    const foreign = await worker.request('POST', '/api/push', {
      cookie: phone.cookie,
      body,
      headers: { origin: 'https://evil.test' },
    })
    expect([foreign.status, foreign.body.code]).toEqual([403, 'wrong_origin'])
    const bare = await worker.request('POST', '/api/push', {
      cookie: phone.cookie,
      body,
      headers: { 'x-regulars': '' },
    })
    expect([bare.status, bare.body.code]).toEqual([403, 'wrong_origin'])
  })
})

describe('roles', () => {
  test('a viewer reads without contacts and changes nothing', async () => {
    const owner = await worker.signUp()
    const id = newId()
    await owner.mutate('customer.add', { id, nickname: '小满', phone: '13800001111', email: 'a@b.test' })
    const viewer = await owner.colleague('viewer')
    const { rows } = await viewer.pullAll()
    expect(rows.customers?.get(id)).toMatchObject({ nickname: '小满', phone: null, email: null, address: null })
    expect(await viewer.mutate('customer.add', { id: newId(), nickname: 'x' })).toMatchObject({
      status: 'rejected',
      code: 'forbidden',
    })
    expect(
      (await viewer.post('/api/import', { id: newId(), name: 'a', format: 'b', fileHash: 'c', chunks: 1 })).status,
    ).toBe(403)
    expect((await viewer.post('/api/team/keys', { name: 'k', scopes: ['orders:read'] })).status).toBe(403)
  })

  test('an agent works on cases but neither settings nor team', async () => {
    const owner = await worker.signUp()
    const agent = await owner.colleague('agent')
    expect(await agent.mutate('customer.add', { id: newId(), nickname: '新客' })).toMatchObject({ status: 'applied' })
    expect(await agent.mutate('shop.rename', { name: '改名', was: '山间茶铺' })).toMatchObject({ status: 'rejected' })
    expect((await agent.post('/api/team/invitations', { name: 'x', role: 'viewer' })).status).toBe(403)
  })

  test('a removed colleague is out at once; the last owner stays', async () => {
    const owner = await worker.signUp()
    const agent = await owner.colleague('agent')
    expect((await owner.request('DELETE', `/api/team/members/${agent.userId}`, { cookie: owner.cookie })).status).toBe(
      200,
    )
    expect((await agent.get('/api/session')).status).toBe(401)
    const last = await owner.request('DELETE', `/api/team/members/${owner.userId}`, { cookie: owner.cookie })
    expect([last.status, last.body.code]).toEqual([409, 'last_owner'])
  })

  test('a key does what its scopes say, until it is revoked', async () => {
    const owner = await worker.signUp()
    const made = (await owner.post('/api/team/keys', { name: 'k', scopes: ['customers:read'] })).body
    expect((await worker.request('GET', '/api/v1/customers', { key: made.key })).status).toBe(200)
    expect((await worker.request('POST', '/api/v1/orders', { key: made.key, body: { orders: [] } })).status).toBe(403)
    await owner.request('DELETE', `/api/team/keys/${made.id}`, { cookie: owner.cookie })
    expect((await worker.request('GET', '/api/v1/customers', { key: made.key })).status).toBe(401)
    expect((await worker.request('GET', '/api/v1/customers')).status).toBe(401)
  })
})

describe('bad input', () => {
  test('is a problem document with a stable code and never an echo', async () => {
    const phone = await worker.signUp()
    const secret = '秘密内容'
    const bodies = [
      '{',
      '[]',
      '{"orders":5}',
      JSON.stringify({ orders: Array(501).fill({}) }),
      JSON.stringify({ orders: [{ externalId: secret }], x: secret }),
    ]
    const key = await phone.key('orders:write')
    for (const body of bodies) {
      const answer = await worker.request('POST', '/api/v1/orders', {
        key,
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.status).toBeLessThan(500)
      expect(JSON.stringify(answer.body)).not.toContain(secret)
    }
    const huge = await worker.request('POST', '/api/v1/orders', {
      key,
      body: `{"orders":["${'x'.repeat(5 * 1024 * 1024)}"]}`,
    })
    expect([huge.status, huge.body.code]).toEqual([413, 'body_too_large'])
    expect((await worker.request('GET', '/api/nothing')).body).toMatchObject({ status: 404, code: 'not_found' })
    expect((await phone.get('/api/pull?cursor=%27;drop')).status).toBe(400)
  })
})
