import './join-texts.ts'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { OneTimeView } from '../../../worker/domain/one-time-links.ts'
import { lookAt, openFirstShop } from '../../actions/one-time-links.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { type SignUpForm as Form, gate } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'
import { Door } from './Door.tsx'
import { JoinForm } from './JoinForm.tsx'
import { ownZone } from './places.ts'
import { SignUpForm } from './SignUpForm.tsx'

/**
 * What a link that opens once leads to: a first shop, a team, a new password. The token stays behind the `#` until it is
 * used, so that the page can be loaded again, or opened in another browser.
 */
export function JoinScreen() {
  const { route } = useLocation()
  const [token] = useState(() => location.hash.slice(1))
  const [view, setView] = useState<OneTimeView | 'gone' | null>(null)
  const { error, request } = useRequest()
  const look = () => void request(async () => setView(await lookAt(token)))
  useEffect(look, [])
  useEffect(() => {
    if (error?.code === 'link_gone') setView('gone')
  }, [error?.code])
  const done = () => route('/today', true)
  if (view === 'gone') return <Gone onLeave={done} />
  if (view) return <Opened token={token} view={view} onGone={() => setView('gone')} onDone={done} />
  return (
    <Door title={t('join.title')}>
      <h1 class="sr">{t('join.title')}</h1>
      {error ? (
        <ErrorNote
          title={error.words.what}
          todo={error.words.todo}
          action={
            <Button small onClick={look}>
              {t('common.do.retry')}
            </Button>
          }
        />
      ) : (
        <Spinner label={t('join.looking')} />
      )}
    </Door>
  )
}

function Gone({ onLeave }: { onLeave: () => void }) {
  return (
    <Door title={t('join.gone.title')}>
      <h1>{t('join.gone.title')}</h1>
      <div class="stack-s">
        <p>{t('join.gone.text')}</p>
        <p>{t('join.gone.used')}</p>
      </div>
      <Button kind="primary" wide onClick={onLeave}>
        {t(gate.value === 'in' ? 'join.gone.open' : 'join.gone.signIn')}
      </Button>
    </Door>
  )
}

interface OpenedProps {
  token: string
  view: OneTimeView
  onGone: () => void
  onDone: () => void
}

const titleOf = ({ kind, shop }: OneTimeView): string => {
  if (shop === null) return t('join.first.title')
  return kind === 'reset' ? t('join.reset.title') : t(`join.${kind}.title`, { shop })
}

function textOf({ kind, shop, by, role }: OneTimeView): string {
  if (shop === null) return t('join.first.text')
  if (kind === 'reset') return t('join.reset.text', { shop })
  if (kind === 'owner') return t('join.owner.text')
  return t('join.invite.by', { by: by ?? shop, role: t(`account.role.${role ?? 'viewer'}`) })
}

function Opened({ token, view, onGone, onDone }: OpenedProps) {
  const [email, setEmail] = useState('')
  const title = titleOf(view)
  // A link that opened a moment ago and does not now was used, or has run out.
  const orGone = (work: Promise<void>) =>
    work.then(onDone, (error: { code?: string }) => {
      if (error.code !== 'link_gone') throw error
      onGone()
    })
  return (
    <Door title={title} brief>
      <h1>{title}</h1>
      <div class="stack-s">
        <p>{textOf(view)}</p>
        <p class="small quiet">
          {t('join.until', { until: dateTime(view.expiresAt, ownZone(), currentStore().now()) })}
        </p>
      </div>
      <Here />
      {view.shop === null ? (
        <SignUpForm email={email} onEmail={setEmail} send={(form: Form) => orGone(openFirstShop(token, form))} />
      ) : (
        <JoinForm token={token} view={view} shop={view.shop} orGone={orGone} />
      )}
    </Door>
  )
}

/** Somebody is signed in here already. */
function Here() {
  const { view } = currentStore()
  const shop = useShop()
  const me = useTable('members').find(({ id }) => id === view.state.value.userId)
  if (!me || gate.value !== 'in') return null
  return (
    <section class="hint">
      <p>{t('join.here', { name: me.name, shop: shop.name })}</p>
    </section>
  )
}
