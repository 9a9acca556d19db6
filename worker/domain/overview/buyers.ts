/** Who the overview of the tiers speaks of: everyone the last recompute knew as a buyer, by its figures. */
import type { CustomerRow, Figures, Tier } from '../rows.ts'

export type Buyer = CustomerRow & { figures: Figures & { tier: Tier } }

/** Customers with an order that counts and a tier by the figures. */
export const isBuyer = (customer: CustomerRow): customer is Buyer =>
  customer.figures !== null && customer.figures.orders > 0 && customer.figures.tier !== null

/** What their tier is measured by, minor units. */
export const broughtBy = ({ figures }: Buyer): number => figures.windowValue

/** The most valuable first; equal ones in an order of their own, whatever order they came in. */
export const worthFirst = (a: Buyer, b: Buyer): number => broughtBy(b) - broughtBy(a) || (a.id < b.id ? -1 : 1)
