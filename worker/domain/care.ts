/** Care (C4, T7): who is due a friendly contact by the cadence of their tier. Nothing is stored: a contact settles it. */
import { mayContact } from './contact-cap.ts'
import { whyOf } from './explain/shape.ts'
import { endOfDay } from './local-day.ts'
import { promised } from './promise.ts'
import type { CustomerRow, ShopRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { TIERS } from './tiers.ts'
import { dayNumber } from './time.ts'
import type { Why } from './why.ts'
import { isSlipping } from './win-back.ts'

export type CareWhys = {
  /** Days since we last heard of each other, where a contact at least every so many is agreed. */
  'care.due': { tier: Tier; days: number; every: number }
}
const why = whyOf<CareWhys>()

export interface Care {
  customer: CustomerRow
  why: Why
}

type Shop = Pick<ShopRow, 'settings' | 'timezone'>

/** When we last heard of each other: the last contact or the last order, whichever is later, epoch ms; null for never. */
export const lastHeard = ({
  lastContactAt,
  lastOrderAt,
}: Pick<CustomerRow, 'lastContactAt' | 'lastOrderAt'>): number | null =>
  lastContactAt === null || lastOrderAt === null ? (lastContactAt ?? lastOrderAt) : Math.max(lastContactAt, lastOrderAt)

interface Cadence {
  tier: Tier
  /** Days of the shop's calendar. */
  every: number
  /** Who was last heard of after this instant is not due yet, epoch ms. */
  until: number
}

function cadenceOf(tier: Tier, { settings, timezone }: Shop, now: number): Cadence | null {
  const every = promised(settings, 'careDays', tier)
  return every === null ? null : { tier, every, until: endOfDay(now, timezone, -every) }
}

/** Whether a friendly word is welcome: not where a complaint is open or ended badly, nor from who is won back instead. */
const isWelcome = (customer: CustomerRow, { settings }: Shop, now: number): boolean =>
  customer.openDisputes === 0 &&
  customer.unhappyAt === null &&
  !isSlipping(customer) &&
  mayContact(customer, settings, now).ok

interface Due {
  customer: CustomerRow
  cadence: Cadence
  heard: number
}

const worthOf = ({ customer }: Due): number => customer.figures?.valueAtRisk ?? 0

const ranks = (a: Due, b: Due): number =>
  TIERS.indexOf(a.cadence.tier) - TIERS.indexOf(b.cadence.tier) ||
  worthOf(b) - worthOf(a) ||
  a.heard - b.heard ||
  (a.customer.id < b.customer.id ? -1 : 1)

/**
 * Buyers who have not been heard of for the days agreed with their tier: the best tier first, in it the most valuable,
 * then the one longest unheard of.
 * @param limit how many at most: the few best are kept while going through tens of thousands, which are never sorted
 * @param wanted whom to look at
 */
export function dueCare(
  customers: Iterable<CustomerRow>,
  shop: Shop,
  now: number,
  limit: number,
  wanted: (customer: CustomerRow) => boolean = () => true,
): Care[] {
  const cadences = { A: cadenceOf('A', shop, now), B: cadenceOf('B', shop, now), C: cadenceOf('C', shop, now) }
  const best: Due[] = []
  for (const customer of customers) {
    const cadence = customer.tier === null ? null : cadences[customer.tier]
    const heard = lastHeard(customer)
    if (!cadence || heard === null || heard > cadence.until) continue
    const due = { customer, cadence, heard }
    const after = best.findIndex((other) => ranks(due, other) < 0)
    const at = after < 0 ? best.length : after
    if (at >= limit || !wanted(customer) || !isWelcome(customer, shop, now)) continue
    best.splice(at, 0, due)
    if (best.length > limit) best.pop()
  }
  const today = dayNumber(now, shop.timezone)
  return best.map(({ customer, cadence: { tier, every }, heard }) => {
    const days = today - dayNumber(heard, shop.timezone)
    return { customer, why: why('care.due', { tier, days, every }) }
  })
}

/** Whether the agreed cadence of a tier is denser than the contact cap lets anybody write. */
export const outrunsCap = (settings: Pick<Settings, 'contactCap' | 'promises'>, tier: Tier): boolean => {
  const every = promised(settings, 'careDays', tier)
  return every !== null && every * settings.contactCap.count < settings.contactCap.days
}
