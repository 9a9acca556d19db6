import type { CustomerRow, ProductRow } from '../rows.ts'

/** How many customers ever bought each product, by its name; products nobody is known to have bought are left out. */
export function buyersByProduct(
  customers: Iterable<Pick<CustomerRow, 'bought'>>,
  products: readonly Pick<ProductRow, 'id' | 'name'>[],
): Map<string, number> {
  const byId = new Map<string, number>()
  for (const { bought } of customers) for (const id of bought) byId.set(id, (byId.get(id) ?? 0) + 1)
  const byName = new Map<string, number>()
  for (const { id, name } of products) {
    const n = byId.get(id)
    if (n !== undefined) byName.set(name, (byName.get(name) ?? 0) + n)
  }
  return byName
}
