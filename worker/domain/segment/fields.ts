/**
 * What may be asked of a customer in a segment: every field with its kind and bounds. Screens build their choices from it,
 * the schema refuses what is not in it, and evaluator and SQL are complete over it by their types.
 *
 * There is no field for phone or e-mail, not even whether there is one: phones of viewers hold no contacts, so the same
 * segment would count differently depending on who looks.
 */
import type { RfmClass, Stage } from '../rows.ts'
import { TIERS } from '../tiers.ts'

export const STAGES: readonly Stage[] = ['prospect', 'exploring', 'building', 'stable', 'declining', 'lost']
export const CLASSES: readonly RfmClass[] = [
  'important-value',
  'important-keep',
  'important-develop',
  'important-rescue',
  'general-value',
  'general-keep',
  'general-develop',
  'general-rescue',
]

/** `count`: a plain number; `money`: minor units; `percent`: whole percent; `score`: 1–5; `days`: shop-local days ago. */
export type Unit = 'count' | 'money' | 'percent' | 'score' | 'days'

/** `unknown`: the customer may have no value there, which can be asked for. */
export type Field =
  | { kind: 'choice'; options: readonly string[]; unknown: boolean }
  | { kind: 'text'; unknown: boolean }
  | { kind: 'number'; unit: Unit; min: number; max: number; unknown: boolean }
  | { kind: 'products'; unknown: false }
  | { kind: 'flag'; unknown: false }

const MONEY = 9e12
const score = { kind: 'number', unit: 'score', min: 1, max: 5, unknown: true } as const
const count = { kind: 'number', unit: 'count', min: 0, max: 1_000_000, unknown: false } as const
const money = { kind: 'number', unit: 'money', min: -MONEY, max: MONEY, unknown: false } as const
/** Calendar days of the shop from the day of an instant to today: yesterday is 1. */
const days = { kind: 'number', unit: 'days', min: 0, max: 36_500, unknown: true } as const
const flag = { kind: 'flag', unknown: false } as const

export const FIELDS = {
  /** In force; unknown for prospects. */
  tier: { kind: 'choice', options: TIERS, unknown: true },
  /** By the figures, a period earlier; unknown before the first order. */
  tierBefore: { kind: 'choice', options: TIERS, unknown: true },
  class: { kind: 'choice', options: CLASSES, unknown: true },
  /** Those without an order are prospects; unknown for a buyer whom no recompute has seen. */
  stage: { kind: 'choice', options: STAGES, unknown: true },
  r: score,
  f: score,
  m: score,
  /** Orders that count and their net value, live. */
  ordersCount: count,
  net: money,
  /** In the tiers' window, as of the last recompute; `windowValue` is what the tier is measured by. */
  windowNet: { ...money, unknown: true },
  windowValue: { ...money, unknown: true },
  valueAtRisk: { ...money, min: 0, unknown: true },
  daysSinceLastOrder: days,
  daysSinceFirstOrder: days,
  /** Where they were first met: taobao, shopify, hand … */
  source: { kind: 'text', unknown: false },
  region: { kind: 'text', unknown: true },
  /** Ids of products. */
  bought: { kind: 'products', unknown: false },
  /** Off the list prices of what they bought: price sensitivity. */
  discount: { kind: 'number', unit: 'percent', min: 0, max: 100, unknown: true },
  openDisputes: count,
  /** Their last dispute ended badly and was not made good since. */
  unhappy: flag,
  doNotContact: flag,
  /** Agreed to advertising by SMS, on record. */
  smsConsent: flag,
  daysSinceContact: days,
  /** The tier is held by a pin that has not run out. */
  pinned: flag,
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
type Named<F> = { [N in FieldName]: (typeof FIELDS)[N] extends F ? N : never }[FieldName]
export type NumberField = Named<{ kind: 'number' }>
export type ChoiceField = Named<{ kind: 'choice' }>
export type TextField = Named<{ kind: 'text' }>
export type FlagField = Named<{ kind: 'flag' }>
export type UnknownField = Named<{ unknown: true }>

/** What may be asked of each kind, in the order to offer it; fields with `unknown` also take `unknown`. */
export const OPERATORS = {
  number: ['atLeast', 'atMost', 'between'],
  choice: ['oneOf', 'noneOf'],
  text: ['oneOf', 'noneOf'],
  /** `first`: the first thing bought is one of; `then`: one product and later, for the first time, the other. */
  products: ['anyOf', 'allOf', 'noneOf', 'first', 'then'],
  flag: ['yes', 'no'],
} as const satisfies Record<Field['kind'], readonly string[]>

export type Operator = (typeof OPERATORS)[Field['kind']][number] | 'unknown'

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

/** The operators of a field, in the order to offer them. */
export function operatorsOf(name: FieldName): readonly Operator[] {
  const field: Field = FIELDS[name]
  return field.unknown ? [...OPERATORS[field.kind], 'unknown'] : OPERATORS[field.kind]
}
