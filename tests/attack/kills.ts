/**
 * Kills the app at random moments of starting and writing, again and again on the same folder, and counts what is left
 * running, what hangs, and of the orders that were acknowledged which are lost or there twice.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, forShop, open } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { newShop } from '../../worker/verbs/access.ts'
import { makeKey } from '../../worker/verbs/keys.ts'
import { type AppProcess, type AppProcessOptions, startAppProcess } from '../support/own-process.ts'
import { order } from '../support/worker.ts'

export interface Killing {
  /** How the host is started; `npm start`'s, without its build, by default. */
  host?: Omit<AppProcessOptions, 'dataDir'>
  /** Whom the signal hits: the app itself, or the workerd it runs. */
  victim: 'app' | 'workerd'
  times: number
  /** At least 0, less than 1; by which the moments are chosen. */
  random?: () => number
}

export interface KillReport {
  kills: number
  /** Orders sent, and those of them that were not acknowledged. */
  tried: number
  refused: number
  /** Acknowledged orders that are not there, or there twice. */
  lost: number
  doubled: number
  /** Processes of a killed app that went on running, and apps that went on without their workerd. */
  left: number
  hung: number
}

/** What a killed app may take to be gone, ms. */
const PATIENCE = 30_000
/** A start takes about so long on a small machine, ms. */
const STARTING = 2_500
/** About how long one order takes, ms. */
const WRITING = 30
const MOST_ORDERS = 12

export async function killAgain({ host = {}, victim, times, random = Math.random }: Killing): Promise<KillReport> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-kills-'))
  const dataDir = join(dir, 'data')
  const report: KillReport = { kills: 0, tried: 0, refused: 0, lost: 0, doubled: 0, left: 0, hung: 0 }
  const acknowledged = new Set<string>()
  let app: AppProcess | null = null
  try {
    const { shopId, key } = await inDatabase(dataDir, makeShop)
    for (; report.kills < times; report.kills++) {
      app = startAppProcess({ ...host, dataDir })
      const early = victim === 'app' && random() < 0.25
      const url = early ? null : await app.url
      const writer = url ? write(url, key, Math.floor(random() * MOST_ORDERS)) : null
      await writer?.busy
      await new Promise((come) => setTimeout(come, random() * (early ? STARTING : WRITING)))
      kill(app, victim)
      if (!(await gone(app))) report.hung++
      const written = await writer?.done
      for (const id of written?.acknowledged ?? []) acknowledged.add(id)
      report.tried += written?.tried ?? 0
      report.left += app.running().length
      app.kill()
    }
    report.refused = report.tried - acknowledged.size
    const counts = await inDatabase(dataDir, (database) => countOrders(database, shopId))
    for (const id of acknowledged) if (!counts.has(id)) report.lost++
    for (const count of counts.values()) if (count > 1) report.doubled++
    return report
  } finally {
    app?.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

function kill(app: AppProcess, victim: Killing['victim']): void {
  if (victim === 'app') app.child.kill('SIGKILL')
  else for (const { pid, name } of app.running()) if (name === 'workerd') process.kill(pid, 'SIGKILL')
}

/** @returns whether the app has ended, and every process of it, in good time */
async function gone(app: AppProcess): Promise<boolean> {
  const until = Date.now() + PATIENCE
  let ended = false
  app.ended.then(() => {
    ended = true
  })
  while (Date.now() < until) {
    if (ended && app.running().length === 0) return true
    await new Promise((again) => setTimeout(again, 50))
  }
  return ended
}

interface Writer {
  /** Resolves when so many orders are acknowledged and the next is on its way. */
  busy: Promise<void>
  /** Resolves when the app no longer answers. */
  done: Promise<{ tried: number; acknowledged: string[] }>
}

/** One order after the other until the app is gone, none sent again: what was acknowledged must be kept. */
function write(url: string, key: string, busyAfter: number): Writer {
  const { promise: busy, resolve: isBusy } = Promise.withResolvers<void>()
  const acknowledged: string[] = []
  const writing = async () => {
    for (;;) {
      const one = order()
      const sent = send(url, key, one)
      if (acknowledged.length === busyAfter) isBusy()
      if (!(await sent)) {
        isBusy()
        return { tried: acknowledged.length + 1, acknowledged }
      }
      acknowledged.push(one.externalId)
    }
  }
  return { busy, done: writing() }
}

async function send(url: string, key: string, one: object): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/api/v1/orders', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ orders: [one] }),
    })
    return ((await answer.json()) as { created?: number }).created === 1
  } catch {
    return false
  }
}

async function inDatabase<R>(dataDir: string, use: (database: Database) => Promise<R>): Promise<R> {
  const owned = await ownDatabase(dataDir)
  try {
    return await use(open(owned.url, owned.token))
  } finally {
    await owned.close()
  }
}

async function makeShop(database: Database): Promise<{ shopId: string; key: string }> {
  const shopId = newId()
  const row = { id: shopId, name: 'Killed', currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' as const }
  const { key, statement } = makeKey(shopId, newId(), { name: 'kills', scopes: ['orders:write'] }, Date.now())
  await forShop(database, shopId).write([newShop(row, newId(), Date.now()), statement])
  return { shopId, key }
}

async function countOrders(database: Database, shopId: string): Promise<Map<string, number>> {
  const [rows = []] = await forShop(database, shopId).read([
    statement('SELECT externalId, COUNT(*) AS n FROM orders WHERE shopId = :shop GROUP BY externalId'),
  ])
  return new Map(rows.map(({ externalId, n }) => [String(externalId), Number(n)]))
}
