import { useId, useState } from 'preact/hooks'
import { parseMoneyCell, toDecimalString } from '../../worker/domain/money.ts'
import { money } from '../i18n/format.ts'
import { locale, t } from '../i18n/index.ts'
import { described, FieldShell, type LabelProps } from './Field.tsx'

interface Props extends LabelProps {
  /** Minor units; null while empty or not an amount. */
  value: number | null
  /** ISO 4217. */
  currency: string
  onChange: (minor: number | null) => void
  /** Largest amount allowed, minor units. */
  max?: number | undefined
  name?: string | undefined
  disabled?: boolean | undefined
}

const symbolOf = (currency: string): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency

/** As short as people write it: 12 and not 12.00. */
const written = (minor: number, currency: string): string => toDecimalString(minor, currency).replace(/\.0+$/, '')

/** An amount of money, never negative: typed as people write it, given as minor units. */
export function MoneyField({ value, currency, onChange, max, ...props }: Props) {
  const id = useId()
  const [text, setText] = useState(value === null ? '' : written(value, currency))
  const [left, setLeft] = useState(false)
  const typed = parseMoneyCell(text, currency)
  const bad = text.trim() !== '' && (typed === null || typed < 0)
  const over = !bad && typed !== null && max !== undefined && typed > max
  // A value that did not come from typing (a suggestion, a reset) replaces the text.
  const shown = !bad && typed !== value ? (value === null ? '' : written(value, currency)) : text
  const problem = over
    ? t('common.field.moneyOver', { max: money(max ?? 0, currency) })
    : bad && left
      ? t('common.field.badMoney')
      : null
  const error = props.error ?? problem
  return (
    <FieldShell {...props} error={error} id={id}>
      <div class="box">
        <span class="affix">{symbolOf(currency)}</span>
        <input
          {...described(id, { ...props, error })}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          name={props.name}
          disabled={props.disabled}
          value={shown}
          onInput={(event) => {
            const next = event.currentTarget.value
            setText(next)
            const minor = parseMoneyCell(next, currency)
            onChange(minor !== null && minor >= 0 ? minor : null)
          }}
          onFocus={() => setLeft(false)}
          onBlur={() => setLeft(true)}
        />
      </div>
    </FieldShell>
  )
}
