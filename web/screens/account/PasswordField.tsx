import { Eye, EyeOff } from 'lucide'
import { useState } from 'preact/hooks'
import { Field } from '../../components/Field.tsx'
import { Icon } from '../../components/Icon.tsx'
import { t } from '../../i18n/index.ts'

interface Props {
  value: string
  onInput: (value: string) => void
  label?: string | undefined
  /** `new-password` where one is chosen. */
  autocomplete: 'current-password' | 'new-password'
  hint?: string | undefined
  error?: string | null | undefined
}

/** A password that can be shown while it is typed. */
export function PasswordField({ label: said, value, onInput, autocomplete, hint, error }: Props) {
  const [shown, setShown] = useState(false)
  const label = t(shown ? 'account.field.hidePassword' : 'account.field.showPassword')
  return (
    <Field
      label={said ?? t('account.field.password')}
      type={shown ? 'text' : 'password'}
      name={autocomplete}
      autocomplete={autocomplete}
      maxLength={200}
      required
      value={value}
      onInput={onInput}
      hint={hint}
      error={error}
      suffix={
        <button class="door-peek" type="button" aria-label={label} title={label} onClick={() => setShown(!shown)}>
          <Icon of={shown ? EyeOff : Eye} />
        </button>
      }
    />
  )
}
