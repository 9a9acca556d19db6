/** What the background thread meets, health tells, which answers in another. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Engine from 'libsql'
import { afterAll, expect, test } from 'vitest'
import { ownServer } from '../../attack/hosts.ts'
import { endServers, HOST, startServer } from '../../support/own-server.ts'

const PAGE = 4096

afterAll(endServers)

test('a damaged page that only a recompute reads is told of by health', async () => {
  const { dir, server, victim } = await ownServer()
  server.child.kill('SIGTERM')
  await server.ended
  const file = join(dir, 'data/regulars.db')
  const engine = new Engine(file)
  const pages = engine
    .prepare(`SELECT rootpage FROM sqlite_schema WHERE tbl_name IN ('orders', 'histories') AND rootpage > 0`)
    .all() as { rootpage: number }[]
  engine.close()
  const handle = openSync(file, 'r+')
  for (const { rootpage } of pages) writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (rootpage - 1) * PAGE)
  closeSync(handle)

  const again = await startServer(dir)
  expect((await again.ask('/api/health')).status).toBe(200)
  const replay = await again.ask('/api/replay', {
    method: 'POST',
    headers: { ...victim.headers, origin: `https://${HOST}`, 'x-regulars': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ asOf: '2026-01-01' }),
  })
  expect([replay.status, JSON.parse(replay.text).code]).toEqual([503, 'storage_damaged'])
  const health = await again.ask('/api/health')
  expect([health.status, JSON.parse(health.text).code]).toEqual([503, 'storage_damaged'])
})
