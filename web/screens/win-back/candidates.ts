import type { CustomerRow, OfferRow, ShopRow } from '../../../worker/domain/rows.ts'
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
  shop: ShopRow,
  spent: number,
  now: number,
): Candidate[] {
  const theirs = Map.groupBy(offers, ({ customerId }) => customerId)
  return slipping(customers, shop, now).map((one) => ({
    ...one,
    verdict: eligibility(one.customer, theirs.get(one.customer.id) ?? NONE, shop.settings, spent, now),
  }))
}
