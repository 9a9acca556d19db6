/**
 * Gamma-Gamma: a buyer's purchases are worth Gamma(p, rate ν), ν ~ Gamma(q, v) over the buyers, whatever their number
 * of purchases. Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", 2013; equation numbers are theirs. `v` is in
 * the unit of the spend.
 */
import { minimise } from './optimise.ts'
import { digamma, lgamma } from './special.ts'
import type { Summary } from './summary.ts'

export interface GammaGamma {
  p: number
  q: number
  v: number
}

/** Repeat purchases and their mean value. */
export type Spender = Pick<Summary, 'x' | 'spend'>

/** The model knows only buyers who came back and spent something. */
const counts = ({ x, spend }: Spender): boolean => x > 0 && spend > 0

/** Log-likelihood (equation 1a) of (p, q, v), writing its derivative by the logarithm of each into `gradient`. */
function logLikelihoodOf(buyers: readonly Spender[]): (parameters: Float64Array, gradient: Float64Array) => number {
  const frequencies = new Map<number, number>()
  for (const { x } of buyers) frequencies.set(x, (frequencies.get(x) ?? 0) + 1)
  const xs = Float64Array.from(buyers, ({ x }) => x)
  const totals = Float64Array.from(buyers, ({ x, spend }) => x * spend)
  let [sumXLogTotal, sumLogSpend] = [0, 0]
  for (const { x, spend } of buyers) {
    sumXLogTotal += x * Math.log(x * spend)
    sumLogSpend += Math.log(spend)
  }
  return (parameters, gradient) => {
    const [p, q, v] = parameters as unknown as [number, number, number]
    const n = buyers.length
    // (px − 1) ln z + px ln x = px ln(xz) − ln z
    let sum = p * sumXLogTotal - sumLogSpend + n * (q * Math.log(v) - lgamma(q))
    let dp = sumXLogTotal
    let dq = n * (Math.log(v) - digamma(q))
    let dv = (n * q) / v
    for (const [x, buyersOfX] of frequencies) {
      sum += buyersOfX * (lgamma(p * x + q) - lgamma(p * x))
      const both = digamma(p * x + q)
      dp += buyersOfX * x * (both - digamma(p * x))
      dq += buyersOfX * both
    }
    for (let i = 0; i < n; i++) {
      const x = xs[i] as number
      const total = (totals[i] as number) + v
      const log = Math.log(total)
      sum -= (p * x + q) * log
      dp -= x * log
      dq -= log
      dv -= (p * x + q) / total
    }
    gradient[0] = dp * p
    gradient[1] = dq * q
    gradient[2] = dv * v
    return sum
  }
}

/** Natural logarithm of the likelihood of the mean spends of those who came back. */
export const spendLogLikelihood = ({ p, q, v }: GammaGamma, buyers: readonly Spender[]): number =>
  logLikelihoodOf(buyers.filter(counts))(Float64Array.of(p, q, v), new Float64Array(3))

const STARTS = [
  [1, 2],
  [6, 4],
  [20, 3],
] as const

/**
 * Maximum likelihood on buyers who came back. Null when there is no inner maximum (everything costs the same) or the
 * average spend it implies is infinite (q ≤ 1).
 */
export function fitGammaGamma(all: readonly Spender[]): GammaGamma | null {
  const buyers = all.filter(counts)
  if (buyers.length === 0) return null
  // Fitted to spends around 1, so that minor units of any currency start equally well; `v` alone has a unit.
  const unit = buyers.reduce((sum, { spend }) => sum + spend, 0) / buyers.length
  const likelihood = logLikelihoodOf(buyers.map(({ x, spend }) => ({ x, spend: spend / unit })))
  const { parameters, converged } = minimise(
    (at, gradient) => {
      const value = likelihood(at, gradient)
      for (let i = 0; i < gradient.length; i++) gradient[i] = -(gradient[i] as number) / buyers.length
      return -value / buyers.length
    },
    STARTS.map(([p, q]) => [p, q, (q - 1) / p]),
  )
  const [p, q, v] = parameters as unknown as [number, number, number]
  return converged && q > 1 ? { p, q, v: v * unit } : null
}

/**
 * Expected average value of a purchase (equation 5): the buyer's own mean and everyone's, p v / (q − 1), weighted
 * by how much has been seen of the buyer. A negative mean (more refunded than paid) counts as nothing.
 */
export const expectedSpend = ({ p, q, v }: GammaGamma, { x, spend }: Spender): number =>
  x === 0 ? (p * v) / (q - 1) : (p * (v + x * Math.max(0, spend))) / (p * x + q - 1)
