import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIMENSIONS } from '../../../worker/domain/learning/case.ts'
import { leadingCauses, monthsOf } from '../../../worker/domain/learning/months.ts'
import { recurrencesOf } from '../../../worker/domain/learning/recurrence.ts'
import { cellsOf, groupsOf, percentile, spreadOf, sum, tallyOf } from '../../../worker/domain/learning/tally.ts'
import { anyCases, caseOf, MAY, ZONE } from './arbitrary.ts'

const shuffled = <T>(of: readonly T[]) => fc.shuffledSubarray([...of], { minLength: of.length, maxLength: of.length })
const twice = fc.array(fc.nat(1e9), { minLength: 1, maxLength: 80 }).chain((v) => fc.tuple(fc.constant(v), shuffled(v)))

describe('percentiles', () => {
  test('are values that at least the share do not exceed, and that too many are below of otherwise', () => {
    fc.assert(
      fc.property(twice, fc.double({ min: 0.01, max: 1, noNaN: true }), ([values, others], p) => {
        const ascending = [...values].sort((a, b) => a - b)
        const value = percentile(ascending, p)
        expect(values).toContain(value)
        expect(values.filter((each) => each <= value).length).toBeGreaterThanOrEqual(p * values.length)
        expect(values.filter((each) => each < value).length).toBeLessThan(p * values.length)
        expect(spreadOf(others)).toEqual(spreadOf(values))
        const { median, p90 } = spreadOf(values) ?? { median: 1, p90: 0 }
        expect(median).toBeLessThanOrEqual(p90)
      }),
    )
  })

  test('of one to ten hours: half within five, nine in ten within nine; what is not known is left out', () => {
    expect(spreadOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, null])).toEqual({ median: 5, p90: 9, of: 10 })
    expect(spreadOf([null])).toBeNull()
    expect(spreadOf([7])).toEqual({ median: 7, p90: 7, of: 1 })
  })
})

describe('tallies', () => {
  test('of groups add up to that of the whole, in every dimension', () => {
    fc.assert(
      fc.property(anyCases(), fc.constantFrom(...DIMENSIONS), (cases, dimension) => {
        const whole = tallyOf(cases)
        const parts = groupsOf(cases, dimension).map(({ tally }) => tally)
        for (const field of ['cases', 'cost', 'costed', 'rated', 'reopened'] as const) {
          expect(sum(parts.map((part) => part[field]))).toBe(whole[field])
        }
      }),
    )
  })

  test('of cells add up to those of their groups', () => {
    fc.assert(
      fc.property(anyCases(), fc.constantFrom('product', 'carrier', 'agent'), (cases, dimension) => {
        const cells = cellsOf(cases, dimension)
        for (const { value, tally } of groupsOf(cases, dimension)) {
          const mine = cells.filter((cell) => cell.value === value)
          expect(sum(mine.map((cell) => cell.tally.cases))).toBe(tally.cases)
          expect(sum(mine.map((cell) => cell.tally.cost))).toBe(tally.cost)
        }
        expect(new Set(cells.map(({ month, cause, value }) => JSON.stringify([month, cause, value]))).size).toBe(
          cells.length,
        )
      }),
    )
  })

  test('tell the same in whatever order the cases come', () => {
    const given = anyCases().chain((cases) => fc.tuple(fc.constant(cases), shuffled(cases)))
    fc.assert(
      fc.property(given, fc.constantFrom(...DIMENSIONS), ([cases, others], dimension) => {
        const told = (some: typeof cases) => ({
          groups: groupsOf(some, dimension).map(({ value, tally }) => [value, tally.cases, tally.reply, tally.cost]),
          months: monthsOf(some, MAY - 4e10, MAY, ZONE),
          products: recurrencesOf(some, 'product', () => 9).map(({ of, cause, cases: c, rate }) => [
            of,
            cause,
            c,
            rate,
          ]),
          cells: cellsOf(some, 'carrier').map(({ month, cause, value, tally }) => [month, cause, value, tally.cases]),
        })
        expect(told(others)).toEqual(told(cases))
      }),
    )
  })

  test('two merged groups are the group of both', () => {
    fc.assert(
      fc.property(anyCases(), (cases) => {
        const merged = cases.map((each) => (each.carrier === '顺丰' ? { ...each, carrier: '韵达' } : each))
        const both = cases.filter(({ carrier }) => carrier === '顺丰' || carrier === '韵达')
        const group = groupsOf(merged, 'carrier').find(({ value }) => value === '韵达')
        expect(group?.tally ?? tallyOf([])).toEqual(tallyOf(both))
      }),
    )
  })

  test('means of marks lie between their ends; without marks there are none', () => {
    const marked = [1, 5].map((n) => caseOf(String(n), { marks: { expectation: n, quality: 3, service: 5 } }))
    expect(tallyOf([...marked, caseOf('x')])).toMatchObject({
      rated: 2,
      marks: { expectation: 3, quality: 3, service: 5 },
    })
    expect(tallyOf([caseOf('x')]).marks).toBeNull()
  })
})

describe('months', () => {
  test('also those without a case are there, and all cases of the time are counted once', () => {
    const cases = [caseOf('a'), caseOf('b', { openedAt: MAY - 70 * 86_400_000 }), caseOf('c', { cause: null })]
    const months = monthsOf(cases, MAY - 70 * 86_400_000, MAY, ZONE)
    expect(months.map(({ month, cases: n, causes }) => [month, n, causes])).toEqual([
      ['2026-02', 1, { late: 1 }],
      ['2026-03', 0, {}],
      ['2026-04', 0, {}],
      ['2026-05', 2, { late: 1, none: 1 }],
    ])
    expect(leadingCauses(months, 1)).toEqual({ causes: ['late'], others: true })
  })

  test('of a zone whose clocks change are months of its calendar', () => {
    const at = Date.parse('2026-04-01T03:30:00Z')
    expect(monthsOf([], at, at, 'America/New_York').map(({ month }) => month)).toEqual(['2026-03'])
  })
})

describe('recurrence', () => {
  test('two of one cause recur, one of each of two do not; buyers count once in a product’s rate', () => {
    const again = [
      caseOf('a', { customerId: 'c1' }),
      caseOf('b', { customerId: 'c1' }),
      caseOf('c', { customerId: 'c2', cause: 'lost' }),
    ]
    expect(recurrencesOf(again, 'product', () => 50)).toMatchObject([
      { of: '明前龙井', cause: 'late', out: 50, rate: 1 / 50 },
    ])
    expect(recurrencesOf(again, 'customerId', () => 8)).toMatchObject([{ of: 'c1', out: 8, rate: 2 / 8 }])
  })

  test('no rate is made up where the orders are not known, or known in part only', () => {
    const again = [caseOf('a', { customerId: 'c1' }), caseOf('b', { customerId: 'c1' })]
    for (const out of [null, 0, 1]) {
      expect(recurrencesOf(again, 'customerId', () => out)).toMatchObject([{ out: null, rate: null }])
    }
  })
})
