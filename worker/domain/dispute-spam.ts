/** A case that is no complaint at all ends, with the links it came by; and comes back. It teaches nothing and blames nobody. */
import { isOwner } from './actor.ts'
import { mustBeOpen } from './dispute-talk.ts'
import { overspent, waitsForOwner } from './dispute-terms.ts'
import type { Meta } from './mutation.ts'
import { Refusal } from './refusal.ts'
import type { DisputeEventRow, DisputeRow, DisputeStep } from './rows.ts'

/** What the end remembers, so that it can be taken back. */
export interface SpamData {
  outcome: 'spam'
  /** Where the case stood. */
  step: DisputeStep
  /** There where the owner was being asked: with the case that ends, and comes back with it. */
  approval?: 'needed'
  /** What was closed with it. */
  links: string[]
  tasks: string[]
}

/**
 * Nobody is asked about a proposal any more: it costs nothing. What a record came to is spent, and stays with the owner.
 * @throws Refusal `wrong_step` when the case is closed already, `needs_approval` when its record waits for the owner
 */
export function endedAsSpam(dispute: DisputeRow, meta: Meta): Partial<DisputeRow> {
  mustBeOpen(dispute)
  const { step, loop, approvedBy } = dispute
  if (overspent(dispute) && !isOwner(meta.actor)) throw new Refusal('needs_approval', { step, loop })
  const asked = { approval: approvedBy === null ? 'none' : 'approved' } as const
  return { step: 'closed', outcome: 'spam', closedAt: meta.at, ...(waitsForOwner(dispute) && asked) }
}

/**
 * The case stands where it stood.
 * @param event what its end remembers
 * @throws Refusal `wrong_step` (it did not end as spam), `bad_args` (the event is of something else)
 */
export function noSpam(
  dispute: DisputeRow,
  event: DisputeEventRow,
): { set: Partial<DisputeRow>; data: SpamData; closedAt: number } {
  const { step, loop, closedAt } = dispute
  if (dispute.outcome !== 'spam' || closedAt === null) throw new Refusal('wrong_step', { step, loop })
  const data = event.data as unknown as SpamData
  const fits =
    event.disputeId === dispute.id &&
    event.kind === 'closed' &&
    event.at === closedAt &&
    data.outcome === 'spam' &&
    data.step !== undefined
  if (!fits) throw new Refusal('bad_args', { field: 'event' })
  const asked = data.approval === 'needed' && { approval: data.approval }
  return { set: { step: data.step, outcome: null, closedAt: null, ...asked }, data, closedAt }
}
