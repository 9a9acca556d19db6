/** How long to wait before trying again, so that phones of a failed server do not return all at once. */
export interface Backoff {
  /** The wait before the next try, ms. */
  next(): number
  reset(): void
}

/** "Equal jitter" of "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015): half fixed, half random. */
export function createBackoff(random: () => number, first = 1000, most = 60_000): Backoff {
  let tries = 0
  return {
    next() {
      const full = Math.min(most, first * 2 ** Math.min(tries++, 30))
      return Math.round(full / 2 + (random() * full) / 2)
    },
    reset() {
      tries = 0
    },
  }
}
