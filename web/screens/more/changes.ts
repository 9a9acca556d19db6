/** A change in words: what was done, to whom, and what was typed. */
import './more-texts.ts'

import type { Rows } from '../../../worker/domain/mutation.ts'
import type { MutationName } from '../../../worker/domain/mutations.ts'
import type { TableName } from '../../../worker/domain/rows.ts'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { more } from '../../i18n/zh-CN/more.ts'
import type { Rejection } from '../../store/database.ts'
import { callName } from '../../store/names.ts'
import { SECTIONS } from './settings-fields.ts'

type Change = Pick<Rejection, 'name' | 'args'>

function isKnown(name: string): name is MutationName {
  const [group = '', verb = ''] = name.split('.')
  const words: Record<string, unknown> = more.change
  return Object.hasOwn(words, group) && typeof words[group] === 'object' && Object.hasOwn(words[group] as object, verb)
}

/** Every change there are words for. */
export const changeNames = (): string[] =>
  Object.entries(more.change).flatMap(([group, verbs]) =>
    typeof verbs === 'string' ? [] : Object.keys(verbs).map((verb) => `${group}.${verb}`),
  )

/** `改客户资料` */
export const changeTitle = ({ name }: Change): string =>
  isKnown(name) ? t(`more.change.${name}`) : t('more.change.unknown')

export interface Subject {
  title: string
  href: string
}

const argsOf = (args: unknown): Record<string, unknown> =>
  args !== null && typeof args === 'object' ? (args as Record<string, unknown>) : {}

/** A change of hundreds of products is told by the first few. */
const NAMED = 3

/** Whom or what a change is about and where to see it, as far as this phone still knows it. */
export function subjectOf({ name, args }: Change, rows: Rows): Subject | null {
  const given = argsOf(args)
  const id = (key: string): string | null => (typeof given[key] === 'string' ? (given[key] as string) : null)
  const customer = (customerId: string | null | undefined): Subject | null => {
    const row = customerId ? rows.get('customers', customerId) : undefined
    return row ? { title: callName(row), href: `/customers/${row.id}` } : null
  }
  const dispute = (disputeId: string | null): Subject | null => {
    const row = disputeId ? rows.get('disputes', disputeId) : undefined
    if (!row) return null
    const who = customer(row.customerId)?.title ?? t('common.list.unknown')
    return { title: row.product ? `${who} · ${row.product}` : who, href: `/disputes/${row.id}` }
  }
  const via = (table: Extract<TableName, 'tasks' | 'offers' | 'moves'>, rowId: string | null) =>
    customer(rowId ? rows.get(table, rowId)?.customerId : null)
  const [group] = name.split('.')
  if (group === 'dispute') return dispute(id('id')) ?? customer(id('customerId'))
  if (group === 'evidence') return dispute(id('disputeId') ?? rows.get('evidence', id('id') ?? '')?.disputeId ?? null)
  if (group === 'customer') return customer(id('id') ?? id('customerId'))
  if (group === 'tier') return customer(id('customerId')) ?? via('moves', id('moveId'))
  if (group === 'win-back') return customer(id('customerId')) ?? via('offers', id('offerId'))
  if (group === 'task') return via('tasks', id('taskId'))
  if (name === 'product.costs') {
    const items = Array.isArray(given.items) ? (given.items as { id?: unknown }[]) : []
    const names = items.flatMap((item) => rows.get('products', String(item.id))?.name ?? [])
    return names.length > 0 ? { title: list(names.slice(0, NAMED)), href: '/more/products' } : null
  }
  if (group === 'segment') {
    const row = rows.get('segments', id('id') ?? '')
    return row ? { title: row.name, href: `/customers/segments/${row.id}` } : null
  }
  if (name === 'shop.rename') return { title: String(given.name ?? ''), href: '/more/shop' }
  if (name === 'shop.settings') {
    const sections = SECTIONS.filter((section) => Object.hasOwn(argsOf(given.set), section))
    return { title: list(sections.map((section) => t(`more.settings.${section}.title`))), href: '/more/tiers' }
  }
  return null
}

/** Arguments people type as sentences. */
const TYPED = [
  'text',
  'words',
  'wants',
  'surface',
  'real',
  'told',
  'done',
  'lesson',
  'comment',
  'note',
  'message',
  'reason',
]

/** What the person typed, so that a refusal loses none of it. */
export function typedIn({ args }: Change): string[] {
  const given = argsOf(args)
  const set = argsOf(given.set)
  return TYPED.flatMap((key) => [given[key], set[key]]).filter(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  )
}
