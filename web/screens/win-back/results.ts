import type { OfferRow } from '../../../worker/domain/rows.ts'
import { isActive } from '../../../worker/domain/win-back.ts'

/** Offers that stand: drafts to send first, then what runs out first. */
export const running = (offers: readonly OfferRow[], now: number): OfferRow[] =>
  offers
    .filter((offer) => isActive(offer, now))
    .sort(
      (a, b) =>
        Number(b.status === 'draft') - Number(a.status === 'draft') ||
        a.validUntil - b.validUntil ||
        (a.id < b.id ? -1 : 1),
    )

/** When it ended, epoch ms. */
const endedAt = ({ status, returnedAt, validUntil, createdAt }: OfferRow): number =>
  status === 'returned' ? (returnedAt ?? validUntil) : status === 'cancelled' ? createdAt : validUntil

/** Offers that are over, newest end first. */
export const ended = (offers: readonly OfferRow[], now: number): OfferRow[] =>
  offers.filter((offer) => !isActive(offer, now)).sort((a, b) => endedAt(b) - endedAt(a) || (a.id < b.id ? -1 : 1))

export interface Sums {
  /** Offers that went out, ever. */
  sent: number
  returned: number
  /** Net value of the orders that came back, minor units. */
  revenue: number
  /** What the offers taken up cost, minor units. */
  cost: number
}

/** All offers in four numbers. */
export function sums(offers: readonly OfferRow[]): Sums {
  const total: Sums = { sent: 0, returned: 0, revenue: 0, cost: 0 }
  for (const { sentAt, status, revenue, cost } of offers) {
    if (sentAt !== null) total.sent++
    if (status !== 'returned') continue
    total.returned++
    total.revenue += revenue ?? 0
    total.cost += cost
  }
  return total
}
