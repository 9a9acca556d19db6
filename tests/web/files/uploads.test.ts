/** Photos from the moment they are picked until the server has them: offline, cut off, refused, wiped. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addFiles, evidenceOf, removeEvidence, retryUpload } from '../../../web/actions/evidence.ts'
import { ApiError, createApi } from '../../../web/api.ts'
import { loadFile } from '../../../web/files/load.ts'
import { type Prepared, Unusable } from '../../../web/files/prepare.ts'
import { uploadsUnderWay } from '../../../web/files/progress.ts'
import { createUploader, uploadAll } from '../../../web/files/uploader.ts'
import { fileState } from '../../../web/screens/disputes/evidence-state.ts'
import { readFile, tidyFiles } from '../../../web/store/files.ts'
import { localLocks } from '../../../web/sync/locks.ts'
import { MOST_A_CASE, PART_BYTES } from '../../../worker/domain/evidence/limits.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { bytesOf, jpeg, png, sha256 } from '../../support/pictures.ts'
import { type OpenedShop, openShop } from '../screens/opened-shop.ts'
import { customer } from '../sync/rules.ts'
import { FakeFiles } from './fake-files.ts'

const dispute = openDispute({ customerId: 'c1' })
const BIG = jpeg({ size: 2 * PART_BYTES + 500 })
const DAY = 86_400_000

let shop: OpenedShop
let files: FakeFiles
let short: boolean
let stored: number
beforeEach(async () => {
  shop = await openShop({ customers: [customer('c1')], disputes: [dispute] })
  files = new FakeFiles(shop.server)
  short = false
  stored = 0
})
afterEach(() => shop.close())

const deps = () => ({
  store: shop.store,
  api: createApi({ fetch: files.fetch, abortAfter: () => new AbortController().signal }),
  locks: localLocks(),
  now: () => shop.server.now,
  isShort: async () => short,
  onStored: () => {
    stored++
  },
})
const upload = () => uploadAll(deps())
/** What the canvas would give; `file` is only its name. */
const as =
  (bytes: Uint8Array) =>
  async (file: File): Promise<Prepared> => ({ bytes: new Uint8Array(bytes), type: 'image/jpeg', name: file.name })
const picked = (...names: string[]) => names.map((name) => ({ name }) as File)
async function add(bytes: Uint8Array, name = '杯口.jpg'): Promise<string> {
  const before = new Set(evidenceOf(dispute.id).map(({ id }) => id))
  await addFiles(dispute.id, picked(name), 'hand', as(bytes))
  return evidenceOf(dispute.id).find(({ id }) => !before.has(id))?.id ?? ''
}
const state = (id: string) => {
  const row = shop.store.view.get('evidence', id)
  return (
    row &&
    fileState(
      row,
      shop.store.uploads.value.find((one) => one.id === id),
    ).kind
  )
}

describe('a photo', () => {
  test('is in the case and on this phone at once, and counts as unsent once', async () => {
    const id = await add(BIG)
    expect(evidenceOf(dispute.id)).toMatchObject([{ id, name: '杯口.jpg', size: BIG.length, storedAt: null }])
    expect(state(id)).toBe('waiting')
    expect(sha256((await readFile(shop.store.db, id))?.bytes ?? png())).toBe(sha256(BIG))
    expect(shop.store.unsent.value).toBe(1)
    await shop.sync()
    expect(shop.store.unsent.value).toBe(1)
  })

  test('waits until its announcement is with the server, then goes up piece by piece', async () => {
    const id = await add(BIG)
    await upload()
    expect(files.seen).toEqual([])
    await shop.sync()
    await upload()
    expect(files.seen).toEqual([
      `GET /api/files/${id}/status`,
      ...[0, 1, 2].map((n) => `PUT /api/files/${id}?offset=${n * PART_BYTES}`),
    ])
    expect(sha256(files.kept.get(id) ?? png())).toBe(sha256(BIG))
    expect([state(id), stored, shop.store.unsent.value]).toEqual(['stored', 1, 0])
    await shop.sync()
    expect(shop.store.view.get('evidence', id)?.storedAt).toBe(shop.server.now)
    expect(sha256((await readFile(shop.store.db, id))?.bytes ?? png())).toBe(sha256(BIG))
  })

  test('cut off in the middle goes on where it was', async () => {
    const id = await add(BIG)
    await shop.sync()
    files.left = 2
    await expect(upload()).rejects.toMatchObject({ code: 'network' })
    expect(uploadsUnderWay.value.has(id)).toBe(false)
    expect(state(id)).toBe('waiting')
    files.left = Number.POSITIVE_INFINITY
    files.seen.length = 0
    await upload()
    expect(files.seen.slice(0, 2)).toEqual([`GET /api/files/${id}/status`, `PUT /api/files/${id}?offset=${PART_BYTES}`])
    expect(sha256(files.kept.get(id) ?? png())).toBe(sha256(BIG))
  })

  test('whose last answer was lost is not sent again', async () => {
    const id = await add(png())
    await shop.sync()
    files.kept.set(id, png())
    await shop.arrive({ evidence: [{ ...evidenceOf(dispute.id)[0]!, storedAt: 5 }] })
    await upload()
    expect(files.seen).toEqual([`GET /api/files/${id}/status`])
    expect(shop.store.uploads.value).toEqual([])
  })

  test('the server turns away is marked with why, holds up no other, and can be tried again', async () => {
    const bad = await add(bytesOf('<html>'), 'page.jpg')
    const good = await add(png())
    await shop.sync()
    await upload()
    expect([state(bad), state(good)]).toEqual(['failed', 'stored'])
    expect(shop.store.uploads.value).toEqual([{ id: bad, size: 6, error: 'wrong_type' }])
    files.seen.length = 0
    await upload()
    expect(files.seen).toEqual([])
    await retryUpload(bad)
    expect(state(bad)).toBe('waiting')
    await upload()
    expect(state(bad)).toBe('failed')
  })

  test.each([
    ['the server has no store at present', { status: 503, code: 'files_unavailable' }],
    ['somebody has to sign in', { status: 401, code: 'unauthorized' }],
    ['too much is asked', { status: 429, code: 'rate_limited' }],
  ])('waits while %s', async (_what, problem) => {
    const id = await add(png())
    await shop.sync()
    files.problem = problem
    await expect(upload()).rejects.toBeInstanceOf(ApiError)
    expect(state(id)).toBe('waiting')
    files.problem = null
    await upload()
    expect(state(id)).toBe('stored')
  })

  test('taken away before it was sent is not sent, nor counted', async () => {
    const id = await add(png())
    await removeEvidence(id)
    await shop.sync()
    await upload()
    expect(files.seen).toEqual([])
    expect(evidenceOf(dispute.id)).toEqual([])
    expect(shop.store.unsent.value).toBe(0)
  })

  test('whose announcement was refused goes when the refusal has been seen', async () => {
    const id = await add(png())
    shop.server.remove('disputes', dispute.id)
    await shop.sync()
    const [rejection] = shop.store.view.rejections.value
    expect(rejection?.name).toBe('evidence.add')
    await upload()
    expect(await readFile(shop.store.db, id)).toBeDefined()
    await shop.store.dismissRejection(rejection?.id ?? '')
    await upload()
    expect(await readFile(shop.store.db, id)).toBeUndefined()
    expect(shop.store.uploads.value).toEqual([])
  })
})

describe('adding', () => {
  test('tells of what is not taken and takes the rest', async () => {
    const read = async (file: File) => {
      if (file.name === 'a.mov') throw new Unusable('wrong_type')
      return as(png())(file)
    }
    expect(await addFiles(dispute.id, picked('a.mov', 'b.jpg'), 'hand', read)).toEqual([
      { code: 'wrong_type', name: 'a.mov' },
    ])
    expect(evidenceOf(dispute.id).map(({ name }) => name)).toEqual(['b.jpg'])
  })

  test('stops at what a case may have', async () => {
    const many = Array.from({ length: MOST_A_CASE + 2 }, (_, n) => `${n}.jpg`)
    expect(await addFiles(dispute.id, picked(...many), 'hand', as(png()))).toEqual([{ code: 'too_many' }])
    expect(evidenceOf(dispute.id)).toHaveLength(MOST_A_CASE)
  })

  test('refused by the rule leaves nothing behind', async () => {
    await expect(addFiles('no-such-case', picked('x.jpg'), 'hand', as(png()))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await shop.store.db.count('files')).toBe(0)
    expect(shop.store.uploads.value).toEqual([])
  })

  test('to a full disk says so and keeps nothing', async () => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...args: Parameters<typeof put>) {
      if (this.name === 'files') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    }
    try {
      await expect(addFiles(dispute.id, picked('x.jpg'), 'hand', as(png()))).rejects.toMatchObject({
        name: 'QuotaExceededError',
      })
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect(shop.store.view.outbox.value).toEqual([])
  })
})

describe('bytes on this phone', () => {
  const load = (id: string) =>
    loadFile(
      { db: shop.store.db, fetch: files.fetch, now: () => shop.server.now },
      shop.store.view.get('evidence', id)!,
    )

  test('come from the server once, and are here when it is not', async () => {
    const id = await add(png())
    await shop.sync()
    await upload()
    await shop.sync()
    await tidyFiles(shop.store.db, shop.server.now, true)
    expect(await readFile(shop.store.db, id)).toBeUndefined()
    expect(await load(id)).toEqual(png())
    files.online = false
    expect(await load(id)).toEqual(png())
  })

  test('are not taken from whatever else answers', async () => {
    const id = await add(png())
    await shop.sync()
    await upload()
    await shop.sync()
    await tidyFiles(shop.store.db, shop.server.now, true)
    files.kept.set(id, bytesOf('<html>Sign in to the hotel’s Wi-Fi'))
    await expect(load(id)).rejects.toMatchObject({ code: 'not_ours' })
    expect(await readFile(shop.store.db, id)).toBeUndefined()
  })

  test('go after a month, or when space is short, but never before the server has them', async () => {
    const sent = await add(png())
    await shop.sync()
    await upload()
    const waiting = await add(png())
    await tidyFiles(shop.store.db, Date.now() + 29 * DAY, false)
    expect(await shop.store.db.count('files')).toBe(2)
    await tidyFiles(shop.store.db, Date.now() + 31 * DAY, false)
    expect(await readFile(shop.store.db, sent)).toBeUndefined()
    expect(await readFile(shop.store.db, waiting)).toBeDefined()
    short = true
    await upload()
    expect(await readFile(shop.store.db, waiting)).toBeDefined()
  })

  test('go with everything else when the phone is wiped', async () => {
    await add(png())
    await shop.store.wipe()
    expect(await shop.store.db.count('files')).toBe(0)
    expect(await shop.store.db.count('uploads')).toBe(0)
    expect([shop.store.uploads.value, shop.store.unsent.value]).toEqual([[], 0])
  })
})

test('the runner tries again later, and asks nothing while nobody is signed in', async () => {
  const id = await add(png())
  await shop.sync()
  const later: (() => void)[] = []
  let allowed = false
  const runner = createUploader({
    ...deps(),
    schedule: (run) => {
      later.push(run)
      return () => {}
    },
    random: () => 0,
    mayAsk: () => allowed,
  })
  await runner.run()
  expect(files.seen).toEqual([])
  allowed = true
  files.online = false
  await runner.run()
  expect(later).toHaveLength(1)
  files.online = true
  later[0]?.()
  await runner.run()
  expect(state(id)).toBe('stored')
  runner.stop()
})
