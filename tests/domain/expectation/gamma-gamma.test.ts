import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedSpend, fitGammaGamma, spendLogLikelihood } from '../../../worker/domain/expectation/gamma-gamma.ts'
import { summarise } from '../../../worker/domain/expectation/summary.ts'
import { CALIBRATED, summaries } from './cdnow.ts'
import { LIKE_CDNOW, simulate, TODAY } from './simulate.ts'

const within = (share: number, value: number, wanted: number) =>
  expect(Math.abs(value / wanted - 1)).toBeLessThanOrEqual(share)

describe('Gamma-Gamma on a real shop', () => {
  const cents = summaries(CALIBRATED)
  const dollars = cents.map((buyer) => ({ ...buyer, spend: buyer.spend / 100 }))
  const fit = fitGammaGamma(dollars)

  test('is fitted to the published parameters', () => {
    within(0.002, fit?.p as number, 6.25)
    within(0.002, fit?.q as number, 3.74)
    within(0.002, fit?.v as number, 15.44)
    expect(fit && spendLogLikelihood(fit, dollars)).toBeGreaterThan(-4055.93)
    expect(fit && spendLogLikelihood(fit, dollars)).toBeLessThan(-4055.91)
  })

  test('expects of the first five buyers what it should', () => {
    const found = dollars.slice(0, 5).map((buyer) => fit && expectedSpend(fit, buyer))
    for (const [i, wanted] of [24.65, 18.91, 35.17, 35.17, 35.17].entries())
      expect(Math.abs((found[i] as number) - wanted)).toBeLessThan(0.1)
  })

  test('the unit of money changes v alone', () => {
    const inCents = fitGammaGamma(cents)
    within(1e-4, inCents?.p as number, fit?.p as number)
    within(1e-4, inCents?.q as number, fit?.q as number)
    within(1e-4, inCents?.v as number, 100 * (fit?.v as number))
  })
})

describe('Gamma-Gamma', () => {
  const model = LIKE_CDNOW.spend

  test('a simulated shop gives back its parameters', () => {
    const fit = fitGammaGamma(simulate(7, LIKE_CDNOW, 12_000, 728).flatMap((one) => summarise(one, TODAY) ?? []))
    within(0.1, fit?.p as number, model.p)
    within(0.1, fit?.q as number, model.q)
    within(0.15, fit?.v as number, model.v)
  })

  test('one price for everything has no such distribution', () => {
    expect(fitGammaGamma(Array.from({ length: 500 }, (_, i) => ({ x: 1 + (i % 5), spend: 5000 })))).toBeNull()
    expect(fitGammaGamma([{ x: 0, spend: 0 }])).toBeNull()
    expect(fitGammaGamma([])).toBeNull()
  })

  test('the more is seen of a buyer, the more their own mean counts', () => {
    const everyone = expectedSpend(model, { x: 0, spend: 0 })
    expect(everyone).toBeCloseTo((model.p * model.v) / (model.q - 1), 8)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: -1e6, max: 1e9 }), (x, spend) => {
        const own = Math.max(0, spend)
        const [once, again] = [expectedSpend(model, { x, spend }), expectedSpend(model, { x: x + 1, spend })]
        expect(Math.abs(again - own)).toBeLessThanOrEqual(Math.abs(once - own))
        expect(once).toBeGreaterThanOrEqual(Math.min(own, everyone) * (1 - 1e-12))
        expect(once).toBeLessThanOrEqual(Math.max(own, everyone) * (1 + 1e-12))
      }),
    )
  })
})
