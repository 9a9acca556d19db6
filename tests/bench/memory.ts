/**
 * Whether hostile requests leave something behind: resident memory after each round of them, which must stop growing.
 * V8 collects only once its heap has grown to what it takes for worth while: a worker of one line in workerd goes from 71
 * to 311 MB over its first 50,000 requests and stays there. So every host first answers that many that cost nothing, and
 * what grows afterwards is a leak of ours.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from '../../db/client.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { type Door, knock, makeShop } from '../attack/door.ts'
import { nodeHost } from '../attack/node-host.ts'
import { type AppProcess, type AppProcessOptions, startAppProcess } from '../support/own-process.ts'
import { freePort } from '../support/own-server.ts'
import type { Report } from './figure.ts'

/** As many as the growth was first seen under. */
const REQUESTS = 1_432
const ROUNDS = 6
const AT_ONCE = 8
const WARM_UP = 30_000
const LONG = 'x'.repeat(100_000)

/** What each of them sends: too large, too deep, of the wrong shape, of nobody. */
const HOSTILE: readonly [as: 'key' | 'owner', path: string, body: () => unknown][] = [
  ['key', '/api/v1/orders', () => ({ orders: Array.from({ length: 500 }, () => ({ source: LONG.slice(0, 900) })) })],
  ['key', '/api/v1/orders', () => ({ orders: [{ [LONG]: LONG }] })],
  [
    'owner',
    '/api/push',
    () => ({ clientId: newId(), mutations: Array(50).fill({ seq: 1, name: LONG, args: [LONG] }) }),
  ],
  [
    'owner',
    '/api/push',
    () => ({
      clientId: newId(),
      mutations: [{ seq: 9, id: newId(), name: 'x', version: 1, args: deep(2_000), at: 0 }],
    }),
  ],
  ['owner', `/api/import/${newId()}/chunks/0`, () => ({ orders: Array(500).fill(null) })],
  ['owner', '/api/replay', () => ({ asOf: LONG })],
  ['owner', '/api/session/sign-in', () => ({ email: `${newId()}@example.test`, password: LONG.slice(0, 200) })],
  ['key', '/api/v1/disputes', () => ({ words: LONG, customer: {} })],
]

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])

export async function memory(report: Report): Promise<void> {
  await ofHost(report, 'npm start', {})
  await ofHost(report, 'npm run serve', nodeHost(await freePort()))
}

async function ofHost(report: Report, name: string, host: Omit<AppProcessOptions, 'dataDir'>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-memory-'))
  const dataDir = join(dir, 'data')
  let app: AppProcess | null = null
  try {
    const owned = await ownDatabase(dataDir)
    const keys = await makeShop(open(owned.url, owned.token))
    await owned.close()
    app = startAppProcess({ ...host, dataDir })
    const url = await app.url
    const door: Door = { url, publicUrl: host.env?.PUBLIC_URL ?? url, dataDir, ...keys }
    const rest = resident(app)
    await callers(WARM_UP, () => knock(door, 'owner', '/api/nothing', {}))
    const rounds: number[] = [resident(app)]
    console.info(`  ${name}, warm: ${told(app)}`)
    for (let n = 0; n < ROUNDS; n++) {
      await hostile(door)
      rounds.push(resident(app))
      console.info(`  ${name}, round ${n + 1}: ${told(app)}`)
    }
    const [warm = 1] = rounds
    const last = rounds[ROUNDS] ?? 1
    report.measured(`${name}: resident at rest`, 'MB', rest)
    report.measured(
      `${name}: after each round of ${REQUESTS} hostile requests`,
      'MB',
      last,
      rounds.slice(1).join(' → '),
    )
    report.atMost(1.2, `${name}: after ${ROUNDS} such rounds ÷ before them`, '×', last / warm)
  } finally {
    app?.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

function hostile(door: Door): Promise<void> {
  return callers(REQUESTS, (n) => {
    const [as, path, body] = HOSTILE[n % HOSTILE.length] as (typeof HOSTILE)[number]
    return knock(door, as, path, body())
  })
}

async function callers(times: number, ask: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const caller = async () => {
    while (next < times) await ask(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
}

/** Of one process, MB. */
function residentOf(pid: number): number {
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kb) / 1024)
}

const resident = (app: AppProcess): number => app.running().reduce((sum, { pid }) => sum + residentOf(pid), 0)
const told = (app: AppProcess): string =>
  app
    .running()
    .map(({ pid, name }) => `${name} ${residentOf(pid)} MB`)
    .join(', ')
