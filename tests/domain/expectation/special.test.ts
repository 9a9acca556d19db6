import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaNodes } from '../../../worker/domain/expectation/beta-average.ts'
import { digamma, digammaRise, lgamma, logistic, logRising } from '../../../worker/domain/expectation/special.ts'

const EULER = 0.577_215_664_901_532_9
const near = (value: number, wanted: number, relative = 1e-13) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(wanted)))
const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })

describe('special functions', () => {
  test('ln Γ at known places', () => {
    near(lgamma(1), 0)
    near(lgamma(2), 0)
    near(lgamma(0.5), Math.log(Math.PI) / 2)
    near(lgamma(11), Math.log(3_628_800))
    near(lgamma(171), 706.573_062_245_787_4)
    near(lgamma(1e-4), 9.210_282_658_633_963)
    near(lgamma(1e6), 12_815_504.569_147_611)
  })

  test('ψ at known places', () => {
    near(digamma(1), -EULER)
    near(digamma(0.5), -EULER - 2 * Math.log(2))
    near(digamma(2), 1 - EULER)
    near(digamma(100), 4.600_161_852_738_087)
  })

  test('ψ is the slope of ln Γ, and both climb by their recurrences', () => {
    fc.assert(
      fc.property(positive, (z) => {
        near(lgamma(z + 1), lgamma(z) + Math.log(z), 1e-12)
        near(digamma(z + 1) - digamma(z), 1 / z, 1e-9)
        const h = z * 1e-5
        near((lgamma(z + h) - lgamma(z - h)) / (2 * h), digamma(z), 1e-4)
      }),
    )
  })

  test('rising factorials agree however they are computed', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), fc.nat(200), (z, n) => {
        near(logRising(z, n), lgamma(z + n) - lgamma(z), 1e-10)
        near(digammaRise(z, n), digamma(z + n) - digamma(z), 1e-9)
      }),
    )
  })

  test('the logistic function reaches its ends without overflow', () => {
    expect([logistic(-1e4), logistic(0), logistic(1e4)]).toEqual([1, 0.5, 0])
  })
})

describe('averages over a Beta distribution', () => {
  test('give its moments, whatever its shape', () => {
    const shapes = fc.tuple(
      fc.double({ min: 0, max: 5, noNaN: true }).map((e) => 10 ** e),
      fc.double({ min: -4, max: 5, noNaN: true }).map((e) => 10 ** e),
    )
    fc.assert(
      fc.property(shapes, ([a, b]) => {
        const { points, weights } = betaNodes(a, b)
        const mean = (of: (p: number) => number) =>
          points.reduce((sum, p, i) => sum + (weights[i] as number) * of(p), 0)
        near(
          mean(() => 1),
          1,
        )
        near(
          mean((p) => p),
          a / (a + b),
          1e-9,
        )
        near(
          mean((p) => p * p),
          (a * (a + 1)) / ((a + b) * (a + b + 1)),
          1e-9,
        )
      }),
    )
  })
})
