import { useState } from 'preact/hooks'
import { undoing } from '../../../actions/attempt.ts'
import { setDeadlines } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { DateTimeField } from '../../../components/DateTimeField.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { t } from '../../../i18n/index.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { Failed, useSubmit } from '../submit.tsx'
import type { SheetProps } from './sheet.ts'

const FIELDS = ['handleBy', 'proveBy'] as const

type Changed = readonly (typeof FIELDS)[number][]

/** The platform's deadlines as its page counts them down. Mounted while it is open, so it remembers what it began with. */
export function DeadlinesSheet({ dispute, onClose }: SheetProps) {
  const { timezone } = useShop()
  const today = useNow()
  const [was] = useState(() => ({ handleBy: dispute.handleBy, proveBy: dispute.proveBy }))
  const [now, setNow] = useState(was)
  const submit = useSubmit(now)
  const save = () =>
    submit.run(
      async () => setDeadlines(dispute.id, now, was),
      () => {
        const changed = FIELDS.filter((field) => now[field] !== was[field])
        if (changed.length > 0) toast({ text: said(changed), undo: undoable(changed) })
        onClose()
      },
    )
  const said = (changed: Changed) =>
    t(changed.some((field) => now[field] !== null) ? 'handling.deadlines.saved' : 'handling.now.met')
  // One that has passed meanwhile cannot be set again.
  const undoable = (changed: Changed) =>
    changed.every((field) => (was[field] ?? Number.POSITIVE_INFINITY) > today)
      ? undoing(async () => setDeadlines(dispute.id, was, now), t('common.said.undone'))
      : undefined
  const wrong = FIELDS.some((field) => submit.errorOf(field) !== null)
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('handling.deadlines.title')}
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t('handling.deadlines.save')}
        </Button>
      }
    >
      <div class="stack">
        <p class="small quiet">{t('handling.deadlines.hint')}</p>
        {FIELDS.map((field) => (
          <div key={field} class="dates-add">
            <DateTimeField
              label={t(`handling.deadlines.${field}`)}
              value={now[field]}
              zone={timezone}
              min={today}
              error={submit.errorOf(field) && t('handling.deadlines.ahead')}
              onChange={(at) => setNow({ ...now, [field]: at })}
            />
            {now[field] !== null && (
              <Button small kind="quiet" onClick={() => setNow({ ...now, [field]: null })}>
                {t('handling.deadlines.clear')}
              </Button>
            )}
          </div>
        ))}
        <Failed failed={wrong ? null : submit.failed} />
      </div>
    </Sheet>
  )
}
