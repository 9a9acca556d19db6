import { useMemo } from 'preact/hooks'
import type { CustomerRow, ShopRow } from '../../../worker/domain/rows.ts'
import { dayNumber } from '../../../worker/domain/time.ts'
import { Empty } from '../../components/Empty.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import { factToLearn } from './fact-to-learn.ts'

interface Props {
  customers: readonly CustomerRow[]
  shop: Pick<ShopRow, 'currency' | 'timezone'>
  now: number
  /** Viewers do not see who lacks what. */
  mayAct: boolean
}

/** Nothing left to do: say so, and name one fact worth learning. */
export function AllDone({ customers, shop, now, mayAct }: Props) {
  const day = dayNumber(now, shop.timezone)
  const wanted = useMemo(() => (mayAct ? factToLearn(customers, day) : null), [customers, day, mayAct])
  return (
    <div class="stack">
      <Empty art="done" title={t('today.empty.title')}>
        {t('today.empty.text')}
      </Empty>
      {wanted && (
        <Section title={t('today.empty.fact')}>
          <List inset>
            <Row
              href={`/customers/${wanted.customer.id}`}
              lead={<TierMark tier={wanted.customer.tier} size={28} />}
              title={t(`today.empty.${wanted.fact}`, { who: callName(wanted.customer) })}
              sub={t('today.empty.factWhy', {
                tier: t(`customers.tier.${wanted.customer.tier ?? 'none'}`),
                money: roughMoney(wanted.customer.net, shop.currency),
              })}
              chevron
            />
          </List>
        </Section>
      )}
    </div>
  )
}
