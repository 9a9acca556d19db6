import { useState } from 'preact/hooks'
import { addBusinessMs } from '../../../../worker/domain/clock.ts'
import { endOfDay } from '../../../../worker/domain/local-day.ts'
import { type Due, nextDue } from '../../../../worker/domain/queue.ts'
import type { ShopRow } from '../../../../worker/domain/rows.ts'
import { undoing } from '../../../actions/attempt.ts'
import { snooze } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Choices } from '../../../components/Choices.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { dateTime } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { Failed, useSubmit } from '../submit.tsx'
import type { SheetProps } from './sheet.ts'

const HOUR = 3_600_000
const CHOICES = ['hour', 'three', 'opening', 'days', 'due'] as const
type Until = (typeof CHOICES)[number]

/** When the shop opens on a day after today: the first business time from its midnight on. */
const nextOpening = (now: number, { settings, timezone }: ShopRow): number =>
  addBusinessMs(endOfDay(now, timezone) + 1, 1, settings.businessHours, timezone) - 1

const timesFrom = (now: number, due: Due | null, shop: ShopRow): Record<Until, number> => ({
  hour: now + HOUR,
  three: now + 3 * HOUR,
  opening: nextOpening(now, shop),
  days: now + 72 * HOUR,
  due: due?.at ?? now,
})

/** Puts a case aside, never beyond what falls due next. */
export function SnoozeSheet({ dispute, onClose }: SheetProps) {
  const shop = useShop()
  const now = useNow()
  const due = nextDue(dispute)
  const at = timesFrom(now, due, shop)
  const open = CHOICES.filter((one) => at[one] > now && (due === null || at[one] <= due.at))
  const [until, setUntil] = useState<Until | null>(open[0] ?? null)
  const submit = useSubmit(until)
  const when = (ms: number) => dateTime(ms, shop.timezone, now)
  const save = () => {
    // An hour is counted from the tap, however long the sheet was open.
    const chosen = until && timesFrom(currentStore().now(), due, shop)[until]
    return submit.run(
      async () => until && snooze(dispute, chosen),
      () => {
        const wake = () => snooze({ ...dispute, snoozedUntil: chosen }, null)
        toast({ text: t('handling.snooze.saved'), undo: undoing(wake, t('common.said.undone')) })
        onClose()
      },
    )
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('handling.snooze.title')}
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={until === null} onClick={save}>
          {t('handling.snooze.save')}
        </Button>
      }
    >
      <div class="stack">
        {open.length === 0 ? (
          <p class="quiet">{t('handling.snooze.none')}</p>
        ) : (
          <Choices
            label={t('handling.snooze.until')}
            stacked
            value={until}
            options={open.map((value) => ({
              value,
              label:
                value === 'opening' || value === 'due'
                  ? t(`handling.snooze.${value}`, { when: when(at[value]) })
                  : t(`handling.snooze.${value}`),
            }))}
            onChange={setUntil}
          />
        )}
        {open.length > 0 && (
          <p class="small quiet">
            {due
              ? t('handling.snooze.latest', { what: t(`handling.dueName.${due.kind}`), when: when(due.at) })
              : t('handling.snooze.free')}
          </p>
        )}
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
