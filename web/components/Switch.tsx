import { useId } from 'preact/hooks'

interface Props {
  label: string
  hint?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean | undefined
}

/** On or off, in force at once. The whole line is the target. */
export function Switch({ label, hint, checked, onChange, disabled }: Props) {
  const id = useId()
  return (
    <button
      class="switch"
      type="button"
      role="switch"
      aria-checked={checked}
      aria-labelledby={hint ? `${id}-label ${id}-hint` : `${id}-label`}
      disabled={disabled}
      onClick={() => onChange(!checked)}
    >
      <span class="grow">
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span class="switch-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
      <span class="switch-track" aria-hidden="true" />
    </button>
  )
}

/** A check box with its words: part of a form or a selection, in force when that is sent. */
export function Check({ label, hint, checked, onChange, disabled }: Props) {
  const id = useId()
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="grow">
        <span>{label}</span>
        {hint && (
          <span class="switch-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
