import { refusal } from '../../../worker/domain/contact-cap.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'

export interface FactToLearn {
  customer: CustomerRow
  fact: 'name' | 'phone'
}

/** So many of the best are asked about in turn, one a day. */
const IN_TURN = 20

const missing = (customer: CustomerRow): FactToLearn['fact'] | null => {
  if (customer.name === null) return 'name'
  return customer.phone === null ? 'phone' : null
}

/**
 * One fact worth knowing about one of the shop's best customers; another each day. Null when the best are all known.
 * Who wants no messages is not asked for more.
 * @param day number of the shop's day
 */
export function factToLearn(customers: Iterable<CustomerRow>, day: number): FactToLearn | null {
  const found: FactToLearn[] = []
  for (const customer of customers) {
    if ((customer.tier !== 'A' && customer.tier !== 'B') || refusal(customer) !== null) continue
    const fact = missing(customer)
    if (fact) found.push({ customer, fact })
  }
  found.sort((a, b) => b.customer.net - a.customer.net || (a.customer.id < b.customer.id ? -1 : 1))
  const best = found.slice(0, IN_TURN)
  return best[day % Math.max(1, best.length)] ?? null
}
