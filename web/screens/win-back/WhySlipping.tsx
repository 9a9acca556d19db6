import { explain } from '../../../worker/domain/explain.ts'
import { countsAsPurchase, netOf } from '../../../worker/domain/order.ts'
import type { CustomerRow, OrderRow, ShopRow } from '../../../worker/domain/rows.ts'
import { boughtSince, slippingWhy } from '../../../worker/domain/win-back.ts'
import { RhythmStrip } from '../../components/RhythmStrip.tsx'
import { Section } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { locale, t } from '../../i18n/index.ts'

interface Props {
  customer: CustomerRow
  /** Null while they are being read. */
  orders: readonly OrderRow[] | null
  shop: ShopRow
  now: number
}

/** Why they seem to be leaving, and the rhythm it is read from. */
export function WhySlipping({ customer, orders, shop, now }: Props) {
  const why = slippingWhy(customer, shop.timezone, now)
  const expectedAt = boughtSince(customer) ? null : (customer.figures?.expectedAt ?? null)
  return (
    <Section title={t('winBack.one.why')}>
      <div class="why-slipping">
        <TierMark tier={customer.tier} size={36} />
        <div class="grow">
          {why.length === 0 ? (
            <p>{t('winBack.one.notSlipping')}</p>
          ) : (
            why.map((one) => <p key={one.code}>{explain(one, locale(), shop, shop.timezone)}</p>)
          )}
        </div>
      </div>
      <div class="why-rhythm">
        {orders && (
          <RhythmStrip
            orders={orders
              .filter((order) => countsAsPurchase(order.status))
              .map((order) => ({ at: order.placedAt, net: netOf(order) }))}
            expectedAt={expectedAt}
            now={now}
            zone={shop.timezone}
          />
        )}
      </div>
    </Section>
  )
}
