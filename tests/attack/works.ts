/** What an app is doing when it is killed, and what of it must be there afterwards. */
import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Database, forShop, open } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { restore } from '../../worker/host/backup/restore.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { order } from '../support/worker.ts'
import { type Door, knock } from './door.ts'

export interface Writer {
  /** Resolves when so many writes are acknowledged and the next is on its way. */
  busy: Promise<void>
  /** Resolves when the app no longer answers. */
  done: Promise<void>
}

export interface Verdict {
  tried: number
  refused: number
  lost: number
  doubled: number
}

export interface Work {
  /** Writes until the app is gone. */
  write(door: Door, busyAfter: number): Writer
  /** Compares what was acknowledged over all kills with what is there. */
  verify(database: Database, shopId: string): Promise<Verdict>
  /** About how long one write takes, ms. */
  takes: number
}

/** `one` again and again until it says that it was not answered. */
function again(busyAfter: number, one: () => Promise<boolean>): Writer {
  const { promise: busy, resolve: isBusy } = Promise.withResolvers<void>()
  const writing = async () => {
    for (let n = 0; ; n++) {
      const answered = one()
      if (n === busyAfter) isBusy()
      if (!(await answered)) return isBusy()
    }
  }
  return { busy, done: writing() }
}

async function ordersThere(database: Database, shopId: string): Promise<Map<string, number>> {
  const [rows = []] = await forShop(database, shopId).read([
    statement('SELECT externalId, COUNT(*) AS n FROM orders WHERE shopId = :shop GROUP BY externalId'),
  ])
  return new Map(rows.map(({ externalId, n }) => [String(externalId), Number(n)]))
}

function compare(tried: number, acknowledged: ReadonlySet<string>, there: ReadonlyMap<string, number>): Verdict {
  const lost = [...acknowledged].filter((id) => !there.has(id)).length
  const doubled = [...there.values()].filter((n) => n > 1).length
  return { tried, refused: tried - acknowledged.size, lost, doubled }
}

/** One order after the other, none sent again: what was acknowledged must be kept. */
export function orders(): Work {
  const acknowledged = new Set<string>()
  let tried = 0
  return {
    takes: 30,
    write: (door, busyAfter) =>
      again(busyAfter, async () => {
        const one = order()
        tried++
        const answer = await knock(door, 'key', '/api/v1/orders', { orders: [one] })
        if (answer?.created === 1) acknowledged.add(one.externalId)
        return answer?.created === 1
      }),
    verify: async (database, shopId) => compare(tried, acknowledged, await ordersThere(database, shopId)),
  }
}

/** A phone: what was not answered is sent again after the next start, under the same number, and must count once. */
export function pushes(): Work {
  const clientId = newId()
  const customerId = newId()
  const acknowledged = new Set<string>()
  const queue = [{ id: newId(), name: 'customer.add', args: { id: customerId, nickname: '小鹿' } as object }]
  let tried = 0
  return {
    takes: 30,
    write: (door, busyAfter) =>
      again(busyAfter, async () => {
        const seq = acknowledged.size + 1
        queue[seq - 1] ??= { id: newId(), name: 'customer.add', args: { id: newId(), nickname: `${seq}` } }
        const mutation = { seq, version: 1, at: Date.now(), ...queue[seq - 1] }
        tried++
        const answer = await knock(door, 'owner', '/api/push', { clientId, mutations: [mutation] })
        const applied = answer?.results?.[0]?.status === 'applied'
        if (applied) acknowledged.add(String(mutation.id))
        return applied
      }),
    async verify(database, shopId) {
      const [answers = [], people = []] = await forShop(database, shopId).read([
        statement('SELECT id, COUNT(*) AS n FROM mutations WHERE shopId = :shop GROUP BY id'),
        statement('SELECT nickname, COUNT(*) AS n FROM customers WHERE shopId = :shop GROUP BY nickname'),
      ])
      const there = new Map(answers.map(({ id, n }) => [String(id), Number(n)]))
      const verdict = compare(tried, acknowledged, there)
      // The answer and what it is about are one batch.
      const missing = Math.max(0, there.size - people.length)
      return {
        ...verdict,
        lost: verdict.lost + missing,
        doubled: verdict.doubled + people.filter(({ n }) => Number(n) > 1).length,
      }
    },
  }
}

const CHUNK = 50

/** Imports of a file in chunks: one that was not answered is sent again; a chunk is in whole or not at all. */
export function imports(): Work {
  const acknowledged = new Set<string>()
  const sent: string[][] = []
  let open: { id: string; n: number; chunk: string[] } | null = null
  let tried = 0
  return {
    takes: 60,
    write: (door, busyAfter) =>
      again(Math.min(busyAfter, 4), async () => {
        open ??= { id: newId(), n: 0, chunk: [] }
        const { id, n } = open
        if (open.chunk.length === 0) {
          open.chunk = Array.from({ length: CHUNK }, () => newId())
          sent.push(open.chunk)
        }
        const file = { id, name: 'a.csv', format: 'taobao', fileHash: id.replaceAll('-', '').repeat(2), chunks: 1_000 }
        tried++
        if (n === 0 && !(await knock(door, 'owner', '/api/import', file))) return false
        const made = open.chunk.map((externalId) => order({ externalId }))
        const answer = await knock(door, 'owner', `/api/import/${id}/chunks/${n}`, { orders: made })
        if (!answer) return false
        for (const one of open.chunk) acknowledged.add(one)
        open = { id, n: n + 1, chunk: [] }
        return true
      }),
    async verify(database, shopId) {
      const there = await ordersThere(database, shopId)
      const verdict = compare(sent.length * CHUNK, acknowledged, there)
      const half = sent.filter((chunk) => {
        const count = chunk.filter((one) => there.has(one)).length
        return count > 0 && count < CHUNK
      })
      return { ...verdict, tried, refused: tried - acknowledged.size / CHUNK, lost: verdict.lost + half.length }
    },
  }
}

/** Everybody's tiers anew, with orders in between: whatever was cut short, the next goes through and counts all orders. */
export function recomputes(): Work {
  const taken = orders()
  let tried = 0
  let finished = 0
  return {
    takes: 200,
    write(door, busyAfter) {
      const writing = taken.write(door, busyAfter)
      const computing = again(0, async () => {
        tried++
        const answer = await knock(door, 'key', '/api/v1/recompute', {})
        if (answer) finished++
        return answer !== null
      })
      return {
        busy: Promise.all([writing.busy, computing.busy]).then(() => {}),
        done: Promise.all([writing.done, computing.done]).then(() => {}),
      }
    },
    async verify(database, shopId) {
      const verdict = await taken.verify(database, shopId)
      const [wrong = [], twice = []] = await forShop(database, shopId).read([
        statement(`SELECT id FROM customers c WHERE shopId = :shop AND deleted = 0 AND ordersCount <>
          (SELECT COUNT(*) FROM orders o WHERE o.shopId = :shop AND o.customerId = c.id AND o.deleted = 0)`),
        statement(`SELECT customerId FROM moves WHERE shopId = :shop AND status = 'proposed' AND deleted = 0
          GROUP BY customerId HAVING COUNT(*) > 1`),
      ])
      return {
        tried: verdict.tried + tried,
        refused: verdict.refused + tried - finished,
        lost: verdict.lost + wrong.length,
        doubled: verdict.doubled + twice.length,
      }
    },
  }
}

const ADMIN = resolve(import.meta.dirname, '../../worker/host/admin.ts')

/** A backup while orders come in, and the app killed under it: what lies under its name afterwards is whole, or nothing does. */
export function backups(): Work {
  const taken = orders()
  const checks: { file: string; dir: string; before: Map<string, number> }[] = []
  let lost = 0
  let tried = 0
  let refused = 0
  return {
    takes: 600,
    write(door, busyAfter) {
      const writing = taken.write(door, busyAfter)
      const begun = Promise.withResolvers<void>()
      const backingUp = async () => {
        await writing.busy
        const file = join(door.dataDir, '..', `${newId()}.tar.gz`)
        tried++
        const child = spawn(process.execPath, [ADMIN, 'backup', '--to', file], {
          env: { ...process.env, DATA_DIR: door.dataDir },
          stdio: ['ignore', 'ignore', 'pipe'],
        })
        child.stderr.once('data', () => begun.resolve())
        const code = await new Promise<number | null>((ended) => child.once('exit', ended))
        begun.resolve()
        if (code !== 0 || !existsSync(file)) {
          refused++
          // A failure that leaves a file under the final name is a lie.
          if (existsSync(file)) lost++
          return
        }
        const dir = join(door.dataDir, '..', newId())
        try {
          await restore({ dir, from: file, tell: () => {} })
          const owned = await ownDatabase(dir)
          const there = await ordersThere(open(owned.url, owned.token), door.shopId)
          await owned.close()
          checks.push({ file, dir, before: there })
        } catch (error) {
          console.error((error as Error).message)
          lost++
        }
        rmSync(dir, { recursive: true, force: true })
        rmSync(file, { force: true })
      }
      const done = Promise.all([writing.done, backingUp()]).then(() => {})
      return { busy: Promise.all([writing.busy, begun.promise]).then(() => {}), done }
    },
    async verify(database, shopId) {
      const verdict = await taken.verify(database, shopId)
      const now = await ordersThere(database, shopId)
      // What a backup holds was acknowledged or is there by now; and none is in it twice.
      const strange = checks.filter(({ before }) => [...before].some(([id, n]) => n > 1 || !now.has(id))).length
      return {
        ...verdict,
        tried: verdict.tried + tried,
        refused: verdict.refused + refused,
        lost: verdict.lost + lost + strange,
      }
    },
  }
}

export const WORKS: Record<string, () => Work> = {
  push: pushes,
  orders,
  import: imports,
  recompute: recomputes,
  backup: backups,
}
