/**
 * The local libSQL server: the embedded engine behind the HTTP protocol production speaks (Hrana, JSON encoding), so
 * the application is the same in both places. It alone owns the database file.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, resolve } from 'node:path'
import { Writer } from './embedded/writer.ts'
import { Connection, ConnectionPool } from './local/connection.ts'
import { ProtocolError, StatementError } from './local/errors.ts'
import { decodePipeline, encodeError } from './local/hrana.ts'
import { claim } from './local/owner.ts'
import { keepRoom, useRoom } from './local/room.ts'
import { Streams } from './local/streams.ts'
import { type Schedule, WriteLock } from './local/write-lock.ts'

const largestBody = 32 * 1024 * 1024
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost'])

export interface LocalDatabaseOptions {
  /** Path of the database file, created with its folder if missing, made readable by this user only. */
  file: string
  /** Bearer token every request must carry. */
  token: string
  /** 0, the default, takes a free port. */
  port?: number
  /** A loopback address; the default is 127.0.0.1. */
  host?: string
  /** A stream without requests for this long is rolled back and closed; milliseconds, default 10,000. */
  idleMs?: number
  /** A write waits this long for other writers before SQLITE_BUSY; milliseconds, default 15,000. */
  writeWaitMs?: number
  /** Timer for both; tests bring their own. */
  schedule?: Schedule
}

export interface LocalDatabase {
  readonly url: string
  readonly port: number
  /** The queue of what this process itself writes; it takes turns with the streams. */
  writer(): Writer
  /** Lets running requests finish, rolls back open transactions and leaves one tidy file. */
  close(): Promise<void>
}

/**
 * Starts the server. Rejects with `DatabaseInUseError` (code DATABASE_IN_USE) when another server owns the file, and
 * with a plain error for an empty token, a host that is not loopback or a port in use.
 */
export async function startLocalDatabase(options: LocalDatabaseOptions): Promise<LocalDatabase> {
  const { token, port = 0, host = '127.0.0.1', idleMs = 10_000, writeWaitMs = 15_000, schedule = after } = options
  if (!loopbackHosts.has(host)) throw new Error(`The local database serves this machine only, not ${host}`)
  if (token === '') throw new Error('The local database needs a token')

  const file = resolve(options.file)
  mkdirSync(dirname(file), { recursive: true })
  closeSync(openSync(file, 'a', 0o600))
  const release = claim(file)
  useRoom(file)
  for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}-owner`]) if (existsSync(each)) chmodSync(each, 0o600)
  const pool = new ConnectionPool(file)
  const lock = new WriteLock(writeWaitMs, schedule)
  const streams = new Streams(pool, lock, idleMs, schedule)
  let writer: Writer | undefined
  const isToken = tokenCheck(token)
  let closing = false
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close')
    serve(request, response, streams, isToken).catch((error: unknown) => fail(response, error))
  })
  // Clients keep connections for reuse; closing one just as it is reused would fail their request.
  server.keepAliveTimeout = 75_000

  try {
    maintain(file, 'PRAGMA journal_mode = WAL')
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(port, host, listening)
    })
  } catch (error) {
    release()
    throw error
  }
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    writer() {
      writer ??= new Writer(pool.take(), lock)
      return writer
    },
    async close() {
      if (closing) return
      closing = true
      const closed = new Promise<void>((done) => server.close(() => done()))
      streams.close()
      await closed
      await writer?.close()
      pool.close()
      tidy(file)
      keepRoom(file)
      release()
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  streams: Streams,
  isToken: (authorization: string | undefined) => boolean,
): Promise<void> {
  if (!isToken(request.headers.authorization)) {
    throw new ProtocolError(401, 'UNAUTHORIZED', 'A valid bearer token is required')
  }
  const [path] = (request.url ?? '').split('?', 1)
  const expectsPost = path === '/v2/pipeline' || path === '/v3/pipeline'
  if (!expectsPost && path !== '/v2' && path !== '/v3') throw new ProtocolError(404, 'NOT_FOUND', 'No such endpoint')
  if (request.method !== (expectsPost ? 'POST' : 'GET')) {
    throw new ProtocolError(405, 'METHOD_NOT_ALLOWED', 'Method not allowed')
  }
  if (!expectsPost) {
    send(response, 200, '{}')
    return
  }
  const pipeline = decodePipeline(await readBody(request))
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  send(response, 200, await streams.run(pipeline, gone.signal))
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new ProtocolError(413, 'BODY_TOO_LARGE', `Request body exceeds ${largestBody} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw tooLarge
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The content type is exactly what the client compares with before it reads the error code. */
function send(response: ServerResponse, status: number, json: string): void {
  const body = Buffer.from(json)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return
  if (error instanceof ProtocolError) send(response, error.status, encodeError(error))
  else if (error instanceof StatementError) send(response, 500, encodeError(error))
  else send(response, 500, encodeError({ code: 'INTERNAL_ERROR', message: String(error) }))
}

/** Compares digests, in constant time whatever the length of what was sent. */
function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${token}`)
  return (authorization) => authorization !== undefined && timingSafeEqual(digest(authorization), expected)
}

function maintain(file: string, pragma: string): void {
  const connection = new Connection(file, { value: 0 })
  connection.execute(pragma, [], new Map(), false)
  connection.close()
}

/** One file, where the disk has room for that; else its log stays beside it, and is taken up when it is opened next. */
function tidy(file: string): void {
  try {
    maintain(file, 'PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // Nothing is lost by it.
  }
}

function after(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
