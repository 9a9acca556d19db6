import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OneTimeView } from '../../worker/domain/one-time-links.ts'
import { newId } from '../../worker/ids.ts'
import { firstOwnerLink, resetByEmail } from '../../worker/verbs/machine-links.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { PASSWORD } from '../support/worker.ts'

const DAY = 86_400_000
const GONE = { status: 404, code: 'link_gone' }

let store: TestDatabase
let shop: TestShop
let owner: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
})

type Answered = { status: number; body: Record<string, unknown> }
const told = ({ status, body }: Answered) => ({ status, code: body.code })
const ask = (path: string, body: object, at = shop): Promise<Answered> =>
  at.request(`/api/join/${path}`, body, 'none=1')
const look = (token: string, at = shop) => ask('look', { token }, at)
const person = (over: object = {}) => ({ name: '小林', email: `${newId()}@example.test`, password: PASSWORD, ...over })
const joinTeam = (token: string, over: object = {}) => ask('team', { token, ...person(over) })

async function invitation(over: object = {}, by = owner): Promise<{ id: string; token: string }> {
  const { status, body } = await by.post('/api/team/invitations', { name: '小林', role: 'agent', ...over })
  expect(status).toBe(201)
  return body as { id: string; token: string }
}
async function resetLink(memberId: string, by = owner): Promise<string> {
  const { status, body } = await by.post(`/api/team/members/${memberId}/reset`)
  expect(status).toBe(201)
  return String(body.token)
}
const remove = (id: string, by = owner) => shop.raw('DELETE', `/api/team/members/${id}`, { cookie: by.cookie })
const revoke = (id: string, by = owner) => shop.raw('DELETE', `/api/team/invitations/${id}`, { cookie: by.cookie })
const open = async (by = owner) =>
  JSON.parse((await shop.raw('GET', '/api/team/invitations', { cookie: by.cookie })).text).invitations
const rowOf = async (token: string) => (await look(token)).status

describe('an invitation', () => {
  test('tells who asks whom to what, as often as it is looked at', async () => {
    const { token } = await invitation()
    for (let n = 0; n < 3; n++) {
      expect((await look(token)).body).toEqual({
        kind: 'invite',
        shop: '山间茶铺',
        name: '小林',
        role: 'agent',
        by: '阿青',
        email: null,
        passkeys: [],
        expiresAt: shop.now + 7 * DAY,
      } satisfies OneTimeView)
    }
  })

  test('lets one person in, with a password of their own and the role it names', async () => {
    const { token } = await invitation({ role: 'viewer' })
    const me = person()
    const came = await ask('team', { token, ...me })
    expect(came.status).toBe(201)
    expect((await shop.rows('members')).find(({ id }) => id === came.body.userId)).toMatchObject({
      name: '小林',
      role: 'viewer',
    })
    // An answer that got lost is no loss: they sign in.
    const { email, password } = me
    expect((await shop.request('/api/session/sign-in', { email, password }, 'none=1')).status).toBe(200)
    expect(told(await joinTeam(token))).toMatchObject(GONE)
  })

  test('keeps no token, only its hash', async () => {
    const { token } = await invitation()
    expect(JSON.stringify(await shop.rows('oneTimeLinks'))).not.toContain(token)
    expect(JSON.stringify(await shop.rows('audit'))).not.toContain(token)
  })

  test('answers the same whatever is the matter with it', async () => {
    const [used, revoked, over, byLeaver, byAgentNow] = [
      await invitation(),
      await invitation(),
      await invitation(),
      await invitation({}, await shop.member()),
      await invitation({}, await shop.member()),
    ]
    await joinTeam(used.token)
    await revoke(revoked.id)
    const makers = (await shop.rows('oneTimeLinks')).map((row) => String(row.createdBy))
    await remove(makers.at(-2) ?? '')
    await shop.change("UPDATE members SET role = 'agent' WHERE shopId = :shop AND id = :id", {
      id: makers.at(-1) ?? '',
    })
    const answers: Answered[] = []
    for (const { token } of [used, revoked, byLeaver, byAgentNow])
      answers.push(await look(token), await joinTeam(token))
    shop.now += 7 * DAY
    for (const token of [over.token, 'x'.repeat(43), 'x', '', `${over.token}A`]) {
      answers.push(await look(token), await joinTeam(token))
    }
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(told(answers[0] as Answered)).toEqual(GONE)
  })

  test('lets one of two in who use it at the same moment', async () => {
    const { token } = await invitation()
    const answers = await Promise.all([joinTeam(token), joinTeam(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
    expect((await shop.rows('members')).length).toBe(2)
    expect((await shop.rows('logins')).length).toBe(1)
  })

  test('is not used up by what is refused', async () => {
    const { token } = await invitation()
    const taken = person()
    await ask('team', { token: (await invitation()).token, ...taken })
    expect(told(await joinTeam(token, { email: taken.email }))).toEqual({ status: 409, code: 'email_taken' })
    const weak = await joinTeam(token, { password: 'password123' })
    expect([weak.status, weak.body.code, weak.body.reason]).toEqual([400, 'weak_password', 'common'])
    expect(told(await joinTeam(token, { email: 'no' }))).toEqual({ status: 400, code: 'bad_request' })
    expect((await joinTeam(token)).status).toBe(201)
  })

  test('opens no other door', async () => {
    const { token } = await invitation()
    expect(told(await ask('password', { token, password: PASSWORD }))).toEqual(GONE)
    const first = { ...person(), shop: '店', currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }
    expect(told(await ask('shop', { token, ...first }))).toEqual(GONE)
    expect(await rowOf(token)).toBe(200)
  })

  test('is listed until it opens nothing any more; only owners see, make and revoke them', async () => {
    const mine = await invitation()
    const other = await invitation({ name: '小周', role: 'viewer' })
    expect(await open()).toMatchObject([
      { id: other.id, name: '小周', role: 'viewer' },
      { id: mine.id, name: '小林', createdBy: owner.id, memberId: null, expiresAt: shop.now + 7 * DAY },
    ])
    expect(JSON.stringify(await open())).not.toContain('token')
    const agent = await shop.member('agent')
    expect((await agent.post('/api/team/invitations', { name: 'x', role: 'owner' })).status).toBe(403)
    expect((await revoke(mine.id, agent)).status).toBe(403)
    expect((await shop.raw('GET', '/api/team/invitations', { cookie: agent.cookie })).status).toBe(403)
    const stranger = await TestShop.create(store.database)
    await stranger.raw('DELETE', `/api/team/invitations/${mine.id}`, { cookie: (await stranger.member()).cookie })
    expect(await rowOf(mine.token)).toBe(200)
    await revoke(mine.id)
    await joinTeam(other.token)
    expect(await open()).toEqual([])
  })

  test('takes an earlier colleague back as the person they were, whose phone’s queue then goes in once', async () => {
    const came = await joinTeam((await invitation()).token)
    const id = String(came.body.userId)
    const [clientId, customer] = [newId(), newId()]
    const args = { id: customer, nickname: '离线时记的客人' }
    const queued = { seq: 1, id: newId(), name: 'customer.add', version: 1, args, at: shop.now }
    await remove(id)
    expect(told(await owner.post('/api/team/invitations', { name: 'x', role: 'agent', memberId: owner.id }))).toEqual({
      status: 404,
      code: 'not_found',
    })
    const { token } = await invitation({ memberId: id, role: 'owner' })
    const old = (await shop.rows('sessions')).find(({ memberId }) => memberId === id)
    const back = await joinTeam(token, { name: '小林回来了' })
    expect(back.body).toEqual({ shopId: shop.id, userId: id })
    expect((await shop.rows('members')).find((row) => row.id === id)).toMatchObject({
      deleted: 0,
      name: '小林回来了',
      role: 'owner',
      formerName: null,
    })
    // What was open before they left stays closed.
    const sessions = (await shop.rows('sessions')).filter(({ memberId }) => memberId === id)
    expect(sessions.map(({ tokenHash }) => tokenHash)).not.toContain(old?.tokenHash)
    const phone = await shop.signedIn(id)
    for (let n = 0; n < 2; n++) {
      const sent = await phone.post('/api/push', { clientId, userId: id, mutations: [queued] })
      expect(sent.body).toMatchObject({ lastSeq: 1, results: [{ status: 'applied' }] })
    }
    expect((await shop.rows('customers')).map((row) => row.id)).toEqual([customer])
    expect(told(await joinTeam(token))).toEqual(GONE)
  })
})

describe('a link for a new password', () => {
  test('sets it, ends every session of the person, and signs them in', async () => {
    const me = person()
    const came = await ask('team', { token: (await invitation()).token, ...me })
    const id = String(came.body.userId)
    const elsewhere = await shop.signedIn(id)
    const earlier = await resetLink(id)
    const token = await resetLink(id)
    expect((await look(token)).body).toMatchObject({ kind: 'reset', email: me.email, by: '阿青', shop: '山间茶铺' })
    // A newer one takes the place of the one before.
    expect(told(await look(earlier))).toEqual(GONE)
    const chosen = 'a kettle on the sill'
    expect((await ask('password', { token, password: chosen })).body).toEqual({ shopId: shop.id, userId: id })
    expect((await shop.raw('GET', '/api/session', { cookie: elsewhere.cookie })).status).toBe(401)
    const signIn = (password: string) => shop.request('/api/session/sign-in', { email: me.email, password }, 'none=1')
    expect([(await signIn(me.password)).status, (await signIn(chosen)).status]).toEqual([401, 200])
    expect(told(await ask('password', { token, password: chosen }))).toEqual(GONE)
    expect((await shop.rows('audit')).map(({ action, target }) => [action, target])).toContainEqual([
      'password.reset',
      id,
    ])
  })

  describe('of an account with passkeys', () => {
    let id: string
    let token: string
    const passkeys = () => shop.rows('passkeys')
    const log = async () => (await shop.rows('audit')).map(({ action, actor, target }) => [action, actor, target])
    beforeEach(async () => {
      id = String((await joinTeam((await invitation()).token)).body.userId)
      for (const [name, at] of [
        ['旧手机', 1],
        ['店里的电脑', 2],
      ] as const) {
        await shop.change(
          `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
           VALUES (:id, :shop, :memberId, 'k', 0, '', :name, :at)`,
          { id: newId(), memberId: id, name, at },
        )
      }
      token = await resetLink(id)
    })

    test('says which, and removes them: the shop’s log tells', async () => {
      expect((await look(token)).body.passkeys).toEqual([
        { name: '店里的电脑', createdAt: 2, lastUsedAt: null },
        { name: '旧手机', createdAt: 1, lastUsedAt: null },
      ])
      expect(await passkeys()).toHaveLength(2)
      expect((await ask('password', { token, password: 'a kettle on the sill' })).status).toBe(201)
      expect(await passkeys()).toEqual([])
      expect(await log()).toContainEqual(['passkey.remove-all', `member:${id}`, id])
    })

    test('leaves them to who chooses so, and a colleague’s as they are', async () => {
      const colleague = await shop.member()
      await shop.change('UPDATE passkeys SET memberId = :other WHERE shopId = :shop AND createdAt = 1', {
        other: colleague.id,
      })
      expect((await look(token)).body.passkeys).toMatchObject([{ name: '店里的电脑' }])
      const keeping = { token, password: 'a kettle on the sill', keepPasskeys: true }
      expect((await ask('password', keeping)).status).toBe(201)
      expect(await passkeys()).toHaveLength(2)
      expect((await ask('password', { token: await resetLink(id), password: 'river stamp owl teapot' })).status).toBe(
        201,
      )
      expect(await passkeys()).toMatchObject([{ memberId: colleague.id }])
      expect((await log()).filter(([action]) => action === 'passkey.remove-all')).toHaveLength(1)
    })

    test('is told on the machine as well', async () => {
      const { email } = (await look(token)).body
      const machine = { directory: store.database, now: shop.now, newId }
      expect((await resetByEmail(machine, String(email))).passkeys).toEqual(['店里的电脑', '旧手机'])
    })
  })

  test('opens a day, and nothing for somebody who left', async () => {
    const id = String((await joinTeam((await invitation()).token)).body.userId)
    const token = await resetLink(id)
    shop.now += DAY
    expect(told(await look(token))).toEqual(GONE)
    owner = await owner.another()
    const fresh = await resetLink(id)
    await remove(id)
    expect(told(await ask('password', { token: fresh, password: PASSWORD }))).toEqual(GONE)
  })

  test('is made by owners only, for others only, of their own shop only', async () => {
    const id = String((await joinTeam((await invitation()).token)).body.userId)
    const agent = await shop.member('agent')
    const other = await (await TestShop.create(store.database)).member()
    const asked = (by: TestMember, of: string) => by.post(`/api/team/members/${of}/reset`)
    expect((await asked(agent, id)).status).toBe(403)
    expect((await asked(owner, owner.id)).status).toBe(403)
    expect((await asked(other, id)).status).toBe(404)
    const weak = await ask('password', { token: await resetLink(id), password: '山间茶铺20260504' })
    expect([weak.status, weak.body.code]).toEqual([400, 'weak_password'])
  })
})

describe('who may open a shop', () => {
  const firstShop = (over: object = {}) => ({
    ...person(),
    shop: '第一家店',
    currency: 'CNY',
    timezone: 'Asia/Shanghai',
    locale: 'zh-CN',
    ...over,
  })
  const door = async (at: TestShop) => JSON.parse((await at.raw('GET', '/api/session/door', {})).text)
  const signUp = (at: TestShop) => at.request('/api/session/sign-up', firstShop(), 'none=1')
  let empty: TestDatabase
  beforeEach(async () => {
    empty = await startTestDatabase()
    return () => empty.close()
  })
  const host = (signUp: 'open' | 'closed' | 'first') => TestShop.create(empty.database, { signUp })
  const link = async (at: TestShop) =>
    (await firstOwnerLink({ directory: empty.database, now: at.now, newId }))?.token ?? ''

  test('`open`: anybody', async () => {
    const at = await host('open')
    expect(await door(at)).toEqual({ signUp: 'open' })
    expect((await signUp(at)).status).toBe(201)
  })

  test('`closed`: nobody, with no link either', async () => {
    const at = await host('closed')
    const token = await link(at)
    expect(await door(at)).toEqual({ signUp: 'closed' })
    expect(told(await signUp(at))).toEqual({ status: 403, code: 'sign_up_closed' })
    expect(told(await look(token, at))).toEqual(GONE)
    expect(told(await ask('shop', { token, ...firstShop() }, at))).toEqual(GONE)
  })

  test('`first`: whoever has the printed link, once; never who comes by first', async () => {
    const at = await host('first')
    const token = await link(at)
    expect(await door(at)).toEqual({ signUp: 'first' })
    expect(told(await signUp(at))).toEqual({ status: 403, code: 'sign_up_closed' })
    expect((await look(token, at)).body).toMatchObject({ kind: 'owner', shop: null, name: null, by: null })
    const weak = await ask('shop', { token, ...firstShop({ password: '第一家店12345678' }) }, at)
    expect(weak.body).toMatchObject({ code: 'weak_password', reason: 'yours' })
    expect((await ask('shop', { token, ...firstShop() }, at)).status).toBe(201)
    expect(told(await ask('shop', { token, ...firstShop() }, at))).toEqual(GONE)
    expect(await firstOwnerLink({ directory: empty.database, now: at.now, newId })).toBeNull()
    expect(told(await signUp(at))).toEqual({ status: 403, code: 'sign_up_closed' })
  })

  test('two people with one link: one owner', async () => {
    const at = await host('first')
    const token = await link(at)
    const answers = await Promise.all([1, 2, 3].map(() => ask('shop', { token, ...firstShop() }, at)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404])
    expect(await at.rows('logins')).toEqual([])
    const [logins = []] = await empty.database.read([{ sql: 'SELECT * FROM logins', args: {} }])
    expect(logins.length).toBe(1)
  })

  test('a newer link takes the place of the one before; one outlives its day by nothing', async () => {
    const at = await host('first')
    const [before, after] = [await link(at), await link(at)]
    expect(told(await look(before, at))).toEqual(GONE)
    expect((await look(after, at)).status).toBe(200)
    at.now += DAY
    expect(told(await ask('shop', { token: after, ...firstShop() }, at))).toEqual(GONE)
  })

  test('a link that is still good opens nothing once somebody can sign in', async () => {
    const at = await host('open')
    const token = await link(at)
    at.beforeWrite = async () => {
      at.beforeWrite = null
      expect((await signUp(at)).status).toBe(201)
    }
    expect(told(await ask('shop', { token, ...firstShop() }, at))).toEqual(GONE)
    expect(told(await look(token, at))).toEqual(GONE)
  })
})
