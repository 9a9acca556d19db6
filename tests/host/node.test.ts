import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startBackground } from '../../worker/host/node/background.ts'
import {
  certificateIn,
  endServers,
  HOST,
  type OwnServer,
  pagesIn,
  startServer,
  temporaryDir,
  until,
} from '../support/own-server.ts'

const HEADERS = readFileSync(resolve(import.meta.dirname, '../../web/public/_headers'), 'utf8')

let dir: string
beforeEach(() => {
  dir = temporaryDir()
  pagesIn(dir, HEADERS)
})
afterEach(async () => {
  await endServers()
  rmSync(dir, { recursive: true, force: true })
})

const SIGN_UP = {
  ...{ shop: '山间茶铺', name: '阿青', email: 'qing@example.test', password: 'correct horse 电池' },
  ...{ currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' },
}
const own = (method: string, body: unknown, cookie = '') => ({
  method,
  headers: { 'content-type': 'application/json', origin: `https://${HOST}`, 'x-regulars': '1', cookie },
  body: JSON.stringify(body),
})
async function signUp(server: OwnServer): Promise<string> {
  const answer = await server.ask('/api/session/sign-up', own('POST', SIGN_UP))
  expect(answer.status).toBe(201)
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}
/** What a server leaves behind that did not end in order. */
const unclosed = () => ({
  address: existsSync(join(dir, 'data', 'database.json')),
  wal: statSync(join(dir, 'data', 'regulars.db-wal'), { throwIfNoEntry: false })?.size ?? 0,
})

describe('the own server', () => {
  test('serves app, pages and buyers at its own address only', async () => {
    const server = await startServer(dir)
    expect((await server.ask('/api/health')).text).toContain('"ok":true')
    const cookie = await signUp(server)
    expect((await server.ask('/api/session', { headers: { cookie } })).text).toContain('山间茶铺')
    for (const host of ['localhost', '127.0.0.1', `${HOST}.evil.test`, `evil.${HOST}`, `${HOST}:8443`, ''])
      expect([host, (await server.ask('/api/health', { headers: { host } })).status]).toEqual([host, 421])
    expect((await server.ask('/api/health', { headers: { host: `${HOST.toUpperCase()}:443` } })).status).toBe(200)
    expect((await server.ask('/api/health')).headers['strict-transport-security']).toMatch(/max-age=\d{8}/)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends cleanly at %s', async (signal) => {
    const server = await startServer(dir)
    await signUp(server)
    server.child.kill(signal)
    expect(await server.ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
  })

  test('finishes what runs before it ends', async () => {
    const server = await startServer(dir)
    const body = JSON.stringify(SIGN_UP)
    const head = [
      ...['POST /api/session/sign-up HTTP/1.1', `Host: ${HOST}`, `Origin: https://${HOST}`, 'X-Regulars: 1'],
      ...['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, 'Expect: 100-continue'],
    ].join('\r\n')
    const socket = connect(server.port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      // It has been let in: from now on it runs.
      if (heard === '') server.child.kill('SIGTERM')
      heard += chunk
    })
    socket.write(`${head}\r\n\r\n`)
    await until(() => heard.includes('100 Continue') && refused(server.port))
    socket.write(body)
    await once(socket, 'close')
    expect(heard).toContain('201 Created')
    expect(await server.ended).toBe(0)
  })

  test('what was answered survives kill -9, and nothing is left running', async () => {
    const first = await startServer(dir)
    const cookie = await signUp(first)
    first.child.kill('SIGKILL')
    await first.ended
    const second = await startServer(dir)
    expect((await second.ask('/api/session', { headers: { cookie } })).text).toContain('山间茶铺')
  })

  test('a second start is refused in one sentence before anything is built, and harms nobody', async () => {
    const first = await startServer(dir)
    const second = await startServer(dir, { BUILT: join(dir, 'built') })
    expect(await second.ended).toBe(1)
    expect(second.said().trim()).toBe(
      'Regulars already runs with this DATA_DIR: stop it first, or name another folder.',
    )
    expect(existsSync(join(dir, 'built'))).toBe(false)
    expect((await first.ask('/api/health')).status).toBe(200)
    expect(unclosed().address).toBe(true)
  })

  test('a port in use is said in one sentence', async () => {
    const first = await startServer(dir)
    const second = await startServer(dir, { PORT: String(first.port), DATA_DIR: join(dir, 'other') })
    expect(await second.ended).toBe(1)
    expect(second.said().trim()).toBe(`Port ${first.port} is in use: choose another with PORT.`)
  })

  test('without an address people use says what to set, and touches nothing', async () => {
    const server = await startServer(dir, { PUBLIC_URL: '' })
    expect(await server.ended).toBe(1)
    expect(server.said().trim()).toBe(
      'Set PUBLIC_URL to the https address people use, for example https://crm.example.com.',
    )
    expect(existsSync(join(dir, 'data'))).toBe(false)
  })

  test('its folder is for this user only, whatever was there before', async () => {
    mkdirSync(join(dir, 'data', 'files', 'old'), { recursive: true })
    writeFileSync(join(dir, 'data', 'files', 'old', 'photo'), 'x')
    writeFileSync(join(dir, 'data', 'regulars.db'), '')
    for (const path of ['', 'files', 'files/old']) chmodSync(join(dir, 'data', path), 0o777)
    for (const path of ['files/old/photo', 'regulars.db']) chmodSync(join(dir, 'data', path), 0o666)
    await startServer(dir)
    const open = readdirSync(join(dir, 'data'), { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .concat(join(dir, 'data'))
      .filter((path) => (statSync(path).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })

  test('speaks TLS itself', async () => {
    const { cert, key } = certificateIn(dir)
    const server = await startServer(dir, { TLS_CERT: cert, TLS_KEY: key })
    expect((await server.ask('/api/health')).status).toBe(200)
    expect(await server.raw(`GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`)).not.toContain('200')
  })
})

describe('a part that dies', () => {
  test('is told of with its reason, and whoever waited for it hears of it', async () => {
    const { port1 } = new MessageChannel()
    const config = {
      databaseFile: join(dir, 'no', 'such.db'),
      files: dir,
      publicUrl: `https://${HOST}`,
      signUp: 'open' as const,
      vapid: null,
    }
    const { promise, resolve: died } = Promise.withResolvers<string>()
    const background = startBackground({ config, port: port1 }, died)
    await expect(background.handle(new Request(`https://${HOST}/api/health`), '192.0.2.1')).rejects.toThrow('failed')
    expect(await promise).toContain('the background thread failed')
    await background.close(0)
  })

  test('ends the whole, and no process of it is left', async () => {
    const server = await startServer(dir)
    const { url, token } = JSON.parse(readFileSync(join(dir, 'data', 'database.json'), 'utf8'))
    // The engine ends its process on text that is no UTF-8.
    const stmt = { sql: `SELECT CAST(x'ff' AS TEXT)`, want_rows: true }
    await fetch(`${url}/v2/pipeline`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ requests: [{ type: 'execute', stmt }] }),
    }).catch(() => {})
    expect(await server.ended).not.toBe(0)
    expect(existsSync(`/proc/${server.pid}`)).toBe(false)
  })
})

/** Whether nobody is let in any more. */
const refused = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => done(false))
    socket.once('error', () => done(true))
    socket.once('close', () => socket.destroy())
    socket.once('connect', () => socket.destroy())
  })
