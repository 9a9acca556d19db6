/** What opens the shop to somebody else, or to a program, asks once more who one is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { hashPassword } from '../../worker/secrets.ts'
import { MINUTE, startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

const PASSWORD = 'correct horse 电池'
let store: TestDatabase
let hashed: string
let shop: TestShop
let owner: TestMember
let agent: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
  hashed = await hashPassword(PASSWORD)
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  agent = await shop.member('agent')
  await shop.change(
    'INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :memberId, :hashed)',
    { email: `${newId()}@example.test`, memberId: owner.id, hashed },
  )
})

type Asked = Promise<{ status: number; body: Record<string, unknown> }>
const send = async (method: string, path: string, body?: object): Asked => {
  const { status, text } = await shop.raw(method, path, { cookie: owner.cookie }, body && JSON.stringify(body))
  return { status, body: JSON.parse(text) }
}
const key = () => send('POST', '/api/team/keys', { name: 'ERP', scopes: ['orders:read'] })
const told = ({ status, body }: Awaited<Asked>) => [status, body.code]
const NEEDED = [403, 'proof_needed']

/** A key that stopped with the owner who made it. */
async function stoppedKey(): Promise<string> {
  const other = await shop.member()
  const { body } = await other.post('/api/team/keys', { name: 'ERP', scopes: ['orders:read'] })
  await send('PATCH', `/api/team/members/${other.id}`, { role: 'agent' })
  return String(body.id)
}

describe('an owner who came in five minutes ago shows again that it is them', () => {
  type Door = [string, () => Promise<() => Asked>, number]
  const doors: Door[] = [
    ['to make a key', async () => key, 201],
    [
      'to take a key over',
      async () => {
        const id = await stoppedKey()
        return () => send('POST', `/api/team/keys/${id}/take-over`, {})
      },
      200,
    ],
    [
      'to take the keys over of whom they remove',
      async () => () => send('DELETE', `/api/team/members/${agent.id}?keys=take-over`),
      200,
    ],
    ...(['viewer', 'agent', 'owner'] as const).map(
      (role): Door => [
        `to invite a colleague as ${role}`,
        async () => () => send('POST', '/api/team/invitations', { name: '小林', role }),
        201,
      ],
    ),
    [
      'to ask somebody back who left',
      async () => {
        await send('DELETE', `/api/team/members/${agent.id}`)
        return () => send('POST', '/api/team/invitations', { name: '小林', role: 'viewer', memberId: agent.id })
      },
      201,
    ],
    ...(
      [
        ['viewer', 'agent'],
        ['viewer', 'owner'],
        ['agent', 'owner'],
      ] as const
    ).map(
      ([was, role]): Door => [
        `to make an ${role} of a colleague who is ${was}`,
        async () => {
          const { id } = await shop.member(was)
          return () => send('PATCH', `/api/team/members/${id}`, { role })
        },
        200,
      ],
    ),
    [
      'to let a colleague set a password',
      async () => () => send('POST', `/api/team/members/${agent.id}/reset`, {}),
      201,
    ],
  ]

  test.each(doors)('%s', async (_what, ready, status) => {
    const door = await ready()
    shop.now += 5 * MINUTE
    const before = await Promise.all(['apiKeys', 'members', 'oneTimeLinks', 'audit'].map((table) => shop.rows(table)))
    expect(told(await door())).toEqual(NEEDED)
    const after = await Promise.all(['apiKeys', 'members', 'oneTimeLinks', 'audit'].map((table) => shop.rows(table)))
    expect(after).toEqual(before)
    expect(await send('POST', '/api/account/proof', { password: PASSWORD })).toMatchObject({ status: 200 })
    expect((await door()).status).toBe(status)
  })

  test('and is then believed for five minutes, on this device only', async () => {
    const other = await owner.another()
    shop.now += 5 * MINUTE
    await send('POST', '/api/account/proof', { password: PASSWORD })
    expect(told(await other.post('/api/team/keys', { name: 'ERP', scopes: ['orders:read'] }))).toEqual(NEEDED)
    shop.now += 5 * MINUTE - 1
    expect((await key()).status).toBe(201)
    shop.now += 1
    expect(told(await key())).toEqual(NEEDED)
  })

  test('a wrong password, none, or a made-up passkey is no proof', async () => {
    shop.now += 5 * MINUTE
    const shown = async (proof: object) => told(await send('POST', '/api/account/proof', proof))
    expect(await shown({ password: 'something else' })).toEqual([403, 'wrong_old_password'])
    for (const proof of [{}, { password: 5 }, { passkey: {} }]) expect(await shown(proof)).toEqual([400, 'bad_request'])
    expect(told(await key())).toEqual(NEEDED)
  })

  test('and nothing is asked for what opens nothing', async () => {
    const { body } = await key()
    const second = await shop.member()
    const invited = await send('POST', '/api/team/invitations', { name: '小林', role: 'owner' })
    shop.now += 60 * MINUTE
    const role = (of: TestMember, role: string) => send('PATCH', `/api/team/members/${of.id}`, { role })
    const done = [
      await send('DELETE', `/api/team/invitations/${invited.body.id}`),
      await send('DELETE', `/api/team/keys/${body.id}`),
      await role(second, 'owner'),
      await role(second, 'agent'),
      await role(agent, 'viewer'),
      await send('DELETE', `/api/team/members/${agent.id}`),
    ]
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
  })

  test('also where what was a lowering when they asked would by now be a raise', async () => {
    const second = await shop.member()
    shop.now += 60 * MINUTE
    const other = await owner.another()
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      const lowered = await shop.raw(
        'PATCH',
        `/api/team/members/${second.id}`,
        { cookie: other.cookie },
        JSON.stringify({ role: 'viewer' }),
      )
      expect(lowered.status).toBe(200)
    }
    expect(told(await send('PATCH', `/api/team/members/${second.id}`, { role: 'agent' }))).toEqual(NEEDED)
    expect((await shop.rows('members')).find(({ id }) => id === second.id)?.role).toBe('viewer')
  })

  test('an agent is told that it is not theirs, whenever they came in', async () => {
    shop.now += 5 * MINUTE
    expect(told(await agent.post('/api/team/keys', { name: 'ERP', scopes: ['orders:read'] }))).toEqual([
      403,
      'forbidden',
    ])
  })
})
