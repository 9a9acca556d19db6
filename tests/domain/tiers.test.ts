import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tier } from '../../worker/domain/rows.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { moneyTo, tierOf, tierScale, tierWhy } from '../../worker/domain/tiers.ts'

const settings = defaultSettings().tiers
const scale = (...nets: number[]) => tierScale(nets, settings)
const tiers = (...nets: number[]): string => {
  const all = scale(...nets)
  return nets.map((net) => tierOf(all, net)).join('')
}
const RANK: Record<Tier, number> = { C: 0, B: 1, A: 2 }

const nets = fc.array(fc.integer({ min: -2000, max: 100_000 }), { minLength: 1, maxLength: 60 })

describe('value tiers', () => {
  test('the share before a customer decides, not the share with them', () => {
    // Before them: 0, 50 %, 79 %, 94 %, 99 %.
    expect(tiers(5000, 2900, 1500, 500, 100)).toBe('AAABC')
  })

  test('a share before that is exactly the bound is no longer under it', () => {
    expect(tiers(8000, 1500, 500)).toBe('ABC')
  })

  test('equal values share the better tier', () => {
    expect(tiers(25, 25, 25, 25)).toBe('AAAA')
    expect(tiers(70, 10, 10, 10)).toBe('AAAA')
  })

  test('a whale leaves only the tail to the others', () => {
    expect(tiers(1_000_000, 30_000, 20_000, 10_000)).toBe('ABCC')
  })

  test('net value of zero or less is C, whatever the share before', () => {
    expect(tiers(100, 0, -50)).toBe('ACC')
  })

  test('refunds beyond the purchases count in the total', () => {
    // 60 of a total of 70 (100 − 30) are before the second.
    expect(tiers(60, 40, -30)).toBe('ABC')
  })

  test('everyone is C in a shop without net value', () => {
    expect(tiers(50, -80)).toBe('CC')
    expect(tiers(0, 0)).toBe('CC')
  })

  test('a single customer with net value is A', () => {
    expect(tiers(1)).toBe('A')
  })

  test('agrees with walking down the ordered list, and equal values are equal', () => {
    fc.assert(
      fc.property(nets, (values) => {
        const all = scale(...values)
        const total = values.reduce((sum, value) => sum + value, 0)
        for (const value of values) {
          const before = values.filter((other) => other > value).reduce((sum, other) => sum + other, 0)
          const share = before / total
          const walked = value <= 0 || total <= 0 ? 'C' : share < 0.8 ? 'A' : share < 0.95 ? 'B' : 'C'
          expect(tierOf(all, value)).toBe(walked)
        }
      }),
    )
  })

  test('more net value is never a worse tier', () => {
    fc.assert(
      fc.property(nets, (values) => {
        const all = scale(...values)
        const ranks = [...values].sort((a, b) => a - b).map((value) => RANK[tierOf(all, value)])
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
    )
  })

  test('the same money in another unit gives the same tiers', () => {
    fc.assert(
      fc.property(nets, fc.integer({ min: 2, max: 1000 }), (values, factor) => {
        expect(tiers(...values.map((value) => value * factor))).toBe(tiers(...values))
      }),
    )
  })
})

describe('what would move a buyer up', () => {
  test('spending just that reaches the tier, a minor unit less does not', () => {
    fc.assert(
      fc.property(nets, fc.nat(), fc.constantFrom<Tier>('A', 'B'), (values, pick, target) => {
        const i = pick % values.length
        const before = values[i] as number
        const money = moneyTo(scale(...values), before, target)
        const reached = (extra: number) => {
          const net = before + extra
          return RANK[tierOf(scale(...values.with(i, net)), net)] >= RANK[target]
        }
        expect(reached(money)).toBe(true)
        if (money > 0) expect(reached(money - 1)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('nothing is needed for a tier they have', () => {
    expect(moneyTo(scale(800, 150, 50), 150, 'B')).toBe(0)
  })
})

describe('why a tier', () => {
  test('names the money, the rank and the share that decided', () => {
    expect(tierWhy(scale(8000, 1500, 500, 0), 1500, 'revenue')).toEqual({
      code: 'tier.share',
      params: { tier: 'B', days: 365, net: 1500, rank: 2, of: 3, before: 0.8, bound: 0.95 },
    })
  })

  test('a share just under a bound does not read as the bound', () => {
    const why = tierWhy(scale(799_999, 100_001, 100_000), 100_001, 'revenue')
    expect(why.params).toMatchObject({ tier: 'A', before: 0.7999 })
  })

  test.each([
    ['tier.nothing', 0, [0, 100]],
    ['tier.negative', -5, [-5, 100]],
    ['tier.shop-negative', 5, [5, -100]],
  ])('%s', (code, net, values) => {
    expect(tierWhy(scale(...values), net, 'revenue').code).toBe(code)
  })
})
