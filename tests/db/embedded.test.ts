import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LibsqlError } from '@libsql/client/http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Database, DatabaseUnavailable, LostRace, open } from '../../db/client.ts'
import { type DatabaseThread, type EmbeddedDatabase, openEmbedded, startDatabaseThread } from '../../db/embedded.ts'
import { startLocalDatabase } from '../../db/local.ts'

let dir: string
let file: string
let thread: DatabaseThread
let database: EmbeddedDatabase
/** The same file by the protocol a remote database speaks. */
let remote: Database
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  file = join(dir, 'test.db')
  thread = await startDatabaseThread({ file, token: 'test' })
  database = openEmbedded(file, thread.port(false))
  remote = open(thread.url, 'test')
})
afterAll(async () => {
  database.close()
  await thread.close()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await database.write([
    { sql: 'DROP TABLE IF EXISTS item', args: {} },
    { sql: 'CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE, price REAL)', args: {} },
  ])
})

const add = (name: string | null, price: number | null = null) => ({
  sql: 'INSERT INTO item (name, price) VALUES (:name, :price) RETURNING id',
  args: { name, price },
})
const names = async () =>
  (await database.read([{ sql: 'SELECT name FROM item ORDER BY id', args: {} }]))[0]?.map((row) => row.name)

const codeOf = (error: Error) => (error as { code?: string }).code

/** What both give, or how both fail. */
async function same(ask: (database: Database) => Promise<unknown>): Promise<unknown> {
  const failure = (error: Error) => [error instanceof LibsqlError ? 'LibsqlError' : error.name, codeOf(error)]
  const answer = (of: Database) => ask(of).catch(failure)
  const [here, there] = [await answer(database), await answer(remote)]
  expect(here).toEqual(there)
  return here
}

describe('the embedded database', () => {
  test('gives what a remote one gives: values, rows of writes, errors', async () => {
    const values = { text: '茶\0杯 \ud800', whole: 5, part: 2.5, none: null }
    await same((of) =>
      of.read([
        {
          sql: 'SELECT :text AS text, typeof(:whole) AS kind, :whole AS whole, :part AS part, :none AS none',
          args: values,
        },
      ]),
    )
    await same((of) => of.read([{ sql: 'SELECT 9007199254740993 AS big', args: {} }]))
    await same((of) => of.read([{ sql: 'SELECT :n', args: { n: Number.NaN } }]))
    await same((of) => of.read([{ sql: 'SELECT nothing FROM nowhere', args: {} }]))
    await same((of) => of.read([{ sql: 'SELECT :missing', args: {} }]))
    await same((of) => of.read([]))
    await database.write([add('杯', 1)])
    expect(await same((of) => of.write([add('杯')]))).toEqual(['LostRace', undefined])
    expect(await same((of) => of.write([{ sql: 'INSERT INTO guard (ok) VALUES (0)', args: {} }]))).toEqual([
      'LostRace',
      undefined,
    ])
  })

  test('a batch that fails has written nothing, and the next one goes in', async () => {
    await expect(database.write([add('甲'), add('乙'), add('甲')])).rejects.toBeInstanceOf(LostRace)
    expect(await names()).toEqual([])
    expect(await database.write([add('丙')])).toEqual([[{ id: 1 }]])
    expect(await names()).toEqual(['丙'])
  })

  test('a read writes nothing', async () => {
    await expect(database.read([add('甲')])).rejects.toThrow()
    expect(await names()).toEqual([])
  })

  test('a read of several statements sees one moment', async () => {
    await database.write([add('甲')])
    const count = { sql: 'SELECT COUNT(*) AS n FROM item', args: {} }
    const writing = database.write([add('乙')])
    const seen = (await database.read([count, count, count])).map((rows) => rows[0]?.n)
    expect(new Set(seen).size).toBe(1)
    await writing
    expect((await database.read([count]))[0]?.[0]?.n).toBe(2)
  })

  test('a table changed by another connection is read as it is now', async () => {
    await database.read([{ sql: 'SELECT * FROM item', args: {} }])
    await remote.write([{ sql: 'ALTER TABLE item ADD COLUMN note TEXT', args: {} }])
    await database.write([add('甲')])
    expect((await database.read([{ sql: 'SELECT * FROM item', args: {} }]))[0]?.[0]).toEqual({
      ...{ id: 1, name: '甲', price: null, note: null },
    })
  })

  test('what a request writes goes before what jobs have waiting', async () => {
    const jobs = openEmbedded(file, thread.port(true))
    const order: string[] = []
    const slow = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT MAX(i) FROM n'
    const work = Array.from({ length: 20 }, (_, n) =>
      jobs.write([add(`job ${n}`), { sql: slow, args: {} }]).then(() => order.push('job')),
    )
    await work[0]
    await database.write([add('request')]).then(() => order.push('request'))
    await Promise.all(work)
    jobs.close()
    expect(order.indexOf('request')).toBeLessThan(10)
  })

  test('while somebody else keeps the file locked a write is unavailable, and loses nothing', async () => {
    const other = await lockedBy(file)
    await expect(database.write([add('甲')])).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(await names()).toEqual([])
    other.unlock()
    await database.write([add('甲')])
    expect(await names()).toEqual(['甲'])
  })

  test('has one owner, and its files are for this user only', async () => {
    await expect(startDatabaseThread({ file, token: 'test' })).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    await expect(startLocalDatabase({ file, token: 'test' })).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    for (const name of ['test.db', 'test.db-wal', 'test.db-shm', 'test.db-owner'])
      expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600])
  })
})

async function lockedBy(path: string) {
  const { default: Engine } = await import('libsql')
  const engine = new Engine(path, { timeout: 0 })
  engine.exec('BEGIN IMMEDIATE')
  return {
    unlock() {
      engine.exec('ROLLBACK')
      engine.close()
    },
  }
}
