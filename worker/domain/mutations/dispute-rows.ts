/** Rows of a case, as its mutations name and load them. */
import { mustGet, type Ref, type Rows } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { CustomerRow, DisputeRow, TaskRow } from '../rows.ts'

export const ref = <T extends Ref['table']>(table: T, id: string | null): Ref[] =>
  id === null ? [] : [{ table, id } as Ref]

/** The customer of the case. The arguments name them so that both sides know what to load. */
export function customerOf(rows: Rows, dispute: DisputeRow, customerId: string): CustomerRow {
  if (dispute.customerId !== customerId) throw new Refusal('bad_args', { field: 'customerId' })
  return mustGet(rows, 'customers', customerId)
}

/** Those of the named tasks that are still open. Refused `not_found` where one is not the case's. */
export function openTasks(rows: Rows, ids: readonly string[], dispute: Pick<DisputeRow, 'id'>): TaskRow[] {
  const tasks = [...new Set(ids)].map((id) => mustGet(rows, 'tasks', id))
  if (tasks.some(({ disputeId }) => disputeId !== dispute.id)) throw new Refusal('not_found', { table: 'tasks' })
  return tasks.filter(({ status }) => status === 'open')
}
