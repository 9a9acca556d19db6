import { useEffect } from 'preact/hooks'
import { endOfDay } from '../../../worker/domain/local-day.ts'
import { isAsleep, nextDue } from '../../../worker/domain/queue.ts'
import { isActive } from '../../../worker/domain/win-back.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useToday } from './today-state.ts'

interface AppBadge {
  setAppBadge?(count: number): Promise<void>
  clearAppBadge?(): Promise<void>
}

/** The number on the app's icon, where the phone shows one. */
function showOnIcon(count: number): void {
  const badge = navigator as AppBadge
  const shown = count > 0 ? badge.setAppBadge?.(count) : badge.clearAppBadge?.()
  // Only installed apps may: elsewhere there is no icon to mark.
  shown?.catch(() => {})
}

/**
 * Counts at the places: what is due today (suggestions left out), cases due today or overdue, messages written but not
 * sent, changes the server refused. Puts the first on the app's icon.
 */
export function useBadges() {
  const now = useNow()
  const { cards, summary } = useToday()
  const today = cards.filter(({ kind }) => kind !== 'slipping' && kind !== 'care').length + summary.hidden
  const cases = useDerived(() => {
    const { view } = currentStore()
    const until = endOfDay(now, view.list('shops').value[0]?.timezone ?? 'UTC')
    let count = 0
    let overdue = false
    for (const dispute of view.list('disputes').value) {
      const due = nextDue(dispute)
      if (!due || due.at > until || isAsleep(dispute, now)) continue
      count++
      overdue ||= due.at < now
    }
    return { count, overdue }
  }, [now])
  const drafts = useDerived(
    () =>
      currentStore()
        .view.list('offers')
        .value.filter((offer) => offer.status === 'draft' && isActive(offer, now)).length,
    [now],
  )
  const refused = currentStore().view.rejections.value.length
  useEffect(() => showOnIcon(today), [today])
  return {
    today,
    disputes: { count: cases.count, alert: cases.overdue },
    'win-back': drafts,
    more: { count: refused, alert: refused > 0 },
  }
}
