/** The two sides of a conflict, in words. */
import type { Remedy } from '../../../worker/domain/rows.ts'
import { dateTime, list, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { zhCN } from '../../i18n/zh-CN/index.ts'
import { isSettingPath, settingText, specOf } from './settings-fields.ts'

export interface Side {
  label: string
  yours: string
  theirs: string
}

interface Context {
  currency: string
  timezone: string
  /** Name of a member, by id. */
  member: (id: string) => string | undefined
}

type Field = keyof typeof zhCN.more.field
const isField = (name: string): name is Field => Object.hasOwn(zhCN.more.field, name)
const TIMES: readonly string[] = ['pinUntil', 'snoozedUntil', 'validUntil']

/** One value as people write it. */
function valueText(field: string, value: unknown, context: Context): string {
  if (isSettingPath(field)) return settingText(specOf(field), value, context.currency)
  if (value === null || value === undefined || value === '') return t('more.attention.empty')
  if (field === 'doNotContact') return t(value === 1 ? 'more.attention.yes' : 'more.attention.no')
  if (TIMES.includes(field) && typeof value === 'number') return dateTime(value, context.timezone)
  if (field === 'assignee') return context.member(String(value)) ?? t('common.list.unknown')
  if (field === 'remedies' && Array.isArray(value)) {
    const each = ({ kind, cost }: Remedy) => `${t(`disputes.remedy.${kind}`)} ${money(cost, context.currency)}`
    return value.length === 0 ? t('more.attention.empty') : list((value as Remedy[]).map(each))
  }
  return String(value)
}

function labelOf(field: string, mutation: string): string {
  if (mutation === 'shop.rename' && field === 'name') return t('more.shop.name')
  if (isSettingPath(field))
    return `${t(`more.settings.${specOf(field).section}.title`)} · ${t(`more.settings.${field}`)}`
  return isField(field) ? t(`more.field.${field}`) : field
}

/** Reads `details` of a refusal `conflict`; empty where it names no fields. */
export function conflictSides(mutation: string, details: Record<string, unknown>, context: Context): Side[] {
  const { fields } = details
  if (fields === null || typeof fields !== 'object') return []
  return Object.entries(fields as Record<string, { yours?: unknown; theirs?: unknown } | null>).map(
    ([field, sides]) => ({
      label: labelOf(field, mutation),
      yours: valueText(field, sides?.yours, context),
      theirs: valueText(field, sides?.theirs, context),
    }),
  )
}
