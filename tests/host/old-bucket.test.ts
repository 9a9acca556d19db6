import { existsSync, globSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { forShop, open } from '../../db/client.ts'
import { bumpRev } from '../../db/statement.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { folderFiles, prepareFolder } from '../../worker/host/folder-files.ts'
import { moveOldBucket } from '../../worker/host/old-bucket.ts'
import { newId } from '../../worker/ids.ts'
import { nodeHost } from '../attack/node-host.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'
import { evidenceOf, type Kept, leaveOldBucket } from '../support/old-bucket.ts'
import { startAppProcess } from '../support/own-process.ts'
import { freePort, temporaryDir, until } from '../support/own-server.ts'
import { sha256 } from '../support/pictures.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const WORDS = ['一张照片', '另一张', 'third'].map(bytes)

let store: TestDatabase
let shop: TestShop
let root: string
let photos: Kept[]
let piece: Kept
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  root = temporaryDir()
  shop = await TestShop.create(store.database)
  photos = WORDS.map((one) => ({ key: `${shop.id}/${sha256(one)}`, bytes: one }))
  for (const one of WORDS) await shop.put('evidence', evidenceOf(one))
  const uploading = evidenceOf(bytes('piece and more'), { storedAt: null })
  await shop.put('evidence', uploading)
  piece = { key: `${shop.id}/parts/${uploading.id}/0`, bytes: bytes('piece') }
  await leaveOldBucket(root, [...photos, piece])
  await prepareFolder(root)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const move = () => moveOldBucket(root, store.database)
const bytesOf = async (key: string) => {
  const found = await folderFiles(root).get(key)
  return found && new Uint8Array(await new Response(found.body).arrayBuffer())
}
const blobs = () => globSync(join(root, 'v3/r2/*/blobs/*'))
const aside = () => globSync(join(root, '.aside/**')).filter((path) => !/\.aside$/.test(path))

describe("an older release's bucket", () => {
  test('lies in the folder afterwards, file by file, with type and time', async () => {
    expect(await move()).toEqual({ moved: 4, forgotten: 0, aside: 0, missing: 0 })
    for (const { key, bytes } of [...photos, piece]) expect(await bytesOf(key)).toEqual(bytes)
    const head = await folderFiles(root).head(piece.key)
    expect(Math.abs((head?.at ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(existsSync(join(root, 'v3'))).toBe(false)
    expect(aside()).toEqual([])
    expect(await move()).toBeNull()
  })

  test('a move that was cut off goes on, over whatever it had begun', async () => {
    // As if killed after the first file, and in the middle of the second.
    await folderFiles(root).put(photos[0]!.key, photos[0]!.bytes, 'image/png')
    await folderFiles(root).put(photos[1]!.key, bytes('half'), 'image/png')
    writeFileSync(join(root, '.half', 'cut'), 'x')
    await prepareFolder(root)
    expect(await move()).toEqual({ moved: 4, forgotten: 0, aside: 0, missing: 0 })
    for (const { key, bytes } of photos) expect(await bytesOf(key)).toEqual(bytes)
  })

  test('what is damaged is put aside, what is missing is told; all that is whole is moved, and it is done with', async () => {
    const [first = '', second = ''] = blobs()
    const whole = readFileSync(first)
    truncateSync(first, 3)
    unlinkSync(second)
    expect(await move()).toEqual({ moved: 2, forgotten: 0, aside: 1, missing: 1 })
    expect(existsSync(join(root, 'v3'))).toBe(false)
    expect(aside().map((path) => readFileSync(path))).toEqual([whole.subarray(0, 3)])
    expect(await move()).toBeNull()
    expect((await folderFiles(root).list('')).length).toBe(2)
    // The next start leaves it where it is.
    await prepareFolder(root)
    expect(aside().length).toBe(1)
  })

  test('what no row speaks of any more does not come back: a file swept, a person erased, an upload that ended', async () => {
    await shop.change(`UPDATE evidence SET deleted = 1, hash = '' WHERE shopId = :shop AND hash = :hash`, {
      hash: sha256(WORDS[0]!),
    })
    // Erased, its bytes still to be deleted.
    await shop.change('UPDATE evidence SET deleted = 1 WHERE shopId = :shop AND hash = :hash', {
      hash: sha256(WORDS[1]!),
    })
    await shop.change('UPDATE evidence SET deleted = 1 WHERE shopId = :shop AND storedAt IS NULL')
    expect(await move()).toEqual({ moved: 1, forgotten: 3, aside: 0, missing: 0 })
    expect((await folderFiles(root).list('')).map(({ key }) => key)).toEqual([photos[2]!.key])
    expect(existsSync(join(root, 'v3'))).toBe(false)
  })

  test('what is of a shop the database does not know is put aside, never lost', async () => {
    const other = bytes('of a shop elsewhere')
    rmSync(join(root, 'v3'), { recursive: true })
    await leaveOldBucket(root, [...photos, { key: `${newId()}/${sha256(other)}`, bytes: other }])
    expect(await move()).toEqual({ moved: 3, forgotten: 0, aside: 1, missing: 0 })
    expect(aside().map((path) => new Uint8Array(readFileSync(path)))).toEqual([other])
  })
})

test('killed again and again in the middle of the move, each photo is there once in the end, with its hash', async () => {
  const dir = join(root, 'data')
  const files = join(dir, 'files')
  const made = Array.from({ length: 150 }, (_, n) => bytes(`${n} `.repeat(5_000)))
  const owned = await ownDatabase(dir)
  const home = await TestShop.create(open(owned.url, owned.token))
  await forShop(open(owned.url, owned.token), home.id).write([
    bumpRev(),
    ...made.map((one) => insertRow('evidence', evidenceOf(one))),
  ])
  await owned.close()
  const keys = made.map((one) => `${home.id}/${sha256(one)}`)
  await leaveOldBucket(
    files,
    made.map((one, n) => ({ key: keys[n] ?? '', bytes: one })),
  )
  const there = () => globSync(join(files, home.id, '*.json')).length
  for (const after of [1, 75]) {
    const app = startAppProcess({ dataDir: dir, ...nodeHost(await freePort()) })
    let ended = false
    void app.ended.then(() => {
      ended = true
    })
    await until(() => ended || there() > after)
    app.kill()
    expect(await app.ended).toBeNull()
    expect(there()).toBeLessThan(150)
    expect(existsSync(join(files, 'v3'))).toBe(true)
  }
  const app = startAppProcess({ dataDir: dir, ...nodeHost(await freePort()) })
  await app.url
  app.child.kill('SIGTERM')
  await app.ended
  const kept = folderFiles(files)
  const found = await kept.list(`${home.id}/`)
  expect(found.map(({ key }) => key)).toEqual([...keys].sort())
  for (const { key } of found) {
    const body = (await kept.get(key))?.body
    expect(`${home.id}/${sha256(new Uint8Array(await new Response(body).arrayBuffer()))}`).toBe(key)
  }
  expect(existsSync(join(files, 'v3'))).toBe(false)
}, 120_000)
