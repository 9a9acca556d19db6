/** Work of which one run at a time is enough: asked for while running it runs once more, failed it runs again later. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Backoff } from './backoff.ts'

/** Calls `run` after `ms`; returns how to call it off. */
export type Schedule = (run: () => void, ms: number) => () => void

export interface Runner {
  readonly busy: ReadonlySignal<boolean>
  /** Runs now (or once more after the present run); settles when nothing is left to run at once. Never rejects. */
  run(): Promise<void>
  stop(): void
}

/** `work` returns whether it wants to be tried again later, and must not reject. */
export function createRunner(work: () => Promise<boolean>, backoff: Backoff, schedule: Schedule): Runner {
  const busy = signal(false)
  let current: Promise<void> | null = null
  let again = false
  let stopped = false
  let callOff = () => {}

  async function loop(): Promise<void> {
    let retry: boolean
    do {
      again = false
      retry = await work()
    } while (again && !stopped)
    current = null
    busy.value = false
    if (!retry) backoff.reset()
    else if (!stopped) callOff = schedule(() => void run(), backoff.next())
  }

  function run(): Promise<void> {
    if (stopped) return Promise.resolve()
    callOff()
    if (current) {
      again = true
      return current
    }
    busy.value = true
    current = loop()
    return current
  }

  return {
    busy,
    run,
    stop() {
      stopped = true
      callOff()
    },
  }
}
