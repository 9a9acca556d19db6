/** A segment in words: one sentence under its name, and what a screen reader says of it. */
import { CLASS_NAMES, STAGE_NAMES } from '../explain/figures.ts'
import type { Locale } from '../explain/shape.ts'
import { formatMoney } from '../money.ts'
import type { RfmClass, Stage } from '../rows.ts'
import { type Condition, isReadable, type SegmentExpression } from '../segment.ts'
import { type ChoiceField, FIELDS, type NumberField, type TextField } from './fields.ts'
import type { RangeCondition } from './matches.ts'
import { en } from './words-en.ts'
import { zh } from './words-zh.ts'

export interface SegmentNames {
  locale: Locale
  /** ISO code of the shop's money. */
  currency: string
  /** Days of the tiers' window, from the shop's settings. */
  windowDays: number
  /** Undefined where the id is unknown. */
  productName: (id: string) => string | undefined
  /** A channel as people know it; the key itself serves where it has no name. */
  sourceName: (key: string) => string
}

/** The ends of a range as text, and as numbers for the wordings that depend on them; null for an open end. */
export interface Range {
  low: number | null
  high: number | null
  from: string
  to: string
  windowDays: number
}

/** One language's wordings; complete over the fields by type. Each gives a phrase that says what the customer is or did. */
export interface Words {
  range: Record<NumberField, (range: Range) => string>
  /** Names to list, already in the language. */
  oneOf: Record<ChoiceField | TextField, (names: readonly string[]) => string>
  noneOf: Record<ChoiceField | TextField, (names: readonly string[]) => string>
  bought: Record<'anyOf' | 'allOf' | 'noneOf' | 'first', (names: readonly string[]) => string>
  sequence: (earlier: string, later: string) => string
  yes: Record<Extract<Condition, { is: 'yes' | 'no' }>['field'], string>
  no: Words['yes']
  unknown: Record<Extract<Condition, { is: 'unknown' }>['field'], string>
  product: (name: string | undefined) => string
  all: (parts: readonly string[]) => string
  any: (parts: readonly string[]) => string
  /** A group within a group. */
  inner: (group: string) => string
  not: (phrase: string) => string
  sentence: (text: string) => string
  unreadable: string
}

const WORDS: Record<Locale, Words> = { 'zh-CN': zh, en }

function rangeText(condition: RangeCondition, words: Words, names: SegmentNames): string {
  const { field, is, value } = condition
  const { unit } = FIELDS[field]
  const text = (n: number | null): string => {
    if (n === null) return ''
    if (unit === 'money') return formatMoney(n, names.currency, names.locale)
    return unit === 'percent' ? `${n}%` : String(n)
  }
  const low = is === 'between' ? value[0] : is === 'atLeast' ? value : null
  const high = is === 'between' ? value[1] : is === 'atMost' ? value : null
  return words.range[field]({ low, high, from: text(low), to: text(high), windowDays: names.windowDays })
}

function nameOf(field: ChoiceField | TextField, value: string, { locale, sourceName }: SegmentNames): string {
  if (field === 'source') return sourceName(value)
  if (field === 'stage') return STAGE_NAMES[locale][value as Stage]
  if (field === 'class') return CLASS_NAMES[locale][value as RfmClass]
  return value
}

function phrase(condition: Condition, words: Words, names: SegmentNames): string {
  switch (condition.is) {
    case 'unknown':
      return words.unknown[condition.field]
    case 'yes':
    case 'no':
      return words[condition.is][condition.field]
    case 'atLeast':
    case 'atMost':
    case 'between':
      return rangeText(condition, words, names)
  }
  if (condition.field === 'bought') {
    const products = condition.value.map((id) => words.product(names.productName(id)))
    if (condition.is === 'then') return words.sequence(products[0] ?? '', products[1] ?? '')
    return words.bought[condition.is](products)
  }
  const { field, is, value } = condition
  return words[is][field](value.map((one) => nameOf(field, one, names)))
}

function text(expression: SegmentExpression, words: Words, names: SegmentNames, within: boolean): string {
  if ('not' in expression) return words.not(text(expression.not, words, names, false))
  const children = 'all' in expression ? expression.all : 'any' in expression ? expression.any : null
  if (children === null) return phrase(expression as Condition, words, names)
  const [only, ...others] = children
  if (only && others.length === 0) return text(only, words, names, within)
  const parts = children.map((child) => text(child, words, names, true))
  const joined = 'all' in expression ? words.all(parts) : words.any(parts)
  return within ? words.inner(joined) : joined
}

/** One sentence, without a full stop. Never throws: an expression made by a newer version asks for the update. */
export function describeSegment(expression: SegmentExpression, names: SegmentNames): string {
  const words = WORDS[names.locale]
  return isReadable(expression) ? words.sentence(text(expression, words, names, false)) : words.unreadable
}
