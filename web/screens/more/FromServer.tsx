import { useEffect } from 'preact/hooks'
import type { Requests } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { t } from '../../i18n/index.ts'

/** In place of a part that only the server knows, until it has said; asked again by itself once there is a network. */
export function FromServer({ error, onRetry }: { error: Requests['error']; onRetry: () => void }) {
  useEffect(() => {
    if (error?.code !== 'network') return
    addEventListener('online', onRetry)
    return () => removeEventListener('online', onRetry)
  }, [error, onRetry])
  if (!error) return <Spinner label={t('common.list.loading')} />
  if (error.code === 'network') return <p class="small quiet roomy">{t('more.onceOnline')}</p>
  const again = (
    <Button small onClick={onRetry}>
      {t('common.do.retry')}
    </Button>
  )
  return <ErrorNote title={error.words.what} todo={error.words.todo} action={again} />
}
