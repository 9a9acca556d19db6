/** A case that is no complaint at all ends, with the links it came by; and comes back. It teaches nothing and blames nobody. */
import { mustBeOpen } from './dispute-talk.ts'
import type { Meta } from './mutation.ts'
import { Refusal } from './refusal.ts'
import type { DisputeEventRow, DisputeRow, DisputeStep } from './rows.ts'

/** What the end remembers, so that it can be taken back. */
export interface SpamData {
  outcome: 'spam'
  /** Where the case stood. */
  step: DisputeStep
  /** What was closed with it. */
  links: string[]
  tasks: string[]
}

/** @throws Refusal `wrong_step` when the case is closed already */
export function endedAsSpam(dispute: DisputeRow, meta: Meta): Partial<DisputeRow> {
  mustBeOpen(dispute)
  return { step: 'closed', outcome: 'spam', closedAt: meta.at }
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
  return { set: { step: data.step, outcome: null, closedAt: null }, data, closedAt }
}
