import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { broughtBy, isBuyer } from '../../../worker/domain/overview/buyers.ts'
import { PARETO_STEPS, type Pareto, paretoOf } from '../../../worker/domain/overview/pareto.ts'
import type { Tier } from '../../../worker/domain/rows.ts'
import { anyCustomers } from './arbitrary.ts'

const given = (...values: [number, Tier][]) => values.map(([value, tier]) => ({ value, tier }))

describe('the curve', () => {
  test('of ten buyers one of whom brings half', () => {
    const rest = Array.from({ length: 9 }, (): [number, Tier] => [100, 'B'])
    const { points, topFifth, best, positive, bounds } = paretoOf(given([900, 'A'], ...rest))
    expect(positive).toBe(1800)
    expect(points).toHaveLength(PARETO_STEPS + 1)
    expect(points[5]).toBeCloseTo(0.5)
    expect(topFifth).toBeCloseTo(1000 / 1800)
    expect(best).toEqual({ buyers: 2, share: 1000 / 1800 })
    expect(bounds).toEqual({ A: { at: 0.1, held: 0.5 }, B: { at: 1, held: 1 } })
  })

  test('people who took back more than they paid hold nothing and take nothing away', () => {
    const { points, tiers, positive } = paretoOf(given([300, 'A'], [-200, 'C']))
    expect(positive).toBe(300)
    expect(points[PARETO_STEPS / 2]).toBe(1)
    expect(tiers.C).toEqual({ buyers: 1, value: -200, ofBuyers: 0.5, ofValue: 0 })
  })

  test('of nobody, and of people who brought nothing, is flat', () => {
    for (const pareto of [paretoOf([]), paretoOf(given([0, 'C'], [-5, 'C']))]) {
      expect(pareto.positive).toBe(0)
      expect(new Set(pareto.points)).toEqual(new Set([0]))
      expect(pareto.topFifth).toBe(0)
    }
  })

  test('one buyer brings everything', () => {
    expect(paretoOf(given([700, 'A']))).toMatchObject({ best: { buyers: 1, share: 1 }, topFifth: expect.closeTo(0.2) })
  })

  const shares = ({ points, topFifth, best, tiers, bounds }: Pareto) => [
    ...points,
    topFifth,
    best.share,
    ...Object.values(tiers).flatMap(({ ofBuyers, ofValue }) => [ofBuyers, ofValue]),
    ...Object.values(bounds).flatMap(({ at, held }) => [at, held]),
  ]

  test('shares are shares; the curve rises ever slower; the tiers add up; their order does not matter', () => {
    fc.assert(
      fc.property(anyCustomers, fc.integer(), (customers, seed) => {
        const buyers = customers.filter(isBuyer).map((row) => ({ value: broughtBy(row), tier: row.figures.tier }))
        const pareto = paretoOf(buyers)
        for (const share of shares(pareto)) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        let [before, step] = [0, Number.POSITIVE_INFINITY]
        for (const point of pareto.points) {
          expect(point).toBeGreaterThanOrEqual(before)
          if (point > 0) expect(point - before).toBeLessThanOrEqual(step + 1e-9)
          if (point > 0) step = point - before
          before = point
        }
        const { A, B, C } = pareto.tiers
        expect(A.buyers + B.buyers + C.buyers).toBe(buyers.length)
        expect(A.value + B.value + C.value).toBe(buyers.reduce((sum, { value }) => sum + value, 0))
        if (pareto.positive > 0) {
          expect(A.ofValue + B.ofValue + C.ofValue).toBeCloseTo(1)
          // The best are in A: what A holds is where the curve stands when A ends.
          expect(pareto.bounds.A.held).toBeCloseTo(A.ofValue)
        }
        const mixed = buyers.map((buyer, i) => ({ buyer, at: Math.imul(i + 1, seed | 1) })).sort((a, b) => a.at - b.at)
        expect(paretoOf(mixed.map(({ buyer }) => buyer))).toEqual(pareto)
      }),
    )
  })
})
