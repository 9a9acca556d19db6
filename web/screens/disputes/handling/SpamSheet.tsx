import { useState } from 'preact/hooks'
import { isLive } from '../../../../worker/domain/links.ts'
import { undoing } from '../../../actions/attempt.ts'
import { markSpam, unmarkSpam } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { toast } from '../../../components/Toast.tsx'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useRow } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { Failed, useSubmit } from '../submit.tsx'
import { noComplaint } from '../words.ts'
import type { SheetProps } from './sheet.ts'

/** This case is no complaint, written by a stranger or by us: it ends, and what it came by opens nothing more. */
export function SpamSheet({ dispute, onClose }: SheetProps) {
  const now = useNow()
  const came = useRow('links', dispute.viaLink)
  const open = came !== undefined && isLive(came, now)
  const [closes, setCloses] = useState(true)
  const why = noComplaint(dispute)
  const submit = useSubmit(closes)
  const save = () =>
    submit.run(
      () => markSpam(dispute, closes),
      () => {
        const back = async () => {
          const closed = currentStore().view.get('disputes', dispute.id)
          return closed && unmarkSpam(closed)
        }
        toast({ text: t(`handling.${why}.saved`), undo: undoing(back, t('handling.now.unspammed')) })
        onClose()
      },
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t(`handling.${why}.title`)}
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t(`handling.${why}.save`)}
        </Button>
      }
    >
      <div class="stack">
        <p class="small quiet">{t(`handling.${why}.hint`)}</p>
        {open && (
          <Switch
            label={t('handling.spam.came')}
            hint={t('handling.spam.cameHint')}
            checked={closes}
            onChange={setCloses}
          />
        )}
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
