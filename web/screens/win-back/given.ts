import type { ComponentChildren } from 'preact'
import type { CustomerRow, OfferRow, ShopRow } from '../../../worker/domain/rows.ts'

/** What a state of the offer is given to draw itself with. */
export interface Given {
  customer: CustomerRow
  shop: ShopRow
  now: number
  why: ComponentChildren
  frame: (children: ComponentChildren, action?: ComponentChildren) => ComponentChildren
}
export type WithOffer = Given & { offer: OfferRow }
