import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectText } from '../../../worker/domain/explain/learning.ts'
import { rateRatio } from '../../../worker/domain/learning/chance.ts'
import { effectOf, type Known } from '../../../worker/domain/learning/effect.ts'
import type { FixRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { anyCases, caseOf, MAY } from './arbitrary.ts'

const fix: FixRow = { id: 'f', dimension: 'carrier', value: '韵达', note: '换了顺丰', at: MAY, by: null, endedAt: null }
const known: Known = { since: MAY - 90 * DAY_MS, now: MAY + 60 * DAY_MS, orders: null, ordersSince: 0 }
const spread = (n: number, from: number, to: number, over = {}) =>
  Array.from({ length: n }, (_, i) =>
    caseOf(`${from}-${i}`, { openedAt: from + ((i + 0.5) * (to - from)) / n, ...over }),
  )

describe('the ratio of two rates', () => {
  test('has the exact interval of the conditional binomial', () => {
    // 10 in 1 against 20 in 1: Clopper–Pearson of 20 of 30 is 0.4719 … 0.8271.
    const { ratio, low, high } = rateRatio({ n: 10, of: 1 }, { n: 20, of: 1 })
    expect(ratio).toBe(2)
    expect(low).toBeCloseTo(0.4719 / 0.5281, 2)
    expect(high).toBeCloseTo(0.8271 / 0.1729, 2)
  })

  test('has no upper end without a case before, and starts at nothing without one after', () => {
    expect(rateRatio({ n: 0, of: 3 }, { n: 4, of: 3 })).toMatchObject({ ratio: null, high: null })
    expect(rateRatio({ n: 4, of: 3 }, { n: 0, of: 3 })).toMatchObject({ ratio: 0, low: 0 })
    const none = rateRatio({ n: 0, of: 1 }, { n: 0, of: 1 })
    expect([none.ratio, none.low, none.high]).toEqual([null, 0, null])
  })

  test('lies within its interval, which gets narrower with more of the same', () => {
    const some = fc.record({ n: fc.integer({ min: 1, max: 60 }), of: fc.integer({ min: 1, max: 400 }) })
    fc.assert(
      fc.property(some, some, (before, after) => {
        const { ratio, low, high } = rateRatio(before, after)
        expect(low).toBeLessThanOrEqual(ratio ?? 0)
        expect(high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(ratio ?? 0)
        const more = rateRatio({ ...before, n: before.n * 3 }, { ...after, n: after.n * 3 })
        expect(more.low).toBeGreaterThan(low)
        expect(more.high ?? 0).toBeLessThan(high ?? Number.POSITIVE_INFINITY)
      }),
    )
  })
})

describe('before and after', () => {
  const before = spread(30, MAY - 90 * DAY_MS, MAY)

  test('far fewer cases: it helped, and by how much is told with its interval', () => {
    const effect = effectOf(fix, [...before, ...spread(4, MAY, MAY + 60 * DAY_MS)], known)
    expect(effect).toMatchObject({
      verdict: 'better',
      by: 'days',
      before: { cases: 30, per30: 10 },
      after: { cases: 4, per30: 2 },
    })
    expect(effectText(effect, 'zh-CN')).toEqual({
      headline: '有效：少了',
      evidence: '每 30 天 10 件 → 2 件。少了 43%–95%（95% 的把握）。',
    })
    expect(effectText(effect, 'en').evidence).toBe('10 → 2 cases per 30 days. 43% to 95% fewer (95% sure).')
  })

  test('a few fewer may be chance, far more is worse', () => {
    const some = effectOf(fix, [...before, ...spread(17, MAY, MAY + 60 * DAY_MS)], known)
    expect(some.verdict).toBe('unclear')
    expect(effectText(some, 'zh-CN').evidence).toContain('可能只是碰巧')
    const many = effectOf(fix, [...before, ...spread(60, MAY, MAY + 60 * DAY_MS)], known)
    expect(many.verdict).toBe('worse')
    expect(effectText(many, 'en').headline).toBe('Not better: more cases')
  })

  test('within a week nothing is said; nor where the time before is not at hand', () => {
    const soon = effectOf(fix, before, { ...known, now: MAY + 6 * DAY_MS })
    expect([soon.verdict, soon.ratio]).toEqual(['soon', null])
    const unknown = effectOf(fix, before, { ...known, since: MAY - 3 * DAY_MS })
    expect(unknown.verdict).toBe('unknown')
    expect(effectText(unknown, 'zh-CN').headline).toContain('不在手边')
  })

  test('by orders where they are known: half the cases of half the orders is no change', () => {
    const orders = Float64Array.from([
      ...spread(900, MAY - 90 * DAY_MS, MAY).map(({ openedAt }) => openedAt),
      ...spread(120, MAY, MAY + 60 * DAY_MS).map(({ openedAt }) => openedAt),
    ])
    const cases = [...before, ...spread(4, MAY, MAY + 60 * DAY_MS)]
    const effect = effectOf(fix, cases, { ...known, orders })
    expect(effect).toMatchObject({ by: 'orders', verdict: 'unclear', before: { orders: 900 }, after: { orders: 120 } })
    expect(effect.before.per100).toBeCloseTo(3.33, 2)
    expect(effectText(effect, 'en').evidence).toContain('3.3 → 3.3 per 100 orders')
    // Not all orders of the time before are known.
    expect(effectOf(fix, cases, { ...known, orders, ordersSince: MAY - 30 * DAY_MS }).by).toBe('days')
  })

  test('of an agent only what came back counts', () => {
    const handled = spread(9, MAY - 90 * DAY_MS, MAY, { agent: 'm7' })
    const agent = { ...fix, dimension: 'agent', value: 'm7' } as const
    expect(effectOf(agent, handled, known).before.cases).toBe(0)
    expect(
      effectOf(
        agent,
        handled.map((each) => ({ ...each, reopened: true })),
        known,
      ).before.cases,
    ).toBe(9)
  })

  test('whatever comes in, sides hold no more than there is, and something is said', () => {
    const at = fc.integer({ min: MAY - 500 * DAY_MS, max: MAY + 500 * DAY_MS })
    fc.assert(
      fc.property(anyCases(), at, at, at, fc.boolean(), (cases, since, now, marked, byOrders) => {
        const orders = byOrders ? Float64Array.from(cases.map(({ openedAt }) => openedAt)).sort() : null
        const effect = effectOf({ ...fix, at: marked }, cases, { since, now, orders, ordersSince: since })
        const about = cases.filter(({ carrier }) => carrier === '韵达').length
        expect(effect.before.cases + effect.after.cases).toBeLessThanOrEqual(about)
        for (const locale of ['zh-CN', 'en'] as const) {
          const { headline, evidence } = effectText(effect, locale)
          expect(headline + evidence).not.toMatch(/undefined|NaN|Infinity|null|少了少了/)
        }
      }),
    )
  })
})
