import type { CustomerRow, Tier } from '../../worker/domain/rows.ts'

/** How many customers are in each tier. */
export type TierCounts = Record<Tier, number>

export function tierCounts(customers: Iterable<Pick<CustomerRow, 'tier'>>): TierCounts {
  const counts: TierCounts = { A: 0, B: 0, C: 0 }
  for (const { tier } of customers) if (tier) counts[tier]++
  return counts
}
