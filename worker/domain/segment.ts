/**
 * A free segment: a filter over customers as a small tree, kept as JSON and shared by the team. `segment/matches.ts`
 * evaluates it on phone and server; `db/queries/segments.ts` says the same in SQL; a property test holds them together.
 */
import * as v from 'valibot'
import {
  type ChoiceField,
  FIELD_NAMES,
  FIELDS,
  type Field,
  type FieldName,
  type FlagField,
  type NumberField,
  operatorsOf,
  type TextField,
  type UnknownField,
} from './segment/fields.ts'

/** One question about one field. Who has no value there answers no to all but `unknown`, to `noneOf` as well. */
export type Condition =
  | { field: NumberField; is: 'atLeast' | 'atMost'; value: number }
  /** Both ends included, the lower first. */
  | { field: NumberField; is: 'between'; value: [number, number] }
  | { field: ChoiceField | TextField; is: 'oneOf' | 'noneOf'; value: string[] }
  | { field: 'bought'; is: 'anyOf' | 'allOf' | 'noneOf' | 'first'; value: string[] }
  /** The earlier product, and another first bought after it. */
  | { field: 'bought'; is: 'then'; value: [string, string] }
  | { field: FlagField; is: 'yes' | 'no'; value: null }
  | { field: UnknownField; is: 'unknown'; value: null }

export type SegmentExpression =
  | Condition
  | { all: SegmentExpression[] }
  | { any: SegmentExpression[] }
  | { not: SegmentExpression }

/** Levels of all/any/not above a condition. */
export const MAX_DEPTH = 4
export const MAX_CONDITIONS = 20
/** Values one condition may list. */
export const MAX_VALUES = 50

const isObject = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input)

const OPERATORS_OF_TREE = ['all', 'any', 'not'] as const
const groupOf = (input: unknown): (typeof OPERATORS_OF_TREE)[number] | null =>
  isObject(input) ? (OPERATORS_OF_TREE.find((name) => Object.hasOwn(input, name)) ?? null) : null

/** Looked at before anything else, so that a huge or endless tree costs no more than its first few branches. */
function isBounded(input: unknown): boolean {
  let leaves = 0
  const fits = (node: unknown, depth: number): boolean => {
    const group = groupOf(node)
    const inner = group === null ? null : (node as Record<string, unknown>)[group]
    const children = group === 'not' ? [inner] : Array.isArray(inner) ? inner : []
    if (children.length === 0) return ++leaves <= MAX_CONDITIONS
    return depth < MAX_DEPTH && children.length <= MAX_CONDITIONS && children.every((child) => fits(child, depth + 1))
  }
  return fits(input, 0)
}

/** As the database keeps text: see `storable`. */
const filled = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'plain text'),
)
const values = <S extends v.GenericSchema<string>>(value: S) =>
  v.pipe(
    v.unknown(),
    v.check((list) => Array.isArray(list) && list.length <= MAX_VALUES, 'too many values'),
    v.pipe(v.array(value), v.minLength(1)),
  )

function valueSchema(field: Field, is: string): v.GenericSchema {
  if (is === 'unknown' || field.kind === 'flag') return v.null()
  if (field.kind === 'number') {
    const number = v.pipe(v.number(), v.integer(), v.minValue(field.min), v.maxValue(field.max))
    if (is !== 'between') return number
    return v.pipe(
      v.strictTuple([number, number]),
      v.check(([low, high]) => low <= high, 'the lower end first'),
    )
  }
  if (field.kind === 'choice') return values(v.picklist(field.options))
  if (is !== 'then') return values(filled)
  return v.pipe(
    v.strictTuple([filled, filled]),
    v.check(([earlier, later]) => earlier !== later, 'two products'),
  )
}

const conditionSchema = (field: FieldName, is: string): v.GenericSchema =>
  v.object({ field: v.literal(field), is: v.literal(is), value: valueSchema(FIELDS[field], is) })

/** By field, then operator. */
const CONDITIONS = new Map<unknown, Map<unknown, v.GenericSchema>>(
  FIELD_NAMES.map((field) => [field, new Map(operatorsOf(field).map((is) => [is, conditionSchema(field, is)]))]),
)
const NO_EXPRESSION = v.never('no condition known here')

/** More members than it should have make it something else: what they say must not be passed over. */
const node: v.GenericSchema = v.lazy((input) => {
  if (!isObject(input)) return NO_EXPRESSION
  const members = Object.keys(input).length
  const group = groupOf(input)
  if (group === null) return (members === 3 && CONDITIONS.get(input.field)?.get(input.is)) || NO_EXPRESSION
  if (members > 1) return NO_EXPRESSION
  return v.object({ [group]: group === 'not' ? node : v.pipe(v.array(node), v.minLength(1)) })
})

/** Refuses unknown fields and operators, empty groups, values out of bounds, and trees beyond the limits above. */
export const SegmentExpressionSchema = v.pipe(
  v.unknown(),
  v.check(isBounded, 'too deep or too many conditions'),
  node,
) as v.GenericSchema<unknown, SegmentExpression>

/** False for one made by a newer version: it can be neither evaluated nor put in words, and matches nobody. */
export const isReadable = (expression: unknown): expression is SegmentExpression =>
  v.is(SegmentExpressionSchema, expression)

/** How many conditions a tree holds; a builder stops offering more at `MAX_CONDITIONS`. */
export function conditionCount(expression: SegmentExpression): number {
  if ('not' in expression) return conditionCount(expression.not)
  const inner = 'all' in expression ? expression.all : 'any' in expression ? expression.any : null
  return inner === null ? 1 : inner.reduce((sum, child) => sum + conditionCount(child), 0)
}
