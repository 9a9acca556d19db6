import { Ellipsis, MessageSquareReply, MessageSquareText } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { DisputeRow } from '../../../../worker/domain/rows.ts'
import { Button } from '../../../components/Button.tsx'
import { toast } from '../../../components/Toast.tsx'
import { problemText } from '../../../i18n/errors.ts'
import { t } from '../../../i18n/index.ts'
import { Standing } from './Standing.tsx'
import type { SheetName, SheetProps } from './sheet.ts'
import './texts.ts'

/**
 * How a case stands between its steps, and what can be done there: the talk at hand, the rest one tap away. An answer
 * that is owed has its button where it says so.
 */
export function Handling({ dispute, mayWrite }: { dispute: DisputeRow; mayWrite: boolean }) {
  const [sheet, setSheet] = useState<SheetName | null>(null)
  const open = dispute.step !== 'closed'
  return (
    <div class="stack-s handling">
      <Standing dispute={dispute} mayWrite={mayWrite} onAnswer={() => setSheet('answer')} />
      {open && mayWrite && (
        <div class="line wrap">
          <Button small icon={MessageSquareText} onClick={() => setSheet('hear')}>
            {t('handling.do.hear')}
          </Button>
          {dispute.step !== 'listen' && dispute.nextReplyDueAt === null && (
            <Button small icon={MessageSquareReply} onClick={() => setSheet('answer')}>
              {t('handling.do.answer')}
            </Button>
          )}
          <Button small kind="quiet" icon={Ellipsis} onClick={() => setSheet('more')}>
            {t('handling.do.more')}
          </Button>
        </div>
      )}
      {sheet && <LateSheet name={sheet} dispute={dispute} onClose={() => setSheet(null)} onGo={setSheet} />}
    </div>
  )
}

/** The sheets come when the first of them is opened. */
function LateSheet(props: SheetProps & { name: SheetName }) {
  const [loaded, setLoaded] = useState<typeof import('./Sheets.tsx') | null>(null)
  const { onClose } = props
  useEffect(() => {
    let left = false
    import('./Sheets.tsx').then(
      (module) => !left && setLoaded(module),
      () => {
        toast({ text: problemText('network').what, tone: 'danger' })
        onClose()
      },
    )
    return () => {
      left = true
    }
  }, [])
  return loaded && <loaded.Sheets key={props.name} {...props} />
}
