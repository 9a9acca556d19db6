/**
 * Reply drafts, fetched when they are first needed, in the shop's language: they are read by its buyers. The shop's own
 * wording stands in for the standard one and comes first.
 */
import './intake-texts.ts'
import { useEffect, useState } from 'preact/hooks'
import type { Locale } from '../../../worker/domain/drafts/draft.ts'
import type { DisputeRow, Remedy } from '../../../worker/domain/rows.ts'
import { useRow, useTable } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'

/** A draft as it can be sent in one case. */
export interface ReplyDraft {
  /** Under which the shop's own wording of it is kept, in `locale`. */
  key: string
  locale: Locale
  /** Filled in. */
  text: string
  /** In the shop's own wording. */
  own: boolean
  /** The wording of an edited text, with placeholders where this case's values stand. */
  wordingOf(edited: string): string
}

const load = async (locale: Locale) => {
  const [rules, own, set] = await Promise.all([
    import('../../../worker/domain/drafts/draft.ts'),
    import('../../../worker/domain/drafts/own.ts'),
    draftSet(locale),
  ])
  return { rules, own, set }
}
type Loaded = Awaited<ReturnType<typeof load>>

/** All standard drafts of a language. Rejects without its chunk. */
export const draftSet = (locale: Locale) =>
  locale === 'en'
    ? import('../../../worker/domain/drafts/en.ts').then((module) => module.draftsEn)
    : import('../../../worker/domain/drafts/zh-CN.ts').then((module) => module.draftsZh)

/** What could be said to the buyer at the present step, best first. `remedies`: those on the form. */
export function useDrafts(dispute: DisputeRow, remedies: readonly Remedy[] = dispute.remedies): readonly ReplyDraft[] {
  const shop = useShop()
  const customer = useRow('customers', dispute.customerId)
  const templates = useTable('templates')
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  useEffect(() => {
    let left = false
    // Without the drafts there is still the text to be typed by hand.
    load(shop.locale).then(
      (set) => !left && setLoaded(set),
      () => {},
    )
    return () => {
      left = true
    }
  }, [shop.locale])
  if (!loaded) return []
  const { rules, own, set } = loaded
  const values = rules.draftValues(set, shop, customer ?? null, dispute.product, remedies)
  const offered = own.withOwn(rules.keyedDraftsFor(set, dispute), own.ownTexts(templates, set.locale))
  return offered.map((draft) => ({
    ...{ key: draft.key, locale: set.locale, own: draft.own, text: rules.fillDraft(draft.text, values, set) },
    wordingOf: (edited) => own.asTemplate(edited, draft.text, values, set),
  }))
}
