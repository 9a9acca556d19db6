import { describe, expect, test } from 'vitest'
import { LARGEST, minimise, type Objective } from '../../../worker/domain/expectation/optimise.ts'

/** Rosenbrock's curved valley, in logarithms: its floor is flat, its minimum is at (e², e⁴). */
const valley: Objective = (at, gradient) => {
  const [u, v] = [Math.log(at[0] as number) / 2, Math.log(at[1] as number) / 4]
  const across = v - u * u
  gradient[0] = (-400 * u * across - 2 * (1 - u)) / 2
  gradient[1] = (200 * across) / 4
  return 100 * across * across + (1 - u) ** 2
}

describe('minimise', () => {
  test('follows a curved valley to its minimum', () => {
    const { parameters, value, converged } = minimise(valley, [
      [0.1, 20],
      [3, 0.5],
    ])
    expect(converged).toBe(true)
    expect(value).toBeLessThan(1e-15)
    expect(parameters[0]).toBeCloseTo(Math.exp(2), 6)
    expect(parameters[1]).toBeCloseTo(Math.exp(4), 5)
  })

  test('says that a slope without end has no minimum', () => {
    const slope: Objective = (at, gradient) => {
      const value = 1 / Math.log(2 + (at[0] as number))
      gradient[0] = (-value * value * (at[0] as number)) / (2 + (at[0] as number))
      return value
    }
    const { parameters, converged } = minimise(slope, [[1]])
    expect(converged).toBe(false)
    expect(parameters[0]).toBeCloseTo(LARGEST, 0)
  })

  test('takes the next start where the first leads nowhere', () => {
    // Falls for ever below 1, has a minimum at 10 above.
    const split: Objective = (at, gradient) => {
      const u = Math.log(at[0] as number)
      const centre = Math.log(10)
      gradient[0] = u < 0 ? 0.1 : 2 * (u - centre)
      return u < 0 ? 0.1 * u - 1 : (u - centre) ** 2
    }
    const { parameters, converged } = minimise(split, [[0.5], [5]])
    expect(converged).toBe(true)
    expect(parameters[0]).toBeCloseTo(10, 6)
  })
})
