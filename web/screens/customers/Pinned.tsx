import { useState } from 'preact/hooks'
import { isPinned } from '../../../worker/domain/pin.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { count, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'

const FIRST = 5
const MORE = 50

interface Props {
  /** The one whose pin ends first at the top. */
  customers: readonly CustomerRow[]
  zone: string
  now: number
}

/** Whose tier is held by hand, why, and until when. */
export function Pinned({ customers, zone, now }: Props) {
  const [shown, setShown] = useState(FIRST)
  if (customers.length === 0) return null
  const left = customers.length - shown
  const title = t('reviewing.pinned')
  return (
    <Section title={title} aside={t('reviewing.people', { n: count(customers.length) })}>
      <List inset label={title}>
        {customers.slice(0, shown).map((customer) => (
          <Row
            key={customer.id}
            lead={<TierMark tier={customer.pinTier} size={24} />}
            href={`/customers/${customer.id}`}
            title={callName(customer)}
            sub={`${until(customer, zone, now)} · ${customer.pinReason ?? ''}`}
            chips={!isPinned(customer, now) && <Chip tone="warn">{t('reviewing.ended')}</Chip>}
          />
        ))}
      </List>
      {left > 0 && (
        <Button kind="quiet" wide onClick={() => setShown(shown + MORE)}>
          {t('customers.review.more', { n: count(Math.min(MORE, left)) })}
        </Button>
      )}
    </Section>
  )
}

const until = ({ pinUntil }: CustomerRow, zone: string, now: number): string => {
  if (pinUntil === null) return t('customers.pin.noEnd')
  const at = day(pinUntil, zone)
  return t(pinUntil > now ? 'reviewing.until' : 'reviewing.endedOn', { day: at })
}
