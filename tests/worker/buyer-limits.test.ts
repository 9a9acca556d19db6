import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemCtx } from '../../worker/context.ts'
import { COMPLAINTS_A_LINK } from '../../worker/domain/buyer-limits.ts'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { uuidv7 } from '../../worker/domain/uuid.ts'
import { newId } from '../../worker/ids.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'
import { png } from '../support/pictures.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const newIdAt = (ms: number) => uuidv7(ms, new Uint8Array(10))
const newToken = () => linkToken(crypto.getRandomValues(new Uint8Array(16)))
const act = (name: string, args: object) =>
  perform(systemCtx(shop.deps.database, shop.id, shop.now, newId), { role: 'owner' }, name, args)

async function link(kind: 'complain' | 'case' = 'complain', disputeId: string | null = null): Promise<string> {
  const token = newToken()
  const expiresAt = shop.now + 30 * DAY_MS
  await act('link.create', { id: newId(), kind, disputeId, customerId: null, token, expiresAt })
  return `${shop.id}.${token}`
}

async function send(credential: string, path: string, sent: object, place = '10.0.0.1') {
  const headers = { authorization: `Bearer bl_${credential}`, 'x-test-place': place }
  const answer = await shop.raw('POST', `/api/b${path}`, headers, JSON.stringify(sent))
  return { status: answer.status, body: JSON.parse(answer.text), wait: Number(answer.headers.get('retry-after')) }
}
const complaint = (over: object = {}) => ({ id: newId(), token: newToken(), words: '杯子到手就裂了', ...over })
const complain = (credential: string, place?: string, over?: object) =>
  send(credential, '/complain', complaint(over), place)
const cases = async () => (await shop.rows('disputes')).length

/** Slots that are taken, by link and place. */
async function held(): Promise<{ link: string; taken: number }[]> {
  const [rows = []] = await store.database.read([
    {
      sql: `SELECT substr(l.key, 1, 33) AS link, COUNT(*) AS taken FROM limits l JOIN disputes d
              ON d.shopId = :shop AND d.id = substr(l.key, 57)
            WHERE l.key LIKE 'complaint:%' GROUP BY substr(l.key, 1, 56)`,
      args: { shop: shop.id },
    },
  ])
  return rows.map(({ link, taken }) => ({ link: String(link), taken: Number(taken) }))
}

describe('a complaint link', () => {
  test('takes five from one place that nobody has answered, however many come at once', async () => {
    const credential = await link()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => complain(credential, '10.0.0.1', { contact: `1380000${1000 + n}` })),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBe(5)
    for (const { status, body, wait } of answers.filter((each) => each.status !== 201)) {
      expect([status, body.code, wait]).toEqual([429, 'complaints_waiting', 86_400])
    }
    expect(await cases()).toBe(5)
    // Nobody is left behind who has no case.
    expect((await shop.rows('customers')).every((row) => row.openDisputes === 1)).toBe(true)
  })

  test('an answer, or the end of a case, makes room again; so does a day', async () => {
    const credential = await link()
    for (let n = 0; n < 5; n++) expect((await complain(credential)).status).toBe(201)
    shop.now += DAY_MS / 4
    const refused = await complain(credential)
    expect([refused.status, refused.wait]).toEqual([429, (86_400 * 3) / 4])
    const [first] = await shop.rows('disputes')
    const args = { id: first?.id, customerId: first?.customerId, loop: 0, from: 'listen', text: '马上查', at: null }
    await act('dispute.reply', args)
    expect((await complain(credential)).status).toBe(201)
    expect((await complain(credential)).status).toBe(429)
    shop.now += (DAY_MS * 3) / 4
    expect((await complain(credential)).status).toBe(201)
  })

  test('what is spam takes its links along and makes room; undone, all of it is back', async () => {
    const credential = await link()
    const first = await complain(credential)
    for (let n = 0; n < 4; n++) await complain(credential)
    const [spam] = await shop.rows('disputes', 'id')
    const links = (await shop.rows('links'))
      .filter(({ id, disputeId }) => id === spam?.viaLink || disputeId === spam?.id)
      .map(({ id }) => String(id))
    const args = { id: spam?.id, customerId: spam?.customerId, links, tasks: [] }
    const look = async (which: string) =>
      (await shop.raw('GET', '/api/b', { authorization: `Bearer bl_${which}` })).status
    await act('dispute.spam', args)
    expect([await look(credential), await look(first.body.link), (await complain(credential)).status]).toEqual([
      404, 404, 404,
    ])
    expect((await shop.rows('customers')).find(({ id }) => id === spam?.customerId)).toMatchObject({
      ...{ openDisputes: 0, unhappyAt: null },
    })
    const [event] = (await shop.rows('disputeEvents')).filter(
      ({ kind, disputeId }) => kind === 'closed' && disputeId === spam?.id,
    )
    await act('dispute.unspam', { ...args, event: event?.id })
    expect([await look(credential), await look(first.body.link), (await complain(credential)).status]).toEqual([
      200, 200, 429,
    ])
  })

  test('the same complaint sent again is answered, however full it is', async () => {
    const credential = await link()
    const sent = complaint()
    expect((await send(credential, '/complain', sent)).status).toBe(201)
    for (let n = 0; n < 4; n++) await complain(credential)
    expect((await complain(credential)).status).toBe(429)
    expect((await send(credential, '/complain', sent)).status).toBe(201)
    expect(await cases()).toBe(5)
  })

  test('one place that complains without end leaves room for others, one link for other links', async () => {
    const credential = await link()
    for (let n = 0; n < 10; n++) await complain(credential, '10.6.6.6')
    expect((await complain(credential, '10.0.0.2')).status).toBe(201)
    expect((await complain(await link(), '10.6.6.6')).status).toBe(201)
  })

  test('under junk from some places it stays open to every other, which then has one', async () => {
    const credential = await link()
    const from = async (place: string) => (await complain(credential, place)).status
    for (let n = 0; n < 20; n++) expect(await from(`10.7.0.${n % 4}`)).toBe(201)
    for (let n = 10; n < 30; n++) expect(await from(`10.7.0.${n}`)).toBe(201)
    const refused = await complain(credential, '10.7.0.10')
    expect([refused.status, refused.body.code, refused.wait]).toEqual([429, 'complaints_waiting', 86_400])
    expect(await cases()).toBe(40)
  })

  test('of those who come at once when it is crowded every place has one, and nobody is left behind', async () => {
    const credential = await link()
    for (let n = 0; n < 19; n++) await complain(credential, `10.7.0.${n % 4}`)
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => complain(credential, `10.8.0.${n % 3}`, { contact: `1380000${1000 + n}` })),
    )
    for (let n = 0; n < 3; n++) expect((await complain(credential, `10.8.0.${n}`)).status).toBe(429)
    expect((await held()).map(({ taken }) => taken).sort()).toEqual([1, 1, 1, 4, 5, 5, 5])
    expect(await cases()).toBe(22)
    expect((await shop.rows('customers')).every((row) => row.openDisputes === 1)).toBe(true)
  })

  test(`ends for everybody at ${COMPLAINTS_A_LINK}: so many places nobody has by chance`, async () => {
    const credential = await link()
    expect((await complain(credential, '10.7.0.1')).status).toBe(201)
    const [first] = await held()
    await shop.change(
      `INSERT INTO limits (key, hits, lastAt, resetAt)
       WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
       SELECT :link || printf('%022d:', i) || 'case', 1, :now, :until FROM n WHERE :shop <> ''`,
      { most: COMPLAINTS_A_LINK - 1, link: first?.link ?? '', now: shop.now, until: shop.now + DAY_MS },
    )
    expect((await complain(credential, '10.7.0.2')).status).toBe(201)
    const refused = await complain(credential, '10.7.0.3')
    expect([refused.status, refused.body.code]).toEqual([429, 'complaints_waiting'])
    expect((await complain(await link(), '10.7.0.3')).status).toBe(201)
  })

  test('ninety buyers with a link each, all behind one proxy, are all heard', async () => {
    for (let n = 0; n < 90; n++) expect((await complain(await link(), '127.0.0.1')).status).toBe(201)
  })

  test('keeps of where buyers were a hash, for a day', async () => {
    const credential = await link()
    await complain(credential, '203.0.113.77')
    const [rows] = await store.database.read([
      { sql: `SELECT * FROM limits WHERE key LIKE 'complaint:%' AND lastAt = :now`, args: { now: shop.now } },
    ])
    expect(rows?.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113/)
    for (const row of rows ?? []) expect(Number(row.resetAt)).toBe(shop.now + DAY_MS)
  })
})

describe('a case’s link', () => {
  test('takes thirty words a day, also at once', async () => {
    const credential = await link('case', await shop.complaint())
    const more = () => send(credential, '/more', { id: newId(), text: '在吗' })
    for (let n = 0; n < 27; n++) expect((await more()).status).toBe(200)
    const answers = await Promise.all([more(), more(), more(), more(), more()])
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(3)
    while ((await more()).status === 200);
    const heard = async () => (await shop.rows('disputeEvents')).filter(({ kind }) => kind === 'heard').length
    expect(await heard()).toBe(30)
    const refused = await more()
    expect([refused.status, refused.body.code, refused.wait]).toEqual([429, 'rate_limited', 86_400])
    shop.now += DAY_MS
    expect((await more()).status).toBe(200)
  })

  /** Photos of other buyers today, by numbers of four digits. */
  const sentAlready = (from: number, to: number) =>
    shop.change(
      `INSERT INTO evidence (shopId, id, disputeId, name, type, size, hash, at, source, storedAt, rev)
       SELECT :shop, :prefix || value, 'other', 'x', 'image/png', 1, value, 0, 'link', 1, 0
       FROM (WITH RECURSIVE n(value) AS (SELECT :from UNION ALL SELECT value + 1 FROM n WHERE value < :to) SELECT value FROM n)`,
      { prefix: newIdAt(shop.now - 1000).slice(0, -4), from, to },
    )

  test('a photo that comes in while others fill the day is told so, and leaves no bytes', async () => {
    const credential = await link('case', await shop.complaint())
    const headers = { authorization: `Bearer bl_${credential}`, 'content-type': 'image/png' }
    await sentAlready(1000, 1298)
    shop.beforeWrite = async () => {
      shop.beforeWrite = null
      await sentAlready(1299, 1299)
    }
    const refused = await shop.raw('POST', '/api/b/photos', headers, png())
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'photos_today'])
    expect(shop.files.held.size).toBe(0)
  })

  test('photos are counted by shop and day, before a byte is read', async () => {
    const id = await shop.complaint()
    const credential = await link('case', id)
    const headers = { authorization: `Bearer bl_${credential}`, 'content-type': 'image/png' }
    const photo = (body: BodyInit, more = {}) => shop.raw('POST', '/api/b/photos', { ...headers, ...more }, body)
    await sentAlready(1000, 1299)
    let read = false
    const stream = new ReadableStream(
      {
        pull(controller) {
          read = true
          controller.enqueue(png())
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const refused = await photo(stream, { 'content-length': String(png().length) })
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'photos_today'])
    expect(read).toBe(false)
    shop.now += DAY_MS
    expect((await photo(png())).status).toBe(200)
  })
})
