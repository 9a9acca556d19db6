/** One batch of statements on one connection: all of it or nothing, and the rows as the application knows them. */
import { LibsqlError } from '@libsql/client/http'
import { type Row, translate } from '../client.ts'
import type { Connection } from '../local/connection.ts'
import { StatementError } from '../local/errors.ts'
import type { StatementResult, Value } from '../local/hrana.ts'
import type { Args } from '../statement.ts'

export interface Sql {
  sql: string
  args: Args
}

const NONE: readonly Value[] = []
const NO_NAMES: ReadonlyMap<string, Value> = new Map()

/**
 * Runs `statements` in one transaction. Reads see one snapshot; a write takes the file's only lock for writing.
 * Texts are to be storable. @throws StatementError or RangeError, after which nothing was written: see {@link asCallersKnow}
 */
export function runBatch(connection: Connection, mode: 'read' | 'write', statements: readonly Sql[]): Row[][] {
  try {
    const bound = statements.map(named)
    const run = () => bound.map(({ sql, args }) => rowsOf(connection.execute(sql, NONE, args, true)))
    // A single read is a snapshot by itself.
    if (mode === 'read' && bound.length === 1) return run()
    connection.execute(mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE', NONE, NO_NAMES, false)
    const results = run()
    connection.execute('COMMIT', NONE, NO_NAMES, false)
    return results
  } finally {
    connection.rollback()
  }
}

/** The error a remote database would have given in its place. */
export const asCallersKnow = (error: unknown): unknown =>
  translate(error instanceof StatementError ? new LibsqlError(error.message, error.code) : error)

/** The engine ends the process on a boolean, and takes no number that is none: the same is refused here as elsewhere. */
function named({ sql, args }: Sql): { sql: string; args: ReadonlyMap<string, Value> } {
  const values = new Map<string, Value>()
  for (const [name, value] of Object.entries(args) as [string, unknown][]) {
    if (value === null || typeof value === 'string') values.set(name, value)
    else if (typeof value === 'number' && Number.isFinite(value)) values.set(name, value)
    else throw new RangeError(`The value of ${name} cannot be kept`)
  }
  return { sql, args: values }
}

function rowsOf({ columns, rows }: StatementResult): Row[] {
  return rows.map((values) => {
    const row: Row = {}
    for (const [i, { name }] of columns.entries()) row[name] = plain(values[i])
    return row
  })
}

function plain(value: Value | undefined): string | number | null {
  if (typeof value !== 'bigint') return value as string | number | null
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError('An integer is too large to be read exactly')
  return number
}
