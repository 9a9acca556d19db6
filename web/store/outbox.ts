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
  if (!state || mutations.length === 0) return null
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
  return write(db, ['outbox', 'rejections', 'state'], 'relaxed', async (tx) => {
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
        await outbox.delete(entry.seq)
      } else {
        await outbox.put({ ...entry, acked: 1 })
      }
    }
    return settled
  })
}

async function reject(
  tx: Writing,
  entry: OutboxEntry,
  code: RefusalCode,
  details: Record<string, unknown>,
): Promise<void> {
  const { id, name, args, at } = entry
  const rejection: Rejection = { id, name, args, code, details, at }
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

/**
 * The server's count of this client's changes does not fit ours (it was restored, or this phone was): everything not
 * yet in the base is sent again as a new client, from 1. Mutation ids stay, so what the server has it only answers again.
 */
export function rejoin(db: Database, clientId: string): Promise<void> {
  return write(db, ['outbox', 'state'], 'strict', async (tx) => {
    if ((await stateIn(tx)).clientId === clientId) await renumber(tx)
  })
}

/** Within a transaction over outbox and state: a new client whose queue is the present entries, numbered from 1. */
export async function renumber(tx: Writing): Promise<State> {
  const outbox = tx.objectStore('outbox')
  const [state, entries] = await Promise.all([stateIn(tx), outbox.getAll()])
  const renewed = { ...state, clientId: newId(), nextSeq: entries.length + 1, baseSeq: 0 }
  await outbox.clear()
  await Promise.all(entries.map((entry, i) => outbox.add({ ...entry, seq: i + 1, acked: 0 })))
  await tx.objectStore('state').put(renewed, 'state')
  return renewed
}

/** The person has dealt with a rejection. */
export const dismiss = (db: Database, id: string): Promise<void> => db.delete('rejections', id)
