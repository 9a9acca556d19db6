import { createHash } from 'node:crypto'
import { existsSync, globSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderFiles, prepareFolder } from '../../worker/host/folder-files.ts'
import { moveOldBucket } from '../../worker/host/old-bucket.ts'
import { temporaryDir } from '../support/own-server.ts'

const SHOP = '01900000-0000-7000-8000-000000000001'
const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const PHOTOS = ['一张照片', '另一张', 'third'].map((text) => ({ key: `${SHOP}/${sha(text)}`, text }))
const PIECE = { key: `${SHOP}/parts/x/0`, text: 'piece' }

let root: string
/** A bucket as the release before left it. */
beforeEach(async () => {
  root = temporaryDir()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...{ modules: true, script: 'export default {}', r2Buckets: { FILES: 'regulars-files' }, cf: false },
      resourcePersistencePath: join(root, 'v3'),
    }),
  )
  const bucket = await miniflare.getR2Bucket('FILES')
  for (const { key, text } of [...PHOTOS, PIECE])
    await bucket.put(key, text, { httpMetadata: { contentType: 'image/png' } })
  await miniflare.dispose()
  await prepareFolder(root)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const textOf = async (key: string) => {
  const found = await folderFiles(root).get(key)
  return found && new Response(found.body).text()
}
const blobs = () => globSync(join(root, 'v3/r2/*/blobs/*'))

describe("an older release's bucket", () => {
  test('lies in the folder afterwards, file by file, with type and time', async () => {
    expect(await moveOldBucket(root)).toEqual({ moved: 4, left: 0 })
    for (const { key, text } of [...PHOTOS, PIECE]) expect(await textOf(key)).toBe(text)
    const head = await folderFiles(root).head(PIECE.key)
    expect(Math.abs((head?.at ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(existsSync(join(root, 'v3'))).toBe(false)
    expect(await moveOldBucket(root)).toBeNull()
  })

  test('a move that was cut off goes on, over whatever it had begun', async () => {
    // As if killed after the first file, and in the middle of the second.
    await folderFiles(root).put(PHOTOS[0]!.key, Buffer.from(PHOTOS[0]!.text), 'image/png')
    await folderFiles(root).put(PHOTOS[1]!.key, Buffer.from('half'), 'image/png')
    writeFileSync(join(root, '.half', 'cut'), 'x')
    await prepareFolder(root)
    expect(await moveOldBucket(root)).toEqual({ moved: 4, left: 0 })
    for (const { key, text } of PHOTOS) expect(await textOf(key)).toBe(text)
  })

  test('what is damaged or missing is never taken for whole, and nothing is removed', async () => {
    const [first = '', second = ''] = blobs()
    truncateSync(first, 3)
    unlinkSync(second)
    expect(await moveOldBucket(root)).toEqual({ moved: 2, left: 2 })
    expect(existsSync(join(root, 'v3'))).toBe(true)
    expect(await moveOldBucket(root)).toEqual({ moved: 2, left: 2 })
  })
})
