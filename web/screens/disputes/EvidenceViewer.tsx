import { ChevronLeft, ChevronRight, Download, FileText, Trash2, X } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import type { EvidenceRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { removeEvidence, restoreEvidence, retryUpload } from '../../actions/evidence.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { recently } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { failedText, stateText } from './evidence-state.ts'
import { useFile, useFileState } from './use-file.ts'

interface Props {
  rows: readonly EvidenceRow[]
  /** Id of the file looked at. */
  at: string
  mayWrite: boolean
  onMove: (id: string) => void
  onClose: () => void
}

/** One file as large as the screen; the others are a tap or an arrow key away. */
export function EvidenceViewer({ rows, at, mayWrite, onMove, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const index = rows.findIndex(({ id }) => id === at)
  const row = rows[index]
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      dialog.current?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  // Somebody else took it away meanwhile.
  useEffect(() => {
    if (!row) onClose()
  }, [row === undefined])
  if (!row) return null
  const move = (by: -1 | 1) => {
    const next = rows[index + by]
    if (next) onMove(next.id)
  }
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={row.name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') move(-1)
        if (key === 'ArrowRight') move(1)
      }}
    >
      <header class="viewer-head">
        <p class="grow clip">{row.name}</p>
        {rows.length > 1 && <p class="small">{t('evidence.view.of', { n: index + 1, all: rows.length })}</p>}
        <IconButton icon={X} label={t('evidence.view.close')} onClick={onClose} />
      </header>
      <Looked key={row.id} row={row} mayWrite={mayWrite} onRemoved={onClose} />
      {rows.length > 1 && (
        <nav class="viewer-move">
          <IconButton
            icon={ChevronLeft}
            label={t('evidence.view.before')}
            disabled={index === 0}
            onClick={() => move(-1)}
          />
          <IconButton
            icon={ChevronRight}
            label={t('evidence.view.after')}
            disabled={index === rows.length - 1}
            onClick={() => move(1)}
          />
        </nav>
      )}
    </dialog>
  )
}

function Looked({ row, mayWrite, onRemoved }: { row: EvidenceRow; mayWrite: boolean; onRemoved: () => void }) {
  const shown = useFile(row)
  const state = useFileState(row)
  const { timezone } = useShop()
  const now = useNow()
  const { busy, attempt } = useAttempt()
  const who =
    row.source === 'link'
      ? t('evidence.view.buyer')
      : (currentStore().view.get('members', row.by ?? '')?.name ?? t('evidence.view.someone'))
  const remove = () =>
    void attempt(() => removeEvidence(row.id), {
      text: t('evidence.view.removed'),
      undo: undoing(() => restoreEvidence(row.id), t('evidence.view.restored')),
    }).then((done) => {
      if (done) onRemoved()
    })
  return (
    <>
      <div class="viewer-body">
        {shown.kind === 'loading' && <Spinner label={t('evidence.view.loading')} />}
        {shown.kind === 'nowhere' && <p>{t('evidence.view.gone')}</p>}
        {shown.kind === 'away' && <p>{t('evidence.view.offline')}</p>}
        {shown.kind === 'here' &&
          (row.type === 'application/pdf' ? (
            <p class="viewer-pdf">
              <Icon of={FileText} size={64} label={t('evidence.pdf')} />
            </p>
          ) : (
            <img src={shown.url} alt={row.name} />
          ))}
      </div>
      <footer class="viewer-foot">
        <p class="small">
          {t('evidence.view.by', { who, when: recently(row.at, { zone: timezone, now }) })} · {stateText(state)}
        </p>
        {state.kind === 'failed' && <p class="small">{failedText(state.error)}</p>}
        <div class="line wrap">
          {state.kind === 'failed' && (
            <Button small onClick={() => void retryUpload(row.id)}>
              {t('evidence.retry')}
            </Button>
          )}
          {shown.kind === 'here' && (
            <Button small icon={Download} href={shown.url} download={row.name}>
              {t('evidence.view.save')}
            </Button>
          )}
          {mayWrite && (
            <Button small icon={Trash2} busy={busy} onClick={remove}>
              {t('evidence.view.remove')}
            </Button>
          )}
        </div>
      </footer>
    </>
  )
}
