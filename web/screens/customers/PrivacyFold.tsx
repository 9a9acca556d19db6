import { useState } from 'preact/hooks'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { problemText } from '../../i18n/errors.ts'
import { t } from '../../i18n/index.ts'
import { useRole } from './use-role.ts'

type Loaded = typeof import('./privacy/Privacy.tsx')

/** 隐私, folded: most days nobody asks. What is in it comes when it is opened first. */
export function PrivacyFold({ customer }: { customer: CustomerRow }) {
  const mayAct = useRole('agent')
  const isOwner = useRole('owner')
  const [loaded, setLoaded] = useState<Loaded | 'failed' | null>(null)
  const load = () => {
    setLoaded(null)
    import('./privacy/Privacy.tsx').then(setLoaded, () => setLoaded('failed'))
  }
  return (
    <details
      class="fold privacy"
      onToggle={(event) => {
        if (event.currentTarget.open && loaded === null) load()
      }}
    >
      <summary>
        <h2>{t('customers.one.privacy')}</h2>
      </summary>
      {loaded === null ? (
        <Spinner label={t('common.list.loading')} />
      ) : loaded === 'failed' ? (
        <ErrorNote
          title={problemText('network').what}
          action={
            <Button small onClick={load}>
              {t('common.do.retry')}
            </Button>
          }
        />
      ) : (
        <loaded.Privacy customer={customer} mayAct={mayAct} isOwner={isOwner} />
      )}
    </details>
  )
}
