/** The base: the only place that writes the server's truth into the phone's database. */
import type { CustomerRow, TableName, Tables } from '../../worker/domain/rows.ts'
import type { PullPage, Stream } from '../../worker/domain/wire.ts'
import {
  ALL_STORES,
  BASE_STORES,
  baseStore,
  type Database,
  type Ended,
  FILE_STORES,
  freshState,
  type OutboxEntry,
  type Rejection,
  rawStore,
  type State,
  stateIn,
  type Writing,
  withoutBase,
  write,
} from './database.ts'
import { countRows, type Delta } from './decode.ts'
import { newId } from './ids.ts'
import { renumber, setAside } from './outbox.ts'

export interface Asked {
  stream: Stream
  clientId: string
  cursor: string | undefined
}
export interface Received {
  page: PullPage
  delta: Delta
  /** Server clock minus the phone's when the page was made, ms. */
  serverOffset: number
  /** The phone's clock, epoch ms. */
  at: number
}

export type Commit =
  /** Written. `outbox` is there when the pull is complete: what the base now contains has left it. */
  | { kind: 'written'; delta: Delta; state: State; outbox: OutboxEntry[] | null }
  /** The server's data is another one now: the base is empty and must be pulled from nothing, the outbox was kept. */
  | { kind: 'reset' }
  /** Somebody else moved on since the page was asked for; it was thrown away. */
  | { kind: 'stale' }

const STORES = [...BASE_STORES, ...FILE_STORES, 'outbox', 'rejections', 'sent', 'state'] as const

/** Writes one page, its cursor, and — with the last page of a core pull — the dropping of what it contains, in one transaction. */
export function commitPage(db: Database, asked: Asked, received: Received): Promise<Commit> {
  const { page, delta } = received
  return write(db, [...STORES], 'relaxed', async (tx) => {
    const before = await stateIn(tx)
    if (before.clientId !== asked.clientId || before.cursors[asked.stream] !== asked.cursor) return { kind: 'stale' }
    // What was asked for by somebody who has left meanwhile is nobody's.
    if (before.ended) return { kind: 'stale' }
    const otherServer = before.epoch !== null && before.epoch !== page.epoch
    if (otherServer || (before.role !== null && before.role !== page.role)) {
      if (asked.stream === 'orders') return { kind: 'stale' }
      await clearBase(tx, before)
      if (otherServer) await fitQueue(tx, before, received)
      return { kind: 'reset' }
    }
    if (asked.stream === 'orders' && before.epoch === null) return { kind: 'stale' }
    const erased = await newlyErased(tx, delta)
    putRows(tx, delta)
    await forgetErased(tx, delta, erased)
    const state = after(before, asked.stream, received)
    if (asked.stream === 'orders' || page.more) {
      await tx.objectStore('state').put(state, 'state')
      return { kind: 'written', delta, state, outbox: null }
    }
    // More of our changes than we know of: this phone was restored from an old copy of itself.
    if (page.lastSeq >= before.nextSeq) {
      await tx.objectStore('state').put(state, 'state')
      const renewed = await renumber(tx, null)
      return { kind: 'written', delta, state: renewed, outbox: await tx.objectStore('outbox').getAll() }
    }
    state.baseSeq = page.lastSeq
    const entries = await tx.objectStore('outbox').getAll()
    const contained = (entry: OutboxEntry) => entry.acked === 1 && entry.seq <= page.lastSeq
    await setAside(tx, before.clientId, entries.filter(contained))
    // What is left of them may not come back from here.
    if (erased.size > 0) await tx.objectStore('sent').clear()
    await tx.objectStore('state').put(state, 'state')
    return { kind: 'written', delta, state, outbox: entries.filter((entry) => !contained(entry)) }
  })
}

/**
 * The queue after the server was restored and now counts to `lastSeq`. What it answered and still has will come with the
 * base; when it has lost something it had answered, that and everything after it is sent again.
 */
async function fitQueue(tx: Writing, { clientId, nextSeq }: State, { page, at }: Received): Promise<void> {
  const outbox = tx.objectStore('outbox')
  const entries = await outbox.getAll()
  const contained = entries.filter((entry) => entry.acked === 1 && entry.seq <= page.lastSeq)
  await setAside(tx, clientId, contained)
  const answeredUpTo = nextSeq - 1 - entries.filter((entry) => entry.acked === 0).length
  if (page.lastSeq < answeredUpTo) await renumber(tx, page.lastSeq)
  const to = page.restoredTo
  if (to === null) return
  const kept = [...(await tx.objectStore('sent').getAll()), ...(await outbox.getAll())].filter(
    (entry) => entry.at >= to,
  )
  await tx.objectStore('state').put({ ...(await stateIn(tx)), restored: { to, at, kept: kept.length } }, 'state')
}

function putRows(tx: Writing, delta: Delta): void {
  for (const [table, { rows, deleted }] of Object.entries(delta)) {
    const store = rawStore(tx, table as TableName)
    for (const row of rows) store.put(row)
    for (const id of deleted) store.delete(id)
  }
}

/** Whom this page tells of as erased, and the base did not: their figures come again and again. */
async function newlyErased(tx: Writing, { customers }: Delta): Promise<Set<string>> {
  const told = customers?.rows.filter(({ erasedAt }) => erasedAt != null) ?? []
  const known = await Promise.all(told.map(({ id }) => tx.objectStore(baseStore('customers')).get(id)))
  return new Set(told.flatMap(({ id }, i) => ((known[i] as CustomerRow | undefined)?.erasedAt == null ? [id] : [])))
}

/** What of people who were erased lies beside the base: bytes of their files, changes the server took or refused. */
async function forgetErased(tx: Writing, { evidence }: Delta, people: Set<string>): Promise<void> {
  for (const id of evidence?.deleted ?? []) {
    tx.objectStore('files').delete(id)
    tx.objectStore('uploads').delete(id)
  }
  if (people.size === 0) return
  tx.objectStore('sent').clear()
  // Also those that came with another page, or long ago.
  const about = [...people]
  for (const table of ['disputes', 'offers', 'tasks'] as const) {
    const held = (await tx.objectStore(baseStore(table)).getAll()) as Tables[typeof table][]
    for (const { id, customerId } of held) if (customerId !== null && people.has(customerId)) about.push(id)
  }
  for (const { id, args } of await tx.objectStore('rejections').getAll()) {
    const text = JSON.stringify(args)
    if (about.some((each) => text.includes(each))) tx.objectStore('rejections').delete(id)
  }
}

function after(before: State, stream: Stream, { page, delta, serverOffset, at }: Received): State {
  const done = stream === 'core' && !page.more
  return {
    ...before,
    cursors: { ...before.cursors, [stream]: page.cursor },
    complete: page.more ? before.complete : { ...before.complete, [stream]: true },
    loadedRows: stream === 'core' && !before.complete.core ? before.loadedRows + countRows(delta) : before.loadedRows,
    epoch: page.epoch,
    schema: page.schema,
    role: page.role,
    userId: page.userId,
    shopId: page.shopId,
    serverOffset,
    lastPullAt: done ? at : before.lastPullAt,
  }
}

async function clearBase(tx: Writing, state: State): Promise<void> {
  await Promise.all(BASE_STORES.map((store) => tx.objectStore(store).clear()))
  await tx.objectStore('state').put(withoutBase(state), 'state')
}

/** Empties the base so that the next pull loads it anew; the outbox stays. */
export const resetBase = (db: Database): Promise<void> =>
  write(db, [...STORES], 'relaxed', async (tx) => clearBase(tx, await stateIn(tx)))

/**
 * Notes that nothing of what is stored may be shown, and why.
 * @param entry whose end it is: an answer tells of who asked, not of somebody who signed in since, in whichever tab
 * @returns false when somebody did: nothing was noted
 */
export const markEnded = (db: Database, ended: Ended, entry: string): Promise<boolean> =>
  write(db, ['state'], 'strict', async (tx) => {
    const state = await stateIn(tx)
    if (state.entry !== entry) return false
    await tx.objectStore('state').put({ ...state, ended }, 'state')
    return true
  })

/** Notes that somebody has signed in. */
export const markEntered = (db: Database): Promise<void> =>
  write(db, ['state'], 'strict', async (tx) => {
    await tx.objectStore('state').put({ ...(await stateIn(tx)), ended: null, entry: newId() }, 'state')
  })

/**
 * Of a shop the person was removed from: what it told this phone goes; changes and photos that are only here stay, until
 * they are taken or let go. The mark comes first, so that a phone killed meanwhile goes on when it is opened again.
 * @returns false when somebody signed in since `entry`: nothing more was forgotten
 */
export async function forgetShop(db: Database, entry: string): Promise<boolean> {
  if (!(await markEnded(db, 'removed', entry))) return false
  return write(db, [...ALL_STORES, 'sent', ...FILE_STORES], 'strict', async (tx) => {
    const files = tx.objectStore('files')
    const [state, kept, unsent] = await Promise.all([
      stateIn(tx),
      files.getAllKeys(),
      tx.objectStore('uploads').getAllKeys(),
    ])
    if (state.entry !== entry) return false
    await Promise.all([
      clearBase(tx, state),
      tx.objectStore('sent').clear(),
      ...kept.filter((id) => !unsent.includes(id)).map((id) => files.delete(id)),
    ])
    return true
  })
}

/**
 * Removes everything of the person signed in before, unsent changes and photos too.
 * @param ended whether somebody has to sign in before anything is shown again
 * @param entry only what is of this one
 * @returns false when somebody signed in since `entry`: nothing went
 */
export const wipeDatabase = (db: Database, ended: Ended | null = null, entry: string | null = null): Promise<boolean> =>
  write(db, [...ALL_STORES, 'sent', ...FILE_STORES], 'strict', async (tx) => {
    if (entry !== null && (await stateIn(tx)).entry !== entry) return false
    await Promise.all([
      ...BASE_STORES.map((store) => tx.objectStore(store).clear()),
      tx.objectStore('outbox').clear(),
      tx.objectStore('sent').clear(),
      tx.objectStore('rejections').clear(),
      tx.objectStore('files').clear(),
      tx.objectStore('uploads').clear(),
      tx.objectStore('state').put({ ...freshState(newId()), ended }, 'state'),
    ])
    return true
  })

export interface Snapshot {
  delta: Delta
  state: State
  outbox: OutboxEntry[]
  rejections: Rejection[]
}

/** What rows stored by an older version lack: they are shown until the first page of the new one has come. */
const LATER: { [T in TableName]?: Partial<Tables[T]> } = {
  customers: { consent: {}, erasedAt: null },
  disputes: { viaLink: null },
  notifications: { readBy: {} },
}
const completed = <R>(table: TableName, rows: R[]): R[] => {
  const later = LATER[table]
  return later ? rows.map((row) => ({ ...later, ...row })) : rows
}

/**
 * Queue, state and chosen rows as of one moment. `ids` names rows by table (those not found count as deleted);
 * `whole` names tables to read whole.
 */
export async function readSnapshot(
  db: Database,
  ids: { [T in TableName]?: string[] } = {},
  whole: readonly TableName[] = [],
): Promise<Snapshot> {
  const tx = db.transaction(ALL_STORES)
  const delta: Record<string, { rows: unknown[]; deleted: string[] }> = {}
  const reads = [
    ...whole.map(async (table) => {
      delta[table] = { rows: completed(table, await tx.objectStore(baseStore(table)).getAll()), deleted: [] }
    }),
    ...Object.entries(ids).map(async ([table, wanted]) => {
      const store = tx.objectStore(baseStore(table as TableName))
      const found = await Promise.all(wanted.map((id) => store.get(id)))
      delta[table] = {
        rows: completed(
          table as TableName,
          found.filter((row) => row !== undefined),
        ),
        deleted: wanted.filter((_, i) => found[i] === undefined),
      }
    }),
  ]
  const [state, outbox, rejections] = await Promise.all([
    tx.objectStore('state').get('state'),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('rejections').getAll(),
    ...reads,
  ])
  if (!state) throw new Error('the database has no state record')
  return { delta: delta as Delta, state, outbox, rejections }
}

/** Rows of a table in order of id, `size` at a time, until all were read. */
export async function* inChunks<T extends TableName>(
  db: Database,
  table: T,
  size: number,
): AsyncGenerator<Tables[T][]> {
  let last: string | undefined
  for (;;) {
    const rows = (await db.getAll(
      baseStore(table),
      last === undefined ? undefined : IDBKeyRange.lowerBound(last, true),
      size,
    )) as Tables[T][]
    if (rows.length > 0) yield completed(table, rows)
    if (rows.length < size) return
    last = rows.at(-1)?.id
  }
}

/** Orders of one customer on this phone, newest first. */
export async function ordersOf(db: Database, customerId: string): Promise<Tables['orders'][]> {
  const range = IDBKeyRange.bound([customerId, Number.NEGATIVE_INFINITY], [customerId, Number.POSITIVE_INFINITY])
  return (await db.getAllFromIndex('base.orders', 'byCustomer', range)).reverse()
}
