import '../account/self-texts.ts'
import { Fingerprint, Plus } from 'lucide'
import { useState } from 'preact/hooks'
import { ownLogin } from '../../actions/account.ts'
import {
  makePasskey,
  newPasskey,
  noPasskeys,
  type Options,
  passkeyProblem,
  signWithPasskey,
} from '../../actions/passkeys.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { PasswordField } from '../account/PasswordField.tsx'
import { focusFirstBad } from '../account/valid.ts'

interface Props {
  /** Whether there is none yet. */
  none: boolean
  onAdded: () => void
}

/** Adds a passkey of this device; whoever did not just come in shows first that it is still them. */
export function AddPasskey({ none, onAdded }: Props) {
  const { busy, error, request } = useRequest()
  const [said, setSaid] = useState<string | null>(null)
  const [asked, setAsked] = useState<{ email: string } | null>(null)
  const why = noPasskeys()
  if (why) return <p class="roomy">{t(`self.passkeys.${why}`)}</p>
  async function make(options: Options) {
    setAsked(null)
    try {
      await makePasskey(options)
      onAdded()
    } catch (failure) {
      const problem = passkeyProblem(failure)
      if (!problem) throw failure
      setSaid(t(`self.passkeys.${problem}`))
    }
  }
  const add = () =>
    request(async () => {
      setSaid(null)
      const options = await newPasskey({}).catch((failure: { code?: string }) => {
        if (failure.code !== 'proof_needed') throw failure
        return null
      })
      if (options) await make(options)
      else setAsked(await ownLogin())
    })
  return (
    <div class="stack-s roomy">
      {none && <p>{t('self.passkeys.none')}</p>}
      <Button wide icon={Plus} busy={busy} onClick={() => void add()}>
        {t('self.passkeys.add')}
      </Button>
      {said && <ErrorNote tone="warn" title={said} />}
      {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      {asked && (
        <Prove
          email={asked.email}
          mayBeByPasskey={!none}
          onProven={(options) => void request(() => make(options))}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

interface ProveProps {
  /** Tells password managers whose password is asked for. */
  email: string
  mayBeByPasskey: boolean
  onProven: (options: Options) => void
  onClose: () => void
}

/** Asks for the password, or a passkey there is already. What comes of it needs a tap of its own: browsers ask for one. */
function Prove({ email, mayBeByPasskey, onProven, onClose }: ProveProps) {
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [failed, setFailed] = useState(false)
  const [proven, setProven] = useState<Options | null>(null)
  const { busy, error, request, clear } = useRequest()
  const missing = password === '' ? t('account.bad.password') : null
  const wrong = error?.code === 'wrong_old_password' ? error.words.what : null

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    setTried(true)
    setFailed(false)
    if (missing) return focusFirstBad(form)
    if (!(await request(async () => setProven(await newPasskey({ password }))))) focusFirstBad(form)
  }
  const byPasskey = () =>
    request(async () => {
      setFailed(false)
      try {
        setProven(await newPasskey({ passkey: await signWithPasskey() }))
      } catch (failure) {
        const problem = passkeyProblem(failure)
        if (!problem) throw failure
        setFailed(problem !== 'cancelled')
      }
    })
  if (proven) {
    return (
      <Sheet
        open
        onClose={onClose}
        title={t('self.passkeys.provenTitle')}
        action={
          <Button kind="primary" icon={Plus} onClick={() => onProven(proven)}>
            {t('self.passkeys.add')}
          </Button>
        }
      >
        <p>{t('self.passkeys.proven')}</p>
      </Sheet>
    )
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
