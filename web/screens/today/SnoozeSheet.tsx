import type { TaskRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { snoozeTask } from '../../actions/tasks.ts'
import { List, Row } from '../../components/Row.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { snoozeTimes } from './snooze-times.ts'

interface Props {
  task: TaskRow
  zone: string
  now: number
  onClose: () => void
  onSnoozed: () => void
}

/** Until when? */
export function SnoozeSheet({ task, zone, now, onClose, onSnoozed }: Props) {
  const { busy, attempt } = useAttempt()
  const snooze = async (until: number) => {
    const said = {
      text: t('today.snoozedSaid', { when: dateTime(until, zone, now) }),
      undo: undoing(() => snoozeTask({ id: task.id, snoozedUntil: until }, task.snoozedUntil), t('common.said.undone')),
    }
    const gone = await attempt(() => snoozeTask(task, until), said)
    onClose()
    if (gone) onSnoozed()
  }
  return (
    <Sheet open onClose={onClose} title={t('today.snoozeTitle')}>
      <List label={t('today.snoozeTitle')}>
        {snoozeTimes(now, zone).map((time) => (
          <Row
            key={time.for}
            title={t(`today.snoozeFor.${time.for}`)}
            meta={<span class="small quiet">{dateTime(time.until, zone, now)}</span>}
            disabled={busy}
            onClick={() => snooze(time.until)}
          />
        ))}
      </List>
    </Sheet>
  )
}
