/** Bytes of evidence on this phone: every way they come, are marked and go, each one transaction. */
import type { EvidenceRow } from '../../worker/domain/rows.ts'
import { type Database, type KeptFile, type Upload, write } from './database.ts'
import type { View } from './view.ts'

/** How long bytes the server has stay here after they were last put, ms. */
const KEEP_MS = 30 * 86_400_000

/** Keeps a file to be sent. Rejects when the disk says no: nothing is kept then. */
export const keepUpload = (db: Database, file: KeptFile): Promise<void> =>
  write(db, ['files', 'uploads'], 'strict', async (tx) => {
    const upload: Upload = { id: file.id, size: file.bytes.length, error: null }
    await Promise.all([tx.objectStore('files').put(file), tx.objectStore('uploads').put(upload)])
  })

/** Marks how an upload stands: turned away with a code, or to be tried again. */
export const markUpload = (db: Database, id: string, error: string | null): Promise<void> =>
  write(db, ['uploads'], 'relaxed', async (tx) => {
    const upload = await tx.objectStore('uploads').get(id)
    if (upload) await tx.objectStore('uploads').put({ ...upload, error })
  })

/** The server has it; the bytes stay here for a while, to be looked at. */
export const endUpload = (db: Database, id: string): Promise<void> => db.delete('uploads', id)

/** Bytes that came from the server, to be looked at again without it. */
export const keepFile = async (db: Database, file: KeptFile): Promise<void> => {
  await db.put('files', file)
}

export const readFile = (db: Database, id: string): Promise<KeptFile | undefined> => db.get('files', id)

/** Nothing of the file stays on this phone. */
export const dropFile = (db: Database, id: string): Promise<void> =>
  write(db, ['files', 'uploads'], 'relaxed', async (tx) => {
    await Promise.all([tx.objectStore('files').delete(id), tx.objectStore('uploads').delete(id)])
  })

/** Drops bytes the server has too: those that lie here for long, and when space is short all of them. */
export const tidyFiles = (db: Database, now: number, short: boolean): Promise<void> =>
  write(db, ['files', 'uploads'], 'relaxed', async (tx) => {
    const waiting = new Set(await tx.objectStore('uploads').getAllKeys())
    const old = short ? null : IDBKeyRange.upperBound(now - KEEP_MS)
    const ids = await tx.objectStore('files').index('byAt').getAllKeys(old)
    await Promise.all(ids.filter((id) => !waiting.has(id)).map((id) => tx.objectStore('files').delete(id)))
  })

/** Files that are only on this phone, told of by their rows. */
export interface UnsentFiles {
  /** On their way, or waiting for it. */
  waiting: EvidenceRow[]
  /** Turned away by the server: somebody has to look. */
  failed: EvidenceRow[]
  /** How many of them are themselves a change that waits: the server has not heard of them. */
  unannounced: number
}

export function unsentFiles(view: View, uploads: readonly Upload[]): UnsentFiles {
  const files: UnsentFiles = { waiting: [], failed: [], unannounced: 0 }
  if (uploads.length === 0) return files
  const announcing = new Set(
    view.outbox.value.flatMap(({ name, args, acked }) =>
      name === 'evidence.add' && acked === 0 ? [(args as { id: string }).id] : [],
    ),
  )
  for (const { id, error } of uploads) {
    const row = view.get('evidence', id)
    if (row && row.removedAt === null) files[error === null ? 'waiting' : 'failed'].push(row)
    if (row?.removedAt === null && announcing.has(id)) files.unannounced += 1
  }
  return files
}

/** How many changes and files are only on this phone; a file whose announcement is itself unsent counts once. */
export function unsentOf(view: View, uploads: readonly Upload[]): number {
  const { waiting, failed, unannounced } = unsentFiles(view, uploads)
  return view.outbox.value.filter(({ acked }) => acked === 0).length + waiting.length + failed.length - unannounced
}
