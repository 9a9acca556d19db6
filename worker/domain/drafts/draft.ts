/**
 * Reply drafts: what to say, ready to be edited and copied into the platform's chat. They carry no link, number or
 * other way to get in touch and never ask or pay for a review, for which platforms punish the shop.
 */
import { earliestPromise } from '../dispute-terms.ts'
import type { Cause, CauseFamily, CustomerRow, DisputeRow, Remedy, RemedyKind, ShopRow } from '../rows.ts'

export type Locale = ShopRow['locale']

export const PLACEHOLDERS = ['nickname', 'product', 'remedy', 'date', 'shop'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]
export type DraftValues = Partial<Record<Placeholder, string | null>>

/** A draft for one cause, or for its whole family (`cause` null). */
export interface CauseDraft {
  cause: Cause | null
  text: string
}

/** All drafts of one language. */
export interface DraftSet {
  locale: Locale
  /** Listen: the first reply, before anything is known. */
  firstReply: readonly string[]
  /** Resolve: the cause is known and something will be done. */
  causes: Readonly<Record<CauseFamily, readonly CauseDraft[]>>
  /** Resolve: the buyer caused it; told promptly, with advice. */
  buyerFault: readonly string[]
  /** Follow up: are you satisfied now? */
  followUp: readonly string[]
  /** What stands in for a value nobody knows; brackets ask the seller to fill it in. */
  unknown: Readonly<Record<Placeholder, string>>
  /** The day of something done at once. */
  today: string
  /** Remedies as they read in a sentence. */
  remedies: Readonly<Record<RemedyKind, string>>
}

/** The drafts that fit a case at its present step, best first; none where nothing is said to the buyer. */
export function draftsFor(
  set: DraftSet,
  dispute: Pick<DisputeRow, 'step' | 'causeFamily' | 'cause' | 'responsibility'>,
): readonly string[] {
  switch (dispute.step) {
    case 'listen':
      return set.firstReply
    case 'follow-up':
      return set.followUp
    case 'resolve': {
      if (dispute.responsibility === 'buyer') return set.buyerFault
      if (!dispute.causeFamily) return []
      const drafts = set.causes[dispute.causeFamily]
      const own = drafts.filter(({ cause }) => cause !== null && cause === dispute.cause)
      return [...own, ...drafts.filter(({ cause }) => cause === null)].map(({ text }) => text)
    }
    default:
      return []
  }
}

const language = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale)

const cut = (name: string): string =>
  Array.from(name).length > 24 ? `${Array.from(name).slice(0, 23).join('')}…` : name

/**
 * What the placeholders stand for in one case. `remedies`: those on the form, or of the row. The date is the first
 * promised day in the shop's zone, today when everything is done at once.
 */
export function draftValues(
  set: DraftSet,
  shop: Pick<ShopRow, 'name' | 'timezone'>,
  customer: Pick<CustomerRow, 'nickname' | 'name'> | null,
  product: string | null,
  remedies: readonly Remedy[],
): DraftValues {
  const promisedAt = earliestPromise(remedies)
  const kinds = [...new Set(remedies.map(({ kind }) => set.remedies[kind]))]
  return {
    nickname: customer?.nickname ?? customer?.name ?? null,
    product: product && cut(product),
    remedy: new Intl.ListFormat(language(set.locale)).format(kinds) || null,
    date:
      promisedAt !== null ? draftDate(promisedAt, set.locale, shop.timezone) : remedies.length > 0 ? set.today : null,
    shop: shop.name,
  }
}

/** A day as it is said to a buyer: 3月5日, 5 March. */
function draftDate(ms: number, locale: Locale, timezone: string): string {
  return new Intl.DateTimeFormat(language(locale), { month: 'long', day: 'numeric', timeZone: timezone }).format(ms)
}

/** The draft with its placeholders filled, each value verbatim; an unknown one becomes the set's stand-in. */
export function fillDraft(text: string, values: DraftValues, set: Pick<DraftSet, 'unknown'>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    (PLACEHOLDERS as readonly string[]).includes(name)
      ? values[name as Placeholder]?.trim() || set.unknown[name as Placeholder]
      : whole,
  )
}
