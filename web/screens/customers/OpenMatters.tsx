import { Gift, MessageSquareWarning } from 'lucide'
import type { DisputeRow, OfferRow } from '../../../worker/domain/rows.ts'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { ago, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { offerText, type Reading } from './Timeline.tsx'

interface Props extends Reading {
  disputes: readonly DisputeRow[]
  offers: readonly OfferRow[]
}

/** What is not finished between the shop and this customer. */
export function OpenMatters({ disputes, offers, currency, zone, now }: Props) {
  if (disputes.length + offers.length === 0) return null
  return (
    <Section title={t('customers.one.open')}>
      <List inset label={t('customers.one.open')}>
        {disputes.map((dispute) => (
          <Row
            key={dispute.id}
            href={`/disputes/${dispute.id}`}
            lead={<Icon of={MessageSquareWarning} />}
            title={dispute.words}
            sub={`${t(`disputes.step.${dispute.step}`)} · ${ago(dispute.openedAt, { zone, now })}`}
            chevron
          />
        ))}
        {offers.map((offer) => (
          <Row
            key={offer.id}
            href={`/win-back/${offer.customerId}`}
            lead={<Icon of={Gift} />}
            title={`${offerText(offer, currency)} · ${offer.code}`}
            sub={`${t(`winBack.status.${offer.status}`)} · ${t('customers.pin.untilThen', { day: day(offer.validUntil, zone) })}`}
            chevron
          />
        ))}
      </List>
    </Section>
  )
}
