/** The offer being made up: what was typed, what it comes to, and what speaks against it. Kept on the phone until made. */
import { useMemo, useRef, useState } from 'preact/hooks'
import { CODE_BYTES, makeCode } from '../../../worker/domain/code.ts'
import { currencyExponent } from '../../../worker/domain/money.ts'
import { broughtOrder, type OfferTerms, offerCost, suggestOffer, validateOffer } from '../../../worker/domain/offer.ts'
import { promised } from '../../../worker/domain/promise.ts'
import type { CustomerRow, OfferRow, ShopRow, Tier } from '../../../worker/domain/rows.ts'
import type { Why } from '../../../worker/domain/why.ts'
import { eligibility } from '../../../worker/domain/win-back.ts'
import { draftMessages } from '../../../worker/domain/win-back-messages.ts'
import { useDraft } from '../../store/drafts.ts'

/** One of the drafts by its place, or the person's own words. */
export type Wording = 0 | 1 | 2 | 'own'

export interface Typed {
  kind: OfferTerms['kind']
  percent: string
  /** Minor units; null while empty or not an amount. */
  amount: number | null
  gift: string
  giftCost: number | null
  minimum: number | null
  validUntil: number | null
  code: string
  wording: Wording
  own: string | null
  /** Terms the own words were written for. */
  ownFor: string | null
}

export interface OfferForm {
  typed: Typed
  touched: boolean
  set: (more: Partial<Typed>) => void
  /** Terms as suggested; the words stay. */
  suggest: () => void
  drop: () => void
  /** Why this is suggested. */
  suggested: readonly Why[]
  terms: OfferTerms
  message: string
  /** The own words were written for other terms. */
  stale: boolean
  /** What is wrong with the terms. */
  problems: readonly Why[]
  /** What else speaks against this very offer: what one offer to the tier may cost, the month's budget. */
  against: readonly Why[]
  /** What one offer to their tier may cost at most, minor units. */
  limit: number
  tier: Tier | null
  /** Minor units; null while the terms are no numbers. */
  cost: number | null
  brings: number
}

interface Given {
  customer: CustomerRow
  shop: ShopRow
  /** Offers of this customer. */
  offers: readonly OfferRow[]
  /** What this month's offers cost so far, minor units. */
  spent: number
  product: string | null
  now: number
}

type Terms = Omit<Typed, 'code' | 'wording' | 'own' | 'ownFor'>

/** No number typed: no rule lets it pass. */
const NO_NUMBER = Number.NaN

function suggestedTerms({ customer, shop, now }: Given): { terms: Terms; why: readonly Why[] } {
  const suggestion = suggestOffer(customer, shop.settings, shop, now)
  const unit = 10 ** currencyExponent(shop.currency)
  const amount = suggestion.kind === 'amount' ? suggestion.value : Math.floor(suggestion.cost / unit) * unit
  // The same worth as a percentage, for who prefers one.
  const usual = shop.settings.winBack.percent[customer.tier ?? 'C']
  const even = Math.floor((suggestion.cost * 100) / Math.max(1, broughtOrder(suggestion, customer)))
  const percent = suggestion.kind === 'percent' ? suggestion.value : Math.max(1, Math.min(usual, even))
  return {
    why: suggestion.why,
    terms: {
      kind: suggestion.kind,
      percent: String(percent),
      amount: amount || null,
      gift: '',
      giftCost: null,
      minimum: suggestion.minimum || null,
      validUntil: suggestion.validUntil,
    },
  }
}

function termsOf({ kind, percent, amount, gift, giftCost, minimum, validUntil }: Typed): OfferTerms {
  const percentValue = /^\d{1,3}$/.test(percent.trim()) ? Number(percent) : NO_NUMBER
  const value = { percent: percentValue, amount: amount ?? NO_NUMBER, gift: giftCost ?? NO_NUMBER }[kind]
  return {
    kind,
    value,
    gift: kind === 'gift' ? gift.trim() || null : null,
    minimum: minimum ?? 0,
    validUntil: validUntil ?? 0,
  }
}

export function useOfferForm(given: Given): OfferForm {
  const { customer, shop, offers, spent, product, now } = given
  const [start] = useState(() => {
    const { terms, why } = suggestedTerms(given)
    const code = makeCode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)))
    return { why, typed: { ...terms, code, wording: 0, own: null, ownFor: null } satisfies Typed }
  })
  const draft = useDraft<Typed>(`win-back.${customer.id}`, start.typed)
  const typed = draft.value
  // The code stands in the words: it is kept with whatever was typed first.
  const set = (more: Partial<Typed>) => draft.set({ code: typed.code, ...more })

  const terms = termsOf(typed)
  const problems = validateOffer(terms, customer, now)
  const cost = Number.isInteger(terms.value) ? offerCost(terms, customer) : null
  const { reasons } = eligibility(customer, offers, shop.settings, spent, now, cost)
  const brings = broughtOrder(terms, customer)

  const key = JSON.stringify(terms)
  // Drafts speak of terms that make sense; while a field is being retyped the last such ones stay.
  const spoken = useRef<OfferTerms | null>(null)
  if (Number.isInteger(terms.value) && typed.validUntil !== null) spoken.current = terms
  const speakOf = spoken.current ?? termsOf(start.typed)
  const drafts = useMemo(
    () =>
      draftMessages({
        customer,
        shop,
        offer: { ...speakOf, code: typed.code },
        locale: shop.locale,
        lastProduct: product,
      }),
    [customer, shop, JSON.stringify(speakOf), typed.code, product],
  )
  const own = typed.wording === 'own'
  return {
    typed,
    touched: draft.touched,
    set: (more) => set(more.own === undefined ? more : { ...more, wording: 'own', ownFor: key }),
    suggest: () => set(suggestedTerms(given).terms),
    drop: draft.drop,
    suggested: start.why,
    terms,
    message: typed.wording === 'own' ? (typed.own ?? '') : (drafts[typed.wording] ?? ''),
    stale: own && typed.ownFor !== key,
    problems,
    against: reasons,
    limit: promised(shop.settings, 'offerBudget', customer.tier),
    tier: customer.tier,
    cost,
    brings,
  }
}
