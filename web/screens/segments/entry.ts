/** A condition while it is being typed: what was entered stays when the operator changes. */

import {
  FIELDS,
  type Field,
  type FieldName,
  type Operator,
  operatorsOf,
} from '../../../worker/domain/segment/fields.ts'
import { type Condition, isReadable, MAX_VALUES } from '../../../worker/domain/segment.ts'
import { beginning } from './fields.ts'

export interface Entry {
  field: FieldName
  is: Operator
  /** The one number, or the lower of two; null while empty or no number. */
  low: number | null
  high: number | null
  list: readonly string[]
}

export function entryOf(field: FieldName, given: Condition | null = beginning(field)): Entry {
  const empty = { field, is: operatorsOf(field)[0] as Operator, low: null, high: null, list: [] }
  if (!given) return empty
  const { is, value } = given
  if (typeof value === 'number') return { ...empty, is, low: value }
  if (value === null) return { ...empty, is }
  if (is === 'between') return { ...empty, is, low: value[0], high: value[1] }
  return { ...empty, is, list: value as readonly string[] }
}

/** Without the place left free for the second of two products. */
const chosen = (list: readonly string[]): string[] => list.filter((value) => value !== '')

function askedValue({ is, low, high, list }: Entry): unknown {
  if (is === 'atLeast' || is === 'atMost') return low
  if (is === 'between') return [low, high]
  if (is === 'yes' || is === 'no' || is === 'unknown') return null
  return is === 'then' ? list.slice(0, 2) : chosen(list)
}

/** Null as long as something is missing or wrong. */
export function conditionOf(entry: Entry): Condition | null {
  const condition = { field: entry.field, is: entry.is, value: askedValue(entry) }
  return isReadable(condition) ? (condition as Condition) : null
}

export type Problem = 'missing' | 'missingList' | 'missingTwo' | 'order' | 'range' | 'tooMany'

/** What is missing or wrong, and with which end of a range; null when it can be asked. */
export function problemOf(entry: Entry): { what: Problem; at: 'low' | 'high' } | null {
  if (conditionOf(entry)) return null
  const { is, low, high, list } = entry
  if (is === 'then') return { what: 'missingTwo', at: 'low' }
  const spec: Field = FIELDS[entry.field]
  if (spec.kind !== 'number') return { what: chosen(list).length > MAX_VALUES ? 'tooMany' : 'missingList', at: 'low' }
  if (low === null) return { what: 'missing', at: 'low' }
  const outside = (n: number) => !Number.isInteger(n) || n < spec.min || n > spec.max
  if (outside(low)) return { what: 'range', at: 'low' }
  if (is === 'between' && high === null) return { what: 'missing', at: 'high' }
  return { what: high !== null && outside(high) ? 'range' : 'order', at: 'high' }
}
