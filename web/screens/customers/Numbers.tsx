import './coming-texts.ts'
import { countsAsPurchase, netOf } from '../../../worker/domain/order.ts'
import type { CustomerRow, OrderRow, ShopRow } from '../../../worker/domain/rows.ts'
import { RhythmStrip } from '../../components/RhythmStrip.tsx'
import { Section } from '../../components/Screen.tsx'
import { ago, count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'

/** Characters beyond which the numbers are set smaller. */
const LONG = 12

interface Props {
  customer: CustomerRow
  /** Null while they are being read. */
  orders: readonly OrderRow[] | null
  /** When the next order may come, epoch ms; null when it cannot be said. */
  backBy: number | null
  shop: Pick<ShopRow, 'currency' | 'timezone' | 'settings'>
  now: number
}

/** How often, how much, when last; and the rhythm it makes. */
export function Numbers({ customer, orders, backBy, shop, now }: Props) {
  const { currency, timezone: zone } = shop
  const { figures, lastOrderAt } = customer
  const net = money(customer.net, currency)
  const purchases = orders?.filter((order) => countsAsPurchase(order.status))
  const missing = purchases?.length === 0 && customer.ordersCount > 0 && notHere()
  return (
    <Section>
      <dl class={net.length > LONG ? 'numbers long' : 'numbers'}>
        <div>
          <dt>{t('customers.one.orders')}</dt>
          <dd>{count(customer.ordersCount)}</dd>
        </div>
        <div>
          <dt>{t('customers.one.net')}</dt>
          <dd>{net}</dd>
          {figures && (
            <dd class="number-sub">
              {t('customers.one.inWindow', { days: shop.settings.tiers.windowDays })}{' '}
              {money(figures.windowNet, currency)}
            </dd>
          )}
          {figures && figures.windowValue !== figures.windowNet && (
            <dd class="number-sub">{t('coming.profit', { money: money(figures.windowValue, currency) })}</dd>
          )}
        </div>
        <div>
          <dt>{t('customers.one.lastOrder')}</dt>
          <dd>{lastOrderAt === null ? '–' : ago(lastOrderAt, { zone, now })}</dd>
        </div>
      </dl>
      <div class="panel rhythm-panel">
        {missing && <p class="quiet small">{missing}</p>}
        {purchases && !missing && (
          <RhythmStrip
            orders={purchases.map((order) => ({ at: order.placedAt, net: netOf(order) }))}
            expectedAt={backBy}
            now={now}
            zone={zone}
          />
        )}
      </div>
    </Section>
  )
}

/** There are orders, none of them on this phone: older ones, or they are still on their way. */
const notHere = (): string =>
  t(currentStore().view.state.value.complete.orders ? 'customers.one.olderOffline' : 'common.list.loading')
