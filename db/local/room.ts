/**
 * Room kept on the disk while nobody has the database open. Opening it takes a few pages, for the index of its log: on a
 * disk that others have filled meanwhile it could not even be read.
 */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'

/** Bytes; what opening does not take is left for whoever opens it. */
const KEPT = 128 * 1024

const roomOf = (file: string): string => `${file}-room`

/** Gives it back, to the database that is about to be opened. */
export const useRoom = (file: string): void => rmSync(roomOf(file), { force: true })

/** Keeps it until {@link useRoom}, where there is so much. */
export function keepRoom(file: string): void {
  try {
    // Nothing a disk that compresses could make smaller.
    writeFileSync(roomOf(file), randomBytes(KEPT), { mode: 0o600 })
  } catch {
    rmSync(roomOf(file), { force: true })
  }
}
