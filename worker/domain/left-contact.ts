/** What a buyer writes when asked how to reach them: a phone, an e-mail, a handle in some messenger, or just a name. */
import { buyerKey, phoneIdentity } from './buyer-key.ts'
import { maskContacts } from './mask-contacts.ts'
import type { CustomerRow } from './rows.ts'

export interface LeftContact {
  phone: string | null
  email: string | null
  /** Something to call them by, and no way to reach them. */
  nickname: string | null
  /** A handle: it has no field of its own. */
  handle: string | null
  /** By which they are known again; a name somebody typed is none. */
  key: string | null
}

const NOTHING = { phone: null, email: null, nickname: null, handle: null }
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE = /^[\d\s+().-]{7,30}$/
/** As WeChat and QQ make them. */
const HANDLE = /^(?:[a-z][\w-]{5,19}|\d{5,})$/i

export function readContact(given: string | null): LeftContact {
  const known = { ...NOTHING, ...fieldOf(given) }
  return { ...known, key: buyerKey({ source: 'link', customer: { phone: known.phone, email: known.email } }) }
}

function fieldOf(given: string | null): Partial<LeftContact> {
  if (given === null) return {}
  if (EMAIL.test(given)) return { email: given }
  if (PHONE.test(given)) return { phone: given }
  return HANDLE.test(given) || maskContacts(given) !== given ? { handle: given } : { nickname: given }
}

const isSame = (field: 'phone' | 'email', a: string, b: string): boolean =>
  field === 'phone'
    ? (phoneIdentity(a) ?? a) === (phoneIdentity(b) ?? b)
    : a.trim().toLowerCase() === b.trim().toLowerCase()

/**
 * What is news of it to a customer the shop knows: the fields it fills (only where `own`, for anybody can guess an
 * order's number), or null where the shop has it already.
 */
export function newsOf(
  given: string,
  customer: Pick<CustomerRow, 'phone' | 'email'>,
  own: boolean,
): Partial<Pick<CustomerRow, 'phone' | 'email'>> | null {
  const { phone, email } = readContact(given)
  const [field, value] = phone !== null ? (['phone', phone] as const) : (['email', email] as const)
  if (value === null) return {}
  const known = customer[field]
  if (known === null) return own ? { [field]: value } : {}
  return isSame(field, known, value) ? null : {}
}
