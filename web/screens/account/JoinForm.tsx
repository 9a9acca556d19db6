import { useState } from 'preact/hooks'
import type { OneTimeView, OwnPasskey } from '../../../worker/domain/one-time-links.ts'
import { joinTeam, setPassword as sendPassword } from '../../actions/one-time-links.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Check } from '../../components/Switch.tsx'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { PasswordField } from './PasswordField.tsx'
import { ownZone } from './places.ts'
import { emailProblem, focusFirstBad, newPasswordProblem, refusedPassword } from './valid.ts'

interface Props {
  token: string
  view: OneTimeView
  shop: string
  /** Goes on when the work is done, or says that the link opens nothing any more. */
  orGone: (work: Promise<void>) => Promise<void>
}

/** Name, e-mail and a password of one's own; of somebody the shop knows, what it does not know yet. */
export function JoinForm({ token, view, shop, orGone }: Props) {
  const [name, setName] = useState(view.name ?? '')
  const [email, setEmail] = useState(view.email ?? '')
  const [password, setPassword] = useState('')
  const [keepPasskeys, keep] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, error, request, clear } = useRequest()
  const { kind } = view
  const named = kind !== 'reset'
  const bad = {
    name: named && name.trim() === '' ? t('account.bad.name') : null,
    email: emailProblem(email),
    password: newPasswordProblem(password, [email, name, shop]),
  }
  const weak = refusedPassword(error)
  const taken = error?.code === 'email_taken'

  const send = (): Promise<void> => {
    if (kind === 'invite') return joinTeam({ token, name: name.trim(), email: email.trim(), password })
    return sendPassword({ token, password, keepPasskeys, ...(named ? { name: name.trim() } : {}) })
  }
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    setTried(true)
    if (bad.name || bad.email || bad.password) return focusFirstBad(form)
    if (!(await request(() => orGone(send())))) focusFirstBad(form)
  }
  const typed = (set: (value: string) => void) => (value: string) => {
    clear()
    set(value)
  }

  return (
    <form class="door-form" noValidate onSubmit={submit}>
      {named && (
        <Field
          label={t('account.field.name')}
          name="name"
          autocomplete="name"
          maxLength={60}
          required
          value={name}
          onInput={setName}
          error={tried ? bad.name : null}
        />
      )}
      <Field
        label={t('account.field.email')}
        type="email"
        inputMode="email"
        name="email"
        autocomplete="username"
        maxLength={254}
        required
        readOnly={view.email !== null}
        value={email}
        onInput={typed(setEmail)}
        error={taken ? t('join.taken.what') : tried ? bad.email : null}
      />
      <PasswordField
        label={t('join.password')}
        autocomplete="new-password"
        value={password}
        onInput={typed(setPassword)}
        hint={t('account.field.passwordHint')}
        error={weak ?? (tried ? bad.password : null)}
      />
      {view.passkeys.length > 0 && <Passkeys passkeys={view.passkeys} kept={keepPasskeys} onKeep={keep} />}
      {error && !weak && (
        <ErrorNote
          title={taken ? t('join.taken.what') : error.words.what}
          todo={taken ? t('join.taken.todo') : error.words.todo}
        />
      )}
      <Button kind="primary" wide type="submit" busy={busy}>
        {t(`join.${kind}.submit`)}
      </Button>
    </form>
  )
}

interface PasskeysProps {
  passkeys: readonly OwnPasskey[]
  kept: boolean
  onKeep: (kept: boolean) => void
}

/** By what else the account opens: it goes with the old password, which may have been stolen, unless it is known. */
function Passkeys({ passkeys, kept, onKeep }: PasskeysProps) {
  const zone = ownZone()
  return (
    <section class="hint stack-s">
      <p>{t('join.reset.passkeys', { n: passkeys.length })}</p>
      <ul>
        {passkeys.map(({ name, createdAt }) => (
          <li key={`${name} ${createdAt}`}>{t('join.reset.passkey', { name, day: day(createdAt, zone) })}</li>
        ))}
      </ul>
      <Check label={t('join.reset.keep')} hint={t('join.reset.keepHint')} checked={kept} onChange={onKeep} />
    </section>
  )
}
