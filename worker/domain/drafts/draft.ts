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

/** A draft under the name by which a shop's own wording stands in for it. */
export interface KeyedDraft {
  key: string
  text: string
}

const numbered = (name: string, texts: readonly string[]): KeyedDraft[] =>
  texts.map((text, i) => ({ key: `${name}-${i + 1}`, text }))

/**
 * Drafts of a family with their keys: a cause's own by the cause, the family's by number. Numbers count only their like,
 * so that a draft added at the end renames none.
 */
export function keyedCauses(set: DraftSet, family: CauseFamily): (KeyedDraft & { cause: Cause | null })[] {
  const general = numbered(
    family,
    set.causes[family].filter(({ cause }) => cause === null).map(({ text }) => text),
  )
  const own = set.causes[family].flatMap(({ cause, text }) => (cause === null ? [] : { key: cause, text, cause }))
  return [...own, ...general.map((draft) => ({ ...draft, cause: null }))]
}

export const keyedFirstReply = (set: DraftSet): KeyedDraft[] => numbered('first-reply', set.firstReply)
export const keyedBuyerFault = (set: DraftSet): KeyedDraft[] => numbered('buyer-fault', set.buyerFault)
export const keyedFollowUp = (set: DraftSet): KeyedDraft[] => numbered('follow-up', set.followUp)

/** The drafts that fit a case at its present step, best first; none where nothing is said to the buyer. */
export function keyedDraftsFor(
  set: DraftSet,
  dispute: Pick<DisputeRow, 'step' | 'causeFamily' | 'cause' | 'responsibility'>,
): readonly KeyedDraft[] {
  switch (dispute.step) {
    case 'listen':
      return keyedFirstReply(set)
    case 'follow-up':
      return keyedFollowUp(set)
    case 'resolve': {
      if (dispute.responsibility === 'buyer') return keyedBuyerFault(set)
      if (!dispute.causeFamily) return []
      return keyedCauses(set, dispute.causeFamily)
        .filter(({ cause }) => cause === null || cause === dispute.cause)
        .map(({ key, text }) => ({ key, text }))
    }
    default:
      return []
  }
}

/** The texts of {@link keyedDraftsFor}. */
export const draftsFor = (...of: Parameters<typeof keyedDraftsFor>): readonly string[] =>
  keyedDraftsFor(...of).map(({ text }) => text)

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
