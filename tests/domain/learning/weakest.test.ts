import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALL_CAUSES } from '../../../worker/domain/causes.ts'
import { type LearningNames, weakestText } from '../../../worker/domain/explain/learning.ts'
import { formatters } from '../../../worker/domain/explain.ts'
import { timesAtLeast } from '../../../worker/domain/learning/chance.ts'
import { weakestLink } from '../../../worker/domain/learning/weakest.ts'
import { anyCases, caseOf, MAY, ZONE } from './arbitrary.ts'

const NOBODY = new Map<string, number>()
const names: LearningNames = { cause: (cause) => `<${cause}>`, value: (_dimension, value) => value }
const said = (why: Parameters<typeof weakestText>[0], locale: 'zh-CN' | 'en' = 'zh-CN') =>
  weakestText(why, locale, formatters(locale, { currency: 'CNY' }, ZONE), names)

/** Uniform numbers in [0, 1) from a seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Causes, carriers and products in turn: nothing stands out. */
const even = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    caseOf(`e${i}`, {
      cause: ALL_CAUSES[i % 15] ?? null,
      carrier: `k${i % 4}`,
      product: `p${i % 7}`,
      agent: `m${i % 2}`,
      openedAt: MAY - i,
    }),
  )

describe('times as many, at the least', () => {
  test('two of two is nothing, eight of one expected is a little, thirty of ten is much', () => {
    expect(timesAtLeast(2, 0.1)).toBeLessThan(1)
    expect(timesAtLeast(8, 1)).toBeGreaterThan(1)
    expect(timesAtLeast(30, 10)).toBeGreaterThan(1.3)
  })

  test('never more than what was seen with the prior, more with more cases, less the more were expected', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.double({ min: 0, max: 500, noNaN: true }), (n, expected) => {
        const times = timesAtLeast(n, expected)
        expect(times).toBeGreaterThanOrEqual(0)
        expect(times).toBeLessThan((n + 2) / (expected + 2))
        expect(timesAtLeast(n + 1, expected)).toBeGreaterThan(times)
        expect(timesAtLeast(n, expected + 1)).toBeLessThanOrEqual(times)
      }),
    )
  })
})

describe('the weakest link', () => {
  test('a cause of far more cases than the others, with its numbers and its latest case', () => {
    const late = Array.from({ length: 14 }, (_, i) =>
      caseOf(`l${i}`, { carrier: `k${i % 4}`, product: `p${i % 7}`, agent: `m${i % 2}`, openedAt: MAY + i }),
    )
    const { link, why } = weakestLink([...late, ...even(30)], NOBODY, 90)
    expect(link).toMatchObject({ dimension: 'cause', value: 'late', of: 44 })
    expect(why).toMatchObject({ code: 'learning.cause', params: { cases: 16, of: 44, cost: 16_000, example: 'l13' } })
    expect(said(why)).toEqual({
      headline: '最薄弱的一环：late',
      evidence: '近 90 天查明原因的 44 件里有 16 件是它（36%），花了 ¥160。保守估计，也有平均一种原因的 1.5 倍。',
    })
    expect(said(why, 'en').evidence).toBe(
      '16 of 44 cases with a known cause in the last 90 days (36%), ¥160 spent. Cautiously judged, still 1.5 times the average cause.',
    )
  })

  test('the carrier it happens with, where that is most of it', () => {
    const late = Array.from({ length: 24 }, (_, i) => caseOf(`l${i}`, { carrier: '韵达', product: null, agent: null }))
    const { link, why } = weakestLink([...late, ...even(90)], NOBODY, 30)
    expect(link).toMatchObject({ dimension: 'carrier', value: '韵达', cause: 'late', of: 24 })
    expect(said(why).headline).toBe('最薄弱的一环：韵达的“<late>”')
    expect(said(why, 'en').headline).toBe('The weakest link: <late> with 韵达')
  })

  test('a product with far more cases than its buyers call for', () => {
    const buyers = new Map(Array.from({ length: 7 }, (_, i) => [`p${i}`, 100] as const))
    const broken = even(30).map((each, i) => ({ ...each, id: `b${i}`, product: 'p0' }))
    const { link, why } = weakestLink([...broken, ...even(60)], buyers, 365)
    expect(link).toMatchObject({ dimension: 'product', value: 'p0', cause: null })
    expect(said(why).evidence).toContain('按买过它的人数')
    // The same cases are no wonder where nearly everybody bought it.
    expect(
      weakestLink(
        [...broken, ...even(60)],
        new Map([
          ['p0', 9000],
          ['p1', 1000],
        ]),
        365,
      ).link,
    ).toBeNull()
  })

  test('an agent whose cases come back', () => {
    const handled = even(60).map((each, i) => ({ ...each, reopened: i % 2 === 0 }))
    const { link, why } = weakestLink(handled, NOBODY, 90)
    expect(link).toMatchObject({ dimension: 'agent', value: 'm0', of: 30 })
    expect(said(why, 'en').headline).toBe('The weakest link: cases handled by m0')
  })

  test('nothing: too few, or nothing stands out', () => {
    expect(weakestLink([], NOBODY, 90).why.code).toBe('learning.early')
    const { link, why } = weakestLink([caseOf('a'), caseOf('b')], NOBODY, 90)
    expect(link).toBeNull()
    expect(said(why).headline).toBe('还早，说不准')
    expect(said(weakestLink(even(90), NOBODY, 90).why, 'en').headline).toBe('Too early to name a weakest link')
  })

  test('chance alone names one in at most one shop of twenty', () => {
    // fast-check's numbers keep to the ends of their ranges; chance must not.
    const random = mulberry32(20_260_504)
    const below = (n: number) => Math.floor(random() * n)
    const buyers = new Map(Array.from({ length: 20 }, (_, i) => [`p${i}`, 10] as const))
    let named = 0
    for (let shop = 0; shop < 300; shop++) {
      const cases = Array.from({ length: 150 }, (_, i) =>
        caseOf(String(i), {
          cause: ALL_CAUSES[below(15)] ?? null,
          product: `p${below(20)}`,
          carrier: `k${below(5)}`,
          agent: `m${below(3)}`,
          reopened: random() < 0.15,
        }),
      )
      if (weakestLink(cases, buyers, 90).link) named++
    }
    expect(named).toBeLessThanOrEqual(15)
  })

  test('is the same in any order, is made of cases that are there, and is always said in both languages', () => {
    fc.assert(
      fc.property(anyCases(200), fc.dictionary(fc.constantFrom('茶杯', '明前龙井'), fc.nat(50)), (cases, bought) => {
        const buyers = new Map(Object.entries(bought))
        const { link, why } = weakestLink(cases, buyers, 90)
        expect(weakestLink([...cases].reverse(), buyers, 90).why).toEqual(why)
        for (const each of link?.cases ?? []) expect(cases).toContain(each)
        if (link) expect(link.times).toBeGreaterThan(1)
        for (const locale of ['zh-CN', 'en'] as const) {
          const { headline, evidence } = said(why, locale)
          expect(headline + evidence).not.toMatch(/undefined|NaN|Infinity|null/)
        }
      }),
    )
  })
})
