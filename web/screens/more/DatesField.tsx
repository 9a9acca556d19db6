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

/** What the picker shows. */
interface Pick {
  /** Epoch ms. */
  at: number
  date: string
  /** It was not in the list before. */
  isNew: boolean
}

/** A list of calendar days to add to and take from. They belong to no zone, so the picker works in UTC. */
export function DatesField({ label, value, error, onChange }: Props) {
  const [pick, setPick] = useState<Pick | null>(null)
  // Counts at once: who saves without another tap has not lost it.
  const choose = (at: number | null) => {
    const others = pick?.isNew ? value.filter((date) => date !== pick.date) : value
    const date = at === null ? null : localDay(at, 'UTC')
    const isNew = date !== null && !others.includes(date)
    setPick(at === null || date === null ? null : { at, date, isNew })
    onChange(isNew ? [...others, date].sort() : others)
  }
  const remove = (date: string) => {
    if (pick?.date === date) setPick(null)
    onChange(value.filter((other) => other !== date))
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
                  onClick={() => remove(date)}
                />
              </li>
            ))}
          </ul>
        )}
        <div class="dates-new">
          <DateField
            label={t('more.settings.businessHours.addHoliday')}
            value={pick?.at ?? null}
            zone="UTC"
            onChange={choose}
          />
          <Button kind="plain" icon={Plus} disabled={pick === null} onClick={() => setPick(null)}>
            {t('more.settings.businessHours.anotherHoliday')}
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
