import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classOf, QUINTILE_BUYERS, type RfmValues, rfmOf, rfmScale } from '../../worker/domain/rfm.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { byQuintiles } from '../support/figures.ts'

const TODAY = 20_000
const quintiles = byQuintiles.rfm
const thresholds = defaultSettings().rfm

const anyBuyer: fc.Arbitrary<RfmValues> = fc.record({
  lastDay: fc.integer({ min: TODAY - 900, max: TODAY }),
  orders: fc.integer({ min: 1, max: 12 }),
  value: fc.integer({ min: -1000, max: 50_000 }),
})
const buyers = fc.array(anyBuyer, { minLength: 1, maxLength: 60 })

describe('classes', () => {
  test.each([
    [5, 5, 5, 'important-value'],
    [4, 3, 4, 'important-develop'],
    [3, 4, 5, 'important-keep'],
    [1, 1, 4, 'important-rescue'],
    [4, 4, 3, 'general-value'],
    [5, 1, 1, 'general-develop'],
    [2, 5, 2, 'general-keep'],
    [3, 3, 3, 'general-rescue'],
  ])('R%i F%i M%i is %s', (r, f, m, name) => {
    expect(classOf(r, f, m)).toBe(name)
  })

  test('the 125 scores fall into eight classes', () => {
    const scores = [1, 2, 3, 4, 5]
    const seen = new Set(scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => classOf(r, f, m)))))
    expect(seen.size).toBe(8)
  })
})

describe('quintiles', () => {
  test('a fifth of distinct values gets each score', () => {
    const all = Array.from({ length: 10 }, (_, i) => ({ lastDay: TODAY - i, orders: i + 1, value: 100 * i }))
    const scale = rfmScale(all, TODAY, quintiles)
    expect(all.map((one) => rfmOf(scale, one).r)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
    expect(all.map((one) => rfmOf(scale, one).f)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(all.map((one) => rfmOf(scale, one).m)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  })

  test('nobody is strictly worse than anybody when all are equal', () => {
    const all = Array.from({ length: 7 }, () => ({ lastDay: TODAY, orders: 9, value: 9 }))
    const scale = rfmScale(all, TODAY, quintiles)
    expect(rfmOf(scale, all[0] as RfmValues)).toEqual({ r: 1, f: 1, m: 1, class: 'general-rescue' })
  })

  test('each score is 1 + ⌊5 × buyers strictly worse ÷ buyers⌋', () => {
    fc.assert(
      fc.property(buyers, (all) => {
        const scale = rfmScale(all, TODAY, quintiles)
        for (const one of all) {
          const score = (worse: number) => 1 + Math.floor((5 * worse) / all.length)
          const { r, f, m } = rfmOf(scale, one)
          expect(r).toBe(score(all.filter((other) => other.lastDay < one.lastDay).length))
          expect(f).toBe(score(all.filter((other) => other.orders < one.orders).length))
          expect(m).toBe(score(all.filter((other) => other.value < one.value).length))
        }
      }),
    )
  })

  test('the same money in another unit scores the same', () => {
    fc.assert(
      fc.property(buyers, fc.integer({ min: 2, max: 1000 }), (all, factor) => {
        const scaled = all.map((one) => ({ ...one, value: one.value * factor }))
        const before = rfmScale(all, TODAY, quintiles)
        const after = rfmScale(scaled, TODAY, quintiles)
        expect(scaled.map((one) => rfmOf(after, one))).toEqual(all.map((one) => rfmOf(before, one)))
      }),
    )
  })
})

describe('thresholds', () => {
  const scoreOf = (values: Partial<RfmValues>) => {
    const one = { lastDay: TODAY, orders: 1, value: 0, ...values }
    return rfmOf(rfmScale([one], TODAY, thresholds), one)
  }

  test.each([
    [0, 5],
    [30, 5],
    [31, 4],
    [60, 4],
    [120, 3],
    [240, 2],
    [241, 1],
  ])('last seen %i days ago scores R%i', (days, r) => {
    expect(scoreOf({ lastDay: TODAY - days }).r).toBe(r)
  })

  test.each([
    [1, 1],
    [2, 2],
    [4, 3],
    [5, 4],
    [8, 5],
    [90, 5],
  ])('%i orders score F%i', (orders, f) => {
    expect(scoreOf({ orders }).f).toBe(f)
  })

  test.each([
    [-500, 1],
    [9_999, 1],
    [10_000, 2],
    [80_000, 4],
    [200_000, 5],
  ])('a value of %i scores M%i', (value, m) => {
    expect(scoreOf({ value }).m).toBe(m)
  })

  test('serve a shop too small for fifths, unless it prefers otherwise', () => {
    const some = (count: number) => Array.from({ length: count }, () => ({ lastDay: TODAY, orders: 1, value: 1 }))
    const basis = (count: number, mode: 'auto' | 'quintiles' | 'thresholds') =>
      rfmScale(some(count), TODAY, { ...thresholds, mode }).basis
    expect(basis(QUINTILE_BUYERS - 1, 'auto')).toBe('thresholds')
    expect(basis(QUINTILE_BUYERS, 'auto')).toBe('quintiles')
    expect(basis(1, 'quintiles')).toBe('quintiles')
    expect(basis(QUINTILE_BUYERS, 'thresholds')).toBe('thresholds')
  })
})
