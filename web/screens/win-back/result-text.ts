import { CANCEL_REASONS } from '../../../worker/domain/mutations/win-back.ts'
import type { OfferRow } from '../../../worker/domain/rows.ts'
import { ago } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

type Reason = (typeof CANCEL_REASONS)[number]

const reasonText = (reason: string | null): string =>
  t(`winBack.reason.${(CANCEL_REASONS as readonly (string | null)[]).includes(reason) ? (reason as Reason) : 'other'}`)

/** How an offer that is over ended. */
export function resultText(offer: OfferRow, { zone, now }: { zone: string; now: number }): string {
  const when = (at: number) => ago(at, { zone, now })
  if (offer.status === 'returned')
    return t('winBack.results.returnedOn', { day: when(offer.returnedAt ?? offer.validUntil) })
  if (offer.status === 'cancelled') return t('winBack.results.cancelled', { reason: reasonText(offer.cancelReason) })
  if (offer.sentAt === null) return t('winBack.results.cancelled', { reason: t('winBack.reason.expired') })
  return t('winBack.results.expiredOn', { day: when(offer.validUntil) })
}
