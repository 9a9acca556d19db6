/** Tiers, RFM and stages in shops of any size and kind, held against the plain definitions. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeFigures } from '../../worker/domain/figures.ts'
import { historiesOf } from '../../worker/domain/histories.ts'
import type { Figures, Tier } from '../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../worker/domain/settings.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { anyOrders, type BuyersOrder, daysAgo, NOW, order, settingsWith, ZONE } from '../support/figures.ts'
import { classBy, reference } from '../support/reference.ts'
import { random } from './expectation/simulate.ts'

const RANK: Record<Tier, number> = { C: 0, B: 1, A: 2 }

const replay = (orders: readonly BuyersOrder[], settings: Settings): Map<string, Figures> =>
  computeFigures(historiesOf(orders, NOW, ZONE), settings, NOW, ZONE)

/** Goods whose cost is known, some sold below it. */
const costed = fc.option(fc.double({ min: 0.1, max: 1.5, noNaN: true }), { freq: 3 })
const anyCostedOrders: fc.Arbitrary<BuyersOrder[]> = anyOrders.chain((orders) =>
  fc.array(costed, { minLength: orders.length, maxLength: orders.length }).map((shares) =>
    orders.map((each, i) => {
      const share = shares[i] ?? null
      const known = share === null ? {} : { cost: Math.round(each.total * share), costedTotal: each.total }
      return { ...each, listTotal: each.total, ...known }
    }),
  ),
)
const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    mode: fc.constantFrom('auto' as const, 'quintiles' as const, 'thresholds' as const),
    measure: fc.constantFrom('profit' as const, 'revenue' as const),
    windowDays: fc.constantFrom(30, 365, 2000),
  })
  .map(({ mode, measure, windowDays }) =>
    settingsWith((settings) => {
      settings.rfm.mode = mode
      settings.tiers.measure = measure
      settings.tiers.windowDays = windowDays
    }),
  )

/** Each buyer's figures are what the definitions give, and they are in exactly one tier, class and stage. */
function agrees(orders: readonly BuyersOrder[], settings: Settings): Figures[] {
  const got = replay(orders, settings)
  const { buyers } = reference(orders, NOW, settings)
  const all: Figures[] = []
  const wrong: unknown[] = []
  for (const [id, figures] of got) {
    const { tier, r, f, m, stage, windowValue, net, buyDays, rhythmDays } = figures
    const by = buyers.get(id)
    const mine = [tier, r, f, m, figures.class, stage, windowValue, net, buyDays, rhythmDays]
    const theirs = by
      ? [by.tier, by.r, by.f, by.m, classBy(by), by.stage, by.windowValue, by.net, by.days.length, by.rhythm]
      : [null, null, null, null, null, 'prospect', 0, 0, 0, null]
    if (mine.join() !== theirs.join()) wrong.push({ id, mine, theirs })
    if (by) all.push(figures)
  }
  expect(wrong).toEqual([])
  expect(all).toHaveLength(buyers.size)
  return all
}

const outcome = (all: Map<string, Figures>) =>
  [...all].map(([id, { tier, class: kind, stage, r, f, m }]) => [id, tier, kind, stage, r, f, m].join()).sort()

describe('any shop', () => {
  test('is tiered, scored and staged as defined, by revenue and by profit', () => {
    fc.assert(fc.property(anyCostedOrders, anySettings, (orders, settings) => void agrees(orders, settings)))
  })

  test('comes out the same in whatever order its orders came', () => {
    fc.assert(
      fc.property(
        anyCostedOrders.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
        ),
        anySettings,
        ([orders, shuffled], settings) => {
          const [one, other] = [replay(orders, settings), replay(shuffled, settings)]
          expect(other.size).toBe(one.size)
          for (const [id, figures] of one) expect(other.get(id)).toEqual(figures)
        },
      ),
    )
  })

  test('treats equal customers equally', () => {
    fc.assert(
      fc.property(anyCostedOrders, anySettings, (orders, settings) => {
        const known = orders.filter(({ customerId }) => customerId !== null)
        const twins = known.map((each) => ({ ...each, customerId: `twin of ${each.customerId}` }))
        const all = replay([...known, ...twins], settings)
        for (const [id, figures] of all) {
          if (!id.startsWith('twin')) expect(all.get(`twin of ${id}`)).toEqual(figures)
        }
      }),
    )
  })

  test('scored by quintiles, is the same in another currency', () => {
    fc.assert(
      fc.property(anyCostedOrders, anySettings, fc.integer({ min: 2, max: 100 }), (orders, settings, factor) => {
        const by: Settings = { ...settings, rfm: { ...settings.rfm, mode: 'quintiles' } }
        const scaled = orders.map(({ total, refunded, cost = 0, listTotal = 0, costedTotal = 0, ...each }) => ({
          ...each,
          ...{ total: total * factor, refunded: refunded * factor, cost: cost * factor },
          ...{ listTotal: listTotal * factor, costedTotal: costedTotal * factor },
        }))
        expect(outcome(replay(scaled, by))).toEqual(outcome(replay(orders, by)))
      }),
    )
  })

  test('never lowers anyone’s tier or M for money they spent on top', () => {
    fc.assert(
      fc.property(
        anyOrders,
        anySettings,
        fc.nat(),
        fc.integer({ min: 1, max: 1_000_000 }),
        (orders, settings, pick, more) => {
          fc.pre(orders.length > 0)
          const i = pick % orders.length
          const one = orders[i] as BuyersOrder
          fc.pre(one.customerId !== null)
          const id = one.customerId as string
          const before = replay(orders, settings).get(id)
          const after = replay(orders.with(i, { ...one, total: one.total + more }), settings).get(id)
          if (!before?.tier || !after?.tier) {
            expect(after?.tier).toBe(before?.tier)
            return
          }
          expect(RANK[after.tier]).toBeGreaterThanOrEqual(RANK[before.tier])
          expect(after.m).toBeGreaterThanOrEqual(before.m as number)
        },
      ),
    )
  })

  test('never lowers anyone’s R, F or tier for one more order, today or earlier in the window', () => {
    fc.assert(
      fc.property(anyOrders, anySettings, fc.nat(29), fc.nat(500_000), (orders, settings, ago, total) => {
        for (const [id, before] of [...replay(orders, settings)].slice(0, 5)) {
          if (!before.tier || before.lastOrderAt === null) continue
          const placedAt = Math.max(before.lastOrderAt, daysAgo(ago))
          const after = replay([...orders, order(id, 0, total, { placedAt })], settings).get(id)
          expect(after?.r).toBeGreaterThanOrEqual(before.r as number)
          expect(after?.f).toBeGreaterThanOrEqual(before.f as number)
          expect(RANK[after?.tier as Tier]).toBeGreaterThanOrEqual(RANK[before.tier])
        }
      }),
      { numRuns: 40 },
    )
  })
})

/** Buyers of every kind: most come once, a few often; part refunded, some all of it, a few beyond. */
function shopOf(size: number): BuyersOrder[] {
  const next = random(size)
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return Array.from({ length: size }, (_, n) => {
    const worth = Math.ceil(20 / (next() + 0.01)) * 500
    const newest = between(0, 900)
    return Array.from({ length: next() < 0.6 ? 1 : between(2, 12) }, (_, i) => {
      const total = worth + between(0, 4) * 1000
      const refunded = next() < 0.9 ? 0 : next() < 0.5 ? total : between(1, total + 5000)
      return order(String(n), newest + i * between(1, 60), total, { refunded })
    })
  }).flat()
}

describe('shops of any size', () => {
  test.each([1, 2, 199, 200, 5000])('%i buyers', (size) => {
    const settings = defaultSettings()
    const all = agrees(shopOf(size), settings)
    expect(all).toHaveLength(size)
    const basis = size < 200 ? 'rfm.thresholds' : 'rfm.quintiles'
    const codes = all.map(({ why }) => why.flatMap(({ code }) => (code.startsWith('rfm.') ? [code] : [])).join())
    expect(new Set(codes)).toEqual(new Set([basis]))
    if (size < 200) return
    // Of many buyers of all kinds, every score, tier and class has somebody.
    for (const key of ['r', 'm'] as const)
      expect(new Set(all.map((each) => each[key]))).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(new Set(all.map(({ tier }) => tier))).toEqual(new Set(['A', 'B', 'C']))
    expect(new Set(all.map((each) => each.class)).size).toBe(8)
  })

  test.each([1, 2, 199, 200, 1000])('everyone equal: %i buyers share everything, and all are A', (size) => {
    const all = agrees(
      Array.from({ length: size }, (_, n) => order(String(n), 40, 9900)),
      defaultSettings(),
    )
    const [{ r, f, m } = { r: null, f: null, m: null }] = all
    // Nobody is strictly worse than anybody: quintiles give all the lowest score, bounds what 40 days and ¥99 are worth.
    expect([r, f, m]).toEqual(size < 200 ? [4, 1, 1] : [1, 1, 1])
    expect(new Set(all.map((each) => [each.tier, each.class, each.stage, each.r, each.f, each.m].join()))).toEqual(
      new Set([[...(['A', all[0]?.class, 'exploring'] as const), r, f, m].join()]),
    )
  })

  test('all came once: the default rhythm, and nobody is building or stable', () => {
    for (const size of [3, 250]) {
      const all = agrees(
        Array.from({ length: size }, (_, n) => order(String(n), n, 1000 + n)),
        defaultSettings(),
      )
      for (const { ownRhythm, rhythmDays } of all) expect([ownRhythm, rhythmDays]).toEqual([0, 30])
      expect(all.map(({ stage }) => stage)).not.toContain('building')
      expect(new Set(all.map(({ f }) => f))).toEqual(new Set([1]))
    }
  })

  test('one whale is the only A, and the others are told apart by what is left', () => {
    const small = Array.from({ length: 300 }, (_, n) => order(String(n), n, 1000))
    const all = replay([...small, order('whale', 3, 10_000_000)], defaultSettings())
    agrees([...small, order('whale', 3, 10_000_000)], defaultSettings())
    expect([...all].filter(([, { tier }]) => tier === 'A').map(([id]) => id)).toEqual(['whale'])
    expect(all.get('whale')?.m).toBe(5)
    // Before all of them stands the whale with 97 %.
    expect(new Set([...all.values()].map(({ tier }) => tier))).toEqual(new Set(['A', 'C']))
  })

  test('who costs more than they bring is C, also where the whole shop does', () => {
    const settings = defaultSettings()
    const kept = [order('kept', 5, 5000), order('lost', 5, 1000, { refunded: 4000 })]
    expect(agrees(kept, settings).map(({ tier }) => tier)).toEqual(['A', 'C'])
    const ruined = [...kept, order('worse', 5, 0, { refunded: 90_000 })]
    expect(agrees(ruined, settings).map(({ tier }) => tier)).toEqual(['C', 'C', 'C'])
    for (const { valueAtRisk } of replay(ruined, settings).values()) expect(valueAtRisk).toBeGreaterThanOrEqual(0)
  })

  test('money that has left the window counts for M, not for the tier', () => {
    const [old] = agrees([order('old', 400, 900_000), order('new', 4, 1000)], defaultSettings())
    expect(old).toMatchObject({ tier: 'C', m: 5, windowValue: 0, windowFirstAt: null })
  })

  test('a shop asked about a day before its first order has prospects only', () => {
    const orders = [order('x', 5, 1000)]
    const before = NOW - 6 * DAY_MS
    const figures = computeFigures(historiesOf(orders, before, ZONE), defaultSettings(), before, ZONE)
    expect(figures.get('x')).toMatchObject({ tier: null, stage: 'prospect', orders: 0 })
  })
})
