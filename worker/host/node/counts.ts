/** How often something was asked for in the running period, in memory. */
export class Counts {
  readonly #limit: number
  readonly #period: number
  #of = new Map<string, number>()
  #until = 0

  /** @param period milliseconds */
  constructor(limit: number, period: number) {
    this.#limit = limit
    this.#period = period
  }

  /** Counts one more; false when that is too many. */
  take(key: string, now = Date.now()): boolean {
    if (now >= this.#until) {
      this.#of = new Map()
      this.#until = now + this.#period
    }
    const count = (this.#of.get(key) ?? 0) + 1
    this.#of.set(key, count)
    return count <= this.#limit
  }
}
