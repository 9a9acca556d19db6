/** Private links for buyers: made on the phone, so that one can be handed out with no signal. */
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { linkAddress, linkExpiry } from '../../worker/domain/links.ts'
import type { LinkRow, ShopRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

/** A new link to a case, or to complain with when there is none. @returns its id. @throws Refusal */
export async function giveLink(shop: ShopRow, disputeId: string | null): Promise<string> {
  const now = currentStore().now()
  const id = newId(now)
  await mutate('link.create', {
    id,
    kind: disputeId === null ? 'complain' : 'case',
    disputeId,
    customerId: null,
    token: linkToken(crypto.getRandomValues(new Uint8Array(16))),
    expiresAt: linkExpiry(now, shop),
  })
  return id
}

/** @throws Refusal */
export const revokeLink = (id: string) => mutate('link.revoke', { id })

/** What the buyer opens. */
export const addressOf = (shop: Pick<ShopRow, 'id'>, { token }: Pick<LinkRow, 'token'>): string =>
  linkAddress(location.origin, shop.id, token)
