import './self-texts.ts'
import { useEffect, useState } from 'preact/hooks'
import { forgetNow, leftBehind } from '../../actions/farewell.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { dismissToast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { forgetRemoved, gate } from '../../session.ts'
import { Door } from './Door.tsx'
import { SaveUnsent } from './SaveUnsent.tsx'

/** The person does not work in the shop any more: the phone forgets it, after offering what only it has. */
export function Removed() {
  const { busy, error, request } = useRequest()
  const [forgot, setForgot] = useState(false)
  const forget = () => void request(forgetNow).then(setForgot)
  useEffect(forget, [])
  // What was said in the shop, and could be taken back there, is over.
  useEffect(dismissToast, [])
  const n = leftBehind()
  return (
    <Door title={t('self.removed.title')}>
      <h1>{t('self.removed.title')}</h1>
      <p>{t('self.removed.what')}</p>
      {!forgot && !error && <Spinner label={t('common.list.loading')} />}
      {error && (
        <ErrorNote
          title={error.words.what}
          todo={error.words.todo}
          action={
            <Button small busy={busy} onClick={forget}>
              {t('common.do.retry')}
            </Button>
          }
        />
      )}
      {n > 0 ? <Unsent n={n} /> : forgot && <Done />}
    </Door>
  )
}

function Unsent({ n }: { n: number }) {
  const [saved, setSaved] = useState(false)
  const [asked, setAsked] = useState(false)
  const { busy, error, request } = useRequest()
  const drop = () => void request(forgetRemoved)
  return (
    <>
      <div class="stack-s">
        <p>
          <strong>{t('self.removed.unsent', { n })}</strong>
        </p>
        <p>{t('self.removed.unsentHint')}</p>
      </div>
      <div class="stack-s">
        <SaveUnsent primary={!saved} onSaved={() => setSaved(true)} />
        <Button wide kind={saved ? 'primary' : 'danger'} busy={busy} onClick={saved ? drop : () => setAsked(true)}>
          {saved ? t('self.removed.dropSaved') : t('self.removed.drop', { n })}
        </Button>
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
      <div class="stack-s">
        <p>
          {t('self.removed.back')} <span class="quiet">{t('self.removed.backHint')}</span>
        </p>
        <ToSignIn />
      </div>
      <Sheet
        open={asked}
        onClose={() => setAsked(false)}
        title={t('self.removed.sureTitle', { n })}
        action={
          <>
            <Button onClick={() => setAsked(false)}>{t('common.do.cancel')}</Button>
            <Button kind="danger" busy={busy} onClick={drop}>
              {t('self.removed.drop', { n })}
            </Button>
          </>
        }
      >
        <p>{t('self.removed.sure')}</p>
      </Sheet>
    </>
  )
}

function Done() {
  return (
    <>
      <div class="stack-s" role="status">
        <p>{t('self.removed.done')}</p>
        <p class="quiet">{t('self.removed.doneHint')}</p>
      </div>
      <ToSignIn />
    </>
  )
}

const ToSignIn = () => (
  <Button
    wide
    onClick={() => {
      gate.value = 'out'
    }}
  >
    {t('self.removed.signIn')}
  </Button>
)
