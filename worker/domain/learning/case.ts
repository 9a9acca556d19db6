/** A dispute as something to learn from: what caused it, who had a part in it, how long it took and what it cost. */
import { type BusinessHours, businessMsBetween } from '../clock.ts'
import { remedyCost } from '../dispute-terms.ts'
import type { Cause, DisputeRow, FixRow, Satisfaction } from '../rows.ts'
import { localDay } from '../time.ts'
import type { ProductNamer } from './product-name.ts'

/** What is looked at: enough to learn from, nothing the buyer wrote. */
export const LEARNING_FIELDS = [
  'id',
  'customerId',
  'product',
  'carrier',
  'assignee',
  'openedBy',
  'cause',
  'confirmedCause',
  'loop',
  'openedAt',
  'firstReplyAt',
  'resolvedAt',
  'waitedMs',
  'closedAt',
  'remedies',
  'actualCost',
  'satisfaction',
  'outcome',
] as const satisfies readonly (keyof DisputeRow)[]
export type CaseRow = Pick<DisputeRow, (typeof LEARNING_FIELDS)[number]>

export type Dimension = FixRow['dimension']
export const DIMENSIONS = ['cause', 'product', 'carrier', 'agent'] as const satisfies readonly Dimension[]

export interface LearningCase {
  id: string
  customerId: string
  cause: Cause | null
  product: string | null
  carrier: string | null
  /** Member who has the case, else who opened it. */
  agent: string | null
  openedAt: number
  /** Month of the shop's calendar it was opened in, `2026-05`. */
  month: string
  /** What it cost, or what the remedies were to cost, minor units; null while nothing is decided. */
  cost: number | null
  /**
   * Business time from the complaint to the first reply, and to the remedy that stands, less the time spent waiting for
   * the buyer; ms, null before it.
   */
  replyMs: number | null
  resolveMs: number | null
  marks: Satisfaction | null
  /** An unhappy buyer brought it up again. */
  reopened: boolean
  closed: boolean
}

export interface CaseContext {
  hours: BusinessHours
  /** IANA zone of the shop. */
  zone: string
  nameOf: ProductNamer
}

/** Each case once: one that was merged into another tells nothing of its own, and spam tells nothing at all. */
export function casesOf(rows: readonly CaseRow[], context: CaseContext): LearningCase[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    if (row.outcome === 'merged' || row.outcome === 'spam' || seen.has(row.id)) return []
    seen.add(row.id)
    return [caseOf(row, context)]
  })
}

function caseOf(row: CaseRow, { hours, zone, nameOf }: CaseContext): LearningCase {
  const took = (until: number | null) => (until === null ? null : businessMsBetween(row.openedAt, until, hours, zone))
  const resolveMs = took(row.resolvedAt)
  return {
    id: row.id,
    customerId: row.customerId,
    cause: row.confirmedCause ?? row.cause,
    product: row.product === null ? null : nameOf(row.product),
    carrier: row.carrier,
    agent: row.assignee ?? row.openedBy,
    openedAt: row.openedAt,
    month: localDay(row.openedAt, zone).slice(0, 7),
    cost: row.actualCost ?? (row.remedies.length > 0 ? remedyCost(row.remedies) : null),
    replyMs: took(row.firstReplyAt),
    resolveMs: resolveMs === null ? null : Math.max(0, resolveMs - row.waitedMs),
    marks: row.satisfaction,
    reopened: row.loop > 0,
    closed: row.closedAt !== null,
  }
}
