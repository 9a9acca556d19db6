import type { Schedule } from '../../db/local/write-lock.ts'

interface Timer {
  readonly run: () => void
  readonly ms: number
}

/** Timers that run out when a test says so. */
export class ManualTimers {
  readonly #pending = new Set<Timer>()
  readonly #watchers = new Set<Timer>()

  readonly schedule: Schedule = (run, ms) => {
    const timer = { run, ms }
    this.#pending.add(timer)
    for (const watcher of this.#watchers) {
      if (watcher.ms === ms) watcher.run()
    }
    return () => this.#pending.delete(timer)
  }

  /** Resolves when the next timer of `ms` is set. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const watcher = {
        ms,
        run: () => {
          this.#watchers.delete(watcher)
          resolve()
        },
      }
      this.#watchers.add(watcher)
    })
  }

  /** Lets all timers of `ms` run out and gives their number. */
  expire(ms: number): number {
    const due = [...this.#pending].filter((timer) => timer.ms === ms)
    for (const timer of due) {
      this.#pending.delete(timer)
      timer.run()
    }
    return due.length
  }
}
