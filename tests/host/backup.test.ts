/** What is backed up comes back: row for row, file for file, or not at all and said why. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { getTableColumns, type Table } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { carriedTables } from '../../db/carried.ts'
import { type Database, open, type Row } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import * as schema from '../../db/schema/index.ts'
import { backAgain } from '../../worker/host/backup/back-again.ts'
import { restore } from '../../worker/host/backup/restore.ts'
import { backup } from '../../worker/host/backup/write.ts'
import { type OpenDatabase, ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'

const TABLES: Record<string, Table> = { ...schema }
const [ONE, TWO] = [newId(), newId()]

let root: string
let dir: string
let into: string
let file: string
let app: OpenDatabase | null
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'regulars-backup-'))
  dir = join(root, 'data')
  into = join(root, 'restored')
  file = join(root, 'all.tar.gz')
  app = null
})
afterEach(async () => {
  await app?.close()
  rmSync(root, { recursive: true, force: true })
})

const tell = () => {}
const MANY = 1500
const texts = ['林间“小鹿”', 'a\'b"c\\d\n', '', '🐲'.repeat(40), '{"a":[1,null]}']

/** A row of its own in every column, whatever the table; keys name `n`. */
function filler(table: string, shop: string, n: number): [string, Row] {
  const columns = getTableColumns(TABLES[table] as Table)
  const row: Row = {}
  for (const [i, [name, column]] of Object.entries(columns).entries()) {
    if (name === 'shopId' || (table === 'shops' && name === 'id')) row[name] = shop
    // Read by an index.
    else if (name === 'figures' || name === 'before') row[name] = JSON.stringify({ silence: n, text: texts[1] })
    else if (column.dataType === 'number') row[name] = column.notNull || n % 2 ? Number.MAX_SAFE_INTEGER - n - i : null
    else row[name] = column.notNull || (n + i) % 3 ? `${texts[(n + i) % texts.length]}${shop.slice(-4)}${n}-${i}` : null
  }
  return [table, row]
}

function insert([table, row]: [string, Row]) {
  const names = Object.keys(row)
  const sql = `INSERT INTO "${table}" (${names.map((c) => `"${c}"`).join(', ')}) VALUES (${names.map((c) => `:${c}`).join(', ')})`
  return { sql, args: row }
}

const bytesOf = (text: string) => Buffer.from(text.repeat(1000))
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function putFile(shop: string, text: string): string {
  const bytes = bytesOf(text)
  const hash = hashOf(bytes)
  mkdirSync(join(dir, 'files', shop), { recursive: true })
  writeFileSync(join(dir, 'files', shop, hash), bytes)
  writeFileSync(join(dir, 'files', shop, `${hash}.json`), JSON.stringify({ type: 'image/webp', at: 7 }))
  return hash
}

/** Two shops with rows in every table there is, and files. */
async function fill(database: Database): Promise<void> {
  const everything = Object.keys(TABLES).filter((table) => table !== 'evidence' && table !== 'limits')
  for (const shop of [ONE, TWO]) {
    const hash = putFile(shop, `photo of ${shop}`)
    const [, row] = filler('evidence', shop, 1)
    await database.write([
      ...everything.flatMap((table) =>
        (table === 'shops' ? [0] : [1, 2, 3]).map((n) => insert(filler(table, shop, n))),
      ),
      insert(['evidence', { ...row, hash, storedAt: 5 }]),
    ])
  }
  // More than a page.
  await database.write(Array.from({ length: MANY }, (_, n) => insert(filler('orders', ONE, 1000 + n))))
}

async function rowsOf(database: Database, table: string): Promise<Row[]> {
  const [rows = []] = await database.read([{ sql: `SELECT * FROM "${table}" ORDER BY rowid`, args: {} }])
  return rows
}

const apart = (rows: Row[]) => rows.map(({ epoch, restoredTo, ...row }) => row)

async function reopened(): Promise<Database> {
  app = await ownDatabase(into)
  return open(app.url, app.token)
}

describe('all shops', () => {
  test('come back row for row and file for file, and nothing comes that opens a door', async () => {
    const owner = await ownDatabase(dir)
    const before = open(owner.url, owner.token)
    await fill(before)
    writeFileSync(join(dir, 'vapid.json'), '{"publicKey":"p","privateKey":"k"}')
    const manifest = await backup({ dir, to: file, shop: null, tell })
    expect(manifest.files.count).toBe(2)
    expect(manifest.missing).toEqual([])
    expect(statSync(file).mode & 0o777).toBe(0o600)

    await restore({ dir: into, from: file, tell })
    const after = await reopened()
    for (const table of Object.keys(TABLES)) {
      const [then, now] = [await rowsOf(before, table), await rowsOf(after, table)]
      if (table === 'shops') expect(apart(now)).toEqual(apart(then))
      else expect([table, now]).toEqual([table, carriedTables(true).includes(table) ? then : []])
    }
    const told = await rowsOf(after, 'shops')
    for (const [n, shop] of (await rowsOf(before, 'shops')).entries()) expect(told[n]?.epoch).not.toBe(shop.epoch)
    for (const shop of told) expect(Math.abs(Number(shop.restoredTo) - Date.now())).toBeLessThan(600_000)

    for (const name of readdirSync(join(dir, 'files'), { recursive: true, encoding: 'utf8' })) {
      const path = join(into, 'files', name)
      if (statSync(path).isDirectory()) expect(statSync(path).mode & 0o777).toBe(0o700)
      else expect(readFileSync(path)).toEqual(readFileSync(join(dir, 'files', name)))
    }
    expect(readFileSync(join(into, 'vapid.json'), 'utf8')).toContain('"k"')
    for (const name of ['regulars.db', 'vapid.json']) expect(statSync(join(into, name)).mode & 0o777).toBe(0o600)
    expect(readdirSync(into)).not.toContain('.restoring')
    await owner.close()
  })

  test('are of one moment although the app goes on writing', async () => {
    const owner = await ownDatabase(dir)
    const database = open(owner.url, owner.token)
    await fill(database)
    let going = true
    let writes = 0
    // Always both or none, in tables far apart.
    const writing = (async () => {
      for (; going; writes++) {
        await database.write([
          { sql: 'UPDATE customers SET net = :n', args: { n: writes } },
          { sql: 'UPDATE refunds SET amount = :n', args: { n: writes } },
          insert(filler('orders', ONE, 10_000 + writes)),
        ])
      }
    })()
    while (writes === 0) await new Promise((later) => setImmediate(later))
    const started = writes
    await backup({ dir, to: file, shop: null, tell })
    going = false
    await writing
    expect(writes).toBeGreaterThan(started)
    await restore({ dir: into, from: file, tell })
    const after = await reopened()
    const values = [...(await rowsOf(after, 'customers')), ...(await rowsOf(after, 'refunds'))]
    const seen = new Set(values.map(({ net, amount }) => net ?? amount))
    expect(seen.size).toBe(1)
    const late = (await rowsOf(after, 'orders')).length - (2 * 3 + MANY)
    expect([...seen]).toEqual([late - 1])
    await owner.close()
  })

  test('are backed up also while the app does not run, at the schema they are at', async () => {
    mkdirSync(dir)
    const journal = JSON.parse(readFileSync('db/migrations/meta/_journal.json', 'utf8')) as {
      entries: { when: number }[]
    }
    const local = await startLocalDatabase({ file: join(dir, 'regulars.db'), token: 't' })
    await migrate(local.url, 't', journal.entries[5]?.when)
    await open(local.url, 't').write([
      {
        sql: `INSERT INTO shops (id, name, currency, timezone, locale, settings, createdAt, head, rev, epoch)
              VALUES (:id, '山间茶铺', 'CNY', 'Asia/Shanghai', 'zh-CN', '{}', 0, 1, 1, 'e')`,
        args: { id: ONE },
      },
      {
        sql: `INSERT INTO members (shopId, id, rev, name, role) VALUES (:id, 'm1', 1, '阿青', 'owner')`,
        args: { id: ONE },
      },
      {
        sql: `INSERT INTO notifications (shopId, id, rev, category, params, url, at, readAt, onceKey)
              VALUES (:id, 'n1', 1, 'complaint', '{}', '/', 5, 7, 'k')`,
        args: { id: ONE },
      },
    ])
    await local.close()
    await backup({ dir, to: file, shop: null, tell })
    expect(existsSync(join(dir, 'database.json'))).toBe(false)
    // Older than this release: what it holds is brought up to date on the way.
    await restore({ dir: into, from: file, tell })
    const after = await reopened()
    expect((await rowsOf(after, 'notifications'))[0]?.readBy).toBe('{"m1":7}')
  })
})

test('one shop is taken along without the others and without the keys of the whole', async () => {
  const owner = await ownDatabase(dir)
  const before = open(owner.url, owner.token)
  await fill(before)
  writeFileSync(join(dir, 'vapid.json'), '{"publicKey":"p","privateKey":"k"}')
  await backup({ dir, to: file, shop: TWO, tell })
  await restore({ dir: into, from: file, tell })
  const after = await reopened()
  for (const table of Object.keys(TABLES)) {
    const of = table === 'shops' ? 'id' : 'shopId'
    const then = (await rowsOf(before, table)).filter((row) => row[of] === TWO)
    expect([table, apart(await rowsOf(after, table))]).toEqual([
      table,
      carriedTables(false).includes(table) ? apart(then) : [],
    ])
  }
  expect(readdirSync(join(into, 'files'))).toEqual([TWO])
  expect(existsSync(join(into, 'vapid.json'))).toBe(false)
  expect(gunzipSync(readFileSync(file)).includes(ONE)).toBe(false)
  await owner.close()
})

describe('refused in a sentence, with nothing left behind:', () => {
  const made = async () => {
    const owner = await ownDatabase(dir)
    await fill(open(owner.url, owner.token))
    await backup({ dir, to: file, shop: null, tell })
    await owner.close()
    return readFileSync(file)
  }
  const refused = async (bytes: Buffer, why: RegExp) => {
    writeFileSync(file, bytes)
    await expect(restore({ dir: into, from: file, tell })).rejects.toThrow(why)
    expect(existsSync(into)).toBe(false)
  }

  test('a backup that is damaged, cut short, goes on, or is something else', async () => {
    const good = await made()
    for (const part of [0.001, 0.3, 0.9])
      await refused(good.subarray(0, Math.floor(good.length * part)), /not whole|too early/)
    await refused(good.subarray(0, -4), /not whole|too early/)
    const flipped = Buffer.from(good)
    flipped[Math.floor(good.length / 2)] = (flipped[Math.floor(good.length / 2)] ?? 0) ^ 1
    await refused(flipped, /cannot be restored/)
    await refused(Buffer.from('not a backup at all'), /cannot be restored/)
    await refused(gzipSync(Buffer.alloc(4096, 7)), /no backup of Regulars/)
    await refused(Buffer.alloc(0), /cannot be restored/)
    const tar = gunzipSync(good)
    const changed = (from: string, to: string) => {
      const copy = Buffer.from(tar)
      copy.write(to, copy.indexOf(from))
      return gzipSync(copy)
    }
    await refused(changed('林间', '林外'), /not what was backed up/)
    await refused(changed('"format":1', '"format":9'), /newer release/)
    await refused(changed('tables/customers/000000', 'tables/customers/000001'), /no backup of Regulars|missing/)
  })

  test('names that lead out of the folder, tables and columns nobody knows', async () => {
    const { pack } = await import('../../worker/host/backup/tar.ts')
    const archive = async (head: object, ...more: [string, string][]) => {
      async function* entries() {
        for (const [name, text] of [['regulars-backup.json', JSON.stringify(head)], ...more] as [string, string][])
          yield { name, size: Buffer.byteLength(text), body: [Buffer.from(text)] }
      }
      const chunks: Buffer[] = []
      for await (const chunk of pack(entries())) chunks.push(chunk)
      return gzipSync(Buffer.concat(chunks))
    }
    const { newestMigration } = await import('../../db/migrate.ts')
    const head = { format: 1, version: '1', at: 1, shop: null, schema: await newestMigration(), tables: {} }
    await refused(await archive(head, ['../evil', 'x']), /no backup holds/)
    await refused(await archive(head, ['files/../../evil', 'x']), /no backup holds/)
    await refused(await archive({ ...head, tables: { 'x"; DROP': ['a'] } }), /is wrong/)
    await refused(await archive({ ...head, tables: { nobody: ['a'] } }), /no release had/)
    await refused(
      await archive({ ...head, tables: { limits: ['key'] } }, ['tables/limits/000000.jsonl', '["a","b"]\n']),
      /row of limits/,
    )
    await refused(await archive(head), /too early/)
  })

  test('a folder that holds something, before it is touched', async () => {
    await made()
    mkdirSync(into)
    writeFileSync(join(into, 'mine.txt'), 'mine')
    await expect(restore({ dir: into, from: file, tell })).rejects.toThrow(/not empty/)
    expect(readdirSync(into)).toEqual(['mine.txt'])
    await expect(restore({ dir, from: file, tell })).rejects.toThrow(/not empty/)
  })

  test('a target that is there already, a shop nobody knows, a folder without a database', async () => {
    await made()
    const before = readFileSync(file)
    await expect(backup({ dir, to: file, shop: null, tell })).rejects.toThrow(/there already/)
    expect(readFileSync(file)).toEqual(before)
    const to = join(root, 'other.tar.gz')
    await expect(backup({ dir, to, shop: newId(), tell })).rejects.toThrow(/no shop/)
    await expect(backup({ dir: join(root, 'nowhere'), to, shop: null, tell })).rejects.toThrow(/nothing to back up/)
    expect(readdirSync(root).toSorted()).toEqual(['all.tar.gz', 'data'])
  })

  test('a restore that was killed: the next one begins anew', async () => {
    await made()
    mkdirSync(join(into, '.restoring/files'), { recursive: true })
    writeFileSync(join(into, '.restoring/regulars.db'), 'half')
    chmodSync(into, 0o755)
    await restore({ dir: into, from: file, tell })
    expect(await rowsOf(await reopened(), 'members')).toHaveLength(6)
  })

  test('one that was killed as it put things in their place: the next one begins anew', async () => {
    await made()
    mkdirSync(join(into, '.restoring'), { recursive: true })
    mkdirSync(join(into, 'files/half'), { recursive: true })
    writeFileSync(join(into, 'files/half/photo'), 'half')
    await restore({ dir: into, from: file, tell })
    expect(existsSync(join(into, 'files/half'))).toBe(false)
    expect(await rowsOf(await reopened(), 'members')).toHaveLength(6)
  })

  test('something of somebody else’s beside what a killed one left is never removed', async () => {
    await made()
    mkdirSync(join(into, '.restoring'), { recursive: true })
    writeFileSync(join(into, 'mine.txt'), 'mine')
    await expect(restore({ dir: into, from: file, tell })).rejects.toThrow(/not empty/)
    expect(readdirSync(into).toSorted()).toEqual(['.restoring', 'mine.txt'])
  })
})

test('a file that is gone is named, and the rest is kept', async () => {
  const owner = await ownDatabase(dir)
  await fill(open(owner.url, owner.token))
  const [name = ''] = readdirSync(join(dir, 'files', ONE))
  rmSync(join(dir, 'files', ONE, name))
  const { missing, files } = await backup({ dir, to: file, shop: null, tell })
  expect(missing).toEqual([`${ONE}/${name}`])
  expect(files.count).toBe(1)
  await owner.close()
  await restore({ dir: into, from: file, tell })
})

test('a file that is no longer what it was is named, and the rest is kept', async () => {
  const owner = await ownDatabase(dir)
  await fill(open(owner.url, owner.token))
  const good = join(root, 'good.tgz')
  await backup({ dir, to: good, shop: null, tell })
  const [name = ''] = readdirSync(join(dir, 'files', ONE)).filter((one) => !one.endsWith('.json'))
  writeFileSync(join(dir, 'files', ONE, name), 'photo of nothing')
  const { missing, files } = await backup({ dir, to: file, shop: null, tell })
  expect([missing, files.count]).toEqual([[`${ONE}/${name}`], 1])
  await owner.close()
  await restore({ dir: into, from: file, tell })

  // Damaged in the backup itself.
  const tar = gunzipSync(readFileSync(good))
  tar.write('phota of', tar.indexOf(`photo of ${ONE}`))
  writeFileSync(good, gzipSync(tar))
  const said: string[] = []
  const other = join(root, 'other')
  await restore({ dir: other, from: good, tell: (line) => said.push(line) })
  expect(said.join('\n')).toMatch(new RegExp(`files: 1\n1 damaged files in it were left out: ${name}`))
  expect(readdirSync(join(other, 'files')).map((shop) => readdirSync(join(other, 'files', shop)))).toEqual(
    expect.arrayContaining([expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)])]),
  )
  expect(existsSync(join(other, 'files', ONE, name))).toBe(false)
})

test('who was erased and which doors were closed after a backup was made is told of when it is put back, where anybody knows', async () => {
  const before = await (async () => {
    app = await ownDatabase(dir)
    return open(app.url, app.token)
  })()
  await before.write([insert(filler('shops', ONE, 0))])
  await backup({ dir, to: file, shop: null, tell })
  const { at, shop } = await restore({ dir: into, from: file, tell })
  expect([Math.abs(at - Date.now()) < 600_000, shop]).toEqual([true, null])
  const said = async (of: string | null, present: string | null) => (await backAgain(at, of, present)).join('\n')
  expect(await said(shop, dir)).toMatch(/^Nobody was erased after.*\nNo member was removed/)
  const line = (id: string, when: number, of: string, action = 'person.erase') =>
    insert(['audit', { shopId: of, id, at: when, actor: 'member:m', action, target: `customer-${id}` }])
  const key = { scopes: '', createdAt: 0, createdBy: null }
  await before.write([
    ...[line('a', at - 1, ONE), line('b', at + 1, ONE), line('c', at + 2, TWO)],
    line('d', at + 3, ONE, 'person.export'),
    ...[line('m', at + 4, ONE, 'member.remove'), line('n', at + 5, ONE, 'member.role.viewer')],
    insert([
      'members',
      { shopId: ONE, id: 'customer-m', name: '', formerName: '老周', role: 'agent', rev: 1, deleted: 1 },
    ]),
    insert(['members', { shopId: ONE, id: 'customer-n', name: '小林', role: 'viewer', rev: 1, deleted: 0 }]),
    insert(['apiKeys', { shopId: ONE, id: 'k', name: 'ERP', keyHash: 'k', ...key, revokedAt: at + 1 }]),
    insert(['apiKeys', { shopId: ONE, id: 'l', name: 'old', keyHash: 'l', ...key, revokedAt: at - 1 }]),
  ])
  expect(await said(null, dir)).toMatch(
    /^2 people erased after .*are back with it.*\/customers\/customer-b, \/customers\/customer-c\.\n/,
  )
  expect(await said(null, dir)).toMatch(/\nAs they were before are also: key ERP, member 老周, role of 小林: remove/)
  expect(await said(ONE, dir)).toMatch(/^1 person erased after .* is back.*\/customers\/customer-b\.\n/)
  expect(await said(TWO, dir)).toMatch(/\nNo member was removed/)
  expect(await said(null, null)).toMatch(
    /^Whoever was erased after .* is back.*\nSo are members removed.*\nWith --instead-of/,
  )
  mkdirSync(join(root, 'damaged'))
  writeFileSync(join(root, 'damaged/regulars.db'), 'x'.repeat(5000))
  expect(await said(null, join(root, 'damaged'))).toMatch(/is back.*\n.*\n.*cannot tell who: .*not a database/)
})
