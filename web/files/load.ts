/** A file's bytes for looking at: from this phone, else from the server, and then kept here too. */
import type { EvidenceRow } from '../../worker/domain/rows.ts'
import { ApiError } from '../api.ts'
import type { Database } from '../store/database.ts'
import { keepFile, readFile, tidyFiles } from '../store/files.ts'
import { sha256 } from './prepare.ts'

export interface LoadDeps {
  db: Database
  fetch: typeof fetch
  /** The phone's clock, epoch ms. */
  now: () => number
}

type Wanted = Pick<EvidenceRow, 'id' | 'hash' | 'type' | 'storedAt'>

/** Several at once would hold up what the person does meanwhile. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * @returns null when the bytes are neither here nor, yet, on the server
 * @throws ApiError when the server cannot be asked or what came is not the file
 */
export async function loadFile(deps: LoadDeps, row: Wanted): Promise<Uint8Array<ArrayBuffer> | null> {
  const here = await readFile(deps.db, row.id)
  if (here) return here.bytes
  if (row.storedAt === null) return null
  const mine = turn.then(() => fetchFile(deps, row))
  turn = mine.catch(() => {})
  return mine
}

async function fetchFile({ db, fetch, now }: LoadDeps, { id, hash, type }: Wanted): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>
  let status: number
  try {
    const answer = await fetch(`/api/files/${encodeURIComponent(id)}`, {
      credentials: 'same-origin',
      cache: 'no-store',
    })
    status = answer.status
    bytes = new Uint8Array(await answer.arrayBuffer())
  } catch {
    throw new ApiError(0, 'network')
  }
  if (status !== 200) throw new ApiError(status, 'http')
  if ((await sha256(bytes)) !== hash) throw new ApiError(0, 'not_ours')
  // A full disk only means it has to be fetched again.
  await keepFile(db, { id, bytes, type, at: now() }).catch(() => tidyFiles(db, now(), true))
  await tidyFiles(db, now(), false)
  return bytes
}
