/** What a person decides about tiers. */
import type { CustomerRow, MoveRow, Tier } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { mutate, mutateAll } from './mutate.ts'

/** @throws Refusal `already_decided`, `not_eligible` while pinned, `conflict` */
export const acceptMove = ({ id, customerId }: MoveRow): Promise<string> =>
  mutate('tier.accept', { moveId: id, customerId })

/** Takes an applied move back. @throws Refusal `already_decided`, `not_eligible` while pinned, `conflict` */
export const undoMove = ({ id, customerId }: MoveRow): Promise<string> =>
  mutate('tier.undo', { moveId: id, customerId })

/** Leaves the tier as it is. @throws Refusal `already_decided` */
export const dismissMove = ({ id }: MoveRow): Promise<string> => mutate('tier.dismiss', { moveId: id })

/** @returns those that were done @throws Refusal when none could be */
async function many(name: 'tier.accept' | 'tier.undo', moves: readonly MoveRow[]): Promise<MoveRow[]> {
  const outcomes = await mutateAll(
    name,
    moves.map(({ id, customerId }) => ({ moveId: id, customerId })),
  )
  const done = moves.filter((_, i) => typeof outcomes[i] === 'string')
  if (done.length === 0 && moves.length > 0) throw outcomes[0]
  return done
}

/** Puts several moves in force. @returns those that were; the others stay as they are @throws Refusal when none could be */
export const acceptMoves = (moves: readonly MoveRow[]): Promise<MoveRow[]> => many('tier.accept', moves)

/** Takes several applied moves back. @throws Refusal when none could be */
export const undoMoves = (moves: readonly MoveRow[]): Promise<MoveRow[]> => many('tier.undo', moves)

export interface Pin {
  tier: Tier
  reason: string
  /** Last instant it holds, epoch ms; null for no end. */
  until: number | null
}

/**
 * Holds a buyer's tier whatever the figures say; answers their waiting move, if there is one.
 * @throws Refusal `bad_date`, `not_eligible` for a prospect, `conflict` when somebody else was quicker
 */
export function pinTier(seen: Pick<CustomerRow, 'id' | 'tier' | 'pinTier'>, pin: Pin): Promise<string> {
  const { id: customerId, tier, pinTier } = seen
  const move = currentStore()
    .view.list('moves')
    .peek()
    .find((each) => each.customerId === customerId && each.status === 'proposed')
  return mutate('tier.pin', { customerId, ...pin, was: { tier, pinTier }, moveId: move?.id ?? null })
}

/** Takes the pin off: the tier is again what the figures call for. @throws Refusal `already_decided` without a pin */
export const unpinTier = (customerId: string): Promise<string> => mutate('tier.unpin', { customerId })
