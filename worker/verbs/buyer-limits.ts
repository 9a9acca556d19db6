/**
 * What may come in by private links in a day, counted by what is there: complaints that wait for an answer, words, photos.
 * A complaint takes a slot of its link and of its link from the caller's place; the shop's answer, or the end of the
 * case, gives it back. No more than that is kept of where a buyer was, and for a day only.
 */
import type { Row } from '../../db/client.ts'
import * as q from '../../db/queries/buyer-limits.ts'
import type { Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import {
  COMPLAINTS_A_LINK,
  COMPLAINTS_A_PLACE,
  COMPLAINTS_CROWD,
  PHOTOS_A_SHOP,
  WORDS_A_CASE,
} from '../domain/buyer-limits.ts'
import type { DisputeEventRow } from '../domain/rows.ts'
import { DAY_MS } from '../domain/time.ts'
import { uuidv7 } from '../domain/uuid.ts'
import { tooOften } from '../errors.ts'
import { hashToken } from '../secrets.ts'

const MOST: q.Most = {
  ...{ link: COMPLAINTS_A_LINK, place: COMPLAINTS_A_PLACE },
  ...{ crowd: COMPLAINTS_CROWD, keep: DAY_MS },
}

const short = (...parts: string[]): string => `${hashToken(JSON.stringify(parts)).slice(0, 22)}:`

/** Of the link somebody came by. */
export function slotsOf({ credential, db, from, now }: Ctx): q.Slots {
  const token = credential.kind === 'link' ? credential.token : ''
  const link = `complaint:${short(db.shopId, token)}`
  return { link, place: link + short(db.shopId, from.place), now }
}

export const waitingOf = (ctx: Ctx): Statement => q.waiting(slotsOf(ctx))

/** For the batches that bring the case in. */
export const slotFor = (ctx: Ctx, disputeId: string): Statement[] => q.takeSlot(slotsOf(ctx), disputeId, MOST)

/** @param row of {@link waitingOf}. @throws ApiError 429 `complaints_waiting` when no slot is free */
export function needSlot(row: Row | undefined, now: number): void {
  const link = Number(row?.link ?? 0)
  const full = (of: 'link' | 'place', most: number): number =>
    Number(row?.[of] ?? 0) >= most ? Number(row?.[`${of}Since`]) + DAY_MS - now : 0
  const wait = Math.max(full('link', MOST.link), full('place', link >= MOST.crowd ? 1 : MOST.place))
  if (wait > 0) throw tooOften(wait, 'complaints_waiting')
}

/** @throws ApiError 429 `rate_limited` when the buyer has added enough words for a day */
export function needRoomForWords(events: readonly DisputeEventRow[], now: number): void {
  const lately = events.filter(({ by, at }) => by === null && at > now - DAY_MS).map(({ at }) => at)
  if (lately.length >= WORDS_A_CASE) throw tooOften(Math.min(...lately) + DAY_MS - now)
}

export const atMostWords = (ctx: Ctx, disputeId: string): Statement =>
  q.atMostWords(disputeId, ctx.now - DAY_MS, WORDS_A_CASE)

const aDayAgo = ({ now }: Ctx): string => uuidv7(now - DAY_MS, new Uint8Array(10))

export const photosLately = (ctx: Ctx): Statement => q.photosSince(aDayAgo(ctx))
export const atMostPhotos = (ctx: Ctx): Statement => q.atMostPhotos(aDayAgo(ctx), PHOTOS_A_SHOP)

/** @param row of {@link photosLately}. @throws ApiError 429 `photos_today` when the shop has got enough for a day */
export function needRoomForPhoto(row: Row | undefined): void {
  if (Number(row?.n ?? 0) >= PHOTOS_A_SHOP) throw tooOften(DAY_MS / 24, 'photos_today')
}
