import * as v from 'valibot'
import { time } from '../fields.ts'
import { type Change, defineMutation, mergeEdit, mustGet } from '../mutation.ts'
import { isPinned } from '../pin.ts'
import { Refusal } from '../refusal.ts'
import type { CustomerRow, MoveRow, Tier } from '../rows.ts'
import { TIERS } from '../tiers.ts'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const tier = v.picklist(TIERS)
const MoveOfCustomer = v.object({ moveId: id, customerId: id })

const NO_PIN = { pinTier: null, pinReason: null, pinUntil: null }

function mustHaveStatus(move: MoveRow, status: MoveRow['status']): void {
  if (move.status !== status) throw new Refusal('already_decided', { status: move.status })
}

function mustHold(customer: CustomerRow, held: Tier | null, wanted: Tier | null, at: number): void {
  if (isPinned(customer, at)) throw new Refusal('not_eligible', { reason: 'pinned' })
  if (customer.tier !== held) {
    throw new Refusal('conflict', { fields: { tier: { yours: wanted, theirs: customer.tier } } })
  }
}

/** Guards the pin too: one set at the same moment must win. A pin that has run out goes. */
function setTier(customer: CustomerRow, to: Tier | null): Change {
  const expect = { tier: customer.tier, pinTier: customer.pinTier, pinUntil: customer.pinUntil }
  const set = customer.pinTier === null ? { tier: to } : { tier: to, ...NO_PIN }
  return { op: 'update', table: 'customers', id: customer.id, set, expect }
}

function decide(move: MoveRow, status: MoveRow['status'], at: number, by: string | null): Change {
  return {
    op: 'update',
    table: 'moves',
    id: move.id,
    set: { status, decidedAt: at, decidedBy: by },
    expect: { status: move.status },
  }
}

/**
 * Puts a proposed move in force. Refused `already_decided`; `not_eligible` while pinned; `conflict` when the tier is
 * no longer the one the move starts from.
 */
const accept = defineMutation({
  version: 1,
  by: { role: 'agent' },
  ofErased: true,
  args: MoveOfCustomer,
  touches: ({ moveId, customerId }) => [
    { table: 'moves', id: moveId },
    { table: 'customers', id: customerId },
  ],
  apply(rows, { moveId, customerId }, { at, actor }) {
    const move = mustGet(rows, 'moves', moveId)
    const customer = mustGet(rows, 'customers', customerId)
    if (move.customerId !== customer.id) throw new Refusal('bad_args')
    mustHaveStatus(move, 'proposed')
    mustHold(customer, move.from, move.to, at)
    return [decide(move, 'applied', at, actor.memberId), setTier(customer, move.to)]
  },
})

/** Leaves the tier as it is. Refused `already_decided`. */
const dismiss = defineMutation({
  version: 1,
  by: { role: 'agent' },
  ofErased: true,
  args: v.object({ moveId: id }),
  touches: ({ moveId }) => [{ table: 'moves', id: moveId }],
  apply(rows, { moveId }, { at, actor }) {
    const move = mustGet(rows, 'moves', moveId)
    mustHaveStatus(move, 'proposed')
    return [decide(move, 'dismissed', at, actor.memberId)]
  },
})

/**
 * Holds a buyer's tier whatever the figures say, until a date or for good. A proposed move named with it is dismissed.
 * Refused `bad_date` for an end that has passed, `not_eligible` for a prospect, `conflict` when tier or pin changed
 * since `was` was seen.
 */
const pin = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({
    customerId: id,
    tier,
    reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
    /** Epoch ms; null for no end. */
    until: v.nullable(time),
    was: v.object({ pinTier: v.nullable(tier), tier: v.nullable(tier) }),
    /** The move this answers, when pinned from the review. */
    moveId: v.optional(v.nullable(id), null),
  }),
  touches: ({ customerId, moveId }) => [
    { table: 'customers', id: customerId },
    ...(moveId === null ? [] : [{ table: 'moves' as const, id: moveId }]),
  ],
  apply(rows, args, { at, actor }) {
    const customer = mustGet(rows, 'customers', args.customerId)
    if (args.until !== null && args.until <= at) throw new Refusal('bad_date', { field: 'until' })
    if (customer.ordersCount === 0) throw new Refusal('not_eligible', { reason: 'prospect' })
    const wanted = { tier: args.tier, pinTier: args.tier, pinReason: args.reason, pinUntil: args.until }
    // Who saw no pin saw no reason either: another's fresh pin on the same tier is not silently reworded.
    const was = args.was.pinTier === null ? { ...NO_PIN, ...args.was } : args.was
    const set = mergeEdit<CustomerRow>(customer, wanted, was)
    const changes: Change[] = []
    if (Object.keys(set).length > 0) {
      const expect = { tier: customer.tier, pinTier: customer.pinTier }
      changes.push({ op: 'update', table: 'customers', id: customer.id, set, expect })
    }
    if (args.moveId !== null) {
      const move = mustGet(rows, 'moves', args.moveId)
      if (move.customerId !== customer.id) throw new Refusal('bad_args')
      if (move.status === 'proposed') changes.push(decide(move, 'dismissed', at, actor.memberId))
    }
    return changes
  },
})

/** Takes the pin off; the tier falls back to the one the last figures call for. Refused `already_decided` without a pin. */
const unpin = defineMutation({
  version: 1,
  by: { role: 'agent' },
  ofErased: true,
  args: v.object({ customerId: id }),
  touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
  apply(rows, { customerId }) {
    const customer = mustGet(rows, 'customers', customerId)
    if (customer.pinTier === null) throw new Refusal('already_decided')
    return [setTier(customer, customer.figures?.tier ?? null)]
  },
})

/**
 * Takes back an applied move: the tier is again the one it started from. Refused `already_decided` when it is not in
 * force, `not_eligible` while pinned, `conflict` when the tier changed since.
 */
const undo = defineMutation({
  version: 1,
  by: { role: 'agent' },
  ofErased: true,
  args: MoveOfCustomer,
  touches: ({ moveId, customerId }) => [
    { table: 'moves', id: moveId },
    { table: 'customers', id: customerId },
  ],
  apply(rows, { moveId, customerId }, { at, actor }) {
    const move = mustGet(rows, 'moves', moveId)
    const customer = mustGet(rows, 'customers', customerId)
    if (move.customerId !== customer.id) throw new Refusal('bad_args')
    mustHaveStatus(move, 'applied')
    mustHold(customer, move.to, move.from, at)
    return [decide(move, 'undone', at, actor.memberId), setTier(customer, move.from)]
  },
})

export const tierMutations = {
  'tier.accept': accept,
  'tier.dismiss': dismiss,
  'tier.pin': pin,
  'tier.unpin': unpin,
  'tier.undo': undo,
}
