/** The shop's settings as forms show them: which fields, of which kind, in which order. Limits are the domain's. */
import * as v from 'valibot'
import { Settings } from '../../../worker/domain/settings.ts'
import { count, list, money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'

export type Unit = 'days' | 'hours' | 'times' | 'factor' | 'percent' | 'orders'

type Kind =
  | { kind: 'number'; unit: Unit }
  /** A fraction 0–1, shown in percent. */
  | { kind: 'share' }
  | { kind: 'switch' }
  | { kind: 'mode'; options: readonly ['auto', 'quintiles', 'thresholds'] }
  /** Four ascending numbers. */
  | { kind: 'bounds'; unit: Unit | 'money' }
  | { kind: 'per-tier'; unit: Unit }
  | { kind: 'money' }
  | { kind: 'weekdays' }
  /** Minutes since midnight. */
  | { kind: 'time' }

const SHAPE = {
  tiers: {
    windowDays: { kind: 'number', unit: 'days' },
    aShare: { kind: 'share' },
    bShare: { kind: 'share' },
    autoApply: { kind: 'switch' },
  },
  rhythm: {
    decliningFactor: { kind: 'number', unit: 'factor' },
    lostFactor: { kind: 'number', unit: 'factor' },
  },
  rfm: {
    mode: { kind: 'mode', options: ['auto', 'quintiles', 'thresholds'] },
    recencyDays: { kind: 'bounds', unit: 'days' },
    orders: { kind: 'bounds', unit: 'orders' },
    money: { kind: 'bounds', unit: 'money' },
  },
  promises: {
    firstReplyHours: { kind: 'per-tier', unit: 'hours' },
    resolveHours: { kind: 'per-tier', unit: 'hours' },
  },
  businessHours: {
    days: { kind: 'weekdays' },
    open: { kind: 'time' },
    close: { kind: 'time' },
  },
  disputes: {
    approvalLimit: { kind: 'money' },
    followUpDays: { kind: 'number', unit: 'days' },
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

/** 0.8 → 80, free of the dust of binary fractions. */
export const toPercent = (share: number): number => Math.round(share * 10_000) / 100

/** A value as a line of text. */
export function settingText(spec: Spec, value: unknown, currency: string): string {
  switch (spec.kind) {
    case 'number':
      return unitText(spec.unit, value as number, currency)
    case 'share':
      return `${toPercent(value as number)}%`
    case 'switch':
      return t(value ? 'more.settings.on' : 'more.settings.off')
    case 'mode':
      return t(`more.settings.rfm.${value as (typeof spec.options)[number]}`)
    case 'bounds':
      return (value as number[]).map((n) => unitText(spec.unit, n, currency)).join(' · ')
    case 'per-tier': {
      const tiers = value as Record<'A' | 'B' | 'C', number>
      return (['A', 'B', 'C'] as const)
        .map((tier) => `${tier} ${unitText(spec.unit, tiers[tier], currency)}`)
        .join(' · ')
    }
    case 'money':
      return money(value as number, currency)
    case 'weekdays': {
      const days = [...(value as number[])].sort((a, b) => a - b)
      return days.length === 7 ? t('more.settings.everyDay') : list(days.map(weekday))
    }
    case 'time':
      return minuteText(value as number)
  }
}
