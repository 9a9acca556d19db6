/** The queue of changes: every way it may change, each one transaction. Used by the page and the service worker alike. */

import type { RefusalCode } from '../../worker/domain/refusal.ts'
import { type MutationResult, PUSH_LIMIT, type PushedMutation, type PushRequest } from '../../worker/domain/wire.ts'
import {
  type Database,
  type OutboxEntry,
  type Rejection,
  type State,
  stateIn,
  type Writing,
  write,
} from './database.ts'
import { newId } from './ids.ts'

/** Appends changes, each with the next number, on disk before any is shown. Rejects when the disk says no: none is kept. */
export function append(
  db: Database,
  changes: readonly Omit<OutboxEntry, 'seq' | 'acked'>[],
): Promise<{ entries: OutboxEntry[]; state: State }> {
  return write(db, ['outbox', 'state'], 'strict', async (tx) => {
    const before = await stateIn(tx)
    const entries: OutboxEntry[] = changes.map((change, i) => ({ ...change, seq: before.nextSeq + i, acked: 0 }))
    const state = { ...before, nextSeq: before.nextSeq + entries.length }
    const outbox = tx.objectStore('outbox')
    await Promise.all([...entries.map((entry) => outbox.add(entry)), tx.objectStore('state').put(state, 'state')])
    return { entries, state }
  })
}

/** The next push, or null when everything was answered. */
export async function nextPush(db: Database, limit: number = PUSH_LIMIT): Promise<PushRequest | null> {
  const tx = db.transaction(['outbox', 'state'])
  const [entries, state] = await Promise.all([tx.objectStore('outbox').getAll(), tx.objectStore('state').get('state')])
  const mutations = entries.filter((entry) => entry.acked === 0).slice(0, limit)
  if (!state || state.ended || mutations.length === 0) return null
  return { clientId: state.clientId, userId: state.userId, mutations: mutations.map(pushed) }
}

const pushed = ({ seq, id, name, version, args, at }: OutboxEntry): PushedMutation => ({
  seq,
  id,
  name,
  version,
  args,
  at,
})

/**
 * Keeps the server's answers. Applied entries stay until a complete pull contains them, refused ones become rejections
 * and leave the queue at once. Answers to a queue renumbered meanwhile are ignored: it will be sent again.
 * @returns how many entries were settled
 */
export function settle(db: Database, clientId: string, results: readonly MutationResult[]): Promise<number> {
  return write(db, ['outbox', 'sent', 'rejections', 'state'], 'relaxed', async (tx) => {
    const state = await stateIn(tx)
    if (state.clientId !== clientId) return 0
    const outbox = tx.objectStore('outbox')
    let settled = 0
    for (const result of results) {
      const entry = await outbox.get(result.seq)
      if (!entry || entry.acked === 1) continue
      settled++
      if (result.status === 'rejected') {
        await reject(tx, entry, result.code, result.details)
      } else if (entry.seq <= state.baseSeq) {
        await setAside(tx, clientId, [entry])
      } else {
        await outbox.put({ ...entry, acked: 1 })
      }
    }
    return settled
  })
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Of a change's arguments, the ids it was about. */
const onlyIds = (args: unknown): unknown =>
  Object.fromEntries(
    Object.entries((args ?? {}) as Record<string, unknown>).filter(
      ([, value]) => typeof value === 'string' && UUID.test(value),
    ),
  )

async function reject(
  tx: Writing,
  entry: OutboxEntry,
  code: RefusalCode,
  details: Record<string, unknown>,
): Promise<void> {
  const { id, name, args, at } = entry
  // What a change says of somebody who was erased does not stay; that it was refused is told.
  const kept = code === 'erased' ? onlyIds(args) : args
  const rejection: Rejection = { id, name, args: kept, code, details, at }
  await tx.objectStore('rejections').put(rejection)
  await tx.objectStore('outbox').delete(entry.seq)
}

/** A mutation the server cannot even read becomes a rejection. Its number stays unused: the server will ask to `rejoin`. */
export function giveUp(db: Database, clientId: string, seq: number, details: Record<string, unknown>): Promise<void> {
  return write(db, ['outbox', 'rejections', 'state'], 'strict', async (tx) => {
    if ((await stateIn(tx)).clientId !== clientId) return
    const entry = await tx.objectStore('outbox').get(seq)
    if (entry) await reject(tx, entry, 'bad_args', details)
  })
}

/** What was set aside is kept so long, and so many. */
const SENT_MS = 30 * 86_400_000
const SENT_MOST = 1_000

/** Within a transaction over outbox and sent: the base contains these, so they only wait for a server that loses them. */
export async function setAside(tx: Writing, clientId: string, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return
  const sent = tx.objectStore('sent')
  for (const entry of entries) {
    await sent.add({ ...entry, clientId })
    await tx.objectStore('outbox').delete(entry.seq)
  }
  const before = (entries.at(-1)?.at ?? 0) - SENT_MS
  let spare = (await sent.count()) - SENT_MOST
  for (let cursor = await sent.openCursor(); cursor; cursor = await cursor.continue()) {
    if (spare-- <= 0 && cursor.value.at >= before) break
    await cursor.delete()
  }
}

/**
 * The server's count of this client's changes does not fit ours (it was restored, or this phone was): everything not
 * yet in the base is sent again as a new client, from 1, and before it what the base contains, should the server have
 * lost some of that. Mutation ids stay, so what the server has it only answers again.
 * @param expected the number the server waits for
 */
export function rejoin(db: Database, clientId: string, expected: number): Promise<void> {
  return write(db, ['outbox', 'sent', 'state'], 'strict', async (tx) => {
    const state = await stateIn(tx)
    if (state.clientId === clientId) await renumber(tx, expected <= state.baseSeq ? expected - 1 : null)
  })
}

/**
 * Within a transaction over outbox, sent and state: a new client whose queue is the present entries, numbered from 1.
 * @param has the server has lost what the base contained beyond this number: that goes first; null when it has not
 */
export async function renumber(tx: Writing, has: number | null): Promise<State> {
  const outbox = tx.objectStore('outbox')
  const state = await stateIn(tx)
  const lost = has === null ? [] : await takeBack(tx, state.clientId, has)
  const entries = [...lost, ...(await outbox.getAll())]
  const renewed = { ...state, clientId: newId(), nextSeq: entries.length + 1, baseSeq: 0 }
  await outbox.clear()
  await Promise.all(entries.map((entry, i) => outbox.add({ ...entry, seq: i + 1, acked: 0 })))
  await tx.objectStore('state').put(renewed, 'state')
  return renewed
}

/** Of what was set aside, what the server may lack, in order. */
async function takeBack(tx: Writing, clientId: string, has: number): Promise<OutboxEntry[]> {
  const lost: OutboxEntry[] = []
  for (let cursor = await tx.objectStore('sent').openCursor(); cursor; cursor = await cursor.continue()) {
    const { clientId: of, ...entry } = cursor.value
    if (of === clientId && entry.seq <= has) continue
    lost.push(entry)
    await cursor.delete()
  }
  return lost
}

/** The person has read that the server was restored. */
export const restoreRead = (db: Database): Promise<void> =>
  write(db, ['state'], 'strict', async (tx) => {
    await tx.objectStore('state').put({ ...(await stateIn(tx)), restored: null }, 'state')
  })

/** The person has dealt with a rejection. */
export const dismiss = (db: Database, id: string): Promise<void> => db.delete('rejections', id)
