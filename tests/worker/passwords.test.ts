import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { hashPassword } from '../../worker/secrets.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { PASSWORD } from '../support/worker.ts'

const CHOSEN = 'a kettle on the sill'

let store: TestDatabase
let shop: TestShop
let me: TestMember
let email: string
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  me = await shop.member('agent')
  email = `${newId()}@example.test`
  await login(PASSWORD)
})

async function login(password: string): Promise<void> {
  await shop.change('DELETE FROM logins WHERE shopId = :shop')
  await shop.change(
    'INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :memberId, :password)',
    { email, memberId: me.id, password: await hashPassword(password) },
  )
}
const change = (over: object = {}, by = me) =>
  by.post('/api/account/password', { old: PASSWORD, password: CHOSEN, ...over })
const signIn = async (password: string) =>
  (await shop.request('/api/session/sign-in', { email, password }, 'none=1')).status
const isIn = async (who: TestMember) => (await shop.raw('GET', '/api/session', { cookie: who.cookie })).status === 200

test('a change asks the old one, ends sessions elsewhere and keeps the one it was made in', async () => {
  const [elsewhere, colleague] = [await shop.signedIn(me.id), await shop.member('agent')]
  expect((await change()).status).toBe(200)
  expect([await isIn(me), await isIn(elsewhere), await isIn(colleague)]).toEqual([true, false, true])
  expect([await signIn(PASSWORD), await signIn(CHOSEN)]).toEqual([401, 200])
  expect((await shop.rows('audit')).map(({ actor, action }) => [actor, action])).toContainEqual([
    `member:${me.id}`,
    'password.change',
  ])
  const own = JSON.parse((await shop.raw('GET', '/api/account', { cookie: me.cookie })).text)
  expect(own).toEqual({ email, passwordAt: shop.now })
})

test('a change can end the session it was made in, too', async () => {
  expect((await change({ everywhere: true })).status).toBe(200)
  expect(await isIn(me)).toBe(false)
  expect(await signIn(CHOSEN)).toBe(200)
})

test('a change takes the passkeys along where asked to', async () => {
  await shop.change(
    `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
     VALUES (:key, :shop, :id, 'k', 0, '', '手机', 0)`,
    { key: newId(), id: me.id },
  )
  expect((await change()).status).toBe(200)
  expect(await shop.rows('passkeys')).toHaveLength(1)
  expect((await change({ old: CHOSEN, password: 'river stamp owl teapot', passkeys: true })).status).toBe(200)
  expect(await shop.rows('passkeys')).toEqual([])
  expect((await shop.rows('audit')).map(({ action }) => action)).toContain('passkey.remove-all')
})

test('a wrong old password changes nothing and ends nothing', async () => {
  const elsewhere = await shop.signedIn(me.id)
  const answer = await change({ old: 'something else' })
  expect([answer.status, answer.body.code]).toEqual([403, 'wrong_old_password'])
  expect([await isIn(me), await isIn(elsewhere), await signIn(PASSWORD)]).toEqual([true, true, 200])
})

test.each([
  ['short', 'k7$Tq!2zv'],
  ['common', 'Password2026!'],
  ['yours', () => email],
  ['yours', '阿青1234567890'],
])('a new one that is %s is refused', async (reason, password) => {
  const answer = await change({ password: typeof password === 'function' ? password() : password })
  expect(answer).toMatchObject({ status: 400, body: { code: 'weak_password', reason } })
  expect(await signIn(PASSWORD)).toBe(200)
})

test('a password from before the rules goes on working, and can be changed', async () => {
  await login('tee-2019')
  expect(await signIn('tee-2019')).toBe(200)
  expect((await change({ old: 'tee-2019' })).status).toBe(200)
})

test('of two changes in one moment the later one is told so', async () => {
  shop.beforeWrite = async (statements) => {
    if (!statements.some(({ sql }) => sql.startsWith('UPDATE logins'))) return
    shop.beforeWrite = null
    expect((await change({ password: 'the first one wins' })).status).toBe(200)
  }
  expect(await change()).toMatchObject({ status: 409, body: { code: 'busy' } })
  expect(await signIn('the first one wins')).toBe(200)
})

test('a sign-in with the old one that is under way when it is changed, or set by a link, comes to nothing', async () => {
  const owner = await shop.member()
  const { token } = (await owner.post(`/api/team/members/${me.id}/reset`)).body
  const reset = () => shop.request('/api/join/password', { token, password: 'set by a link' }, 'none=1')
  const cases: [string, () => Promise<{ status: number }>][] = [
    [PASSWORD, reset],
    ['set by a link', () => shop.signedIn(me.id).then((by) => change({ old: 'set by a link' }, by))],
  ]
  for (const [old, setAnew] of cases) {
    shop.beforeWrite = async (statements) => {
      if (!statements.some(({ sql }) => sql.startsWith('INSERT INTO sessions'))) return
      shop.beforeWrite = null
      expect((await setAnew()).status).toBeLessThan(300)
    }
    const late = await shop.request('/api/session/sign-in', { email, password: old }, 'none=1')
    expect(late).toMatchObject({ status: 401, body: { code: 'wrong_password' } })
    expect(await shop.rows('sessions', 'createdAt')).toHaveLength(2)
  }
})

test('a sign-in under way when somebody is removed comes to nothing', async () => {
  const owner = await shop.member()
  shop.beforeWrite = async (statements) => {
    if (!statements.some(({ sql }) => sql.startsWith('INSERT INTO sessions'))) return
    shop.beforeWrite = null
    const gone = await shop.raw('DELETE', `/api/team/members/${me.id}?keys=end`, { cookie: owner.cookie })
    expect(gone.status).toBe(200)
  }
  expect(await signIn(PASSWORD)).toBe(401)
})

test('the right old one with a weak new one is no wrong try', async () => {
  for (let n = 0; n < 6; n++) {
    expect(await change({ password: '12345678' })).toMatchObject({ status: 400, body: { code: 'weak_password' } })
  }
  expect((await change()).status).toBe(200)
})

test('guesses of the old one count as wrong tries to sign in; the right one within them does not', async () => {
  for (let n = 0; n < 8; n++)
    expect(
      (await change({ password: `a kettle on sill ${n}`, old: n ? `a kettle on sill ${n - 1}` : PASSWORD })).status,
    ).toBe(200)
  const guess = () => change({ old: 'something else' })
  for (let n = 0; n < 5; n++) expect((await guess()).status).toBe(403)
  expect(await guess()).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(await signIn('something else')).toBe(429)
})

test('a change takes back links that would set another', async () => {
  const owner = await shop.member()
  const { token } = (await owner.post(`/api/team/members/${me.id}/reset`)).body
  await change()
  const used = await shop.request('/api/join/password', { token, password: 'somebody else’s' }, 'none=1')
  expect(used).toMatchObject({ status: 404, body: { code: 'link_gone' } })
})

test('a new shop’s password keeps the rules', async () => {
  const place = { currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }
  const person = { shop: '云上茶', name: '阿青', email: `${newId()}@example.test`, password: '云上茶1234567' }
  const answer = await shop.request('/api/session/sign-up', { ...person, ...place }, 'none=1')
  expect(answer).toMatchObject({ status: 400, body: { code: 'weak_password', reason: 'yours' } })
})
