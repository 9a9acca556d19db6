/** Whether a customer belongs to a segment: the one evaluator, on phones and on the server. */
import { endOfDay } from '../local-day.ts'
import { isPinned } from '../pin.ts'
import type { CustomerRow } from '../rows.ts'
import { type Condition, isReadable, type SegmentExpression } from '../segment.ts'
import { type ChoiceField, FIELDS, type FlagField, type NumberField, type TextField } from './fields.ts'

export interface SegmentContext {
  /** Days are counted back from here, and pins hold at this instant; epoch ms. */
  now: number
  /** IANA zone of the shop. */
  timezone: string
}

type Read<V> = (customer: CustomerRow) => V | null | undefined

/** Of a field in days, the instant they are counted from. */
const NUMBERS: Record<NumberField, Read<number>> = {
  r: (c) => c.figures?.r,
  f: (c) => c.figures?.f,
  m: (c) => c.figures?.m,
  ordersCount: (c) => c.ordersCount,
  net: (c) => c.net,
  windowNet: (c) => c.figures?.windowNet,
  windowValue: (c) => c.figures?.windowValue,
  valueAtRisk: (c) => c.figures?.valueAtRisk,
  daysSinceLastOrder: (c) => c.lastOrderAt,
  daysSinceFirstOrder: (c) => c.firstOrderAt,
  discount: (c) => c.discount,
  openDisputes: (c) => c.openDisputes,
  daysSinceContact: (c) => c.lastContactAt,
}

const TEXTS: Record<ChoiceField | TextField, Read<string>> = {
  tier: (c) => c.tier,
  tierBefore: (c) => c.figures?.tierBefore,
  class: (c) => c.figures?.class,
  stage: (c) => c.figures?.stage ?? (c.ordersCount === 0 ? 'prospect' : null),
  source: (c) => c.source,
  region: (c) => c.region,
}

const FLAGS: Record<FlagField, (customer: CustomerRow, now: number) => boolean> = {
  unhappy: (c) => c.unhappyAt !== null,
  doNotContact: (c) => c.doNotContact === 1,
  smsConsent: (c) => c.consent.sms?.answer === 'yes',
  pinned: isPinned,
}

export type RangeCondition = Extract<Condition, { field: NumberField; is: 'atLeast' | 'atMost' | 'between' }>

/**
 * The least and the greatest value that match, null for no bound. Of a field in days they are instants: day `n` back ends
 * with its last millisecond and begins after the last one of the day before it, however long a change of clocks makes it.
 */
export function rangeOf(
  { field, is, value }: RangeCondition,
  { now, timezone }: SegmentContext,
): { min: number | null; max: number | null } {
  const low = is === 'between' ? value[0] : is === 'atLeast' ? value : null
  const high = is === 'between' ? value[1] : is === 'atMost' ? value : null
  if (FIELDS[field].unit !== 'days') return { min: low, max: high }
  return {
    min: high === null ? null : endOfDay(now, timezone, -high - 1) + 1,
    max: low === null ? null : endOfDay(now, timezone, -low),
  }
}

type Test = (customer: CustomerRow) => boolean

function productsTest(condition: Extract<Condition, { field: 'bought'; is: string }>): Test {
  const { is, value } = condition
  if (is === 'then') {
    const [earlier, later] = value
    return ({ bought }) => {
      const from = bought.indexOf(earlier)
      return from !== -1 && bought.indexOf(later) > from
    }
  }
  if (is === 'allOf') return ({ bought }) => value.every((product) => bought.includes(product))
  const set = new Set<string | undefined>(value)
  if (is === 'first') return ({ bought }) => set.has(bought[0])
  if (is === 'anyOf') return ({ bought }) => bought.some((product) => set.has(product))
  return ({ bought }) => !bought.some((product) => set.has(product))
}

const readOf = (field: keyof typeof NUMBERS | keyof typeof TEXTS): Read<number | string> =>
  field in NUMBERS ? NUMBERS[field as NumberField] : TEXTS[field as TextField]

function conditionTest(condition: Condition, context: SegmentContext): Test {
  switch (condition.is) {
    case 'unknown': {
      const read = readOf(condition.field)
      return (customer) => (read(customer) ?? null) === null
    }
    case 'yes':
    case 'no': {
      const flag = FLAGS[condition.field]
      const wanted = condition.is === 'yes'
      return (customer) => flag(customer, context.now) === wanted
    }
    case 'atLeast':
    case 'atMost':
    case 'between': {
      const read = NUMBERS[condition.field]
      const { min, max } = rangeOf(condition, context)
      return (customer) => {
        const value = read(customer) ?? null
        return value !== null && (min === null || value >= min) && (max === null || value <= max)
      }
    }
  }
  if (condition.field === 'bought') return productsTest(condition)
  const read = TEXTS[condition.field]
  const set = new Set(condition.value)
  const wanted = condition.is === 'oneOf'
  return (customer) => {
    const value = read(customer) ?? null
    return value !== null && set.has(value) === wanted
  }
}

function testOf(expression: SegmentExpression, context: SegmentContext): Test {
  if ('not' in expression) {
    const inner = testOf(expression.not, context)
    return (customer) => !inner(customer)
  }
  if ('all' in expression) {
    const inner = expression.all.map((child) => testOf(child, context))
    return (customer) => inner.every((test) => test(customer))
  }
  if ('any' in expression) {
    const inner = expression.any.map((child) => testOf(child, context))
    return (customer) => inner.some((test) => test(customer))
  }
  return conditionTest(expression, context)
}

/**
 * The segment as a test, to be made once and asked of many customers: O(conditions) each. An expression this version
 * cannot read matches nobody, and nobody who was erased belongs to any. Throws RangeError on an unknown time zone.
 */
export function matcher(expression: SegmentExpression, context: SegmentContext): Test {
  if (!isReadable(expression)) return () => false
  const test = testOf(expression, context)
  return (customer) => customer.erasedAt === null && test(customer)
}

/** Whether one customer belongs to the segment. */
export const matches = (customer: CustomerRow, expression: SegmentExpression, context: SegmentContext): boolean =>
  matcher(expression, context)(customer)
