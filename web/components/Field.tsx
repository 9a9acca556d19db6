import { Search, X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { Icon } from './Icon.tsx'

export interface LabelProps {
  label: string
  hint?: string | undefined
  /** What is wrong with the value; replaces the hint and is read aloud. */
  error?: string | null | undefined
  required?: boolean | undefined
  /** Adds "optional" after the label. */
  optional?: boolean | undefined
}

interface ShellProps extends LabelProps {
  id: string
  children: ComponentChildren
}

/** Attributes that tie a control to its label, hint and error. */
export const described = (id: string, { hint, error, required }: Partial<LabelProps>) => ({
  id,
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby': error || hint ? `${id}-help` : undefined,
  'aria-required': required || undefined,
})

/** Label above, hint or error below. */
export function FieldShell({ id, label, hint, error, optional, children }: ShellProps) {
  return (
    <div class={error ? 'field bad' : 'field'}>
      <label class="field-label" for={id}>
        {label}
        {optional && <span class="field-optional">{t('common.field.optional')}</span>}
      </label>
      {children}
      {(error || hint) && (
        <p class="field-help" id={`${id}-help`} aria-live={error ? 'polite' : undefined}>
          {error || hint}
        </p>
      )}
    </div>
  )
}

export interface TextProps extends LabelProps {
  value: string
  onInput: (value: string) => void
  name?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  maxLength?: number | undefined
  autofocus?: boolean | undefined
  onBlur?: (() => void) | undefined
}

interface FieldProps extends TextProps {
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'number' | undefined
  inputMode?: 'text' | 'decimal' | 'numeric' | 'tel' | 'email' | 'search' | 'url' | undefined
  autocomplete?: string | undefined
  /** Shown inside the box, before and after the value. */
  prefix?: ComponentChildren | undefined
  suffix?: ComponentChildren | undefined
  /** Seen and sent, not to be changed here. */
  readOnly?: boolean | undefined
}

/** One line of text. */
export function Field(props: FieldProps) {
  const id = useId()
  return (
    <FieldShell {...props} id={id}>
      <div class="box">
        {props.prefix && <span class="affix">{props.prefix}</span>}
        <input
          {...described(id, props)}
          type={(props.type ?? 'text') as 'text'}
          inputMode={props.inputMode}
          name={props.name}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          readOnly={props.readOnly}
          maxLength={props.maxLength}
          autocomplete={props.autocomplete ?? 'off'}
          autofocus={props.autofocus}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
        {props.suffix && <span class="affix">{props.suffix}</span>}
      </div>
    </FieldShell>
  )
}

/** Several lines of text; grows with its content where the browser can. */
export function TextArea({ rows = 3, ...props }: TextProps & { rows?: number }) {
  const id = useId()
  return (
    <FieldShell {...props} id={id}>
      <div class="box">
        <textarea
          {...described(id, props)}
          name={props.name}
          rows={rows}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          maxLength={props.maxLength}
          autofocus={props.autofocus}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
      </div>
    </FieldShell>
  )
}

interface SearchProps {
  /** Read aloud; shown as the placeholder unless there is one. */
  label: string
  value: string
  onInput: (value: string) => void
  placeholder?: string | undefined
}

/** The search field at the top of a list. Escape clears it. */
export function SearchField({ label, value, onInput, placeholder }: SearchProps) {
  const input = useRef<HTMLInputElement>(null)
  const clear = () => {
    onInput('')
    input.current?.focus()
  }
  return (
    <search class="search">
      <Icon of={Search} size={18} />
      <input
        ref={input}
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) {
            event.preventDefault()
            clear()
          }
        }}
      />
      {value && (
        <button class="search-clear" type="button" aria-label={t('common.field.clear')} onClick={clear}>
          <Icon of={X} size={16} />
        </button>
      )}
    </search>
  )
}

interface SelectProps<V extends string> extends LabelProps {
  /** Empty string: nothing chosen yet, the placeholder stands there. */
  value: V | ''
  options: readonly { value: V; label: string; disabled?: boolean }[]
  onChange: (value: V) => void
  placeholder?: string | undefined
  name?: string | undefined
  disabled?: boolean | undefined
}

/** One of many, with the phone's own picker. For a handful of options use Segmented or Choices. */
export function Select<V extends string>(props: SelectProps<V>) {
  const id = useId()
  return (
    <FieldShell {...props} id={id}>
      <div class="box select">
        <select
          {...described(id, props)}
          name={props.name}
          value={props.value}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.currentTarget.value as V)}
        >
          {props.value === '' && (
            <option value="" disabled>
              {props.placeholder ?? t('common.field.choose')}
            </option>
          )}
          {props.options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </FieldShell>
  )
}
