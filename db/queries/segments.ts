/**
 * Free segments in SQL: for every customer the same answer as `worker/domain/segment/matches.ts`, to which a property
 * test holds it. Each condition is 0 or 1, never NULL, so that NOT and the others mean what they mean in code.
 */

import type { ChoiceField, FlagField, NumberField, TextField } from '../../worker/domain/segment/fields.ts'
import { rangeOf, type SegmentContext } from '../../worker/domain/segment/matches.ts'
import { type Condition, isReadable, type SegmentExpression } from '../../worker/domain/segment.ts'
import { type Args, type Statement, statement } from '../statement.ts'

/** A condition on a row of `customers`, to follow an AND; the names of its arguments begin with `segment`. */
export interface Where {
  sql: string
  args: Args
}

const NUMBERS: Record<NumberField, string> = {
  r: `figures ->> 'r'`,
  f: `figures ->> 'f'`,
  m: `figures ->> 'm'`,
  ordersCount: 'ordersCount',
  net: 'net',
  windowNet: `figures ->> 'windowNet'`,
  windowValue: `figures ->> 'windowValue'`,
  valueAtRisk: `figures ->> 'valueAtRisk'`,
  daysSinceLastOrder: 'lastOrderAt',
  daysSinceFirstOrder: 'firstOrderAt',
  discount: 'discount',
  openDisputes: 'openDisputes',
  daysSinceContact: 'lastContactAt',
}

const TEXTS: Record<ChoiceField | TextField, string> = {
  tier: 'tier',
  tierBefore: `figures ->> 'tierBefore'`,
  class: `figures ->> 'class'`,
  stage: `COALESCE(figures ->> 'stage', CASE WHEN ordersCount = 0 THEN 'prospect' END)`,
  source: 'source',
  region: 'region',
}

type Bind = (value: string | number) => string

const FLAGS: Record<FlagField, (bind: Bind, now: number) => string> = {
  unhappy: () => 'unhappyAt IS NOT NULL',
  doNotContact: () => 'doNotContact = 1',
  smsConsent: () => `COALESCE(consent ->> '$.sms.answer' = 'yes', 0)`,
  pinned: (bind, now) => `pinTier IS NOT NULL AND (pinUntil IS NULL OR pinUntil > ${bind(now)})`,
}

const listed = (list: readonly string[], bind: Bind): string =>
  `(SELECT value FROM json_each(${bind(JSON.stringify(list))}))`
const place = (product: string, bind: Bind): string =>
  `(SELECT MIN(key) FROM json_each(bought) WHERE value = ${bind(product)})`

function productsSql({ is, value }: Extract<Condition, { field: 'bought'; is: string }>, bind: Bind): string {
  switch (is) {
    case 'then':
      return `COALESCE(${place(value[1], bind)} > ${place(value[0], bind)}, 0)`
    case 'first':
      return `COALESCE(bought ->> 0 IN ${listed(value, bind)}, 0)`
    case 'allOf':
      return `NOT EXISTS (SELECT 1 FROM json_each(${bind(JSON.stringify(value))}) AS asked WHERE asked.value NOT IN (SELECT value FROM json_each(bought)))`
    default:
      return `${is === 'noneOf' ? 'NOT ' : ''}EXISTS (SELECT 1 FROM json_each(bought) AS got WHERE got.value IN ${listed(value, bind)})`
  }
}

function conditionSql(condition: Condition, context: SegmentContext, bind: Bind): string {
  switch (condition.is) {
    case 'unknown': {
      const { field } = condition
      return `${field in NUMBERS ? NUMBERS[field as NumberField] : TEXTS[field as TextField]} IS NULL`
    }
    case 'yes':
      return FLAGS[condition.field](bind, context.now)
    case 'no':
      return `NOT (${FLAGS[condition.field](bind, context.now)})`
    case 'atLeast':
    case 'atMost':
    case 'between': {
      const value = NUMBERS[condition.field]
      const { min, max } = rangeOf(condition, context)
      const ends = [min === null ? [] : `${value} >= ${bind(min)}`, max === null ? [] : `${value} <= ${bind(max)}`]
      return `COALESCE(${ends.flat().join(' AND ')}, 0)`
    }
  }
  if (condition.field === 'bought') return productsSql(condition, bind)
  const not = condition.is === 'noneOf' ? 'NOT ' : ''
  return `COALESCE(${TEXTS[condition.field]} ${not}IN ${listed(condition.value, bind)}, 0)`
}

function treeSql(expression: SegmentExpression, context: SegmentContext, bind: Bind): string {
  const inner = (children: SegmentExpression[], word: string): string =>
    `(${children.map((child) => treeSql(child, context, bind)).join(` ${word} `)})`
  if ('not' in expression) return `(NOT ${treeSql(expression.not, context, bind)})`
  if ('all' in expression) return inner(expression.all, 'AND')
  if ('any' in expression) return inner(expression.any, 'OR')
  return `(${conditionSql(expression, context, bind)})`
}

/**
 * Who belongs to a segment, in SQL. Values are bound, names come from the tables above. An expression this version cannot
 * read matches nobody, and nobody who was erased belongs to any. Throws RangeError on an unknown time zone.
 */
export function segmentWhere(expression: SegmentExpression, context: SegmentContext): Where {
  if (!isReadable(expression)) return { sql: '0', args: {} }
  const args: Args = {}
  const bind: Bind = (value) => {
    const name = `segment${Object.keys(args).length}`
    args[name] = value
    return `:${name}`
  }
  return { sql: `(erasedAt IS NULL AND ${treeSql(expression, context, bind)})`, args }
}

/** How many belong to a segment, as `n`. Reads every customer of the shop. */
export function countSegment(expression: SegmentExpression, context: SegmentContext): Statement {
  const { sql, args } = segmentWhere(expression, context)
  return statement(`SELECT COUNT(*) AS n FROM customers WHERE shopId = :shop AND deleted = 0 AND ${sql}`, args)
}
