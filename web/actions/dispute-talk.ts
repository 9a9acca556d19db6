/** What a person does with a dispute between its steps. Each puts together the arguments of one mutation. */

import { isLive } from '../../worker/domain/links.ts'
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { DisputeEventRow, DisputeRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { openTasks } from './disputes.ts'
import { mutate } from './mutate.ts'

/** The buyer wrote again, at an instant (epoch ms) or just now. @throws Refusal */
export const hear = ({ id, customerId }: DisputeRow, text: string, at: number | null) =>
  mutate('dispute.hear', { id, customerId, text, at })

/** We answered; with `waits` the clocks stand still until the buyer does. @throws Refusal */
export const answer = ({ id }: DisputeRow, text: string, waits: boolean) =>
  mutate('dispute.answer', { id, text, waits })

/** @throws Refusal `conflict` when the buyer has written since */
export const waitForBuyer = ({ id, heardAt }: DisputeRow) => mutate('dispute.wait', { id, heardAt })

/** @throws Refusal */
export const stopWaiting = ({ id, waitingSince }: DisputeRow) =>
  waitingSince === null ? Promise.resolve('') : mutate('dispute.resume', { id, was: waitingSince })

/** Aside until an instant, epoch ms; null takes it up again. @throws Refusal */
export const snooze = ({ id, snoozedUntil }: DisputeRow, until: number | null) =>
  mutate('dispute.snooze', { id, until, was: snoozedUntil })

export type Deadlines = Pick<DisputeRow, 'handleBy' | 'proveBy'>

/** Sets the platform's deadlines that differ from `was`, those on screen before. Null when none does. @throws Refusal */
export function setDeadlines(id: string, now: Deadlines, was: Deadlines): Promise<string> | null {
  const changed = (['handleBy', 'proveBy'] as const).filter((field) => now[field] !== was[field])
  if (changed.length === 0) return null
  const only = (from: Deadlines) => Object.fromEntries(changed.map((field) => [field, from[field]]))
  return mutate('dispute.deadlines', { id, set: only(now), was: only(was) } as ArgsOf<'dispute.deadlines'>)
}

/** One case goes into another of the same buyer. @throws Refusal */
export function mergeInto({ id, customerId }: DisputeRow, into: string): Promise<string> {
  const eventId = newId(currentStore().now())
  return mutate('dispute.merge', { id, into, customerId, eventId, tasks: openTasks(id) })
}

/** The links it came by or that lead to it, and that still work. @param came whether the one to complain with is among them */
const liveLinks = ({ id, viaLink }: DisputeRow, came: boolean): string[] => {
  const store = currentStore()
  const at = store.now()
  return store.view
    .list('links')
    .peek()
    .filter((link) => isLive(link, at) && (link.disputeId === id || (came && link.id === viaLink)))
    .map((link) => link.id)
}

/** No complaint at all: closes the case and its links. @param came also the one to complain with. @throws Refusal */
export const markSpam = (dispute: DisputeRow, came: boolean): Promise<string> => {
  const { id, customerId } = dispute
  return mutate('dispute.spam', {
    ...{ id, customerId },
    links: liveLinks(dispute, came).slice(0, 50),
    tasks: openTasks(id).slice(0, 20),
  })
}

/** Undo of `markSpam`. Null where this phone does not know how the case ended. @throws Refusal */
export function unmarkSpam({ id, customerId, closedAt }: DisputeRow): Promise<string> | null {
  const event = currentStore()
    .view.list('disputeEvents')
    .peek()
    .find((one) => one.disputeId === id && one.kind === 'closed' && one.at === closedAt && one.data.outcome === 'spam')
  if (!event) return null
  const { links = [], tasks = [] } = event.data as { links?: string[]; tasks?: string[] }
  return mutate('dispute.unspam', { id, customerId, event: event.id, links, tasks })
}

/** What the two cases remember of the merge that stands; null where this phone does not know it. */
function mergeEvents(dispute: DisputeRow): { source: DisputeEventRow; target: DisputeEventRow } | null {
  const events = currentStore().view.list('disputeEvents').peek()
  const of = (disputeId: string | null) =>
    events.find((event) => event.kind === 'merged' && event.disputeId === disputeId && event.at === dispute.closedAt)
  const [source, target] = [of(dispute.id), of(dispute.mergedInto)]
  return source && target ? { source, target } : null
}

/** Undo of `mergeInto`, while the case it went into is open. Null where this phone does not know enough. @throws Refusal */
export function takeApart(dispute: DisputeRow): Promise<string> | null {
  const events = mergeEvents(dispute)
  if (!events || dispute.mergedInto === null) return null
  const { id, customerId, mergedInto: into } = dispute
  const { moved = [], cancelled = [] } = events.target.data as { moved?: string[]; cancelled?: string[] }
  return mutate('dispute.unmerge', {
    ...{ id, into, customerId },
    eventId: newId(currentStore().now()),
    events: { source: events.source.id, target: events.target.id },
    tasks: [...moved, ...cancelled],
  })
}
