/** The worker in workerd over the local libSQL server, as `npm start` runs them, for one bench. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, forShop, open, type ShopDb } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import { SCOPES } from '../../worker/domain/actor.ts'
import type { PullPage } from '../../worker/domain/wire.ts'
import { startWorkerd } from '../../worker/host/workerd.ts'
import { newId } from '../../worker/ids.ts'
import { signUp } from '../../worker/verbs/access.ts'
import { makeKey } from '../../worker/verbs/keys.ts'
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts'

const TOKEN = 'bench'
export const PASSWORD = 'bench-password'

export interface Shop {
  id: string
  db: ShopDb
  email: string
  cookie: string
  /** API key with every scope. */
  key: string
}

export interface Stage {
  /** Folder of its own, removed at the end. */
  dir: string
  /** The database file. */
  file: string
  database: Database
  url: URL
  /** Stands between the worker and its database, where asked for. */
  proxy: CountingProxy | null
  shop(): Promise<Shop>
  /** JSON in and out. @throws Error when the answer is no 2xx */
  request<R>(method: 'GET' | 'POST', path: string, by: { cookie?: string; key?: string }, body?: unknown): Promise<R>
  /** Highest resident memory of a workerd process so far, bytes; null where the system does not tell. */
  workerPeakMemory(): number | null
  close(): Promise<void>
}

export interface StageOptions {
  /** Count what the worker asks of its database. */
  counted?: boolean
  /** Folder of pages to serve. */
  assets?: string
}

export async function startStage({ counted = false, assets }: StageOptions = {}): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-bench-'))
  const file = join(dir, 'bench.db')
  const local = await startLocalDatabase({ file, token: TOKEN })
  await migrate(local.url, TOKEN)
  const proxy = counted ? await startCountingProxy(local.url) : null
  const worker = await startWorkerd({
    databaseUrl: proxy?.url ?? local.url,
    databaseToken: TOKEN,
    vapid: null,
    assets: assets ?? emptyPage(dir),
  })
  const database = open(local.url, TOKEN)

  return {
    dir,
    file,
    database,
    url: worker.url,
    proxy,
    shop: () => makeShop(database),
    request: (method, path, by, body) => request(worker.url, method, path, by, body),
    workerPeakMemory: () => Math.max(0, ...ownWorkerds().map(peakMemory)) || null,
    async close() {
      await worker.close()
      await proxy?.close()
      await local.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Where a phone stands that has pulled everything. */
export async function pulledCursor(stage: Stage, { cookie }: Shop): Promise<string> {
  for (let cursor = ''; ; ) {
    const page = await stage.request<PullPage>('GET', `/api/pull?client=bench${cursor && `&cursor=${cursor}`}`, {
      cookie,
    })
    if (!page.more) return page.cursor
    cursor = page.cursor
  }
}

/** How many rows a phone at `cursor` is sent. */
export async function pulledRows(stage: Stage, { cookie }: Shop, cursor: string): Promise<number> {
  let rows = 0
  for (let at = cursor; ; ) {
    const page = await stage.request<PullPage>('GET', `/api/pull?client=bench&cursor=${at}`, { cookie })
    for (const table of Object.values(page.tables)) rows += table.rows.length
    if (!page.more) return rows
    at = page.cursor
  }
}

function emptyPage(dir: string): string {
  const assets = join(dir, 'assets')
  mkdirSync(assets)
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>bench</title>')
  return assets
}

export async function makeShop(database: Database): Promise<Shop> {
  const now = Date.now()
  const email = `${newId()}@bench.test`
  const { shopId: id, token } = await signUp(
    { directory: database, now, newId, browser: null, from: { device: null, place: '' } },
    {
      shop: 'Bench',
      name: 'Bench',
      email,
      password: PASSWORD,
      currency: 'CNY',
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
    },
  )
  const db = forShop(database, id)
  const { key, statement } = makeKey(id, newId(), { name: 'bench', scopes: [...SCOPES] }, now)
  await db.write([statement])
  return { id, db, email, cookie: `__Host-session=${id}.${token}`, key }
}

async function again(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask()
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code !== 'UND_ERR_SOCKET') throw error
    return ask()
  }
}

async function request<R>(
  url: URL,
  method: 'GET' | 'POST',
  path: string,
  { cookie, key }: { cookie?: string; key?: string },
  body?: unknown,
): Promise<R> {
  // While the engine is asked directly this process hears nothing: a connection may have been closed meanwhile.
  const response = await again(() =>
    fetch(new URL(path, url), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie ? { cookie, origin: url.origin, 'x-regulars': '1' } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text) as R
}

/** Process ids of the workerds this process has started; none where there is no /proc. */
function ownWorkerds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter(isOwnWorkerd)
      .map(Number)
  } catch {
    return []
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: pid (name) state parent … */
function isOwnWorkerd(pid: string): boolean {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return name === 'workerd' && Number(parent) === process.pid
  } catch {
    return false
  }
}

function peakMemory(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
