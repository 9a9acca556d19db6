/** A seeded source of everything random in the demo shop, so that the same moment always gives the same shop. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** An index, likelier the greater its weight. */
  weighted(weights: readonly number[]): number
  /** Standard normal (Box–Muller). */
  normal(): number
  /** Exponential with mean 1. */
  exponential(): number
  /** Gamma of the shape, rate 1 (Marsaglia & Tsang, "A Simple Method for Generating Gamma Variables", 2000). */
  gamma(shape: number): number
  /** Beta(a, b), between 0 and 1. */
  beta(a: number, b: number): number
  bytes(count: number): Uint8Array
}

/** mulberry32: 32 bits of state, plenty for a shop's worth of draws. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const exponential = (): number => -Math.log(1 - next())
  const normal = (): number => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * next())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
    }
  }
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      return Math.max(
        0,
        weights.findIndex((weight) => {
          left -= weight
          return left < 0
        }),
      )
    },
    normal,
    exponential,
    gamma,
    beta(a, b) {
      const x = gamma(a)
      return x / (x + gamma(b))
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => int(0, 255)),
  }
}
