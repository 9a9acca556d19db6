/** Reply drafts, fetched when they are first needed, in the shop's language: they are read by its buyers. */
import { useEffect, useState } from 'preact/hooks'
import type { DisputeRow, Remedy } from '../../../worker/domain/rows.ts'
import { useRow } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'

const load = async (locale: 'zh-CN' | 'en') => {
  const [rules, set] = await Promise.all([
    import('../../../worker/domain/drafts/draft.ts'),
    locale === 'en'
      ? import('../../../worker/domain/drafts/en.ts').then((module) => module.draftsEn)
      : import('../../../worker/domain/drafts/zh-CN.ts').then((module) => module.draftsZh),
  ])
  return { rules, set }
}
type Loaded = Awaited<ReturnType<typeof load>>

/** What could be said to the buyer at the present step, best first. `remedies`: those on the form. */
export function useDrafts(dispute: DisputeRow, remedies: readonly Remedy[] = dispute.remedies): readonly string[] {
  const shop = useShop()
  const customer = useRow('customers', dispute.customerId)
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
  const { rules, set } = loaded
  const values = rules.draftValues(set, shop, customer ?? null, dispute.product, remedies)
  return rules.draftsFor(set, dispute).map((text) => rules.fillDraft(text, values, set))
}
