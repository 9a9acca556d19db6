import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@libsql/client/web'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalDatabase, type LocalDatabaseOptions, startLocalDatabase } from '../../db/local.ts'
import { ManualTimers } from '../support/manual-timers.ts'

const token = 'a-token-of-this-test'
const idleMs = 10_000
const writeWaitMs = 15_000

let folder: string
let timers: ManualTimers
let database: LocalDatabase
let client: Client
const clients: Client[] = []

async function start(options: Partial<LocalDatabaseOptions> = {}): Promise<LocalDatabase> {
  return startLocalDatabase({ file: join(folder, 'shop.db'), token, schedule: timers.schedule, ...options })
}

function connect(url = database.url): Client {
  const opened = createClient({ url, authToken: token, intMode: 'bigint' })
  clients.push(opened)
  return opened
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-database-'))
  timers = new ManualTimers()
  database = await start()
  client = connect()
})

afterEach(async () => {
  for (const opened of clients.splice(0)) opened.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

/** Sends one pipeline as it is, without the client. */
async function post(body: unknown, headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const response = await fetch(`${database.url}/v2/pipeline`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, json: await response.json() }
}

const execute = (sql: string, more: object = {}) => ({ type: 'execute', stmt: { sql, ...more } })

async function count(table: string): Promise<unknown> {
  return (await client.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n
}

describe('who may ask', () => {
  test('a request without the token is refused', async () => {
    const body = { requests: [execute('SELECT 1')] }
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: token }]) {
      const { status, json } = await post(body, headers)
      expect({ status, code: json.code }).toEqual({ status: 401, code: 'UNAUTHORIZED' })
    }
    expect((await post(body)).status).toBe(200)
  })

  test('an empty token or a host other than loopback does not start', async () => {
    const file = join(folder, 'other.db')
    await expect(startLocalDatabase({ file, token: '' })).rejects.toThrow('token')
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'example.com']) {
      await expect(startLocalDatabase({ file, token, host })).rejects.toThrow('this machine only')
    }
    expect(readdirSync(folder)).not.toContain('other.db')
  })

  test('a second server on the same file is refused until the first ends', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    await database.close()
    database = await start()
    expect((await connect().execute('SELECT 1 AS one')).rows[0]?.one).toBe(1n)
  })

  test('only the owner of the process can read the file', () => {
    expect(statSync(join(folder, 'shop.db')).mode & 0o077).toBe(0)
  })

  test('both protocol versions answer, others do not', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const status = async (path: string, method = 'GET') =>
      (await fetch(database.url + path, { method, headers })).status
    expect(await status('/v2')).toBe(200)
    expect(await status('/v3')).toBe(200)
    expect(await status('/v3-protobuf')).toBe(404)
    expect(await status('/v3/pipeline')).toBe(405)
  })
})

describe('values', () => {
  test('integers of 64 bits, floats, text, blobs and null come back as they went in', async () => {
    const values = [2n ** 63n - 1n, -(2n ** 63n), 9_007_199_254_740_993n, 1.5, 1e300, '回头客 "q" \n😀', null, true]
    const { rows } = await client.execute({ sql: `SELECT ${values.map(() => '?').join(',')}`, args: values })
    expect(Array.from(rows[0] ?? [])).toEqual([...values.slice(0, -1), 1n])

    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256)
    const blob = (await client.execute({ sql: 'SELECT ? AS b', args: [bytes] })).rows[0]?.b
    expect(new Uint8Array(blob as ArrayBuffer)).toEqual(bytes)
  })

  test('integers, floats and blobs keep their types in the database', async () => {
    const { rows } = await client.execute({
      sql: 'SELECT typeof(?) AS a, typeof(?) AS b, typeof(?) AS c, typeof(1.0) AS d, 9e999 AS e',
      args: [1n, 1, new Uint8Array([0])],
    })
    expect(rows[0]).toMatchObject({ a: 'integer', b: 'real', c: 'blob', d: 'real', e: Number.POSITIVE_INFINITY })
  })

  test('named arguments match with and without their prefix', async () => {
    const sql = 'SELECT :a AS a, @b AS b, $c AS c, :a AS again'
    for (const args of [
      { a: 'x', b: null, c: 3n },
      { ':a': 'x', '@b': null, $c: 3n },
    ]) {
      expect((await client.execute({ sql, args })).rows[0]).toMatchObject({ a: 'x', b: null, c: 3n, again: 'x' })
    }
  })

  test('numbered arguments go where their number says', async () => {
    const { rows } = await client.execute({ sql: "SELECT ?2 AS a, ?1 AS b, '?3' AS c /* ?4 */", args: ['x', 'y'] })
    expect(rows[0]).toMatchObject({ a: 'y', b: 'x', c: '?3' })
  })

  test('too few and too many arguments are refused', async () => {
    await expect(client.execute({ sql: 'SELECT ?, ?', args: [1] })).rejects.toMatchObject({ code: 'ARGS_INVALID' })
    await expect(client.execute({ sql: 'SELECT ?', args: [1, 2] })).rejects.toMatchObject({ code: 'ARGS_INVALID' })
    await expect(client.execute({ sql: 'SELECT :a', args: { b: 1 } })).rejects.toMatchObject({ code: 'ARGS_INVALID' })
  })

  test('columns, changed rows and the last row id are told', async () => {
    await client.execute('CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)')
    const inserted = await client.execute("INSERT INTO item (name) VALUES ('a'), ('b') RETURNING id")
    expect(inserted).toMatchObject({ rowsAffected: 2, lastInsertRowid: 2n, columns: ['id'], columnTypes: ['INTEGER'] })
    const large = await client.execute(`INSERT INTO item VALUES (${2n ** 60n + 1n}, 'c')`)
    expect(large.lastInsertRowid).toBe(2n ** 60n + 1n)
    const counted = await client.execute(
      'WITH one AS (SELECT 1 AS id) DELETE FROM item WHERE id IN (SELECT id FROM one)',
    )
    expect(counted).toMatchObject({ rowsAffected: 1, lastInsertRowid: undefined })
    expect((await client.execute('SELECT id, name, 1 + 1 FROM item')).rowsAffected).toBe(0)
  })
})

describe('atomic batches', () => {
  beforeEach(async () => {
    await client.execute('CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE)')
  })

  test('a failing step takes back the whole batch', async () => {
    const batch = client.batch(
      ["INSERT INTO item VALUES (1, 'a')", "INSERT INTO item VALUES (2, 'a')", "INSERT INTO item VALUES (3, 'c')"],
      'write',
    )
    await expect(batch).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT',
      message: expect.stringContaining('item.name'),
    })
    expect(await count('item')).toBe(0n)
    await client.batch(["INSERT INTO item VALUES (1, 'a')", "INSERT INTO item VALUES (2, 'b')"], 'write')
    expect(await count('item')).toBe(2n)
  })

  test('a guard trigger aborts a batch whose update matched nothing', async () => {
    await client.executeMultiple("CREATE VIEW guard AS SELECT 1 AS ok; INSERT INTO item VALUES (1, 'a');")
    await client.execute(`
      CREATE TRIGGER guard_check INSTEAD OF INSERT ON guard WHEN NEW.ok IS NOT 1
      BEGIN SELECT RAISE(ABORT, 'guard_failed'); END;
    `)
    const rename = (from: string, to: string) =>
      client.batch(
        [
          `INSERT INTO item (name) VALUES ('seen ${to}')`,
          { sql: 'UPDATE item SET name = ? WHERE name = ?', args: [to, from] },
          'INSERT INTO guard (ok) SELECT changes()',
        ],
        'write',
      )
    await rename('a', 'b')
    await expect(rename('a', 'c')).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT',
      message: expect.stringContaining('guard_failed'),
    })
    const { rows } = await client.execute('SELECT name FROM item ORDER BY id')
    expect(rows.map((row) => row.name)).toEqual(['b', 'seen b'])
  })

  test('foreign keys are enforced, except while migrating', async () => {
    await client.execute('CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id))')
    await expect(client.execute('INSERT INTO part VALUES (9)')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' })
    await client.migrate(['INSERT INTO part VALUES (9)'])
    expect(await count('part')).toBe(1n)
    await expect(client.execute('INSERT INTO part VALUES (8)')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' })
  })

  test('settings a request leaves behind do not reach the next one', async () => {
    await client.execute('PRAGMA foreign_keys = OFF')
    await client.execute('CREATE TEMP TABLE mine (a)')
    expect((await client.execute('PRAGMA foreign_keys')).rows[0]?.foreign_keys).toBe(1n)
    await expect(client.execute('SELECT * FROM mine')).rejects.toMatchObject({ code: 'SQL_INPUT_ERROR' })
  })

  test('each condition of a step is respected', async () => {
    const ok = { type: 'ok', step: 0 }
    const error = { type: 'error', step: 1 }
    const autocommit = { type: 'is_autocommit' }
    const step = (sql: string, condition?: object) => ({ stmt: { sql }, condition })
    const { json } = await post({
      requests: [
        {
          type: 'batch',
          batch: {
            steps: [
              step('BEGIN'),
              step('SELECT * FROM nowhere', ok),
              step("SELECT 'ok' AS a", ok),
              step("SELECT 'error'", error),
              step("SELECT 'skipped'", { type: 'not', cond: ok }),
              step("SELECT 'after skipped'", {
                type: 'or',
                conds: [
                  { type: 'ok', step: 4 },
                  { type: 'error', step: 4 },
                ],
              }),
              step("SELECT 'and'", { type: 'and', conds: [ok, error, { type: 'not', cond: autocommit }] }),
              step('ROLLBACK', { type: 'or', conds: [autocommit, ok] }),
              step("SELECT 'autocommit'", autocommit),
            ],
          },
        },
        { type: 'close' },
      ],
    })
    const { step_results: results, step_errors: errors } = json.results[0].response.result
    const ran = results.map(
      (result: { rows: { value: string }[][] } | null) => result?.rows[0]?.[0]?.value ?? result !== null,
    )
    expect(ran).toEqual([true, false, 'ok', 'error', false, false, 'and', true, 'autocommit'])
    expect(errors.filter((item: unknown) => item !== null)).toEqual([
      { code: 'SQL_INPUT_ERROR', message: 'SQL input error: no such table: nowhere' },
    ])
    expect(json.baton).toBe(null)
  })
})

describe('streams', () => {
  beforeEach(async () => {
    await client.execute('CREATE TABLE item (id INTEGER PRIMARY KEY)')
  })

  test('an interactive transaction is seen by others only after its commit', async () => {
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO item VALUES (1)')
    expect((await transaction.execute('SELECT count(*) AS n FROM item')).rows[0]?.n).toBe(1n)
    expect(await count('item')).toBe(0n)
    await transaction.commit()
    expect(await count('item')).toBe(1n)
  })

  test('an interactive transaction that is rolled back or abandoned leaves nothing', async () => {
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO item VALUES (1)')
    await transaction.rollback()
    const abandoned = await post({
      requests: [execute('BEGIN'), execute('INSERT INTO item VALUES (2)'), { type: 'close' }],
    })
    expect(abandoned.json.results.map((result: { type: string }) => result.type)).toEqual(['ok', 'ok', 'ok'])
    expect(await count('item')).toBe(0n)
  })

  test('an idle stream is rolled back and lets the next writer in', async () => {
    const begun = await post({ requests: [execute('BEGIN IMMEDIATE'), execute('INSERT INTO item VALUES (1)')] })
    const queued = timers.next(writeWaitMs)
    const waiting = client.execute('INSERT INTO item VALUES (2)')
    await queued
    expect(timers.expire(idleMs)).toBe(1)
    await waiting
    const { rows } = await client.execute('SELECT id FROM item')
    expect(rows.map((row) => row.id)).toEqual([2n])
    const late = await post({ baton: begun.json.baton, requests: [execute('COMMIT')] })
    expect(late).toMatchObject({ status: 400, json: { code: 'BATON_INVALID' } })
  })

  test('a baton serves once, and an unknown one not at all', async () => {
    const first = (await post({ requests: [execute('BEGIN')] })).json.baton
    const second = (await post({ baton: first, requests: [{ type: 'get_autocommit' }] })).json
    expect(second.results[0].response).toEqual({ type: 'get_autocommit', is_autocommit: false })
    expect(second.baton).toMatch(/^[\w-]{32}$/)
    expect(second.baton).not.toBe(first)
    for (const baton of [first, 'unknown', `${second.baton}x`]) {
      expect(await post({ baton, requests: [] })).toMatchObject({ status: 400, json: { code: 'BATON_INVALID' } })
    }
    const closed = await post({ baton: second.baton, requests: [{ type: 'close' }, execute('SELECT 1')] })
    expect(closed.json).toMatchObject({ baton: null, results: [{ type: 'ok' }, { error: { code: 'STREAM_CLOSED' } }] })
  })

  test('stored texts live as long as their stream', async () => {
    const stored = await post({
      requests: [
        { type: 'store_sql', sql_id: 7, sql: 'SELECT ? AS a' },
        { type: 'execute', stmt: { sql_id: 7, args: [{ type: 'text', value: 'x' }] } },
      ],
    })
    expect(stored.json.results[1].response.result.rows).toEqual([[{ type: 'text', value: 'x' }]])
    const closed = await post({
      baton: stored.json.baton,
      requests: [{ type: 'close_sql', sql_id: 7 }, { type: 'describe', sql_id: 7 }, { type: 'close' }],
    })
    expect(closed.json.results[1].error.code).toBe('SQL_NOT_FOUND')
  })

  test('a statement is described without running it', async () => {
    const describe = async (sql: string) =>
      (await post({ requests: [{ type: 'describe', sql }, { type: 'close' }] })).json.results[0].response.result
    expect(await describe('SELECT id AS "a:b", ?, :x, ?5 FROM item -- :no')).toEqual({
      params: [{ name: null }, { name: ':x' }, { name: null }, { name: null }, { name: '?5' }],
      cols: [
        { name: 'a:b', decltype: 'INTEGER' },
        { name: '?', decltype: null },
        { name: ':x', decltype: null },
        { name: '?5', decltype: null },
      ],
      is_explain: false,
      is_readonly: true,
    })
    expect(await describe('INSERT INTO item VALUES (1)')).toMatchObject({ cols: [], is_readonly: false })
    expect(await count('item')).toBe(0n)
  })
})

describe('writers and readers at once', () => {
  beforeEach(async () => {
    await client.batch(['CREATE TABLE item (id INTEGER PRIMARY KEY)', 'INSERT INTO item VALUES (1)'], 'write')
  })

  test('writers queue behind an open transaction and finish in order', async () => {
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO item VALUES (2)')
    const finished: string[] = []
    let queued = timers.next(writeWaitMs)
    const batch = client.batch(['INSERT INTO item VALUES (3)'], 'write').then(() => finished.push('batch'))
    await queued
    queued = timers.next(writeWaitMs)
    const single = client.execute('INSERT INTO item SELECT max(id) + 1 FROM item').then(() => finished.push('single'))
    await queued
    expect(await count('item')).toBe(1n)
    expect(finished).toEqual([])
    await transaction.commit()
    await Promise.all([batch, single])
    expect(await count('item')).toBe(4n)
    expect((await client.execute('SELECT max(id) AS id FROM item')).rows[0]?.id).toBe(4n)
  })

  test('a writer that waits too long is told the database is busy', async () => {
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO item VALUES (2)')
    const queued = timers.next(writeWaitMs)
    const waiting = expect(client.batch(['INSERT INTO item VALUES (3)'], 'write')).rejects.toMatchObject({
      code: 'SQLITE_BUSY',
    })
    await queued
    expect(timers.expire(writeWaitMs)).toBe(1)
    await waiting
    await transaction.commit()
    expect(await count('item')).toBe(2n)
  })

  test('a writer whose client has gone leaves the queue', async () => {
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO item VALUES (2)')
    const gone = new AbortController()
    const queued = timers.next(writeWaitMs)
    const request = fetch(`${database.url}/v2/pipeline`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ requests: [execute('INSERT INTO item VALUES (3)'), { type: 'close' }] }),
      signal: gone.signal,
    })
    await queued
    gone.abort()
    await expect(request).rejects.toThrow()
    await client.execute('SELECT 1')
    await transaction.commit()
    expect(await count('item')).toBe(2n)
  })

  test('a reader keeps its snapshot while others write', async () => {
    const reader = await client.transaction('read')
    const seen = async () => (await reader.execute('SELECT count(*) AS n FROM item')).rows[0]?.n
    expect(await seen()).toBe(1n)
    await client.batch(['INSERT INTO item VALUES (2)'], 'write')
    expect(await seen()).toBe(1n)
    await reader.commit()
    expect(await count('item')).toBe(2n)
  })

  test('an outdated snapshot cannot begin to write and keeps nobody waiting', async () => {
    const outdated = await client.transaction('deferred')
    await outdated.execute('SELECT * FROM item')
    await client.execute('INSERT INTO item VALUES (2)')
    await expect(outdated.execute('INSERT INTO item VALUES (3)')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await client.execute('INSERT INTO item VALUES (4)')
    await outdated.rollback()
    expect(await count('item')).toBe(3n)
  })

  test('a commit that fails on a foreign key leaves no old snapshot behind', async () => {
    await client.execute('CREATE TABLE part (item INTEGER REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)')
    await expect(client.batch(['INSERT INTO part VALUES (9)'], 'write')).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT',
    })
    const counting = execute('SELECT count(*) FROM part')
    const before = (await post({ requests: [counting] })).json
    await client.batch(['INSERT INTO item VALUES (9)', 'INSERT INTO part VALUES (9)'], 'write')
    const after = (await post({ baton: before.baton, requests: [counting, { type: 'close' }] })).json
    const counts = [before, after].map(({ results }) => results[0].response.result.rows[0][0].value)
    expect(counts).toEqual(['0', '1'])
  })

  test('fifty clients adding at once lose nothing', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () => client.batch(['INSERT INTO item SELECT max(id) + 1 FROM item'], 'write')),
    )
    expect((await client.execute('SELECT max(id) AS id FROM item')).rows[0]?.id).toBe(51n)
  })
})

describe('prepared statements', () => {
  test('a cached statement follows a migration made on another connection', async () => {
    await client.batch(['CREATE TABLE item (id INTEGER PRIMARY KEY)', 'INSERT INTO item VALUES (1)'], 'write')
    const open = await post({ requests: [execute('SELECT * FROM item')] })
    await client.execute('SELECT * FROM item')
    await client.migrate(["ALTER TABLE item ADD COLUMN name TEXT DEFAULT 'new'"])
    const again = await post({ baton: open.json.baton, requests: [execute('SELECT * FROM item'), { type: 'close' }] })
    expect(again.json.results[0].response.result).toMatchObject({
      cols: [{ name: 'id' }, { name: 'name', decltype: 'TEXT' }],
      rows: [[{ value: '1' }, { value: 'new' }]],
    })
    expect((await client.execute('SELECT * FROM item')).columns).toEqual(['id', 'name'])
  })

  test('columns seen inside a migration that is taken back are forgotten', async () => {
    await client.batch(['CREATE TABLE item (id INTEGER)', 'INSERT INTO item VALUES (1)'], 'write')
    const migration = await client.transaction('write')
    await migration.execute('ALTER TABLE item ADD COLUMN name TEXT')
    expect((await migration.execute('SELECT * FROM item')).columns).toEqual(['id', 'name'])
    expect((await client.execute('SELECT * FROM item')).columns).toEqual(['id'])
    await migration.rollback()
    const columns = await Promise.all(Array.from({ length: 4 }, () => client.execute('SELECT * FROM item')))
    expect(columns.map((result) => result.columns)).toEqual(Array(4).fill(['id']))
  })

  test('requests in a row share a connection, whose sqlite_stmt table tells the work of each statement', async () => {
    await client.batch(
      [
        'CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)',
        'INSERT INTO item SELECT value, value FROM json_each(json_array(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))',
      ],
      'write',
    )
    const work = async (sql: string) => {
      await client.execute(sql)
      const { rows } = await client.execute({ sql: 'SELECT nscan, run FROM sqlite_stmt WHERE sql = ?', args: [sql] })
      return rows[0]
    }
    expect(await work('SELECT * FROM item WHERE name = 5')).toMatchObject({ nscan: 9n, run: 1n })
    expect(await work('SELECT * FROM item WHERE id = 5')).toMatchObject({ nscan: 0n, run: 1n })
  })
})

describe('bad input', () => {
  test('a malformed body is refused with what is wrong', async () => {
    const bodies: unknown[] = [
      '{',
      'null',
      '[]',
      {},
      { requests: 'x' },
      { requests: [null] },
      { requests: [{ type: 'drop' }] },
      { requests: [{ type: 'execute' }] },
      { baton: 7, requests: [] },
      { requests: [execute('SELECT ?', { args: [true] })] },
      { requests: [execute('SELECT ?', { args: [{ type: 'integer', value: 1 }] })] },
      { requests: [execute('SELECT ?', { args: [{ type: 'integer', value: '9223372036854775808' }] })] },
      { requests: [execute('SELECT ?', { args: [{ type: 'float', value: true }] })] },
      { requests: [execute('SELECT ?', { args: [{ type: 'blob', base64: [] }] })] },
      {
        requests: [
          { type: 'batch', batch: { steps: [{ stmt: { sql: 'SELECT 1' }, condition: { type: 'ok', step: 0 } }] } },
        ],
      },
    ]
    for (const body of bodies) {
      expect(await post(body)).toMatchObject({ status: 400, json: { code: 'MALFORMED_REQUEST' } })
    }
    expect((await client.execute('SELECT 1 AS one')).rows[0]?.one).toBe(1n)
  })

  test('a body beyond 32 MiB is refused, announced or not', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const large = 'x'.repeat(32 * 1024 * 1024 + 1)
    expect(await post(large)).toMatchObject({ status: 413, json: { code: 'BODY_TOO_LARGE' } })
    const response = await fetch(`${database.url}/v2/pipeline`, {
      method: 'POST',
      headers,
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
  })

  test('wrong statements are refused and harm nothing', async () => {
    const codes: [string, string][] = [
      ['', 'SQL_NO_STATEMENT'],
      [' ; -- nothing', 'SQL_NO_STATEMENT'],
      ['SELECT 1; SELECT 2', 'SQL_MANY_STATEMENTS'],
      ['CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END; SELECT 3', 'SQL_MANY_STATEMENTS'],
      ['SELEC 1', 'SQL_INPUT_ERROR'],
      ["SELECT 'open", 'SQL_INPUT_ERROR'],
      ['SELECT 1\0', 'SQL_PARSE_ERROR'],
      ['SELECT ?99999', 'SQL_PARSE_ERROR'],
      ["ATTACH '/tmp/other.db' AS other", 'BLOCKED'],
      ['COMMIT', 'SQLITE_UNKNOWN'],
      ["SELECT json('x')", 'SQLITE_UNKNOWN'],
    ]
    for (const [sql, code] of codes) await expect(client.execute(sql), sql).rejects.toMatchObject({ code })
    expect((await client.execute("SELECT ';' AS a; -- end")).rows[0]?.a).toBe(';')
  })

  test('a script that fails inside its transaction leaves nothing open', async () => {
    await client.execute('CREATE TABLE item (id INTEGER PRIMARY KEY)')
    const script = 'BEGIN; INSERT INTO item VALUES (1); INSERT INTO item VALUES (1); COMMIT;'
    await expect(client.executeMultiple(script)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' })
    expect(await count('item')).toBe(0n)
    await client.execute('INSERT INTO item VALUES (1)')
    expect(await count('item')).toBe(1n)
  })
})

describe('the file', () => {
  test('closing leaves everything in one file', async () => {
    await client.batch(['CREATE TABLE item (id INTEGER)', 'INSERT INTO item VALUES (1)'], 'write')
    const open = await client.transaction('write')
    await open.execute('INSERT INTO item VALUES (2)')
    await database.close()
    expect(statSync(join(folder, 'shop.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0)
    database = await start()
    client = connect()
    expect(await count('item')).toBe(1n)
  })

  test('every acknowledged write survives kill -9, and no batch is there in part', { timeout: 30_000 }, async () => {
    const file = join(folder, 'killed.db')
    const started = await startProcess(file)
    const writer = connect(started.url)
    await writer.execute('CREATE TABLE half (pair INTEGER NOT NULL, side TEXT NOT NULL, PRIMARY KEY (pair, side))')
    const acknowledged: number[] = []
    let pair = 0
    const write = async () => {
      for (;;) {
        pair += 1
        const mine = pair
        await writer.batch(
          [`INSERT INTO half VALUES (${mine}, 'l')`, `INSERT INTO half VALUES (${mine}, 'r')`],
          'write',
        )
        acknowledged.push(mine)
        if (acknowledged.length === 150) started.process.kill('SIGKILL')
      }
    }
    const exited = once(started.process, 'exit')
    const writers = await Promise.allSettled([write(), write(), write(), write()])
    expect(await exited).toEqual([null, 'SIGKILL'])
    expect(writers.every((result) => result.status === 'rejected')).toBe(true)

    const restarted = await startProcess(file)
    try {
      const reader = connect(restarted.url)
      const { rows } = await reader.execute('SELECT pair, count(*) AS sides FROM half GROUP BY pair')
      expect(rows.filter((row) => row.sides !== 2n)).toEqual([])
      const present = new Set(rows.map((row) => Number(row.pair)))
      expect(acknowledged.filter((mine) => !present.has(mine))).toEqual([])
      expect(acknowledged.length).toBeGreaterThanOrEqual(150)
      expect((await reader.execute('PRAGMA integrity_check')).rows[0]?.integrity_check).toBe('ok')
      expect((await reader.execute('PRAGMA synchronous')).rows[0]?.synchronous).toBe(2n)
      expect((await reader.execute('PRAGMA journal_mode')).rows[0]?.journal_mode).toBe('wal')
    } finally {
      const ended = once(restarted.process, 'exit')
      restarted.process.kill('SIGKILL')
      await ended
    }
  })
})

async function startProcess(file: string): Promise<{ process: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('../support/local-database-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, file, token], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const url of createInterface({ input: child.stdout })) return { process: child, url }
  throw new Error('The database process ended before it was ready')
}
