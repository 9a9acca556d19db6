import { useState } from 'preact/hooks'
import { endOfDay } from '../../../worker/domain/local-day.ts'
import { isPinned } from '../../../worker/domain/pin.ts'
import type { CustomerRow, Tier } from '../../../worker/domain/rows.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { type RefusalWords, useAttempt } from '../../actions/attempt.ts'
import { pinTier } from '../../actions/tiers.ts'
import { Button } from '../../components/Button.tsx'
import { DateField } from '../../components/DateField.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { callName } from '../../store/names.ts'

type Term = '30' | '90' | '365' | 'forever' | 'pick'

/** A pin that is changed keeps its end until another is chosen. */
function termOf(customer: CustomerRow, now: number): Term {
  if (!isPinned(customer, now)) return '90'
  return customer.pinUntil === null ? 'forever' : 'pick'
}

interface Props {
  customer: CustomerRow
  /** Proposed as the tier to hold. */
  tier: Tier
  zone: string
  onClose: () => void
}

/** Holds a tier by hand: which, why, until when. */
export function PinSheet({ customer, tier: proposed, zone, onClose }: Props) {
  const [seen] = useState(customer)
  const [tier, setTier] = useState(proposed)
  const [reason, setReason] = useState(customer.pinReason ?? '')
  const now = currentStore().now()
  const [term, setTerm] = useState<Term>(() => termOf(customer, now))
  const [picked, setPicked] = useState<number | null>(customer.pinUntil)
  const [tried, setTried] = useState(false)
  const { busy, attempt } = useAttempt()
  const until = term === 'forever' ? null : term === 'pick' ? picked : endOfDay(now, zone, Number(term))
  const noReason = reason.trim() === ''
  const noDate = term === 'pick' && (picked === null || picked <= now)
  const words: RefusalWords = {
    not_eligible: { what: t('customers.pin.prospect.what'), todo: t('customers.pin.prospect.todo') },
  }
  const save = async () => {
    setTried(true)
    if (noReason || noDate) return
    const pin = { tier, reason: reason.trim(), until }
    if (await attempt(() => pinTier(seen, pin), { text: t('customers.pin.saved', { tier }) }, words)) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={`${t('customers.pin.title')} · ${callName(customer)}`}
      action={
        <Button kind="primary" wide busy={busy} onClick={save}>
          {t('customers.pin.save')}
        </Button>
      }
    >
      <div class="stack">
        <Segmented<Tier>
          label={t('customers.pin.tier')}
          value={tier}
          options={TIERS.map((value) => ({ value, label: value }))}
          onChange={setTier}
        />
        <Field
          label={t('customers.pin.reason')}
          value={reason}
          onInput={setReason}
          placeholder={t('customers.pin.reasonPlaceholder')}
          maxLength={200}
          error={tried && noReason ? t('common.field.required') : null}
        />
        <div class="stack-s">
          <Segmented<Term>
            label={t('customers.pin.until')}
            value={term}
            options={[
              ...(['30', '90', '365'] as const).map((value) => ({
                value,
                label: t('customers.pin.days', { n: Number(value) }),
              })),
              { value: 'forever', label: t('customers.pin.forever') },
              { value: 'pick', label: t('customers.pin.pick') },
            ]}
            onChange={setTerm}
          />
          {term === 'pick' ? (
            <DateField
              label={t('customers.pin.untilDay')}
              value={picked}
              zone={zone}
              min={now}
              onChange={setPicked}
              error={tried && noDate ? t('common.field.badDate') : null}
            />
          ) : (
            <p class="quiet small">
              {until === null ? t('customers.pin.noEnd') : t('customers.pin.untilThen', { day: day(until, zone) })}
            </p>
          )}
        </div>
        <Hint>{t('customers.pin.hint')}</Hint>
      </div>
    </Sheet>
  )
}
