import type { BgNbd } from '../../../worker/domain/expectation/bg-nbd.ts'
import type { Timing } from '../../../worker/domain/expectation/summary.ts'

/** Equation 10 as it is printed, with the hypergeometric series summed term by term. */
export function closedForm({ r, alpha, a, b }: BgNbd, { x, tx, T }: Timing, t: number): number {
  const z = t / (alpha + T + t)
  let [term, sum] = [1, 1]
  for (let n = 0; term > sum * 1e-17; n++) {
    term *= (((r + x + n) * (b + x + n)) / ((a + b + x - 1 + n) * (1 + n))) * z
    sum += term
  }
  const bracket = 1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * sum
  const alive = 1 + (x > 0 ? (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x) : 0)
  return (((a + b + x - 1) / (a - 1)) * bracket) / alive
}
