import type { OfferRow } from '../../../worker/domain/rows.ts'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { offerText } from './offer-text.ts'
import { resultText } from './result-text.ts'
import { ended } from './results.ts'

interface Props {
  offers: readonly OfferRow[]
  currency: string
  zone: string
  now: number
}

/** Offers they had before, and what came of them. */
export function Before({ offers, currency, zone, now }: Props) {
  const over = ended(offers, now)
  if (over.length === 0) return null
  return (
    <Section title={t('winBack.one.before')}>
      <List inset label={t('winBack.one.before')}>
        {over.map((offer) => (
          <Row
            key={offer.id}
            title={offerText(offer, currency)}
            meta={offer.revenue === null ? null : money(offer.revenue, currency)}
            sub={resultText(offer, { zone, now })}
          />
        ))}
      </List>
    </Section>
  )
}
