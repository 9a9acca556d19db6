/** Counting the people of a segment, a slice at a time: at 50,000 customers typing stays smooth. */
import type { CustomerRow, Tier } from '../../../worker/domain/rows.ts'
import { worthOf } from '../customers/list-state.ts'

export type Test = (customer: CustomerRow) => boolean

export interface Tally {
  count: number
  /** All customers. */
  of: number
  /** Their live net value together, minor units. */
  net: number
  tiers: Record<Tier | 'none', number>
  /** The most valuable of them, best first. */
  best: readonly CustomerRow[]
  /** How many each of the further tests finds by itself. */
  each: readonly number[]
}

const SAMPLE = 3
/** Customers between two looks at the clock. */
const STRIDE = 200

export interface Walk {
  /** Goes on for about so many ms. @returns whether the end was reached */
  step(ms: number): boolean
  /** Of all those seen so far. */
  tally: Tally
}

/**
 * @param further tests that are only counted, as the single conditions of the whole
 * @param onMember told of everyone who belongs
 */
export function walk(
  customers: readonly CustomerRow[],
  test: Test,
  further: readonly Test[] = [],
  onMember?: (customer: CustomerRow) => void,
): Walk {
  const best: CustomerRow[] = []
  const each = further.map(() => 0)
  const tally = { count: 0, of: customers.length, net: 0, tiers: { A: 0, B: 0, C: 0, none: 0 }, best, each }
  let at = 0
  const take = (customer: CustomerRow) => {
    tally.count++
    tally.net += customer.net
    tally.tiers[customer.tier ?? 'none']++
    onMember?.(customer)
    const last = best.at(-1)
    if (best.length === SAMPLE && last && worthOf(last) >= worthOf(customer)) return
    const place = best.findIndex((one) => worthOf(one) < worthOf(customer))
    best.splice(place === -1 ? best.length : place, 0, customer)
    best.splice(SAMPLE)
  }
  return {
    tally,
    step(ms) {
      const end = performance.now() + ms
      while (at < customers.length) {
        for (const stop = Math.min(at + STRIDE, customers.length); at < stop; at++) {
          const customer = customers[at] as CustomerRow
          if (test(customer)) take(customer)
          for (let i = 0; i < further.length; i++) if (further[i]?.(customer)) each[i] = (each[i] ?? 0) + 1
        }
        if (performance.now() >= end) break
      }
      return at >= customers.length
    },
  }
}
