import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  conditionCount,
  isReadable,
  MAX_CONDITIONS,
  MAX_DEPTH,
  MAX_VALUES,
  type SegmentExpression,
  SegmentExpressionSchema,
} from '../../../worker/domain/segment.ts'
import { ASKED, anyExpression, conditionOf } from '../../support/segments.ts'

const leaf: SegmentExpression = { field: 'tier', is: 'oneOf', value: ['A'] }
const times = (n: number): SegmentExpression[] => Array.from({ length: n }, () => leaf)
const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: levels }).reduce((inner) => wrap(inner), leaf as unknown)

describe('what is taken', () => {
  test.each(ASKED)('%s %s, kept as it is', (field, is) => {
    fc.assert(
      fc.property(conditionOf(field, is), (condition) => {
        expect(v.parse(SegmentExpressionSchema, condition)).toEqual(condition)
      }),
      { numRuns: 20 },
    )
  })

  test('any tree within the limits, members in one order whatever order they came in', () => {
    fc.assert(
      fc.property(anyExpression(MAX_DEPTH), (expression) => {
        expect(v.parse(SegmentExpressionSchema, expression)).toEqual(expression)
      }),
    )
    const turned = { value: ['A'], is: 'oneOf', field: 'tier' }
    expect(JSON.stringify(v.parse(SegmentExpressionSchema, { all: [turned] }))).toBe(JSON.stringify({ all: [leaf] }))
  })

  test('up to the limits and no further', () => {
    const wraps: ((inner: unknown) => unknown)[] = [
      (all) => ({ all: [all] }),
      (any) => ({ any: [any] }),
      (not) => ({ not }),
    ]
    for (const wrap of wraps) {
      expect(isReadable(nested(MAX_DEPTH, wrap))).toBe(true)
      expect(isReadable(nested(MAX_DEPTH + 1, wrap))).toBe(false)
    }
    expect(isReadable({ all: times(MAX_CONDITIONS) })).toBe(true)
    expect(isReadable({ all: times(MAX_CONDITIONS + 1) })).toBe(false)
    expect(isReadable({ all: [{ any: times(10) }, { any: times(10) }] })).toBe(true)
    expect(isReadable({ all: [{ any: times(10) }, { not: { any: times(11) } }] })).toBe(false)
    const regions = (n: number) => ({
      field: 'region',
      is: 'oneOf',
      value: Array.from({ length: n }, (_, i) => `r${i}`),
    })
    expect(isReadable(regions(MAX_VALUES))).toBe(true)
    expect(isReadable(regions(MAX_VALUES + 1))).toBe(false)
  })
})

describe('what is refused', () => {
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', [leaf]],
    ['a text', 'tier'],
    ['an empty object', {}],
    ['an empty group', { all: [] }],
    ['an empty group inside', { any: [leaf, { all: [] }] }],
    ['a group that is no list', { all: leaf }],
    ['a negated list', { not: [leaf] }],
    ['two groups at once', { all: [leaf], any: [leaf] }],
    ['a group and a condition at once', { ...leaf, not: leaf }],
    ['a condition that says more', { ...leaf, within: 30 }],
    ['a condition without a value', { field: 'tier', is: 'unknown' }],
    ['an unknown field', { field: 'phone', is: 'unknown', value: null }],
    ['a field of all objects', { field: 'constructor', is: 'oneOf', value: ['A'] }],
    ['an unknown operator', { field: 'tier', is: 'like', value: ['A'] }],
    ['an operator of another kind', { field: 'tier', is: 'atLeast', value: 3 }],
    ['unknown where it is always known', { field: 'net', is: 'unknown', value: null }],
    ['a tier there is not', { field: 'tier', is: 'oneOf', value: ['A', 'D'] }],
    ['no values', { field: 'tier', is: 'oneOf', value: [] }],
    ['one value where a list is due', { field: 'region', is: 'oneOf', value: '广东' }],
    ['an empty text', { field: 'region', is: 'oneOf', value: [''] }],
    ['an endless text', { field: 'region', is: 'oneOf', value: ['x'.repeat(129)] }],
    ['a NUL', { field: 'region', is: 'oneOf', value: ['a\0'] }],
    ['half a character', { field: 'region', is: 'oneOf', value: ['\ud83c'] }],
    ['a fraction', { field: 'net', is: 'atLeast', value: 0.5 }],
    ['a text for a number', { field: 'net', is: 'atLeast', value: '5' }],
    ['no number', { field: 'net', is: 'atLeast', value: Number.NaN }],
    ['a score of 6', { field: 'r', is: 'atLeast', value: 6 }],
    ['negative days', { field: 'daysSinceLastOrder', is: 'atMost', value: -1 }],
    ['ends the wrong way round', { field: 'net', is: 'between', value: [2, 1] }],
    ['three ends', { field: 'net', is: 'between', value: [1, 2, 3] }],
    ['a product after itself', { field: 'bought', is: 'then', value: ['p1', 'p1'] }],
    ['a flag with a value', { field: 'pinned', is: 'yes', value: true }],
  ])('%s', (_name, input) => {
    expect(v.is(SegmentExpressionSchema, input)).toBe(false)
  })

  test('whatever it is, without an error', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(isReadable(input)).toBe(false)
      }),
    )
  })

  test('trees of a million branches or levels, at once', () => {
    const wide = { any: Array.from({ length: 1000 }, () => ({ all: Array.from({ length: 1000 }, () => leaf) })) }
    const deep = nested(100_000, (not) => ({ not }))
    const values = { field: 'region', is: 'oneOf', value: Array.from({ length: 1_000_000 }, () => 'x') }
    const refused = v.safeParse(SegmentExpressionSchema, wide)
    expect(refused.issues).toHaveLength(1)
    expect(v.safeParse(SegmentExpressionSchema, values).issues).toHaveLength(1)
    expect(isReadable(deep)).toBe(false)
  })

  test('and never says again what was sent', () => {
    const sent = {
      all: [{ field: 'secret-field', is: 'secret-operator', value: { 'secret-key': 'secret' } }, { secret: 1 }],
    }
    const { issues } = v.safeParse(SegmentExpressionSchema, sent)
    expect(issues?.map((issue) => v.getDotPath(issue)).join()).not.toContain('secret')
  })
})

test('conditions are counted wherever they stand', () => {
  expect(conditionCount({ any: [leaf, { not: { all: [leaf, leaf] } }] })).toBe(3)
  expect(conditionCount({ not: leaf })).toBe(1)
})
