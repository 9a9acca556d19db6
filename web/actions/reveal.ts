/** Looking at what is masked. It is written down, once for as long as somebody is at it. */
import { CONTACT_FIELDS, type ContactField } from '../../worker/domain/audit.ts'
import type { CustomerRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { mutate } from './mutate.ts'

/** Looked at again within this time is the same look, ms. */
const A_LOOK = 10 * 60_000
/** By member, customer, field and contact, when a look at it began. */
const looks = new WeakMap<object, Map<string, number>>()

export const knownContacts = (customer: Pick<CustomerRow, ContactField>): ContactField[] =>
  CONTACT_FIELDS.filter((field) => customer[field] !== null)

/**
 * Notes that somebody looks at, calls, or copies contacts of a customer, with no signal too.
 * @throws Refusal where they may not
 */
export async function reveal(customerId: string, wanted: readonly ContactField[]): Promise<void> {
  const store = currentStore()
  const known = looks.get(store) ?? new Map<string, number>()
  looks.set(store, known)
  const now = store.now()
  const customer = store.view.get('customers', customerId)
  const keyOf = (field: ContactField) =>
    JSON.stringify([store.view.state.peek().userId, customerId, field, customer?.[field]])
  const since = (field: ContactField) => now - (known.get(keyOf(field)) ?? Number.NEGATIVE_INFINITY)
  const fields = wanted.filter((field) => !(since(field) >= 0 && since(field) < A_LOOK))
  if (fields.length === 0) return
  const keys = fields.map(keyOf)
  for (const key of keys) known.set(key, now)
  try {
    await mutate('customer.reveal', { customerId, fields })
  } catch (error) {
    for (const key of keys) known.delete(key)
    throw error
  }
}
