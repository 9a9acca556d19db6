import { useMemo, useState } from 'preact/hooks'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { ago, count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'

interface Props {
  title: string
  customers: readonly CustomerRow[]
  onClose: () => void
}

const AT_A_TIME = 50
const worthOf = ({ figures }: CustomerRow): number => figures?.windowValue ?? 0

/** The customers of one cell, worth first. */
export function CellSheet({ title, customers, onClose }: Props) {
  const { currency, timezone } = useShop()
  const now = useNow()
  const [shown, setShown] = useState(AT_A_TIME)
  const sorted = useMemo(
    () => customers.toSorted((a, b) => worthOf(b) - worthOf(a) || (a.id < b.id ? -1 : 1)),
    [customers],
  )
  return (
    <Sheet open onClose={onClose} title={`${title} · ${t('overview.people', { n: count(customers.length) })}`}>
      <List label={title}>
        {sorted.slice(0, shown).map((customer) => (
          <Row
            key={customer.id}
            href={`/customers/${customer.id}`}
            lead={<TierMark tier={customer.tier} size={28} />}
            title={callName(customer)}
            meta={money(worthOf(customer), currency)}
            sub={
              customer.lastOrderAt === null
                ? t('customers.list.never')
                : ago(customer.lastOrderAt, { zone: timezone, now })
            }
          />
        ))}
      </List>
      {sorted.length > shown && (
        <Button kind="quiet" wide onClick={() => setShown(shown + AT_A_TIME)}>
          {t('overview.migration.more', { n: count(Math.min(AT_A_TIME, sorted.length - shown)) })}
        </Button>
      )}
    </Sheet>
  )
}
