/** A run in words. */
import type { RunRow } from '../../../../worker/domain/rows.ts'
import { count, dateTime, day } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { memberName } from '../decided.ts'
import type { RunFacts } from './run-facts.ts'

/** `今天 03:10` · `回看 2026年3月1日` */
export function runTitle({ past, asOf, startedAt }: RunRow, zone: string, now: number): string {
  if (past === 1) return t('tierHistory.runs.lookBackAt', { day: day(asOf, zone) })
  const at = dateTime(startedAt, zone, now)
  return at.charAt(0).toUpperCase() + at.slice(1)
}

/** `升 12 · 降 5`; what there was none of is left out. */
export function movedText({ up, down }: RunFacts): string {
  const parts = [
    up.length > 0 && t('tierHistory.runs.rose', { n: count(up.length) }),
    down.length > 0 && t('tierHistory.runs.fell', { n: count(down.length) }),
  ].filter((part) => part !== false)
  return parts.length === 0 ? t('tierHistory.runs.noMoves') : parts.join(' · ')
}

/** `自动 10 · 阿青 5 · 等确认 2` */
export function decidersText({ byItself, byPerson, waiting, overtaken }: RunFacts): string {
  return [
    byItself > 0 && t('tierHistory.runs.byItself', { n: count(byItself) }),
    ...[...byPerson].map(([id, n]) => t('tierHistory.runs.byPerson', { who: memberName(id), n: count(n) })),
    waiting > 0 && t('tierHistory.runs.waiting', { n: count(waiting) }),
    overtaken > 0 && t('tierHistory.runs.overtaken', { n: count(overtaken) }),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
