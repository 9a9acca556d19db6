/** A server that is started while its disk is full: what is there can be read, and it says what is the matter. */
import { execFile, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import Engine from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { builtServer } from '../../worker/host/build.ts'
import type { Built } from '../../worker/host/node/command.ts'
import { trustedProxies } from '../../worker/host/node/place.ts'
import {
  endServers,
  freePort,
  HOST,
  type OwnServer,
  pagesIn,
  startServer,
  temporaryDir,
} from '../support/own-server.ts'

const ADMIN = resolve(import.meta.dirname, '../../worker/host/admin.ts')

/** Several starts one after the other. */
const LONG = 180_000

let dir: string
let small: string
let mounted: boolean
beforeEach(() => {
  dir = temporaryDir()
  pagesIn(dir, '')
  small = temporaryDir()
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status === 0
})
afterEach(async () => {
  await endServers()
  if (mounted) spawnSync('umount', ['-l', small])
  for (const folder of [dir, small]) rmSync(folder, { recursive: true, force: true })
})

const data = () => join(small, 'data')
const serve = (env: Record<string, string> = {}) => startServer(dir, { DATA_DIR: data(), ...env })
/** To the last block. */
function fill(): void {
  const { bavail, bsize } = statfsSync(small)
  appendFileSync(join(small, 'filler'), new Uint8Array(bavail * bsize))
  expect(statfsSync(small).bavail).toBe(0)
}
const makeRoom = () => rmSync(join(small, 'filler'))

async function signUp(server: OwnServer): Promise<string> {
  const answer = await server.ask('/api/session/sign-up', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `https://${HOST}`, 'x-regulars': '1' },
    body: JSON.stringify({
      ...{ shop: '山间茶铺', name: '阿青', email: 'qing@example.test', password: 'correct horse 电池' },
      ...{ currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' },
    }),
  })
  expect(answer.status).toBe(201)
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

async function readsOnly(server: OwnServer, cookie: string): Promise<void> {
  expect(server.child.exitCode, server.said()).toBeNull()
  expect((await server.ask('/api/session', { headers: { cookie } })).text).toContain('山间茶铺')
  const pull = await server.ask('/api/pull?client=0199a000-0000-7000-8000-000000000001', { headers: { cookie } })
  expect([pull.status, pull.text.includes('山间茶铺')]).toEqual([200, true])
  const health = await server.ask('/api/health')
  expect([health.status, JSON.parse(health.text).code]).toEqual([503, 'storage_full'])
}

const admin = (...command: string[]): Promise<{ code: number; err: string }> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env.PATH, DATA_DIR: data() } }
    execFile(process.execPath, [ADMIN, ...command], options, (error, _out, err) =>
      done({ code: error ? Number(error.code) : 0, err }),
    )
  })

describe('started on a full disk', { timeout: LONG }, () => {
  test.for(['SIGTERM', 'SIGKILL'] as const)('after %s a server answers reads and says so', async (signal, { skip }) => {
    if (!mounted) skip('a small disk can be mounted by root only')
    const first = await serve()
    const cookie = await signUp(first)
    first.child.kill(signal)
    await first.ended
    fill()
    const second = await serve()
    await readsOnly(second, cookie)
    makeRoom()
    expect((await second.ask('/api/health')).status).toBe(200)
  })

  test('a backup is made to another disk, beside the server and without it', async ({ skip }) => {
    if (!mounted) skip('a small disk can be mounted by root only')
    const first = await serve()
    await signUp(first)
    first.child.kill('SIGTERM')
    await first.ended
    fill()
    expect(await admin('backup', '--to', join(dir, 'alone.tar.gz'))).toMatchObject({ code: 0 })
    await serve()
    expect(await admin('backup', '--to', join(dir, 'beside.tar.gz'))).toMatchObject({ code: 0 })
    // Where it does not fit is what is said to be full.
    fill()
    const there = await admin('backup', '--to', join(small, 'here.tar.gz'))
    expect(there).toEqual({
      code: 1,
      err: expect.stringContaining(`There is no room left on the disk of ${small}: free some, then try again.`),
    })
  })

  test('without room for its address it says so, and leaves it once there is', async ({ skip }) => {
    if (!mounted) skip('a small disk can be mounted by root only')
    const first = await serve()
    await signUp(first)
    first.child.kill('SIGKILL')
    await first.ended
    rmSync(join(data(), 'database.json'))
    fill()
    const second = await serve()
    expect(second.said()).toMatch(/There is no room left on the disk of \S+: what is there can be read/)
    const refused = await admin('backup', '--to', join(dir, 'all.tar.gz'))
    expect(refused).toEqual({ code: 1, err: expect.stringMatching(/cannot be reached.*free some room/) })
    second.child.kill('SIGKILL')
    await second.ended

    const built = (await import(pathToFileURL(join(await builtServer(), 'index.js')).href)) as Pick<Built, 'start'>
    const server = await built.start(
      {
        ...{ publicUrl: `https://${HOST}`, port: await freePort(), host: '127.0.0.1', dir: data(), tls: null },
        ...{ signUp: 'open', trusted: trustedProxies(''), trustsProxies: false },
      },
      join(dir, 'pages'),
    )
    try {
      expect(existsSync(join(data(), 'database.json'))).toBe(false)
      makeRoom()
      await server.tick()
      expect(JSON.parse(readFileSync(join(data(), 'database.json'), 'utf8'))).toMatchObject(server.database)
    } finally {
      await server.close()
    }
  })

  test('a server nobody can sign in to yet, and that cannot write, starts without its first owner’s link', async () => {
    const first = await startServer(dir, { SIGN_UP: 'first' })
    first.child.kill('SIGTERM')
    await first.ended
    const other = new Engine(join(dir, 'data', 'regulars.db'))
    other.exec('BEGIN IMMEDIATE')
    try {
      const second = await startServer(dir, { SIGN_UP: 'first' })
      expect(second.child.exitCode, second.said()).toBeNull()
      expect(second.said()).toMatch(/could not be made \(unavailable\).*npm run admin -- owner invite/)
    } finally {
      other.close()
    }
  })

  test('a server that has nothing yet says that there is no room', async ({ skip }) => {
    if (!mounted) skip('a small disk can be mounted by root only')
    fill()
    const server = await serve()
    expect(await server.ended).toBe(1)
    expect(server.said().trim()).toBe(`There is no room left on the disk of ${data()}: free some, then try again.`)
  })
})
