import { leave } from '../../actions/leave.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { useEngine } from '../../session.ts'
import { useUnsent } from '../../store/me.ts'

/** Asks before the phone is emptied; says what would be lost. */
export function LeaveSheet({ everywhere, onClose }: { everywhere: boolean; onClose: () => void }) {
  const { busy, error, request } = useRequest()
  const n = useUnsent()
  return (
    <Sheet
      open
      onClose={onClose}
      title={t(everywhere ? 'more.data.leaveAllTitle' : 'more.data.leaveTitle')}
      action={
        <>
          {n > 0 ? (
            <Button kind="primary" busy={busy} onClick={() => void request(() => useEngine().sync())}>
              {t('more.data.syncFirst')}
            </Button>
          ) : (
            <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          )}
          <Button kind="danger" busy={busy} onClick={() => void request(() => leave(everywhere))}>
            {n > 0 ? t('more.data.leaveDrop', { n }) : t('more.data.leaveDo')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t(everywhere ? 'more.data.leaveAllText' : 'more.data.leaveText')}</p>
        {n > 0 && (
          <ErrorNote tone="warn" title={t('more.data.leavePending', { n })} todo={t('more.data.leavePendingTodo')} />
        )}
        {error && <ErrorNote title={error.words.what} kept={t('more.data.leaveFailed')} />}
      </div>
    </Sheet>
  )
}
