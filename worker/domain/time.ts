/**
 * Instants are epoch milliseconds UTC; a shop's IANA time zone decides which day an instant belongs to.
 * The only source of zone rules is Intl.
 */

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** A wall-clock reading without a zone. `month` is 1–12. */
export interface LocalDateTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** True when Intl knows the zone ("Asia/Shanghai"). */
export function isTimeZone(zone: string): boolean {
  try {
    formatterFor(zone)
    return true
  } catch {
    return false
  }
}

function computeOffset(ms: number, zone: string): number {
  const second = Math.floor(ms / 1000) * 1000
  const part = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of formatterFor(zone).formatToParts(second)) {
    if (Object.hasOwn(part, type)) part[type as keyof LocalDateTime] = Number(value)
  }
  return utcOf(part) - second
}

/** Per zone: UTC day number → offset, or null on a day whose offset changes. Offsets never change otherwise. */
const dayOffsets = new Map<string, Map<number, number | null>>()
const DAYS_KEPT = 50_000

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. Throws RangeError on an unknown zone. */
export function zoneOffset(ms: number, zone: string): number {
  let days = dayOffsets.get(zone)
  if (!days) {
    formatterFor(zone)
    days = new Map()
    dayOffsets.set(zone, days)
  }
  const day = Math.floor(ms / DAY_MS)
  let offset = days.get(day)
  if (offset === undefined) {
    const start = computeOffset(day * DAY_MS, zone)
    offset = start === computeOffset((day + 1) * DAY_MS - 1, zone) ? start : null
    if (days.size >= DAYS_KEPT) days.clear()
    days.set(day, offset)
  }
  return offset ?? computeOffset(ms, zone)
}

function utcOf(local: LocalDateTime): number {
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
}

/**
 * The instant at which a zone's wall clock shows `local`. As in Temporal's "compatible": a reading that occurs twice
 * (clocks set back) is the first one; a reading that is skipped (clocks set forward) moves on by the skipped length.
 */
export function zonedToUtc(local: LocalDateTime, zone: string): number {
  const wall = utcOf(local)
  const before = zoneOffset(wall - DAY_MS, zone)
  const after = zoneOffset(wall + DAY_MS, zone)
  const first = wall - before
  if (before === after || zoneOffset(first, zone) === before) return first
  const second = wall - after
  return zoneOffset(second, zone) === after ? second : first
}

/** Whole days from 1970-01-01 to the zone's calendar day of an instant: consecutive days differ by one. */
export function dayNumber(ms: number, zone: string): number {
  return Math.floor((ms + zoneOffset(ms, zone)) / DAY_MS)
}

/** The zone's calendar day of an instant, as 'YYYY-MM-DD'. */
export function localDay(ms: number, zone: string): string {
  return new Date(dayNumber(ms, zone) * DAY_MS).toISOString().slice(0, 10)
}

function isReal(local: LocalDateTime): boolean {
  if (local.hour > 23 || local.minute > 59 || local.second > 59 || local.year < 1000) return false
  const date = new Date(utcOf({ ...local, hour: 0, minute: 0, second: 0 }))
  return date.getUTCMonth() === local.month - 1 && date.getUTCDate() === local.day
}

const LOCAL =
  /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?)?$/

/**
 * Reads a date or date and time as spreadsheets and Chinese platforms write it — 2024-05-01 10:00:00, 2024/5/1 10:00,
 * 2024年5月1日 — with the year first. A date alone is midnight. Null when it is not one or the day does not exist.
 */
export function parseLocalDateTime(text: string): LocalDateTime | null {
  if (text.length > 40) return null
  const match = LOCAL.exec(text.normalize('NFKC').trim())
  if (!match) return null
  const at = (i: number) => Number(match[i] ?? 0)
  const local = { year: at(1), month: at(3), day: at(4), hour: at(5), minute: at(6), second: at(7) }
  return isReal(local) ? local : null
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)? ?(?:(Z)|([+-])(\d{2}):?(\d{2}))$/i

/**
 * Reads ISO 8601 date and time with an offset ("2024-05-01T10:00:00+08:00", "…Z", also "2024-05-01 10:00:00 +0000")
 * as epoch ms. Null without an offset: it would mean a different instant for every reader.
 */
export function parseInstant(text: string): number | null {
  const match = text.length > 40 ? null : INSTANT.exec(text.trim())
  if (!match) return null
  const at = (i: number) => Number(match[i] ?? 0)
  const local = { year: at(1), month: at(2), day: at(3), hour: at(4), minute: at(5), second: at(6) }
  if (!isReal(local) || at(10) > 18 || at(11) > 59) return null
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const offset = (at(10) * 60 + at(11)) * 60_000 * (match[9] === '-' ? -1 : 1)
  return utcOf(local) + fraction - offset
}
