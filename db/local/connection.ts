/** Connections of the embedded engine: statements kept prepared, arguments bound safely, and a pool of clean ones. */
import Database from 'libsql'
import { fromEngine, StatementError } from './errors.ts'
import type { Column, StatementResult, Value } from './hrana.ts'
import { parseStatement, type Statement } from './sql.ts'

const cachedStatements = 200
const idleConnections = 8

export interface ConnectionOptions {
  /** Refuses every statement that would write. */
  readOnly?: boolean
  /** How long the engine itself waits for a lock, standing still meanwhile; milliseconds, default 0. */
  waitMs?: number
}

/** Counts schema changes of one database file, so that every connection notices those of the others. */
export interface SchemaVersion {
  value: number
}

interface Prepared {
  readonly statement: Statement
  readonly engine: Database.Statement<[Value[]]>
  /** Whether it can return rows. */
  readonly reader: boolean
  columns: Column[] | undefined
}

/**
 * One engine connection. The engine ends the process when given a boolean or a bare Buffer, so arguments always go in
 * as one array of `Value`s. It also ends the process on reading text that is not UTF-8 (as from `CAST(x'ff' AS TEXT)`)
 * and cuts text at a NUL character when reading: keep both out of the database.
 */
export class Connection {
  readonly #database: Database.Database
  readonly #prepared = new Map<string, Prepared>()
  readonly #schema: SchemaVersion
  #schemaSeen: number
  #schemaChanged = false
  /** Statements that failed in the open transaction. */
  readonly #failed = new Set<Prepared>()
  #reusable = true
  readonly #queryOnly: 'ON' | 'OFF'

  /** @throws StatementError where the file is no database, or cannot be opened */
  constructor(file: string, schema: SchemaVersion, { readOnly = false, waitMs = 0 }: ConnectionOptions = {}) {
    this.#queryOnly = readOnly ? 'ON' : 'OFF'
    try {
      this.#database = new Database(file, { timeout: waitMs })
      this.#database.exec(
        `PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA query_only = ${this.#queryOnly}`,
      )
    } catch (error) {
      throw fromEngine(error, 'run')
    }
    this.#database.defaultSafeIntegers(true)
    this.#schema = schema
    this.#schemaSeen = schema.value
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  /** False when settings or temporary tables were left behind that nobody else may find. */
  get reusable(): boolean {
    return this.#reusable
  }

  /** Changes whenever anybody changes the schema of the file, also another process. */
  schemaVersion(): number {
    return Number(this.#scalar('PRAGMA schema_version'))
  }

  /** Prepares a statement or takes it from the cache. Throws `StatementError`. */
  prepare(sql: string): Prepared {
    if (this.#schemaSeen !== this.#schema.value) {
      this.#prepared.clear()
      this.#schemaSeen = this.#schema.value
    }
    let prepared = this.#prepared.get(sql)
    if (prepared === undefined) {
      const statement = parseStatement(sql)
      try {
        const engine = this.#database.prepare<Value[][]>(sql)
        if (engine.reader) engine.raw()
        prepared = { statement, engine, reader: engine.reader, columns: undefined }
      } catch (error) {
        throw fromEngine(error, 'prepare')
      }
    } else {
      this.#prepared.delete(sql)
    }
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > cachedStatements) {
      for (const oldest of this.#prepared.keys()) {
        this.#prepared.delete(oldest)
        break
      }
    }
    return prepared
  }

  /** Runs one statement to its end. Throws `StatementError`. */
  execute(
    sql: string,
    args: readonly Value[],
    namedArgs: ReadonlyMap<string, Value>,
    wantRows: boolean,
  ): StatementResult {
    const prepared = this.prepare(sql)
    const { statement, engine, reader } = prepared
    const values = bind(statement, args, namedArgs)
    let rows: Value[][] = []
    let affectedRows = 0
    let lastInsertRowid: bigint | undefined
    try {
      if (reader) {
        rows = engine.all(values) as Value[][]
        if (statement.changesRows) affectedRows = Number(this.#scalar('SELECT changes()'))
        if (statement.inserts) lastInsertRowid = this.#scalar('SELECT last_insert_rowid()')
      } else {
        const info = engine.run(values)
        if (statement.changesRows) affectedRows = info.changes
        if (statement.inserts) {
          const exact = Number.isSafeInteger(info.lastInsertRowid)
          lastInsertRowid = exact ? BigInt(info.lastInsertRowid) : this.#scalar('SELECT last_insert_rowid()')
        }
      }
    } catch (error) {
      this.#failed.add(prepared)
      throw fromEngine(error, 'run')
    } finally {
      this.#note(statement)
      this.#settle()
    }
    return { columns: this.columns(prepared), rows: wantRows ? rows : [], affectedRows, lastInsertRowid }
  }

  /** Runs all `statements` of the script `sql`, stopping at the first that fails; rows are dropped. Throws `StatementError`. */
  executeScript(sql: string, statements: readonly Statement[]): void {
    try {
      this.#database.exec(sql)
    } catch (error) {
      throw fromEngine(error, 'run')
    } finally {
      for (const statement of statements) this.#note(statement)
      this.#settle()
    }
  }

  /** Result columns of a statement; empty when it returns no rows. */
  columns(prepared: Prepared): Column[] {
    if (!prepared.reader) return []
    prepared.columns ??= prepared.engine.columns().map(({ name, type }) => ({ name, decltype: type }))
    return prepared.columns
  }

  /** Takes back what an open transaction did. */
  rollback(): void {
    if (this.inTransaction) this.#database.exec('ROLLBACK')
    this.#settle()
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }

  #scalar(sql: string): bigint {
    const [row] = this.prepare(sql).engine.all([]) as bigint[][]
    return row?.[0] ?? 0n
  }

  #note(statement: Statement): void {
    if (statement.leavesState) this.#reusable = false
    if (statement.changesSchema) {
      this.#schemaChanged = true
      this.#schema.value++
    }
  }

  /** Clears up once no transaction is open. */
  #settle(): void {
    if (this.inTransaction) return
    if (this.#schemaChanged) {
      // Until now the others did not see the change, and may have prepared anything.
      this.#schemaChanged = false
      this.#schema.value++
    }
    if (this.#failed.size > 0) this.#resetFailed()
  }

  /**
   * SQLite leaves a statement half run when it answers BUSY, or when COMMIT finds a broken foreign key, and then the
   * connection reads the old snapshot for ever, even after ROLLBACK. The engine cannot reset a statement by itself, but
   * does when running it anew; `query_only` keeps that from writing.
   */
  #resetFailed(): void {
    if (this.#hasRunning()) {
      this.#database.exec('PRAGMA query_only = ON')
      for (const { engine, reader, statement } of this.#failed) {
        const values = statement.parameters.map(() => null)
        try {
          if (reader) engine.all(values)
          else engine.run(values)
        } catch {
          // Expected: read-only, or no transaction to commit.
        }
      }
      this.#database.exec(`PRAGMA query_only = ${this.#queryOnly}`)
      if (this.#hasRunning()) this.#reusable = false
    }
    this.#failed.clear()
  }

  /** Whether a statement is half run, besides the one that asks. */
  #hasRunning(): boolean {
    return this.#scalar('SELECT count(*) FROM sqlite_stmt WHERE busy') > 1n
  }
}

/** Arguments in the order of the statement's parameters; names match with or without their prefix. */
function bind({ parameters }: Statement, args: readonly Value[], namedArgs: ReadonlyMap<string, Value>): Value[] {
  if (namedArgs.size > 0 && args.length > 0) {
    throw new StatementError(
      'ARGS_BOTH_POSITIONAL_AND_NAMED',
      'Specifying both positional and named arguments is not supported',
    )
  }
  if (args.length > parameters.length) {
    throw argsInvalid(`too many parameters, expected ${parameters.length} found ${args.length}`)
  }
  return parameters.map((name, index) => {
    let value = args[index]
    if (namedArgs.size > 0 && name !== null) {
      value = namedArgs.has(name) ? namedArgs.get(name) : namedArgs.get(name.slice(1))
    }
    if (value === undefined) throw argsInvalid(`value for parameter ${name ?? index + 1} not found`)
    return value
  })
}

function argsInvalid(why: string): StatementError {
  return new StatementError('ARGS_INVALID', `Arguments do not match SQL parameters: ${why}`)
}

/** Open connections to one file. The one last given back is handed out first: its caches are warm. */
export class ConnectionPool {
  readonly #file: string
  readonly #idle: Connection[] = []
  readonly #schema: SchemaVersion = { value: 0 }

  constructor(file: string) {
    this.#file = file
  }

  take(): Connection {
    return this.#idle.pop() ?? new Connection(this.#file, this.#schema)
  }

  /** Takes a connection back and ends its transaction; one that cannot be made clean is closed. */
  give(connection: Connection): void {
    try {
      connection.rollback()
    } catch {
      connection.close()
      return
    }
    if (connection.reusable && this.#idle.length < idleConnections) this.#idle.push(connection)
    else connection.close()
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close()
  }
}
