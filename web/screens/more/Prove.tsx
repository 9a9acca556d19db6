import '../account/self-texts.ts'
import { Fingerprint } from 'lucide'
import { useState } from 'preact/hooks'
import { prove } from '../../actions/account.ts'
import { passkeyProblem, signWithPasskey } from '../../actions/passkeys.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { PasswordField } from '../account/PasswordField.tsx'
import { focusFirstBad } from '../account/valid.ts'

interface Props {
  /** Tells password managers whose password is asked for. */
  email: string
  mayBeByPasskey: boolean
  onProven: () => void
  onClose: () => void
}

/** Asks for the password, or a passkey there is: what comes next opens a door for good. */
export function Prove({ email, mayBeByPasskey, onProven, onClose }: Props) {
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [failed, setFailed] = useState(false)
  const { busy, error, request, clear } = useRequest()
  const missing = password === '' ? t('account.bad.password') : null
  const wrong = error?.code === 'wrong_old_password' ? error.words.what : null

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    setTried(true)
    setFailed(false)
    if (missing) return focusFirstBad(form)
    if (await request(() => prove({ password }))) onProven()
    else focusFirstBad(form)
  }
  async function byPasskey() {
    let cancelled = false
    const done = await request(async () => {
      setFailed(false)
      try {
        await prove({ passkey: await signWithPasskey() })
      } catch (failure) {
        const problem = passkeyProblem(failure)
        if (!problem) throw failure
        cancelled = true
        setFailed(problem !== 'cancelled')
      }
    })
    if (done && !cancelled) onProven()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('self.passkeys.proveTitle')}
      action={
        <Button kind="primary" type="submit" form="prove" busy={busy}>
          {t('self.passkeys.prove')}
        </Button>
      }
    >
      <form id="prove" class="stack" noValidate onSubmit={submit}>
        <p>{t('self.passkeys.proveText')}</p>
        <input hidden type="email" name="email" autocomplete="username" value={email} readOnly />
        <PasswordField
          label={t('more.me.old')}
          autocomplete="current-password"
          value={password}
          onInput={(value) => {
            clear()
            setPassword(value)
          }}
          error={wrong ?? (tried ? missing : null)}
        />
        {mayBeByPasskey && (
          <Button wide icon={Fingerprint} busy={busy} onClick={() => void byPasskey()}>
            {t('self.passkeys.proveByOne')}
          </Button>
        )}
        {failed && <ErrorNote title={t('account.passkey.failed')} />}
        {error && !wrong && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </form>
    </Sheet>
  )
}
