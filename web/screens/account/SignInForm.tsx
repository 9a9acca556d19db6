import { useState } from 'preact/hooks'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { t } from '../../i18n/index.ts'
import { signIn } from '../../session.ts'
import { PasskeyButton } from './PasskeyButton.tsx'
import { PasswordField } from './PasswordField.tsx'
import { emailProblem, focusFirstBad } from './valid.ts'

interface Props {
  email: string
  onEmail: (email: string) => void
}

export function SignInForm({ email, onEmail }: Props) {
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, error, request } = useRequest()
  const bad = { email: emailProblem(email), password: password === '' ? t('account.bad.password') : null }

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (bad.email || bad.password) return focusFirstBad(event.currentTarget as HTMLFormElement)
    await request(() => signIn(email.trim(), password))
  }

  return (
    <form class="door-form" noValidate onSubmit={submit}>
      <Field
        label={t('account.field.email')}
        type="email"
        inputMode="email"
        name="email"
        autocomplete="username"
        required
        value={email}
        onInput={onEmail}
        error={tried ? bad.email : null}
      />
      <PasswordField
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        error={tried ? bad.password : null}
      />
      {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      <Button kind="primary" wide type="submit" busy={busy}>
        {t('account.submit.in')}
      </Button>
      <PasskeyButton />
    </form>
  )
}
