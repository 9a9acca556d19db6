import type { Scale } from './figures.ts'
import { isPinned } from './pin.ts'
import type { Figures, MoveRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { isPromotion } from './tiers.ts'
import { DAY_MS } from './time.ts'
import { wayUp } from './way-up.ts'
import type { Why } from './why.ts'

/** What is in force for a customer when a recompute comes in. */
export interface Held {
  customerId: string
  tier: Tier | null
  pinTier: Tier | null
  pinUntil: number | null
  /** Their move still waiting for a person. */
  open: Pick<MoveRow, 'id' | 'from' | 'to'> | null
  /** The last move a person dismissed or undid, and when. */
  declined: { to: Tier; at: number } | null
}

/** What moves need to know of the whole shop. */
export type Measuring = Pick<Scale, 'tiers' | 'usualOrder' | 'measure'>

export type NewMove = Omit<MoveRow, 'id' | 'runId'>

export interface Verdict {
  /** A move to note; one already `applied` changes the tier in force at once. */
  move: NewMove | null
  /** The tier to set: by an applied move, a first assignment, or null for who is left without a counting order. */
  tier: Tier | null | undefined
  /** Their pin has run out. */
  unpin: boolean
  /** Id of a waiting move that is no longer called for, or is replaced by `move`. */
  dismiss: string | null
}

/** A move a person turned down is not brought up again every night. */
export const DECLINED_DAYS = 30

function statusOf(from: Tier, to: Tier, settings: Settings['tiers']): 'applied' | 'proposed' {
  const waits = !settings.autoApply || (from === 'A' && !isPromotion(from, to))
  return waits ? 'proposed' : 'applied'
}

/** The reasons a move rests on: the tier's, and for a demotion also the stage's. */
const moveWhys = (figures: Figures, promotion: boolean): Why[] =>
  figures.why.filter(({ code }) => code.startsWith('tier.') || (!promotion && code.startsWith('stage.')))

/**
 * What a recompute changes about the tier in force of one customer. A first assignment is silent. A pin that holds keeps
 * the tier; one that ran out is released and the tier judged like any other. Moves apply by themselves when the shop lets
 * them, except a demotion from A, which waits. A waiting move that is still right is left alone.
 * @param scale what everyone brought in the window: what would move someone up depends on all
 * @param now epoch ms, the date of the move
 */
export function judge(held: Held, fresh: Figures, scale: Measuring, now: number): Verdict {
  const { customerId, tier: from, open, declined } = held
  const drop = open?.id ?? null
  const stays: Verdict = { move: null, tier: undefined, unpin: false, dismiss: drop }
  if (isPinned(held, now)) return stays
  const unpin = held.pinTier !== null
  const to = fresh.tier
  if (from === to) return { ...stays, unpin }
  if (from === null || to === null) return { ...stays, unpin, tier: to }
  const status = statusOf(from, to, scale.tiers.settings)
  if (open && open.from === from && open.to === to && status === 'proposed') return { ...stays, unpin, dismiss: null }
  if (declined && declined.to === to && now - declined.at < DECLINED_DAYS * DAY_MS) return { ...stays, unpin }
  const move: NewMove = {
    customerId,
    from,
    to,
    why: moveWhys(fresh, isPromotion(from, to)),
    up: wayUp(scale.tiers, fresh, to, scale.usualOrder, scale.measure),
    worth: Math.max(0, fresh.windowValue, fresh.valueAtRisk),
    status,
    at: now,
    decidedAt: status === 'applied' ? now : null,
    decidedBy: null,
  }
  return { move, tier: status === 'applied' ? to : undefined, unpin, dismiss: drop }
}

/** In a look back: whoever has no tier yet gets one, everything else stays. */
export const firstAssignment = (held: Pick<Held, 'tier'>, fresh: Figures): Verdict => ({
  move: null,
  tier: held.tier === null && fresh.tier !== null ? fresh.tier : undefined,
  unpin: false,
  dismiss: null,
})
