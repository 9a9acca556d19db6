/** Private links: how long they live, and what a buyer who opens one may see. */
import { BUYER_PHOTOS, type BuyerCase, type BuyerStep, type BuyerView } from './buyer-page.ts'
import type { DisputeEventRow, DisputeRow, DisputeStep, EvidenceRow, LinkRow, ShopRow } from './rows.ts'
import { DAY_MS, localDay } from './time.ts'

/** 128 bits, base64url: the last of the 22 characters carries two bits. */
export const LINK_TOKEN = /^[A-Za-z0-9_-]{21}[AQgw]$/

/** A link lives no longer than the shop lets it. */
export const linkExpiry = (at: number, shop: Pick<ShopRow, 'settings'>): number =>
  at + shop.settings.disputes.linkDays * DAY_MS

/** Whether a link still opens anything. */
export const isLive = ({ revokedAt, expiresAt }: Pick<LinkRow, 'revokedAt' | 'expiresAt'>, now: number): boolean =>
  revokedAt === null && expiresAt > now

/**
 * The address to hand out. What follows `#` is never sent by a browser: no server log, proxy or Referer holds it.
 * @param origin like `https://shop.example`
 */
export const linkAddress = (origin: string, shopId: string, token: string): string => `${origin}/b/#${shopId}.${token}`

const STEP: Record<DisputeStep, BuyerStep> = {
  listen: 'received',
  analyse: 'looking',
  // An offer that still waits for the owner is none yet.
  resolve: 'looking',
  record: 'offered',
  'follow-up': 'done',
  closed: 'closed',
}

export interface BuyerSees {
  link: Pick<LinkRow, 'kind' | 'expiresAt'>
  shop: Pick<ShopRow, 'name' | 'locale' | 'timezone'>
  dispute: DisputeRow | null
  /** Of the case; only the buyer's own words are taken from them. */
  events: readonly DisputeEventRow[]
  /** Of the case; only the buyer's own photos are taken from them. */
  evidence: readonly EvidenceRow[]
  /** Whether there is a place to keep photos. */
  takesPhotos: boolean
}

/** Made by naming what may be seen: whatever a case gets to hold later stays in the shop. */
export function buyerView(sees: BuyerSees): BuyerView {
  const { link, shop, dispute } = sees
  const { name, locale, timezone } = shop
  return {
    kind: link.kind,
    shop: name,
    locale,
    until: localDay(link.expiresAt, timezone),
    case: dispute && buyerCase(dispute, sees),
  }
}

/** The buyer's own photos among the files of their case. */
export const buyerPhotos = (evidence: readonly EvidenceRow[]): EvidenceRow[] =>
  evidence.filter(
    ({ source, by, removedAt, storedAt }) =>
      source === 'link' && by === null && removedAt === null && storedAt !== null,
  )

function buyerCase(dispute: DisputeRow, { shop: { timezone }, events, evidence, takesPhotos }: BuyerSees): BuyerCase {
  const { words, wants, product, told, remedies } = dispute
  const step = STEP[dispute.step]
  const photos = buyerPhotos(evidence)
  const settled = step === 'offered' || step === 'done' || step === 'closed'
  return {
    step,
    openedOn: localDay(dispute.openedAt, timezone),
    again: dispute.loop > 0,
    words,
    wants,
    product,
    added: [...events].sort((a, b) => a.at - b.at).flatMap((event) => ownWords(event, timezone)),
    offer:
      settled && (told !== null || remedies.length > 0)
        ? {
            told,
            remedies: remedies.map(({ kind, promisedAt }) => ({
              kind,
              by: promisedAt === null ? null : localDay(promisedAt, timezone),
            })),
          }
        : null,
    photos: photos.map(({ id }) => ({ id })),
    mayAdd: step !== 'closed',
    mayAddPhoto: takesPhotos && step !== 'closed' && photos.length < BUYER_PHOTOS,
    mayRate: dispute.step === 'follow-up',
  }
}

function ownWords({ kind, by, at, data }: DisputeEventRow, timezone: string): BuyerCase['added'] {
  if (kind !== 'heard' || by !== null || typeof data.text !== 'string') return []
  return [{ text: data.text, on: localDay(at, timezone) }]
}
