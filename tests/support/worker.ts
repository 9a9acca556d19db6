/**
 * The real app on a real host over the real libSQL engine, one per test file; each test makes its own shop. The host is
 * workerd, or with TEST_HOST=node the own server.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Engine from 'libsql'
import { type Database, open } from '../../db/client.ts'
import { type LocalDatabase, startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import { catalogue } from '../../worker/domain/mutations.ts'
import type { PullPage, PushAnswer, Stream } from '../../worker/domain/wire.ts'
import { WIRE_SCHEMA } from '../../worker/domain/wire.ts'
import { builtServer } from '../../worker/host/build.ts'
import type { Built } from '../../worker/host/node/command.ts'
import { trustedProxies } from '../../worker/host/node/place.ts'
import type { Settings } from '../../worker/host/node/settings.ts'
import { startWorkerd, type WorkerOptions } from '../../worker/host/workerd.ts'
import { newId } from '../../worker/ids.ts'
import { freePort } from './own-server.ts'

const TOKEN = 'test-token'

export interface Answer<T = unknown> {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: T extends unknown ? any : T
}

export interface TestWorker {
  url: URL
  database: Database
  databaseUrl: string
  databaseToken: string
  tick(): Promise<void>
  /** Any request; JSON in and out. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  signUp(over?: Partial<Record<'shop' | 'name' | 'currency' | 'timezone' | 'locale', string>>): Promise<Phone>
  /** Stops the database, as an outage would. */
  databaseDown(): Promise<void>
  databaseUp(): Promise<void>
  /** Replaces workerd as a crash and restart would; the database lives on. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface RequestOptions {
  body?: unknown
  cookie?: string
  key?: string
  headers?: Record<string, string>
}

export async function startTestWorker(options: Partial<WorkerOptions> = {}): Promise<TestWorker> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  const assets = join(dir, 'assets')
  mkdirSync(assets)
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>test</title>')
  if (process.env.TEST_HOST === 'node') return startOnNode(dir, assets)
  const file = join(dir, 'test.db')
  let local: LocalDatabase | null = await startLocalDatabase({ file, token: TOKEN })
  const { url: databaseUrl, port } = local
  await migrate(databaseUrl, TOKEN)
  const launch = () => startWorkerd({ databaseUrl, databaseToken: TOKEN, vapid: null, assets, edge: true, ...options })
  let worker = await launch()

  const request = requestOf(() => worker.url)
  return {
    get url() {
      return worker.url
    },
    database: open(databaseUrl, TOKEN),
    databaseUrl,
    databaseToken: TOKEN,
    tick: () => worker.tick(),
    request,
    signUp: (over = {}) => signUp(request, over),
    async databaseDown() {
      await local?.close()
      local = null
    },
    async databaseUp() {
      local = await startLocalDatabase({ file, token: TOKEN, port })
    },
    async restart() {
      await worker.close()
      worker = await launch()
    },
    async close() {
      await worker.close()
      await local?.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Requests to a host, JSON in and out. */
export const requestOf =
  (url: () => URL): TestWorker['request'] =>
  async (method, path, { body, cookie, key, headers } = {}) => {
    const response = await fetch(new URL(path, url()), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie ? { cookie, origin: url().origin, 'x-regulars': '1' } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }

/** The same on the own server, whose database lives in its process: it is down when somebody else keeps it locked. */
async function startOnNode(dir: string, assets: string): Promise<TestWorker> {
  const { start } = (await import(pathToFileURL(join(await builtServer(), 'index.js')).href)) as Pick<Built, 'start'>
  const port = await freePort()
  // By the name under which a browser lets passkeys be made without https.
  const url = new URL(`http://localhost:${port}`)
  const settings: Settings = {
    ...{ publicUrl: url.origin, port, host: '127.0.0.1', dir: join(dir, 'data'), tls: null },
    // Tests play the proxy in front.
    ...{ trusted: trustedProxies('127.0.0.1'), signUp: 'open', trustsProxies: true },
  }
  let server = await start(settings, assets)
  let lock: Engine.Database | null = null
  const ask = requestOf(() => url)
  const request: TestWorker['request'] = (method, path, { headers = {}, ...rest } = {}) => {
    const { 'cf-connecting-ip': place, ...others } = headers
    return ask(method, path, { ...rest, headers: place ? { ...others, 'x-forwarded-for': place } : others })
  }
  return {
    url,
    get database() {
      return open(server.database.url, server.database.token)
    },
    get databaseUrl() {
      return server.database.url
    },
    get databaseToken() {
      return server.database.token
    },
    tick: () => server.tick(),
    request,
    signUp: (over = {}) => signUp(request, over),
    async databaseDown() {
      lock = new Engine(join(settings.dir, 'regulars.db'))
      lock.exec('BEGIN IMMEDIATE')
    },
    async databaseUp() {
      lock?.exec('ROLLBACK')
      lock?.close()
    },
    async restart() {
      await server.close()
      server = await start(settings, assets)
    },
    async close() {
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const PASSWORD = 'correct horse 电池'

export async function signUp(request: TestWorker['request'], over: Record<string, string>): Promise<Phone> {
  const email = `${newId()}@example.test`
  const answer = await request('POST', '/api/session/sign-up', {
    cookie: 'none=1',
    body: {
      shop: '山间茶铺',
      name: '阿青',
      email,
      password: PASSWORD,
      currency: 'CNY',
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      ...over,
    },
  })
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return new Phone(request, cookieOf(answer), answer.body.shopId, answer.body.userId, email)
}

export const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

/** A signed-in person's phone that speaks the sync protocol by hand. */
export class Phone {
  readonly request: TestWorker['request']
  readonly cookie: string
  readonly shopId: string
  readonly userId: string
  readonly email: string
  clientId: string = newId()
  seq = 0
  constructor(request: TestWorker['request'], cookie: string, shopId: string, userId: string, email: string) {
    this.request = request
    this.cookie = cookie
    this.shopId = shopId
    this.userId = userId
    this.email = email
  }

  /** Another browser of the same person. */
  another(): Phone {
    return new Phone(this.request, this.cookie, this.shopId, this.userId, this.email)
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path, { cookie: this.cookie })
  }
  post(path: string, body: unknown): Promise<Answer> {
    return this.request('POST', path, { cookie: this.cookie, body })
  }

  /** The next mutation of this phone's outbox, not yet sent. */
  mutation(name: string, args: unknown, at = Date.now()) {
    this.seq++
    const { version } = catalogue[name as keyof typeof catalogue] ?? { version: 1 }
    return { seq: this.seq, id: newId(), name, version, args, at }
  }
  send(...mutations: object[]): Promise<Answer> {
    return this.post('/api/push', { clientId: this.clientId, mutations })
  }
  /** Sends one mutation and gives its result. */
  async mutate(name: string, args: unknown, at?: number): Promise<PushAnswer['results'][number]> {
    const answer = await this.send(this.mutation(name, args, at))
    if (answer.status !== 200) throw new Error(`push answered ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body.results[0]
  }

  async pull(cursor?: string, stream: Stream = 'core'): Promise<PullPage> {
    const query = new URLSearchParams({ stream, client: this.clientId, ...(cursor ? { cursor } : {}) })
    const answer = await this.get(`/api/pull?${query}`)
    if (answer.status !== 200 || answer.body.schema !== WIRE_SCHEMA) throw new Error(`pull answered ${answer.status}`)
    return answer.body
  }
  /** Pulls to the end; rows by table and id, tombstones as they come. */
  async pullAll(cursor?: string, stream: Stream = 'core'): Promise<{ rows: Pulled; cursor: string; lastSeq: number }> {
    const rows: Pulled = {}
    for (let at = cursor; ; ) {
      const page = await this.pull(at, stream)
      for (const [table, { columns, rows: values }] of Object.entries(page.tables)) {
        rows[table] ??= new Map()
        for (const row of values) {
          const object = Object.fromEntries(columns.map((column, i) => [column, row[i]]))
          rows[table].set(String(object.id), object)
        }
      }
      at = page.cursor
      if (!page.more) return { rows, cursor: page.cursor, lastSeq: page.lastSeq }
    }
  }

  /** Somebody the owner of this phone invites, and who comes in. */
  async colleague(role: 'owner' | 'agent' | 'viewer', name = '小林'): Promise<Phone> {
    const { token } = (await this.post('/api/team/invitations', { name, role })).body
    const email = `${newId()}@example.test`
    const came = await this.request('POST', '/api/join/team', {
      cookie: 'none=1',
      body: { token, name, email, password: PASSWORD },
    })
    if (came.status !== 201) throw new Error(`the invitation answered ${came.status} ${JSON.stringify(came.body)}`)
    return new Phone(this.request, cookieOf(came), this.shopId, came.body.userId, email)
  }

  async key(...scopes: string[]): Promise<string> {
    return (await this.post('/api/team/keys', { name: 'test', scopes })).body.key
  }
}

// biome-ignore lint/suspicious/noExplicitAny: rows of every table
export type Pulled = Record<string, Map<string, Record<string, any>>>

export const order = (over: Record<string, unknown> = {}) => ({
  source: 'taobao',
  externalId: newId(),
  placedAt: '2026-05-01T10:00:00+08:00',
  status: 'completed',
  currency: 'CNY',
  total: '128.00',
  customer: { accountId: 'tb_lin', nickname: '林间小鹿' },
  lines: [{ product: '手作茶杯', quantity: 1, price: '128.00' }],
  ...over,
})
