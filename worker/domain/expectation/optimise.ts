/** Minimisation of a smooth function of a few positive parameters. */

/**
 * Value at `parameters`, all positive, and its derivative by the logarithm of each, written into `gradient`.
 * Scaled to a mean per observation, so that one tolerance serves shops of any size.
 */
export type Objective = (parameters: Float64Array, gradient: Float64Array) => number

export interface Minimum {
  parameters: Float64Array
  value: number
  /** False when it ran to the edge of the box or out of steps: there is no inner minimum to speak of. */
  converged: boolean
}

/** Parameters are sought between these. What lies outside is a limit of the model, not a customer base. */
export const SMALLEST = 1e-4
export const LARGEST = 1e5

const LOW = Math.log(SMALLEST)
const HIGH = Math.log(LARGEST)
const STEPS = 300
const FLAT = 1e-9
/** The longest step in the logarithm of a parameter: a bad first guess of the curvature must not leap to the edge. */
const LONGEST = 1.5
/** Share of the decrease the slope promises that a step must bring (Armijo). */
const ENOUGH = 1e-4
/** Below this no shorter step makes a difference in double precision. */
const SHORTEST = 1e-10

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
const largest = (a: Float64Array): number => a.reduce((max, value) => Math.max(max, Math.abs(value)), 0)

/** BFGS in the logarithms of the parameters (Nocedal & Wright, Numerical Optimization, ch. 6). */
function descend(objective: Objective, start: readonly number[]): Minimum {
  const n = start.length
  let at = Float64Array.from(start, Math.log)
  let gradient = new Float64Array(n)
  let value = objective(at.map(Math.exp), gradient)
  let inverse = identity(n, 1)
  let fresh = true

  for (let step = 0; step < STEPS; step++) {
    if (largest(gradient) < FLAT) return { parameters: at.map(Math.exp), value, converged: true }
    let direction = multiply(inverse, gradient)
    if (dot(direction, gradient) >= 0) {
      inverse = identity(n, 1)
      fresh = true
      direction = gradient.map((g) => -g)
    }
    const slope = dot(direction, gradient)
    let length = Math.min(1, LONGEST / largest(direction))
    const nextGradient = new Float64Array(n)
    let next = at
    let nextValue = Number.POSITIVE_INFINITY
    for (; length * largest(direction) > SHORTEST; length /= 2) {
      next = at.map((x, i) => Math.min(HIGH, Math.max(LOW, x + length * (direction[i] as number))))
      nextValue = objective(next.map(Math.exp), nextGradient)
      if (nextValue <= value + ENOUGH * length * slope) break
    }
    if (!(nextValue <= value)) {
      // As low as double precision can tell; the slope says whether that is a minimum.
      return { parameters: at.map(Math.exp), value, converged: largest(gradient) < Math.sqrt(FLAT) }
    }
    const moved = next.map((x, i) => x - (at[i] as number))
    const turned = nextGradient.map((g, i) => g - (gradient[i] as number))
    at = next
    gradient = nextGradient
    value = nextValue
    if (at.some((x) => x <= LOW || x >= HIGH)) break
    const curvature = dot(moved, turned)
    if (curvature <= 1e-18) continue
    if (fresh) inverse = identity(n, curvature / dot(turned, turned))
    fresh = false
    update(inverse, moved, turned, curvature)
  }
  return { parameters: at.map(Math.exp), value, converged: false }
}

const identity = (n: number, scale: number): Float64Array[] =>
  Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? scale : 0)))

const multiply = (inverse: readonly Float64Array[], gradient: Float64Array): Float64Array =>
  Float64Array.from(inverse, (row) => -dot(row, gradient))

function update(inverse: Float64Array[], moved: Float64Array, turned: Float64Array, curvature: number): void {
  const h = Float64Array.from(inverse, (row) => dot(row, turned))
  const scale = (1 + dot(turned, h) / curvature) / curvature
  for (const [i, row] of inverse.entries())
    for (let j = 0; j < row.length; j++) {
      const cross = (h[i] as number) * (moved[j] as number) + (moved[i] as number) * (h[j] as number)
      row[j] = (row[j] as number) + scale * (moved[i] as number) * (moved[j] as number) - cross / curvature
    }
}

/** The minimum that is reached from the most promising of several starts; where none is reached, the lowest place. */
export function minimise(objective: Objective, starts: readonly (readonly number[])[]): Minimum {
  const looked = starts
    .map((start) => ({ start, value: objective(Float64Array.from(start), new Float64Array(start.length)) }))
    .sort((a, b) => a.value - b.value)
  let best: Minimum | undefined
  for (const { start } of looked) {
    const found = descend(objective, start)
    if (found.converged) return found
    if (!best || found.value < best.value) best = found
  }
  if (!best) throw new RangeError('no start')
  return best
}
