/** What the buyer's page and the server say to each other at `/api/b`. A leaf: the page is built for old browsers. */

export const BUYER_STEPS = ['received', 'looking', 'offered', 'done', 'closed'] as const
/** A case in the buyer's words. */
export type BuyerStep = (typeof BUYER_STEPS)[number]

export type BuyerRemedy =
  | 'refund'
  | 'part-refund'
  | 'resend'
  | 'exchange'
  | 'coupon'
  | 'repair'
  | 'explanation'
  | 'apology'

export interface BuyerPhoto {
  id: string
}

/** The whole of what a buyer is told of their case. Days are `YYYY-MM-DD` of the shop's calendar. */
export interface BuyerCase {
  step: BuyerStep
  openedOn: string
  /** True once they said it was not good enough and the shop took it up again. */
  again: boolean
  words: string
  wants: string | null
  product: string | null
  /** What they added later, oldest first. */
  added: { text: string; on: string }[]
  /** Told only once it is settled. */
  offer: { told: string | null; remedies: { kind: BuyerRemedy; by: string | null }[] } | null
  photos: BuyerPhoto[]
  mayAdd: boolean
  mayAddPhoto: boolean
  mayRate: boolean
}

export interface BuyerView {
  kind: 'complain' | 'case'
  shop: string
  /** Language of the shop, for phones that speak none of ours. */
  locale: 'zh-CN' | 'en'
  /** Last day the link works. */
  until: string
  /** Null for a link to complain with. */
  case: BuyerCase | null
}

/** Photos a buyer may have in a case: the shop's own need room too. */
export const BUYER_PHOTOS = 9

/** What each write takes; longer is refused. */
export const BUYER_LIMITS = {
  words: 4000,
  wants: 1000,
  product: 200,
  order: 128,
  contact: 120,
  more: 2000,
  comment: 2000,
}

/** What follows the `#` of a link, and comes as the credential: the shop's id and 128 random bits. */
export const BUYER_CREDENTIAL = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9_-]{21}[AQgw]$/

/**
 * 128 bits as base64url, 22 characters.
 * @param bytes 16 random ones
 */
export function linkToken(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let token = ''
  for (let bit = 0; bit < 128; bit += 6) {
    const at = bit >> 3
    const pair = ((bytes[at] || 0) << 8) | (bytes[at + 1] || 0)
    token += alphabet[(pair >> (10 - (bit & 7))) & 63]
  }
  return token
}
