import type { BgNbd } from '../../../worker/domain/expectation/bg-nbd.ts'
import type { GammaGamma } from '../../../worker/domain/expectation/gamma-gamma.ts'
import type { History } from '../../../worker/domain/expectation/summary.ts'

export type Random = () => number

/** Mulberry32: the same seed, the same shop. */
export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const exponential = (next: Random): number => -Math.log(1 - next())
const normal = (next: Random): number => Math.sqrt(2 * exponential(next)) * Math.cos(2 * Math.PI * next())

/** Gamma(shape, rate 1), by Marsaglia and Tsang. */
export function gamma(next: Random, shape: number): number {
  if (shape < 1) return gamma(next, shape + 1) * (1 - next()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(next)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

function beta(next: Random, a: number, b: number): number {
  const x = gamma(next, a)
  return x / (x + gamma(next, b))
}

/** What a simulated buyer is like, and what they spend. */
export interface Shop {
  timing: BgNbd
  spend: GammaGamma
}

/** CDNOW's, as published; spend in minor units. */
export const LIKE_CDNOW: Shop = {
  timing: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, v: 1544 },
}

function history(next: Random, { timing, spend }: Shop, first: number, today: number): History {
  const perDay = gamma(next, timing.r) / timing.alpha / 7
  const leaving = beta(next, timing.a, timing.b)
  const rate = gamma(next, spend.q) / spend.v
  const worth = () => Math.round(gamma(next, spend.p) / rate)
  const days = [first]
  const nets = [worth()]
  for (let at = first; ; ) {
    at += exponential(next) / perDay
    if (!(at <= today)) break
    const day = Math.floor(at)
    if (day === days.at(-1)) nets.push((nets.pop() ?? 0) + worth())
    else {
      days.push(day)
      nets.push(worth())
    }
    if (day === first) continue
    if (next() < leaving) break
  }
  return { days, nets }
}

export const TODAY = 20_000

/** Buyers whose first purchases lie evenly over the last `span` days. */
export function simulate(seed: number, shop: Shop, buyers: number, span: number): History[] {
  const next = random(seed)
  return Array.from({ length: buyers }, () => history(next, shop, TODAY - Math.floor(next() * span), TODAY))
}
