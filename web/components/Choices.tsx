import { useId } from 'preact/hooks'
import type { LabelProps } from './Field.tsx'

interface Option<V extends string> {
  value: V
  label: string
  hint?: string | undefined
}

interface Common<V extends string> extends LabelProps {
  options: readonly Option<V>[]
  name?: string | undefined
  /** Options one below the other, for long words. */
  stacked?: boolean | undefined
}

interface One<V extends string> extends Common<V> {
  multiple?: false | undefined
  value: V | null
  onChange: (value: V) => void
}

interface Many<V extends string> extends Common<V> {
  multiple: true
  value: readonly V[]
  onChange: (value: V[]) => void
}

/** Options large enough to tap without aiming: causes, remedies, reasons. Native radio buttons or check boxes inside. */
export function Choices<V extends string>(props: One<V> | Many<V>) {
  const id = useId()
  const chosen = (value: V) => (props.multiple ? props.value.includes(value) : props.value === value)
  const pick = (value: V, on: boolean) => {
    if (!props.multiple) props.onChange(value)
    else props.onChange(on ? [...props.value, value] : props.value.filter((other) => other !== value))
  }
  const help = props.error || props.hint
  return (
    <fieldset class={props.error ? 'field bad' : 'field'} aria-describedby={help ? `${id}-help` : undefined}>
      <legend class="field-label">{props.label}</legend>
      <div class={props.stacked ? 'choices stacked' : 'choices'}>
        {props.options.map((option) => (
          <label key={option.value} class="choice">
            <input
              type={props.multiple ? 'checkbox' : 'radio'}
              name={props.name ?? id}
              value={option.value}
              checked={chosen(option.value)}
              onChange={(event) => pick(option.value, event.currentTarget.checked)}
            />
            <span class="choice-face">
              <span>{option.label}</span>
              {option.hint && <span class="choice-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {help && (
        <p class="field-help" id={`${id}-help`} aria-live={props.error ? 'polite' : undefined}>
          {help}
        </p>
      )}
    </fieldset>
  )
}
