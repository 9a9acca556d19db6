/**
 * One writer at a time, first come first served. The engine is synchronous, so a writer that waited inside it would
 * stop the very COMMIT it waits for; writers wait here instead.
 */
import { busy } from './errors.ts'

/** Runs `run` once after `ms` milliseconds; the function returned cancels it. */
export type Schedule = (run: () => void, ms: number) => () => void

interface Waiter {
  readonly owner: object
  readonly start: () => void
}

/** The right to write to the database file, held by one stream until its transaction ends. */
export class WriteLock {
  #owner: object | undefined
  readonly #waiting = new Set<Waiter>()
  readonly #waitMs: number
  readonly #schedule: Schedule

  constructor(waitMs: number, schedule: Schedule) {
    this.#waitMs = waitMs
    this.#schedule = schedule
  }

  isHeldBy(owner: object): boolean {
    return this.#owner === owner
  }

  /** True if `owner` holds the lock, taking it when it is free. */
  tryAcquire(owner: object): boolean {
    this.#owner ??= owner
    return this.#owner === owner
  }

  /** Waits for the lock. Rejects with SQLITE_BUSY after `waitMs`, or when `signal` aborts. */
  acquire(owner: object, signal: AbortSignal): Promise<void> {
    if (this.tryAcquire(owner)) return Promise.resolve()
    if (signal.aborted) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter)
        cancel()
        signal.removeEventListener('abort', giveUp)
      }
      const giveUp = () => {
        leave()
        reject(busy())
      }
      const waiter: Waiter = {
        owner,
        start: () => {
          leave()
          resolve()
        },
      }
      const cancel = this.#schedule(giveUp, this.#waitMs)
      signal.addEventListener('abort', giveUp)
      this.#waiting.add(waiter)
    })
  }

  /** Hands the lock to the next in line; nothing happens if `owner` does not hold it. */
  release(owner: object): void {
    if (this.#owner !== owner) return
    const [next] = this.#waiting
    this.#owner = next?.owner
    next?.start()
  }
}
