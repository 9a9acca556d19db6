/** How the fields of a segment are offered: grouped, named, with a value to begin with. */

import { FIELDS, type Field, type FieldName, type Operator } from '../../../worker/domain/segment/fields.ts'
import type { Condition } from '../../../worker/domain/segment.ts'
import { t } from '../../i18n/index.ts'
import type { segments as words } from '../../i18n/zh-CN/segments.ts'

export type Face = keyof typeof words.condition.faces

export const FACES: readonly (readonly [Face, readonly FieldName[]])[] = [
  ['buying', ['daysSinceLastOrder', 'daysSinceFirstOrder', 'ordersCount', 'net', 'windowNet', 'bought', 'discount']],
  ['value', ['tier', 'tierBefore', 'stage', 'class', 'r', 'f', 'm', 'windowValue', 'valueAtRisk', 'pinned']],
  ['where', ['source', 'region']],
  ['care', ['daysSinceContact', 'doNotContact', 'smsConsent', 'openDisputes', 'unhappy']],
]

export const fieldName = (field: FieldName, windowDays: number): string =>
  field === 'windowNet' || field === 'windowValue'
    ? t(`segments.condition.field.${field}`, { days: windowDays })
    : t(`segments.condition.field.${field}`)

type Hinted = keyof typeof words.condition.hint
const HINTED: Record<Hinted, true> = {
  tierBefore: true,
  r: true,
  f: true,
  m: true,
  windowValue: true,
  valueAtRisk: true,
  discount: true,
  region: true,
}
const isHinted = (field: FieldName): field is Hinted => Object.hasOwn(HINTED, field)

/** One sentence about a field whose name does not say enough. */
export const fieldHint = (field: FieldName): string | null =>
  isHinted(field) ? t(`segments.condition.hint.${field}`) : null

/** An operator as it reads for a field. */
export function operatorName(field: FieldName, is: Operator): string {
  const spec: Field = FIELDS[field]
  if (spec.kind === 'number' && spec.unit === 'days' && isOfDays(is)) return t(`segments.condition.opDays.${is}`)
  return isOfBought(is) && (is !== 'noneOf' || spec.kind === 'products')
    ? t(`segments.condition.opBought.${is}`)
    : t(`segments.condition.op.${is as Exclude<typeof is, 'anyOf' | 'allOf' | 'first' | 'then'>}`)
}
const isOfDays = (is: Operator): is is keyof typeof words.condition.opDays =>
  is === 'atLeast' || is === 'atMost' || is === 'between' || is === 'unknown'
const isOfBought = (is: Operator): is is keyof typeof words.condition.opBought =>
  is === 'anyOf' || is === 'allOf' || is === 'noneOf' || is === 'first' || is === 'then'

/** What a new condition begins with: the question most often asked. */
const BEGINNINGS: Partial<Record<FieldName, Condition>> = {
  daysSinceLastOrder: { field: 'daysSinceLastOrder', is: 'atLeast', value: 60 },
  daysSinceFirstOrder: { field: 'daysSinceFirstOrder', is: 'atMost', value: 30 },
  daysSinceContact: { field: 'daysSinceContact', is: 'atLeast', value: 30 },
  ordersCount: { field: 'ordersCount', is: 'atLeast', value: 2 },
  discount: { field: 'discount', is: 'atLeast', value: 15 },
  openDisputes: { field: 'openDisputes', is: 'atLeast', value: 1 },
  r: { field: 'r', is: 'atLeast', value: 4 },
  f: { field: 'f', is: 'atLeast', value: 4 },
  m: { field: 'm', is: 'atLeast', value: 4 },
  doNotContact: { field: 'doNotContact', is: 'no', value: null },
  smsConsent: { field: 'smsConsent', is: 'yes', value: null },
}

export const beginning = (field: FieldName): Condition | null => BEGINNINGS[field] ?? null
