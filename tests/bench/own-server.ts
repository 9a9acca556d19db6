/** The own server: how soon it answers, what it rests at, how much it carries, and whether work beside holds requests up. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join, resolve } from 'node:path'
import { open } from '../../db/client.ts'
import { seedDemo } from '../../worker/host/seed.ts'
import { newId } from '../../worker/ids.ts'
import { HOST, type OwnServer, pagesIn, startServer, temporaryDir } from '../support/own-server.ts'
import type { Report } from './figure.ts'
import { addCustomers, addOrders } from './fixture.ts'
import { order } from './import-orders.ts'
import { AT_SCALE, scaled } from './scale.ts'
import { makeShop, type Shop, startStage } from './stage.ts'
import { timed } from './timing.ts'

const REST = 1_000
const CUSTOMERS = 1_000
const ASKS = 2_000
const AT_ONCE = 8
const IMPORTED = 250_000
const PULLS_AT_REST = 300
const PAUSE = 20

export async function ownServer(report: Report): Promise<void> {
  const dir = temporaryDir()
  pagesIn(dir, '')
  try {
    await end(await startServer(dir))
    const { result: server, ms } = await timed(() => startServer(dir))
    await server.ask('/api/health')
    report.atMost(2, 'command to first answer, built', 's', ms / 1000, 'without npm, which takes some 0.3 s')
    const { url, token } = JSON.parse(readFileSync(join(dir, 'data/database.json'), 'utf8'))
    const database = open(url, token)
    await seedDemo(database, Date.now(), newId)
    await end(server)
    await rest(report, dir)

    const running = await startServer(dir)
    const address = JSON.parse(readFileSync(join(dir, 'data/database.json'), 'utf8'))
    const shop = await makeShop(open(address.url, address.token))
    await carried(report, running, shop)
    await beside(report, 'own server', running.port, shop, HOST)
    await end(running)
    await npmStart(report)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function end(server: OwnServer): Promise<void> {
  server.child.kill('SIGTERM')
  await server.ended
}

const resident = ({ pid }: OwnServer): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** With the demo shop, once every thread has had something to do. */
async function rest(report: Report, dir: string): Promise<void> {
  const server = await startServer(dir)
  for (let i = 0; i < 20; i++) await server.ask('/api/health')
  await server.ask('/api/v1/recompute', { method: 'POST', headers: { authorization: 'Bearer rk_none' } })
  await new Promise((done) => setTimeout(done, REST))
  report.atMost(200, 'resident at rest, demo shop, all threads', 'MB', Math.round(resident(server)))
  await end(server)
}

async function carried(report: Report, server: OwnServer, shop: Shop): Promise<void> {
  await addCustomers(shop.db, CUSTOMERS, Date.now())
  await addOrders(shop.db, CUSTOMERS * 3, CUSTOMERS, Date.now())
  const ask = asker(server.port, HOST)
  const key = { authorization: `Bearer ${shop.key}` }
  await ask('POST', '/api/v1/recompute', key, '{}')
  const page = '/api/v1/customers?limit=50'
  const bytes = await ask('GET', page, key)
  const bare = spawn(process.execPath, [resolve(import.meta.dirname, '../support/bare-server.ts')], {
    env: { PATH: process.env.PATH, BYTES: String(bytes) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(bare.stdout, 'data')) as [Buffer]
    const bareAsk = asker(Number(line.toString()), 'bare.test')
    const before = resident(server)
    // In turn, so that whatever else the machine does meets both alike; the first round only warms up.
    let [ours, theirs] = [0, 0]
    for (let round = 0; round < 4; round++) {
      const own = await many(() => ask('GET', page, key))
      const other = await many(() => bareAsk('GET', '/', {}))
      if (round === 0) continue
      ours += own
      theirs += other
    }
    const each = (ms: number) => (3 * ASKS) / (ms / 1000)
    report.measured('a page of 50 customers', 'a second', Math.round(each(ours)), `${bytes} bytes, ${AT_ONCE} at once`)
    report.measured('a bare Hono answer of the same bytes', 'a second', Math.round(each(theirs)))
    report.atLeast(0.3, 'page ÷ bare answer', '×', theirs / ours)
    report.measured('resident after these requests', 'MB', Math.round(resident(server)), `${Math.round(before)} before`)
  } finally {
    bare.kill()
  }
}

/** Milliseconds for {@link ASKS} of them. */
async function many(ask: () => Promise<unknown>): Promise<number> {
  let left = ASKS
  const one = async () => {
    while (left-- > 0) await ask()
  }
  return (await timed(() => Promise.all(Array.from({ length: AT_ONCE }, one)))).ms
}

type Ask = (method: string, path: string, headers: Record<string, string>, body?: string) => Promise<number>

/** Asks over connections that stay; gives the bytes of the answer. @throws Error when it is no 2xx */
function asker(port: number, host: string): Ask {
  const agent = new Agent({ keepAlive: true })
  return (method, path, headers, body) =>
    new Promise((done, failed) => {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const length: Record<string, string> =
        body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const options = {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: { host, ...type, ...length, ...headers },
      }
      const sent = request(options, (answer) => {
        let bytes = 0
        answer.on('data', (chunk) => {
          bytes += chunk.length
        })
        answer.once('end', () => {
          if ((answer.statusCode ?? 500) < 300) done(bytes)
          else failed(new Error(`${method} ${path} answered ${answer.statusCode}`))
        })
      })
      sent.once('error', failed)
      sent.end(body)
    })
}

/** How long a phone's pull takes while orders come in, and while figures are worked out. */
async function beside(report: Report, name: string, port: number, shop: Shop, host: string): Promise<void> {
  const ask = asker(port, host)
  const work = asker(port, host)
  const key = { authorization: `Bearer ${shop.key}` }
  const pull = () => ask('GET', '/api/pull?client=bench', { cookie: shop.cookie })
  for (let i = 0; i < 50; i++) await pull()
  const atRest = await whilst(pull, null)
  const count = scaled(IMPORTED)
  const importing = async () => {
    for (let from = 0; from < count; from += 500) {
      const orders = Array.from({ length: Math.min(500, count - from) }, (_, i) => order(from + i, count, Date.now()))
      await work('POST', '/api/v1/orders', key, JSON.stringify({ orders }))
    }
  }
  const during = await whilst(pull, importing())
  const recomputing = await whilst(pull, work('POST', '/api/v1/recompute', key, '{}'))
  report.measured(`${name}: p99 of pull at rest`, 'ms', p99(atRest))
  const says = (times: number[]) => `p99 ${Math.round(p99(times))} ms of ${times.length} pulls`
  const told = (work: string, times: number[]) => {
    const [what, ratio] = [`${name}: p99 of pull while ${work} ÷ at rest`, p99(times) / p99(atRest)]
    const note = AT_SCALE ? `${says(times)}; ${AT_SCALE}` : says(times)
    if (name === 'own server') report.atMost(2, what, '×', ratio, note)
    else report.measured(what, '×', ratio, note)
  }
  told(`${count * 2} lines come in`, during)
  told(`${count / 5 + CUSTOMERS} customers are worked out`, recomputing)
}

/** Times of one pull after another until `work` is done; a number of them without any. */
async function whilst(pull: () => Promise<unknown>, work: Promise<unknown> | null): Promise<number[]> {
  let running = work !== null
  const done = work?.finally(() => {
    running = false
  })
  const times: number[] = []
  while (running || (work === null && times.length < PULLS_AT_REST)) {
    times.push((await timed(pull)).ms)
    await new Promise((next) => setTimeout(next, PAUSE))
  }
  await done
  return times
}

const p99 = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0

/** The same in workerd, to compare. */
async function npmStart(report: Report): Promise<void> {
  const stage = await startStage()
  try {
    const shop = await stage.shop()
    await addCustomers(shop.db, CUSTOMERS, Date.now())
    await beside(report, 'npm start', Number(stage.url.port), shop, stage.url.host)
  } finally {
    await stage.close()
  }
}
