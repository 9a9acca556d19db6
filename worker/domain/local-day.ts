/** Ends of days and months of a shop's calendar. */
import { DAY_MS, dayNumber, localDay, zonedToUtc } from './time.ts'

/** Last millisecond of the zone's calendar day of `ms`, or of the day `daysLater` after it. */
export function endOfDay(ms: number, zone: string, daysLater = 0): number {
  const next = new Date((dayNumber(ms, zone) + daysLater + 1) * DAY_MS)
  const midnight = {
    year: next.getUTCFullYear(),
    month: next.getUTCMonth() + 1,
    day: next.getUTCDate(),
    hour: 0,
    minute: 0,
    second: 0,
  }
  return zonedToUtc(midnight, zone) - 1
}

/** First millisecond of the zone's calendar month of `ms`. */
export function startOfMonth(ms: number, zone: string): number {
  const [year, month] = localDay(ms, zone).split('-').map(Number)
  return zonedToUtc({ year: year ?? 1970, month: month ?? 1, day: 1, hour: 0, minute: 0, second: 0 }, zone)
}
