/** A phone ahead of a server that was put back to an older state: real rules, real routes, a real backup. */
import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, forShop, open } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { createApi } from '../../web/api.ts'
import { Store } from '../../web/store/store.ts'
import { flushOnce } from '../../web/sync/flush.ts'
import { localLocks } from '../../web/sync/locks.ts'
import { pullStream } from '../../web/sync/pull.ts'
import { createApp } from '../../worker/app.ts'
import { catalogue } from '../../worker/domain/mutations.ts'
import { restore } from '../../worker/host/backup/restore.ts'
import { backup } from '../../worker/host/backup/write.ts'
import { type OpenDatabase, ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { hashToken, newToken } from '../../worker/secrets.ts'
import { TestShop } from '../support/in-process.ts'

let root: string
const running: OpenDatabase[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'regulars-restored-'))
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
  rmSync(root, { recursive: true, force: true })
})

async function start(dir: string): Promise<Database> {
  const owned = await ownDatabase(dir)
  running.push(owned)
  return open(owned.url, owned.token)
}

test('keeps its work: what was lost is sent again, then what was never sent, each once, and it says so', async () => {
  const dir = join(root, 'data')
  let database = await start(dir)
  const shop = await TestShop.create(database)
  const member = await shop.member()
  const customerId = await shop.customer()
  let app = createApp({ ...shop.deps, database })
  let cookie = member.cookie
  const api = createApi({
    fetch: async (path, init) =>
      app.request(`https://shop.test${path}`, {
        ...init,
        headers: { ...(init?.headers as Record<string, string>), cookie, origin: 'https://shop.test' },
      }),
    abortAfter: () => new AbortController().signal,
  })
  const channel = { post() {}, listen: () => () => {}, close() {} }
  const now = () => shop.now
  const { store, loaded } = await Store.open({ rules: async () => catalogue, channel, now, name: newId() })
  await loaded
  const deps = { db: store.db, api, locks: localLocks(), now }
  const sync = async () => {
    await flushOnce({ ...deps, onSettled: () => store.outboxChanged() })
    await pullStream({ ...deps, onCommit: (commit) => store.committed(commit) }, 'core')
  }
  await pullStream({ ...deps, onCommit: (commit) => store.committed(commit) }, 'core')

  const notes: string[] = []
  const note = async () => {
    const was = store.view.get('customers', customerId)?.note ?? null
    notes.push(`${was ?? ''}${notes.length + 1};`)
    shop.now += 1000
    await store.mutate('customer.edit', { id: customerId, set: { note: notes.at(-1) }, was: { note: was } })
  }
  for (let n = 0; n < 6; n++) await note()
  await sync()
  const file = join(root, 'backup.tar.gz')
  await backup({ dir, to: file, shop: null, tell: () => {} })
  for (let n = 0; n < 4; n++) await note()
  await sync()
  expect(store.view.outbox.value).toEqual([])
  for (let n = 0; n < 2; n++) await note()

  const again = join(root, 'again')
  await restore({ dir: again, from: file, tell: () => {} })
  database = await start(again)
  // Of the clock of this test, not of the machine.
  await forShop(database, shop.id).write([
    statement('UPDATE shops SET restoredTo = :at WHERE id = :shop', { at: shop.now - 5500 }),
  ])
  app = createApp({ ...shop.deps, database })
  // Sessions are not in a backup: nothing is lost until somebody signs in again.
  await expect(sync()).rejects.toMatchObject({ status: 401 })
  expect(store.view.outbox.value).toHaveLength(2)
  const token = newToken()
  await forShop(database, shop.id).write([
    statement(
      'INSERT INTO sessions (shopId, tokenHash, memberId, createdAt, expiresAt) VALUES (:shop, :hash, :id, 0, :until)',
      {
        ...{ hash: hashToken(token), id: member.id, until: shop.now + 1e10 },
      },
    ),
  ])
  cookie = `__Host-session=${shop.id}.${token}`
  await sync()
  await sync()
  expect(store.view.rejections.value).toEqual([])
  expect(store.view.outbox.value).toEqual([])
  expect(store.view.get('customers', customerId)?.note).toBe(notes.at(-1))
  const [[row] = [], applied = []] = await database.read([
    { sql: 'SELECT note FROM customers WHERE id = :id', args: { id: customerId } },
    { sql: 'SELECT id FROM mutations WHERE status = :applied', args: { applied: 'applied' } },
  ])
  expect(row?.note).toBe(notes.at(-1))
  expect(applied).toHaveLength(12)
  expect(store.view.state.value.restored).toMatchObject({ kept: 6 })
  store.close()
})
