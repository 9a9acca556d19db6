/**
 * Numbers, money and time in the language in force. Times are epoch ms; days are those of the shop's IANA zone.
 * Everything reads the locale signal, so call it while rendering.
 */
import { formatMoney } from '../../worker/domain/money.ts'
import { dayNumber } from '../../worker/domain/time.ts'
import { locale, t } from './index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Beyond this many days a date is written out. */
const RELATIVE_DAYS = 60

const dates = new Map<string, Intl.DateTimeFormat>()
function dated(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = locale() === 'en' ? 'en-GB' : 'zh-CN'
  const key = `${language} ${zone} ${JSON.stringify(options)}`
  let format = dates.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone })
    dates.set(key, format)
  }
  return format
}

/** Minor units as `¥1,234` or `¥1,234.50`; a dash before the phone knows of what (`XXX`), as in the first load. */
export const money = (minor: number, currency: string): string =>
  currency === 'XXX' ? '–' : formatMoney(minor, currency, locale())

/** A count with its digits grouped: `50,000`. */
export const count = (n: number): string => n.toLocaleString(locale())

/** A fraction as whole percent: 0.153 → `15%`. */
export const percent = (fraction: number): string =>
  fraction.toLocaleString(locale(), { style: 'percent', maximumFractionDigits: 0 })

/** The calendar day written out: `2026年3月4日`, `4 Mar 2026`. */
export const day = (at: number, zone: string): string =>
  dated(zone, { year: 'numeric', month: locale() === 'en' ? 'short' : 'long', day: 'numeric' }).format(at)

/** Time of day, 24 hours: `14:05`. */
export const timeOfDay = (at: number, zone: string): string =>
  dated(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

/** Month alone, for axes: `3月`, `Mar`. */
export const month = (at: number, zone: string): string => dated(zone, { month: 'short' }).format(at)

/** Day and time: `今天 14:05`, `昨天 09:30`, otherwise `2026年3月4日 14:05`. */
export function dateTime(at: number, zone: string, now = Date.now()): string {
  const time = timeOfDay(at, zone)
  const days = dayNumber(now, zone) - dayNumber(at, zone)
  if (days === 0) return t('common.time.today', { time })
  if (days === 1) return t('common.time.yesterday', { time })
  if (days === -1) return t('common.time.tomorrow', { time })
  return `${day(at, zone)} ${time}`
}

/** How far a day is from today by calendar days, up to 60 either way, else written out: `38 天前`, `3 天后`. */
export function ago(at: number, { zone, now = Date.now() }: { zone: string; now?: number }): string {
  const n = dayNumber(now, zone) - dayNumber(at, zone)
  if (n === 0) return t('common.time.todayWord')
  if (n === 1) return t('common.time.yesterdayWord')
  if (n === -1) return t('common.time.tomorrowWord')
  if (n > 1 && n <= RELATIVE_DAYS) return t('common.time.daysAgo', { n })
  if (n < -1 && n >= -RELATIVE_DAYS) return t('common.time.inDays', { n: -n })
  return day(at, zone)
}

/** How recent something is, to the minute within the last hour, then as `dateTime`: `刚刚`, `5 分钟前`. */
export function recently(at: number, { zone, now = Date.now() }: { zone: string; now?: number }): string {
  const minutes = Math.floor((now - at) / MINUTE)
  if (minutes < 0 || minutes >= 60) return dateTime(at, zone, now)
  return minutes === 0 ? t('common.time.justNow') : t('common.time.minutesAgo', { n: minutes })
}

/** A length of time in its largest unit: `42 分钟`, `3 小时`, `2 天`. Never less than one minute. */
export function span(ms: number): string {
  const length = Math.abs(ms)
  if (length < HOUR) return t('common.time.minutes', { n: Math.max(1, Math.floor(length / MINUTE)) })
  if (length < 2 * DAY) return t('common.time.hours', { n: Math.floor(length / HOUR) })
  return t('common.time.days', { n: Math.floor(length / DAY) })
}

/** A clock in words: `还剩 42 分钟`, `超时 3 小时`. `left` is negative once time is up. */
export const clock = (left: number): string =>
  left > 0 ? t('common.time.left', { span: span(left) }) : t('common.time.over', { span: span(left) })

/** A clock in the few characters that fit inside a ring: `42分`, `3时`, `2天`. */
export function clockShort(left: number): string {
  const length = Math.abs(left)
  if (length < HOUR) return t('common.time.shortMinutes', { n: Math.floor(length / MINUTE) })
  if (length < 2 * DAY) return t('common.time.shortHours', { n: Math.floor(length / HOUR) })
  return t('common.time.shortDays', { n: Math.min(99, Math.floor(length / DAY)) })
}

/** Several things in a sentence: `A、B和C`, `A, B and C`. */
export const list = (parts: readonly string[]): string =>
  new Intl.ListFormat(locale() === 'en' ? 'en-GB' : 'zh-CN', { type: 'conjunction' }).format(parts)
