import { useEffect, useState } from 'preact/hooks'
import type { SignUpMode } from '../../../worker/domain/one-time-links.ts'
import { api } from '../../api.ts'
import { Segmented } from '../../components/Segmented.tsx'
import { t } from '../../i18n/index.ts'
import { signUp } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'
import { Door } from './Door.tsx'
import { SignInForm } from './SignInForm.tsx'
import { SignUpForm } from './SignUpForm.tsx'

/** Coming in: sign in, or open a shop. The address stays, so whoever comes in is where they wanted to be. */
export function AccountScreen() {
  const { userId, ended } = currentStore().view.state.value
  const remembered = userId !== null && ended !== 'removed'
  const [mode, setMode] = useState<'in' | 'up'>('in')
  const [email, setEmail] = useState('')
  const signUpMode = useSignUpMode()
  const title = mode === 'up' ? t('account.title.up') : remembered ? t('account.title.again') : t('account.title.in')
  return (
    <Door title={title} brief={mode === 'up'}>
      <h1 class="sr">{title}</h1>
      {signUpMode === 'open' && (
        <Segmented
          label={t('account.mode.label')}
          hideLabel
          value={mode}
          options={[
            { value: 'in', label: t('account.mode.in') },
            { value: 'up', label: t('account.mode.up') },
          ]}
          onChange={setMode}
        />
      )}
      {signUpMode === undefined && <div class="door-wait" />}
      {mode === 'in' && remembered && <Kept />}
      {mode === 'in' ? (
        <SignInForm email={email} onEmail={setEmail} />
      ) : (
        <SignUpForm email={email} onEmail={setEmail} onSignIn={() => setMode('in')} send={signUp} />
      )}
      {(signUpMode === 'closed' || signUpMode === 'first') && (
        <section class="hint stack-s" aria-label={t('account.closed.title')}>
          <p>
            <strong>{t('account.closed.title')}</strong>
          </p>
          <p>{t(`account.closed.${signUpMode}`)}</p>
        </section>
      )}
    </Door>
  )
}

/** How one may come in here; undefined until the server has said, null when it could not be asked. */
function useSignUpMode(): SignUpMode | null | undefined {
  const [mode, setMode] = useState<SignUpMode | null>()
  useEffect(() => {
    api.request<{ signUp: SignUpMode }>('GET', '/api/session/door').then(
      ({ signUp }) => setMode(signUp),
      () => setMode(null),
    )
  }, [])
  return mode
}

/** This phone holds somebody's data whose session has ended: nothing of it was lost. */
function Kept() {
  const { view } = currentStore()
  const shop = useShop()
  const me = useTable('members').find(({ id }) => id === view.state.value.userId)
  const n = view.outbox.value.filter(({ acked }) => acked === 0).length
  const name = me?.name ?? t('account.other.somebody')
  return (
    <section class="hint stack-s" aria-label={t('account.again.title')}>
      <p>{t('account.again.whose', { name, shop: shop.name || t('account.other.someShop') })}</p>
      <p>{n > 0 ? t('account.again.kept', { n }) : t('account.again.nothingLost')}</p>
    </section>
  )
}
