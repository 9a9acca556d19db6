/**
 * The phone's database. `base.*` is the server's truth and changes only by a pull; `outbox` holds what the person did
 * and the base does not contain yet; `sent` what it contains since, to be sent again should the server be restored to an
 * older state; `rejections` what the server refused, until dismissed; `state` is one record.
 * `files` holds bytes of evidence, `uploads` which of them the server has yet to get.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, unwrap } from 'idb'
import type { RefusalCode } from '../../worker/domain/refusal.ts'
import { CORE_TABLES, type Role, type TableName, type Tables } from '../../worker/domain/rows.ts'
import type { Stream } from '../../worker/domain/wire.ts'
import { newId } from './ids.ts'

export const DATABASE_NAME = 'regulars'
const VERSION = 4

export const ALL_TABLES: readonly TableName[] = [...CORE_TABLES, 'orders']

/** One change as the person made it, in the order it was made. */
export interface OutboxEntry {
  /** Position in this client's queue, 1, 2, 3 … */
  seq: number
  id: string
  name: string
  version: number
  args: unknown
  /** When it was done: the phone's clock corrected by the last known server offset, epoch ms. */
  at: number
  /** 1 once the server said `applied`; the entry stays until a complete pull contains it. */
  acked: 0 | 1
}

/** A change the base contains, and whose queue it was numbered in. */
export interface SentEntry extends OutboxEntry {
  clientId: string
}

/** A change the server refused for good. */
export interface Rejection {
  /** Id of the mutation. */
  id: string
  name: string
  args: unknown
  code: RefusalCode
  details: Record<string, unknown>
  /** When the person did it, epoch ms. */
  at: number
}

/** Bytes of a case's file, by the id of its evidence. */
export interface KeptFile {
  id: string
  bytes: Uint8Array<ArrayBuffer>
  type: string
  /** When it came to lie here, the phone's clock, epoch ms. */
  at: number
}

/** A file the server does not have yet: its bytes lie only here. */
export interface Upload {
  id: string
  size: number
  /** Problem code with which the server turned it away; null while it is still to be sent. */
  error: string | null
}

/** The server was restored from a backup. */
export interface Restored {
  /** The moment of the backup, and when this phone noticed; epoch ms. */
  to: number
  at: number
  /** How many changes made on this phone since that backup it still had. */
  kept: number
}

/**
 * Why nothing of what is stored may be shown. `signed-out`: until somebody signs in; `leaving`: the person chose to
 * sign out, and what is stored is still to go; `removed`: they do not work in the shop any more.
 */
export type Ended = 'signed-out' | 'leaving' | 'removed'

export interface State {
  /** Names this browser's queue to the server. */
  clientId: string
  nextSeq: number
  /** Highest seq the base is known to contain: `lastSeq` of the last complete pull. */
  baseSeq: number
  cursors: { [S in Stream]?: string }
  /** Whether the stream was ever pulled to its end. */
  complete: { [S in Stream]?: true }
  /** Core rows received so far in a load from nothing. */
  loadedRows: number
  epoch: string | null
  schema: number | null
  role: Role | null
  userId: string | null
  shopId: string | null
  /** Server clock minus the phone's, ms. */
  serverOffset: number
  lastPullAt: number | null
  /** Until the person has read of it. */
  restored: Restored | null
  /** Not there while somebody is signed in. */
  ended?: Ended | null
  /** Names the last time somebody signed in on this phone, in whichever tab. */
  entry: string
}

type BaseStores = {
  [T in TableName as `base.${T}`]: {
    key: string
    value: Tables[T]
    indexes: { byCustomer: [string, number] }
  }
}
export interface Schema extends DBSchema, BaseStores {
  outbox: { key: number; value: OutboxEntry }
  sent: { key: number; value: SentEntry }
  rejections: { key: string; value: Rejection }
  state: { key: 'state'; value: State }
  files: { key: string; value: KeptFile; indexes: { byAt: number } }
  uploads: { key: string; value: Upload }
}
export type Database = IDBPDatabase<Schema>
type StoreName = keyof BaseStores | 'outbox' | 'sent' | 'rejections' | 'state' | 'files' | 'uploads'
type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>

export const baseStore = <T extends TableName>(table: T): `base.${T}` => `base.${table}`
export const BASE_STORES = ALL_TABLES.map(baseStore)
export const ALL_STORES: StoreName[] = [...BASE_STORES, 'outbox', 'rejections', 'state']
export const FILE_STORES: StoreName[] = ['files', 'uploads']

export const freshState = (clientId: string): State => ({
  clientId,
  nextSeq: 1,
  baseSeq: 0,
  cursors: {},
  complete: {},
  loadedRows: 0,
  epoch: null,
  schema: null,
  role: null,
  userId: null,
  shopId: null,
  serverOffset: 0,
  lastPullAt: null,
  restored: null,
  ended: null,
  entry: newId(),
})

/** What every state keeps when the base is to be loaded anew. */
export const withoutBase = (state: State): State => ({
  ...state,
  baseSeq: 0,
  cursors: {},
  complete: {},
  loadedRows: 0,
  epoch: null,
  schema: null,
  role: null,
})

/**
 * Opens (and on first use creates) the database. `name` differs only in tests. `onLost` hears when the browser took
 * the connection away or a newer version of the app in another tab needed it: the page has to be loaded again.
 */
export async function openDatabase(name: string = DATABASE_NAME, onLost: () => void = () => {}): Promise<Database> {
  const db = await openDB<Schema>(name, VERSION, {
    upgrade(db, before) {
      const there = new Set<string>(db.objectStoreNames)
      for (const table of ALL_TABLES) {
        if (there.has(baseStore(table))) continue
        const store = db.createObjectStore(baseStore(table), { keyPath: 'id' })
        if (table === 'orders') store.createIndex('byCustomer', ['customerId', 'placedAt'])
      }
      if (!there.has('files')) {
        db.createObjectStore('files', { keyPath: 'id' }).createIndex('byAt', 'at')
        db.createObjectStore('uploads', { keyPath: 'id' })
      }
      if (!there.has('sent')) db.createObjectStore('sent', { autoIncrement: true })
      if (before > 0) return
      db.createObjectStore('outbox', { keyPath: 'seq' })
      db.createObjectStore('rejections', { keyPath: 'id' })
      db.createObjectStore('state')
    },
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
      onLost()
    },
    terminated: onLost,
  })
  const tx = db.transaction('state', 'readwrite')
  const state = await tx.store.get('state')
  // An older version named no entry.
  if (!state?.entry) await tx.store.put({ ...(state ?? freshState(newId())), entry: newId() }, 'state')
  await tx.done
  return db
}

/**
 * One read-write transaction over `stores`: `work` may only await requests of the transaction itself. Whatever it
 * throws aborts everything.
 */
export async function write<R>(
  db: Database,
  stores: StoreName[],
  durability: 'strict' | 'relaxed',
  work: (tx: Writing) => Promise<R>,
): Promise<R> {
  const tx = db.transaction(stores, 'readwrite', { durability }) as Writing
  // Awaited below when work succeeds; when it fails, its own error is the one to report.
  tx.done.catch(() => {})
  try {
    const result = await work(tx)
    await tx.done
    return result
  } catch (error) {
    try {
      tx.abort()
    } catch {
      // Already aborted by the failed request.
    }
    throw error
  }
}

export async function stateIn(tx: Writing): Promise<State> {
  const state = await tx.objectStore('state').get('state')
  if (!state) throw new Error('the database has no state record')
  return state
}

export async function readState(db: Database): Promise<State> {
  const state = await db.get('state', 'state')
  if (!state) throw new Error('the database has no state record')
  return state
}

/** The raw object store of a running transaction: thousands of puts without a promise each. */
export const rawStore = (tx: Writing, table: TableName): IDBObjectStore =>
  unwrap(tx.objectStore(baseStore(table))) as IDBObjectStore
export type { Writing }
