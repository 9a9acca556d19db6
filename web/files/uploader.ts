/** Sends the bytes of files once their announcement is with the server: piece by piece, from where it left off. */
import { PART_BYTES } from '../../worker/domain/evidence/limits.ts'
import { type Api, ApiError } from '../api.ts'
import type { Upload } from '../store/database.ts'
import { dropFile, endUpload, markUpload, readFile, tidyFiles } from '../store/files.ts'
import type { Store } from '../store/store.ts'
import { createBackoff } from '../sync/backoff.ts'
import type { Locks } from '../sync/locks.ts'
import { createRunner, type Runner, type Schedule } from '../sync/runner.ts'
import { setSent } from './progress.ts'

export interface UploadDeps {
  store: Store
  api: Pick<Api, 'request'>
  locks: Locks
  /** The phone's clock, epoch ms. */
  now: () => number
  /** Whether the phone's space runs short. */
  isShort: () => Promise<boolean>
  /** A file is in: what the server says of it can be pulled. */
  onStored: () => void
}

/** What `PUT /api/files/:id` and its status answer. */
interface Stood {
  stored: number
  storedAt: number | null
}

/** A piece may take long on a phone's uplink. */
const TIMEOUT = 120_000
/** A server that keeps disagreeing about the place is broken; it is asked again later, not forever. */
const MAX_REJOINS = 3

/** Whether an upload can be sent now: announced and answered, wanted, and not turned away. */
export function isReady(store: Store, { id, error }: Upload): boolean {
  if (error !== null || isAnnouncing(store, id)) return false
  return store.view.get('evidence', id)?.removedAt === null
}

const isAnnouncing = (store: Store, id: string): boolean =>
  store.view.outbox.value.some(
    ({ name, args, acked }) => name === 'evidence.add' && acked === 0 && (args as { id?: unknown }).id === id,
  )

/** The row will never come: its announcement was refused and the refusal seen, or the file was removed for good. */
function isLost({ view }: Store, id: string): boolean {
  if (!view.state.value.complete.core || view.get('evidence', id)) return false
  const isOf = ({ name, args }: { name: string; args: unknown }) =>
    name === 'evidence.add' && (args as { id?: unknown }).id === id
  return !view.outbox.value.some(isOf) && !view.rejections.value.some(isOf)
}

/**
 * Sends every file that is ready; one tab at a time. A file the server turns away is marked and does not hold up the
 * others.
 * @throws ApiError when the rest has to wait: network, server, or signed out
 */
export function uploadAll(deps: UploadDeps): Promise<void> {
  const { store } = deps
  return deps.locks('regulars-files', async () => {
    for (const upload of await store.db.getAll('uploads')) {
      if (isLost(store, upload.id)) await dropFile(store.db, upload.id)
      else if (isReady(store, upload)) await uploadOne(deps, upload)
      else continue
      await store.outboxChanged()
    }
    await tidyFiles(store.db, deps.now(), await deps.isShort())
  })
}

async function uploadOne(deps: UploadDeps, { id }: Upload): Promise<void> {
  const { db } = deps.store
  const file = await readFile(db, id)
  // The browser lost the bytes but not the note of them: nothing here can be sent.
  if (!file) return dropFile(db, id)
  try {
    await send(deps.api, id, file.bytes)
    await endUpload(db, id)
    setSent(id, file.bytes.length)
    deps.onStored()
  } catch (error) {
    setSent(id, null)
    if (!(error instanceof ApiError) || !error.problem || !isFinal(error.status)) throw error
    await markUpload(db, id, error.code)
  }
}

/** Sending the same again will not help: the file itself is not taken. */
const isFinal = (status: number): boolean => [400, 403, 404, 413, 415, 422].includes(status)

async function send(api: UploadDeps['api'], id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const path = `/api/files/${encodeURIComponent(id)}`
  let at = await api.request<Stood>('GET', `${path}/status`)
  let rejoins = 0
  while (at.storedAt === null) {
    setSent(id, at.stored)
    // The server has every piece but could not finish: the last one again makes it try.
    const offset = Math.min(at.stored, Math.floor((bytes.length - 1) / PART_BYTES) * PART_BYTES)
    const body = bytes.subarray(offset, offset + PART_BYTES)
    try {
      at = await api.request<Stood>('PUT', `${path}?offset=${offset}`, { body, timeout: TIMEOUT })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'wrong_offset' || ++rejoins > MAX_REJOINS) throw error
      at = await api.request<Stood>('GET', `${path}/status`)
    }
  }
}

export interface UploadRunnerDeps extends UploadDeps {
  schedule: Schedule
  random: () => number
  /** False while nothing should be asked of the server: signed out, or somebody else's session. */
  mayAsk: () => boolean
}

/** Runs {@link uploadAll} once at a time, and again later when it has to wait. */
export const createUploader = (deps: UploadRunnerDeps): Runner =>
  createRunner(
    async () => {
      if (!deps.mayAsk()) return false
      try {
        await uploadAll(deps)
        return false
      } catch (error) {
        return !(error instanceof ApiError && error.status === 401)
      }
    },
    createBackoff(deps.random, 2000),
    deps.schedule,
  )
