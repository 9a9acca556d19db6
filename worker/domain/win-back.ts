/** Win-back: who is slipping away, and who may be made an offer (W1, W2). */
import { type ContactVerdict, type ContactWhys, mayContact } from './contact-cap.ts'
import { isErased } from './erased.ts'
import { whyOf } from './explain/shape.ts'
import { startOfMonth } from './local-day.ts'
import { promised } from './promise.ts'
import type { CustomerRow, OfferRow, ShopRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { DAY_MS, dayNumber } from './time.ts'
import type { Why } from './why.ts'

/** Days since the last order; their rhythm in days, `own` 0 where it is the shop's for want of orders. */
type Quiet = { days: number; rhythm: number; own: 0 | 1 }

export type WinBackWhys = ContactWhys & {
  'win-back.declining': Quiet
  'win-back.lost': Quiet
  /** No rhythm is known. */
  'win-back.quiet': { days: number }
  /** Net value a year at their rhythm. */
  'win-back.worth': { perYear: number }
  'win-back.not-slipping': Record<string, never>
  'win-back.bought-since': { at: number }
  'win-back.open-dispute': { count: number }
  'win-back.unhappy': { at: number }
  'win-back.active-offer': { code: string; validUntil: number }
  'win-back.cool-down': { sentAt: number; until: number }
  /** What one offer to their tier may cost at most, and what this one costs. */
  'win-back.offer-limit': { tier: Tier; limit: number; cost: number | null }
  'win-back.budget': { budget: number; spent: number; cost: number | null }
}
const why = whyOf<WinBackWhys>()

/** Bought after what the figures know: whatever the stage says, they came back. */
export const boughtSince = (customer: Pick<CustomerRow, 'figures' | 'lastOrderAt'>): boolean =>
  customer.lastOrderAt !== null && customer.lastOrderAt > (customer.figures?.lastOrderAt ?? -1)

const stageSlips = (customer: CustomerRow): boolean =>
  customer.figures?.stage === 'declining' || customer.figures?.stage === 'lost'

/** By their own rhythm they should have bought again, and have not until now. */
export const isSlipping = (customer: CustomerRow): boolean => stageSlips(customer) && !boughtSince(customer)

/**
 * Why we think so and what they are worth, for a customer who is slipping; empty for any other. Days away are days of
 * the shop's calendar, as everywhere else on the screen.
 */
export function slippingWhy(customer: CustomerRow, timezone: string, now: number): Why[] {
  const { figures, lastOrderAt } = customer
  if (!figures || !isSlipping(customer)) return []
  const last = lastOrderAt ?? customer.createdAt
  const days = Math.max(0, dayNumber(now, timezone) - dayNumber(last, timezone))
  // Where the shop has a model, the figures say themselves what the silence has cost.
  const worth =
    figures.why.find(({ code }) => code === 'risk.model') ?? why('win-back.worth', { perYear: figures.valueAtRisk })
  if (figures.rhythmDays === null) return [why('win-back.quiet', { days }), worth]
  const quiet = { days, rhythm: figures.rhythmDays, own: figures.ownRhythm }
  return [why(figures.stage === 'lost' ? 'win-back.lost' : 'win-back.declining', quiet), worth]
}

export interface Slipping {
  customer: CustomerRow
  /** Value at risk a year, minor units. */
  worth: number
  why: Why[]
  /** Whether the contact cap lets us write at all. */
  contact: ContactVerdict
}

/** Who is slipping away or gone, most value at risk first; equal value: the one longest away first. */
export function slipping(
  customers: Iterable<CustomerRow>,
  shop: Pick<ShopRow, 'settings' | 'timezone'>,
  now: number,
): Slipping[] {
  const found: Slipping[] = []
  for (const customer of customers) {
    if (!isSlipping(customer) || isErased(customer)) continue
    const worth = customer.figures?.valueAtRisk ?? 0
    found.push({
      customer,
      worth,
      why: slippingWhy(customer, shop.timezone, now),
      contact: mayContact(customer, shop.settings, now),
    })
  }
  return found.sort(
    (a, b) =>
      b.worth - a.worth ||
      (a.customer.lastOrderAt ?? 0) - (b.customer.lastOrderAt ?? 0) ||
      (a.customer.id < b.customer.id ? -1 : 1),
  )
}

/** An offer that still stands: a draft to be sent, or sent and valid. */
export const isActive = (offer: Pick<OfferRow, 'status' | 'validUntil'>, now: number): boolean =>
  (offer.status === 'draft' || offer.status === 'sent') && offer.validUntil > now

/**
 * The offer that decides whether there may be another: the newest of theirs that was not cancelled. As only one
 * stands at a time, it tells both the active offer and the end of the cool-down. Null when there is none.
 */
export function decidingOffer(offers: Iterable<OfferRow>, customerId: string): OfferRow | null {
  let newest: OfferRow | null = null
  for (const offer of offers) {
    if (offer.customerId !== customerId || offer.status === 'cancelled') continue
    if (newest === null || offer.createdAt > newest.createdAt) newest = offer
  }
  return newest
}

/**
 * What the offers of this calendar month (of the shop) have cost or may still cost, minor units: the expected cost of
 * those that stand or were taken up. A cancelled or expired offer costs nothing.
 */
export function monthSpent(offers: Iterable<OfferRow>, timezone: string, now: number): number {
  const from = startOfMonth(now, timezone)
  let spent = 0
  for (const offer of offers) {
    if (!isActive(offer, now) && offer.status !== 'returned') continue
    if ((offer.sentAt ?? offer.createdAt) >= from) spent += offer.cost
  }
  return spent
}

export interface Eligibility {
  eligible: boolean
  /** Everything that speaks against it; empty exactly when eligible. */
  reasons: Why[]
}

/**
 * May this customer be made a win-back offer? One rule for the list, the phone and the server (W2).
 * @param offers offers of this customer (others are ignored)
 * @param spent what this month's offers cost so far, minor units: `monthSpent`
 * @param cost expected cost of the offer in question; null while there is none yet: then some budget must be left, and
 * their tier be allowed offers that cost something
 */
export function eligibility(
  customer: CustomerRow,
  offers: Iterable<OfferRow>,
  settings: Pick<Settings, 'contactCap' | 'promises' | 'winBack'>,
  spent: number,
  now: number,
  cost: number | null = null,
): Eligibility {
  const reasons: Why[] = []
  const contact = mayContact(customer, settings, now)
  if (!contact.ok) reasons.push(contact.reason)
  if (customer.openDisputes > 0) reasons.push(why('win-back.open-dispute', { count: customer.openDisputes }))
  if (customer.unhappyAt !== null) reasons.push(why('win-back.unhappy', { at: customer.unhappyAt }))
  if (!stageSlips(customer)) reasons.push(why('win-back.not-slipping', {}))
  else if (boughtSince(customer)) reasons.push(why('win-back.bought-since', { at: customer.lastOrderAt ?? now }))

  const last = decidingOffer(offers, customer.id)
  if (last && isActive(last, now)) {
    reasons.push(why('win-back.active-offer', { code: last.code, validUntil: last.validUntil }))
  } else if (last?.sentAt != null) {
    const until = last.sentAt + settings.winBack.coolDownDays * DAY_MS
    if (until > now) reasons.push(why('win-back.cool-down', { sentAt: last.sentAt, until }))
  }

  const limit = promised(settings, 'offerBudget', customer.tier)
  if (cost === null ? limit === 0 : cost > limit) {
    reasons.push(why('win-back.offer-limit', { tier: customer.tier ?? 'C', limit, cost }))
  }
  const budget = settings.winBack.monthlyBudget
  if (cost === null ? spent >= budget : cost > 0 && spent + cost > budget) {
    reasons.push(why('win-back.budget', { budget, spent, cost }))
  }
  return { eligible: reasons.length === 0, reasons }
}
