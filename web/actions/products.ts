/** What a person says of what products cost. */
import { MOST_COSTS } from '../../worker/domain/mutations/product.ts'
import type { ProductRow } from '../../worker/domain/rows.ts'
import { mutate } from './mutate.ts'

export interface NewCost {
  /** The product as the person saw it: a cost somebody else wrote since is not silently replaced. */
  product: ProductRow
  /** Of one piece, minor units; null makes it unknown. */
  cost: number | null
}

/**
 * Sets costs, any number of them, as changes of at most {@link MOST_COSTS} each.
 * @returns what takes them back
 * @throws Refusal `conflict` when another cost than the one seen is there by now
 */
export async function setCosts(costs: readonly NewCost[]): Promise<() => Promise<unknown>> {
  for (let from = 0; from < costs.length; from += MOST_COSTS) {
    const items = costs
      .slice(from, from + MOST_COSTS)
      .map(({ product, cost }) => ({ id: product.id, cost, was: product.cost }))
    await mutate('product.costs', { items })
  }
  return () => setCosts(costs.map(({ product, cost }) => ({ product: { ...product, cost }, cost: product.cost })))
}
