/** The one queue of everything the application writes: requests before jobs, each batch whole, one after the other. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Row } from '../client.ts'
import type { Connection } from '../local/connection.ts'
import { busy } from '../local/errors.ts'
import type { WriteLock } from '../local/write-lock.ts'
import { runBatch, type Sql } from './batch.ts'

interface Waiting {
  statements: readonly Sql[]
  resolve(rows: Row[][]): void
  reject(error: unknown): void
}

export class Writer {
  readonly #connection: Connection
  readonly #lock: WriteLock
  readonly #requests: Waiting[] = []
  readonly #jobs: Waiting[] = []
  readonly #closing = new AbortController()
  #running: Promise<void> | null = null

  /** @param lock shared with whoever else writes to the file from this process */
  constructor(connection: Connection, lock: WriteLock) {
    this.#connection = connection
    this.#lock = lock
  }

  /**
   * Runs `statements` as one atomic batch when its turn comes.
   * @param patient a job's: whatever a request wants to write goes first
   * @throws as {@link runBatch}
   */
  write(statements: readonly Sql[], patient: boolean): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      const queue = patient ? this.#jobs : this.#requests
      queue.push({ statements, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Ends what is under way; what still waits is refused and has written nothing. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
    this.#connection.close()
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        if (this.#closing.signal.aborted) throw busy()
        next.resolve(await this.#alone(next.statements))
      } catch (error) {
        next.reject(error)
      }
      // What was sent meanwhile arrives now: a request may overtake the next job.
      await nextTurn()
    }
    this.#running = null
  }

  #next(): Waiting | undefined {
    return this.#requests.shift() ?? this.#jobs.shift()
  }

  async #alone(statements: readonly Sql[]): Promise<Row[][]> {
    await this.#lock.acquire(this, this.#closing.signal)
    try {
      return runBatch(this.#connection, 'write', statements)
    } finally {
      this.#lock.release(this)
    }
  }
}
