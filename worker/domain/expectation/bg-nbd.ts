/**
 * BG/NBD: purchases while alive come at rate λ ~ Gamma(r, α); after each purchase a buyer leaves with chance
 * p ~ Beta(a, b). Fader, Hardie & Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005; equation
 * numbers are theirs. Time in weeks.
 */
import { betaNodes, type Nodes } from './beta-average.ts'
import { minimise, type Objective } from './optimise.ts'
import { digammaRise, logistic, logRising } from './special.ts'
import type { Group, Timing } from './summary.ts'

export interface BgNbd {
  r: number
  alpha: number
  a: number
  b: number
}

export interface BgNbdFit {
  parameters: BgNbd
  logLikelihood: number
  /** False when no maximum was found. */
  converged: boolean
}

/** The distinct values of a column, and for each row the index of its value. */
function coded(column: readonly number[]): { values: Float64Array; codes: Int32Array } {
  const found = new Map<number, number>()
  const codes = Int32Array.from(column, (value) => {
    const code = found.get(value) ?? found.size
    if (code === found.size) found.set(value, code)
    return code
  })
  return { values: Float64Array.from(found.keys()), codes }
}

/**
 * Equation 6 summed over the buyers, as a function of (r, α, a, b) that also writes its derivative by the logarithm of
 * each into `gradient`. With A = ln(α + T), X = ln(α + t_x), the two ways to have been silent since t_x — alive, or
 * gone after the last purchase — are added in logarithms: only the difference of their sizes is ever raised to a power.
 * Ages are days, so tens of thousands of groups share some hundred of them: their logarithms are taken once each.
 */
export function logLikelihoodOf(
  groups: readonly Group[],
): (parameters: ArrayLike<number>, gradient: Float64Array) => number {
  const n = groups.length
  const sizes = Float64Array.from(groups, ({ buyers }) => buyers)
  const frequency = coded(groups.map(({ x }) => x))
  const age = coded([...groups.map(({ T }) => T), ...groups.map(({ tx }) => tx)])
  const buyersOf = new Float64Array(frequency.values.length)
  for (const [i, code] of frequency.codes.entries()) buyersOf[code] = (buyersOf[code] as number) + (sizes[i] as number)
  const logGone = new Float64Array(frequency.values.length)
  const logAge = new Float64Array(age.values.length)

  return (parameters, gradient) => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number]
    const logAlpha = Math.log(alpha)
    let [sum, dr, dAlpha, da, db] = [0, 0, 0, 0, 0]
    for (const [code, x] of frequency.values.entries()) {
      const buyers = buyersOf[code] as number
      const both = digammaRise(a + b, x)
      sum += buyers * (logRising(r, x) + r * logAlpha + logRising(b, x) - logRising(a + b, x))
      dr += buyers * (digammaRise(r, x) + logAlpha)
      dAlpha += (buyers * r) / alpha
      da -= buyers * both
      db += buyers * (digammaRise(b, x) - both)
      logGone[code] = Math.log(a / (b + x - 1))
    }
    for (const [code, weeks] of age.values.entries()) logAge[code] = Math.log(alpha + weeks)

    for (let i = 0; i < n; i++) {
      const buyers = sizes[i] as number
      const [codeX, codeT, codeTx] = [frequency.codes[i], age.codes[i], age.codes[n + i]] as [number, number, number]
      const x = frequency.values[codeX] as number
      const T = age.values[codeT] as number
      const logT = logAge[codeT] as number
      const shape = r + x
      sum -= buyers * shape * logT
      if (x === 0) {
        dr -= buyers * logT
        dAlpha -= (buyers * r) / (alpha + T)
        continue
      }
      const logTx = logAge[codeTx] as number
      // ln of (gone ÷ alive)
      const odds = (logGone[codeX] as number) + shape * (logT - logTx)
      const less = Math.exp(-Math.abs(odds))
      const gone = odds > 0 ? 1 / (1 + less) : less / (1 + less)
      sum += buyers * (Math.max(0, odds) + Math.log1p(less))
      dr -= buyers * ((1 - gone) * logT + gone * logTx)
      dAlpha -= buyers * shape * ((1 - gone) / (alpha + T) + gone / (alpha + (age.values[codeTx] as number)))
      da += (buyers * gone) / a
      db -= (buyers * gone) / (b + x - 1)
    }
    gradient[0] = dr * r
    gradient[1] = dAlpha * alpha
    gradient[2] = da * a
    gradient[3] = db * b
    return sum
  }
}

/** Natural logarithm of the likelihood of the groups' timing. */
export const logLikelihood = ({ r, alpha, a, b }: BgNbd, groups: readonly Group[]): number =>
  logLikelihoodOf(groups)([r, alpha, a, b], new Float64Array(4))

/** Shapes to start from: rates unlike or alike × leaving early, late, hardly. α follows from the shop's own pace. */
const STARTS = [0.25, 1.5].flatMap((r) =>
  [
    [0.7, 2.5],
    [1.5, 15],
    [0.1, 1],
  ].map(([a, b]) => ({ r, a: a as number, b: b as number })),
)

/**
 * A shop of which buyers all leave with the same chance has its maximum at infinite a and b. A pull of each logarithm
 * towards 0 as weak as this ends the way there where it has long stopped mattering (near 10³), and moves an inner
 * maximum by some 0.001 %: a tenth of the log-likelihood's third decimal.
 */
const PULL = 1e-4

/** Groups of a large shop that are enough to tell about where its maximum is. */
const SAMPLE = 8_000

/**
 * Maximum likelihood, on all groups. Of many groups every few are fitted first: from where that ends it is a few steps.
 * @param near where to start, when something is known of where it ends
 */
export function fitBgNbd(groups: readonly Group[], near?: BgNbd): BgNbdFit {
  if (near === undefined && groups.length > 3 * SAMPLE) {
    const every = Math.ceil(groups.length / SAMPLE)
    const sampled = fitBgNbd(groups.filter((_, i) => i % every === 0))
    if (sampled.converged) return fitBgNbd(groups, sampled.parameters)
  }
  const total = (of: (group: Group) => number) => groups.reduce((sum, group) => sum + of(group) * group.buyers, 0)
  const buyers = total(() => 1)
  // Weeks under observation per repeat purchase: where r ÷ α would be if nobody ever left.
  const pace =
    total(({ T }) => T) /
    Math.max(
      1,
      total(({ x }) => x),
    )
  const likelihood = logLikelihoodOf(groups)
  const objective: Objective = (at, gradient) => {
    let value = likelihood(at, gradient)
    for (const [i, parameter] of at.entries()) {
      const log = Math.log(parameter)
      value -= (PULL / 2) * log * log
      gradient[i] = (PULL * log - (gradient[i] as number)) / buyers
    }
    return -value / buyers
  }
  const anywhere = () =>
    minimise(
      objective,
      STARTS.map(({ r, a, b }) => [r, Math.max(0.1, r * pace * 0.5), a, b]),
    )
  const nearby = near && minimise(objective, [[near.r, near.alpha, near.a, near.b]])
  const { parameters, converged } = nearby?.converged ? nearby : anywhere()
  const [r, alpha, a, b] = parameters as unknown as [number, number, number, number]
  const fitted = { r, alpha, a, b }
  return { parameters: fitted, logLikelihood: likelihood(parameters, new Float64Array(4)), converged }
}

/** ln of the odds gone : alive, for x > 0. */
const logOddsGone = ({ r, alpha, a, b }: BgNbd, { x, tx, T }: Timing): number =>
  Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx))

/**
 * Chance that a buyer has not left yet (Fader & Hardie, "Computing P(alive) Using the BG/NBD Model", 2008). It is 1 for
 * every one-time buyer: the model lets nobody leave before a repeat purchase. Never rank by it; see `expectedOrders`.
 */
export const pAlive = (model: BgNbd, timing: Timing): number =>
  timing.x === 0 ? 1 : logistic(logOddsGone(model, timing))

/**
 * Purchases expected in the next `weeks` of a buyer with this timing (equation 10), as a function that remembers what
 * many share: everyone of equal frequency and age would buy equally much, if they are alive.
 */
export function expectedOrders(model: BgNbd, weeks: number): (timing: Timing) => number {
  const known = new Map<number, { nodes: Nodes; ofAge: Map<number, number> }>()
  return (timing) => {
    const { x, T } = timing
    let ofFrequency = known.get(x)
    if (!ofFrequency) {
      ofFrequency = { nodes: betaNodes(model.a + 1, model.b + x), ofAge: new Map() }
      known.set(x, ofFrequency)
    }
    let ifAlive = ofFrequency.ofAge.get(T)
    if (ifAlive === undefined) {
      ifAlive = ordersIfAlive(model, x, weeks / (model.alpha + T), ofFrequency.nodes)
      ofFrequency.ofAge.set(T, ifAlive)
    }
    return pAlive(model, timing) * ifAlive
  }
}

/**
 * The closed form divides two vanishing terms at a = 1 and overflows for heavy buyers. This is the same expectation
 * before it is integrated: the mean of g(p) = (1 − (1 + p y)^−(r+x)) / p over what is known of p, Beta(a, b + x).
 * Written as g(0) minus a mean under Beta(a + 1, b + x), whose lower end is tame for any a.
 * @param y weeks ahead ÷ (α + T)
 * @param nodes of Beta(a + 1, b + x)
 */
function ordersIfAlive({ r, a, b }: BgNbd, x: number, y: number, { points, weights }: Nodes): number {
  const shape = r + x
  // g(0): what they would buy if they never left.
  const most = shape * y
  let missed = 0
  for (let i = 0; i < points.length; i++) {
    const p = points[i] as number
    missed += ((weights[i] as number) * (most + Math.expm1(-shape * Math.log1p(p * y)) / p)) / p
  }
  return Math.max(0, most - (a / (a + b + x)) * missed)
}

/** E[X(t)]: repeat purchases expected of someone in the `weeks` after their first purchase (equation 9). */
export const expectedOfNew = (model: BgNbd, weeks: number): number =>
  expectedOrders(model, weeks)({ x: 0, tx: 0, T: 0 })

/**
 * Weeks from now after which it is more likely than not that a buyer has bought again; null when it never will be.
 * Nobody leaves between two purchases, so P(none in t) = 1 − P(alive) + P(alive) ((α + T) / (α + T + t))^(r+x).
 */
export function evenChanceWeeks(model: BgNbd, timing: Timing): number | null {
  const share = 0.5 / pAlive(model, timing)
  if (share >= 1) return null
  const weeks = (model.alpha + timing.T) * Math.expm1(-Math.log1p(-share) / (model.r + timing.x))
  return Number.isFinite(weeks) ? weeks : null
}
