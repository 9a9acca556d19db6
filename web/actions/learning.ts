/** What a person does with what the disputes teach. */
import type { DisputeRow, FixRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

/**
 * Says that something was put right on a day that has begun.
 * @param day any instant of that day, epoch ms; today means now
 * @returns the fix's id
 * @throws Refusal `bad_date`, `bad_args`, `not_found` when the member is gone
 */
export async function markFix(fix: Pick<FixRow, 'dimension' | 'value' | 'note'>, day: number): Promise<string> {
  const now = currentStore().now()
  const id = newId(now)
  await mutate('fix.mark', { ...fix, id, at: Math.min(day, now) })
  return id
}

/** Takes it back: nothing is compared any more. @throws Refusal */
export const endFix = (id: string): Promise<string> => mutate('fix.end', { id })

/** @throws Refusal */
export const restoreFix = (id: string): Promise<string> => mutate('fix.restore', { id })

/** Notes who carried the parcel of a case; null takes it off. @throws Refusal `conflict`, `wrong_step` once it is closed */
export const noteCarrier = ({ id, carrier: was }: Pick<DisputeRow, 'id' | 'carrier'>, carrier: string | null) =>
  mutate('dispute.edit', { id, set: { carrier }, was: { carrier: was }, tasks: [] })
