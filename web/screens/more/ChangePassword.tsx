import { useState } from 'preact/hooks'
import { changePassword } from '../../actions/account.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { Check } from '../../components/Switch.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { PasswordField } from '../account/PasswordField.tsx'
import { focusFirstBad, newPasswordProblem, refusedPassword } from '../account/valid.ts'
import { PasskeysToo } from './PasskeysToo.tsx'

interface Props {
  /** Tells password managers whose password this is. */
  email: string
  onClose: () => void
  /** @param passkeys whether one's passkeys went as well */
  onDone: (passkeys: boolean) => void
}

/** A new password for oneself; asks the old one. */
export function ChangePassword({ email, onClose, onDone }: Props) {
  const me = useMe()
  const shop = useShop()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const [everywhere, setEverywhere] = useState(false)
  const [passkeys, setPasskeys] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, error, request, clear } = useRequest()
  const bad = {
    old: old === '' ? t('account.bad.password') : null,
    password: newPasswordProblem(password, [email, me.name, shop.name]),
  }
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    setTried(true)
    if (bad.old || bad.password) return focusFirstBad(form)
    if (!(await request(() => changePassword({ old, password, everywhere, passkeys })))) return focusFirstBad(form)
    toast({ text: t('more.me.changed') })
    onDone(passkeys)
  }
  const typed = (set: (value: string) => void) => (value: string) => {
    clear()
    set(value)
  }
  const wrongOld = error?.code === 'wrong_old_password' ? error.words.what : null
  const weak = refusedPassword(error)
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.me.change')}
      action={
        <Button kind="primary" type="submit" form="change-password" busy={busy}>
          {t('more.me.save')}
        </Button>
      }
    >
      <form id="change-password" class="stack" noValidate onSubmit={submit}>
        <input hidden type="email" name="email" autocomplete="username" value={email} readOnly />
        <PasswordField
          label={t('more.me.old')}
          autocomplete="current-password"
          value={old}
          onInput={typed(setOld)}
          error={wrongOld ?? (tried ? bad.old : null)}
        />
        <PasswordField
          label={t('more.me.new')}
          autocomplete="new-password"
          value={password}
          onInput={typed(setPassword)}
          hint={t('account.field.passwordHint')}
          error={weak ?? (tried ? bad.password : null)}
        />
        <p class="small quiet">{t('more.me.elsewhere')}</p>
        <PasskeysToo checked={passkeys} onChange={setPasskeys} />
        <Check label={t('more.me.here')} hint={t('more.me.hereHint')} checked={everywhere} onChange={setEverywhere} />
        <p class="small quiet">{t(me.role === 'owner' ? 'more.me.forgotOwner' : 'more.me.forgot')}</p>
        {error && !wrongOld && !weak && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </form>
    </Sheet>
  )
}
