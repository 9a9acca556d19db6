/** Changes to disputes that the server refused for good, and what they said. */
import type { DisputeRow, Remedy, Satisfaction } from '../../../worker/domain/rows.ts'
import { dateTime, list, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import type { Rejection } from '../../store/database.ts'
import './handling/texts.ts'
import { marksLine, remedyLines } from './words.ts'

export type Args = Record<string, unknown>
export const argsOf = ({ args }: Rejection): Args => (args ?? {}) as Args

/** Refused changes of a case, oldest first; `customer.add` where the case was opened for someone new. */
export function rejectionsOf(all: readonly Rejection[], disputeId: string): Rejection[] {
  const own = all.filter((one) => one.name.startsWith('dispute.') && argsOf(one).id === disputeId)
  const opened = own.find(({ name }) => name === 'dispute.open')
  const added =
    opened && all.filter((one) => one.name === 'customer.add' && argsOf(one).id === argsOf(opened).customerId)
  return [...(added ?? []), ...own].sort((a, b) => a.at - b.at)
}

/** Refused changes by case; drawn again when they change. */
export function useRefusedCases(): ReadonlyMap<string, Rejection[]> {
  const all = currentStore().view.rejections.value
  const ids = new Set(all.filter(({ name }) => name.startsWith('dispute.')).map((one) => String(argsOf(one).id)))
  return new Map([...ids].map((id) => [id, rejectionsOf(all, id)]))
}

/** Cases that never came to be because their opening was refused. */
export function refusedOpenings(
  refused: ReadonlyMap<string, Rejection[]>,
  disputes: readonly DisputeRow[],
): { id: string; words: string }[] {
  const known = new Set(disputes.map(({ id }) => id))
  return [...refused].flatMap(([id, rejections]) => {
    const opened = known.has(id) ? undefined : rejections.find(({ name }) => name === 'dispute.open')
    return opened ? [{ id, words: String(argsOf(opened).words ?? '') }] : []
  })
}

const FIELDS = [
  'nickname',
  'words',
  'wants',
  'product',
  'assignee',
  'text',
  'surface',
  'real',
  'cause',
  'responsibility',
  'severity',
  'remedies',
  'told',
  'cost',
  'confirmedCause',
  'done',
  'actualCost',
  'lesson',
  'satisfaction',
  'comment',
  'note',
] as const
export type FieldName = (typeof FIELDS)[number]
export const isField = (name: string): name is FieldName => (FIELDS as readonly string[]).includes(name)

/** Moments of a case that two people may set at once. */
const MOMENTS = ['handleBy', 'proveBy', 'heardAt', 'waitingSince', 'snoozedUntil'] as const
const isMoment = (name: string): name is (typeof MOMENTS)[number] => (MOMENTS as readonly string[]).includes(name)

export const fieldName = (name: string): string =>
  isField(name) ? t(`disputes.refused.field.${name}`) : isMoment(name) ? t(`handling.field.${name}`) : name

const zone = (): string => currentStore().view.list('shops').value[0]?.timezone ?? 'UTC'

/** One value of a change as a person reads it. */
export function fieldValue(name: string, value: unknown, currency: string): string {
  if (value === null || value === undefined || value === '') return t('common.list.notSet')
  if (isMoment(name)) return dateTime(Number(value), zone())
  if (name === 'cost' || name === 'actualCost') return money(Number(value), currency)
  if (name === 'cause' || name === 'confirmedCause') return t(`disputes.cause.${value as 'defect'}`)
  if (name === 'responsibility') return t(`disputes.responsibility.${value as 'shop'}`)
  if (name === 'severity') return t(`disputes.severity.${value as 'low'}`)
  if (name === 'satisfaction') return marksLine(value as Satisfaction)
  if (name === 'remedies') {
    const remedies = value as Remedy[]
    if (remedies.length === 0) return t('common.list.notSet')
    return list(remedyLines(remedies, currency, zone()))
  }
  if (name === 'assignee') {
    return currentStore().view.get('members', String(value))?.name ?? t('common.list.unknown')
  }
  return String(value)
}

/** What a refused change said, field by field; empty fields are left out. */
export function saidIn(rejection: Rejection): [FieldName, unknown][] {
  const args = argsOf(rejection)
  const said = { ...args, ...(args.set as Args | undefined), ...(args.asked as Args | undefined) }
  return FIELDS.flatMap((field): [FieldName, unknown][] => {
    const value = said[field]
    return value === null || value === undefined || value === '' ? [] : [[field, value]]
  })
}

/** Both sides of a conflict. */
export function sidesOf({ code, details }: Rejection): [string, { yours: unknown; theirs: unknown }][] {
  const { fields } = details
  return code === 'conflict' && fields !== null && typeof fields === 'object' && !Array.isArray(fields)
    ? Object.entries(fields as Record<string, { yours: unknown; theirs: unknown }>)
    : []
}
