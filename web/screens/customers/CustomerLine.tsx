import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { Chip } from '../../components/Chip.tsx'
import { Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { ago, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import { worthOf } from './list-state.ts'
import { type Reason, reasonOf } from './reason.ts'

const TONE = { dispute: 'danger', unhappy: 'warn', declining: 'warn', lost: 'plain' } as const satisfies Record<
  Reason,
  string
>

interface Props {
  customer: CustomerRow
  currency: string
  zone: string
  now: number
  selected: boolean
}

/** A customer in the list. */
export function CustomerLine({ customer, currency, zone, now, selected }: Props) {
  const reason = reasonOf(customer)
  const bought = customer.ordersCount > 0
  return (
    <Row
      href={`/customers/${customer.id}`}
      selected={selected}
      lead={<TierMark tier={customer.tier} size={28} />}
      title={callName(customer)}
      meta={bought ? money(worthOf(customer), currency) : null}
      sub={customer.lastOrderAt === null ? t('customers.list.never') : ago(customer.lastOrderAt, { zone, now })}
      chips={reason && <Chip tone={TONE[reason]}>{t(`customers.list.reason.${reason}`)}</Chip>}
    />
  )
}
