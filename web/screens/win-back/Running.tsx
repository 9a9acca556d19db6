import type { OfferRow } from '../../../worker/domain/rows.ts'
import { dayNumber } from '../../../worker/domain/time.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { ago } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useRow } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { channelName } from './channel.ts'
import { view } from './list-state.ts'
import { offerText } from './offer-text.ts'

export interface ListProps {
  offers: readonly OfferRow[]
  currency: string
  zone: string
  now: number
  openId: string | null
}

/** How long an offer still stands, by the shop's calendar. */
export function leftText(validUntil: number, zone: string, now: number): string {
  const days = dayNumber(validUntil, zone) - dayNumber(now, zone)
  return days > 0 ? t('winBack.running.daysLeft', { n: days }) : t('winBack.running.lastDay')
}

/** Drafts to send, and offers that are out. */
export function Running({ offers, openId, ...reading }: ListProps) {
  return (
    <VirtualList
      items={offers}
      itemKey={(offer) => offer.id}
      label={t('winBack.running.list')}
      keep="win-back running"
      empty={
        <Empty
          art="gift"
          title={t('winBack.running.empty')}
          action={
            <Button
              onClick={() => {
                view.value = 'slipping'
              }}
            >
              {t('winBack.running.go')}
            </Button>
          }
        >
          {t('winBack.running.emptyText')}
        </Empty>
      }
    >
      {(offer) => <Line offer={offer} selected={offer.customerId === openId} {...reading} />}
    </VirtualList>
  )
}

/** A call sends nothing, and what was copied or shared went who knows how. */
function sentWords(channel: string | null, ago: string): string {
  if (channel === 'phone') return t('winBack.running.called', { ago })
  if (channel === null || channel === 'copy' || channel === 'share') return t('winBack.running.sentOtherwise', { ago })
  return t('winBack.running.sent', { ago, channel: channelName(channel) })
}

type LineProps = Omit<ListProps, 'offers' | 'openId'> & { offer: OfferRow; selected: boolean }

function Line({ offer, selected, currency, zone, now }: LineProps) {
  const customer = useRow('customers', offer.customerId)
  const { status, sentAt, channel } = offer
  const when = ago(sentAt ?? offer.createdAt, { zone, now })
  return (
    <Row
      href={`/win-back/${offer.customerId}`}
      selected={selected}
      lead={<TierMark tier={customer?.tier ?? null} size={28} />}
      title={callName(customer)}
      meta={offerText(offer, currency)}
      sub={status === 'draft' ? t('winBack.running.draft', { ago: when }) : sentWords(channel, when)}
      chips={
        status === 'draft' ? (
          <Chip tone="accent">{t('winBack.running.toSend')}</Chip>
        ) : (
          <Chip>{leftText(offer.validUntil, zone, now)}</Chip>
        )
      }
    />
  )
}
