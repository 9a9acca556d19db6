import type { Role } from '../../domain/rows.ts'

/** A change as a person of the demo shop made it; `id` is the mutation's. Replayed through the real catalogue. */
export interface DemoStep {
  id: string
  name: string
  version: 1
  args: Record<string, unknown>
  /** Epoch ms. */
  at: number
  role: Role
}

/** Ids the orders were given when they were taken in. */
export interface DemoIds {
  customerId: string
  /** Null where the case is about no order. */
  orderId: string | null
}

/** A dispute or an offer, from its first step to where it stands now. */
export interface DemoCase {
  /** Platform account of the buyer, and the order it is about: (source, externalId). */
  source: string
  accountId: string
  externalId: string | null
  steps(ids: DemoIds): DemoStep[]
}
