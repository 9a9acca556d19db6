import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DECLINED_DAYS, type Held, judge, type NewMove } from '../../worker/domain/moves.ts'
import type { Figures, Tier } from '../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../worker/domain/settings.ts'
import { tierScale } from '../../worker/domain/tiers.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { daysAgo, figuresWith, NOW } from '../support/figures.ts'

const auto = defaultSettings().tiers
const byHand = { ...auto, autoApply: false }

/** What a recompute over `people` changes, all verdicts together. */
function judged(people: Held[], figures: ReadonlyMap<string, Figures>, policy: Settings['tiers'], now: number) {
  const buyers = [...figures.values()].filter(({ orders }) => orders > 0)
  const tiers = tierScale(
    buyers.map(({ windowValue }) => windowValue),
    policy,
  )
  const scale = { tiers, usualOrder: 10_000, measure: 'revenue' } as const
  const all = {
    moves: [] as NewMove[],
    assigned: [] as { customerId: string; tier: Tier | null }[],
    unpinned: [] as string[],
    dismissed: [] as string[],
  }
  for (const one of people) {
    const fresh = figures.get(one.customerId)
    if (!fresh) continue
    const { move, tier, unpin, dismiss } = judge(one, fresh, scale, now)
    expect(move?.status === 'applied').toBe(move !== null && tier === move.to)
    if (move) all.moves.push(move)
    else if (tier !== undefined) all.assigned.push({ customerId: one.customerId, tier })
    if (unpin) all.unpinned.push(one.customerId)
    if (dismiss !== null) all.dismissed.push(dismiss)
  }
  return all
}

const held = (change: Partial<Held> = {}): Held => ({
  customerId: 'x',
  tier: 'B',
  pinTier: null,
  pinUntil: null,
  open: null,
  declined: null,
  ...change,
})
const calling = (tier: Tier | null, change: Partial<Figures> = {}) =>
  new Map([['x', figuresWith({ tier, orders: tier === null ? 0 : 1, ...change })]])
const review = (change: Partial<Held>, tier: Tier | null, policy = auto) =>
  judged([held(change)], calling(tier), policy, NOW)
const nothing = { moves: [], assigned: [], unpinned: [], dismissed: [] }

describe('policy', () => {
  test('a first assignment is silent', () => {
    expect(review({ tier: null }, 'A', byHand)).toEqual({ ...nothing, assigned: [{ customerId: 'x', tier: 'A' }] })
  })

  test.each([
    ['C', 'A', 'applied'],
    ['B', 'A', 'applied'],
    ['B', 'C', 'applied'],
    ['A', 'B', 'proposed'],
    ['A', 'C', 'proposed'],
  ] as const)('moves apply by themselves, a demotion from A waits: %s → %s %s', (from, to, status) => {
    const [move] = review({ tier: from }, to).moves
    expect(move).toMatchObject({ from, to, status, at: NOW, decidedAt: status === 'applied' ? NOW : null })
  })

  test.each(['A', 'C'] as const)('all moves wait where the shop wants to see them: B → %s', (to) => {
    expect(review({}, to, byHand).moves).toMatchObject([{ status: 'proposed', decidedAt: null }])
  })

  test('no move where the tier stays', () => {
    expect(review({ tier: 'B' }, 'B')).toEqual(nothing)
    expect(review({ tier: null }, null)).toEqual(nothing)
  })

  test('whose only order was cancelled has no tier any more', () => {
    expect(review({ tier: 'B' }, null)).toEqual({ ...nothing, assigned: [{ customerId: 'x', tier: null }] })
  })
})

describe('pins', () => {
  test('one that holds keeps the tier and clears the review', () => {
    const open = { id: 'm', from: 'A', to: 'B' } as const
    expect(review({ tier: 'A', pinTier: 'A', open }, 'C')).toEqual({ ...nothing, dismissed: ['m'] })
    expect(review({ tier: 'A', pinTier: 'A', pinUntil: NOW + 1 }, 'C')).toEqual(nothing)
    expect(review({ tier: 'A', pinTier: 'A' }, null)).toEqual(nothing)
  })

  test('one that ran out is released and the tier judged like any other', () => {
    const got = review({ tier: 'A', pinTier: 'A', pinUntil: NOW }, 'C')
    expect(got.unpinned).toEqual(['x'])
    expect(got.moves).toMatchObject([{ from: 'A', to: 'C', status: 'proposed' }])
  })
})

describe('moves still waiting', () => {
  const open = { id: 'm', from: 'A', to: 'B' } as const

  test('stay while they are right', () => {
    expect(review({ tier: 'A', open }, 'B')).toEqual(nothing)
  })

  test('go when the figures no longer call for them', () => {
    expect(review({ tier: 'A', open }, 'A')).toEqual({ ...nothing, dismissed: ['m'] })
  })

  test('are replaced when the figures call for another', () => {
    const got = review({ tier: 'A', open }, 'C')
    expect(got.dismissed).toEqual(['m'])
    expect(got.moves).toMatchObject([{ from: 'A', to: 'C', status: 'proposed' }])
  })

  test('are replaced by one that applies once the shop lets moves apply', () => {
    const got = review({ tier: 'B', open: { id: 'm', from: 'B', to: 'C' } }, 'C')
    expect(got.dismissed).toEqual(['m'])
    expect(got.moves).toMatchObject([{ status: 'applied' }])
  })

  test('a move turned down is not brought up again at once', () => {
    const on = (at: number, to: Tier) => review({ tier: 'A', declined: { to, at } }, 'B').moves.length
    expect(on(NOW - DECLINED_DAYS * DAY_MS + 1, 'B')).toBe(0)
    expect(on(NOW - DECLINED_DAYS * DAY_MS, 'B')).toBe(1)
    expect(on(NOW - 1, 'C')).toBe(1)
  })
})

describe('what a move says', () => {
  const shop = new Map([
    ['whale', figuresWith({ tier: 'A', windowValue: 80_000 })],
    [
      'x',
      figuresWith({
        tier: 'B',
        windowValue: 15_000,
        valueAtRisk: 40_000,
        lastOrderAt: daysAgo(90),
        windowFirstAt: daysAgo(90),
        why: [
          { code: 'tier.share', params: {} },
          { code: 'stage.away', params: {} },
          { code: 'rfm.quintiles', params: {} },
        ],
      }),
    ],
    ['small', figuresWith({ tier: 'C', windowValue: 5_000 })],
  ])

  test('a demotion says why, what is at stake and what would bring them back', () => {
    const [move] = judged([held({ tier: 'A' })], shop, auto, NOW).moves
    expect(move?.why.map(({ code }) => code)).toEqual(['tier.share', 'stage.away'])
    expect(move?.worth).toBe(40_000)
    // 80,000 before them out of 100,001 in all is just under 80 %.
    expect(move?.up).toEqual([
      { code: 'up.spend', params: { tier: 'A', money: 1, days: 365, orders: 1, before: daysAgo(90 - 365) } },
    ])
  })

  test('a promotion says why by value alone', () => {
    const [move] = judged([held({ tier: 'C' })], shop, auto, NOW).moves
    expect(move?.why.map(({ code }) => code)).toEqual(['tier.share'])
  })

  test('nothing is above A', () => {
    const [move] = judged([held({ customerId: 'whale' })], shop, auto, NOW).moves
    expect(move?.up.map(({ code }) => code)).toEqual(['up.keep'])
  })
})

test('a second recompute with the same figures has nothing more to say', () => {
  const tier = fc.constantFrom<Tier | null>('A', 'B', 'C', null)
  fc.assert(
    fc.property(fc.array(fc.tuple(tier, tier, tier)), fc.boolean(), (people, autoApply) => {
      const figures = new Map(
        people.map(([, calls], i) => [String(i), figuresWith({ tier: calls, orders: calls === null ? 0 : 1 })]),
      )
      const before = people.map(([inForce, , pinTier], i) =>
        held({ customerId: String(i), tier: pinTier ?? inForce, pinTier, pinUntil: NOW + (i % 2 === 0 ? 1 : -1) }),
      )
      const first = judged(before, figures, { ...auto, autoApply }, NOW)
      const after = before.map((one): Held => {
        const assigned = first.assigned.find(({ customerId }) => customerId === one.customerId)
        const move = first.moves.find(({ customerId }) => customerId === one.customerId)
        return {
          ...one,
          ...(first.unpinned.includes(one.customerId) && { pinTier: null, pinUntil: null }),
          tier: assigned ? assigned.tier : move?.status === 'applied' ? move.to : one.tier,
          open: move?.status === 'proposed' ? { id: one.customerId, from: move.from, to: move.to } : null,
        }
      })
      expect(judged(after, figures, { ...auto, autoApply }, NOW)).toEqual(nothing)
    }),
  )
})
