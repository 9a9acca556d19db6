import { explain } from '../../../worker/domain/explain.ts'
import { suggestOffer } from '../../../worker/domain/offer.ts'
import type { ShopRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { count, money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { useReady } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { useRole } from '../customers/use-role.ts'
import type { Candidate } from './candidates.ts'
import { offerText } from './offer-text.ts'
import { roughMoney } from './rough-money.ts'
import type { Found } from './use-candidates.ts'

/** How many, how much, and what may still be spent on it. */
export function SlippingSum({ found, shop }: { found: Found; shop: ShopRow }) {
  if (found.list.length === 0) return null
  const { currency, settings } = shop
  const budget = settings.winBack.monthlyBudget
  const left = Math.max(0, budget - found.spent)
  return (
    <p class="small quiet win-back-sum" role="status">
      <span>
        {t('winBack.slipping.sum', { n: count(found.list.length), money: roughMoney(found.atRisk, currency) })}
      </span>
      <span>
        {budget === 0
          ? t('winBack.slipping.noBudget')
          : t('winBack.slipping.budget', { budget: money(budget, currency), left: roughMoney(left, currency) })}
      </span>
    </p>
  )
}

interface Props {
  found: Found
  shop: ShopRow
  now: number
  openId: string | null
}

/** Ranked by value at risk; who may not be written to now is dimmed and says why. */
export function SlippingList({ found, shop, now, openId }: Props) {
  const ready = useReady('customers')
  if (!ready && found.list.length === 0) return <Spinner label={t('common.list.loading')} />
  return (
    <div class="win-back-rows">
      <VirtualList
        items={found.list}
        itemKey={({ customer }) => customer.id}
        rowHeight={84}
        label={t('winBack.slipping.list')}
        keep="win-back slipping"
        empty={<Nobody known={shop.figuresAsOf !== null} />}
      >
        {(one) => <Line one={one} shop={shop} now={now} selected={one.customer.id === openId} />}
      </VirtualList>
    </div>
  )
}

function Line({ one, shop, now, selected }: { one: Candidate; shop: ShopRow; now: number; selected: boolean }) {
  const { customer, worth, verdict } = one
  const why = verdict.eligible ? one.why[0] : verdict.reasons[0]
  const active = verdict.reasons.some(({ code }) => code === 'win-back.active-offer')
  return (
    <Row
      href={`/win-back/${customer.id}`}
      selected={selected}
      tone={verdict.eligible ? undefined : 'quiet'}
      lead={<TierMark tier={customer.tier} size={28} />}
      title={callName(customer)}
      meta={roughMoney(worth, shop.currency)}
      sub={why && explain(why, locale(), shop, shop.timezone)}
      chips={
        verdict.eligible ? (
          <Chip tone="note">{offerText(suggestOffer(customer, shop.settings, shop, now), shop.currency)}</Chip>
        ) : (
          active && <Chip>{t('winBack.slipping.active')}</Chip>
        )
      }
    />
  )
}

function Nobody({ known }: { known: boolean }) {
  const mayImport = useRole('agent')
  return known ? (
    <Empty art="done" title={t('winBack.slipping.empty')}>
      {t('winBack.slipping.emptyText')}
    </Empty>
  ) : (
    <Empty
      art="import"
      title={t('winBack.slipping.noFigures')}
      action={mayImport && <Button href="/more/import">{t('winBack.slipping.import')}</Button>}
    >
      {t('winBack.slipping.noFiguresText')}
    </Empty>
  )
}
