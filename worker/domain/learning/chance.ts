/** What chance alone would do with few cases. */
import { lgamma } from '../expectation/special.ts'
import { chiSquareQuantile } from '../overview/separation.ts'

/** Cases every group is given where as many were expected, so that 2 of 2 is no pattern. */
const PRIOR = 2
/** Standard deviations: one group in some seven hundred goes that far by chance. */
const UNLIKELY = 3

/**
 * How many times as many cases as expected a group has at the least. The ratio of observed to expected counts, with a
 * gamma prior of mean 1 (DuMouchel, "Bayesian Data Mining in Large Frequency Tables", The American Statistician 1999):
 * its posterior is Γ(PRIOR + n, PRIOR + expected), of which this is the lower quantile, by Wilson and Hilferty.
 * @param expected cases chance would put into the group, ≥ 0
 */
export function timesAtLeast(n: number, expected: number): number {
  const quantile = chiSquareQuantile(2 * (PRIOR + n), -UNLIKELY) / 2
  return Math.max(0, quantile) / (PRIOR + expected)
}

export interface Ratio {
  /** After ÷ before. Null: nothing before to divide by. */
  ratio: number | null
  /** 95 % interval; `high` null: no upper end. */
  low: number
  high: number | null
}

/** Half of what is left out of a 95 % interval. */
const TAIL = 0.025

/**
 * Exact interval for the ratio of two Poisson rates: given their sum, the second count is binomial with the share
 * p = r·e₂ / (r·e₂ + e₁) (Przyborowski and Wilenski, Biometrika 1940), whose interval is Clopper and Pearson's.
 * @param before,after counts and what they are counts of (days, orders), the latter > 0
 */
export function rateRatio(before: { n: number; of: number }, after: { n: number; of: number }): Ratio {
  const all = before.n + after.n
  const odds = (p: number) => (p / (1 - p)) * (before.of / after.of)
  const low = after.n === 0 ? 0 : odds(solve((p) => upperTail(after.n, all, p) < TAIL))
  const high = before.n === 0 ? null : odds(solve((p) => 1 - upperTail(after.n + 1, all, p) > TAIL))
  return { ratio: before.n === 0 ? null : after.n / after.of / (before.n / before.of), low, high }
}

/** Where a condition that holds for small shares stops holding. */
function solve(holds: (p: number) => boolean): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(X ≥ k) of a binomial with `n` tries of probability `p`, 0 < p < 1. */
function upperTail(k: number, n: number, p: number): number {
  let total = 0
  for (let i = k; i <= n; i++) {
    const choose = lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1)
    total += Math.exp(choose + i * Math.log(p) + (n - i) * Math.log1p(-p))
  }
  return Math.min(1, total)
}
