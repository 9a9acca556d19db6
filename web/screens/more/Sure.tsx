import type { ComponentChildren } from 'preact'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { useProvenRequest } from './use-proven-request.tsx'

interface Props {
  title: string
  text: string
  /** What the button says. */
  action: string
  work: () => Promise<unknown>
  /** Nothing is lost by it. */
  calm?: boolean
  /** Whether it can be answered already. */
  ready?: boolean
  onDone: () => void
  onClose: () => void
  /** What else is to be decided. */
  children?: ComponentChildren
}

/** Asks before something that cannot be taken back, or has to be understood first, and does it. */
export function Sure({ title, text, action, work, calm = false, ready = true, onDone, onClose, children }: Props) {
  const { busy, error, request, proof } = useProvenRequest()
  const go = async () => {
    if (await request(work)) onDone()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      action={
        <>
          <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          <Button kind={calm ? 'primary' : 'danger'} busy={busy} disabled={!ready} onClick={() => void go()}>
            {action}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{text}</p>
        {children}
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
      {proof}
    </Sheet>
  )
}
