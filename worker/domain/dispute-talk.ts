/**
 * The talk between the steps of a case: the buyer writes again, we answer, one side waits for the other. Facts of a talk
 * merge by when they happened, whichever phone reports first: a message older than our last answer asks for nothing
 * more, and an answer older than the buyer's last message settles nothing.
 */
import { promiseDueAt } from './clock.ts'
import { dueAfterWait, endWait } from './dispute-pause.ts'
import { type Meta, mergeEdit } from './mutation.ts'
import { nextDue } from './queue.ts'
import { Refusal } from './refusal.ts'
import type { DisputeEventRow, DisputeRow, Tier } from './rows.ts'
import { DAY_MS } from './time.ts'

/** What a word or a pause does to a case; the event is null where nothing worth remembering happened. */
export interface Talk {
  set: Partial<DisputeRow>
  event: { kind: DisputeEventRow['kind']; data: Record<string, unknown> } | null
}

const NOTHING: Talk = { set: {}, event: null }

/** The furthest a case may be put aside. */
const LONGEST_SNOOZE = 90 * DAY_MS

/** @throws Refusal `wrong_step` when the case is closed */
export function mustBeOpen({ step, loop }: Pick<DisputeRow, 'step' | 'loop'>): void {
  if (step === 'closed') throw new Refusal('wrong_step', { step, loop })
}

const mustSay = (text: string): void => {
  if (text.trim() === '') throw new Refusal('missing_reply', { field: 'text' })
}

/** When we last wrote to the buyer; -1 where we have not. */
const lastAnswer = ({ firstReplyAt, answeredAt }: DisputeRow): number => Math.max(firstReplyAt ?? -1, answeredAt ?? -1)

/**
 * The buyer wrote again at `at` (null: now). Ends the waiting and the snooze, and an answer is owed from then on unless
 * one is owed already, the first reply included.
 * @throws Refusal `wrong_step`, `missing_reply` (no text), `bad_date` (before the complaint, or after the mutation)
 */
export function hear(
  dispute: DisputeRow,
  said: { text: string; at: number | null },
  tier: Tier | null,
  meta: Meta,
): Talk {
  mustBeOpen(dispute)
  mustSay(said.text)
  const at = said.at ?? meta.at
  if (at < dispute.openedAt || at > meta.at) throw new Refusal('bad_date', { field: 'at' })
  const event: Talk['event'] = { kind: 'heard', data: { text: said.text, heardAt: at } }
  const set: Partial<DisputeRow> = { heardAt: Math.max(at, dispute.heardAt ?? at) }
  if (at <= lastAnswer(dispute)) return { set, event }
  Object.assign(set, endWait(dispute, at, meta.shop), { snoozedUntil: null })
  if (dispute.step !== 'listen' && dispute.nextReplyDueAt === null) {
    set.nextReplyDueAt = promiseDueAt(at, 'nextReplyHours', tier, meta.shop)
  }
  return { set, event }
}

/**
 * We wrote to the buyer. Settles the owed answer, and with `waits` the buyer is waited for, unless they wrote once more
 * after it.
 * @throws Refusal `wrong_step`, `missing_reply` (no text, or the first reply is still owed: that is `dispute.reply`)
 */
export function answer(dispute: DisputeRow, said: { text: string; waits: boolean }, meta: Meta): Talk {
  mustBeOpen(dispute)
  mustSay(said.text)
  const { step, loop, nextReplyDueAt, waitingSince } = dispute
  if (step === 'listen') throw new Refusal('missing_reply', { step, loop })
  const dueAt = nextReplyDueAt === null ? null : dueAfterWait(nextReplyDueAt, dispute, meta.at, meta.shop)
  const set: Partial<DisputeRow> = { answeredAt: Math.max(meta.at, dispute.answeredAt ?? 0) }
  const last = (dispute.heardAt ?? 0) <= meta.at
  if (last) set.nextReplyDueAt = null
  if (last && said.waits && waitingSince === null) set.waitingSince = meta.at
  return { set, event: { kind: 'answered', data: { text: said.text, waits: said.waits, dueAt } } }
}

/**
 * Waiting for the buyer begins; nothing when it has begun already. `heardAt`: their last word as the person saw it.
 * @throws Refusal `wrong_step`, `conflict` when they have written since
 */
export function wait(dispute: DisputeRow, seen: { heardAt: number | null }, meta: Meta): Talk {
  mustBeOpen(dispute)
  if (dispute.waitingSince !== null) return NOTHING
  if ((dispute.heardAt ?? 0) > (seen.heardAt ?? 0)) {
    throw new Refusal('conflict', { fields: { heardAt: { yours: seen.heardAt, theirs: dispute.heardAt } } })
  }
  return { set: { waitingSince: meta.at }, event: { kind: 'waiting', data: {} } }
}

/**
 * Waiting ends without the buyer's word; nothing when it has ended already. `was`: since when, as the person saw it.
 * @throws Refusal `wrong_step`, `conflict` when another waiting has begun since
 */
export function resume(dispute: DisputeRow, seen: { was: number }, meta: Meta): Talk {
  mustBeOpen(dispute)
  if (dispute.waitingSince === null) return NOTHING
  mergeEdit<DisputeRow>(dispute, { waitingSince: null }, { waitingSince: seen.was })
  return {
    set: endWait(dispute, Math.max(meta.at, dispute.waitingSince), meta.shop),
    event: { kind: 'resumed', data: { since: dispute.waitingSince } },
  }
}

/**
 * Out of the queue until `until`, epoch ms, at the latest until something falls due; null brings it back.
 * @throws Refusal `wrong_step`, `bad_date` (past, beyond 90 days, or beyond what falls due next: `latest`), `conflict`
 */
export function snooze(
  dispute: DisputeRow,
  { until, was }: { until: number | null; was: number | null },
  meta: Meta,
): Partial<DisputeRow> {
  mustBeOpen(dispute)
  const latest = Math.min(nextDue(dispute)?.at ?? Number.POSITIVE_INFINITY, meta.at + LONGEST_SNOOZE)
  if (until !== null && (until <= meta.at || until > latest)) {
    throw new Refusal('bad_date', { field: 'until', latest })
  }
  return mergeEdit<DisputeRow>(dispute, { snoozedUntil: until }, { snoozedUntil: was })
}

type Deadlines = { handleBy?: number | null; proveBy?: number | null }

/**
 * The platform's deadlines, set or (null) met or gone. Only ones still ahead can be set.
 * @throws Refusal `wrong_step`, `bad_args` (a field in `set` without its `was`), `bad_date`, `conflict`
 */
export function setDeadlines(dispute: DisputeRow, set: Deadlines, was: Deadlines, meta: Meta): Talk {
  mustBeOpen(dispute)
  for (const field of Object.keys(set) as (keyof Deadlines)[]) {
    if (!(field in was)) throw new Refusal('bad_args', { field: `was.${field}` })
  }
  const changed: Partial<DisputeRow> = mergeEdit<DisputeRow>(dispute, set, was)
  const fields = Object.keys(changed) as (keyof DisputeRow)[]
  for (const field of fields) {
    const at = changed[field] as number | null
    if (at !== null && (at <= meta.at || at > meta.at + 366 * DAY_MS)) throw new Refusal('bad_date', { field })
  }
  if (fields.length === 0) return NOTHING
  const edited = Object.fromEntries(fields.map((field) => [field, { from: dispute[field], to: changed[field] }]))
  return { set: changed, event: { kind: 'note', data: { edited } } }
}
