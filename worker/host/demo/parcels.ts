/** Who carried the parcels of the demo shop: one carrier until it was given up, others since. */
import { DAY_MS } from '../../domain/time.ts'
import type { Random } from './prng.ts'

/** Parcels went with another carrier from this many days before now. */
const CHANGED = 66
const BEFORE = ['韵达', '韵达', '韵达', '韵达', '韵达', '圆通'] as const
const SINCE = ['中通', '中通', '顺丰', '邮政'] as const

/** @param at when the parcel's case came in, epoch ms; @returns null where nobody looked who carried it */
export function carrierOf(random: Random, at: number, now: number): string | null {
  const noted = random.chance(0.9)
  const carrier = random.pick(at < now - CHANGED * DAY_MS ? BEFORE : SINCE)
  return noted ? carrier : null
}

/** What the owner says was put right. */
export const carrierFix = (now: number) => ({
  dimension: 'carrier' as const,
  value: '韵达',
  note: '不再发韵达，平时发中通，瓷器和送礼的发顺丰',
  at: now - CHANGED * DAY_MS,
})
