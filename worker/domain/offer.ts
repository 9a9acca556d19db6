/** One win-back offer: what to suggest, whether it makes sense, what it costs, and how it ended (W3, W6). */
import { whyOf } from './explain/shape.ts'
import { endOfDay } from './local-day.ts'
import { currencyExponent } from './money.ts'
import { promised } from './promise.ts'
import type { CustomerRow, OfferRow, ShopRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { DAY_MS } from './time.ts'
import type { Why } from './why.ts'

export type OfferWhys = {
  'offer.suggest-percent': { tier: Tier; percent: number; average: number }
  'offer.suggest-amount': { tier: Tier; amount: number; average: number }
  /** Less than usual, to stay within what one offer to the tier may cost. */
  'offer.suggest-within': { tier: Tier; limit: number; average: number }
  'offer.percent-range': { min: number; max: number }
  'offer.amount-range': { minimum: number }
  'offer.gift-unnamed': Record<string, never>
  'offer.gift-cost': Record<string, never>
  'offer.minimum': Record<string, never>
  'offer.valid-until': { days: number }
  /** The margin guard: `brings` is the order it is expected to bring. */
  'offer.costs-more': { cost: number; brings: number }
}
const why = whyOf<OfferWhys>()

/** What is offered, apart from its code and words. */
export type OfferTerms = Pick<OfferRow, 'kind' | 'value' | 'gift' | 'minimum' | 'validUntil'>

type Buyer = Pick<CustomerRow, 'net' | 'ordersCount'>

const MAX_PERCENT = 90
const MAX_VALID_DAYS = 365

/** Average net value of their orders, minor units; 0 before the first. */
export const averageOrder = (customer: Buyer): number =>
  customer.ordersCount > 0 ? Math.max(0, Math.round(customer.net / customer.ordersCount)) : 0

/** The order an offer is expected to bring: their average one, or the minimum where that is more. */
export const broughtOrder = (offer: Pick<OfferTerms, 'minimum'>, customer: Buyer): number =>
  Math.max(averageOrder(customer), offer.minimum)

/** What the offer costs if it is taken up, minor units. */
export function offerCost(offer: Pick<OfferTerms, 'kind' | 'value' | 'minimum'>, customer: Buyer): number {
  return offer.kind === 'percent' ? Math.round((broughtOrder(offer, customer) * offer.value) / 100) : offer.value
}

/** Everything wrong with the terms; empty when they may be offered. */
export function validateOffer(offer: OfferTerms, customer: Buyer, now: number): Why[] {
  const problems: Why[] = []
  const whole = Number.isInteger(offer.value)
  if (!Number.isInteger(offer.minimum) || offer.minimum < 0) problems.push(why('offer.minimum', {}))
  if (offer.kind === 'percent' && (!whole || offer.value < 1 || offer.value > MAX_PERCENT)) {
    problems.push(why('offer.percent-range', { min: 1, max: MAX_PERCENT }))
  }
  if (offer.kind === 'amount' && (!whole || offer.value < 1 || offer.value > offer.minimum)) {
    problems.push(why('offer.amount-range', { minimum: offer.minimum }))
  }
  if (offer.kind === 'gift' && !offer.gift?.trim()) problems.push(why('offer.gift-unnamed', {}))
  if (offer.kind === 'gift' && (!whole || offer.value < 0)) problems.push(why('offer.gift-cost', {}))
  if (!(offer.validUntil > now && offer.validUntil <= now + MAX_VALID_DAYS * DAY_MS)) {
    problems.push(why('offer.valid-until', { days: MAX_VALID_DAYS }))
  }
  const cost = offerCost(offer, customer)
  const brings = broughtOrder(offer, customer)
  if (cost > brings) problems.push(why('offer.costs-more', { cost, brings }))
  return problems
}

/** Down to a number people say: two leading digits, the second 0 or 5, and no fraction of a currency unit. */
function roundDown(minor: number, currency: string): number {
  if (minor <= 0) return 0
  const half = 10 ** Math.floor(Math.log10(minor)) / 2
  const unit = 10 ** currencyExponent(currency)
  const step = Math.max(1, half, minor >= unit ? unit : 1)
  return Math.floor(minor / step) * step
}

export interface Suggestion extends OfferTerms {
  kind: 'percent' | 'amount'
  gift: null
  cost: number
  why: Why[]
}

/**
 * A first proposal by tier: the shop's percent for the tier, above a minimum a little under their average order. Who is
 * gone (流失) is offered the same worth as a sum of money, which asks less of someone no longer looking at prices here.
 * Where that is more than one offer to the tier may cost, it is made smaller until it fits: a smaller percentage, or a
 * sum where one percent is too much. A tier whose offers may cost nothing gets an amount of 0, which no rule lets pass.
 */
export function suggestOffer(
  customer: Pick<CustomerRow, 'net' | 'ordersCount' | 'tier' | 'figures'>,
  settings: Pick<Settings, 'promises' | 'winBack'>,
  shop: Pick<ShopRow, 'currency' | 'timezone'>,
  now: number,
): Suggestion {
  const tier = customer.tier ?? 'C'
  const usual = settings.winBack.percent[tier]
  const limit = promised(settings, 'offerBudget', tier)
  const average = averageOrder(customer)
  const minimum = roundDown(average * 0.8, shop.currency)
  const validUntil = endOfDay(now, shop.timezone, settings.winBack.validDays)
  const worth = (average * usual) / 100
  const amount = roundDown(Math.min(worth, limit), shop.currency)
  const percent = percentWithin(limit, usual, broughtOrder({ minimum }, customer))
  const gone = customer.figures?.stage === 'lost' && amount > 0 && amount <= minimum
  const terms =
    gone || percent === 0
      ? ({ kind: 'amount', value: amount, gift: null, minimum, validUntil } as const)
      : ({ kind: 'percent', value: percent, gift: null, minimum, validUntil } as const)
  const reason =
    terms.kind === 'amount' && worth <= limit
      ? why('offer.suggest-amount', { tier, amount, average })
      : percent === usual
        ? why('offer.suggest-percent', { tier, percent: percent / 100, average })
        : why('offer.suggest-within', { tier, limit, average })
  return { ...terms, cost: offerCost(terms, customer), why: [reason] }
}

/** The largest whole percentage up to `usual` that costs no more than `limit` on an order of `brought`; 0 for none. */
function percentWithin(limit: number, usual: number, brought: number): number {
  let percent = usual
  while (percent > 0 && Math.round((brought * percent) / 100) > limit) percent--
  return percent
}

/** An order that counts as a purchase: when it was placed and its net value, minor units. */
export interface Purchase {
  at: number
  net: number
}

/**
 * What the customer's purchases make of an offer (W6): a draft is cancelled once they bought without it, or once its
 * time is over; a sent one has come back with the first purchase from sending to the end of validity — even when that
 * order reaches us after the offer expired — and expires without one. Null when nothing changes.
 */
export function settleOffer(
  offer: OfferRow,
  purchases: readonly Purchase[],
  now: number,
): Partial<Pick<OfferRow, 'status' | 'cancelReason' | 'returnedAt' | 'revenue'>> | null {
  if (offer.status === 'draft') {
    if (purchases.some(({ at }) => at >= offer.createdAt)) return { status: 'cancelled', cancelReason: 'bought' }
    return offer.validUntil < now ? { status: 'cancelled', cancelReason: 'expired' } : null
  }
  const { sentAt } = offer
  if ((offer.status !== 'sent' && offer.status !== 'expired') || sentAt === null) return null
  const first = purchases
    .filter(({ at }) => at >= sentAt && at <= offer.validUntil)
    .reduce<Purchase | null>((best, each) => (best === null || each.at < best.at ? each : best), null)
  if (first) return { status: 'returned', returnedAt: first.at, revenue: first.net }
  return offer.status === 'sent' && offer.validUntil < now ? { status: 'expired' } : null
}
