import { type Client, createClient, LibsqlError } from '@libsql/client/http'
import type { Args, Statement } from './statement.ts'
import { storable } from './text.ts'

export type Row = Record<string, string | number | null>

/**
 * What keeps the database from answering: it cannot be reached or is locked; no room is left; nothing may be written
 * there; what it kept cannot be read.
 */
export type Outage = 'unavailable' | 'storage_full' | 'storage_read_only' | 'storage_damaged'

/** The database did not do what was asked, and wrote nothing: nothing is known to be wrong with the request. */
export class DatabaseUnavailable extends Error {
  readonly code: Outage
  constructor(cause: unknown, code: Outage = 'unavailable') {
    super('database unavailable', { cause })
    this.name = 'DatabaseUnavailable'
    this.code = code
  }
}

/** A guarded statement matched nothing, or a key was taken meanwhile: somebody else was first and nothing was written. */
export class LostRace extends Error {
  constructor(cause: unknown) {
    super('lost race', { cause })
    this.name = 'LostRace'
  }
}

/** The one door to libSQL. Each call is one atomic batch and one round trip. */
export interface Database {
  read(statements: { sql: string; args: Args }[]): Promise<Row[][]>
  /** Rows of each statement (empty without RETURNING), or nothing written and LostRace / DatabaseUnavailable. */
  write(statements: { sql: string; args: Args }[]): Promise<Row[][]>
  /**
   * Rows one write of a job or an import may carry. All writers take turns: few where a write is cheap to begin, so that
   * nobody waits long for theirs; more where each is a journey over the network.
   */
  readonly slice: number
}

const SLICE = 1_000

/**
 * @param url http(s) address of a libSQL server (Turso, sqld or the local one)
 * @param fetcher for tests and for counting round trips
 */
export function open(url: string, token: string, fetcher?: typeof fetch): Database {
  const client: Client = createClient({
    url,
    authToken: token,
    ...(fetcher ? { fetch: fetcher } : {}),
  })
  const run = async (mode: 'read' | 'write', statements: { sql: string; args: Args }[]) => {
    try {
      const [only, ...more] = statements.map(keepable)
      // A single read is a snapshot by itself: no transaction is begun and ended around it.
      const results =
        mode === 'read' && only && more.length === 0
          ? [await client.execute(only)]
          : await client.batch(only ? [only, ...more] : [], mode)
      return results.map((result) =>
        result.rows.map((row) => {
          const plain: Row = {}
          for (const [i, column] of result.columns.entries()) plain[column] = row[i] as string | number | null
          return plain
        }),
      )
    } catch (error) {
      throw translate(error)
    }
  }
  return { read: (s) => run('read', s), write: (s) => run('write', s), slice: SLICE }
}

/** A statement with its texts as the engine can keep them. */
export const keepable = ({ sql, args }: { sql: string; args: Args }): { sql: string; args: Args } => ({
  sql,
  args: Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  ),
})

/** By the engine's codes; BLOCKED is a hosted database whose plan is used up. */
const OUTAGES: [Outage, RegExp][] = [
  ['storage_full', /SQLITE_FULL|\bBLOCKED\b/],
  ['storage_read_only', /SQLITE_READONLY/],
  ['storage_damaged', /SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN)/],
  ['unavailable', /SQLITE_(BUSY|LOCKED|PROTOCOL)|SERVER_ERROR|HTTP|HRANA_(CLOSED|WEBSOCKET)|STREAM/],
]

/** An error of the engine as callers know it. Our own mistakes (wrong SQL, a constraint that is no race) stay what they are. */
export function translate(error: unknown): unknown {
  const { message = '', code = '' } = error as { message?: string; code?: string }
  if (/guard_failed|UNIQUE constraint failed/.test(message)) return new LostRace(error)
  const outage = OUTAGES.find(([, codes]) => codes.test(`${code} ${message}`))?.[0]
  if (outage) return new DatabaseUnavailable(error, outage)
  if (error instanceof LibsqlError) return error
  // No answer at all: what fetch throws differs by runtime, what the client throws about arguments is a RangeError.
  return error instanceof RangeError ? error : new DatabaseUnavailable(error)
}

/** A handle on one shop's rows. */
export interface ShopDb {
  readonly shopId: string
  /** As {@link Database.slice}. */
  readonly slice: number
  read(statements: Statement[]): Promise<Row[][]>
  write(statements: Statement[]): Promise<Row[][]>
}

export function forShop(db: Database, shopId: string): ShopDb {
  const bind = (statements: Statement[]) =>
    statements.map(({ sql, args }) => ({ sql, args: sql.includes(':shop') ? { ...args, shop: shopId } : args }))
  return { shopId, slice: db.slice, read: (s) => db.read(bind(s)), write: (s) => db.write(bind(s)) }
}
