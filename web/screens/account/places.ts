/** Currencies and time zones to choose from, and what this phone suggests. */
import { isCurrencyCode } from '../../../worker/domain/money.ts'
import { isTimeZone, zoneOffset } from '../../../worker/domain/time.ts'
import { locale, t } from '../../i18n/index.ts'

const COMMON_CURRENCIES = ['CNY', 'HKD', 'TWD', 'USD', 'EUR', 'GBP', 'JPY', 'SGD', 'MYR', 'AUD', 'CAD']
const COMMON_ZONES = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Australia/Sydney',
]
const BY_REGION: Record<string, string> = {
  CN: 'CNY',
  HK: 'HKD',
  TW: 'TWD',
  MO: 'MOP',
  SG: 'SGD',
  MY: 'MYR',
  JP: 'JPY',
  GB: 'GBP',
  US: 'USD',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  DE: 'EUR',
  FR: 'EUR',
  IT: 'EUR',
  ES: 'EUR',
  NL: 'EUR',
  IE: 'EUR',
  AT: 'EUR',
}

/** The currency of a phone's language: by its region, else yuan for Chinese and dollars for the rest. */
export function currencyFor(language: string): string {
  const region = /-([A-Z]{2})\b/.exec(language)?.[1]
  return (region && BY_REGION[region]) || (/^zh\b/i.test(language) ? 'CNY' : 'USD')
}

/** The phone's own zone where it tells one. */
export function ownZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return isTimeZone(zone) ? zone : 'Asia/Shanghai'
}

interface Option {
  value: string
  label: string
  disabled?: boolean
}

/** The common ones first, then all of them under lines that cannot be chosen. */
function grouped(
  common: readonly string[],
  all: readonly string[],
  chosen: string,
  label: (value: string) => string,
): Option[] {
  const first = common.includes(chosen) ? common : [chosen, ...common]
  const rest = all.filter((value) => !first.includes(value))
  const heading = (text: string) => ({ value: `-${text}`, label: `— ${text} —`, disabled: true })
  const option = (value: string) => ({ value, label: label(value) })
  return [
    heading(t('account.place.common')),
    ...first.map(option),
    heading(t('account.place.all')),
    ...rest.map(option),
  ]
}

/** `人民币 CNY`, `US Dollar USD`. */
export function currencyName(code: string): string {
  const name = new Intl.DisplayNames([locale()], { type: 'currency' }).of(code)
  return name && name !== code ? `${name} ${code}` : code
}

export const currencyOptions = (chosen: string): Option[] =>
  grouped(COMMON_CURRENCIES, Intl.supportedValuesOf('currency').filter(isCurrencyCode), chosen, currencyName)

/** Minutes as `+08:00`. */
function offsetText(zone: string, now: number): string {
  const minutes = Math.round(zoneOffset(now, zone) / 60_000)
  const abs = Math.abs(minutes)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(abs / 60))}:${two(abs % 60)}`
}

/** `Asia/Shanghai +08:00` */
export const zoneName = (zone: string, now: number): string => `${zone.replaceAll('_', ' ')} ${offsetText(zone, now)}`

export const zoneOptions = (chosen: string, now: number): Option[] =>
  grouped(COMMON_ZONES, Intl.supportedValuesOf('timeZone'), chosen, (zone) => zoneName(zone, now))
