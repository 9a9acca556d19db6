/** Text in the database that is no UTF-8, as a failing disk leaves it: the engine ends the process that reads it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Engine from 'libsql'
import { afterEach, describe, expect, test } from 'vitest'
import { findDamage } from '../../db/local/damage.ts'
import { reachDatabase } from '../../worker/host/data-dir.ts'
import { ownServer } from '../attack/hosts.ts'
import { endServers, HOST, startServer } from '../support/own-server.ts'
import { PASSWORD } from '../support/worker.ts'

/** Several starts one after the other. */
const LONG = 180_000
const ADMIN = resolve(import.meta.dirname, '../../worker/host/admin.ts')

afterEach(endServers)

const admin = (dir: string, command: string): Promise<{ code: number; err: string }> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env.PATH, DATA_DIR: dir } }
    execFile(process.execPath, [ADMIN, ...command.split(' ')], options, (error, _out, err) =>
      done({ code: error ? Number(error.code) : 0, err }),
    )
  })

/** A server whose shop cannot be read by name, stopped in order; the disk forgot while nothing ran. */
async function damaged() {
  const made = await ownServer()
  made.server.child.kill('SIGTERM')
  await made.server.ended
  const engine = new Engine(join(made.dir, 'data/regulars.db'))
  engine.exec(`UPDATE shops SET name = CAST(x'e5b1b1ff' AS TEXT)`)
  engine.close()
  return made
}
const own = { origin: `https://${HOST}`, 'x-regulars': '1', 'content-type': 'application/json' }

describe('text that is no UTF-8', { timeout: LONG }, () => {
  test('ends the server once; started again it says where, goes on serving pages, and ends no more', async () => {
    const { dir, victim } = await damaged()
    const first = await startServer(dir)
    await expect(first.ask('/api/session', { headers: victim.headers })).rejects.toThrow()
    expect(await first.ended).not.toBe(0)

    for (let starts = 0; starts < 2; starts++) {
      const again = await startServer(dir)
      expect(again.said()).toMatch(/The database in \S+ is damaged.* shops, row 1\..*admin -- backup/)
      const codeOf = async (path: string, options = {}) => {
        const { status, text } = await again.ask(path, options)
        return [status, JSON.parse(text).code]
      }
      expect(await codeOf('/api/health')).toEqual([503, 'storage_damaged'])
      expect(await codeOf('/api/session', { headers: victim.headers })).toEqual([503, 'storage_damaged'])
      const replay = { method: 'POST', headers: { ...victim.headers, ...own }, body: '{"asOf":"2026-01-01"}' }
      expect(await codeOf('/api/replay', replay)).toEqual([503, 'storage_damaged'])
      expect((await again.ask('/')).text).toContain('<title>app</title>')
      again.child.kill('SIGTERM')
      expect(await again.ended).toBe(0)
    }
  })

  test('is named by a backup, beside the server and without it, which keeps all the rest', async () => {
    const { dir, victim } = await damaged()
    const data = join(dir, 'data')
    const alone = await admin(data, `backup --to ${join(dir, 'alone.tar.gz')}`)
    expect(alone).toEqual({ code: 1, err: expect.stringMatching(/damaged.* shops, row 1\./) })
    const first = await startServer(dir)
    await first.ask('/api/session', { headers: victim.headers }).catch(() => {})
    await first.ended
    // Made while nobody has looked yet: the next start looks all the same.
    expect((await admin(data, `backup --to ${join(dir, 'between.tar.gz')}`)).code).toBe(1)
    await expect(reachDatabase(data)).rejects.toThrow(/damaged.* shops, row 1\./)
    const again = await startServer(dir)
    expect(again.said()).toContain('is damaged')
    expect((await admin(data, `backup --to ${join(dir, 'beside.tar.gz')}`)).code).toBe(1)

    const restored = join(dir, 'restored')
    const put = await admin(restored, `restore --from ${join(dir, 'beside.tar.gz')} --instead-of ${data}`)
    expect(put).toEqual({ code: 0, err: expect.stringContaining('cannot tell who: it is damaged') })
    const sound = await startServer(dir, { DATA_DIR: restored })
    const body = JSON.stringify({ email: 'owner@example.test', password: PASSWORD })
    const entered = await sound.ask('/api/session/sign-in', { method: 'POST', headers: own, body })
    expect(entered.status).toBe(200)
    const cookie = (entered.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ')
    expect((await sound.ask('/api/session', { headers: { cookie } })).text).toContain('山�')
  })

  test('is found in a table and in an index that keeps a copy of it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'regulars-'))
    try {
      const file = join(dir, 'some.db')
      const engine = new Engine(file)
      engine.exec(`CREATE TABLE things (shopId TEXT, word TEXT, bytes BLOB);
        CREATE INDEX thingsByWord ON things (word) WHERE word IS NOT NULL;
        INSERT INTO things VALUES ('a', 'plain', x'ff'), ('a', 'needle in hay', NULL), ('b', NULL, NULL)`)
      engine.close()
      expect(findDamage(file)).toEqual([])
      const whole = readFileSync(file)
      const places: number[] = []
      for (let at = whole.indexOf('needle'); at >= 0; at = whole.indexOf('needle', at + 1)) places.push(at)
      const found = places.map((at) => {
        const broken = Buffer.from(whole)
        broken[at] = 0xff
        writeFileSync(file, broken)
        return findDamage(file)
      })
      expect(found.sort()).toEqual([['an index of things'], ['things, row 2']])
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
