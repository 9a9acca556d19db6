/** A phone that holds a shop, with the real catalogue of changes, for the tests of screens. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { createApi } from '../../../web/api.ts'
import { setCurrentStore } from '../../../web/store/current.ts'
import type { Catalogue } from '../../../web/store/replay.ts'
import { Store } from '../../../web/store/store.ts'
import { flushOnce } from '../../../web/sync/flush.ts'
import { localLocks } from '../../../web/sync/locks.ts'
import { pullStream } from '../../../web/sync/pull.ts'
import type { Mutation } from '../../../worker/domain/mutation.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { TableName, Tables } from '../../../worker/domain/rows.ts'
import { FakeServer } from '../sync/fake-server.ts'
import { Network, Tabs } from '../sync/phone.ts'
import { shop } from '../sync/rules.ts'

export type Given = { [T in TableName]?: Tables[T][] }

export interface OpenedShop {
  store: Store
  server: FakeServer
  /** Another person's change arrives: the server has these rows now, and the phone pulls. */
  arrive(rows: Given): Promise<void>
  /** Sends what waits, then pulls. */
  sync(): Promise<void>
  close(): void
}

const open = new Set<OpenedShop>()

/** Closes whatever a test left open. */
export function closeShops(): void {
  for (const one of open) one.close()
}

/** The store becomes the current one until `close`. Time stands still at the fake server's `now`. */
export async function openShop(given: Given, role: 'owner' | 'agent' | 'viewer' = 'owner'): Promise<OpenedShop> {
  const server = new FakeServer()
  server.role = role
  server.catalogue = catalogue as unknown as Record<string, Mutation>
  const channel = new Tabs().channel()
  const now = () => server.now
  const { store, loaded } = await Store.open({
    rules: async () => catalogue as unknown as Catalogue,
    channel,
    now,
    name: `screens-${randomUUID()}`,
  })
  await Promise.all([loaded, store.learnRules()])
  const api = createApi({ fetch: new Network(server).fetch, abortAfter: () => new AbortController().signal })
  const locks = localLocks()
  const arrive = async (rows: Given) => {
    for (const [table, some] of Object.entries(rows)) server.put(table as TableName, ...(some as never[]))
    for (const stream of ['core', 'orders'] as const) {
      await pullStream({ db: store.db, api, locks, now, onCommit: (commit) => store.committed(commit) }, stream)
    }
  }
  await arrive({ shops: [shop()], ...given })
  setCurrentStore(store)
  const opened: OpenedShop = {
    store,
    server,
    arrive,
    async sync() {
      await flushOnce({ db: store.db, api, locks, onSettled: () => store.outboxChanged() })
      await arrive({})
    },
    close() {
      if (!open.delete(opened)) return
      setCurrentStore(null)
      store.close()
    },
  }
  open.add(opened)
  return opened
}
