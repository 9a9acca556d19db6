import type { CustomerRow, DisputeRow, MoveRow, OfferRow, OrderRow } from '../../../worker/domain/rows.ts'

export type Entry = { key: string; at: number } & (
  | { kind: 'order'; order: OrderRow }
  | { kind: 'dispute' | 'dispute-closed'; dispute: DisputeRow }
  | { kind: 'offer' | 'offer-back'; offer: OfferRow }
  | { kind: 'move'; move: MoveRow }
  | { kind: 'contact' }
  | { kind: 'created' }
)

export interface Dealings {
  customer: Pick<CustomerRow, 'createdAt' | 'firstOrderAt' | 'recentContacts' | 'source'>
  orders: readonly OrderRow[]
  disputes: readonly DisputeRow[]
  offers: readonly OfferRow[]
  moves: readonly MoveRow[]
}

/** Everything between the shop and one customer, newest first. */
export function timeline({ customer, orders, disputes, offers, moves }: Dealings): Entry[] {
  const entries: Entry[] = orders.map((order) => ({ key: order.id, at: order.placedAt, kind: 'order', order }))
  for (const dispute of disputes) {
    entries.push({ key: dispute.id, at: dispute.openedAt, kind: 'dispute', dispute })
    if (dispute.closedAt !== null) {
      entries.push({ key: `${dispute.id} closed`, at: dispute.closedAt, kind: 'dispute-closed', dispute })
    }
  }
  const sent = new Set<number>()
  for (const offer of offers) {
    if (offer.sentAt !== null) sent.add(offer.sentAt)
    entries.push({ key: offer.id, at: offer.sentAt ?? offer.createdAt, kind: 'offer', offer })
    if (offer.returnedAt !== null) {
      entries.push({ key: `${offer.id} back`, at: offer.returnedAt, kind: 'offer-back', offer })
    }
  }
  for (const move of moves) {
    // A move nobody decided and that never came into force is no dealing with them.
    if (move.status === 'proposed' || (move.status === 'dismissed' && move.decidedBy === null)) continue
    entries.push({ key: move.id, at: move.decidedAt ?? move.at, kind: 'move', move })
  }
  // An offer sent is a contact too, and is told already.
  for (const [i, at] of customer.recentContacts.entries()) {
    if (!sent.has(at)) entries.push({ key: `contact ${at} ${i}`, at, kind: 'contact' })
  }
  // Someone brought in with their orders begins with the first of them.
  if (customer.firstOrderAt === null || customer.source === 'hand') {
    entries.push({ key: 'created', at: customer.createdAt, kind: 'created' })
  }
  return entries.sort((a, b) => b.at - a.at)
}
