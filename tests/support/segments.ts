/** Any customers and any segments, of values few enough that they meet. */
import fc from 'fast-check'
import { endOfDay } from '../../worker/domain/local-day.ts'
import type { CustomerRow, Figures } from '../../worker/domain/rows.ts'
import {
  CLASSES,
  FIELD_NAMES,
  FIELDS,
  type Field,
  type FieldName,
  type Operator,
  operatorsOf,
  STAGES,
} from '../../worker/domain/segment/fields.ts'
import type { SegmentContext } from '../../worker/domain/segment/matches.ts'
import { type Condition, MAX_CONDITIONS, type SegmentExpression } from '../../worker/domain/segment.ts'
import { TIERS } from '../../worker/domain/tiers.ts'
import { customerRow } from '../domain/dispute/fixtures.ts'
import { figuresWith } from './figures.ts'

/** Whole hours, half hours, clocks changed at midnight, a minute after it, and a day that was skipped. */
export const CONTEXTS: SegmentContext[] = [
  { timezone: 'Asia/Shanghai', now: Date.parse('2026-05-04T10:00:00+08:00') },
  { timezone: 'America/New_York', now: Date.parse('2026-03-09T00:30:00-04:00') },
  { timezone: 'America/New_York', now: Date.parse('2025-11-02T01:30:00-05:00') },
  { timezone: 'Australia/Lord_Howe', now: Date.parse('2026-04-06T23:45:00+10:30') },
  { timezone: 'Africa/Cairo', now: Date.parse('2026-04-26T12:00:00+03:00') },
  { timezone: 'America/St_Johns', now: Date.parse('2010-11-10T12:00:00-03:30') },
  { timezone: 'Pacific/Apia', now: Date.parse('2012-01-02T09:00:00+14:00') },
]

const PRODUCTS = ['p1', 'p2', 'p3', 'p4', 'p5', `p"6'`]
const REGIONS = ['广东', '浙江', 'NY', "O'Brien", '%', ':shop']
const SOURCES = ['taobao', 'shopify', 'hand', 'wechat']
const NUMBERS = [0, 1, 2, 3, 5, 10, 30, 60, 90]
const MONEY = [-5000, -1, 0, 1, 500, 10_000, 9e12]

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 })

/** This very moment, the first and last milliseconds of days near today, and any time in the last months. */
const instant: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(...CONTEXTS.map(({ now }) => now)),
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...CONTEXTS), fc.integer({ min: -2, max: 10 }), fc.constantFrom(0, 1, 2))
      .map(([{ now, timezone }, back, after]) => endOfDay(now, timezone, -back) + after),
  },
  fc
    .tuple(fc.constantFrom(...CONTEXTS), fc.integer({ min: -10_000_000, max: 100 * 86_400_000 }))
    .map(([{ now }, back]) => now - back),
)

const score = fc.integer({ min: 1, max: 5 })
const money = fc.constantFrom(...MONEY)
const currentFigures = fc
  .record({
    tier: maybe(fc.constantFrom(...TIERS)),
    tierBefore: maybe(fc.constantFrom(...TIERS)),
    r: maybe(score),
    f: maybe(score),
    m: maybe(score),
    class: maybe(fc.constantFrom(...CLASSES)),
    stage: fc.constantFrom(...STAGES),
    windowNet: money,
    windowValue: money,
    valueAtRisk: money.map(Math.abs),
  })
  .map(figuresWith)
/** As an earlier version left them. */
const olderFigures = currentFigures.map(({ windowValue: _, tierBefore: __, ...older }) => older as Figures)

export const anyCustomer: fc.Arbitrary<CustomerRow> = fc
  .record({
    source: fc.constantFrom(...SOURCES),
    ordersCount: fc.constantFrom(0, 0, 1, 2, 3, 10),
    net: money,
    firstOrderAt: maybe(instant),
    lastOrderAt: maybe(instant),
    bought: fc.shuffledSubarray(PRODUCTS),
    discount: maybe(fc.constantFrom(0, 5, 10, 30, 100)),
    region: maybe(fc.constantFrom(...REGIONS)),
    tier: maybe(fc.constantFrom(...TIERS)),
    pinTier: fc.option(fc.constantFrom(...TIERS), { freq: 2 }),
    pinUntil: maybe(instant),
    figures: fc.oneof(
      { weight: 6, arbitrary: currentFigures },
      { weight: 1, arbitrary: olderFigures },
      { weight: 2, arbitrary: fc.constant(null) },
    ),
    openDisputes: fc.constantFrom(0, 0, 1, 3),
    unhappyAt: maybe(instant),
    lastContactAt: maybe(instant),
    doNotContact: fc.constantFrom(0, 1),
    consent: fc.constantFrom(
      {},
      ...(['yes', 'no'] as const).map((answer) => ({ sms: { answer, at: 0, how: 'chat' as const, by: null } })),
    ),
  })
  .map(customerRow)

function anyNumber(field: Extract<Field, { kind: 'number' }>): fc.Arbitrary<number> {
  if (field.unit === 'score') return score
  const wanted = field.unit === 'money' ? MONEY : NUMBERS
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...wanted.filter((n) => n >= field.min && n <= field.max)) },
    { weight: 1, arbitrary: fc.integer({ min: field.min, max: field.max }) },
  )
}

function anyValue(name: FieldName, is: Operator): fc.Arbitrary<Condition['value']> {
  const field: Field = FIELDS[name]
  if (is === 'unknown' || field.kind === 'flag') return fc.constant(null)
  if (field.kind === 'number') {
    const one = anyNumber(field)
    return is === 'between'
      ? fc.tuple(one, one).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)])
      : one
  }
  if (is === 'then') {
    return fc.shuffledSubarray(PRODUCTS, { minLength: 2, maxLength: 2 }).map((two) => two as [string, string])
  }
  const pool =
    field.kind === 'choice'
      ? field.options
      : field.kind === 'products'
        ? [...PRODUCTS, 'p9']
        : name === 'region'
          ? REGIONS
          : SOURCES
  return fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 4 })
}

/** Any good condition of one field and operator. */
export const conditionOf = (field: FieldName, is: Operator): fc.Arbitrary<Condition> =>
  anyValue(field, is).map((value) => ({ field, is, value }) as Condition)

export const ASKED: [FieldName, Operator][] = FIELD_NAMES.flatMap((field) =>
  operatorsOf(field).map((is): [FieldName, Operator] => [field, is]),
)

export const anyCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...ASKED)
  .chain(([field, is]) => conditionOf(field, is))

const groupsOver = (inner: fc.Arbitrary<SegmentExpression>): fc.Arbitrary<SegmentExpression> => {
  const some = fc.array(inner, { minLength: 1, maxLength: 3 })
  return fc.oneof(
    some.map((all) => ({ all })),
    some.map((any) => ({ any })),
    inner.map((not) => ({ not })),
  )
}

const leaves = (expression: SegmentExpression): number => JSON.stringify(expression).split('"field":').length - 1

/** Trees with up to `levels` levels of groups, within the limits. */
export function anyExpression(levels = 3): fc.Arbitrary<SegmentExpression> {
  let tree: fc.Arbitrary<SegmentExpression> = anyCondition
  for (let level = 0; level < levels; level++) tree = fc.oneof(anyCondition, groupsOver(tree))
  return tree.filter((expression) => leaves(expression) <= MAX_CONDITIONS)
}
