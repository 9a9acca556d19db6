/** Two cases of one buyer about one thing become one, and apart again while the one that stays is open. */
import { isOwner } from './actor.ts'
import { endWait } from './dispute-pause.ts'
import { mustBeOpen } from './dispute-talk.ts'
import { caseCost, waitsForOwner } from './dispute-terms.ts'
import type { Meta } from './mutation.ts'
import { Refusal } from './refusal.ts'
import type { DisputeEventRow, DisputeRow } from './rows.ts'

/** What the case that stays takes over: the clocks of both, the last words of the buyer, and what was spent. */
const TAKEN = [
  'firstReplyDueAt',
  'nextReplyDueAt',
  'resolveDueAt',
  'handleBy',
  'proveBy',
  'heardAt',
  'waitingSince',
  'waitedMs',
  'snoozedUntil',
  'spent',
] as const satisfies readonly (keyof DisputeRow)[]
type Taken = Pick<DisputeRow, (typeof TAKEN)[number]>

/** What the event of the case that stays remembers, so that the two can be taken apart. */
export interface MergedData {
  from: string
  words: string
  wants: string | null
  product: string | null
  channel: string
  openedAt: number
  was: Partial<Taken>
  now: Partial<Taken>
  /** Tasks of the other case: those that came over and those that were cancelled. */
  moved: string[]
  cancelled: string[]
}

/**
 * A case and all that went into it, by id. Evidence stays with the case it was given in and is the living case's by this:
 * what a phone sends late for a case that went, and a merge that is undone, find their place without being moved.
 */
export function withMerged(cases: Iterable<Pick<DisputeRow, 'id' | 'mergedInto'>>, id: string): Set<string> {
  const gone = Array.from(cases).filter(({ mergedInto }) => mergedInto !== null)
  const whole = new Set([id])
  // What is added while going through is gone through too.
  for (const into of whole) for (const { id, mergedInto } of gone) if (mergedInto === into) whole.add(id)
  return whole
}

const earliest = (...times: (number | null)[]): number | null => {
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}
const latest = (...times: (number | null)[]): number | null => {
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** What the buyer said in a case and nobody has answered: its time and by when an answer is owed. */
const unheard = (source: DisputeRow) => ({
  dueAt: earliest(source.nextReplyDueAt, source.firstReplyAt === null ? source.firstReplyDueAt : null),
  at: latest(source.heardAt, source.firstReplyAt === null ? source.openedAt : null),
})

function checkPair(source: DisputeRow, target: DisputeRow): void {
  if (source.id === target.id || source.customerId !== target.customerId) {
    throw new Refusal('bad_args', { field: 'into' })
  }
}

/**
 * `source` goes into `target`: it closes, and of each clock the one that breaks first goes on in `target`. The buyer is
 * waited for only where both cases waited.
 * @returns what changes in both, and of `target` what to remember (`was`, `now`)
 * @throws Refusal `wrong_step` (one is closed), `bad_args` (the same case, or of another customer), `needs_approval` (the
 * owner is still asked about `source`: only they may close it)
 */
export function merged(
  source: DisputeRow,
  target: DisputeRow,
  meta: Meta,
): { source: Partial<DisputeRow>; target: Partial<Taken>; was: Partial<Taken> } {
  checkPair(source, target)
  mustBeOpen(source)
  mustBeOpen(target)
  if (waitsForOwner(source) && !isOwner(meta.actor)) {
    throw new Refusal('needs_approval', { step: source.step, loop: source.loop })
  }
  const [from, into] = [source, target].map((one) => ({ ...one, ...endWait(one, meta.at, meta.shop) })) as [
    DisputeRow,
    DisputeRow,
  ]
  const owed = unheard(from)
  const listens = into.step === 'listen'
  const taken: Taken = {
    firstReplyDueAt: listens ? earliest(into.firstReplyDueAt, owed.dueAt) : into.firstReplyDueAt,
    nextReplyDueAt: listens ? into.nextReplyDueAt : earliest(into.nextReplyDueAt, owed.dueAt),
    resolveDueAt:
      into.resolvedAt === null && from.resolvedAt === null
        ? earliest(into.resolveDueAt, from.resolveDueAt)
        : into.resolveDueAt,
    handleBy: earliest(into.handleBy, from.handleBy),
    proveBy: earliest(into.proveBy, from.proveBy),
    heardAt: latest(into.heardAt, owed.at),
    waitingSince: source.waitingSince !== null && target.waitingSince !== null ? meta.at : null,
    waitedMs: into.waitedMs,
    snoozedUntil: null,
    spent: into.spent + caseCost(from),
  }
  const changed = TAKEN.filter((field) => taken[field] !== target[field])
  const only = (row: Taken) => Object.fromEntries(changed.map((field) => [field, row[field]])) as Partial<Taken>
  return {
    source: { step: 'closed', outcome: 'merged', mergedInto: target.id, closedAt: meta.at },
    target: only(taken),
    was: only(target),
  }
}

/**
 * Takes the two apart: `source` stands again where it stood, and `target` gets back what has not changed since.
 * `events`: what each of the two remembers of the merge.
 * @throws Refusal `wrong_step` (`target` is closed, or `source` is not merged into it), `bad_args` (other events)
 */
export function unmerged(
  source: DisputeRow,
  target: DisputeRow,
  events: { source: DisputeEventRow; target: DisputeEventRow },
): { source: Partial<DisputeRow>; target: Partial<DisputeRow>; data: MergedData } {
  checkPair(source, target)
  mustBeOpen(target)
  const { step, loop } = source
  if (source.outcome !== 'merged' || source.mergedInto !== target.id) throw new Refusal('wrong_step', { step, loop })
  const left = events.source.data as { into?: unknown; step?: unknown }
  const data = events.target.data as unknown as MergedData
  const fits =
    events.source.disputeId === source.id &&
    events.target.disputeId === target.id &&
    events.source.kind === 'merged' &&
    events.target.kind === 'merged' &&
    events.source.at === source.closedAt &&
    events.target.at === source.closedAt &&
    left.into === target.id &&
    data.from === source.id
  if (!fits) throw new Refusal('bad_args', { field: 'events' })
  const kept = TAKEN.filter((field) => field in data.was && target[field] === data.now[field])
  return {
    source: { step: left.step as DisputeRow['step'], outcome: null, mergedInto: null, closedAt: null },
    target: Object.fromEntries(kept.map((field) => [field, data.was[field] ?? null])),
    data,
  }
}
