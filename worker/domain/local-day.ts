/** Ends of days and months of a shop's calendar. */
import { DAY_MS, dayNumber, localDay, zonedToUtc } from './time.ts'

const DAYS_KEPT = 20_000

/** Last millisecond of the zone's calendar day of `ms`, or of the day `daysLater` after it. */
export const endOfDay = (ms: number, zone: string, daysLater = 0): number =>
  startOfDay(dayNumber(ms, zone) + daysLater + 1, zone) - 1

const starts = new Map<string, Map<number, number>>()

/** First millisecond of a day of the zone's calendar, by its number (see `dayNumber`). */
export function startOfDay(day: number, zone: string): number {
  let known = starts.get(zone)
  if (!known) {
    known = new Map()
    starts.set(zone, known)
  }
  let start = known.get(day)
  if (start === undefined) {
    const date = new Date(day * DAY_MS)
    start = zonedToUtc(
      {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: 0,
        minute: 0,
        second: 0,
      },
      zone,
    )
    if (known.size >= DAYS_KEPT) known.clear()
    known.set(day, start)
  }
  return start
}

/** First millisecond of the zone's calendar month of `ms`. */
export function startOfMonth(ms: number, zone: string): number {
  const [year, month] = localDay(ms, zone).split('-').map(Number)
  return zonedToUtc({ year: year ?? 1970, month: month ?? 1, day: 1, hour: 0, minute: 0, second: 0 }, zone)
}
