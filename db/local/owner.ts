/** One server per database file, also across processes. */
import Database from 'libsql'

/** Another server has this database file open. */
export class DatabaseInUseError extends Error {
  readonly code = 'DATABASE_IN_USE'

  constructor(file: string) {
    super(`The database ${file} is in use by another running server`)
  }
}

/**
 * Claims `file` until the function returned is called or the process ends, however it ends: the claim is a lock the
 * operating system holds on the file `<file>-owner`. Throws `DatabaseInUseError`.
 */
export function claim(file: string): () => void {
  const marker = new Database(`${file}-owner`, { timeout: 0 })
  try {
    marker.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    marker.close()
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') throw new DatabaseInUseError(file)
    throw error
  }
  return () => {
    marker.exec('ROLLBACK')
    marker.close()
  }
}
