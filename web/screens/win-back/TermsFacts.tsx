import type { OfferRow, ShopRow } from '../../../worker/domain/rows.ts'
import { Facts } from '../../components/Row.tsx'
import { day, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { offerText } from './offer-text.ts'
import { leftText } from './Running.tsx'

interface Props {
  offer: OfferRow
  shop: Pick<ShopRow, 'currency' | 'timezone'>
  now: number
  /** More lines at the top. */
  first?: readonly (readonly [string, string])[]
}

/** The terms of an offer that stands. */
export function TermsFacts({ offer, shop: { currency, timezone: zone }, now, first = [] }: Props) {
  const left = offer.validUntil > now && <span class="offer-left">{leftText(offer.validUntil, zone, now)}</span>
  return (
    <Facts
      items={[
        ...first,
        [t('winBack.send.terms'), offerText(offer, currency)],
        [t('winBack.send.minimum'), offer.minimum > 0 ? money(offer.minimum, currency) : t('winBack.send.noMinimum')],
        [t('winBack.send.code'), <span class="offer-code">{offer.code}</span>],
        [
          t('winBack.send.validUntil'),
          <>
            {day(offer.validUntil, zone)} {left}
          </>,
        ],
      ]}
    />
  )
}
