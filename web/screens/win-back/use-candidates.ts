import { useMemo } from 'preact/hooks'
import type { OfferRow, ShopRow } from '../../../worker/domain/rows.ts'
import { monthSpent } from '../../../worker/domain/win-back.ts'
import { useTable } from '../../store/hooks.ts'
import { type Candidate, candidates } from './candidates.ts'

export interface Found {
  list: readonly Candidate[]
  /** Value at risk of them all, minor units a year. */
  atRisk: number
  /** What this month's offers cost so far, minor units. */
  spent: number
}

/** Ranking thousands takes a while; who is slipping away does not change by the minute. */
const STEADY_MS = 10 * 60_000

/** Everyone slipping away, ranked; reckoned again when rows change and every ten minutes. */
export function useCandidates(shop: ShopRow, offers: readonly OfferRow[], now: number): Found {
  const customers = useTable('customers')
  return useMemo(() => {
    const spent = monthSpent(offers, shop.timezone, now)
    const list = candidates(customers, offers, shop, spent, now)
    return { list, spent, atRisk: list.reduce((sum, { worth }) => sum + worth, 0) }
  }, [customers, offers, shop, Math.floor(now / STEADY_MS)])
}
