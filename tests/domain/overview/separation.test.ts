import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBuyer } from '../../../worker/domain/overview/buyers.ts'
import { bandOf, separating } from '../../../worker/domain/overview/facts.ts'
import { type Counts, chiSquareQuantile, entropy, toldBy } from '../../../worker/domain/overview/separation.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { NOW } from '../../support/figures.ts'
import { random } from '../expectation/simulate.ts'
import { type Change, someone } from './arbitrary.ts'

describe('information', () => {
  test.each([
    [1, 1, 1],
    [1, 3, 0.8112781244591328],
    [5, 0, 0],
  ])('entropy of %d and %d is %d bits', (inside, outside, bits) => {
    expect(entropy(inside, outside)).toBeCloseTo(bits, 12)
  })

  // Upper tails of χ² as printed in tables: 3.841 and 18.307 at 5 %, 10.828 and 29.588 at 0.1 %.
  test.each([
    [10, 1.6448536, 18.307],
    [10, 3.0902323, 29.588],
    [100, 1.6448536, 124.342],
  ])('χ² of %d degrees at z = %d', (df, z, table) => {
    expect(Math.abs(chiSquareQuantile(df, z) - table) / table).toBeLessThan(0.01)
  })

  test('a fact that decides everything tells nearly all there is', () => {
    const { bits, share } = toldBy([
      [1000, 0],
      [0, 1000],
    ])
    expect(bits).toBeGreaterThan(0.98)
    expect(share).toBeCloseTo(bits, 10)
  })

  test('between 0 and the whole, never thrown off by empty or lopsided tables', () => {
    const counts = fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 5000 }))
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 30 }), (table) => {
        const { bits, share } = toldBy(table)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(bits).toBeGreaterThanOrEqual(0)
        expect(toldBy(table.toReversed()).bits).toBeCloseTo(bits, 9)
      }),
    )
  })

  test('chance tells nothing, with two values or with five hundred', () => {
    const next = random(7)
    let told = 0
    for (let shop = 0; shop < 200; shop++) {
      const values = [2, 5, 50, 500][shop % 4] as number
      const share = [0.02, 0.2, 0.5][shop % 3] as number
      const table = Array.from({ length: values }, (): [number, number] => [0, 0])
      for (let i = 0; i < 2000; i++) {
        const counts = table[Math.floor(next() * values)] as [number, number]
        counts[next() < share ? 0 : 1]++
      }
      if (toldBy(table as Counts[]).bits > 0) told++
    }
    expect(told).toBe(0)
  })
})

describe('bands', () => {
  test.each([
    ['orders', 1, 0],
    ['orders', 5, 2],
    ['orders', 400, 4],
    ['discount', 0, 0],
    ['discount', -3, -1],
    ['rhythm', null, -1],
  ] as const)('%s %s is in band %s', (fact, n, band) => {
    expect(bandOf(fact, n)).toBe(band)
  })
})

describe('what tells A from the rest', () => {
  /** A hundred A and three hundred others, of whom so many have each thing. */
  function shop(inA: (i: number) => Change, inRest: (i: number) => Change): CustomerRow[] {
    const made = (tier: 'A' | 'C', n: number, of: (i: number) => Change) =>
      Array.from({ length: n }, (_, i) => {
        const { figures, ...more } = of(i)
        return someone(`${tier}${i}`, { ...more, figures: { ...figures, tier } })
      })
    return [...made('A', 100, inA), ...made('C', 300, inRest)]
  }
  const traits = (rows: CustomerRow[]) => separating(rows.filter(isBuyer), NOW)

  test('the product they bought, with how common it is', () => {
    const found = traits(
      shop(
        (i) => ({ bought: i < 62 ? ['cake', 'tin'] : ['tin'] }),
        (i) => ({ bought: i < 27 ? ['cake', 'tin'] : ['tin'] }),
      ),
    )
    expect(found).toEqual([
      {
        fact: 'product',
        is: 'value',
        value: 'cake',
        bits: expect.any(Number),
        share: expect.any(Number),
        inside: 0.62,
        outside: 0.09,
      },
    ])
  })

  test('the most telling first, one of each fact; a trait the rest have more of is not named', () => {
    const found = traits(
      shop(
        (i) => ({
          region: i < 90 ? '浙江' : '广东',
          source: i < 60 ? 'shopify' : 'taobao',
          bought: i < 30 ? ['a', 'b'] : [],
        }),
        (i) => ({
          region: i < 30 ? '浙江' : '广东',
          source: i < 90 ? 'shopify' : 'taobao',
          bought: i < 270 ? ['c'] : [],
        }),
      ),
    )
    expect(found.map(({ fact, value }) => [fact, value])).toEqual([
      ['region', '浙江'],
      ['product', 'a'],
      ['source', 'shopify'],
    ])
  })

  test('numbers are cut where they tell the most', () => {
    const found = traits(
      shop(
        (i) => ({ figures: { orders: i < 60 ? 12 : i < 90 ? 4 : 1 }, discount: i < 80 ? 0 : 25 }),
        (i) => ({ figures: { orders: i < 30 ? 4 : i % 2 === 0 ? 1 : 2 }, discount: i < 60 ? 0 : 25 }),
      ),
    )
    expect(found.map(({ fact, is, value, inside, outside }) => [fact, is, value, inside, outside])).toEqual([
      ['orders', 'from', '3', 0.9, 0.1],
      ['discount', 'under', '1', 0.8, 0.2],
    ])
  })

  test('unknown describes nobody', () => {
    const found = traits(
      shop(
        () => ({ region: null }),
        () => ({ region: '广东' }),
      ),
    )
    expect(found).toEqual([])
  })

  test('a channel for every buyer does not win', () => {
    let n = 0
    expect(
      traits(
        shop(
          () => ({ source: `s${n++}` }),
          () => ({ source: `s${n++}` }),
        ),
      ),
    ).toEqual([])
  })
})
