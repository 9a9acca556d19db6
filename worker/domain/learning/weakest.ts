/**
 * The weakest link: the group with the most cases beyond what chance would give it, cautiously judged. Four questions are
 * asked, and the answer that would spare most cases wins:
 * - a cause, against an even spread over all causes;
 * - a product, against its share of what buyers bought;
 * - a cause within a product or carrier, against the share the cause has everywhere;
 * - an agent, by cases that buyers brought up again, against everybody's share of those.
 */
import { ALL_CAUSES } from '../causes.ts'
import type { Cause } from '../rows.ts'
import type { Why } from '../why.ts'
import type { Dimension, LearningCase } from './case.ts'
import { timesAtLeast } from './chance.ts'
import { sum } from './tally.ts'

export interface Link {
  /** Where to put something right. */
  dimension: Dimension
  value: string
  /** The cause within a product or carrier; of the cause itself, the cause. */
  cause: Cause | null
  /** Latest first. */
  cases: readonly LearningCase[]
  /** Of how many cases. */
  of: number
  /** What chance would give it. */
  expected: number
  /** Times as many as expected, at the least. */
  times: number
}

export interface Weakest {
  /** Null: nothing stands out. */
  link: Link | null
  why: Why
}

/** Below so many cases it is their number that is missing. */
const FEW = 10
/** A link within another names it more closely when it holds so much of its cases. */
const MOST = 0.5

/**
 * @param buyersOf how many buyers each product has had, as far as known
 * @param days length of the period, for the words
 */
export function weakestLink(
  cases: readonly LearningCase[],
  buyersOf: ReadonlyMap<string, number>,
  days: number,
): Weakest {
  const links = [
    ...causes(cases),
    ...products(cases, buyersOf),
    ...within(cases, 'product'),
    ...within(cases, 'carrier'),
    ...agents(cases),
  ].filter(({ times }) => times > 1)
  const [first] = links.sort(mostSpared)
  if (!first) {
    const code = cases.length < FEW ? 'learning.early' : 'learning.even'
    return { link: null, why: { code, params: { cases: cases.length, days } } }
  }
  const link = closer(first, links)
  return { link, why: whyOf(link, days) }
}

/** Cases that would not be there if the group were like the rest, at the least. */
const spared = ({ times, expected }: Link): number => (times - 1) * expected
const name = ({ dimension, value, cause }: Link): string => JSON.stringify([dimension, value, cause])
const mostSpared = (a: Link, b: Link): number => spared(b) - spared(a) || (name(a) < name(b) ? -1 : 1)

/** Late with one carrier rather than late, where that is most of it. */
function closer(first: Link, links: readonly Link[]): Link {
  const within = links.find(
    (link) =>
      link !== first &&
      link.cause !== null &&
      link.dimension !== 'cause' &&
      (first.dimension === 'cause' ? link.cause === first.cause : link.value === first.value) &&
      (first.dimension === 'cause' || (first.cause === null && link.dimension === first.dimension)) &&
      link.cases.length >= MOST * first.cases.length,
  )
  return within ?? first
}

function link(
  what: Pick<Link, 'dimension' | 'value' | 'cause'>,
  cases: readonly LearningCase[],
  of: number,
  expected: number,
): Link {
  const latest = [...cases].sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
  return { ...what, cases: latest, of, expected, times: timesAtLeast(cases.length, expected) }
}

function grouped<K extends string>(
  cases: readonly LearningCase[],
  keyOf: (each: LearningCase) => K | null,
): Map<K, LearningCase[]> {
  const groups = new Map<K, LearningCase[]>()
  for (const each of cases) {
    const key = keyOf(each)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

function causes(cases: readonly LearningCase[]): Link[] {
  const groups = grouped(cases, ({ cause }) => cause)
  const of = sum([...groups.values()].map(({ length }) => length))
  return [...groups].map(([cause, group]) =>
    link({ dimension: 'cause', value: cause, cause }, group, of, of / ALL_CAUSES.length),
  )
}

function products(cases: readonly LearningCase[], buyersOf: ReadonlyMap<string, number>): Link[] {
  const groups = grouped(cases, ({ product }) => (product !== null && buyersOf.has(product) ? product : null))
  const of = sum([...groups.values()].map(({ length }) => length))
  const buyers = sum([...buyersOf.values()])
  return [...groups].map(([product, group]) =>
    link(
      { dimension: 'product', value: product, cause: null },
      group,
      of,
      (of * (buyersOf.get(product) as number)) / buyers,
    ),
  )
}

function within(cases: readonly LearningCase[], dimension: 'product' | 'carrier'): Link[] {
  const known = cases.filter((each) => each.cause !== null && each[dimension] !== null)
  const everywhere = grouped(known, ({ cause }) => cause)
  return [...grouped(known, (each) => each[dimension])].flatMap(([value, group]) =>
    [...grouped(group, ({ cause }) => cause)].map(([cause, cell]) => {
      const share = (everywhere.get(cause)?.length ?? 0) / known.length
      return link({ dimension, value, cause }, cell, group.length, group.length * share)
    }),
  )
}

function agents(cases: readonly LearningCase[]): Link[] {
  const known = cases.filter(({ agent }) => agent !== null)
  const share = known.filter(({ reopened }) => reopened).length / known.length
  return [...grouped(known, ({ agent }) => agent)].map(([agent, group]) =>
    link(
      { dimension: 'agent', value: agent, cause: null },
      group.filter(({ reopened }) => reopened),
      group.length,
      group.length * share,
    ),
  )
}

/** The evidence: codes of explain/learning.ts. `example`: id of the latest case. */
function whyOf({ dimension, value, cause, cases, of, expected, times }: Link, days: number): Why {
  const kind = dimension !== 'cause' && cause !== null ? 'within' : dimension
  const cost = sum(cases.map((each) => each.cost ?? 0))
  const example = cases[0]?.id ?? null
  return {
    code: `learning.${kind}`,
    params: {
      dimension,
      value,
      cause,
      cases: cases.length,
      of,
      share: cases.length / of,
      expected,
      times,
      cost,
      days,
      example,
    },
  }
}
