/** The queue of jobs in this process: what is asked for twice runs once, and a job that fails keeps no other waiting. */
import type { Job } from '../../deps.ts'

/** Shops at work at once: most of the time each waits for a push service. */
const AT_ONCE = 4
const TRIES = 5
const FIRST_DELAY = 5_000

/** Runs one job; false when it is to be tried again. */
export type Run = (job: Job) => Promise<boolean>
export type After = (run: () => void, ms: number) => void

interface Entry {
  job: Job
  tries: number
}

export class JobQueue {
  readonly #run: Run
  readonly #after: After
  readonly #waiting = new Map<string, Entry>()
  readonly #running = new Map<string, Promise<void>>()
  #closed = false

  /** @param after timer for tries after a failure */
  constructor(run: Run, after: After = unhurried) {
    this.#run = run
    this.#after = after
  }

  add(jobs: readonly Job[]): void {
    for (const job of jobs) this.#enter({ job, tries: 0 })
  }

  /** Begins nothing more and waits for what runs. What is left undone lies in the database. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#running.values())
  }

  #enter(entry: Entry): void {
    const key = keyOf(entry.job)
    if (this.#closed || this.#waiting.has(key)) return
    this.#waiting.set(key, entry)
    this.#next()
  }

  #next(): void {
    for (const [key, entry] of this.#waiting) {
      if (this.#closed || this.#running.size >= AT_ONCE) return
      // The one that runs may have looked already: this one waits for it.
      if (this.#running.has(key)) continue
      this.#waiting.delete(key)
      this.#running.set(key, this.#work(key, entry))
    }
  }

  async #work(key: string, { job, tries }: Entry): Promise<void> {
    const done = await this.#run(job).catch(() => false)
    this.#running.delete(key)
    if (!done && tries + 1 < TRIES) {
      this.#after(() => this.#enter({ job, tries: tries + 1 }), FIRST_DELAY * 2 ** tries)
    }
    this.#next()
  }
}

const keyOf = ({ kind, shopId }: Job): string => `${kind} ${shopId}`

const unhurried: After = (run, ms) => {
  setTimeout(run, ms).unref()
}
