import type { CustomerRow, OfferRow } from '../../../worker/domain/rows.ts'
import type { Settings } from '../../../worker/domain/settings.ts'
import { type Eligibility, eligibility, type Slipping, slipping } from '../../../worker/domain/win-back.ts'

export interface Candidate extends Slipping {
  verdict: Eligibility
}

const NONE: readonly OfferRow[] = []

/**
 * Who is slipping away, most value at risk first, each with whether they may be made an offer.
 * @param spent what this month's offers cost so far, minor units
 */
export function candidates(
  customers: Iterable<CustomerRow>,
  offers: readonly OfferRow[],
  settings: Settings,
  spent: number,
  now: number,
): Candidate[] {
  const theirs = Map.groupBy(offers, ({ customerId }) => customerId)
  return slipping(customers, settings, now).map((one) => ({
    ...one,
    verdict: eligibility(one.customer, theirs.get(one.customer.id) ?? NONE, settings, spent, now),
  }))
}
