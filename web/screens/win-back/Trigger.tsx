import { UserRound } from 'lucide'
import type { ComponentChildren } from 'preact'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow, ShopRow } from '../../../worker/domain/rows.ts'
import { decidingOffer, type Eligibility, eligibility, isActive, monthSpent } from '../../../worker/domain/win-back.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived, useReady, useRow, useTable } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { useOrders } from '../customers/use-orders.ts'
import { useRole } from '../customers/use-role.ts'
import { Before } from './Before.tsx'
import { DraftOffer } from './DraftOffer.tsx'
import { OfferMaker } from './OfferMaker.tsx'
import { SentOffer } from './SentOffer.tsx'
import { WhySlipping } from './WhySlipping.tsx'

const BACK = '/win-back'

/** Winning one customer back: why, with what, in which words, and where it stands. */
export function Trigger({ id }: { id: string }) {
  const customer = useRow('customers', id)
  const ready = useReady('customers')
  if (customer) return <Known customer={customer} />
  return (
    <Screen title={t('winBack.title')} back={BACK}>
      {ready ? (
        <Empty
          art="search"
          title={t('customers.one.missing')}
          action={<Button href={BACK}>{t('winBack.title')}</Button>}
        >
          {t('customers.one.missingText')}
        </Empty>
      ) : (
        <Spinner label={t('common.list.loading')} />
      )}
    </Screen>
  )
}

function Known({ customer }: { customer: CustomerRow }) {
  const { id } = customer
  const shop = useShop()
  const now = useNow()
  const mayAct = useRole('agent')
  const { orders } = useOrders(customer)
  const all = useTable('offers')
  const offers = useDerived(
    () =>
      currentStore()
        .view.list('offers')
        .value.filter((offer) => offer.customerId === id),
    [id],
  )
  const last = decidingOffer(offers, id)
  // A draft that ran out still has to be put away.
  const standing = last && (isActive(last, now) || last.status === 'draft') ? last : null
  const spent = monthSpent(all, shop.timezone, now)
  const before = offers.filter((offer) => offer.id !== standing?.id)
  const why = <WhySlipping customer={customer} orders={orders} shop={shop} now={now} />
  const frame = (children: ComponentChildren, action?: ComponentChildren) => (
    <Frame customer={customer} state={standing?.status ?? 'none'} action={action}>
      {children}
      <Before offers={before} currency={shop.currency} zone={shop.timezone} now={now} />
    </Frame>
  )
  const given = { customer, shop, now, why, frame }
  if (standing?.status === 'draft' && mayAct) return <DraftOffer key={standing.id} offer={standing} {...given} />
  if (standing) return <SentOffer offer={standing} mayAct={mayAct} {...given} />
  const verdict = eligibility(customer, offers, shop.settings, spent, now)
  if (!verdict.eligible || !mayAct) {
    return frame(
      <>
        {why}
        {verdict.eligible ? (
          <p class="quiet small">{t('winBack.one.readOnly')}</p>
        ) : (
          <Against customer={customer} verdict={verdict} shop={shop} />
        )}
      </>,
    )
  }
  // The drafts name what they bought last.
  if (orders === null) return frame(why)
  return <OfferMaker offers={offers} orders={orders} spent={spent} {...given} />
}

function Frame({
  customer,
  state,
  action,
  children,
}: {
  customer: CustomerRow
  /** Where the offer stands: each has its own scroll position. */
  state: string
  action: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <Screen
      title={callName(customer)}
      back={BACK}
      bare={Boolean(action)}
      subtitle={t(`customers.tier.${customer.tier ?? 'none'}`)}
      keep={`win-back ${customer.id} ${state}`}
      actions={<IconButton icon={UserRound} label={t('winBack.one.customer')} href={`/customers/${customer.id}`} />}
      action={action}
    >
      <div class="stack win-back-one">{children}</div>
    </Screen>
  )
}

/** Everything that speaks against an offer now. */
function Against({ customer, verdict, shop }: { customer: CustomerRow; verdict: Eligibility; shop: ShopRow }) {
  const dispute = useDerived(
    () =>
      currentStore()
        .view.list('disputes')
        .value.find((each) => each.customerId === customer.id && each.step !== 'closed'),
    [customer.id],
  )
  return (
    <section class="against" aria-label={t('winBack.one.not')}>
      <h2>{t('winBack.one.not')}</h2>
      <ul>
        {verdict.reasons.map((why) => (
          <li key={why.code}>{explain(why, locale(), shop, shop.timezone)}</li>
        ))}
      </ul>
      <p class="small quiet">{t('winBack.one.notTodo')}</p>
      {dispute && <Button href={`/disputes/${dispute.id}`}>{t('winBack.one.dispute')}</Button>}
    </section>
  )
}
