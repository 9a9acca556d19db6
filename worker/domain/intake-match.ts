/** Whose complaint a text is: by order number, else by exact name, account or phone. Never a guess from a masked name. */
import { isMasked, phoneIdentity } from './buyer-key.ts'
import type { Intake } from './intake.ts'
import type { CustomerRow, OrderRow } from './rows.ts'

type Person = Pick<CustomerRow, 'id' | 'nickname' | 'name' | 'accountId' | 'phone' | 'lastOrderAt'>

export type MatchedBy = 'order' | 'phone' | 'name' | 'tail'

export interface IntakeMatch {
  customerId: string
  by: MatchedBy
  /** The order that was named, when it is theirs. */
  order: OrderRow | null
}

const fold = (text: string | null): string | null =>
  text === null || text.trim() === '' || isMasked(text) ? null : text.normalize('NFKC').trim().toLowerCase()

/** An order number as its platform or a person may write it: #1001 and 1001 are one. */
export const orderNumber = (text: string): string => text.normalize('NFKC').trim().replace(/^#/, '').toLowerCase()

/** Names of people for {@link matchIntake} and the intake's context: folded, masked ones left out. */
export function namesOf({ nickname, name, accountId }: Pick<Person, 'nickname' | 'name' | 'accountId'>): string[] {
  return [nickname, name, accountId].flatMap((one) => fold(one) ?? [])
}

export const foldName = fold

/**
 * Everybody it may be, surest first. An order number decides alone; else a whole phone number; else an exact name or
 * account; else a phone's last four digits. Of several, a person picks.
 * @param orders those whose number is one of the intake's
 */
export function matchIntake(
  intake: Pick<Intake, 'names' | 'phones' | 'tails'>,
  orders: readonly OrderRow[],
  people: Iterable<Person>,
): IntakeMatch[] {
  const byOrder = new Map<string, OrderRow>()
  for (const order of orders)
    if (order.customerId !== null && !byOrder.has(order.customerId)) byOrder.set(order.customerId, order)
  if (byOrder.size > 0) return Array.from(byOrder, ([customerId, order]) => ({ customerId, by: 'order', order }))
  const names = new Set(intake.names.flatMap((name) => fold(name) ?? []))
  const phones = new Set(intake.phones.flatMap((phone) => phoneIdentity(phone) ?? []))
  const tails = new Set(intake.tails)
  if (names.size + phones.size + tails.size === 0) return []
  const found: Record<'phone' | 'name' | 'tail', Person[]> = { phone: [], name: [], tail: [] }
  for (const person of people) {
    const phone = phoneIdentity(person.phone)
    if (phone !== null && phones.has(phone)) found.phone.push(person)
    else if (names.size > 0 && namesOf(person).some((name) => names.has(name))) found.name.push(person)
    else if (phone !== null && tails.has(phone.slice(-4))) found.tail.push(person)
  }
  const by = (['phone', 'name', 'tail'] as const).find((one) => found[one].length > 0)
  if (!by) return []
  return found[by]
    .toSorted((a, b) => (b.lastOrderAt ?? 0) - (a.lastOrderAt ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => ({ customerId: id, by, order: null }))
}
