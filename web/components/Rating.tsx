import { useId } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { radioKeys } from './radio-keys.ts'

interface Props {
  label: string
  /** 1–5, null before a choice. */
  value: number | null
  onChange: (value: number) => void
  /** What 1 and 5 mean. */
  low?: string | undefined
  high?: string | undefined
}

const STEPS = [1, 2, 3, 4, 5] as const

/** One to five. Arrow keys choose; the numbers up to the choice are filled. */
export function Rating({ label, value, onChange, low, high }: Props) {
  const id = useId()
  return (
    <div class="field">
      <span class="field-label" id={id}>
        {label}
      </span>
      <div
        class="rating"
        role="radiogroup"
        aria-labelledby={id}
        onKeyDown={(event) => radioKeys(event, (value ?? 0) - 1, STEPS.length, (i) => onChange(i + 1))}
      >
        {STEPS.map((n) => (
          // biome-ignore lint/a11y/useSemanticElements: a styled radio group with its own keys.
          <button
            key={n}
            class={value !== null && n <= value ? 'rate on' : 'rate'}
            type="button"
            role="radio"
            aria-checked={n === value}
            aria-label={t('common.field.ratingOf', { n })}
            tabIndex={n === (value ?? 1) ? 0 : -1}
            onClick={() => onChange(n)}
          >
            {n}
          </button>
        ))}
      </div>
      {(low || high) && (
        <div class="rating-ends" aria-hidden="true">
          <span>{low}</span>
          <span>{high}</span>
        </div>
      )}
    </div>
  )
}
