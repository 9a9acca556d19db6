import { Plus, X } from 'lucide'
import { useState } from 'preact/hooks'
import { localDay } from '../../../worker/domain/time.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { DateField } from '../../components/DateField.tsx'
import { t } from '../../i18n/index.ts'
import { dateText } from './settings-fields.ts'

interface Props {
  label: string
  /** `YYYY-MM-DD` of the shop's calendar. */
  value: string[]
  error: string | null
  onChange: (value: string[]) => void
}

/** A list of calendar days to add to and take from. They belong to no zone, so the picker works in UTC. */
export function DatesField({ label, value, error, onChange }: Props) {
  const [picked, setPicked] = useState<number | null>(null)
  const add = () => {
    if (picked === null) return
    const date = localDay(picked, 'UTC')
    if (!value.includes(date)) onChange([...value, date].sort())
    setPicked(null)
  }
  return (
    <fieldset class={error ? 'field bad' : 'field'}>
      <legend class="field-label">{label}</legend>
      <p class="small quiet">{t('more.settings.businessHours.holidaysHint')}</p>
      <div class="stack-s">
        {value.length > 0 && (
          <ul class="dates">
            {value.map((date) => (
              <li key={date}>
                <span>{dateText(date)}</span>
                <IconButton
                  icon={X}
                  label={t('more.settings.businessHours.removeHoliday', { day: dateText(date) })}
                  onClick={() => onChange(value.filter((other) => other !== date))}
                />
              </li>
            ))}
          </ul>
        )}
        <div class="dates-new">
          <DateField
            label={t('more.settings.businessHours.addHoliday')}
            value={picked}
            zone="UTC"
            onChange={setPicked}
          />
          <Button kind="plain" icon={Plus} disabled={picked === null} onClick={add}>
            {t('common.do.add')}
          </Button>
        </div>
        {error && (
          <p class="field-help" aria-live="polite">
            {error}
          </p>
        )}
      </div>
    </fieldset>
  )
}
