/** Products as the list shows them. */
import type { CustomerRow, ProductRow } from '../../../../worker/domain/rows.ts'

/** How many customers bought each product, as far as customers tell (`bought` holds at most 50). */
export function countBuyers(customers: readonly CustomerRow[]): ReadonlyMap<string, number> {
  const buyers = new Map<string, number>()
  for (const { bought } of customers) for (const id of bought) buyers.set(id, (buyers.get(id) ?? 0) + 1)
  return buyers
}

/** Those whose cost is unknown first, each part by how many bought it, then by name. */
export function listed(products: readonly ProductRow[], buyers: ReadonlyMap<string, number>): ProductRow[] {
  const rank = ({ cost }: ProductRow) => (cost === null ? 0 : 1)
  return products.toSorted(
    (a, b) => rank(a) - rank(b) || (buyers.get(b.id) ?? 0) - (buyers.get(a.id) ?? 0) || (a.name < b.name ? -1 : 1),
  )
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Those whose name holds every word of `query`; letter case and full-width forms do not matter. */
export function found(products: readonly ProductRow[], query: string): readonly ProductRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return products
  return products.filter(({ name }) => {
    const text = fold(name)
    return words.every((word) => text.includes(word))
  })
}

/** The next one to fill in after `id`, in the order shown; null when all others are known. */
export function nextUnknown(shown: readonly ProductRow[], id: string): ProductRow | null {
  const at = shown.findIndex((product) => product.id === id)
  const open = (product: ProductRow) => product.cost === null && product.id !== id
  return shown.slice(at + 1).find(open) ?? shown.slice(0, Math.max(at, 0)).find(open) ?? null
}
