/** What a person does to win a customer back. */
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { OfferTerms } from '../../worker/domain/offer.ts'
import type { OfferRow } from '../../worker/domain/rows.ts'
import { decidingOffer, monthSpent } from '../../worker/domain/win-back.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

export type CancelReason = ArgsOf<'win-back.cancel'>['reason']

/** The open task that asks for the message to be sent. */
function sendTask(offerId: string): string | null {
  const tasks = currentStore().view.list('tasks').peek()
  return (
    tasks.find((task) => task.offerId === offerId && task.kind === 'win-back' && task.status === 'open')?.id ?? null
  )
}

/**
 * Drafts an offer with its message; Today asks for it to be sent.
 * @returns id of the offer
 * @throws Refusal `bad_args`, `not_eligible` with `reasons`
 */
export async function triggerWinBack(
  customerId: string,
  { kind, value, gift, minimum, validUntil, code, message }: OfferTerms & { code: string; message: string },
): Promise<string> {
  const store = currentStore()
  const now = store.now()
  const offers = store.view.list('offers').peek()
  const shop = store.view.list('shops').peek()[0]
  const offerId = newId(now)
  await mutate('win-back.trigger', {
    offerId,
    customerId,
    ...{ kind, value, gift, minimum, validUntil, code, message },
    lastOfferId: decidingOffer(offers, customerId)?.id ?? null,
    monthSpent: monthSpent(offers, shop?.timezone ?? 'UTC', now),
  })
  return offerId
}

/** Puts other words into a draft. @throws Refusal `already_decided`, `conflict` */
export const editMessage = (seen: Pick<OfferRow, 'id' | 'message'>, message: string): Promise<string> =>
  mutate('win-back.edit', { offerId: seen.id, set: { message }, was: { message: seen.message } })

/** The message went out. @throws Refusal `already_decided`, `not_eligible`, `bad_date` */
export const markSent = ({ id, customerId }: Pick<OfferRow, 'id' | 'customerId'>, channel: string): Promise<string> =>
  mutate('win-back.sent', { offerId: id, customerId, taskId: sendTask(id), channel })

/** Drops a draft. @throws Refusal `already_decided` */
export const cancelDraft = (offerId: string, reason: CancelReason): Promise<string> =>
  mutate('win-back.cancel', { offerId, taskId: sendTask(offerId), reason })
