/** Complaints month by month, by cause. */
import { startOfMonth } from '../local-day.ts'
import type { Cause } from '../rows.ts'
import { localDay } from '../time.ts'
import type { LearningCase } from './case.ts'

export interface Month {
  /** `2026-05` */
  month: string
  /** Its first millisecond in the shop's zone. */
  start: number
  cases: number
  /** By cause; `none` counts those whose cause is not known yet. */
  causes: Partial<Record<Cause | 'none', number>>
}

/** Every month from that of `from` to that of `to`, also those without a complaint. Cases outside are left out. */
export function monthsOf(cases: readonly LearningCase[], from: number, to: number, zone: string): Month[] {
  const months: Month[] = []
  for (let start = startOfMonth(to, zone); ; start = startOfMonth(start - 1, zone)) {
    months.unshift({ month: localDay(start, zone).slice(0, 7), start, cases: 0, causes: {} })
    if (start <= from) break
  }
  const byName = new Map(months.map((month) => [month.month, month]))
  for (const each of cases) {
    const month = byName.get(each.month)
    if (!month) continue
    const cause = each.cause ?? 'none'
    month.cases++
    month.causes[cause] = (month.causes[cause] ?? 0) + 1
  }
  return months
}

/** The causes there are most of, at most `most`, and whether others are left over. */
export function leadingCauses(months: readonly Month[], most: number): { causes: (Cause | 'none')[]; others: boolean } {
  const totals = new Map<Cause | 'none', number>()
  for (const { causes } of months) {
    for (const [cause, n] of Object.entries(causes) as [Cause | 'none', number][]) {
      totals.set(cause, (totals.get(cause) ?? 0) + n)
    }
  }
  const sorted = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([cause]) => cause)
  return { causes: sorted.slice(0, most), others: sorted.length > most }
}
