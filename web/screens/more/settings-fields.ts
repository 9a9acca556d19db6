/** The shop's settings as forms show them: which fields, of which kind, in which order. Limits are the domain's. */
import './more-texts.ts'
import * as v from 'valibot'
import type { Tier } from '../../../worker/domain/rows.ts'
import { Settings } from '../../../worker/domain/settings.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { count, day, list, money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'

export type Unit = 'days' | 'hours' | 'times' | 'factor' | 'percent' | 'orders'

type Kind =
  | { kind: 'number'; unit: Unit }
  /** A fraction 0–1, shown in percent. */
  | { kind: 'share' }
  | { kind: 'switch' }
  | { kind: 'mode'; options: readonly ['auto', 'quintiles', 'thresholds'] }
  | { kind: 'measure'; options: readonly ['profit', 'revenue'] }
  /** Four ascending numbers. */
  | { kind: 'bounds'; unit: Unit | 'money' }
  | { kind: 'per-tier'; unit: Unit | 'money' }
  /** By tier, every so many days, or not at all. */
  | { kind: 'cadence' }
  /** By tier, a member, or anyone. */
  | { kind: 'member' }
  | { kind: 'money' }
  | { kind: 'weekdays' }
  /** Minutes since midnight. */
  | { kind: 'time' }
  /** Calendar days, `YYYY-MM-DD`. */
  | { kind: 'dates' }

const SHAPE = {
  promises: {
    firstReplyHours: { kind: 'per-tier', unit: 'hours' },
    resolveHours: { kind: 'per-tier', unit: 'hours' },
    nextReplyHours: { kind: 'per-tier', unit: 'hours' },
    offerBudget: { kind: 'per-tier', unit: 'money' },
    careDays: { kind: 'cadence' },
    handler: { kind: 'member' },
  },
  tiers: {
    windowDays: { kind: 'number', unit: 'days' },
    aShare: { kind: 'share' },
    bShare: { kind: 'share' },
    measure: { kind: 'measure', options: ['profit', 'revenue'] },
    autoApply: { kind: 'switch' },
  },
  rhythm: {
    decliningFactor: { kind: 'number', unit: 'factor' },
    lostFactor: { kind: 'number', unit: 'factor' },
  },
  expectation: {
    days: { kind: 'number', unit: 'days' },
  },
  rfm: {
    mode: { kind: 'mode', options: ['auto', 'quintiles', 'thresholds'] },
    recencyDays: { kind: 'bounds', unit: 'days' },
    orders: { kind: 'bounds', unit: 'orders' },
    money: { kind: 'bounds', unit: 'money' },
  },
  businessHours: {
    days: { kind: 'weekdays' },
    open: { kind: 'time' },
    close: { kind: 'time' },
    holidays: { kind: 'dates' },
  },
  disputes: {
    approvalLimit: { kind: 'money' },
    followUpDays: { kind: 'number', unit: 'days' },
    linkDays: { kind: 'number', unit: 'days' },
  },
  contactCap: {
    count: { kind: 'number', unit: 'times' },
    days: { kind: 'number', unit: 'days' },
  },
  winBack: {
    monthlyBudget: { kind: 'money' },
    percent: { kind: 'per-tier', unit: 'percent' },
    validDays: { kind: 'number', unit: 'days' },
    coolDownDays: { kind: 'number', unit: 'days' },
  },
} as const satisfies { [S in keyof Settings]: { [F in keyof Settings[S]]: Kind } }

export type Section = keyof typeof SHAPE
/** `section.field`, as a refusal names it. */
export type SettingPath = { [S in Section]: `${S}.${keyof (typeof SHAPE)[S] & string}` }[Section]

export type Spec = Kind & { section: Section; field: string; path: SettingPath }

export const SECTIONS = Object.keys(SHAPE) as Section[]

/** How the page below the promises is divided. */
export const GROUPS = [
  { group: 'sorting', sections: ['tiers', 'rhythm', 'expectation', 'rfm'] },
  { group: 'service', sections: ['businessHours', 'disputes', 'contactCap', 'winBack'] },
] as const satisfies readonly { group: string; sections: readonly Exclude<Section, 'promises'>[] }[]

export const fieldsOf = (section: Section): Spec[] =>
  Object.entries(SHAPE[section] as Record<string, Kind>).map(([field, kind]) => ({
    ...kind,
    section,
    field,
    path: `${section}.${field}` as SettingPath,
  }))

const BY_PATH = new Map(SECTIONS.flatMap(fieldsOf).map((spec) => [spec.path as string, spec]))

export const isSettingPath = (path: string): path is SettingPath => BY_PATH.has(path)
export const specOf = (path: SettingPath): Spec => BY_PATH.get(path) as Spec

export interface Named {
  spec: Spec
  /** The one tier it is about; null for the whole field. */
  tier: Tier | null
}

/** What a refusal names: `section.field`, or `section.field.tier` of one that differs by tier. Null for anything else. */
export function namedBy(path: string): Named | null {
  if (isSettingPath(path)) return { spec: specOf(path), tier: null }
  const tier = TIERS.find((one) => path.endsWith(`.${one}`))
  const whole = path.slice(0, -2)
  return tier && isSettingPath(whole) ? { spec: specOf(whole), tier } : null
}

/** Whether the domain takes this value for this field. */
export function isAllowed({ section, field }: Pick<Spec, 'section' | 'field'>, value: unknown): boolean {
  const fields = Settings.entries[section].wrapped.entries as Record<string, v.GenericSchema>
  const schema = fields[field]
  return schema !== undefined && value !== null && value !== undefined && v.is(schema, value)
}

/** The day of a week, 1 Monday … 7 Sunday: `周一`, `Mon`. */
export const weekday = (n: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, n))

/** Minutes since midnight as `09:30`; the end of the day is `24:00`. */
export function minuteText(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** What values are read with. */
export interface Reading {
  currency: string
  /** Name of a member, by id. */
  member: (id: string) => string | undefined
}

function unitText(unit: Unit | 'money', n: number, currency: string): string {
  switch (unit) {
    case 'money':
      return money(n, currency)
    case 'percent':
      return `${n}%`
    case 'days':
      return t('more.settings.unit.dayOf', { n: count(n) })
    case 'hours':
      return t('more.settings.unit.hourOf', { n: count(n) })
    case 'times':
      return t('more.settings.unit.timesOf', { n: count(n) })
    case 'factor':
      return t('more.settings.unit.factorOf', { n: count(n) })
    case 'orders':
      return t('more.settings.unit.ordersOf', { n: count(n) })
  }
}

/** `30 / 60 / 120 / 240 天`: the unit once, where it is a word. */
function boundsText(unit: Unit | 'money', bounds: number[], currency: string): string {
  const last = unitText(unit, bounds.at(-1) ?? 0, currency)
  const before = bounds.slice(0, -1).map((n) => (unit === 'money' ? money(n, currency) : count(n)))
  return [...before, last].join(' / ')
}

/** 0.8 → 80, free of the dust of binary fractions. */
export const toPercent = (share: number): number => Math.round(share * 10_000) / 100

export type TierKind = Extract<Kind, { kind: 'per-tier' | 'cadence' | 'member' }>
export const isByTier = <S extends Kind>(spec: S): spec is S & TierKind =>
  spec.kind === 'per-tier' || spec.kind === 'cadence' || spec.kind === 'member'

/** What one tier has of a value that differs by tier, as a line of text. */
export function tierText(spec: TierKind, value: unknown, { currency, member }: Reading): string {
  switch (spec.kind) {
    case 'per-tier':
      return unitText(spec.unit, value as number, currency)
    case 'cadence':
      return value === null ? t('more.gets.noCare') : unitText('days', value as number, currency)
    case 'member':
      return (value === null ? undefined : member(String(value))) ?? t('more.gets.anyone')
  }
}

/** A calendar day `YYYY-MM-DD` as people write it. */
export const dateText = (date: string): string => day(Date.parse(date), 'UTC')

/** A few calendar days by name, more of them by their number. */
function datesText(dates: string[]): string {
  const n = dates.length
  const sorted = [...dates].sort()
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return t('more.settings.businessHours.noHolidays')
  return n <= 3
    ? list(sorted.map(dateText))
    : t('more.settings.businessHours.someHolidays', { n, first: dateText(first), last: dateText(last) })
}

/** A value as a line of text. */
export function settingText(spec: Spec, value: unknown, reading: Reading): string {
  switch (spec.kind) {
    case 'number':
      return unitText(spec.unit, value as number, reading.currency)
    case 'share':
      return `${toPercent(value as number)}%`
    case 'switch':
      return t(value ? 'more.settings.on' : 'more.settings.off')
    case 'mode':
      return t(`more.settings.rfm.${value as (typeof spec.options)[number]}`)
    case 'measure':
      return t(`more.settings.tiers.${value as (typeof spec.options)[number]}`)
    case 'bounds':
      return boundsText(spec.unit, value as number[], reading.currency)
    case 'per-tier':
    case 'cadence':
    case 'member':
      return TIERS.map((tier) => `${tier} ${tierText(spec, (value as Record<Tier, unknown>)[tier], reading)}`).join(
        ' · ',
      )
    case 'money':
      return money(value as number, reading.currency)
    case 'weekdays': {
      const days = [...(value as number[])].sort((a, b) => a - b)
      return days.length === 7 ? t('more.settings.everyDay') : list(days.map(weekday))
    }
    case 'time':
      return minuteText(value as number)
    case 'dates':
      return datesText(value as string[])
  }
}
