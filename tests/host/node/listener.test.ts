import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { ServerOptions } from 'node:http'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Handle, type Listener, listen } from '../../../worker/host/node/listener.ts'
import { trustedProxies } from '../../../worker/host/node/place.ts'
import type { Settings } from '../../../worker/host/node/settings.ts'
import { certificateIn, freePort, HOST, temporaryDir, until } from '../../support/own-server.ts'

const MB = 1024 * 1024

const listeners: Listener[] = []
const sockets: Socket[] = []
const folders: string[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const listener of listeners.splice(0)) await listener.close(0)
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The listener alone, behind a proxy on this machine that says where callers are. */
async function opened(
  handle: Handle,
  {
    limits = {},
    host = '127.0.0.1',
    tls = null,
  }: { limits?: ServerOptions; host?: string; tls?: Settings['tls'] } = {},
): Promise<number> {
  const port = await freePort()
  const settings: Settings = {
    ...{ publicUrl: `https://${HOST}`, port, host, dir: '', tls, signUp: 'open' },
    ...{ trusted: trustedProxies('127.0.0.1'), trustsProxies: true },
  }
  listeners.push(await listen(settings, handle, limits))
  return port
}

interface Caller {
  /** Resolves with all that came once it has this much, or once the host has closed. */
  hears(what: RegExp): Promise<string>
  closed: Promise<string>
  say(bytes: string | Buffer): Promise<void>
  leave(): Promise<unknown>
  isOver(): boolean
}

function call(port: number, address = '127.0.0.1', from?: string): Caller {
  const socket = connect({ port, host: address, ...(from ? { localAddress: from } : {}) })
  sockets.push(socket)
  let heard = ''
  socket.setEncoding('latin1')
  socket.on('data', (part) => {
    heard += part
  })
  socket.on('error', () => {})
  const closed = new Promise<string>((done) => socket.once('close', () => done(heard)))
  return {
    closed,
    isOver: () => socket.destroyed,
    leave() {
      socket.destroy()
      return closed
    },
    hears: (what) =>
      Promise.race([
        closed,
        new Promise<string>((done) => {
          const look = () => what.test(heard) && done(heard)
          look()
          socket.on('data', look)
        }),
      ]),
    say: (bytes) => new Promise((sent) => socket.write(bytes, () => sent())),
  }
}

const post = (place: string, length: number) =>
  `POST /api/x HTTP/1.1\r\nHost: ${HOST}\r\nX-Forwarded-For: ${place}\r\nContent-Length: ${length}\r\n\r\n`
const get = (place: string) => `GET /api/x HTTP/1.1\r\nHost: ${HOST}\r\nX-Forwarded-For: ${place}\r\n\r\n`

/** Reads the whole body and answers its length. */
const weighing: Handle = async (request) => new Response(String((await request.arrayBuffer()).byteLength))

/** The same, but answers only once it is let. */
function holding() {
  const { promise: open, resolve: letGo } = Promise.withResolvers<void>()
  let held = 0
  const { promise: full, resolve: isFull } = Promise.withResolvers<void>()
  const handle =
    (most: number): Handle =>
    async (request) => {
      const { byteLength } = await request.arrayBuffer()
      if (++held === most) isFull()
      await open
      return new Response(String(byteLength))
    }
  return { handle, letGo, full }
}

describe('slow callers', () => {
  test('twenty of one place, each with a large body announced, keep nobody from being answered', async () => {
    const port = await opened(weighing)
    for (let n = 0; n < 20; n++) await call(port).say(`${post('198.51.100.1', 4 * MB)}x`)
    for (const place of ['198.51.100.1', '198.51.100.2']) {
      const caller = call(port)
      await caller.say(`${post(place, 5)}hello`)
      expect(await caller.hears(/\r\n\r\n5$/)).toContain('200 OK')
    }
  })

  test('with chunks that never end hold no more than they sent', async () => {
    const port = await opened(weighing)
    const head = `POST /api/x HTTP/1.1\r\nHost: ${HOST}\r\nX-Forwarded-For: 198.51.100.1\r\nTransfer-Encoding: chunked\r\n\r\n`
    for (let n = 0; n < 20; n++) await call(port).say(`${head}fffff\r\nx`)
    const caller = call(port)
    await caller.say(`${post('198.51.100.1', 5)}hello`)
    expect(await caller.hears(/\r\n\r\n5$/)).toContain('200 OK')
  })

  test.each([
    ['headers that do not end', `GET / HTTP/1.1\r\nHost: ${HOST}\r\nX: `],
    ['a body that does not end', `${post('198.51.100.1', 100)}x`],
    ['nothing but a beginning', 'GE'],
  ])('with %s are told so and ended', async (_what, bytes) => {
    const limits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 }
    const caller = call(await opened(weighing, { limits }))
    await caller.say(bytes)
    expect(await caller.closed).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('bodies', () => {
  test('of one place are kept up to a bound; what is more is refused, others go on, and all room comes back', async () => {
    const { handle, letGo, full } = holding()
    const port = await opened(handle(8))
    const body = Buffer.alloc(4 * MB, 'x')
    const held = Array.from({ length: 8 }, () => call(port))
    for (const caller of held) await caller.say(post('198.51.100.1', body.length)).then(() => caller.say(body))
    await full
    const refused = call(port)
    await refused.say(post('198.51.100.1', 100))
    await refused.say('x'.repeat(100))
    expect(await refused.closed).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 2/i)
    expect(problemIn(await refused.closed)).toMatchObject({ status: 503, code: 'overloaded' })
    letGo()
    for (const caller of held) expect(await caller.hears(/\r\n\r\n4194304$/)).toContain('200 OK')
    const after = Array.from({ length: 8 }, () => call(port))
    for (const caller of after) await caller.say(post('198.51.100.1', body.length)).then(() => caller.say(body))
    for (const caller of after) expect(await caller.hears(/\r\n\r\n4194304$/)).toContain('200 OK')
  })

  test('of which a part was refused never reach the app as if they were whole', async () => {
    const { handle, letGo, full } = holding()
    const held = handle(8)
    const read: number[] = []
    const port = await opened(async (request, place) => {
      if (!request.url.endsWith('/late')) return held(request, place)
      const { byteLength } = await request.arrayBuffer()
      read.push(byteLength)
      return new Response(null)
    })
    const body = Buffer.alloc(4 * MB - 1, 'x')
    const callers = Array.from({ length: 8 }, () => call(port))
    for (const caller of callers) await caller.say(post('198.51.100.1', body.length)).then(() => caller.say(body))
    await full
    const late = call(port)
    await late.say(post('198.51.100.1', 12).replace('/api/x', '/api/late'))
    await late.say('8 bytes!')
    await late.say('and4')
    expect(await late.closed).toContain(' 503 ')
    letGo()
    for (const caller of callers) await caller.hears(/\r\n\r\n4194303$/)
    expect(read).toEqual([])
  })
})

describe('one place', () => {
  test('has so many requests at work at once and no more, while others are answered', async () => {
    const { handle, letGo, full } = holding()
    const held = handle(200)
    const port = await opened((request, place) =>
      place === '198.51.100.1' ? held(request, place) : new Response('other'),
    )
    const callers = Array.from({ length: 200 }, () => call(port))
    for (const caller of callers) await caller.say(get('198.51.100.1'))
    await full
    const more = call(port)
    await more.say(get('198.51.100.1'))
    expect(await more.closed).toMatch(/^HTTP\/1\.1 503 /)
    expect(problemIn(await more.closed)).toMatchObject({ status: 503, code: 'overloaded' })
    const other = call(port)
    await other.say(get('198.51.100.2'))
    expect(await other.hears(/other$/)).toContain('200 OK')
    letGo()
    for (const caller of callers) expect(await caller.hears(/\r\n\r\n0$/)).toContain('200 OK')
  })

  const [own] = Object.values(networkInterfaces())
    .flat()
    .filter((each) => each?.family === 'IPv4' && !each.internal)
  if (!own) console.info('this machine has no address beside loopback: connections of one place are not tried')
  test.skipIf(!own)('holds some of the connections; who comes from elsewhere finds one', async () => {
    const dir = temporaryDir()
    folders.push(dir)
    const tls = certificateIn(dir)
    const port = await opened(() => new Response('ok'), { host: '0.0.0.0', tls })
    const address = own?.address ?? ''
    const held = Array.from({ length: 200 }, () => call(port, address, address))
    expect(await call(port, address, address).closed).toBe('')
    const elsewhere = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    sockets.push(elsewhere)
    elsewhere.write(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`)
    expect(String(Buffer.concat(await elsewhere.toArray()))).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/)
    expect(held.filter(({ isOver }) => isOver()).length).toBe(0)
    // One that goes makes room for another.
    await held[0]?.leave()
    await until(async () => !(await endsAtOnce(address, port)))
  })
})

/** Whether the host closes a connection before anything is said. */
async function endsAtOnce(address: string, port: number): Promise<boolean> {
  const socket = connectTls({
    socket: connect({ port, host: address, localAddress: address }),
    rejectUnauthorized: false,
  })
  socket.on('error', () => {})
  sockets.push(socket)
  return Promise.race([
    once(socket, 'secureConnect').then(
      () => false,
      () => true,
    ),
    once(socket, 'close').then(() => true),
  ])
}

/** The problem document in what was heard, which says what it is and of which length. */
function problemIn(heard: string): unknown {
  const [head = '', body = ''] = heard.split(/\r\n\r\n(.*)/s)
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(head).toMatch(/^cache-control: no-store$/im)
  expect(head).toMatch(/^strict-transport-security: max-age=\d{8}$/im)
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  return JSON.parse(length === undefined ? (body.split('\r\n')[1] ?? '') : body.slice(0, Number(length)))
}

describe('a request that is not for us', () => {
  test.each([
    ['an absolute address', `GET http://${HOST}/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
    ['an absolute address elsewhere', `GET https://evil.test/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
    ['an address without a slash', `GET api/x HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400],
    ['Host twice, ours first', `GET / HTTP/1.1\r\nHost: ${HOST}\r\nHost: evil.test\r\n\r\n`, 400],
    ['Host twice, ours last', `GET / HTTP/1.1\r\nHost: evil.test\r\nhost: ${HOST}\r\n\r\n`, 400],
    ['Host twice, both ours', `GET / HTTP/1.1\r\nHost: ${HOST}\r\nHOST: ${HOST}\r\n\r\n`, 400],
    ['another host', 'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n', 421],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['no host, as before there was one', 'GET / HTTP/1.0\r\n\r\n', 400],
    ['an empty host', 'GET / HTTP/1.1\r\nHost: \r\n\r\n', 421],
  ])('%s is refused before the app hears of it', async (_what, bytes, status) => {
    let reached = 0
    const port = await opened(() => {
      reached++
      return new Response('the app')
    })
    const caller = call(port)
    await caller.say(bytes)
    expect(await caller.closed).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(problemIn(await caller.closed)).toMatchObject({
      status,
      code: status === 400 ? 'bad_request' : 'wrong_host',
    })
    expect(reached).toBe(0)
  })

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'bad_request'],
    ['a path that is none', `GET /a b HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 400, 'bad_request'],
    [
      'two lengths',
      `POST /api/push HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      400,
      'bad_request',
    ],
    [
      'a chunk with an extension without end',
      `POST /api/push HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
      400,
      'bad_request',
    ],
    [
      'an expectation that is none of ours',
      `POST /api/push HTTP/1.1\r\nHost: ${HOST}\r\nExpect: a miracle\r\nContent-Length: 1\r\n\r\n`,
      417,
      'bad_request',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s is answered with a problem document', async (_what, bytes, status, code) => {
    const caller = call(await opened(() => new Response('the app')))
    await caller.say(bytes)
    expect(problemIn(await caller.closed)).toMatchObject({ type: `urn:regulars:${code}`, status, code })
  })

  test('what follows an answer that has begun is cut off, and nothing is written into that', async () => {
    const { promise: letGo, resolve } = Promise.withResolvers<void>()
    const port = await opened(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('begun'))
              await letGo
              controller.close()
            },
          }),
        ),
    )
    const caller = call(port)
    await caller.say(get('198.51.100.1'))
    await caller.hears(/begun/)
    await caller.say('hello\r\n\r\n')
    expect(await caller.closed).not.toContain('400')
    resolve()
  })

  test('headers that do not come to an end in time are answered with a problem document', async () => {
    const port = await opened(() => new Response('the app'), {
      limits: { headersTimeout: 200, requestTimeout: 200, connectionsCheckingInterval: 50 },
    })
    const caller = call(port)
    await caller.say(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-A: `)
    expect(problemIn(await caller.closed)).toMatchObject({ status: 408, code: 'too_slow' })
  })
})

test('a caller who goes away in the middle is no fault of ours', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { promise: read, resolve: isOver } = Promise.withResolvers<unknown>()
  const port = await opened((request) => {
    const body = request.arrayBuffer()
    body.catch(() => {}).finally(() => isOver(null))
    return body.then(() => new Response())
  })
  const caller = call(port)
  await caller.say(`${post('198.51.100.1', 5)}he`)
  await caller.leave()
  await read
  const another = call(port)
  await another.say(get('198.51.100.1'))
  await another.hears(/200 OK/)
  expect(said.mock.calls).toEqual([])
})

test('a caller who goes away before the answer leaves nothing behind', async () => {
  const { handle, letGo, full } = holding()
  const port = await opened(handle(1))
  const gone = connect(port, '127.0.0.1')
  gone.write(`${post('198.51.100.1', 5)}hello`)
  await full
  gone.destroy()
  await once(gone, 'close')
  letGo()
  const caller = call(port)
  await caller.say(`${post('198.51.100.1', 5)}hello`)
  expect(await caller.hears(/\r\n\r\n5$/)).toContain('200 OK')
})
