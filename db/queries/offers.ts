import { type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

/** Aborts the batch when the customer already has another offer that stands. */
export const noOtherOffer = (customerId: string, offerId: string, at: number): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) = 0 FROM offers
     WHERE shopId = :shop AND customerId = :customerId AND id <> :offerId AND deleted = 0
       AND status IN ('draft', 'sent') AND validUntil > :at`,
    { customerId, offerId, at },
  )

/** Aborts the batch when this month's offers would cost more than the budget; the same sum as `monthSpent`. */
export const withinBudget = (budget: number, monthStart: number, at: number): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT COALESCE(SUM(cost), 0) <= :budget FROM offers
     WHERE shopId = :shop AND deleted = 0 AND COALESCE(sentAt, createdAt) >= :monthStart
       AND (status = 'returned' OR (status IN ('draft', 'sent') AND validUntil > :at))`,
    { budget, monthStart, at },
  )

/** Offers that count against a budget (`monthSpent` picks the month) and were valid at `since` or later. */
export const spendingOffers = (since: number): Statement =>
  statement(
    `SELECT ${columnList('offers')} FROM offers
     WHERE shopId = :shop AND status IN ('draft', 'sent', 'returned') AND validUntil >= :since AND deleted = 0`,
    { since },
  )
