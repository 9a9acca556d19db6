/**
 * What other apps shared with this one, until a person made a case of it or let it go. Written by the service worker,
 * which has no store, so it lies in a small database of its own.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

export interface Shared {
  id: string
  /** The phone's clock, epoch ms. */
  at: number
  title: string
  text: string
  files: File[]
}

interface Schema extends DBSchema {
  shared: { key: string; value: Shared }
}

const NAME = 'regulars-shared'
/** Kept this long, and at most this many. */
const KEEP_MS = 7 * 86_400_000
const MOST = 20

async function inDatabase<R>(work: (db: IDBPDatabase<Schema>) => Promise<R>): Promise<R> {
  const db = await openDB<Schema>(NAME, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('shared', { keyPath: 'id' })
    },
  })
  try {
    return await work(db)
  } finally {
    db.close()
  }
}

/** Keeps it; what is too old or too much goes. */
export const keepShared = (shared: Shared): Promise<void> =>
  inDatabase(async (db) => {
    const tx = db.transaction('shared', 'readwrite')
    await tx.store.put(shared)
    const all = (await tx.store.getAll()).toSorted((a, b) => b.at - a.at)
    const gone = all.filter(({ at }, i) => i >= MOST || at < shared.at - KEEP_MS)
    await Promise.all([...gone.map(({ id }) => tx.store.delete(id)), tx.done])
  })

export const readShared = (id: string): Promise<Shared | undefined> => inDatabase((db) => db.get('shared', id))

export const dropShared = (id: string): Promise<void> => inDatabase((db) => db.delete('shared', id))

/** Forgets everything shared, as when a person signs out. */
export const clearShared = (): Promise<void> => inDatabase((db) => db.clear('shared'))
