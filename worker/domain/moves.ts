import { whyOf } from './explain/shape.ts'
import type { TierWhys } from './explain/tier.ts'
import { isPinned } from './pin.ts'
import type { Figures, MoveRow, Tier } from './rows.ts'
import type { Settings } from './settings.ts'
import { isPromotion, moneyTo, type TierScale, tierScale } from './tiers.ts'
import { DAY_MS } from './time.ts'
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

export type NewMove = Omit<MoveRow, 'id' | 'runId'>

export interface Review {
  /** Worth first. Those already `applied` change the tier in force at once. */
  moves: NewMove[]
  /** Tiers to set without a move: first assignments, and null for those left without a counting order. */
  assigned: { customerId: string; tier: Tier | null }[]
  /** Customers whose pin has run out; a move may follow in `moves`. */
  unpinned: string[]
  /** Ids of waiting moves that are no longer called for, or are replaced by one in `moves`. */
  dismissed: string[]
}

/** A move a person turned down is not brought up again every night. */
export const DECLINED_DAYS = 30

const why = whyOf<TierWhys>()

function statusOf(from: Tier, to: Tier, settings: Settings['tiers']): 'applied' | 'proposed' {
  const waits = !settings.autoApply || (from === 'A' && !isPromotion(from, to))
  return waits ? 'proposed' : 'applied'
}

const NEXT_UP: Record<Tier, Tier | null> = { A: null, B: 'A', C: 'B' }

function upWhys(scale: TierScale, figures: Figures, tier: Tier): Why[] {
  const up: Why[] = []
  const days = scale.settings.windowDays
  const next = NEXT_UP[tier]
  if (next) up.push(why('up.spend', { tier: next, money: moneyTo(scale, figures.windowNet, next), days }))
  if (figures.windowNet > 0 && figures.lastOrderAt !== null)
    up.push(why('up.leaves', { last: figures.lastOrderAt, days }))
  return up
}

/** The reasons a move rests on: the tier's, and for a demotion also the stage's. */
const moveWhys = (figures: Figures, promotion: boolean): Why[] =>
  figures.why.filter(({ code }) => code.startsWith('tier.') || (!promotion && code.startsWith('stage.')))

/**
 * What a recompute changes about the tiers in force. A first assignment is silent. A pin that holds keeps the tier; one
 * that ran out is released and the tier judged like any other. Moves apply by themselves when the shop lets them,
 * except a demotion from A, which waits. A waiting move that is still right is left alone.
 * @param figures of the whole shop: what would move someone up depends on everyone
 * @param now epoch ms, the date of the moves
 */
export function proposeMoves(
  held: Iterable<Held>,
  figures: ReadonlyMap<string, Figures>,
  settings: Settings['tiers'],
  now: number,
): Review {
  const buyers = [...figures.values()].filter((fresh) => fresh.orders > 0)
  const scale = tierScale(
    Float64Array.from(buyers, (buyer) => buyer.windowNet),
    settings,
  )
  const review: Review = { moves: [], assigned: [], unpinned: [], dismissed: [] }

  for (const { customerId, tier: from, open, declined, ...pin } of held) {
    const fresh = figures.get(customerId)
    if (!fresh) continue
    const drop = () => {
      if (open) review.dismissed.push(open.id)
    }
    if (isPinned(pin, now)) {
      drop()
      continue
    }
    if (pin.pinTier !== null) review.unpinned.push(customerId)
    const to = fresh.tier
    if (from === to) {
      drop()
      continue
    }
    if (from === null || to === null) {
      drop()
      review.assigned.push({ customerId, tier: to })
      continue
    }
    const status = statusOf(from, to, settings)
    if (open && open.from === from && open.to === to && status === 'proposed') continue
    drop()
    if (declined && declined.to === to && now - declined.at < DECLINED_DAYS * DAY_MS) continue
    review.moves.push({
      customerId,
      from,
      to,
      why: moveWhys(fresh, isPromotion(from, to)),
      up: upWhys(scale, fresh, to),
      worth: Math.max(0, fresh.windowNet, fresh.valueAtRisk),
      status,
      at: now,
      decidedAt: status === 'applied' ? now : null,
      decidedBy: null,
    })
  }
  review.moves.sort((a, b) => b.worth - a.worth)
  return review
}
