/** How many, how dear, how slow, how satisfied: of any set of cases, and of the groups it falls into. */
import type { Cause, Satisfaction } from '../rows.ts'
import type { Dimension, LearningCase } from './case.ts'

/** Half the times are `median` at most, nine in ten `p90` at most; ms. */
export interface Spread {
  median: number
  p90: number
  /** Of how many. */
  of: number
}

export interface Tally {
  cases: number
  /** Minor units, of the `costed` cases whose cost is known. */
  cost: number
  costed: number
  reply: Spread | null
  resolve: Spread | null
  /** Means of the marks of the `rated` cases. */
  marks: Satisfaction | null
  rated: number
  reopened: number
}

/**
 * Nearest-rank percentile (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 1): the smallest
 * value that at least the share `p` of all do not exceed. It is one of the values, so "nine in ten within" is true.
 * @param ascending not empty
 */
export const percentile = (ascending: readonly number[], p: number): number =>
  ascending[Math.max(0, Math.ceil(p * ascending.length) - 1)] as number

/** Null where there is nothing to measure. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (known.length === 0) return null
  return { median: percentile(known, 0.5), p90: percentile(known, 0.9), of: known.length }
}

export function tallyOf(cases: readonly LearningCase[]): Tally {
  const costs = cases.flatMap(({ cost }) => cost ?? [])
  const marks = cases.flatMap((each) => each.marks ?? [])
  const mean = (of: keyof Satisfaction) => sum(marks.map((each) => each[of])) / marks.length
  return {
    cases: cases.length,
    cost: sum(costs),
    costed: costs.length,
    reply: spreadOf(cases.map(({ replyMs }) => replyMs)),
    resolve: spreadOf(cases.map(({ resolveMs }) => resolveMs)),
    marks:
      marks.length === 0
        ? null
        : { expectation: mean('expectation'), quality: mean('quality'), service: mean('service') },
    rated: marks.length,
    reopened: cases.filter(({ reopened }) => reopened).length,
  }
}

export interface Group {
  /** Null: not known. */
  value: string | null
  tally: Tally
  cases: readonly LearningCase[]
}

/** The groups of a dimension, most cases first; what is not known comes last. */
export function groupsOf(cases: readonly LearningCase[], dimension: Dimension): Group[] {
  const groups = new Map<string | null, LearningCase[]>()
  for (const each of cases) {
    const value = each[dimension]
    const group = groups.get(value)
    if (group) group.push(each)
    else groups.set(value, [each])
  }
  return [...groups]
    .map(([value, group]) => ({ value, tally: tallyOf(group), cases: group }))
    .sort(
      (a, b) =>
        Number(a.value === null) - Number(b.value === null) ||
        b.tally.cases - a.tally.cases ||
        ((a.value ?? '') < (b.value ?? '') ? -1 : 1),
    )
}

export interface Cell {
  cause: Cause | null
  value: string | null
  month: string
  tally: Tally
}

/** Cause × another dimension × month, only where there are cases; by month, then most cases first. */
export function cellsOf(cases: readonly LearningCase[], dimension: Exclude<Dimension, 'cause'>): Cell[] {
  const cells = new Map<string, LearningCase[]>()
  for (const each of cases) {
    const key = JSON.stringify([each.month, each.cause, each[dimension]])
    const cell = cells.get(key)
    if (cell) cell.push(each)
    else cells.set(key, [each])
  }
  return [...cells]
    .map(([key, group]) => {
      const [month, cause, value] = JSON.parse(key) as [string, Cause | null, string | null]
      return { key, cell: { month, cause, value, tally: tallyOf(group) } }
    })
    .sort((a, b) => {
      if (a.cell.month !== b.cell.month) return a.cell.month < b.cell.month ? -1 : 1
      return b.cell.tally.cases - a.cell.tally.cases || (a.key < b.key ? -1 : 1)
    })
    .map(({ cell }) => cell)
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
