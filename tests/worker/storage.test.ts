/** What people are told, and what is kept, when the disk is full or fails, and when the database is locked. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Engine from 'libsql'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type DatabaseUnavailable, open, translate } from '../../db/client.ts'
import { type LocalDatabase, startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import type { Disk } from '../../worker/deps.ts'
import { faultLine } from '../../worker/errors.ts'
import { problemOf } from '../../worker/http.ts'
import { newId } from '../../worker/ids.ts'
import { MINUTE, type TestMember, TestShop } from '../support/in-process.ts'

const PAGE = 4096

let dir: string
let mounted: boolean
let local: LocalDatabase
let shop: TestShop
let owner: TestMember
let disk: Disk | null
let logged: string[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  // A disk of its own, small enough to fill.
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', dir]).status === 0
  mkdirSync(join(dir, 'data'))
  local = await start()
  await migrate(local.url, 'test')
  disk = null
  shop = await TestShop.create(open(local.url, 'test'), { disk: async () => disk ?? { free: 1, total: 1 } })
  owner = await shop.member()
  logged = []
  vi.spyOn(console, 'error').mockImplementation((...words) => void logged.push(words.join(' ')))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await local.close().catch(() => {})
  if (mounted) spawnSync('umount', ['-l', dir])
  rmSync(dir, { recursive: true, force: true })
})

const file = () => join(dir, 'data', 'regulars.db')
const start = (port = 0) => startLocalDatabase({ file: file(), token: 'test', port, writeWaitMs: 50 })
const health = async () => {
  const { status, text } = await shop.raw('GET', '/api/health', {})
  return { status, ...JSON.parse(text) }
}
const WORDS = '没人该在日志里看到的话'
let seq = 0
const change = () => {
  const args = { id: newId(), nickname: WORDS }
  return { seq: ++seq, id: newId(), name: 'customer.add', version: 1, args, at: shop.now }
}
const clientId = newId()
const push = (mutation: object) => owner.post('/api/push', { clientId, mutations: [mutation] })

/** What holds of every outage: told by its code, logged by its cause, nothing written, the same change goes in later. */
async function outage(code: string, engine: RegExp, end: () => Promise<unknown>): Promise<void> {
  seq = 0
  const mutation = change()
  const refused = await push(mutation)
  expect([refused.status, refused.body.code]).toEqual([503, code])
  shop.now += MINUTE
  expect(await health()).toMatchObject({ status: 503, ok: false, database: { ok: false }, code })
  expect(logged.length).toBeGreaterThanOrEqual(2)
  for (const line of logged) expect(line).toMatch(engine)
  expect(logged.join('\n')).not.toContain(WORDS)
  await end()
  expect((await push(mutation)).body.results).toEqual([{ seq: 1, status: 'applied' }])
  expect((await shop.rows('customers')).length).toBe(1)
}

test('a full disk', async ({ skip }) => {
  if (!mounted) skip('a small disk can be mounted by root only')
  const filler = join(dir, 'filler')
  const { bavail, bsize } = statfsSync(dir)
  writeFileSync(filler, Buffer.alloc(bavail * bsize))
  await outage('storage_full', /SQLITE_FULL/, async () => rmSync(filler))
  expect(await health()).toMatchObject({ status: 200, ok: true })
})

test('a locked database', async () => {
  const other = new Engine(file())
  other.exec('BEGIN IMMEDIATE')
  await outage('unavailable', /SQLITE_BUSY/, async () => {
    other.exec('ROLLBACK')
    other.close()
  })
  expect(await health()).toMatchObject({ status: 200, ok: true })
})

describe('a damaged file', () => {
  /** Overwrites pages, while nobody has the file open. @returns the port the database was on */
  const damage = async (pages: readonly number[]) => {
    const { port } = local
    await local.close()
    const handle = openSync(file(), 'r+')
    for (const page of pages) writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE)
    closeSync(handle)
    return port
  }

  test('is told of by every request that meets it, and by health for a while', async () => {
    shop.now += MINUTE
    const [rows = []] = await shop.deps.database.read([
      { sql: `SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'customers' AND rootpage > 0`, args: {} },
    ])
    const port = await damage(rows.map((row) => Number(row.rootpage)))
    local = await start(port)
    // The connection kept from before the restart is found to be gone.
    await shop.deps.database.read([{ sql: 'SELECT 1', args: {} }]).catch(() => {})
    const refused = await push(change())
    expect([refused.status, refused.body.code]).toEqual([503, 'storage_damaged'])
    const read = await shop.raw('GET', `/api/pull?client=${clientId}`, { cookie: owner.cookie })
    expect([read.status, JSON.parse(read.text).code]).toEqual([503, 'storage_damaged'])
    expect(await health()).toMatchObject({ status: 503, ok: false, database: { ok: false }, code: 'storage_damaged' })
    expect(logged.length).toBe(2)
    for (const line of logged) expect(line).toMatch(/SQLITE_CORRUPT/)
    expect(logged.join('\n')).not.toContain(WORDS)
    shop.now += 11 * MINUTE
    expect(await health()).toMatchObject({ status: 200, ok: true })
  })

  test('whose beginning is gone does not start, and says why', async () => {
    await damage([1])
    await expect(start()).rejects.toMatchObject({ code: 'SQLITE_NOTADB' })
  })
})

test('storage that can only be read is told as that, and its engine’s own code is logged', () => {
  const reader = new Engine(file())
  reader.exec('PRAGMA query_only = ON')
  let fault: unknown
  try {
    reader.exec(`UPDATE shops SET name = 'x'`)
  } catch (error) {
    fault = error
  } finally {
    reader.close()
  }
  const told = translate(fault) as DatabaseUnavailable
  expect(told.code).toBe('storage_read_only')
  expect(faultLine(told)).toContain('SQLITE_READONLY')
  expect(problemOf(told)).toMatchObject({
    status: 503,
    code: 'storage_read_only',
    title: expect.stringMatching(/read/),
  })
})

describe('health', () => {
  test('writes once a minute, and asks in between', async () => {
    shop.now += MINUTE
    const asked = async () => (await shop.trips(health)).writes
    expect([await asked(), await asked()]).toEqual([1, 0])
    shop.now += MINUTE - 1
    expect(await asked()).toBe(0)
    shop.now += 1
    expect(await asked()).toBe(1)
  })

  test('tells of a disk that is nearly full while writing still works', async () => {
    disk = { free: 200 * 1024 ** 2, total: 20 * 1024 ** 3 }
    expect(await health()).toMatchObject({ status: 503, ok: false, database: { ok: true }, code: 'storage_full' })
    disk = { free: 300 * 1024 ** 2, total: 20 * 1024 ** 3 }
    expect(await health()).toMatchObject({ status: 200, ok: true })
    disk = { free: 4 * 1024 ** 2, total: 100 * 1024 ** 2 }
    expect((await health()).ok).toBe(false)
  })
})
