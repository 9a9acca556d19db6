/** Somebody who was erased stays as a number among numbers: nothing more is written about who they are. */
import type { Mutation, Ref, Rows } from './mutation.ts'
import { Refusal } from './refusal.ts'
import type { CustomerRow } from './rows.ts'

export const isErased = (customer: Pick<CustomerRow, 'erasedAt'> | undefined): boolean => customer?.erasedAt != null

/** Whether they stand in lists: of somebody erased who never bought there is nothing left to tell. */
export const isListed = (customer: Pick<CustomerRow, 'erasedAt' | 'ordersCount'>): boolean =>
  !isErased(customer) || customer.ordersCount > 0

/** Whose row it is; null where it is nobody's, or not known here. */
function personOf(rows: Rows, { table, id }: Ref): string | null {
  if (table === 'customers') return id
  const row = rows.get(table, id) as { customerId?: string | null; disputeId?: string | null } | undefined
  if (row?.customerId != null) return row.customerId
  return row?.disputeId == null ? null : (rows.get('disputes', row.disputeId)?.customerId ?? null)
}

/** @throws Refusal `erased` where a change would speak of somebody who was erased */
export function mustBeKnown(rows: Rows, mutation: Pick<Mutation, 'ofErased'>, refs: readonly Ref[]): void {
  if (mutation.ofErased) return
  for (const ref of refs) {
    const person = personOf(rows, ref)
    if (person !== null && isErased(rows.get('customers', person))) throw new Refusal('erased')
  }
}
