import { useState } from 'preact/hooks'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { forgetAndGoOn, gate } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useUnsent } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { Door } from './Door.tsx'
import { SaveUnsent } from './SaveUnsent.tsx'

/** Somebody has signed in on a phone that holds another person's data: theirs to send, or to be forgotten. */
export function OtherUser() {
  const { view } = currentStore()
  const [asked, setAsked] = useState(false)
  const { busy, error, request } = useRequest()
  const shop = useShop()
  const owner = useTable('members').find(({ id }) => id === view.state.value.userId)
  const n = useUnsent()
  const name = owner?.name ?? t('account.other.somebody')
  const forget = () => void request(forgetAndGoOn)
  return (
    <Door title={t('account.other.title')}>
      <h1>{t('account.other.title')}</h1>
      <div class="stack-s">
        <p>{t('account.other.whose', { name, shop: shop.name || t('account.other.someShop') })}</p>
        <p>{n > 0 ? <strong>{t('account.other.unsent', { n })}</strong> : t('account.other.none')}</p>
      </div>
      {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      <div class="stack-s">
        <Button
          kind="primary"
          wide
          onClick={() => {
            gate.value = 'out'
          }}
        >
          {t('account.other.signInAs', { name })}
        </Button>
        {n > 0 && <p class="small quiet">{t('account.other.signInAsHint')}</p>}
      </div>
      <div class="stack-s">
        {n > 0 && <SaveUnsent />}
        {n > 0 ? (
          <Button kind="danger" wide onClick={() => setAsked(true)}>
            {t('account.other.forgetUnsent', { n })}
          </Button>
        ) : (
          <Button wide busy={busy} onClick={forget}>
            {t('account.other.forget')}
          </Button>
        )}
        <p class="small quiet">{t('account.other.forgetHint')}</p>
      </div>
      <Sheet
        open={asked}
        onClose={() => setAsked(false)}
        title={t('account.other.sureTitle', { n })}
        action={
          <>
            <Button onClick={() => setAsked(false)}>{t('common.do.cancel')}</Button>
            <Button kind="danger" busy={busy} onClick={forget}>
              {t('account.other.sureDo')}
            </Button>
          </>
        }
      >
        <p>{t('account.other.sure', { name, n })}</p>
      </Sheet>
    </Door>
  )
}
