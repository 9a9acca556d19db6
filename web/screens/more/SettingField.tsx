import type { Tier } from '../../../worker/domain/rows.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { Chip } from '../../components/Chip.tsx'
import { Choices } from '../../components/Choices.tsx'
import { Select } from '../../components/Field.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { Switch } from '../../components/Switch.tsx'
import { t } from '../../i18n/index.ts'
import { DatesField } from './DatesField.tsx'
import { NumberField } from './NumberField.tsx'
import { minuteText, type Spec, toPercent, type Unit, weekday } from './settings-fields.ts'

interface Props {
  spec: Spec
  /** Parts of it may be null while they are being typed. */
  value: unknown
  currency: string
  error: string | null
  onChange: (value: unknown) => void
}

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const HALF_HOURS = Array.from({ length: 49 }, (_, i) => i * 30)

const suffix = (unit: Unit): string => t(`more.settings.unit.${unit}`)

/** One setting in a form. */
export function SettingField({ spec, value, currency, error, onChange }: Props) {
  const label = t(`more.settings.${spec.path}`)
  switch (spec.kind) {
    case 'number':
      return (
        <NumberField
          label={label}
          value={value as number | null}
          suffix={suffix(spec.unit)}
          whole={spec.unit !== 'factor'}
          onChange={onChange}
          error={error}
        />
      )
    case 'share':
      return (
        <NumberField
          label={label}
          value={value === null ? null : toPercent(value as number)}
          suffix="%"
          onChange={(percent) => onChange(percent === null ? null : percent / 100)}
          error={error}
        />
      )
    case 'money':
      return (
        <MoneyField
          label={label}
          value={value as number | null}
          currency={currency}
          onChange={onChange}
          error={error ?? undefined}
        />
      )
    case 'switch':
      return (
        <Switch
          label={label}
          hint={t('more.settings.tiers.autoApplyHint')}
          checked={value === true}
          onChange={onChange}
        />
      )
    case 'mode':
      return (
        <Choices
          label={label}
          stacked
          value={value as (typeof spec.options)[number]}
          options={spec.options.map((mode) => ({
            value: mode,
            label: t(`more.settings.rfm.${mode}`),
            hint: t(`more.settings.rfm.${mode}Hint`),
          }))}
          onChange={onChange}
        />
      )
    case 'measure':
      return (
        <Choices
          label={label}
          stacked
          value={value as (typeof spec.options)[number]}
          options={spec.options.map((measure) => ({
            value: measure,
            label: t(`more.settings.tiers.${measure}`),
            hint: t(`more.settings.tiers.${measure}Hint`),
          }))}
          onChange={onChange}
        />
      )
    // Edited one tier at a time: TierField.
    case 'cadence':
    case 'member':
      return null
    case 'per-tier': {
      const { unit } = spec
      const tiers = value as Record<Tier, number | null>
      return (
        <Together label={label} error={error} columns={3}>
          {TIERS.map((tier) => {
            const shared = {
              label: t(`customers.tierShort.${tier}`),
              value: tiers[tier],
              onChange: (n: number | null) => onChange({ ...tiers, [tier]: n }),
            }
            return unit === 'money' ? (
              <MoneyField key={tier} currency={currency} {...shared} />
            ) : (
              <NumberField key={tier} suffix={suffix(unit)} whole={unit === 'percent'} {...shared} />
            )
          })}
        </Together>
      )
    }
    case 'bounds': {
      const bounds = value as (number | null)[]
      const put = (at: number, n: number | null) => onChange(bounds.map((old, i) => (i === at ? n : old)))
      return (
        <Together label={label} error={error} columns={2}>
          {bounds.map((n, i) =>
            spec.unit === 'money' ? (
              <MoneyField
                key={i}
                label={t('more.settings.bound', { n: i + 1 })}
                value={n}
                currency={currency}
                onChange={(minor) => put(i, minor)}
              />
            ) : (
              <NumberField
                key={i}
                label={t('more.settings.bound', { n: i + 1 })}
                value={n}
                suffix={suffix(spec.unit)}
                whole
                onChange={(number) => put(i, number)}
              />
            ),
          )}
        </Together>
      )
    }
    case 'weekdays': {
      const days = value as number[]
      const turn = (day: number) =>
        onChange(days.includes(day) ? days.filter((other) => other !== day) : [...days, day].sort((a, b) => a - b))
      return (
        <Together label={label} error={error} columns={0}>
          {WEEK.map((day) => (
            <Chip key={day} pressed={days.includes(day)} onClick={() => turn(day)}>
              {weekday(day)}
            </Chip>
          ))}
        </Together>
      )
    }
    case 'dates':
      return <DatesField label={label} value={value as string[]} error={error} onChange={onChange} />
    case 'time': {
      const minute = value as number
      const times = HALF_HOURS.includes(minute) ? HALF_HOURS : [...HALF_HOURS, minute].sort((a, b) => a - b)
      return (
        <Select
          label={label}
          value={String(minute)}
          options={times.map((each) => ({ value: String(each), label: minuteText(each) }))}
          onChange={(text) => onChange(Number(text))}
          error={error}
        />
      )
    }
  }
}

interface TogetherProps {
  label: string
  error: string | null
  /** 0: as many as fit. */
  columns: 0 | 2 | 3
  children: preact.ComponentChildren
}

/** Several controls that are one setting. */
function Together({ label, error, columns, children }: TogetherProps) {
  return (
    <fieldset class={error ? 'field bad' : 'field'}>
      <legend class="field-label">{label}</legend>
      <div class={`together columns-${columns}`}>{children}</div>
      {error && (
        <p class="field-help" aria-live="polite">
          {error}
        </p>
      )}
    </fieldset>
  )
}
