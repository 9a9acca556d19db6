import { useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { Select } from '../../components/Field.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { Switch } from '../../components/Switch.tsx'
import { t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import { NumberField } from './NumberField.tsx'
import type { Spec, TierKind } from './settings-fields.ts'

interface Props {
  spec: Spec & TierKind
  /** What one tier has; a number may be null while it is being typed. */
  value: unknown
  currency: string
  /** What a cadence begins with when it is turned on. */
  usual: number
  error: string | null
  onChange: (value: unknown) => void
}

/** What one tier gets of one kind. */
export function TierField({ spec, value, currency, usual, error, onChange }: Props) {
  const label = t(`more.settings.${spec.path}`)
  switch (spec.kind) {
    case 'per-tier':
      return spec.unit === 'money' ? (
        <MoneyField
          label={label}
          hint={t('more.gets.budgetHint')}
          value={value as number | null}
          currency={currency}
          error={error}
          onChange={onChange}
        />
      ) : (
        <NumberField
          label={label}
          value={value as number | null}
          suffix={t(`more.settings.unit.${spec.unit}`)}
          whole={spec.unit === 'percent'}
          error={error}
          onChange={onChange}
        />
      )
    case 'cadence':
      return <Cadence label={label} value={value as number | null} usual={usual} error={error} onChange={onChange} />
    case 'member':
      return <Handler label={label} value={value as string | null} error={error} onChange={onChange} />
  }
}

type One<V> = { label: string; value: V; error: string | null; onChange: (value: V) => void }

/** Every so many days, or not at all. An emptied number is no "not at all": it is still being typed. */
function Cadence({ label, value, usual, error, onChange }: One<number | null> & { usual: number }) {
  const [last, setLast] = useState(value ?? usual)
  return (
    <div class="stack-s">
      <Switch
        label={t('more.gets.care')}
        hint={t('more.gets.careHint')}
        checked={value !== null}
        onChange={(on) => onChange(on ? last : null)}
      />
      {value !== null && (
        <NumberField
          label={label}
          value={Number.isNaN(value) ? null : value}
          suffix={t('more.settings.unit.days')}
          whole
          error={error}
          onChange={(days) => {
            if (days !== null) setLast(days)
            onChange(days ?? Number.NaN)
          }}
        />
      )}
    </div>
  )
}

const ANYONE = 'anyone'

/** Who could do it: members that may write. */
function Handler({ label, value, error, onChange }: One<string | null>) {
  const members = useTable('members')
    .filter(({ role }) => roleAllows(role, 'agent'))
    .sort((a, b) => a.name.localeCompare(b.name))
  const known = members.some(({ id }) => id === value)
  return (
    <Select
      label={label}
      hint={t('more.gets.handlerHint')}
      error={error}
      value={known ? (value as string) : ANYONE}
      options={[
        { value: ANYONE, label: t('more.gets.anyone') },
        ...members.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => onChange(id === ANYONE ? null : id)}
    />
  )
}
