/** The limits of signing in, on a real host: who is told to wait, by where they are and what their browser shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, PASSWORD, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

const WRONG = 'not this one at all'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const signIn = ({ email }: Phone, password: string, place: string, cookie = 'none=1'): Promise<Answer> =>
  worker.request('POST', '/api/session/sign-in', {
    cookie,
    body: { email, password },
    headers: { 'cf-connecting-ip': place },
  })
const deviceOf = (answer: Answer) =>
  answer.headers
    .getSetCookie()
    .find((each) => each.startsWith('__Host-device='))
    ?.split(';')[0] ?? ''

describe('on this host', () => {
  test('who guesses waits and is told how long; the owner elsewhere does not, nor their neighbour', async () => {
    const [owner, neighbour] = [await worker.signUp(), await worker.signUp()]
    for (let n = 0; n < 5; n++) expect((await signIn(owner, WRONG, '198.51.100.6')).status).toBe(401)
    const tired = await signIn(owner, PASSWORD, '198.51.100.6')
    if (tired.status !== 200) {
      expect([tired.status, tired.body.code, tired.headers.get('retry-after')]).toEqual([429, 'rate_limited', '1'])
    }
    // From now on each waits longer, whatever the machine's speed.
    let waited = 0
    for (let n = 0; n < 40 && waited < 4; n++) {
      const answer = await signIn(owner, WRONG, '198.51.100.6')
      if (answer.status === 429) waited++
    }
    expect(waited).toBe(4)
    expect((await signIn(owner, PASSWORD, '198.51.100.7')).status).toBe(200)
    expect((await signIn(neighbour, PASSWORD, '198.51.100.6')).status).toBe(200)
  })

  test('all addresses of one household are one place', async () => {
    const owner = await worker.signUp()
    for (let n = 0; n < 5; n++) await signIn(owner, WRONG, `2001:db8:0:1::${n}`)
    const statuses = []
    for (let n = 0; n < 8; n++) statuses.push((await signIn(owner, WRONG, `2001:db8:0:1:a::${n}`)).status)
    expect(statuses).toContain(429)
    expect((await signIn(owner, PASSWORD, '2001:db8:0:2::1')).status).toBe(200)
  })

  test('a caller who claims to be elsewhere in each request is still where they are', async () => {
    const owner = await worker.signUp()
    const statuses = []
    for (let n = 0; n < 12; n++) {
      const forged = { 'cf-connecting-ip': '198.51.100.20', 'x-real-ip': `10.0.0.${n}`, forwarded: `for=10.0.0.${n}` }
      const body = { email: owner.email, password: WRONG }
      statuses.push(
        (await worker.request('POST', '/api/session/sign-in', { cookie: 'a=1', body, headers: forged })).status,
      )
    }
    expect(statuses).toContain(429)
  })

  test('a browser that somebody came in on before passes what keeps strangers out', async () => {
    const owner = await worker.signUp()
    const came = await signIn(owner, PASSWORD, '198.51.100.30')
    const device = deviceOf(came)
    expect(device).not.toBe('')
    // A day of guessing from everywhere, as it is kept.
    await worker.database.write([
      {
        sql: 'UPDATE limits SET hits = hits + 10000, lastAt = :now, resetAt = :now + 86400000',
        args: { now: Date.now() },
      },
    ])
    expect((await signIn(owner, WRONG, '198.51.100.31')).status).toBe(429)
    expect((await signIn(owner, PASSWORD, '198.51.100.31', device)).status).toBe(200)
    await worker.database.write([{ sql: 'DELETE FROM limits', args: {} }])
  })
})
