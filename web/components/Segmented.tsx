import { useId } from 'preact/hooks'
import { count as grouped } from '../i18n/format.ts'
import { radioKeys } from './radio-keys.ts'

interface Props<V extends string> {
  label: string
  value: V
  /** Two to five short options. */
  options: readonly { value: V; label: string; count?: number }[]
  onChange: (value: V) => void
  /** The label is read aloud only. */
  hideLabel?: boolean | undefined
}

/** One of a few, side by side. */
export function Segmented<V extends string>({ label, value, options, onChange, hideLabel }: Props<V>) {
  const id = useId()
  const at = options.findIndex((option) => option.value === value)
  const choose = (index: number) => {
    const option = options[index]
    if (option) onChange(option.value)
  }
  return (
    <div class="field">
      <span class={hideLabel ? 'sr' : 'field-label'} id={id}>
        {label}
      </span>
      <div
        class="segments"
        role="radiogroup"
        aria-labelledby={id}
        onKeyDown={(event) => radioKeys(event, at, options.length, choose)}
      >
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a styled radio group with its own keys.
          <button
            key={option.value}
            class="segment"
            type="button"
            role="radio"
            aria-checked={i === at}
            tabIndex={i === Math.max(at, 0) ? 0 : -1}
            onClick={() => onChange(option.value)}
          >
            <span>{option.label}</span>
            {option.count !== undefined && <span class="segment-count">{grouped(option.count)}</span>}
          </button>
        ))}
      </div>
    </div>
  )
}
