/**
 * A brake on reading, kept in memory: each process has its own count, which is enough against one that asks without end
 * and costs the database nothing. What must hold for sure (passwords, complaints) is counted in the database.
 */

const MINUTE = 60_000
/** Keys kept; the oldest go first, so that making up names fills no memory. */
const MOST_KEYS = 20_000

export class Throttle {
  readonly #counts = new Map<string, { hits: number; until: number }>()

  /** Counts one more of `key` in its minute. @returns milliseconds to wait, 0 when it is one of the first `most` */
  wait(key: string, most: number, now: number): number {
    const known = this.#counts.get(key)
    if (known && known.until > now && known.until <= now + MINUTE) {
      return ++known.hits > most ? known.until - now : 0
    }
    this.#counts.delete(key)
    this.#counts.set(key, { hits: 1, until: now + MINUTE })
    if (this.#counts.size > MOST_KEYS) this.#counts.delete(this.#counts.keys().next().value as string)
    return 0
  }
}
