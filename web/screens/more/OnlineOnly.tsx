import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { t } from '../../i18n/index.ts'

/** In place of what lives on the server only, while it cannot be reached. */
export function OnlineOnly({ onRetry }: { onRetry: () => void }) {
  return (
    <Empty
      art="offline"
      title={t('more.only.online')}
      action={<Button onClick={onRetry}>{t('common.do.retry')}</Button>}
    >
      {t('more.only.onlineText')}
    </Empty>
  )
}
