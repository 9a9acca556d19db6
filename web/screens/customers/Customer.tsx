import { useState } from 'preact/hooks'
import { isErased } from '../../../worker/domain/erased.ts'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow, DisputeRow } from '../../../worker/domain/rows.ts'
import { isActive, isSlipping, slippingWhy } from '../../../worker/domain/win-back.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { day, money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived, useReady, useRow } from '../../store/hooks.ts'
import { callName, shownName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { BasicFacts } from './BasicFacts.tsx'
import { CareCard } from './CareCard.tsx'
import { Coming } from './Coming.tsx'
import { ContactBar } from './ContactBar.tsx'
import { ContactSheet } from './ContactSheet.tsx'
import { useComing } from './expecting.ts'
import { Numbers } from './Numbers.tsx'
import { OpenMatters } from './OpenMatters.tsx'
import { PrivacyFold } from './PrivacyFold.tsx'
import { TierHead } from './TierHead.tsx'
import { Timeline } from './Timeline.tsx'
import { useOrders } from './use-orders.ts'
import { useRole } from './use-role.ts'
import { useWayUp } from './way.ts'

const BACK = '/customers'

/** One customer: who they are to the shop, what is going on, what has been. */
export function Customer({ id }: { id: string }) {
  const customer = useRow('customers', id)
  const ready = useReady('customers')
  if (customer) return <Known customer={customer} />
  return (
    <Screen title={t('customers.title')} back={BACK}>
      {ready ? (
        <Empty
          art="search"
          title={t('customers.one.missing')}
          action={<Button href={BACK}>{t('customers.one.toList')}</Button>}
        >
          {t('customers.one.missingText')}
        </Empty>
      ) : (
        <Spinner label={t('common.list.loading')} />
      )}
    </Screen>
  )
}

/** Rows of a small table that are this customer's. */
const useTheirs = <T extends 'disputes' | 'offers' | 'moves'>(table: T, id: string) =>
  useDerived(
    () =>
      currentStore()
        .view.list(table)
        .value.filter((row) => row.customerId === id),
    [table, id],
  )

function Known({ customer }: { customer: CustomerRow }) {
  const { id } = customer
  const shop = useShop()
  const now = useNow()
  const mayAct = useRole('agent')
  const [noting, setNoting] = useState(false)
  const held = useOrders(customer)
  const disputes = useTheirs('disputes', id)
  const offers = useTheirs('offers', id)
  const moves = useTheirs('moves', id)
  const coming = useComing(customer, shop)
  const way = useWayUp(customer, shop)
  const reading = { currency: shop.currency, zone: shop.timezone, now }
  const erased = isErased(customer)
  const open = disputes.filter((dispute) => dispute.step !== 'closed').sort((a, b) => a.openedAt - b.openedAt)
  return (
    <Screen
      title={callName(customer)}
      back={BACK}
      subtitle={
        customer.name !== null && shownName(customer.name) !== callName(customer) ? shownName(customer.name) : undefined
      }
      keep={`customer ${id}`}
      action={mayAct && !erased && <Primary customer={customer} open={open} onNote={() => setNoting(true)} />}
    >
      <div class="stack customer">
        {erased && (
          <Card title={t('customers.one.erasedTitle')}>
            <p class="small">{t('customers.one.erasedText', { day: day(customer.erasedAt ?? now, shop.timezone) })}</p>
            {customer.ordersCount > 0 && (
              <p class="small">
                {t('customers.one.erasedLeft', { n: customer.ordersCount, money: money(customer.net, shop.currency) })}
              </p>
            )}
          </Card>
        )}
        {!erased && (
          <TierHead
            customer={customer}
            move={moves.find((move) => move.status === 'proposed')}
            way={way}
            mayAct={mayAct}
            {...reading}
          />
        )}
        {isSlipping(customer) && !erased && (
          <Card
            tone="warn"
            title={t(customer.figures?.stage === 'lost' ? 'customers.one.lost' : 'customers.one.slipping')}
            href={`/win-back/${id}`}
          >
            {slippingWhy(customer, shop.timezone, now).map((why) => (
              <p key={why.code} class="small">
                {explain(why, locale(), shop, shop.timezone)}
              </p>
            ))}
          </Card>
        )}
        {!erased && (
          <CareCard
            customer={customer}
            orders={held.orders}
            shop={shop}
            now={now}
            onNote={mayAct ? () => setNoting(true) : null}
          />
        )}
        {customer.ordersCount > 0 && !erased && (
          <Numbers customer={customer} orders={held.orders} backBy={coming?.backBy ?? null} shop={shop} now={now} />
        )}
        {coming && customer.figures && !erased && (
          <Coming coming={coming} figures={customer.figures} shop={shop} now={now} />
        )}
        {!erased && <ContactBar customer={customer} onNote={mayAct ? () => setNoting(true) : null} />}
        <OpenMatters disputes={open} offers={offers.filter((offer) => isActive(offer, now))} {...reading} />
        {!erased && <BasicFacts customer={customer} zone={shop.timezone} mayAct={mayAct} />}
        {held.orders && (
          <Timeline dealings={{ customer, orders: held.orders, disputes, offers, moves }} held={held} {...reading} />
        )}
        {!erased && <PrivacyFold customer={customer} />}
      </div>
      {noting && <ContactSheet customer={customer} onClose={() => setNoting(false)} />}
    </Screen>
  )
}

interface PrimaryProps {
  customer: CustomerRow
  open: readonly DisputeRow[]
  onNote: () => void
}

/** What to do next with them: what breaks first comes first. */
function Primary({ customer, open, onNote }: PrimaryProps) {
  const { id } = customer
  const next = open[0] ? (
    <Button kind="primary" wide href={`/disputes/${open[0].id}`}>
      {t('customers.one.handle')}
    </Button>
  ) : isSlipping(customer) ? (
    <Button kind="primary" wide href={`/win-back/${id}`}>
      {t('customers.one.winBack')}
    </Button>
  ) : customer.ordersCount === 0 ? (
    <Button kind="primary" wide onClick={onNote}>
      {t('customers.contact.title')}
    </Button>
  ) : null
  return (
    <>
      <Button kind={next ? 'plain' : 'primary'} wide href={`/disputes/new?customer=${id}`}>
        {t('customers.one.newDispute')}
      </Button>
      {next}
    </>
  )
}
