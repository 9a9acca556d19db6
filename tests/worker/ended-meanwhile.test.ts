/** Whoever loses their way in between being let in and writing writes nothing more, and hears what a new request would. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scope } from '../../worker/domain/actor.ts'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { PART_BYTES } from '../../worker/domain/evidence/limits.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { jpeg, jpegMetadata, pdf } from '../support/pictures.ts'
import { FakePushService } from '../support/push-service.ts'
import { vapidKeys } from '../support/vapid.ts'
import { order } from '../support/worker.ts'

const service = new FakePushService(vapidKeys().publicKey)
let store: TestDatabase
let shop: TestShop
let owner: TestMember
let agent: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  owner = await shop.member()
  agent = await shop.member('agent')
})

const remove = (whom: TestMember) =>
  shop.raw('DELETE', `/api/team/members/${whom.id}`, { cookie: owner.cookie }).then(({ status }) => status)
const setRole = (whom: TestMember, role: string) =>
  shop.raw('PATCH', `/api/team/members/${whom.id}`, { cookie: owner.cookie }, JSON.stringify({ role }))
const signOut = (whom: TestMember) => shop.raw('POST', '/api/session/sign-out', { cookie: whom.cookie })

/** Has `what` happen right before the write number `n` that is made from now on, the first being 1. */
function beforeWrite(n: number, what: () => Promise<unknown>): void {
  let count = 0
  shop.beforeWrite = async () => {
    if (++count !== n) return
    shop.beforeWrite = null
    await what()
  }
}

const mutation = (seq: number, name: string, args: object) => ({
  seq,
  id: newId(),
  name,
  version: 1,
  args,
  at: shop.now,
})
const person = (seq: number) => mutation(seq, 'customer.add', { id: newId(), nickname: `客人${seq}` })
const names = async () => (await shop.rows('customers', 'id')).map((row) => row.nickname)
const told = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body.code]

describe('a push of several changes', () => {
  const three = () => ({ clientId: newId(), mutations: [person(1), person(2), person(3)] })

  test('of somebody removed after the first writes no more of them', async () => {
    const sent = three()
    beforeWrite(2, () => remove(agent))
    expect(told(await agent.post('/api/push', sent))).toEqual([401, 'member_removed'])
    expect(await names()).toEqual(['客人1'])
    expect(told(await agent.post('/api/push', sent))).toEqual([401, 'member_removed'])
  })

  test('by a session that ends after the first writes no more, and goes on where it was once they are back', async () => {
    const sent = three()
    beforeWrite(2, () => signOut(agent))
    expect(told(await agent.post('/api/push', sent))).toEqual([401, 'unauthorized'])
    expect(await names()).toEqual(['客人1'])
    const { body } = await (await agent.another()).post('/api/push', sent)
    expect(body).toMatchObject({ lastSeq: 3, results: [{ status: 'applied' }, {}, { status: 'applied' }] })
    expect((await names()).sort()).toEqual(['客人1', '客人2', '客人3'])
  })

  test('of somebody who is a viewer after the first has the others refused', async () => {
    beforeWrite(2, () => setRole(agent, 'viewer'))
    const { status, body } = await agent.post('/api/push', three())
    expect(status).toBe(200)
    const refused = { status: 'rejected', code: 'forbidden' }
    expect(body.results).toEqual([
      { seq: 1, status: 'applied' },
      expect.objectContaining({ seq: 2, ...refused }),
      expect.objectContaining({ seq: 3, ...refused }),
    ])
    expect(await names()).toEqual(['客人1'])
  })

  test('of an owner who is an agent after the first is decided as an agent’s', async () => {
    const other = await shop.member('owner')
    const pay = mutation(2, 'shop.settings', { set: {}, was: {} })
    beforeWrite(2, () => setRole(other, 'agent'))
    const { body } = await other.post('/api/push', { clientId: newId(), mutations: [person(1), pay] })
    expect(body.results).toMatchObject([{ status: 'applied' }, { status: 'rejected', code: 'forbidden' }])
  })

  test('keeps nothing of a refusal either', async () => {
    const sent = { clientId: newId(), mutations: [mutation(1, 'customer.edit', { id: 'nobody', set: {}, was: {} })] }
    beforeWrite(1, () => remove(agent))
    expect(told(await agent.post('/api/push', sent))).toEqual([401, 'member_removed'])
    expect(await shop.rows('mutations')).toEqual([])
  })

  test('takes no round trip more for it', async () => {
    const sent = three()
    expect(await shop.trips(() => agent.post('/api/push', sent))).toEqual({ reads: 1, writes: 3 })
  })
})

describe('a write by', () => {
  const startOf = (id = newId()) => ({
    id,
    name: 'a.csv',
    format: 'taobao-orders',
    fileHash: 'f'.repeat(64),
    chunks: 1,
  })
  const begin = async () => {
    const start = startOf()
    await agent.post('/api/import', start)
    return start.id
  }
  const subscription = () => ({ ...service.phone().subscription, locale: 'zh-CN' })
  const cleared = async () => {
    const id = await begin()
    await agent.post(`/api/import/${id}/chunks/0`, { orders: [order()] })
    return id
  }
  const evidence = async (bytes: Uint8Array = pdf(), type = 'application/pdf') => {
    const args = {
      ...{ id: newId(), disputeId: await shop.complaint(), name: 'a', type, source: 'hand' },
      ...{ size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') },
    }
    const pushed = { clientId: newId(), mutations: [mutation(1, 'evidence.add', args)] }
    expect((await agent.post('/api/push', pushed)).body.results).toMatchObject([{ status: 'applied' }])
    return { id: args.id, bytes }
  }

  /** Every way for somebody signed in to write that is no push, with what makes it ready and the table it writes to. */
  const ways: [string, string, () => Promise<() => Promise<{ status: number; body: Record<string, unknown> }>>][] = [
    ['starting an import', 'imports', async () => () => agent.post('/api/import', startOf())],
    [
      'a chunk of an import',
      'orders',
      async () => {
        const id = await begin()
        return () => agent.post(`/api/import/${id}/chunks/0`, { orders: [order()] })
      },
    ],
    [
      'a chunk with nothing new',
      'importChunks',
      async () => {
        const id = await begin()
        return () => agent.post(`/api/import/${id}/chunks/0`, { orders: [] })
      },
    ],
    [
      'ending an import',
      'imports',
      async () => {
        const id = await cleared()
        return () => agent.post(`/api/import/${id}/finish`)
      },
    ],
    [
      'taking an import back',
      'imports',
      async () => {
        const id = await cleared()
        return () => agent.post(`/api/import/${id}/undo`)
      },
    ],
    ['working out figures', 'runs', async () => () => agent.post('/api/import/recompute')],
    [
      'asking to be told',
      'pushSubscriptions',
      async () => () => agent.post('/api/notifications/subscriptions', subscription()),
    ],
    ['a message to try', 'notifications', async () => () => agent.post('/api/notifications/test')],
    [
      'the bytes of a photo',
      'evidence',
      async () => {
        const { id, bytes } = await evidence()
        return async () => {
          const { status, text } = await shop.raw(
            'PUT',
            `/api/files/${id}?offset=0`,
            { cookie: agent.cookie, 'content-type': 'application/octet-stream' },
            bytes as unknown as BodyInit,
          )
          return { status, body: JSON.parse(text) }
        }
      },
    ],
  ]
  const ends: [string, () => Promise<unknown>, [number, string]][] = [
    ['who is removed', () => remove(agent), [401, 'member_removed']],
    ['who signs out', () => signOut(agent), [401, 'unauthorized']],
    ['who is made a viewer', () => setRole(agent, 'viewer'), [403, 'forbidden']],
  ]
  /** What a viewer may too is for them to try again. */
  const anyRole = /told|try/

  test.each(ways.flatMap(([way, table, ready]) => ends.map((end) => [way, ...end, table, ready] as const)))(
    '%s, by somebody %s in between, is not made',
    async (way, _who, end, answer, table, ready) => {
      const work = await ready()
      const before = await shop.rows(table)
      beforeWrite(1, end)
      expect(told(await work())).toEqual(answer[0] === 403 && anyRole.test(way) ? [409, 'busy'] : answer)
      expect(await shop.rows(table)).toEqual(before)
    },
  )

  test('bytes without what a camera wrote into them are not kept under a hash that no row has', async () => {
    const { id, bytes } = await evidence(jpeg({ metadata: jpegMetadata() }), 'image/jpeg')
    beforeWrite(1, () => signOut(agent))
    const headers = { cookie: agent.cookie, 'content-type': 'application/octet-stream' }
    const { status } = await shop.raw('PUT', `/api/files/${id}?offset=0`, headers, bytes as unknown as BodyInit)
    expect(status).toBe(401)
    const [row] = await shop.rows('evidence')
    expect([row?.storedAt, [...shop.files.held.keys()]]).toEqual([null, []])
  })

  test.each([
    ['signed out', signOut, 401],
    ['removed', remove, 401],
    ['a viewer', (whom: TestMember) => setRole(whom, 'viewer'), 403],
  ] as const)('somebody who is %s while a piece of a photo comes in leaves no piece', async (_now, lose, expected) => {
    const { id, bytes } = await evidence(jpeg({ size: PART_BYTES + 10 }), 'image/jpeg')
    const send = (offset: number) => {
      const headers = { cookie: agent.cookie, 'content-type': 'application/octet-stream' }
      const piece = bytes.slice(offset, offset + PART_BYTES) as unknown as BodyInit
      return shop.raw('PUT', `/api/files/${id}?offset=${offset}`, headers, piece)
    }
    expect((await send(0)).status).toBe(200)
    const kept = [...shop.files.held.keys()]
    const put = shop.files.put.bind(shop.files)
    shop.files.put = async (...args) => {
      shop.files.put = put
      await lose(agent)
      await put(...args)
    }
    expect((await send(PART_BYTES)).status).toBe(expected)
    expect([...shop.files.held.keys()]).toEqual(kept)
  })

  test('a key that is revoked in between is not made', async () => {
    const scopes: [Scope, string, string, object][] = [
      ['orders:write', '/api/v1/orders', 'orders', { orders: [order()] }],
      ['disputes:write', '/api/v1/disputes', 'disputes', { customer: { accountId: 'a' }, words: '裂了' }],
      ['jobs:run', '/api/v1/recompute', 'runs', {}],
    ]
    for (const [scope, path, table, body] of scopes) {
      const key = await shop.key(scope)
      beforeWrite(1, () => shop.change('UPDATE apiKeys SET revokedAt = 1 WHERE shopId = :shop'))
      const { status, text } = await shop.raw('POST', path, key, JSON.stringify(body))
      expect([path, status, JSON.parse(text).code]).toEqual([path, 401, 'unauthorized'])
      expect(await shop.rows(table)).toEqual([])
    }
  })

  test('a buyer whose link is ended in between is not made', async () => {
    const clientId = newId()
    let seq = 0
    const mutate = async (name: string, args: object) => {
      const { body } = await owner.post('/api/push', { clientId, mutations: [mutation(++seq, name, args)] })
      expect(body.results).toMatchObject([{ status: 'applied' }])
    }
    const make = async (kind: 'complain' | 'case', disputeId: string | null, customerId: string | null) => {
      const token = linkToken(crypto.getRandomValues(new Uint8Array(16)))
      const expiresAt = shop.now + 30 * DAY_MS
      await mutate('link.create', { id: newId(), kind, disputeId, customerId, token, expiresAt })
      return { authorization: `Bearer bl_${shop.id}.${token}` }
    }
    const end = () => shop.change('UPDATE links SET revokedAt = 1 WHERE shopId = :shop')
    const fresh = () => linkToken(crypto.getRandomValues(new Uint8Array(16)))
    const customerId = await shop.customer()
    const disputeId = await shop.complaint({ customerId })
    const json = (body: object) => JSON.stringify(body)
    const sends: [string, 'complain' | 'case', () => BodyInit, string][] = [
      [
        '/complain',
        'complain',
        () => json({ id: newId(), token: fresh(), words: '漏了', contact: '13800002222' }),
        'disputes',
      ],
      ['/more', 'case', () => json({ id: newId(), text: '还有' }), 'disputeEvents'],
      ['/photos', 'case', () => jpeg() as unknown as BodyInit, 'evidence'],
    ]
    for (const [path, kind, body, table] of sends) {
      const link = await make(kind, kind === 'case' ? disputeId : null, kind === 'case' ? customerId : null)
      const before = (await shop.rows(table)).length
      const people = (await shop.rows('customers')).length
      beforeWrite(1, end)
      const type = { 'content-type': path === '/photos' ? 'image/jpeg' : 'application/json' }
      const { status, text } = await shop.raw('POST', `/api/b${path}`, { ...link, ...type }, body())
      expect([path, status, JSON.parse(text).code]).toEqual([path, 404, 'link_gone'])
      expect((await shop.rows(table)).length).toBe(before)
      expect((await shop.rows('customers')).length).toBe(people)
    }
  })
})
