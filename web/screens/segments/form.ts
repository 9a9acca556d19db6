/**
 * A segment while it is being built: a list of parts joined by all or any. A part is a condition, a group of conditions,
 * or something deeper that is shown as its sentence and kept as it is.
 */
import type { Condition, SegmentExpression } from '../../../worker/domain/segment.ts'

export type Mode = 'all' | 'any'

export interface Tree {
  mode: Mode
  parts: readonly SegmentExpression[]
}

export interface Group {
  mode: Mode
  conditions: readonly Condition[]
}

/** Where a condition goes: in place of one, at the end, into a group, or into a new group of its own. */
export type Place =
  | { in: 'top'; at: number | null }
  | { in: 'group'; part: number; at: number | null }
  | { in: 'new group' }

export const isCondition = (expression: SegmentExpression): expression is Condition => 'field' in expression

const joined = (expression: SegmentExpression): { mode: Mode; inner: readonly SegmentExpression[] } | null => {
  if ('all' in expression) return { mode: 'all', inner: expression.all }
  return 'any' in expression ? { mode: 'any', inner: expression.any } : null
}

/** A part that holds nothing but conditions; null for anything else. */
export function groupOf(part: SegmentExpression): Group | null {
  const group = joined(part)
  return group?.inner.every(isCondition) ? { mode: group.mode, conditions: group.inner as readonly Condition[] } : null
}

const join = (mode: Mode, inner: readonly SegmentExpression[]): SegmentExpression =>
  mode === 'all' ? { all: [...inner] } : { any: [...inner] }

export function treeOf(expression: SegmentExpression): Tree {
  const group = joined(expression)
  return group ? { mode: group.mode, parts: group.inner } : { mode: 'all', parts: [expression] }
}

/** Null as long as there is no part. A single part stands alone, so that taking in and giving back adds no level. */
export function expressionOf({ mode, parts }: Tree): SegmentExpression | null {
  const [only, ...others] = parts
  if (!only) return null
  return others.length === 0 ? only : join(mode, parts)
}

const replaced = <T>(list: readonly T[], at: number | null, item: T): T[] =>
  at === null ? [...list, item] : list.with(at, item)

/** With groups joined the other way than the whole, else they would say nothing of their own. */
const other = (mode: Mode): Mode => (mode === 'all' ? 'any' : 'all')
export const newGroupMode = ({ mode }: Tree): Mode => other(mode)

export function put(tree: Tree, place: Place, condition: Condition): Tree {
  if (place.in === 'new group') {
    return { ...tree, parts: [...tree.parts, join(newGroupMode(tree), [condition])] }
  }
  if (place.in === 'top') return { ...tree, parts: replaced(tree.parts, place.at, condition) }
  return inGroup(tree, place.part, (group) => ({
    ...group,
    conditions: replaced(group.conditions, place.at, condition),
  }))
}

/** Takes out a part, or one condition of a group; a group that is empty then goes too. */
export function remove(tree: Tree, part: number, at: number | null = null): Tree {
  const group = at === null ? null : groupOf(tree.parts[part] as SegmentExpression)
  if (at === null || !group || group.conditions.length === 1) {
    return { ...tree, parts: tree.parts.toSpliced(part, 1) }
  }
  return inGroup(tree, part, (one) => ({ ...one, conditions: one.conditions.toSpliced(at, 1) }))
}

export const setGroupMode = (tree: Tree, part: number, mode: Mode): Tree =>
  inGroup(tree, part, (group) => ({ ...group, mode }))

function inGroup(tree: Tree, at: number, change: (group: Group) => Group): Tree {
  const group = groupOf(tree.parts[at] as SegmentExpression)
  if (!group) return tree
  const { mode, conditions } = change(group)
  return { ...tree, parts: tree.parts.with(at, join(mode, conditions)) }
}

/** The condition that stands at a place; null where a new one would. */
export function conditionAt({ parts }: Tree, place: Place): Condition | null {
  if (place.in === 'new group' || place.at === null) return null
  const part = parts[place.in === 'top' ? place.at : place.part]
  if (!part) return null
  if (place.in === 'group') return groupOf(part)?.conditions[place.at] ?? null
  return isCondition(part) ? part : null
}
