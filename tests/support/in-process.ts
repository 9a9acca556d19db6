/** Verbs, jobs and routes in this process over the real libSQL engine, with time, network and queue in the test's hands. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertRow } from '../../db/changes.ts'
import { type Database, forShop, open, type Row } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { createApp } from '../../worker/app.ts'
import { systemCtx } from '../../worker/context.ts'
import type { Deps, Job } from '../../worker/deps.ts'
import { SCOPES, type Scope } from '../../worker/domain/actor.ts'
import type { CustomerRow, OfferRow, TableName, TaskRow } from '../../worker/domain/rows.ts'
import { uuidv7 } from '../../worker/domain/uuid.ts'
import { newId } from '../../worker/ids.ts'
import { runJob } from '../../worker/jobs/index.ts'
import { hashToken, newToken } from '../../worker/secrets.ts'
import { newShop } from '../../worker/verbs/access.ts'
import { makeKey } from '../../worker/verbs/keys.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { customerRow } from '../domain/dispute/fixtures.ts'
import { MemoryFiles } from './memory-files.ts'

/** Monday 4 May 2026, 10:00 in Shanghai. */
export const MONDAY = Date.parse('2026-05-04T10:00:00+08:00')
export const MINUTE = 60_000

export interface TestDatabase {
  database: Database
  close(): Promise<void>
}

export async function startTestDatabase(): Promise<TestDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  const local = await startLocalDatabase({ file: join(dir, 'test.db'), token: 'test' })
  await migrate(local.url, 'test')
  return {
    database: open(local.url, 'test'),
    async close() {
      await local.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** One shop of its own, whose clock stands until the test moves it. */
export class TestShop {
  now = MONDAY
  readonly id = newId()
  readonly nudges: Job[] = []
  readonly files = new MemoryFiles(() => this.now)
  reads = 0
  writes = 0
  /** Runs before each write, which waits for it; what it throws, the write throws. */
  beforeWrite: ((statements: { sql: string }[]) => unknown) | null = null
  readonly deps: Deps
  readonly #app: ReturnType<typeof createApp>

  private constructor(database: Database, over: Partial<Deps>) {
    const counted: Database = {
      read: (statements) => {
        this.reads++
        return database.read(statements)
      },
      write: async (statements) => {
        this.writes++
        await this.beforeWrite?.(statements)
        return database.write(statements)
      },
      slice: database.slice,
    }
    this.deps = {
      database: counted,
      now: () => this.now,
      newId,
      version: 'test',
      publicUrl: null,
      signUp: 'open',
      vapid: null,
      files: this.files,
      nudge: async (jobs) => {
        this.nudges.push(...jobs)
      },
      placeOf: (request) => request.headers.get('x-test-place') ?? 'here',
      fetch: () => Promise.reject(new Error('no network in this test')),
      ...over,
    }
    this.#app = createApp(this.deps)
  }

  static async create(database: Database, over: Partial<Deps> = {}): Promise<TestShop> {
    const shop = new TestShop(database, over)
    const row = { id: shop.id, name: '山间茶铺', currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' as const }
    await forShop(database, shop.id).write([newShop(row, newId(), shop.now)])
    return shop
  }

  get db() {
    return forShop(this.deps.database, this.id)
  }

  job(kind: 'due' | 'deliver'): Promise<void> {
    return runJob(this.deps, { kind, shopId: this.id })
  }

  /** Somebody who joins now. */
  async member(role: 'owner' | 'agent' | 'viewer' = 'owner'): Promise<TestMember> {
    const id = uuidv7(this.now, crypto.getRandomValues(new Uint8Array(10)))
    await this.db.write([bumpRev(), insertRow('members', { id, name: '阿青', role })])
    return this.signedIn(id)
  }

  /** A device on which somebody has just signed in. */
  async signedIn(memberId: string): Promise<TestMember> {
    const [token, sessionId] = [newToken(), newId()]
    await this.db.write([
      statement(
        `INSERT INTO sessions (shopId, id, tokenHash, memberId, createdAt, lastUsedAt, expiresAt)
         VALUES (:shop, :sessionId, :hash, :memberId, :now, :now, :until)`,
        { sessionId, hash: hashToken(token), memberId, now: this.now, until: this.now + 1e10 },
      ),
    ])
    return new TestMember(this, memberId, token, sessionId)
  }

  /** Any request, its body sent as it is. */
  async raw(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: BodyInit,
  ): Promise<{ status: number; text: string; cookie: string; headers: Headers }> {
    const answer = await this.#app.request(`https://shop.test${path}`, {
      method,
      headers: { origin: 'https://shop.test', 'x-regulars': '1', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    })
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return { status: answer.status, text: await answer.text(), cookie, headers: answer.headers }
  }

  /** A key that may do everything, or just this, as the header that shows it. */
  async key(...scopes: Scope[]): Promise<{ authorization: string }> {
    const all = scopes.length === 0 ? [...SCOPES] : scopes
    const { key, statement } = makeKey(this.id, newId(), { name: 'test', scopes: all }, this.now)
    await this.db.write([statement])
    return { authorization: `Bearer ${key}` }
  }

  async request(
    path: string,
    body: unknown,
    cookie: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.#app.request(`https://shop.test${path}`, {
      method: 'POST',
      headers: {
        origin: this.deps.publicUrl ?? 'https://shop.test',
        'x-regulars': '1',
        'content-type': 'application/json',
        cookie,
      },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  async customer(over: Partial<CustomerRow> = {}): Promise<string> {
    const id = newId()
    await this.put('customers', { ...customerRow({ nickname: '林间小鹿', ...over }), id })
    return id
  }

  /** A complaint, opened as the API does; gives the case's id. */
  async complaint(over: { customerId?: string; product?: string } = {}): Promise<string> {
    const id = newId()
    const customerId = over.customerId ?? (await this.customer())
    const args = {
      id,
      customerId,
      product: over.product ?? '手作茶杯',
      channel: 'taobao',
      source: 'api',
      words: '杯口裂了',
    }
    await perform(systemCtx(this.deps.database, this.id, this.now, newId), { role: 'agent' }, 'dispute.open', args)
    return id
  }

  async task(over: Partial<TaskRow>): Promise<string> {
    const id = newId()
    await this.put('tasks', {
      kind: 'win-back',
      customerId: over.customerId ?? (await this.customer()),
      disputeId: null,
      offerId: null,
      dueAt: this.now,
      status: 'open',
      snoozedUntil: null,
      doneAt: null,
      worth: 0,
      assignee: null,
      createdAt: this.now,
      ...over,
      id,
    })
    return id
  }

  async offer(over: Partial<OfferRow>): Promise<string> {
    const id = newId()
    await this.put('offers', {
      customerId: over.customerId ?? (await this.customer()),
      kind: 'percent',
      value: 10,
      gift: null,
      code: id.slice(-8),
      minimum: 0,
      validUntil: this.now,
      message: '想你了',
      status: 'draft',
      cancelReason: null,
      channel: null,
      cost: 0,
      why: [],
      createdAt: this.now,
      createdBy: null,
      sentAt: null,
      returnedAt: null,
      revenue: null,
      ...over,
      id,
    })
    return id
  }

  async put(table: TableName, row: object, extra = {}): Promise<void> {
    await this.db.write([bumpRev(), insertRow(table, row, extra)])
  }

  /** Changes rows behind the app's back; `sql` names the shop. */
  async change(sql: `${string}:shop${string}`, args: Record<string, number | string> = {}): Promise<void> {
    await this.db.write([statement(sql, args)])
  }

  /** All rows of a table of this shop. */
  async rows(table: string, order = 'rowid'): Promise<Row[]> {
    const [rows = []] = await this.db.read([
      statement(`SELECT * FROM ${table} WHERE shopId = :shop ORDER BY ${order}` as `${string}:shop`),
    ])
    return rows
  }

  /** Reads and writes that `work` takes. */
  async trips(work: () => Promise<unknown>): Promise<{ reads: number; writes: number }> {
    const { reads, writes } = this
    await work()
    return { reads: this.reads - reads, writes: this.writes - writes }
  }
}

export class TestMember {
  readonly id: string
  readonly #shop: TestShop
  readonly cookie: string
  readonly sessionId: string
  constructor(shop: TestShop, id: string, token: string, sessionId: string) {
    this.#shop = shop
    this.id = id
    this.sessionId = sessionId
    this.cookie = `__Host-session=${shop.id}.${token}`
  }
  /** Another device of the same person. */
  another(): Promise<TestMember> {
    return this.#shop.signedIn(this.id)
  }
  post(path: string, body: unknown = {}) {
    return this.#shop.request(path, body, this.cookie)
  }
  get(path: string) {
    return this.#shop.raw('GET', path, { cookie: this.cookie })
  }
  subscribe(phone: { subscription: object }, over: object = {}) {
    return this.post('/api/notifications/subscriptions', { ...phone.subscription, locale: 'zh-CN', ...over })
  }
}
