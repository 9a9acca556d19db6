import { useState } from 'preact/hooks'
import { Field } from '../../components/Field.tsx'

interface Props {
  label: string
  /** Null while empty or not a number. */
  value: number | null
  onChange: (value: number | null) => void
  suffix?: string | undefined
  /** Only whole numbers. */
  whole?: boolean | undefined
  error?: string | null | undefined
}

/** Full-width digits count too; anything that is no number is null. */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null
}

/** A number as it is typed. */
export function NumberField({ label, value, onChange, suffix, whole, error }: Props) {
  const [text, setText] = useState(value === null ? '' : String(value))
  // A value that did not come from typing replaces the text.
  const shown = value !== null && parseNumber(text) !== value ? String(value) : text
  return (
    <Field
      label={label}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={shown}
      onInput={(next) => {
        setText(next)
        onChange(parseNumber(next))
      }}
      suffix={suffix}
      error={error}
    />
  )
}
