/** What a person does with the files of a case. */
import { withMerged } from '../../worker/domain/dispute-merge.ts'
import { MOST_A_CASE } from '../../worker/domain/evidence/limits.ts'
import type { EvidenceRow } from '../../worker/domain/rows.ts'
import { type Prepared, prepare, sha256, Unusable } from '../files/prepare.ts'
import { currentStore } from '../store/current.ts'
import { dropFile, keepUpload, markUpload, tidyFiles } from '../store/files.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

/** Why a file was not added. */
export type NotAdded = { code: 'too_large' | 'wrong_type'; name: string } | { code: 'too_many' } | { code: 'insecure' }

/**
 * Adds files to a case, one after the other; each is on this phone before the next is looked at, and sent by itself.
 * @returns of those not added, why not
 * @throws Refusal, DOMException when the phone's disk is full: those before it are added
 */
export async function addFiles(
  disputeId: string,
  files: readonly File[],
  source: 'hand' | 'share' = 'hand',
  read: (file: File) => Promise<Prepared> = prepare,
): Promise<NotAdded[]> {
  // A page that did not come by https has no way to reckon sums.
  if (!globalThis.crypto?.subtle) return [{ code: 'insecure' }]
  const room = roomIn(disputeId)
  const refused: NotAdded[] = files.length > room ? [{ code: 'too_many' }] : []
  for (const file of files.slice(0, Math.max(0, room))) {
    try {
      await addOne(disputeId, await read(file), source)
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      refused.push({ code: error.code, name: file.name })
    }
  }
  return refused
}

async function addOne(disputeId: string, { bytes, type, name }: Prepared, source: 'hand' | 'share'): Promise<void> {
  const store = currentStore()
  const id = newId(store.now())
  const hash = await sha256(bytes)
  const file = { id, bytes, type, at: Date.now() }
  try {
    await keepUpload(store.db, file)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error
    await tidyFiles(store.db, Date.now(), true)
    await keepUpload(store.db, file)
  }
  try {
    await mutate('evidence.add', { id, disputeId, name: name.slice(-200), type, size: bytes.length, hash, source })
  } catch (error) {
    await dropFile(store.db, id)
    throw error
  } finally {
    await store.outboxChanged()
  }
}

/**
 * The files of a case, and of those that went into it, that nobody took away, in the order they were added. Reading it
 * while rendering subscribes.
 */
export function evidenceOf(disputeId: string): EvidenceRow[] {
  const { view } = currentStore()
  const whole = withMerged(view.list('disputes').value, disputeId)
  return view
    .list('evidence')
    .value.filter((row) => whole.has(row.disputeId) && row.removedAt === null)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** How many files may still be added to a case: what came in with another one takes no room. */
export const roomIn = (disputeId: string): number =>
  MOST_A_CASE - evidenceOf(disputeId).filter((row) => row.disputeId === disputeId).length

/** @throws Refusal */
export const removeEvidence = (id: string) => mutate('evidence.remove', { id })
/** @throws Refusal */
export const restoreEvidence = (id: string) => mutate('evidence.restore', { id })

/** Sends a file again that the server turned away. */
export async function retryUpload(id: string): Promise<void> {
  const store = currentStore()
  await markUpload(store.db, id, null)
  await store.outboxChanged()
}
