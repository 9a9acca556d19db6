/** Why the app cannot begin or a command cannot be done, in a sentence that says what to do. */
import { statfsSync } from 'node:fs'
import { isFull, noRoom } from './folder.ts'

/** Less than this, and whatever failed on the disk failed for it; bytes. */
const NOTHING_LEFT = 1024 * 1024

/** @param dir the data folder, or where else it was written to */
export function reasonOf(error: unknown, dir: string): string {
  const { code = '', message } = error as { code?: string; message: string }
  const isOfDisk = /^(SQLITE_(IOERR|CANTOPEN|FULL)|storage_\w+)$/.test(code)
  if (isFull(error) || /^(SQLITE_FULL|storage_full)$/.test(code) || (isOfDisk && left(dir) < NOTHING_LEFT))
    return `${noRoom(dir)}: free some, then try again.`
  if (/^(SQLITE_(CORRUPT|NOTADB)|storage_damaged)$/.test(code))
    return `The database in ${dir} is damaged (${code}): restore a backup into an empty folder.`
  return message
}

function left(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
