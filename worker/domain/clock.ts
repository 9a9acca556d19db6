/**
 * Promises run in the shop's business hours: a complaint of the night starts its clock when the shop opens.
 * Opening hours are wall-clock readings in the shop's zone, so a day on which clocks change is as long as it really is.
 */
import { promised } from './promise.ts'
import type { ShopRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { DAY_MS, dayNumber, zonedToUtc } from './time.ts'

export type BusinessHours = NonNullable<Settings['businessHours']>
export type PromiseKind = 'firstReplyHours' | 'nextReplyHours' | 'resolveHours'

export const HOUR_MS = 3_600_000

/** The instant of a minute of a local day; minutes from 1440 on belong to the next day. */
const instant = (day: number, minute: number, zone: string): number =>
  zonedToUtc({ year: 1970, month: 1, day: day + 1, hour: 0, minute, second: 0 }, zone)

/** ISO weekday of a day number, 1 Monday … 7 Sunday; day 0 (1970-01-01) was a Thursday. */
const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** Open around the clock, for a shop that names no opening days. */
const ALWAYS = { days: [1, 2, 3, 4, 5, 6, 7], open: 0, close: 1440 }

/**
 * Opening windows `[start, end)` that end after `from`, in order, without end. A closing time at or before the opening
 * time is on the next day, and the window belongs to the day it opens on: a holiday takes away its own window whole,
 * and nothing of the one that began the evening before. No opening days at all means always open, but for holidays.
 */
function* windows(from: number, hours: BusinessHours, zone: string): Generator<[number, number], void> {
  const holidays = new Set(hours.holidays.map((date) => Date.parse(date) / DAY_MS))
  if (hours.days.length === 0 && holidays.size === 0) {
    yield [from, Number.POSITIVE_INFINITY]
    return
  }
  const week = hours.days.length === 0 ? ALWAYS : hours
  const days = new Set(week.days)
  const close = week.close > week.open ? week.close : week.close + 1440
  let covered = from
  for (let day = dayNumber(from, zone) - 1; ; day++) {
    if (!days.has(weekday(day)) || holidays.has(day)) continue
    const start = Math.max(instant(day, week.open, zone), covered)
    const end = instant(day, close, zone)
    if (end <= start) continue
    yield [start, end]
    covered = end
  }
}

/**
 * The earliest instant by which `ms` milliseconds of business time have passed since `fromMs`. Reaching closing time
 * exactly is due at closing time, not at the next opening.
 */
export function addBusinessMs(fromMs: number, ms: number, businessHours: BusinessHours, timezone: string): number {
  let left = ms
  if (left <= 0) return fromMs
  for (const [start, end] of windows(fromMs, businessHours, timezone)) {
    if (end - start >= left) return start + left
    left -= end - start
  }
  return fromMs
}

/** The same in hours. */
export const addBusinessHours = (
  fromMs: number,
  hours: number,
  businessHours: BusinessHours,
  timezone: string,
): number => addBusinessMs(fromMs, Math.round(hours * HOUR_MS), businessHours, timezone)

/** Business time between two instants in milliseconds; 0 when `toMs` is not after `fromMs`. */
export function businessMsBetween(
  fromMs: number,
  toMs: number,
  businessHours: BusinessHours,
  timezone: string,
): number {
  let total = 0
  if (toMs <= fromMs) return total
  for (const [start, end] of windows(fromMs, businessHours, timezone)) {
    if (start >= toMs) break
    total += Math.min(end, toMs) - start
  }
  return total
}

/** Business hours promised to a tier; people without a tier get what C gets. */
export function promisedHours(shop: ShopRow, kind: PromiseKind, tier: Tier | null): number {
  return promised(shop.settings, kind, tier)
}

/** When a promise made at `fromMs` to a customer of this tier runs out, epoch ms. */
export function promiseDueAt(fromMs: number, kind: PromiseKind, tier: Tier | null, shop: ShopRow): number {
  return addBusinessHours(fromMs, promisedHours(shop, kind, tier), shop.settings.businessHours, shop.timezone)
}
