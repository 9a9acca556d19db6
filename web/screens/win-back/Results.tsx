import type { OfferRow } from '../../../worker/domain/rows.ts'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { count, money, percent } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useRow } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { offerText } from './offer-text.ts'
import type { ListProps } from './Running.tsx'
import { resultText } from './result-text.ts'
import { sums } from './results.ts'
import { roughMoney } from './rough-money.ts'

/** Sent, came back, brought in. */
export function Sums({ offers, currency }: { offers: readonly OfferRow[]; currency: string }) {
  const { sent, returned, revenue, cost } = sums(offers)
  return (
    <dl class="win-back-sums">
      <div>
        <dt>{t('winBack.results.sent')}</dt>
        <dd>{count(sent)}</dd>
      </div>
      <div>
        <dt>{t('winBack.results.returned')}</dt>
        <dd>{count(returned)}</dd>
        {sent > 0 && <dd class="under">{t('winBack.results.rate', { rate: percent(returned / sent) })}</dd>}
      </div>
      <div>
        <dt>{t('winBack.results.revenue')}</dt>
        <dd>{money(revenue, currency)}</dd>
        {returned > 0 && <dd class="under">{t('winBack.results.spent', { money: roughMoney(cost, currency) })}</dd>}
      </div>
    </dl>
  )
}

/** Offers that are over. */
export function Results({ offers, openId, ...reading }: ListProps) {
  return (
    <VirtualList
      items={offers}
      itemKey={(offer) => offer.id}
      label={t('winBack.results.list')}
      keep="win-back results"
      empty={
        <Empty art="gift" title={t('winBack.results.empty')}>
          {t('winBack.results.emptyText')}
        </Empty>
      }
    >
      {(offer) => <Line offer={offer} selected={offer.customerId === openId} {...reading} />}
    </VirtualList>
  )
}

const TONE = { returned: 'ok', expired: 'plain', cancelled: 'plain' } as const

type LineProps = Omit<ListProps, 'offers' | 'openId'> & { offer: OfferRow; selected: boolean }

function Line({ offer, selected, currency, zone, now }: LineProps) {
  const customer = useRow('customers', offer.customerId)
  // A phone without signal may know that the time is over before the server says so.
  const status = offer.status === 'draft' || offer.status === 'sent' ? 'expired' : offer.status
  return (
    <Row
      href={`/win-back/${offer.customerId}`}
      selected={selected}
      tone={status === 'returned' ? undefined : 'quiet'}
      lead={<TierMark tier={customer?.tier ?? null} size={28} />}
      title={callName(customer)}
      meta={offer.revenue === null ? offerText(offer, currency) : money(offer.revenue, currency)}
      sub={resultText(offer, { zone, now })}
      chips={<Chip tone={TONE[status]}>{t(`winBack.status.${status}`)}</Chip>}
    />
  )
}
