import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BgNbd,
  evenChanceWeeks,
  expectedOfNew,
  expectedOrders,
  fitBgNbd,
  logLikelihood,
  logLikelihoodOf,
  pAlive,
} from '../../../worker/domain/expectation/bg-nbd.ts'
import { grouped, summarise, type Timing } from '../../../worker/domain/expectation/summary.ts'
import { byCustomer, CALIBRATED, summaries } from './cdnow.ts'
import { closedForm } from './closed-form.ts'
import { LIKE_CDNOW, simulate, TODAY } from './simulate.ts'

const PUBLISHED = LIKE_CDNOW.timing

const within = (share: number, value: number, wanted: number) =>
  expect(Math.abs(value / wanted - 1)).toBeLessThanOrEqual(share)

const parameter = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp)
const anyModel: fc.Arbitrary<BgNbd> = fc.record({
  r: parameter(1e-3, 100),
  alpha: parameter(1e-3, 1000),
  a: parameter(1e-3, 1000),
  b: parameter(1e-3, 1000),
})
/** From nobody's first day to a century of daily purchases. */
const anyTiming: fc.Arbitrary<Timing> = fc
  .tuple(fc.nat(36_500), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([age, share, dense]) => {
    const tx = Math.floor(age * share)
    return { x: Math.min(tx, Math.ceil(tx * dense)), tx: tx / 7, T: age / 7 }
  })

describe('BG/NBD on a real shop', () => {
  const groups = grouped(summaries(CALIBRATED))
  const fit = fitBgNbd(groups)

  test('is fitted to the published parameters', () => {
    expect(fit.converged).toBe(true)
    within(0.001, fit.parameters.r, 0.242_594_5)
    within(0.001, fit.parameters.alpha, 4.413_601_9)
    within(0.001, fit.parameters.a, 0.792_919_9)
    within(0.001, fit.parameters.b, 2.425_888_1)
    expect(Math.abs(fit.logLikelihood + 9582.429)).toBeLessThan(0.01)
    expect(logLikelihood(fit.parameters, groups)).toBe(fit.logLikelihood)
  })

  test('expects of a new buyer what it should', () => {
    expect(expectedOfNew(fit.parameters, 1)).toBeCloseTo(0.0532, 4)
    expect(expectedOfNew(fit.parameters, 31.8571)).toBeCloseTo(1.0405, 4)
    // By the closed form in 50 digits.
    expect(expectedOfNew(fit.parameters, 78)).toBeCloseTo(1.857_96, 4)
  })

  test('counting each order of a day as a purchase would lead elsewhere', () => {
    const uncollapsed = [...byCustomer.values()].map((orders) => {
      const known = orders.filter(({ day }) => day <= CALIBRATED)
      const [first, last] = [known[0]?.day as number, known.at(-1)?.day as number]
      return { x: known.length - 1, tx: (last - first) / 7, T: (CALIBRATED - first) / 7 }
    })
    const { r, alpha, a, b } = fitBgNbd(grouped(uncollapsed)).parameters
    expect([r, alpha, a, b].map((value) => value.toFixed(3))).toEqual(['0.218', '3.274', '0.802', '2.285'])
  })

  test('no other parameters near by are likelier', () => {
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      for (const factor of [0.99, 1.01])
        expect(logLikelihood({ ...fit.parameters, [name]: fit.parameters[name] * factor }, groups)).toBeLessThan(
          fit.logLikelihood,
        )
  })
})

describe('BG/NBD of one buyer', () => {
  const expected = expectedOrders(PUBLISHED, 39)

  test('gives the published values', () => {
    expect(Math.abs(expected({ x: 2, tx: 30.43, T: 38.86 }) - 1.226)).toBeLessThan(1e-4)
    expect(pAlive(PUBLISHED, { x: 2, tx: 30.43, T: 38.86 })).toBeCloseTo(0.726_579, 6)
    expect(pAlive(PUBLISHED, { x: 1, tx: 1.71, T: 38.86 })).toBeCloseTo(0.212_101, 6)
    expect(pAlive(PUBLISHED, { x: 23, tx: 39, T: 39 })).toBeCloseTo(0.968_555, 6)
  })

  // Closed form in 60 digits.
  test.each([
    [PUBLISHED, 0, 0, 38.86, 39, 0.195_098_052_011],
    [PUBLISHED, 5, 50, 50.1, 0.14, 0.011_963_731_679_3],
    [PUBLISHED, 40, 10, 104, 52, 4.691_291_802_27e-33],
    [PUBLISHED, 3000, 100, 104, 13, 1.350_473_939_31e-43],
    [{ r: 0.5, alpha: 10, a: 1.000_000_1, b: 3 }, 2, 30.43, 38.86, 39, 1.173_627_798_81],
    [{ r: 30, alpha: 100, a: 50.5, b: 400 }, 2, 30.43, 38.86, 39, 2.913_600_828_23],
    [{ r: 3, alpha: 0.1, a: 0.01, b: 0.02 }, 0, 0, 0, 520, 9472.735_288_77],
  ])('agrees with the closed form where that is hard: %j, x = %d', (model, x, tx, T, weeks, wanted) => {
    within(1e-9, expectedOrders(model, weeks)({ x, tx, T }), wanted)
  })

  test('agrees with the closed form where that is easy', () => {
    const easy = fc.record({
      r: parameter(0.05, 5),
      alpha: parameter(0.5, 50),
      a: parameter(0.05, 5).filter((a) => Math.abs(a - 1) > 0.02),
      b: parameter(0.5, 20),
    })
    const timing = fc
      .tuple(fc.nat(40), fc.nat(700), fc.nat(700))
      .map(([x, one, other]) => ({ x, tx: x === 0 ? 0 : Math.min(one, other) / 7, T: Math.max(one, other) / 7 }))
    fc.assert(
      fc.property(easy, timing, fc.integer({ min: 1, max: 365 }), (model, buyer, days) => {
        // With x = 0 and a + b < 1 the printed form passes through a pole of the series.
        fc.pre(buyer.x > 0 || model.a + model.b > 1.05)
        const wanted = closedForm(model, buyer, days / 7)
        const found = expectedOrders(model, days / 7)(buyer)
        expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-7 * Math.max(1, wanted))
      }),
    )
  })

  test('never overflows, whatever the buyer and the shop', () => {
    fc.assert(
      fc.property(anyModel, anyTiming, fc.nat(3650), (model, timing, days) => {
        const orders = expectedOrders(model, days / 7)(timing)
        expect(orders).toBeGreaterThanOrEqual(0)
        expect(orders).toBeLessThanOrEqual((((model.r + timing.x) * days) / 7 / (model.alpha + timing.T)) * (1 + 1e-9))
        const alive = pAlive(model, timing)
        expect(alive).toBeGreaterThanOrEqual(0)
        expect(alive).toBeLessThanOrEqual(1)
        if (timing.x === 0) expect(alive).toBe(1)
        const gradient = new Float64Array(4)
        const { r, alpha, a, b } = model
        const value = logLikelihoodOf([{ ...timing, buyers: 3 }])([r, alpha, a, b], gradient)
        expect([value, ...gradient].every(Number.isFinite)).toBe(true)
        const back = evenChanceWeeks(model, timing)
        if (back !== null) expect(back).toBeGreaterThan(0)
      }),
    )
  })

  test('expects more of a longer time, and less after a longer silence', () => {
    fc.assert(
      fc.property(anyModel, anyTiming, fc.nat(3650), fc.integer({ min: 1, max: 365 }), (model, timing, days, more) => {
        const soon = expectedOrders(model, days / 7)
        const now = soon(timing)
        // What quadrature may miss, of what they would buy if they never left.
        const slack = (1e-10 * (model.r + timing.x) * (days + more)) / 7 / (model.alpha + timing.T)
        expect(expectedOrders(model, (days + more) / 7)(timing)).toBeGreaterThanOrEqual(now - slack)
        expect(soon({ ...timing, T: timing.T + more / 7 })).toBeLessThanOrEqual(now + slack)
      }),
    )
  })

  test('the even chance is where half of such buyers have bought again', () => {
    const timing = { x: 8, tx: 60, T: 62 }
    const weeks = evenChanceWeeks(PUBLISHED, timing) as number
    const { r, alpha } = PUBLISHED
    const alive = pAlive(PUBLISHED, timing)
    const none = 1 - alive + alive * ((alpha + timing.T) / (alpha + timing.T + weeks)) ** (r + timing.x)
    expect(none).toBeCloseTo(0.5, 12)
    expect(evenChanceWeeks(PUBLISHED, { x: 1, tx: 1.71, T: 38.86 })).toBeNull()
  })
})

describe('BG/NBD likelihood', () => {
  test('slopes as differences of it say', () => {
    const groups = grouped(simulate(3, LIKE_CDNOW, 200, 364).flatMap((history) => summarise(history, TODAY) ?? []))
    const likelihood = logLikelihoodOf(groups)
    for (const at of [
      [0.3, 5, 0.7, 2],
      [3, 0.5, 0.1, 0.2],
      [20, 100, 30, 200],
    ]) {
      const gradient = new Float64Array(4)
      likelihood(at, gradient)
      for (const [i, value] of at.entries()) {
        const h = 1e-5
        const shifted = (by: number) => likelihood(at.with(i, value * Math.exp(by)), new Float64Array(4))
        const slope = (shifted(h) - shifted(-h)) / (2 * h)
        expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)))
      }
    }
  })

  test('of a group is that of its members', () => {
    const timings = [
      { x: 0, tx: 0, T: 10 },
      { x: 3, tx: 4, T: 10 },
      { x: 3, tx: 4, T: 10 },
      { x: 3, tx: 5, T: 10 },
    ]
    expect(grouped(timings)).toEqual([
      { x: 0, tx: 0, T: 10, buyers: 1 },
      { x: 3, tx: 4, T: 10, buyers: 2 },
      { x: 3, tx: 5, T: 10, buyers: 1 },
    ])
    const alone = timings.reduce((sum, timing) => sum + logLikelihood(PUBLISHED, [{ ...timing, buyers: 1 }]), 0)
    expect(logLikelihood(PUBLISHED, grouped(timings))).toBeCloseTo(alone, 10)
  })

  test.each([[LIKE_CDNOW.timing], [{ r: 1.2, alpha: 8, a: 0.5, b: 4 }]])(
    'a simulated shop gives back its parameters: %j',
    (timing) => {
      const histories = simulate(11, { ...LIKE_CDNOW, timing }, 12_000, 728)
      const { parameters, converged } = fitBgNbd(grouped(histories.flatMap((one) => summarise(one, TODAY) ?? [])))
      expect(converged).toBe(true)
      within(0.1, parameters.r, timing.r)
      within(0.1, parameters.alpha, timing.alpha)
      within(0.2, parameters.a, timing.a)
      within(0.2, parameters.b, timing.b)
      within(0.05, parameters.a / (parameters.a + parameters.b), timing.a / (timing.a + timing.b))
    },
  )
})
