/**
 * Kills the app at random moments of starting and writing, again and again on the same folder, and counts what is left
 * running, what hangs, and of what was acknowledged what is lost or there twice.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, open } from '../../db/client.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { halfWrites } from '../fuzz/half-writes.ts'
import { type AppProcess, type AppProcessOptions, startAppProcess } from '../support/own-process.ts'
import { type Door, makeShop } from './door.ts'
import { orders, type Work, type Writer } from './works.ts'

export interface Killing {
  /** How the host is started; `npm start`'s, without its build, by default. */
  host?: Omit<AppProcessOptions, 'dataDir'>
  /** Whom the signal hits: the app itself, or the workerd it runs. */
  victim: 'app' | 'workerd'
  times: number
  /** What goes on when it is hit; orders by default. */
  work?: () => Work
  /** At least 0, less than 1; by which the moments are chosen. */
  random?: () => number
}

export interface KillReport {
  kills: number
  /** Writes sent, and those of them that were not acknowledged. */
  tried: number
  refused: number
  /** Acknowledged writes that are not there, or there twice; what is there by half counts as lost. */
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
const MOST_WRITES = 12

export async function killAgain({
  host = {},
  victim,
  times,
  work = orders,
  random = Math.random,
}: Killing): Promise<KillReport> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-kills-'))
  const dataDir = join(dir, 'data')
  const report: KillReport = { kills: 0, tried: 0, refused: 0, lost: 0, doubled: 0, left: 0, hung: 0 }
  const { write, verify, takes } = work()
  let app: AppProcess | null = null
  try {
    const keys = await inDatabase(dataDir, makeShop)
    for (; report.kills < times; report.kills++) {
      app = startAppProcess({ ...host, dataDir })
      const early = victim === 'app' && random() < 0.25
      const url = early ? null : await app.url
      const door: Door | null = url ? { url, publicUrl: host.env?.PUBLIC_URL ?? url, dataDir, ...keys } : null
      const writer: Writer | null = door && write(door, Math.floor(random() * MOST_WRITES))
      await writer?.busy
      await new Promise((come) => setTimeout(come, random() * (early ? STARTING : takes)))
      kill(app, victim)
      if (!(await gone(app))) report.hung++
      report.left += app.running().length
      app.kill()
      await writer?.done
    }
    const found = await inDatabase(dataDir, async (database) => {
      const told = await verify(database, keys.shopId)
      const half = await halfWrites(database).then(
        () => 0,
        (error: Error) => {
          console.error(error.message)
          return 1
        },
      )
      return { ...told, lost: told.lost + half }
    })
    return { ...report, ...found }
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

async function inDatabase<R>(dataDir: string, use: (database: Database) => Promise<R>): Promise<R> {
  const owned = await ownDatabase(dataDir)
  try {
    return await use(open(owned.url, owned.token))
  } finally {
    await owned.close()
  }
}
