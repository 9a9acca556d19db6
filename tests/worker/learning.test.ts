/** What disputes teach, on the server: closed cases of the year, and what was put right. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statement } from '../../db/statement.ts'
import { LEARNING_FIELDS } from '../../worker/domain/learning/case.ts'
import type { ClosedCases } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
let other: TestShop
let viewer: TestMember
let agent: TestMember

beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  other = await TestShop.create(store.database)
  viewer = await shop.member('viewer')
  agent = await shop.member('agent')
})
afterAll(() => store.close())

/** A case opened at `openedAt`; closed unless told otherwise. */
async function closed(of: TestShop, openedAt: number, step = 'closed'): Promise<string> {
  const id = await of.complaint()
  await of.db.write([
    statement(
      `UPDATE disputes SET openedAt = :openedAt, step = :step, closedAt = :openedAt, confirmedCause = 'late', actualCost = 300,
            satisfaction = '{"expectation":4,"quality":4,"service":5}' WHERE shopId = :shop AND id = :id`,
      { openedAt, step, id },
    ),
  ])
  return id
}

async function get(query: string, member = viewer): Promise<{ status: number; body: ClosedCases }> {
  const { status, text } = await shop.raw('GET', `/api/disputes/closed?${query}`, { cookie: member.cookie })
  return { status, body: JSON.parse(text) }
}

describe('closed cases since a day', () => {
  test('a viewer may read those of this shop alone, and only what is learnt from', async () => {
    const old = await closed(shop, 1000)
    const inside = await closed(shop, 5000)
    await closed(shop, 6000, 'record')
    const theirs = await closed(other, 5000)
    const { status, body } = await get('since=2000')
    expect(status).toBe(200)
    expect(body.next).toBeNull()
    expect(body.cases).toMatchObject([
      { id: inside, openedAt: 5000, confirmedCause: 'late', satisfaction: { service: 5 }, remedies: [] },
    ])
    expect(Object.keys(body.cases[0] ?? {}).sort()).toEqual([...LEARNING_FIELDS].sort())
    const text = JSON.stringify((await get('since=0')).body)
    expect(text).toContain(old)
    expect(text).not.toContain(theirs)
    expect(text).not.toContain('杯口裂了')
  })

  test('comes in pages that hold each case once, also where many were opened at once', async () => {
    const many = await TestShop.create(store.database)
    const reader = await many.member('viewer')
    const first = await closed(many, 7000)
    // More than a page holds, all of the same moment.
    const [columns = []] = await many.db.read([
      statement(`SELECT name FROM pragma_table_info('disputes') WHERE :shop = :shop`, {}),
    ])
    const names = columns.map(({ name }) => `"${name}"`)
    const values = names.map((name) => (name === '"id"' ? `'many-' || i` : name))
    await many.db.write([
      statement(
        `INSERT INTO disputes (${names.join(', ')})
              WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 620)
              SELECT ${values.join(', ')} FROM disputes, n WHERE shopId = :shop AND id = :id`,
        { id: first },
      ),
    ])
    const seen: string[] = []
    let pages = 0
    for (let cursor: string | null = ''; cursor !== null; pages++) {
      const { text } = await many.raw('GET', `/api/disputes/closed?since=0&cursor=${cursor}`, { cookie: reader.cookie })
      const page: ClosedCases = JSON.parse(text)
      seen.push(...page.cases.map(({ id }) => id))
      cursor = page.next
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([2, 621, 621])
  })

  test('nobody signed in, or a cursor of no page', async () => {
    expect((await shop.raw('GET', '/api/disputes/closed?since=0', {})).status).toBe(401)
    expect((await get('since=0&cursor=x')).status).toBe(400)
    expect((await get('since=abc')).status).toBe(400)
  })
})

describe('what was put right', () => {
  const push = async (member: TestMember, name: string, args: object) => {
    const mutation = { seq: 1, id: newId(), name, version: 1, args, at: shop.now }
    const { body } = await member.post('/api/push', { clientId: newId(), mutations: [mutation] })
    return (body as { results: { status: string; code?: string }[] }).results[0]
  }
  const fix = (over: object = {}) => ({
    ...{ id: newId(), dimension: 'carrier', value: '韵达', note: '换了快递', at: shop.now },
    ...over,
  })

  test('an agent marks it, takes it back and puts it back; phones hear of it', async () => {
    const args = fix()
    expect(await push(agent, 'fix.mark', args)).toMatchObject({ status: 'applied' })
    const stored = async () => {
      const [rows = []] = await shop.db.read([
        statement('SELECT * FROM fixes WHERE shopId = :shop AND id = :id', { id: args.id }),
      ])
      return rows[0]
    }
    expect(await stored()).toMatchObject({ value: '韵达', by: agent.id, endedAt: null })
    expect(await push(agent, 'fix.end', { id: args.id })).toMatchObject({ status: 'applied' })
    expect((await stored())?.endedAt).toBe(shop.now)
    expect(await push(agent, 'fix.restore', { id: args.id })).toMatchObject({ status: 'applied' })
    expect((await stored())?.endedAt).toBeNull()
    const { text } = await shop.raw('GET', `/api/pull?client=${newId()}`, { cookie: viewer.cookie })
    expect(text).toContain(args.id)
  })

  test('a viewer may not; nobody of another shop is an agent here', async () => {
    expect(await push(viewer, 'fix.mark', fix())).toMatchObject({ code: 'forbidden' })
    const stranger = await other.member('agent')
    expect(await push(agent, 'fix.mark', fix({ dimension: 'agent', value: stranger.id }))).toMatchObject({
      code: 'not_found',
    })
  })

  test('the carrier of a case is noted when it is opened, and put right later', async () => {
    const id = newId()
    const customerId = await shop.customer()
    const opened = { id, customerId, channel: 'taobao', words: '三天没动', carrier: ' 韵达 ' }
    expect(await push(agent, 'dispute.open', opened)).toMatchObject({ status: 'applied' })
    const edit = { id, set: { carrier: '顺丰' }, was: { carrier: '韵达' } }
    expect(await push(agent, 'dispute.edit', edit)).toMatchObject({ status: 'applied' })
    expect(await push(agent, 'dispute.edit', { ...edit, set: { carrier: '中通' } })).toMatchObject({ code: 'conflict' })
  })
})
