import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedOrders, pAlive } from '../../../worker/domain/expectation/bg-nbd.ts'
import { check, rankingQuality } from '../../../worker/domain/expectation/holdout.ts'
import { expectations, type Fit, fitModel, NEEDS, type ShopModel } from '../../../worker/domain/expectation/model.ts'
import { type History, summarise } from '../../../worker/domain/expectation/summary.ts'
import { byCustomer, CALIBRATED, dayOf, histories } from './cdnow.ts'
import { LIKE_CDNOW, random, simulate, TODAY } from './simulate.ts'

function fitted(fit: Fit): ShopModel {
  if (!fit.ok) throw new Error(fit.reason)
  return fit
}

const bought = (...days: number[]): History => ({ days, nets: days.map(() => 1000) })

describe('the model of a real shop', () => {
  const model = fitted(fitModel(histories(CALIBRATED), CALIBRATED))

  test('knows how many it was fitted on', () => {
    expect(model?.bgnbd.customers).toBe(2357)
    expect(model?.distinct).toBe(1016)
    expect(Math.abs((model?.bgnbd.logLikelihood as number) + 9582.429)).toBeLessThan(0.01)
    expect(model?.gammaGamma?.v).toBeGreaterThan(1540)
  })

  test.each([CALIBRATED, dayOf(1998, 6, 30)])('the check foretold %d’s last 90 days', (today) => {
    const { check: found } = fitted(fitModel(histories(today), today))
    const happened = histories(today).reduce(
      (sum, { days }) => sum + ((days[0] as number) <= today - 90 ? days.filter((day) => day > today - 90).length : 0),
      0,
    )
    expect(found.actual).toBe(happened)
    expect(Math.abs(found.predicted / found.actual - 1)).toBeLessThan(0.3)
    expect(found.ranking).toBeGreaterThan(0.7)
    expect(found.deciles).toHaveLength(10)
    expect(found.deciles.reduce((sum, { buyers }) => sum + buyers, 0)).toBe(found.buyers)
    expect(found.deciles.reduce((sum, { actual }) => sum + actual, 0)).toBeCloseTo(found.actual, 6)
    expect(found.deciles.reduce((sum, { predicted }) => sum + predicted, 0)).toBeCloseTo(found.predicted, 6)
    const foretold = found.deciles.map(({ predicted, buyers }) => predicted / buyers)
    expect(foretold).toEqual(foretold.toSorted((a, b) => b - a))
    expect(found.deciles[0]?.actual).toBeGreaterThan(found.actual / 3)
  })

  test('ranks who will buy in the next 39 weeks; P(alive) ranks worse than chance who will not', () => {
    const { bgnbd } = model as ShopModel
    const expected = expectations(model as ShopModel, 39 * 7)
    const buyers = histories(CALIBRATED).map((history) => {
      const later = byCustomer.get(history.customerId)?.some(({ day }) => day > CALIBRATED && day <= CALIBRATED + 273)
      const summary = summarise(history, CALIBRATED)
      if (!summary) throw new Error('a buyer without a purchase')
      return { summary, returned: later ? 1 : 0 }
    })
    const byOrders = buyers.map(({ summary, returned }) => [expected.orders(summary), returned, 1 - returned] as const)
    expect(rankingQuality(byOrders)).toBeGreaterThanOrEqual(0.75)
    const byLeaving = buyers.map(
      ({ summary, returned }) => [1 - pAlive(bgnbd, summary), 1 - returned, returned] as const,
    )
    expect(rankingQuality(byLeaving)).toBeCloseTo(0.32, 2)
  })
})

describe('a model is refused', () => {
  const good = simulate(5, LIKE_CDNOW, 2000, 364)

  test('and one of a shop with enough to go by is not', () => {
    expect(fitModel(good, TODAY).ok).toBe(true)
  })

  test('when nobody has come back', () => {
    expect(fitModel([], TODAY)).toEqual({ ok: false, reason: 'all-one-time', buyers: 0 })
    const once = Array.from({ length: 500 }, (_, i) => bought(TODAY - i))
    expect(fitModel([...once, bought()], TODAY)).toEqual({ ok: false, reason: 'all-one-time', buyers: 500 })
  })

  test('when too few had come back before the held-out days', () => {
    const few = good.filter(({ days }) => days.length === 1 || (days[0] as number) > TODAY - 90)
    const back = good.filter(({ days }) => days.length > 1 && (days[1] as number) <= TODAY - 90)
    const refused = { ok: false, reason: 'too-few-repeat-buyers', needed: NEEDS.repeatBuyers }
    expect(fitModel([...few, ...back.slice(0, NEEDS.repeatBuyers - 1)], TODAY)).toEqual({
      ...refused,
      repeatBuyers: NEEDS.repeatBuyers - 1,
    })
    expect(fitModel([...few, ...back.slice(0, NEEDS.repeatBuyers)], TODAY)).not.toMatchObject(refused)
  })

  test('when the shop is too young', () => {
    const young = simulate(5, LIKE_CDNOW, 2000, 179)
    expect(fitModel(young, TODAY)).toMatchObject({ ok: false, reason: 'too-short', weeks: 88 / 7, needed: 90 / 7 })
    expect(fitModel(simulate(5, LIKE_CDNOW, 2000, 89), TODAY)).toMatchObject({ reason: 'too-short', weeks: 0 })
  })

  test('when everyone comes at the same pace, or nobody is seen to leave', () => {
    const everyWeek = Array.from({ length: 300 }, (_, i) => {
      const first = TODAY - 364 + (i % 7)
      return bought(...Array.from({ length: 52 }, (_, week) => first + 7 * week))
    })
    expect(fitModel(everyWeek, TODAY)).toEqual({ ok: false, reason: 'degenerate' })
    const loyal = simulate(9, { ...LIKE_CDNOW, timing: { r: 0.8, alpha: 8, a: 0.001, b: 1000 } }, 1500, 728)
    expect(fitModel(loyal, TODAY)).toEqual({ ok: false, reason: 'degenerate' })
  })

  test('when the last 90 days went otherwise than foretold', () => {
    const stopped = simulate(6, { ...LIKE_CDNOW, timing: { r: 1.2, alpha: 8, a: 0.5, b: 4 } }, 2000, 364).map(
      ({ days }) => bought(...days.filter((day, i) => i === 0 || day <= TODAY - 90)),
    )
    const fit = fitModel(stopped, TODAY)
    expect(fit).toMatchObject({ ok: false, reason: 'fits-badly', check: { actual: 0, ranking: null } })
  })

  test('but not because all leave with the same chance', () => {
    const alike = simulate(8, { ...LIKE_CDNOW, timing: { r: 1, alpha: 8, a: 500, b: 2000 } }, 3000, 728)
    const { bgnbd } = fitted(fitModel(alike, TODAY))
    expect(bgnbd.a / (bgnbd.a + bgnbd.b)).toBeCloseTo(0.2, 1)
  })
})

describe('the check', () => {
  const model = LIKE_CDNOW.timing

  test('shares equally promising buyers out evenly, in whatever order they come', () => {
    const outcomes = [
      { x: 9, tx: 50, T: 52, buyers: 1, orders: 6, squares: 36, returned: 1 },
      { x: 0, tx: 0, T: 52, buyers: 39, orders: 13, squares: 13, returned: 13 },
    ]
    const found = check(model, outcomes, 90)
    expect(check(model, outcomes.toReversed(), 90)).toEqual(found)
    const once = expectedOrders(model, 90 / 7)({ x: 0, tx: 0, T: 52 })
    expect(found.deciles[0]).toEqual({ buyers: 4, predicted: expect.any(Number), actual: 7 })
    for (const decile of found.deciles.slice(1)) {
      expect(decile.buyers).toBe(4)
      expect(decile.actual).toBeCloseTo(4 / 3, 10)
      expect(decile.predicted).toBeCloseTo(4 * once, 10)
    }
    // One against 26 below and none above; 13 against 26 equals.
    expect(found.ranking).toBeCloseTo((26 + 13 * 13) / (14 * 26), 12)
  })

  test('its ranking is the share of pairs told apart rightly', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(3), fc.nat(3)), { maxLength: 12 })
    fc.assert(
      fc.property(scored, (groups) => {
        const of = (which: 1 | 2) => groups.flatMap((group) => Array.from({ length: group[which] }, () => group[0]))
        const [yes, no] = [of(1), of(2)]
        const found = rankingQuality(groups)
        if (yes.length === 0 || no.length === 0) {
          expect(found).toBeNull()
          return
        }
        const won = yes.flatMap((y) => no.map((n): number => (y > n ? 1 : y === n ? 0.5 : 0)))
        expect(found).toBeCloseTo(won.reduce((sum, value) => sum + value, 0) / won.length, 12)
      }),
    )
  })
})

describe('what is expected of a buyer', () => {
  const model = { bgnbd: LIKE_CDNOW.timing, gammaGamma: LIKE_CDNOW.spend, spend: 3900 }
  const expected = expectations(model, 90)

  test('is summed up from purchase days, not orders, and from the value of those after the first', () => {
    const history: History = { days: [100, 110, 128], nets: [5000, 1500, 2500] }
    expect(summarise(history, 142)).toEqual({ x: 2, tx: 4, T: 6, spend: 2000 })
    expect(summarise({ days: [100], nets: [5000] }, 142)).toEqual({ x: 0, tx: 0, T: 6, spend: 0 })
    expect(summarise({ days: [], nets: [] }, 142)).toBeNull()
  })

  test('is worth the orders times the spend', () => {
    const regular = { x: 12, tx: 50, T: 51, spend: 8000 }
    const orders = expected.orders(regular)
    expect(orders).toBeCloseTo(expectedOrders(model.bgnbd, 90 / 7)(regular), 12)
    expect(expected.value(regular) / orders).toBeGreaterThan(7000)
    expect(expected.value(regular) / orders).toBeLessThan(8000)
    expect(expected.backBy(regular)).toBeLessThan(60)
    expect(expectations({ ...model, gammaGamma: null }, 90).value(regular)).toBe(Math.round(orders * 3900))
  })

  test('sinks with silence, for one-time buyers too, and what is lost grows', () => {
    for (const x of [0, 1, 12]) {
      const seen = [0, 4, 13, 26, 52].map((away) => ({ x, tx: 3 * x, T: 3 * x + away, spend: 5000 }))
      const lost = seen.map(expected.lost)
      expect(lost[0]).toBe(0)
      expect(lost).toEqual(lost.toSorted((a, b) => a - b))
      expect(new Set(lost).size).toBe(5)
      const values = seen.map(expected.value)
      expect(values).toEqual(values.toSorted((a, b) => b - a))
    }
    expect(expected.backBy({ x: 12, tx: 36, T: 88, spend: 5000 })).toBeNull()
  })

  test('is whole minor units and finite for any buyer', () => {
    const next = random(1)
    for (let i = 0; i < 500; i++) {
      const T = Math.floor(next() ** 3 * 30_000)
      const tx = Math.floor(next() * T)
      const x = Math.floor(next() * (tx + 1))
      const buyer = { x, tx: x > 0 ? tx / 7 : 0, T: T / 7, spend: Math.floor((next() - 0.2) * 1e8) }
      for (const money of [expected.value(buyer), expected.lost(buyer)])
        expect(Number.isSafeInteger(money) && money >= 0).toBe(true)
      expect(expected.orders(buyer)).toBeGreaterThanOrEqual(0)
      const back = expected.backBy(buyer)
      if (back !== null) expect(Number.isInteger(back) && back > 0).toBe(true)
    }
  })
})
