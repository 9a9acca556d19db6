import { explain } from '../../../worker/domain/explain.ts'
import { isClock } from '../../../worker/domain/queue.ts'
import type { DisputeRow, OfferRow, ShopRow } from '../../../worker/domain/rows.ts'
import type { TodayCard } from '../../../worker/domain/today.ts'
import { ago, clock, list } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { offerText } from '../win-back/offer-text.ts'

type Place = Pick<ShopRow, 'currency' | 'timezone'>

/** Where a card is worked on. */
export function cardHref({ kind, disputeId, customerId }: TodayCard): string {
  if (kind === 'care') return `/customers/${customerId}`
  return disputeId === null ? `/win-back/${customerId}` : `/disputes/${disputeId}`
}

/** When it is due, where somebody waits for it; null for what the shop does of its own accord. */
export function dueText({ kind, dueAt, overdue }: TodayCard, now: number): string | null {
  if (dueAt === null || kind === 'win-back' || kind === 'win-back-check') return null
  return overdue || isClock(kind) ? clock(dueAt - now) : t('today.due.today')
}

/** Why now, in one sentence. */
export function whyText(
  card: TodayCard,
  { dispute, offer }: { dispute: DisputeRow | undefined; offer: OfferRow | undefined },
  shop: Place,
  now: number,
): string {
  const when = (at: number) => ago(at, { zone: shop.timezone, now })
  switch (card.kind) {
    case 'first-reply':
    case 'next-reply':
    case 'resolve':
    case 'handle-by':
    case 'prove-by':
      return dispute ? t('today.why.words', { words: dispute.words }) : ''
    case 'promise': {
      const kinds = dispute?.remedies.filter((remedy) => remedy.promisedAt !== null).map(({ kind }) => kind) ?? []
      if (kinds.length === 0) return t('today.why.promise')
      const remedies = list([...new Set(kinds)].map((kind) => t(`disputes.remedy.${kind}`)))
      return dispute?.product
        ? t('today.why.promisedFor', { remedies, product: dispute.product })
        : t('today.why.promised', { remedies })
    }
    case 'follow-up':
      return dispute?.product ? t('today.why.followUpFor', { product: dispute.product }) : t('today.why.followUp')
    case 'win-back':
      return offer
        ? t('today.why.offer', { offer: offerText(offer, shop.currency), day: when(offer.validUntil) })
        : t('today.why.draft')
    case 'win-back-check':
      return offer && offer.sentAt !== null
        ? t('today.why.check', { offer: offerText(offer, shop.currency), day: when(offer.sentAt) })
        : t('today.why.checkPlain')
    case 'slipping':
    case 'care':
      return card.why[0] ? explain(card.why[0], locale(), shop, shop.timezone) : ''
  }
}
