/** Bytes of evidence: in pieces, resumed, checked, kept per shop, given out, and gone when nobody needs them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemCtx } from '../../worker/context.ts'
import { withMerged } from '../../worker/domain/dispute-merge.ts'
import { MOST_A_CASE, MOST_BYTES, PART_BYTES } from '../../worker/domain/evidence/limits.ts'
import type { TableName, Tables } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import type { PullPage } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { sweep } from '../../worker/jobs/sweep.ts'
import { openEvidence, takeEvidence } from '../../worker/verbs/evidence.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'
import { bytesOf, jpeg, jpegMetadata, PLACE, pdf, png, sha256 } from '../support/pictures.ts'
import { type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

const BIG = jpeg({ size: PART_BYTES + 3000 })
const announced = (disputeId: string, bytes: Uint8Array, over: object = {}) => ({
  ...{ id: newId(), disputeId, name: '杯口.jpg', type: 'image/jpeg', size: bytes.length, hash: sha256(bytes) },
  ...{ source: 'hand', ...over },
})
const piece = (bytes: Uint8Array, n: number) => bytes.slice(n * PART_BYTES, (n + 1) * PART_BYTES)

describe('in workerd, with its own bucket', () => {
  let dir: string
  let worker: TestWorker
  let phone: Phone
  let disputeId: string
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'regulars-files-'))
    worker = await startTestWorker({ files: dir })
    phone = await worker.signUp()
    const customerId = newId()
    const person = { nickname: '林间小鹿', name: null, phone: null, email: null, address: null, note: null }
    await phone.mutate('customer.add', { ...person, id: customerId, source: 'taobao' })
    disputeId = newId()
    await phone.mutate('dispute.open', { id: disputeId, customerId, channel: 'taobao', words: '杯口裂了' })
  })
  afterAll(async () => {
    await worker.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const put = async (id: string, offset: number, bytes: Uint8Array, cookie = phone.cookie) => {
    const answer = await fetch(new URL(`/api/files/${id}?offset=${offset}`, worker.url), {
      method: 'PUT',
      headers: { cookie, origin: worker.url.origin, 'x-regulars': '1' },
      body: bytes as BodyInit,
    })
    return { status: answer.status, body: await answer.json() }
  }

  test('a photo goes up in two pieces over a restart, comes back whole, and only to this shop', async () => {
    const args = announced(disputeId, BIG)
    expect(await phone.mutate('evidence.add', args)).toMatchObject({ status: 'applied' })
    expect(await put(args.id, 0, piece(BIG, 0))).toMatchObject({
      status: 200,
      body: { stored: PART_BYTES, storedAt: null },
    })
    await worker.restart()
    expect((await phone.get(`/api/files/${args.id}/status`)).body).toMatchObject({ stored: PART_BYTES, storedAt: null })
    expect((await phone.get(`/api/files/${args.id}`)).status).toBe(404)
    const last = await put(args.id, PART_BYTES, piece(BIG, 1))
    expect(last).toMatchObject({
      status: 200,
      body: { stored: BIG.length, storedAt: expect.any(Number), hash: args.hash },
    })
    expect(await put(args.id, PART_BYTES, piece(BIG, 1))).toEqual(last)
    await worker.restart()

    const answer = await fetch(new URL(`/api/files/${args.id}`, worker.url), { headers: { cookie: phone.cookie } })
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(args.hash)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('杯口.jpg')}`,
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    })
    const again = await phone.request('GET', `/api/files/${args.id}`, {
      cookie: phone.cookie,
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)

    const stranger = await worker.signUp()
    expect((await stranger.get(`/api/files/${args.id}`)).status).toBe(404)
    expect((await stranger.get(`/api/files/${args.id}/status`)).status).toBe(404)
    expect((await put(args.id, 0, piece(BIG, 0), stranger.cookie)).status).toBe(404)
    expect((await worker.request('GET', `/api/files/${args.id}`)).status).toBe(401)
    const { rows } = await phone.pullAll()
    expect(rows.evidence?.get(args.id)).toMatchObject({ storedAt: expect.any(Number), hash: args.hash })
  })

  test('a write from another site is turned away', async () => {
    const answer = await fetch(new URL(`/api/files/${newId()}?offset=0`, worker.url), {
      method: 'PUT',
      headers: { cookie: phone.cookie, origin: 'https://evil.example' },
      body: 'x',
    })
    expect(answer.status).toBe(403)
  })
})

describe('with a store in memory', () => {
  let store: TestDatabase
  let shop: TestShop
  let agent: TestMember
  let disputeId: string
  beforeAll(async () => {
    store = await startTestDatabase()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    shop = await TestShop.create(store.database)
    agent = await shop.member('agent')
    disputeId = await shop.complaint()
  })

  const clients = new Map<TestMember, { id: string; seq: number }>()
  async function mutate(name: string, args: object, as = agent) {
    const client = clients.get(as) ?? { id: newId(), seq: 0 }
    clients.set(as, client)
    client.seq++
    const mutation = { seq: client.seq, id: newId(), name, version: 1, args, at: shop.now }
    const { body } = await as.post('/api/push', { clientId: client.id, userId: as.id, mutations: [mutation] })
    return (body.results as object[])[0]
  }
  const add = async (bytes: Uint8Array, over: object = {}) => {
    const args = announced(disputeId, bytes, over)
    expect(await mutate('evidence.add', args)).toMatchObject({ status: 'applied' })
    return args
  }
  const put = async (id: string, bytes: Uint8Array, offset = 0, as = agent) => {
    const { status, text } = await shop.raw(
      'PUT',
      `/api/files/${id}?offset=${offset}`,
      { cookie: as.cookie },
      bytes.slice(),
    )
    return { status, body: JSON.parse(text) }
  }
  const get = (id: string, as = agent) => shop.raw('GET', `/api/files/${id}`, { cookie: as.cookie })
  const row = async (id: string) => (await shop.rows('evidence')).find((one) => one.id === id)
  const events = async () =>
    (await shop.rows('disputeEvents')).filter((e) => e.kind === 'evidence').map((e) => JSON.parse(String(e.data)).what)
  const system = () => systemCtx(shop.deps.database, shop.id, shop.now, newId)

  test('where it was taken is taken out; the row says what is kept', async () => {
    const taken = jpeg({ metadata: jpegMetadata() })
    const { id } = await add(taken)
    const clean = jpeg()
    expect(await put(id, taken)).toMatchObject({ status: 200, body: { hash: sha256(clean), stored: clean.length } })
    expect(await row(id)).toMatchObject({ hash: sha256(clean), size: clean.length, storedAt: shop.now })
    expect([...shop.files.held.keys()]).toEqual([`${shop.id}/${sha256(clean)}`])
    expect((await get(id)).text).not.toContain(PLACE)
    expect(await events()).toEqual(['added', 'stripped'])
    expect(await put(id, taken)).toMatchObject({ status: 200, body: { hash: sha256(clean) } })
    expect(await events()).toHaveLength(2)
  })

  test.each([
    ['wrong_type', 415, 'a page under a photo’s name', bytesOf('<html><script>alert(1)</script>')],
    ['wrong_type', 415, 'a broken photo', jpeg().slice(0, -2)],
    ['hash_mismatch', 422, 'another photo than announced', null],
  ])('%s: %d for %s; nothing of it is kept and the upload begins anew', async (code, status, _what, bytes) => {
    const sent = bytes ?? png()
    const { id } = await add(sent, bytes ? {} : { hash: sha256(pdf()) })
    expect(await put(id, sent)).toMatchObject({ status, body: { code } })
    expect(shop.files.held.size).toBe(0)
    expect(await row(id)).toMatchObject({ storedAt: null })
  })

  test('a PNG under a JPEG’s name is kept as what it is', async () => {
    const { id } = await add(png())
    expect((await put(id, png())).status).toBe(200)
    expect(await row(id)).toMatchObject({ type: 'image/png' })
  })

  test.each([
    ['too long a piece', new Uint8Array(PART_BYTES + 1), 0, 413, 'body_too_large'],
    ['a piece after a gap', piece(BIG, 1), PART_BYTES, 409, 'wrong_offset'],
    ['a piece out of step', piece(BIG, 0), 7, 409, 'wrong_offset'],
    ['a piece too short', piece(BIG, 0).slice(1), 0, 409, 'wrong_offset'],
    ['a piece beyond the end', piece(BIG, 1), 2 * PART_BYTES, 409, 'wrong_offset'],
    ['a piece nowhere', piece(BIG, 0), -1, 400, 'bad_request'],
  ])('%s is refused', async (_what, bytes, offset, status, code) => {
    const { id } = await add(BIG)
    expect(await put(id, bytes, offset)).toMatchObject({ status, body: { code } })
    expect(shop.files.held.size).toBe(0)
  })

  test('too large a file cannot be announced', async () => {
    expect(await mutate('evidence.add', announced(disputeId, BIG, { size: MOST_BYTES + 1 }))).toMatchObject({
      code: 'bad_args',
    })
  })

  test(`no more than ${MOST_A_CASE} files a case, those taken away not counted`, async () => {
    const ids: string[] = []
    for (let i = 0; i < MOST_A_CASE; i++) ids.push((await add(png())).id)
    expect(await mutate('evidence.add', announced(disputeId, png()))).toMatchObject({ code: 'conflict' })
    expect(await mutate('evidence.remove', { id: ids[0] })).toMatchObject({ status: 'applied' })
    await add(png())
    expect(await mutate('evidence.restore', { id: ids[0] })).toMatchObject({ code: 'conflict' })
    await expect(
      takeEvidence(system(), shop.files, { disputeId, bytes: png(), name: 'x', source: 'link' }),
    ).rejects.toMatchObject({ code: 'too_many' })
  })

  test('two uploads of one file at once end alike', async () => {
    const { id } = await add(BIG)
    await put(id, piece(BIG, 0))
    const [one, two] = await Promise.all([put(id, piece(BIG, 1), PART_BYTES), put(id, piece(BIG, 1), PART_BYTES)])
    for (const { status, body } of [one, two]) {
      expect([200, 409]).toContain(status)
      expect(body.stored).toBeDefined()
    }
    expect(await put(id, piece(BIG, 1), PART_BYTES)).toMatchObject({ status: 200, body: { storedAt: shop.now } })
    expect((await get(id)).status).toBe(200)
    expect(await row(id)).toMatchObject({ hash: sha256(BIG) })
  })

  test('while the store is down, or there is none, nothing is lost', async () => {
    const { id } = await add(BIG)
    await put(id, piece(BIG, 0))
    shop.files.up = false
    expect(await put(id, piece(BIG, 1), PART_BYTES)).toMatchObject({ status: 503, body: { code: 'files_unavailable' } })
    shop.files.up = true
    expect((await put(id, piece(BIG, 1), PART_BYTES)).status).toBe(200)
    const without = await TestShop.create(store.database, { files: null })
    const member = await without.member()
    const answer = await without.raw('GET', `/api/files/${id}`, { cookie: member.cookie })
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([503, 'files_unavailable'])
  })

  test('the database failing at the end: the last piece sent again finishes', async () => {
    const { id } = await add(png())
    shop.beforeWrite = () => {
      throw new Error('down')
    }
    expect((await put(id, png())).status).toBe(500)
    shop.beforeWrite = null
    expect(await put(id, png())).toMatchObject({ status: 200, body: { storedAt: shop.now } })
  })

  test('a viewer sees files and changes none', async () => {
    const { id } = await add(png())
    await put(id, png())
    const viewer = await shop.member('viewer')
    expect((await get(id, viewer)).status).toBe(200)
    expect((await put(id, png(), 0, viewer)).status).toBe(403)
    expect(await mutate('evidence.add', announced(disputeId, png()), viewer)).toMatchObject({ code: 'forbidden' })
    expect(await mutate('evidence.remove', { id }, viewer)).toMatchObject({ code: 'forbidden' })
  })

  test('of another shop there is nothing, the very same bytes included', async () => {
    const { id } = await add(png())
    await put(id, png())
    const other = await TestShop.create(store.database, { files: shop.files })
    const stranger = await other.member()
    for (const [method, path] of [
      ['GET', `/api/files/${id}`],
      ['GET', `/api/files/${id}/status`],
      ['PUT', `/api/files/${id}?offset=0`],
      ['GET', `/api/files/${shop.id}%2F${sha256(png())}`],
    ] as const) {
      expect(
        (await other.raw(method, path, { cookie: stranger.cookie }, method === 'PUT' ? 'x' : undefined)).status,
      ).toBe(404)
    }
  })

  test('taken away it is no longer served; brought back it is', async () => {
    const { id } = await add(png())
    await put(id, png())
    expect(await mutate('evidence.remove', { id })).toMatchObject({ status: 'applied' })
    expect((await get(id)).status).toBe(404)
    expect(await mutate('evidence.remove', { id })).toMatchObject({ status: 'applied' })
    expect(await mutate('evidence.restore', { id })).toMatchObject({ status: 'applied' })
    expect((await get(id)).status).toBe(200)
    expect(await events()).toEqual(['added', 'removed', 'restored'])
  })

  test('bytes go when nobody has needed them for long, and not while somebody does', async () => {
    const first = await add(png())
    const second = await add(png())
    for (const { id } of [first, second]) await put(id, png())
    expect(shop.files.held.size).toBe(1)
    const unfinished = await add(BIG)
    await put(unfinished.id, piece(BIG, 0))
    await mutate('evidence.remove', { id: first.id })
    shop.now += 31 * DAY_MS
    await sweep(system(), shop.files)
    expect(await row(first.id)).toMatchObject({ deleted: 0 })
    expect(shop.files.held.size).toBe(2)
    shop.now += 7 * DAY_MS
    await sweep(system(), shop.files)
    expect(await row(first.id)).toMatchObject({ deleted: 1, hash: '', name: '' })
    expect([...shop.files.held.keys()]).toEqual([`${shop.id}/${sha256(png())}`])
    expect((await openEvidence(system(), shop.files, second.id)).size).toBe(png().length)
    expect(await mutate('evidence.restore', { id: first.id })).toMatchObject({ code: 'not_found' })
    await mutate('evidence.remove', { id: second.id })
    shop.now += 38 * DAY_MS
    await sweep(system(), shop.files)
    expect(shop.files.held.size).toBe(0)
  })

  test('after thirty days it cannot be brought back', async () => {
    const { id } = await add(png())
    await mutate('evidence.remove', { id })
    shop.now += 31 * DAY_MS
    expect(await mutate('evidence.restore', { id })).toMatchObject({ code: 'not_found' })
  })

  test('announced on a phone that had not heard of the merge, a photo is the living case’s, and so months later', async () => {
    const [{ customerId } = {}] = await shop.rows('disputes')
    const into = await shop.complaint({ customerId: String(customerId) })
    const merge = { id: disputeId, into, customerId, eventId: newId(), tasks: [] }
    expect(await mutate('dispute.merge', merge)).toMatchObject({ status: 'applied' })
    const late = await add(png())
    expect((await put(late.id, png())).status).toBe(200)
    expect((await get(late.id)).status).toBe(200)
    shop.now += 100 * DAY_MS
    const phone = await shop.member('viewer')
    const { text } = await shop.raw('GET', `/api/pull?client=${newId()}`, { cookie: phone.cookie })
    const page: PullPage = JSON.parse(text)
    const pulled = <T extends TableName>(table: T) => {
      const { columns, rows } = page.tables[table] ?? { columns: [], rows: [] }
      return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])) as unknown as Tables[T])
    }
    const whole = withMerged(pulled('disputes'), into)
    expect(pulled('evidence').filter((one) => whole.has(one.disputeId))).toMatchObject([{ id: late.id }])
  })

  describe('over a link', () => {
    const take = (bytes: Uint8Array, over: object = {}) =>
      takeEvidence(system(), shop.files, { disputeId, bytes, name: ' 碎了.jpg ', source: 'link', ...over })

    test('a whole photo is kept at once, as nobody’s of the shop, and once however often it comes', async () => {
      const kept = await take(jpeg({ metadata: jpegMetadata() }))
      expect(kept).toMatchObject({
        by: null,
        source: 'link',
        name: '碎了.jpg',
        storedAt: shop.now,
        hash: sha256(jpeg()),
      })
      expect(await take(jpeg({ metadata: jpegMetadata() }))).toMatchObject({ id: kept.id })
      expect(await shop.rows('evidence')).toHaveLength(1)
      const served = await openEvidence(system(), shop.files, kept.id)
      expect(new Uint8Array(await new Response(served.body).arrayBuffer())).toEqual(jpeg())
    })

    test('the same checks hold', async () => {
      await expect(take(bytesOf('MZ'))).rejects.toMatchObject({ status: 415, code: 'wrong_type' })
      await expect(take(new Uint8Array(MOST_BYTES + 1))).rejects.toMatchObject({ status: 413, code: 'too_large' })
      await expect(take(png(), { disputeId: newId() })).rejects.toMatchObject({ status: 404 })
      expect(await shop.rows('evidence')).toHaveLength(0)
    })
  })
})
