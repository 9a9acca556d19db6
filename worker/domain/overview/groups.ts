/** The tiers within each channel and among the buyers of each product. */
import type { ProductRow, Tier } from '../rows.ts'
import { type Buyer, broughtBy } from './buyers.ts'

export interface TierGroup {
  /** The channel, or the product's id; null for all the rest together. */
  key: string | null
  /** How many channels or products it stands for. */
  of: number
  buyers: number
  tiers: Record<Tier, number>
  /** Of its buyers in the window, minor units. A buyer of two products counts with both. */
  value: number
}

/** One more than this is shown rather than called "others". */
const SHOWN = 6

/** Worth first; a buyer is in the one channel they were first met in, so the groups add up to all buyers. */
export function tierBySource(buyers: readonly Buyer[], shown = SHOWN): TierGroup[] {
  const groups = new Map<string, TierGroup>()
  for (const buyer of buyers) add(groups, buyer.source, buyer)
  const all = [...groups.values()].sort(worthFirst)
  if (all.length <= shown + 1) return all
  const others = group(null)
  for (const { buyers: count, tiers, value } of all.slice(shown)) {
    others.of++
    others.buyers += count
    others.value += value
    for (const tier of ['A', 'B', 'C'] as const) others.tiers[tier] += tiers[tier]
  }
  return [...all.slice(0, shown), others]
}

/** By the worth of who bought it; "others" are the buyers of any further product, each counted once. */
export function tierByProduct(
  buyers: readonly Buyer[],
  products: readonly Pick<ProductRow, 'id'>[],
  shown = SHOWN,
): TierGroup[] {
  const known = new Set(products.map(({ id }) => id))
  const groups = new Map<string, TierGroup>()
  for (const buyer of buyers) for (const product of buyer.bought) if (known.has(product)) add(groups, product, buyer)
  const all = [...groups.values()].sort(worthFirst)
  if (all.length <= shown + 1) return all
  const rest = new Set(all.slice(shown).map(({ key }) => key))
  const others = { ...group(null), of: rest.size }
  for (const buyer of buyers) if (buyer.bought.some((product) => rest.has(product))) count(others, buyer)
  return [...all.slice(0, shown), others]
}

const group = (key: string | null): TierGroup => ({
  key,
  of: key === null ? 0 : 1,
  buyers: 0,
  tiers: { A: 0, B: 0, C: 0 },
  value: 0,
})

function add(groups: Map<string, TierGroup>, key: string, buyer: Buyer): void {
  let found = groups.get(key)
  if (!found) {
    found = group(key)
    groups.set(key, found)
  }
  count(found, buyer)
}

function count(into: TierGroup, buyer: Buyer): void {
  into.buyers++
  into.tiers[buyer.figures.tier]++
  into.value += broughtBy(buyer)
}

const worthFirst = (a: TierGroup, b: TierGroup): number =>
  b.value - a.value || b.buyers - a.buyers || (String(a.key) < String(b.key) ? -1 : 1)

/** Standard errors a group must be above the shop: several are compared. */
const ABOVE = 3

/**
 * The group with the surest surplus of A: the highest lower bound of its share of A (Wilson's score interval, JASA
 * 1927), where that is above the shop's own share; null when none stands out.
 */
export function richestInA(groups: readonly TierGroup[], shopShare: number): TierGroup | null {
  let best: TierGroup | null = null
  let surest = shopShare
  for (const group of groups) {
    if (group.key === null || group.tiers.A === 0) continue
    const lower = wilsonLower(group.tiers.A, group.buyers)
    if (lower <= surest) continue
    surest = lower
    best = group
  }
  return best
}

function wilsonLower(hits: number, of: number): number {
  const share = hits / of
  const z2 = ABOVE * ABOVE
  const spread = ABOVE * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return (share + z2 / (2 * of) - spread) / (1 + z2 / of)
}
