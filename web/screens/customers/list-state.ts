/** What the list of customers shows: it outlives the list, so that coming back finds it as it was left. */
import { signal } from '@preact/signals'
import type { CustomerRow, Tier } from '../../../worker/domain/rows.ts'

export type Segment = 'all' | Tier | 'prospect'
export type Sort = 'worth' | 'recent' | 'away'

export const query = signal('')
export const segment = signal<Segment>('all')
export const sort = signal<Sort>('worth')

/** Net value in the tier window; the whole net value as long as nothing was computed. Minor units. */
export const worthOf = ({ figures, net }: Pick<CustomerRow, 'figures' | 'net'>): number => figures?.windowNet ?? net

/** A buyer without a tier was not computed yet and is counted under "all" only. */
export const isIn = (customer: CustomerRow, where: Segment): boolean =>
  where === 'all' || (where === 'prospect' ? customer.ordersCount === 0 : customer.tier === where)

export function countSegments(customers: Iterable<CustomerRow>): Record<Segment, number> {
  const counts: Record<Segment, number> = { all: 0, A: 0, B: 0, C: 0, prospect: 0 }
  for (const { tier, ordersCount } of customers) {
    counts.all++
    if (ordersCount === 0) counts.prospect++
    else if (tier) counts[tier]++
  }
  return counts
}

const byId = (a: CustomerRow, b: CustomerRow): number => (a.id < b.id ? -1 : 1)

/** Newest first among people who never bought: the last one written down is the one being looked for. */
const COMPARE: Record<Sort, (a: CustomerRow, b: CustomerRow) => number> = {
  worth: (a, b) => worthOf(b) - worthOf(a) || b.net - a.net || b.createdAt - a.createdAt || byId(a, b),
  recent: (a, b) => (b.lastOrderAt ?? 0) - (a.lastOrderAt ?? 0) || b.createdAt - a.createdAt || byId(a, b),
  away: (a, b) =>
    (a.lastOrderAt ?? Number.MAX_SAFE_INTEGER) - (b.lastOrderAt ?? Number.MAX_SAFE_INTEGER) ||
    b.createdAt - a.createdAt ||
    byId(a, b),
}

export const sorted = (customers: readonly CustomerRow[], by: Sort): CustomerRow[] => customers.toSorted(COMPARE[by])
