/**
 * The two ways a Hrana request can fail.
 * Codes and messages are those a libSQL server gives, so that callers see the same locally and in production.
 */

/** One statement or one request of a pipeline failed; answered inside a 200 pipeline response. */
export class StatementError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The HTTP request itself cannot be served; answered with `status` and `{ message, code }`. */
export class ProtocolError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What a writer gets when another transaction kept the database for too long. */
export function busy(): StatementError {
  return new StatementError('SQLITE_BUSY', 'SQLite error: database is locked')
}

/**
 * An error thrown by the engine as a Hrana error. Extended codes (`SQLITE_CONSTRAINT_TRIGGER`) are reduced to
 * primary ones (`SQLITE_CONSTRAINT`), as libSQL servers do.
 */
export function fromEngine(error: unknown, phase: 'prepare' | 'run'): StatementError {
  if (error instanceof StatementError) return error
  const message = error instanceof Error ? error.message : String(error)
  const extended = (error as { code?: unknown } | null)?.code
  if (typeof extended !== 'string' || !extended.startsWith('SQLITE_')) {
    return new StatementError('INTERNAL_ERROR', message)
  }
  const primary = extended.split('_', 2).join('_')
  if (primary !== 'SQLITE_ERROR') return new StatementError(primary, `SQLite error: ${message}`)
  return phase === 'prepare'
    ? new StatementError('SQL_INPUT_ERROR', `SQL input error: ${message}`)
    : new StatementError('SQLITE_UNKNOWN', `SQLite error: ${message}`)
}
