/** The two sides of a conflict, in words. */
import type { Remedy } from '../../../worker/domain/rows.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { dateTime, list, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { more } from '../../i18n/zh-CN/more.ts'
import { isByTier, namedBy, type Reading, settingText, tierText } from './settings-fields.ts'

export interface Side {
  label: string
  yours: string
  theirs: string
}

interface Context extends Reading {
  timezone: string
  /** A segment's conditions as a sentence, where segments may be among the changes. */
  describe?: (expression: SegmentExpression) => string
  /** Name of a product, where costs may be among the changes. */
  product?: (id: string) => string | undefined
}

type Field = keyof typeof more.field
const isField = (name: string): name is Field => Object.hasOwn(more.field, name)
const TIMES: readonly string[] = ['pinUntil', 'snoozedUntil', 'validUntil']

/** One value as people write it. */
function valueText(field: string, value: unknown, context: Context): string {
  const named = namedBy(field)
  if (named?.tier && isByTier(named.spec)) return tierText(named.spec, value, context)
  if (named) return settingText(named.spec, value, context)
  if (value === null || value === undefined || value === '') return t('more.attention.empty')
  if (field === 'expression' && context.describe) return context.describe(value as SegmentExpression)
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
  if (mutation === 'segment.edit' && field === 'name') return t('more.field.segmentName')
  const named = namedBy(field)
  if (named) {
    const { section, path } = named.spec
    const tier = named.tier && t(`customers.tierShort.${named.tier}`)
    return [t(`more.settings.${section}.title`), tier, t(`more.settings.${path}`)].filter(Boolean).join(' · ')
  }
  return isField(field) ? t(`more.field.${field}`) : field
}

/** Costs are told by product. */
function costSide(id: string, sides: { yours?: unknown; theirs?: unknown } | null, context: Context): Side {
  const said = (cost: unknown) => (typeof cost === 'number' ? money(cost, context.currency) : t('more.attention.empty'))
  return {
    label: context.product?.(id) ?? t('common.list.unknown'),
    yours: said(sides?.yours),
    theirs: said(sides?.theirs),
  }
}

/** Reads `details` of a refusal `conflict`; empty where it names no fields. */
export function conflictSides(mutation: string, details: Record<string, unknown>, context: Context): Side[] {
  const { fields } = details
  if (fields === null || typeof fields !== 'object') return []
  if (mutation === 'product.costs') {
    return Object.entries(fields).map(([id, sides]) => costSide(id, sides, context))
  }
  return Object.entries(fields as Record<string, { yours?: unknown; theirs?: unknown } | null>).map(
    ([field, sides]) => ({
      label: labelOf(field, mutation),
      yours: valueText(field, sides?.yours, context),
      theirs: valueText(field, sides?.theirs, context),
    }),
  )
}
