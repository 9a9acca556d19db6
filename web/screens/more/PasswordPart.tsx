import { Lock } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import { ownLogin } from '../../actions/account.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { ChangePassword } from './ChangePassword.tsx'
import { FromServer } from './FromServer.tsx'

interface Props {
  /** One's passkeys are gone. */
  onPasskeys: () => void
}

/** What one signs in with; only the server knows it. */
export function PasswordPart({ onPasskeys }: Props) {
  const { timezone } = useShop()
  const [changing, setChanging] = useState(false)
  const { value: login, error, load } = useLoaded(ownLogin)
  useEffect(load, [])
  if (!login) return <FromServer error={error} onRetry={load} />
  const { email, passwordAt } = login
  return (
    <div class="stack-s">
      <List inset label={t('more.me.password')}>
        <Row
          lead={<Icon of={Lock} size={22} />}
          title={t('more.me.change')}
          sub={email}
          onClick={() => setChanging(true)}
          chevron
        />
      </List>
      {passwordAt !== null && (
        <p class="small quiet roomy">{t('more.me.changedOn', { day: day(passwordAt, timezone) })}</p>
      )}
      {changing && (
        <ChangePassword
          email={email}
          onClose={() => setChanging(false)}
          onDone={(passkeys) => {
            setChanging(false)
            load()
            if (passkeys) onPasskeys()
          }}
        />
      )}
    </div>
  )
}
