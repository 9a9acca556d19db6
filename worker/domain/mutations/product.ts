import * as v from 'valibot'
import { id } from '../fields.ts'
import { MAX_MINOR } from '../money.ts'
import { type Change, defineMutation, mustGet } from '../mutation.ts'
import { Refusal } from '../refusal.ts'

/** Most products one change names. */
export const MOST_COSTS = 200

const cost = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MINOR)))

/**
 * What one piece of each product costs the shop, minor units; null makes it unknown. `was` is what was seen before.
 * All or none: refused `not_found`, or `conflict` with `fields` by product id when somebody else wrote another cost
 * meanwhile.
 */
const costs = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({
    items: v.pipe(
      v.array(v.object({ id, cost, was: cost })),
      v.minLength(1),
      v.maxLength(MOST_COSTS),
      v.check((items) => new Set(items.map((item) => item.id)).size === items.length, 'each product once'),
    ),
  }),
  touches: ({ items }) => items.map((item) => ({ table: 'products', id: item.id })),
  apply(rows, { items }, { at }) {
    const met = new Map<string, { yours: number | null; theirs: number | null }>()
    const changes: Change[] = []
    for (const { id, cost, was } of items) {
      const product = mustGet(rows, 'products', id)
      if (product.cost === cost) continue
      if (product.cost !== was) met.set(id, { yours: cost, theirs: product.cost })
      changes.push({ op: 'update', table: 'products', id, set: { cost, costAt: cost === null ? null : at } })
    }
    if (met.size > 0) throw new Refusal('conflict', { fields: Object.fromEntries(met) })
    return changes
  },
})

export const productMutations = { 'product.costs': costs }
