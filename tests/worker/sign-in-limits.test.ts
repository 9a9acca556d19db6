import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { trySignIn, trySignUp } from '../../worker/verbs/limits.ts'
import { MINUTE, MONDAY, startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

const PASSWORD = 'correct horse 电池'
const WRONG = 'not this one at all'

let store: TestDatabase
let shop: TestShop
let email: string
/** The owner's own phone. */
let phone: string
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  await shop.change('DELETE FROM limits WHERE :shop = :shop', {})
  email = `${newId()}@example.test`
  phone = (await signUp('10.0.0.1')).device
})

const post = async (path: string, body: object, place: string, cookie = 'a=1') => {
  const { status, text, headers } = await shop.raw(
    'POST',
    `/api/session${path}`,
    { 'x-test-place': place, cookie },
    JSON.stringify(body),
  )
  const device = headers.getSetCookie().find((each) => each.startsWith('__Host-device='))
  const answer = { status, body: JSON.parse(text), wait: headers.get('retry-after'), cookie: device }
  return { ...answer, device: device?.split(';')[0] ?? '' }
}
const signUp = (place: string, who = email) =>
  post(
    '/sign-up',
    {
      ...{ shop: '山间茶铺', name: '阿青', email: who, password: PASSWORD },
      ...{ currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' },
    },
    place,
  )
const signIn = (place: string, password: string, cookie?: string, who = email) =>
  post('/sign-in', { email: who, password }, place, cookie)

/** A try as it is counted before the password is looked at. */
const tryFrom = (place: string, who: string) =>
  trySignIn(
    { directory: shop.deps.database, now: shop.now, newId, browser: null, from: { place, device: null } },
    who,
  ).catch((error) => {
    if (error.status !== 429) throw error
  })

/** So many wrong tries of one place, each after its wait. */
async function wear(place: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await tryFrom(place, email)
    if (n < times - 1) shop.now += n < 4 ? 0 : Math.min(900_000, 1000 << (n - 4))
  }
}

/** Tries until one has to wait; gives the waits of those that had to, each waited out to the second. */
async function waits(place: string, times: number, who = email): Promise<number[]> {
  const told: number[] = []
  while (told.length < times) {
    const { status, wait } = await signIn(place, WRONG, undefined, who)
    if (status === 401) continue
    expect(status).toBe(429)
    told.push(Number(wait))
    shop.now += Number(wait) * 1000
  }
  return told
}

describe('one place that guesses', () => {
  test('waits longer and longer, and is told how long', async () => {
    for (let n = 0; n < 5; n++) expect((await signIn('10.6.6.6', WRONG)).status).toBe(401)
    expect(await waits('10.6.6.6', 12)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    const { body } = await signIn('10.6.6.6', WRONG).then(() => signIn('10.6.6.6', WRONG))
    expect(body).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: 900 })
  })

  test('asking while it has to wait makes the wait no longer', async () => {
    await wear('10.6.6.6', 10)
    for (let n = 0; n < 20; n++) expect((await signIn('10.6.6.6', WRONG)).wait).toBe('32')
    shop.now += 32_000
    expect((await signIn('10.6.6.6', PASSWORD)).status).toBe(200)
  })

  test('keeps nobody out elsewhere: not on a new phone, not the neighbours', async () => {
    await wear('10.6.6.6', 17)
    const other = `${newId()}@example.test`
    await signUp('10.6.6.6', other)
    expect((await signIn('10.6.6.6', PASSWORD, undefined, other)).status).toBe(200)
    expect((await signIn('10.0.0.9', PASSWORD)).status).toBe(200)
  })

  test('is one place in all its addresses of a /64', async () => {
    for (let n = 0; n < 5; n++) await signIn(`2001:db8:0:1::${n}`, WRONG)
    expect((await signIn('2001:db8:0:1:a:b:c:d', WRONG)).status).toBe(429)
    expect((await signIn('2001:db8:0:2::1', WRONG)).status).toBe(401)
  })

  test('forty at once are five', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn('10.6.6.6', WRONG)))
    expect(answers.filter(({ status }) => status === 401).length).toBe(5)
  })

  test('is forgotten once the password was right', async () => {
    for (let n = 0; n < 4; n++) await signIn('10.0.0.2', WRONG)
    expect((await signIn('10.0.0.2', PASSWORD)).status).toBe(200)
    for (let n = 0; n < 5; n++) expect((await signIn('10.0.0.2', WRONG)).status).toBe(401)
  })
})

describe('guessing from everywhere', () => {
  /** Wrong tries from as many places, without the work of looking at the password. */
  const attack = async (tries: number) => {
    for (let n = 0; n < tries; n++) await tryFrom(`10.7.${n >> 8}.${n & 255}`, email)
  }

  test('meets the account’s own limit, at most a minute; who was here before passes it', async () => {
    await attack(250)
    const stranger = await signIn('10.8.8.8', PASSWORD)
    expect(stranger.status).toBe(429)
    expect(Number(stranger.wait)).toBeLessThanOrEqual(60)
    expect((await signIn('10.0.0.1', PASSWORD, phone)).status).toBe(200)
    // Also where they were never before.
    expect((await signIn('10.9.9.9', PASSWORD, phone)).status).toBe(200)
    // Patience is enough for a new phone.
    shop.now += Number(stranger.wait) * 1000
    expect((await signIn('10.8.8.8', PASSWORD)).status).toBe(200)
  })

  test('somebody else’s browser, or one long unused, is none that was here before', async () => {
    const other = `${newId()}@example.test`
    const theirs = (await signUp('10.0.0.3', other)).device
    await attack(250)
    expect((await signIn('10.0.0.3', PASSWORD, theirs)).status).toBe(429)
    expect((await signIn('10.0.0.3', PASSWORD, '__Host-device=x')).status).toBe(429)
    shop.now += 180 * DAY_MS
    await attack(250)
    expect((await signIn('10.0.0.1', PASSWORD, phone)).status).toBe(429)
  })

  test('a stolen browser has a count of its own', async () => {
    for (let n = 0; n < 5; n++) expect((await signIn(`10.5.0.${n}`, WRONG, phone)).status).toBe(401)
    expect((await signIn('10.5.0.99', WRONG, phone)).status).toBe(429)
    expect((await signIn('10.5.0.99', PASSWORD)).status).toBe(200)
  })

  test('a new password, and ending sessions elsewhere, forget every browser but the one that asks', async () => {
    const enter = (cookie: string, password = PASSWORD) =>
      shop.raw(
        'POST',
        '/api/session/sign-in',
        { 'x-test-place': '10.0.0.1', cookie },
        JSON.stringify({ email, password }),
      )
    const of = (answer: { headers: Headers }, name: string) =>
      (answer.headers.getSetCookie().find((each) => each.startsWith(name)) ?? '').split(';')[0] ?? ''
    const CHOSEN = 'a kettle on the sill'
    const ways: ((cookie: string) => Promise<{ status: number }>)[] = [
      (cookie) => shop.raw('POST', '/api/account/devices/end-others', { cookie }, '{}'),
      async (cookie) => {
        const list = JSON.parse((await shop.raw('GET', '/api/account/devices', { cookie })).text).devices
        const lost = list.find(({ here }: { here: boolean }) => !here)
        return shop.raw('DELETE', `/api/account/devices/${lost.id}`, { cookie })
      },
      (cookie) =>
        shop.raw('POST', '/api/account/password', { cookie }, JSON.stringify({ old: PASSWORD, password: CHOSEN })),
    ]
    for (const [n, way] of ways.entries()) {
      const mine = `${phone}; ${of(await enter(phone), '__Host-session=')}`
      const lost = of(await enter('a=1'), '__Host-device=')
      expect((await way(mine)).status).toBe(200)
      await attack(210)
      const now = n === ways.length - 1 ? CHOSEN : PASSWORD
      expect((await enter(lost, now)).status).toBe(429)
      expect((await enter(phone, now)).status).toBe(200)
      await shop.change('DELETE FROM limits WHERE :shop = :shop', {})
    }
  })

  test('signing out everywhere forgets the browsers too', async () => {
    const { headers } = await shop.raw(
      'POST',
      '/api/session/sign-in',
      { 'x-test-place': '10.0.0.1', cookie: phone },
      JSON.stringify({ email, password: PASSWORD }),
    )
    const session = headers.getSetCookie().find((each) => each.startsWith('__Host-session=')) ?? ''
    await post('/sign-out?everywhere=1', {}, '10.0.0.1', session.split(';')[0])
    await attack(250)
    expect((await signIn('10.0.0.1', PASSWORD, phone)).status).toBe(429)
  })
})

test('sixty sign-ins a minute from one place close it for nobody', async () => {
  for (let minute = 0; minute < 10; minute++) {
    for (let n = 0; n < 60; n++) {
      const who = `nobody-${minute}-${n}@example.test`
      const door = {
        directory: shop.deps.database,
        now: shop.now,
        newId,
        browser: null,
        from: { place: '127.0.0.1', device: null },
      }
      expect(await trySignIn(door, who)).toBeNull()
    }
    shop.now += MINUTE
  }
  expect((await signIn('127.0.0.1', PASSWORD)).status).toBe(200)
  expect((await signUp('127.0.0.1', `${newId()}@example.test`)).status).toBe(201)
})

test('where all callers are one place, as behind a proxy that was not named, who was here before still comes in', async () => {
  for (let n = 0; n < 1200; n++) await tryFrom('127.0.0.1', `nobody-${n}@example.test`)
  expect((await signIn('127.0.0.1', PASSWORD)).status).toBe(429)
  expect((await signIn('127.0.0.1', PASSWORD, phone)).status).toBe(200)
  // A wrong one is counted for that browser alone.
  expect((await signIn('127.0.0.1', WRONG, phone)).status).toBe(401)
  expect((await signIn('127.0.0.1', PASSWORD, phone)).status).toBe(200)
})

test('what is known of an e-mail and what is not is answered alike, from the first try to the wait', async () => {
  const nobody = `${newId()}@example.test`
  const seen = async (who: string, place: string) => {
    const answers = []
    for (let n = 0; n < 8; n++) {
      const { status, body, wait, cookie } = await signIn(place, WRONG, undefined, who)
      answers.push({ status, body, wait, cookie })
    }
    return answers
  }
  expect(await seen(nobody, '10.4.0.1')).toEqual(await seen(email, '10.4.0.1'))
})

test('new shops are counted apart: many of one place wait, signing in goes on', async () => {
  const door = {
    directory: shop.deps.database,
    now: shop.now,
    newId,
    browser: null,
    from: { place: '10.3.3.3', device: null },
  }
  for (let n = 0; n < 60; n++) await trySignUp(door)
  const refused = await signUp('10.3.3.3', `${newId()}@example.test`)
  expect([refused.status, refused.wait]).toEqual([429, '600'])
  expect((await signIn('10.3.3.3', PASSWORD)).status).toBe(200)
  expect((await signUp('10.3.3.4', `${newId()}@example.test`)).status).toBe(201)
})

test('the browser’s cookie is its own, kept half a year, and in the database only as a hash', async () => {
  const { cookie, device } = await signIn('10.0.0.1', PASSWORD, phone)
  expect(device).toBe(phone)
  expect(cookie).toMatch(/^__Host-device=[A-Za-z0-9_-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const rows = await store.database.read([
    { sql: 'SELECT * FROM rememberedDevices', args: {} },
    { sql: 'SELECT * FROM limits', args: {} },
  ])
  const text = JSON.stringify(rows)
  expect(text).not.toContain(phone.split('=')[1])
  expect(text).not.toMatch(/@|10\.0\./)
})

test('a good sign-in takes two round trips, a wrong one or one that waits a single one', async () => {
  expect(await shop.trips(() => signIn('10.2.0.1', PASSWORD))).toEqual({ reads: 0, writes: 2 })
  expect(await shop.trips(() => signIn('10.2.0.1', WRONG))).toEqual({ reads: 0, writes: 1 })
  await wear('10.2.0.1', 5)
  expect(await shop.trips(() => signIn('10.2.0.1', WRONG))).toEqual({ reads: 0, writes: 1 })
})

test('counts do not pile up: what is forgotten is gone', async () => {
  for (let n = 0; n < 30; n++) await tryFrom(`10.1.0.${n}`, `made-up-${n}@example.test`)
  shop.now += 2 * DAY_MS
  for (let n = 0; n < 6; n++) await tryFrom('10.1.1.1', email)
  const [rows] = await store.database.read([
    { sql: 'SELECT * FROM limits WHERE resetAt <= :now', args: { now: shop.now } },
  ])
  expect(rows).toEqual([])
  expect(shop.now).toBeGreaterThan(MONDAY)
})
