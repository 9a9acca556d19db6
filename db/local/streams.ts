/**
 * Streams: what Hrana calls a connection. A pipeline without a baton opens one; unless it also closes it, the answer
 * carries a baton that the next pipeline of the same stream must show.
 */
import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection, ConnectionPool } from './connection.ts'
import { ProtocolError, StatementError } from './errors.ts'
import {
  type Condition,
  encodeError,
  encodeFailure,
  encodeOk,
  encodePipeline,
  encodeResult,
  type Pipeline,
  type SqlReference,
  type StatementRequest,
  type StatementResult,
  type Step,
  type StreamRequest,
} from './hrana.ts'
import { parseScript } from './sql.ts'
import type { Schedule, WriteLock } from './write-lock.ts'

/** A batch lets other requests in after working this long, in milliseconds. */
const sliceMs = 10

interface Stream {
  readonly connection: Connection
  readonly sqls: Map<number, string>
  closed: boolean
  cancelExpiry: () => void
}

/** All open streams of a server. */
export class Streams {
  readonly #pool: ConnectionPool
  readonly #lock: WriteLock
  readonly #idleMs: number
  readonly #schedule: Schedule
  /** Streams between two pipelines, by the baton the next one must show. */
  readonly #resting = new Map<string, Stream>()
  #closing = false

  constructor(pool: ConnectionPool, lock: WriteLock, idleMs: number, schedule: Schedule) {
    this.#pool = pool
    this.#lock = lock
    this.#idleMs = idleMs
    this.#schedule = schedule
  }

  /**
   * Runs a pipeline and gives the JSON text of its response. A failing request is part of the response and does not
   * stop those behind it. `signal` ends waiting for the write lock. Throws `ProtocolError` for a baton not in force.
   */
  async run({ baton, requests }: Pipeline, signal: AbortSignal): Promise<string> {
    const stream = baton === undefined ? this.#open() : this.#resume(baton)
    try {
      const results: string[] = []
      for (const request of requests) {
        try {
          results.push(await this.#answer(stream, request, signal))
        } catch (error) {
          if (!(error instanceof StatementError)) throw error
          results.push(encodeFailure(error))
        }
      }
      return encodePipeline(this.#rest(stream), results)
    } catch (error) {
      this.#end(stream)
      throw error
    }
  }

  /** Ends all streams at rest; those at work end with their pipeline. */
  close(): void {
    this.#closing = true
    for (const stream of this.#resting.values()) this.#end(stream)
    this.#resting.clear()
  }

  #open(): Stream {
    return { connection: this.#pool.take(), sqls: new Map(), closed: false, cancelExpiry: () => {} }
  }

  #resume(baton: string): Stream {
    const stream = this.#resting.get(baton)
    if (stream === undefined) {
      throw new ProtocolError(
        400,
        'BATON_INVALID',
        'Received an invalid baton: the stream was closed or has expired, or the baton has already been used',
      )
    }
    stream.cancelExpiry()
    this.#resting.delete(baton)
    return stream
  }

  /** Keeps an open stream for its next pipeline and gives the baton for it; null when it is closed. */
  #rest(stream: Stream): string | null {
    if (this.#closing) this.#end(stream)
    if (stream.closed) return null
    const baton = randomBytes(24).toString('base64url')
    this.#resting.set(baton, stream)
    stream.cancelExpiry = this.#schedule(() => {
      this.#resting.delete(baton)
      this.#end(stream)
    }, this.#idleMs)
    return baton
  }

  /** Rolls back what is open and gives the connection and the write lock to others. */
  #end(stream: Stream): void {
    if (stream.closed) return
    stream.closed = true
    stream.cancelExpiry()
    this.#pool.give(stream.connection)
    this.#lock.release(stream)
  }

  async #answer(stream: Stream, request: StreamRequest, signal: AbortSignal): Promise<string> {
    if (stream.closed) throw new StatementError('STREAM_CLOSED', 'The stream is closed')
    switch (request.type) {
      case 'execute': {
        const result = await this.#execute(stream, request.statement, signal)
        return encodeOk('execute', `"result":${encodeResult(result)}`)
      }
      case 'batch':
        return encodeOk('batch', `"result":${await this.#batch(stream, request.steps, signal)}`)
      case 'sequence':
        await this.#sequence(stream, sqlOf(stream, request.source), signal)
        return encodeOk('sequence')
      case 'describe':
        return encodeOk('describe', `"result":${describe(stream, sqlOf(stream, request.source))}`)
      case 'store_sql':
        stream.sqls.set(request.sqlId, request.sql)
        return encodeOk('store_sql')
      case 'close_sql':
        stream.sqls.delete(request.sqlId)
        return encodeOk('close_sql')
      case 'get_autocommit':
        return encodeOk('get_autocommit', `"is_autocommit":${!stream.connection.inTransaction}`)
      case 'close':
        this.#end(stream)
        return encodeOk('close')
    }
  }

  async #batch(stream: Stream, steps: readonly Step[], signal: AbortSignal): Promise<string> {
    const results: string[] = []
    const errors: string[] = []
    let sliceStart = performance.now()
    for (const { condition, statement } of steps) {
      let result = 'null'
      let error = 'null'
      if (condition === undefined || holds(condition, stream.connection, results, errors)) {
        try {
          result = encodeResult(await this.#execute(stream, statement, signal))
        } catch (thrown) {
          if (!(thrown instanceof StatementError)) throw thrown
          error = encodeError(thrown)
        }
      }
      results.push(result)
      errors.push(error)
      if (performance.now() - sliceStart > sliceMs) {
        await nextTurn()
        sliceStart = performance.now()
      }
    }
    return `{"step_results":[${results.join(',')}],"step_errors":[${errors.join(',')}]}`
  }

  #execute(stream: Stream, request: StatementRequest, signal: AbortSignal): Promise<StatementResult> {
    const sql = sqlOf(stream, request)
    const { writes } = stream.connection.prepare(sql).statement
    const { args, namedArgs, wantRows } = request
    return this.#locked(stream, writes, signal, () => stream.connection.execute(sql, args, namedArgs, wantRows))
  }

  #sequence(stream: Stream, sql: string, signal: AbortSignal): Promise<void> {
    const statements = parseScript(sql)
    const writes = statements.some((statement) => statement.writes)
    return this.#locked(stream, writes, signal, () => stream.connection.executeScript(sql, statements))
  }

  /** Runs `work`, after waiting for the write lock if it writes. The lock is kept as long as a transaction is open. */
  async #locked<T>(stream: Stream, writes: boolean, signal: AbortSignal, work: () => T): Promise<T> {
    const heldBefore = this.#lock.isHeldBy(stream)
    if (writes && !this.#lock.tryAcquire(stream)) await this.#lock.acquire(stream, signal)
    let refused = false
    try {
      return work()
    } catch (error) {
      // A transaction whose snapshot is outdated cannot begin to write: others need not wait for its end.
      refused = !heldBefore && error instanceof StatementError && error.code === 'SQLITE_BUSY'
      throw error
    } finally {
      if (refused || !stream.connection.inTransaction) this.#lock.release(stream)
    }
  }
}

function sqlOf(stream: Stream, { sql, sqlId }: SqlReference): string {
  if (sql !== undefined) return sql
  if (sqlId === undefined) throw new StatementError('SQL_NOT_GIVEN', 'Neither `sql` nor `sql_id` was given')
  const stored = stream.sqls.get(sqlId)
  if (stored === undefined) throw new StatementError('SQL_NOT_FOUND', `SQL text ${sqlId} is not stored in this stream`)
  return stored
}

/** Whether a condition holds; a step that was skipped neither succeeded nor failed. */
function holds(
  condition: Condition,
  connection: Connection,
  results: readonly string[],
  errors: readonly string[],
): boolean {
  const check = (inner: Condition) => holds(inner, connection, results, errors)
  switch (condition.type) {
    case 'ok':
      return results[condition.step] !== 'null'
    case 'error':
      return errors[condition.step] !== 'null'
    case 'not':
      return !check(condition.condition)
    case 'and':
      return condition.conditions.every(check)
    case 'or':
      return condition.conditions.some(check)
    case 'is_autocommit':
      return !connection.inTransaction
  }
}

function describe(stream: Stream, sql: string): string {
  const prepared = stream.connection.prepare(sql)
  const { parameters, explains, writes } = prepared.statement
  return JSON.stringify({
    params: parameters.map((name) => ({ name })),
    cols: stream.connection.columns(prepared),
    is_explain: explains,
    is_readonly: !writes,
  })
}
