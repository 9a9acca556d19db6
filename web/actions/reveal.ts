/** Looking at what is masked. It is written down, once for as long as somebody is at it. */
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { CustomerRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { mutate } from './mutate.ts'

export type ContactField = ArgsOf<'customer.reveal'>['fields'][number]
const FIELDS: readonly ContactField[] = ['phone', 'email', 'address']

/** Looked at again within this time is the same look, ms. */
const A_LOOK = 10 * 60_000
/** `customer field` → until when a look at it lasts, of this store's person. */
const looks = new WeakMap<object, Map<string, number>>()

export const knownContacts = (customer: Pick<CustomerRow, ContactField>): ContactField[] =>
  FIELDS.filter((field) => customer[field] !== null)

/**
 * Notes that somebody looks at, calls, or copies contacts of a customer, with no signal too.
 * @throws Refusal where they may not
 */
export async function reveal(customerId: string, wanted: readonly ContactField[]): Promise<void> {
  const store = currentStore()
  const known = looks.get(store) ?? new Map<string, number>()
  looks.set(store, known)
  const now = store.now()
  const fields = wanted.filter((field) => (known.get(`${customerId} ${field}`) ?? 0) <= now)
  if (fields.length === 0) return
  await mutate('customer.reveal', { customerId, fields })
  for (const field of fields) known.set(`${customerId} ${field}`, now + A_LOOK)
}
