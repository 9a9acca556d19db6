/** What a person does with a dispute. Each function puts together the arguments of one mutation from the case on screen. */

import { askedOf } from '../../worker/domain/dispute-terms.ts'
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { DisputeRow, Remedy, Satisfaction, TaskRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

type Case = Pick<DisputeRow, 'id' | 'step' | 'loop'>

/** The case, and the step and loop the person sees. */
const seen = ({ id, step, loop }: Case) => ({ id, from: step, loop })

/** Ids of the open tasks of a case. */
export const openTasks = (disputeId: string): string[] =>
  currentStore()
    .view.list('tasks')
    .peek()
    .filter((task) => task.disputeId === disputeId && task.status === 'open')
    .map(({ id }) => id)

/** The open task of a case that an action settles. */
function openTask(disputeId: string, kind: TaskRow['kind']): string | null {
  const tasks = currentStore().view.list('tasks').peek()
  return tasks.find((task) => task.disputeId === disputeId && task.kind === kind && task.status === 'open')?.id ?? null
}

/** Someone to complain: known already, or a name for a person met for the first time. */
export type Who = { customerId: string } | { nickname: string }

export interface Complaint {
  who: Who
  channel: string
  words: string
  orderId: string | null
  product: string | null
  wants: string | null
  /** Number of an order this phone does not have. */
  orderRef?: string | null
  source?: 'hand' | 'share'
}

/**
 * Opens a case; a person nobody knows yet is added first.
 * @returns id of the case
 * @throws Refusal
 */
export async function openDispute({ who, orderRef = null, source = 'hand', ...complaint }: Complaint): Promise<string> {
  const now = currentStore().now()
  let customerId: string
  if ('customerId' in who) customerId = who.customerId
  else {
    customerId = newId(now)
    const nobody = { name: null, phone: null, email: null, address: null, note: null }
    await mutate('customer.add', { ...nobody, id: customerId, nickname: who.nickname, source: complaint.channel })
  }
  const id = newId(now)
  await mutate('dispute.open', { ...complaint, id, customerId, orderRef, source })
  return id
}

/** The first reply was sent. @throws Refusal */
export const reply = (dispute: Case, text: string) => mutate('dispute.reply', { ...seen(dispute), text, at: null })

export type Analysis = Pick<
  ArgsOf<'dispute.analyse'>,
  'surface' | 'real' | 'causeFamily' | 'cause' | 'responsibility' | 'severity'
>

/** @throws Refusal */
export const analyse = (dispute: Case, analysis: Analysis) =>
  mutate('dispute.analyse', { ...seen(dispute), ...analysis })

/** What stood on screen when a proposal was begun: of two people who change one, the second is told. */
export interface Proposal {
  remedies: Remedy[]
  told: string | null
}

/** @throws Refusal `conflict` when the proposal is no longer the one in `was` */
export const resolve = (dispute: DisputeRow, remedies: Remedy[], told: string, was: Proposal) =>
  mutate('dispute.resolve', { ...seen(dispute), customerId: dispute.customerId, remedies, told, was })

/** The owner agrees to what is on screen. @throws Refusal */
export const approve = (dispute: DisputeRow) =>
  mutate('dispute.approve', {
    ...seen(dispute),
    customerId: dispute.customerId,
    asked: askedOf(dispute),
  })

export type Findings = Pick<
  ArgsOf<'dispute.record'>,
  'confirmedCause' | 'done' | 'actualCost' | 'lesson' | 'followUpAt'
>

/** @throws Refusal */
export const record = (dispute: DisputeRow, findings: Findings) =>
  mutate('dispute.record', {
    ...seen(dispute),
    customerId: dispute.customerId,
    taskId: openTask(dispute.id, 'promise'),
    ...findings,
  })

/** The buyer could not be reached. `nextAt` null: tomorrow. @throws Refusal */
export const attempt = (dispute: DisputeRow, { note, nextAt }: { note: string; nextAt: number | null }) =>
  mutate('dispute.attempt', {
    ...seen(dispute),
    customerId: dispute.customerId,
    taskId: openTask(dispute.id, 'follow-up'),
    channel: dispute.channel,
    note,
    nextAt,
  })

/** @throws Refusal */
export const rate = (dispute: DisputeRow, satisfaction: Satisfaction, comment: string) =>
  mutate('dispute.rate', {
    ...seen(dispute),
    customerId: dispute.customerId,
    taskId: openTask(dispute.id, 'follow-up'),
    satisfaction,
    comment,
  })

/** @throws Refusal */
export const addNote = (dispute: Case, text: string) => mutate('dispute.note', { id: dispute.id, text })

type Editable = Pick<DisputeRow, 'words' | 'wants' | 'product' | 'assignee'>

/** Puts the complaint right, and hands it on with its open tasks; only fields that differ from `was`, the case as it stood when the form was opened. @throws Refusal */
export function editDispute(id: string, now: Editable, was: Editable): Promise<string> | null {
  const changed = (Object.keys(now) as (keyof Editable)[]).filter((field) => now[field] !== was[field])
  if (changed.length === 0) return null
  const only = (from: Editable) => Object.fromEntries(changed.map((field) => [field, from[field]])) as Partial<Editable>
  const tasks = changed.includes('assignee') ? { tasks: openTasks(id).slice(0, 20) } : {}
  return mutate('dispute.edit', { id, set: only(now), was: only(was), ...tasks } as ArgsOf<'dispute.edit'>)
}
