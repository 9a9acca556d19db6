/**
 * While a case waits for the buyer the shop's clocks stand still. They run on when it ends, each due moment moved on by
 * the business time that was waited: what was left before is left after. Days promised to a buyer, follow-ups and a
 * platform's deadlines are dates of the calendar and never wait.
 */
import { addBusinessMs, businessMsBetween } from './clock.ts'
import type { DisputeRow, ShopRow } from './rows.ts'

type Hours = Pick<ShopRow, 'settings' | 'timezone'>
export type Pausable = Pick<
  DisputeRow,
  'waitingSince' | 'waitedMs' | 'firstReplyAt' | 'firstReplyDueAt' | 'nextReplyDueAt' | 'resolvedAt' | 'resolveDueAt'
>
type DueField = 'firstReplyDueAt' | 'nextReplyDueAt' | 'resolveDueAt'

/** The clocks of a case that have not been met yet. */
export function runningClocks(dispute: Omit<Pausable, 'waitingSince' | 'waitedMs'>): { [F in DueField]?: number } {
  const { firstReplyAt, firstReplyDueAt, nextReplyDueAt, resolvedAt, resolveDueAt } = dispute
  return {
    ...(firstReplyAt === null && firstReplyDueAt !== null && { firstReplyDueAt }),
    ...(nextReplyDueAt !== null && { nextReplyDueAt }),
    ...(resolvedAt === null && resolveDueAt !== null && { resolveDueAt }),
  }
}

/** Business time waited for the buyer until `at`, ms; 0 when the case does not wait. */
export function waitedUntil({ waitingSince }: Pick<Pausable, 'waitingSince'>, at: number, shop: Hours): number {
  return waitingSince === null ? 0 : businessMsBetween(waitingSince, at, shop.settings.businessHours, shop.timezone)
}

/** A due moment as it reads at `at`, were the waiting over then. */
export const dueAfterWait = (due: number, dispute: Pick<Pausable, 'waitingSince'>, at: number, shop: Hours): number =>
  addBusinessMs(due, waitedUntil(dispute, at, shop), shop.settings.businessHours, shop.timezone)

/** The waiting ends at `at`: every running clock goes on with the business time it had left. Nothing when none waits. */
export function endWait(dispute: Pausable, at: number, shop: Hours): Partial<DisputeRow> {
  if (dispute.waitingSince === null) return {}
  const moved = Object.entries(runningClocks(dispute)).map(([field, due]) => [
    field,
    dueAfterWait(due, dispute, at, shop),
  ])
  return {
    waitingSince: null,
    waitedMs: dispute.waitedMs + waitedUntil(dispute, at, shop),
    ...(Object.fromEntries(moved) as { [F in DueField]?: number }),
  }
}
