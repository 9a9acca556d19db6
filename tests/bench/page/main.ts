/** The phone's side of the bench: the app's own store, sync and search beside the barest way to do the same. */

import { createApi } from '../../../web/api.ts'
import { createSearch } from '../../../web/store/search.ts'
import { Store } from '../../../web/store/store.ts'
import { browserLocks } from '../../../web/sync/locks.ts'
import { pullStream } from '../../../web/sync/pull.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'

export interface SyncTime {
  ms: number
  /** Until the first page was stored and in memory. */
  firstPageMs: number
  rows: number
}

const api = createApi({
  fetch: (input, init) => globalThis.fetch(input, init),
  abortAfter: (ms) => AbortSignal.timeout(ms),
})
const { store, loaded } = await Store.open({
  rules: async () => catalogue,
  channel: { post() {}, listen: () => () => {}, close() {} },
  now: Date.now,
})
await loaded

const customers = (): readonly CustomerRow[] => store.view.list('customers').value

async function signIn(email: string, password: string): Promise<void> {
  await api.request('POST', '/api/session/sign-in', { json: { email, password } })
}

/** Pulls the core stream to its end, each page into the database and into memory, as the engine does. */
async function pull(): Promise<SyncTime> {
  const started = performance.now()
  let firstPageMs = 0
  await pullStream(
    {
      db: store.db,
      api,
      locks: browserLocks(),
      now: Date.now,
      async onCommit(commit) {
        await store.committed(commit)
        firstPageMs ||= performance.now() - started
      },
    },
    'core',
  )
  return { ms: performance.now() - started, firstPageMs, rows: customers().length }
}

const BARE = 'bare'

function openBare(): Promise<IDBDatabase> {
  return new Promise((opened, failed) => {
    const request = indexedDB.open(BARE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('rows', { keyPath: 'id' })
    request.onsuccess = () => opened(request.result)
    request.onerror = () => failed(request.error)
  })
}
const bare = await openBare()

/** Forgets what was pulled. */
const wipe = () => store.wipe()

/** Puts `count` of the same rows, all in one transaction, `anew` into an empty store. @returns ms until it is committed */
async function insertBare(count: number, anew: boolean): Promise<number> {
  const rows = customers().slice(0, count)
  if (anew) await clearBare()
  const started = performance.now()
  return new Promise((done, failed) => {
    const tx = bare.transaction('rows', 'readwrite', { durability: 'relaxed' })
    const rowStore = tx.objectStore('rows')
    for (const row of rows) rowStore.put(row)
    tx.oncomplete = () => done(performance.now() - started)
    tx.onabort = () => failed(tx.error)
  })
}

/** Milliseconds of each query, as typed one letter after the other. */
function timeEach(queries: string[], run: (query: string) => unknown): number[] {
  return queries.map((query) => {
    const started = performance.now()
    run(query)
    return performance.now() - started
  })
}

function clearBare(): Promise<void> {
  return new Promise((done, failed) => {
    const tx = bare.transaction('rows', 'readwrite')
    tx.objectStore('rows').clear()
    tx.oncomplete = () => done()
    tx.onabort = () => failed(tx.error)
  })
}

export interface SearchTimes {
  /** Building the index on first use. */
  indexMs: number
  search: number[]
  bare: number[]
  hits: number[]
}

/** Each query several times, searched and barely scanned in turn. `limit` rows are wanted, as on the list's screen. */
function search(queries: string[], times: number): SearchTimes {
  const find = createSearch(store.view.list('customers'))
  const limit = customers().length
  const [indexMs = 0] = timeEach(['first'], (query) => find(query, limit))
  const texts = customers().map((row) => textOf(row))
  const result: SearchTimes = { indexMs, search: [], bare: [], hits: queries.map((query) => find(query, limit).length) }
  for (let i = 0; i < times; i++) {
    result.search.push(...timeEach(queries, (query) => find(query, limit)))
    result.bare.push(...timeEach(queries, (query) => texts.filter((text) => text.includes(query))))
  }
  return result
}

const textOf = ({ nickname, name, phone, accountId }: CustomerRow): string =>
  [nickname, name, phone, accountId].join('\n').toLowerCase()

const bench = { signIn, wipe, pull, insertBare, search }
export type PhoneBench = typeof bench
Object.assign(globalThis, { bench })
