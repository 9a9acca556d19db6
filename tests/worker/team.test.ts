import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const remove = (by: TestMember, whom: TestMember, keys = '') =>
  shop.raw('DELETE', `/api/team/members/${whom.id}${keys && `?keys=${keys}`}`, { cookie: by.cookie })
const setRole = (by: TestMember, whom: TestMember, role: string) =>
  shop.raw('PATCH', `/api/team/members/${whom.id}`, { cookie: by.cookie }, JSON.stringify({ role }))
const codeOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).code]
const get = (by: TestMember, path: string) => shop.raw('GET', path, { cookie: by.cookie })
const roles = async () => Object.fromEntries((await shop.rows('members')).map((row) => [row.id, row.role]))
const keyOf = async (by: TestMember, name = 'ERP'): Promise<{ id: string; key: string }> =>
  (await by.post('/api/team/keys', { name, scopes: ['customers:read'] })).body as { id: string; key: string }
const opens = async (key: string) =>
  (await shop.raw('GET', '/api/v1/customers', { authorization: `Bearer ${key}` })).status

test('two owners who remove each other at the same moment leave one of them', async () => {
  const [one, two] = [await shop.member(), await shop.member()]
  shop.beforeWrite = async () => {
    shop.beforeWrite = null
    expect((await remove(two, one)).status).toBe(200)
  }
  const answer = await remove(one, two)
  expect(codeOf(answer)).toEqual([401, 'member_removed'])
  expect((await shop.rows('members')).filter((row) => row.deleted === 0).map((row) => row.id)).toEqual([two.id])
})

test('signing out everywhere also silences the devices', async () => {
  const [one, two] = [await shop.member(), await shop.member()]
  for (const member of [one, two]) {
    await shop.change(
      `INSERT INTO pushSubscriptions (shopId, id, memberId, endpoint, p256dh, auth, locale, createdAt)
       VALUES (:shop, :id, :id, 'https://push.example.test/' || :id, 'p', 'a', 'en', 0)`,
      { id: member.id },
    )
  }
  const answer = await shop.raw('POST', '/api/session/sign-out?everywhere=1', { cookie: one.cookie })
  expect(answer.status).toBe(200)
  expect((await shop.rows('pushSubscriptions')).map((row) => row.memberId)).toEqual([two.id])
  expect((await shop.rows('sessions')).map((row) => row.memberId)).toEqual([two.id])
})

describe('a colleague’s role', () => {
  test('changes at once, is told to phones and noted', async () => {
    const [owner, agent] = [await shop.member(), await shop.member('agent')]
    const before = JSON.parse((await get(owner, '/api/pull?client=a')).text).cursor
    expect((await setRole(owner, agent, 'viewer')).status).toBe(200)
    expect((await agent.post('/api/import', {})).status).not.toBe(200)
    expect(JSON.parse((await get(agent, '/api/session')).text)).toMatchObject({ role: 'viewer' })
    const { tables } = JSON.parse((await get(owner, `/api/pull?client=a&cursor=${before}`)).text)
    expect(tables.members.rows).toHaveLength(1)
    expect(await shop.rows('audit')).toMatchObject([
      { actor: `member:${owner.id}`, action: 'member.role.viewer', target: agent.id },
    ])
  })

  test('a viewer made an agent is sent the contacts, an agent made a viewer is not', async () => {
    const [owner, other] = [await shop.member(), await shop.member('viewer')]
    await shop.customer({ phone: '13800001111' })
    const pulled = async () => (await get(other, '/api/pull?client=b')).text
    expect(await pulled()).not.toContain('13800001111')
    await setRole(owner, other, 'agent')
    expect(await pulled()).toContain('13800001111')
    await setRole(owner, other, 'viewer')
    expect(await pulled()).not.toContain('13800001111')
  })

  test('changes by owners alone, to a role there is, of somebody who works here', async () => {
    const [owner, agent] = [await shop.member(), await shop.member('agent')]
    const stranger = await (await TestShop.create(store.database)).member()
    expect(codeOf(await setRole(agent, agent, 'owner'))).toEqual([403, 'forbidden'])
    expect(codeOf(await setRole(stranger, agent, 'owner'))).toEqual([404, 'not_found'])
    expect(codeOf(await setRole(owner, stranger, 'agent'))).toEqual([404, 'not_found'])
    for (const role of ['admin', '', '__proto__']) {
      expect(codeOf(await setRole(owner, agent, role))).toEqual([400, 'bad_request'])
    }
    expect(await roles()).toEqual({ [owner.id]: 'owner', [agent.id]: 'agent' })
  })

  test('the last owner stays one, also when two step down at the same moment', async () => {
    const [one, two] = [await shop.member(), await shop.member()]
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      expect((await setRole(two, two, 'agent')).status).toBe(200)
    }
    expect(codeOf(await setRole(one, one, 'agent'))).toEqual([409, 'last_owner'])
    expect(codeOf(await setRole(one, one, 'viewer'))).toEqual([409, 'last_owner'])
    expect(await roles()).toEqual({ [one.id]: 'owner', [two.id]: 'agent' })
  })

  test('of somebody who leaves in the same moment is nobody’s: told as that, also when they are removed twice', async () => {
    const [one, two, agent] = [await shop.member(), await shop.member(), await shop.member('agent')]
    const leaves = () => {
      shop.beforeWrite = async () => {
        shop.beforeWrite = null
        expect((await remove(two, agent)).status).toBe(200)
      }
    }
    leaves()
    expect(codeOf(await setRole(one, agent, 'viewer'))).toEqual([404, 'not_found'])
    await shop.change('UPDATE members SET deleted = 0 WHERE shopId = :shop')
    leaves()
    expect(codeOf(await remove(one, agent))).toEqual([404, 'not_found'])
  })

  test('an owner who is one no longer decides nothing with what was under way', async () => {
    const [one, two, agent] = [await shop.member(), await shop.member(), await shop.member('agent')]
    const key = (await one.post('/api/team/keys', { name: 'k', scopes: ['orders:read'] })).body.id
    const invited = (await one.post('/api/team/invitations', { name: '小满', role: 'agent' })).body.id
    const person = await shop.customer()
    const attempts: (() => Promise<{ status: number }>)[] = [
      () => setRole(two, agent, 'owner'),
      () => remove(two, agent),
      () => two.post('/api/team/keys', { name: 'k', scopes: ['customers:contacts'] }),
      () => shop.raw('DELETE', `/api/team/keys/${key}`, { cookie: two.cookie }),
      () => two.post('/api/team/invitations', { name: '小满', role: 'owner' }),
      () => shop.raw('DELETE', `/api/team/invitations/${invited}`, { cookie: two.cookie }),
      () => two.post(`/api/team/members/${agent.id}/reset`),
      () => two.get(`/api/people/${person}/export?format=json`),
      () => two.post(`/api/people/${person}/erase`),
    ]
    const state = async () => [
      await shop.rows('apiKeys'),
      await shop.rows('oneTimeLinks'),
      await shop.rows('customers'),
      (await roles())[agent.id],
      (await shop.rows('audit')).filter(({ action }) => !String(action).startsWith('member.role')),
    ]
    const before = await state()
    for (const attempt of attempts) {
      shop.beforeWrite = async () => {
        shop.beforeWrite = null
        await setRole(one, two, 'agent')
      }
      expect((await attempt()).status).toBe(403)
      expect(await state()).toEqual(before)
      await setRole(one, two, 'owner')
    }
  })
})

describe('somebody removed', () => {
  test('is told so, on every device, and of nothing else', async () => {
    const [owner, agent] = [await shop.member(), await shop.member('agent')]
    const phones = [agent, await agent.another()]
    expect((await remove(owner, agent)).status).toBe(200)
    const asked = ['/api/session', '/api/pull?client=a', '/api/account/devices', '/api/import', '/api/team/former']
    for (const phone of phones) {
      for (const path of asked) {
        const answer = await get(phone, path)
        expect(codeOf(answer)).toEqual([401, 'member_removed'])
        expect(Object.keys(JSON.parse(answer.text)).sort()).toEqual(['code', 'status', 'title', 'type'])
      }
      const push = { clientId: newId(), mutations: [{ seq: 1, id: newId(), name: 'x', version: 1, args: {}, at: 0 }] }
      expect(await phone.post('/api/push', push)).toMatchObject({ status: 401, body: { code: 'member_removed' } })
    }
    expect(await shop.rows('clients')).toEqual([])
  })

  test('is a stranger once the session has run out, or the phone has put it away', async () => {
    const [owner, agent] = [await shop.member(), await shop.member('agent')]
    const other = await agent.another()
    await remove(owner, agent)
    await agent.post('/api/session/sign-out?everywhere=1')
    expect(codeOf(await get(agent, '/api/session'))).toEqual([401, 'unauthorized'])
    expect(codeOf(await get(other, '/api/session'))).toEqual([401, 'member_removed'])
    shop.now += 1e11
    expect(codeOf(await get(other, '/api/session'))).toEqual([401, 'unauthorized'])
  })

  test('leaves no way in behind: no login, passkey, link, remembered device or address that rings', async () => {
    const [owner, agent] = [await shop.member(), await shop.member()]
    const made = { id: agent.id, owner: owner.id }
    await shop.change(
      `INSERT INTO logins (email, shopId, memberId, password) VALUES (:id || '@x.test', :shop, :id, 'p')`,
      {
        id: agent.id,
      },
    )
    await shop.change(
      `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
       VALUES (:id, :shop, :id, 'k', 0, '', 'x', 0)`,
      { id: agent.id },
    )
    await shop.change(
      `INSERT INTO rememberedDevices (tokenHash, shopId, memberId, createdAt, lastUsedAt) VALUES ('t', :shop, :id, 0, 0)`,
      { id: agent.id },
    )
    await shop.change(
      `INSERT INTO oneTimeLinks (tokenHash, id, kind, shopId, memberId, createdAt, createdBy, expiresAt) VALUES
         (:id || 'a', :id || 'a', 'reset', :shop, :id, 0, :owner, 9e12), (:id || 'b', :id || 'b', 'invite', :shop, NULL, 0, :id, 9e12),
         (:id || 'c', :id || 'c', 'invite', :shop, NULL, 0, :owner, 9e12)`,
      made,
    )
    await agent.post('/api/account/devices/end-others')
    await remove(owner, agent)
    for (const table of ['logins', 'passkeys', 'rememberedDevices', 'pushSubscriptions']) {
      expect([table, await shop.rows(table)]).toEqual([table, []])
    }
    const open = (await shop.rows('oneTimeLinks')).filter((row) => row.revokedAt === null)
    expect(open.map((row) => row.id)).toEqual([`${agent.id}c`])
  })

  test('is on the list of those who worked here, by name, for owners alone', async () => {
    const [owner, agent, viewer] = [await shop.member(), await shop.member('agent'), await shop.member('viewer')]
    await remove(owner, agent)
    const answer = JSON.parse((await get(owner, '/api/team/former')).text)
    expect(answer).toEqual({ members: [{ id: agent.id, name: '阿青', role: 'agent' }] })
    expect(codeOf(await get(viewer, '/api/team/former'))).toEqual([403, 'forbidden'])
    const { tables } = JSON.parse((await get(viewer, '/api/pull?client=v')).text)
    expect(JSON.stringify(tables.members.rows.find((row: unknown[]) => row.includes(agent.id)))).not.toContain('阿青')
    expect(codeOf(await remove(owner, agent))).toEqual([404, 'not_found'])
  })
})

describe('keys of somebody removed', () => {
  test('end with them; those of others go on', async () => {
    const [owner, leaver] = [await shop.member(), await shop.member()]
    const [theirs, mine] = [await keyOf(leaver), await keyOf(owner)]
    const machine = await shop.key()
    await remove(owner, leaver)
    expect([await opens(theirs.key), await opens(mine.key)]).toEqual([401, 200])
    expect((await shop.raw('GET', '/api/v1/customers', machine)).status).toBe(200)
  })

  test('go on when the remover answers for them, until that one goes too', async () => {
    const [owner, leaver, third] = [await shop.member(), await shop.member(), await shop.member()]
    const ended = await keyOf(leaver, 'old')
    await shop.raw('DELETE', `/api/team/keys/${ended.id}`, { cookie: leaver.cookie })
    const { key, id } = await keyOf(leaver)
    expect(codeOf(await remove(owner, leaver, 'keep'))).toEqual([400, 'bad_request'])
    await remove(owner, leaver, 'take-over')
    expect(await opens(key)).toBe(200)
    const list = JSON.parse((await get(owner, '/api/team/keys')).text).keys
    expect(list.find((one: { id: string }) => one.id === id)).toMatchObject({ createdBy: owner.id })
    expect(list.find((one: { id: string }) => one.id === ended.id)).toMatchObject({ createdBy: leaver.id })
    await remove(third, owner)
    expect(await opens(key)).toBe(401)
  })

  test('stop however it came that they are not marked as ended', async () => {
    const [owner, leaver] = [await shop.member(), await shop.member()]
    const { key } = await keyOf(leaver)
    await remove(owner, leaver)
    await shop.change('UPDATE apiKeys SET revokedAt = NULL WHERE shopId = :shop')
    expect(await opens(key)).toBe(401)
  })
})
