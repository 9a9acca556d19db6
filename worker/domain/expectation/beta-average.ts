/** Averages over a Beta distribution. */

/** Points in (0, 1) and the share of the distribution each stands for, summing to 1. */
export interface Nodes {
  points: Float64Array
  weights: Float64Array
}

const NEGLIGIBLE = Math.log(1e-15)
/** Beyond this u, p is 1 to double precision and the density exactly exponential. */
const ONE = 37

/**
 * Quadrature for the mean of a smooth function under Beta(a, b), a ≥ 1, b > 0. Trapezoidal rule in u = ln(p / (1 − p)):
 * there the density pᵃ(1 − p)ᵇ is log-concave and falls exponentially on both sides, where the rule converges
 * geometrically (Trefethen & Weideman, SIAM Review 56, 2014). No singular end for b < 1, no overflow for large ones.
 */
export function betaNodes(a: number, b: number): Nodes {
  const mode = Math.log(a / b)
  // The spread of ln(p / (1 − p)) is about √(1/a + 1/b).
  const step = Math.min(0.4, 0.6 * Math.sqrt(1 / a + 1 / b))
  const logDensity = (u: number) => -a * softplus(-u) - b * softplus(u)
  const top = logDensity(mode)
  const matters = (u: number) => logDensity(u) - top > NEGLIGIBLE
  let left = 0
  while (matters(mode - left * step)) left++
  let right = 0
  while (mode + right * step < ONE && matters(mode + right * step)) right++

  const points = new Float64Array(left + right + 1)
  const weights = new Float64Array(left + right + 1)
  for (let i = 0; i < points.length; i++) {
    const u = mode + (i - left) * step
    points[i] = 1 / (1 + Math.exp(-u))
    weights[i] = Math.exp(logDensity(u) - top)
  }
  // The last point stands for all that follow it: a geometric series.
  const last = weights.length - 1
  weights[last] = (weights[last] as number) / -Math.expm1(-b * step)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return { points, weights: weights.map((weight) => weight / sum) }
}

/** ln(1 + eᵘ) without overflow. */
const softplus = (u: number): number => Math.max(0, u) + Math.log1p(Math.exp(-Math.abs(u)))
