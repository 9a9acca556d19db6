import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderFiles, prepareFolder } from '../../worker/host/folder-files.ts'
import { startTestDatabase, TestShop } from '../support/in-process.ts'
import { evidenceOf } from '../support/old-bucket.ts'

let dir: string
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  await prepareFolder(dir)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const SHOP = '01900000-0000-7000-8000-000000000001'
const bytes = (text: string) => new TextEncoder().encode(text)
const mode = (path: string) => statSync(join(dir, path)).mode & 0o777

/** Files of the folder that this process has open. */
const openIn = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(dir)
    } catch {
      return false
    }
  })

describe('files in a folder', () => {
  test('come back as they were put, with size and time', async () => {
    const files = folderFiles(dir, () => 1_700_000_000_000)
    await files.put(`${SHOP}/abc`, bytes('照片'), 'image/jpeg')
    const got = await files.get(`${SHOP}/abc`)
    expect(await new Response(got?.body).text()).toBe('照片')
    expect(got).toMatchObject({ key: `${SHOP}/abc`, size: 6, at: 1_700_000_000_000 })
    expect(await files.head(`${SHOP}/none`)).toBeNull()
    expect(await files.get(`${SHOP}/none`)).toBeNull()
    await files.put(`${SHOP}/abc`, bytes('other'), 'image/png')
    expect(await new Response((await files.get(`${SHOP}/abc`))?.body).text()).toBe('other')
  })

  test('are listed by what their key begins with, and go when deleted', async () => {
    const files = folderFiles(dir)
    for (const key of ['parts/b/1', 'parts/a/0', 'parts/a/1', 'whole'])
      await files.put(`${SHOP}/${key}`, bytes('x'), 't')
    const keys = async (prefix: string) => (await files.list(`${SHOP}/${prefix}`)).map(({ key }) => key.slice(37))
    expect(await keys('parts/')).toEqual(['parts/a/0', 'parts/a/1', 'parts/b/1'])
    expect(await keys('parts/a')).toEqual(['parts/a/0', 'parts/a/1'])
    expect(await keys('wh')).toEqual(['whole'])
    await files.delete([`${SHOP}/parts/a/0`, `${SHOP}/none`])
    expect(await keys('parts/a/')).toEqual(['parts/a/1'])
    expect(readdirSync(join(dir, SHOP, 'parts/a')).sort()).toEqual(['1', '1.json'])
  })

  test('no key leads out of the folder', async () => {
    const files = folderFiles(join(dir, 'files'))
    writeFileSync(join(dir, 'secret'), 'x')
    for (const key of [
      '../secret',
      '/etc/passwd',
      'a/../../secret',
      'a//b',
      'a.json',
      '.half/x',
      '',
      'a\0',
      'a/./b',
      'a\\..\\b',
    ]) {
      await expect(files.get(key), key).rejects.toMatchObject({ code: 'files_unavailable' })
      await expect(files.put(key, bytes('x'), 't'), key).rejects.toMatchObject({ code: 'files_unavailable' })
      await expect(files.delete([key]), key).rejects.toMatchObject({ code: 'files_unavailable' })
    }
    await expect(files.list('../')).rejects.toMatchObject({ code: 'files_unavailable' })
    expect(existsSync(join(dir, 'secret'))).toBe(true)
  })

  test('are for this user only, whatever was there before', async () => {
    mkdirSync(join(dir, SHOP), { mode: 0o777 })
    chmodSync(dir, 0o755)
    writeFileSync(join(dir, SHOP, 'old'), 'x', { mode: 0o666 })
    await prepareFolder(dir)
    const files = folderFiles(dir)
    await files.put(`${SHOP}/new`, bytes('x'), 't')
    const modes = Object.fromEntries(
      ['.', SHOP, `${SHOP}/old`, `${SHOP}/new`, `${SHOP}/new.json`].map((path) => [path, mode(path)]),
    )
    expect(modes).toEqual({
      ...{ '.': 0o700, [SHOP]: 0o700 },
      ...{ [`${SHOP}/old`]: 0o600, [`${SHOP}/new`]: 0o600, [`${SHOP}/new.json`]: 0o600 },
    })
  })

  test.skipIf(!existsSync('/proc/self/fd'))('asking for the headers of one leaves no file open', async () => {
    const store = await startTestDatabase()
    try {
      // More than is read ahead.
      const photo = bytes('照片'.repeat(300_000))
      const shop = await TestShop.create(store.database, { files: folderFiles(dir) })
      const row = evidenceOf(photo)
      await shop.put('evidence', row)
      await folderFiles(dir).put(`${shop.id}/${row.hash}`, photo, 'image/png')
      const { cookie } = await shop.member()
      for (const method of ['HEAD', 'GET']) {
        const answer = await shop.raw(method, `/api/files/${row.id}`, { cookie })
        expect([method, answer.status, answer.headers.get('content-length')]).toEqual([
          method,
          200,
          String(photo.length),
        ])
        await expect.poll(openIn).toEqual([])
      }
      const known = await shop.raw('GET', `/api/files/${row.id}`, { cookie, 'if-none-match': `"${row.hash}"` })
      expect(known.status).toBe(304)
      await expect.poll(openIn).toEqual([])
    } finally {
      await store.close()
    }
  })

  test('what a write that was cut off left behind is gone at the next start', async () => {
    writeFileSync(join(dir, '.half', 'cut'), 'x')
    await prepareFolder(dir)
    const files = folderFiles(dir)
    expect(readdirSync(join(dir, '.half'))).toEqual([])
    expect(await files.list('')).toEqual([])
  })
})
