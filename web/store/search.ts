/**
 * Search over all customers in memory: part of a nickname, name, phone or account, letter case and full-width forms
 * ignored; who was erased is found no more. Hits at the start of a field come first, each group most recent buyer first.
 */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { CustomerRow } from '../../worker/domain/rows.ts'

interface Index {
  rows: readonly CustomerRow[]
  texts: readonly string[]
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Fields in one string, each behind a line break: one scan finds a hit and tells whether it starts a field. */
function textOf({ nickname, name, phone, accountId }: CustomerRow): string {
  const digits = phone?.replace(/\D/g, '')
  return fold(`\n${nickname ?? ''}\n${name ?? ''}\n${digits ?? ''}\n${accountId ?? ''}`)
}

/** `search(query, limit)` over a signal of customers. The index follows changed rows and is built on first use. */
export function createSearch(
  customers: ReadonlySignal<readonly CustomerRow[]>,
): (query: string, limit?: number) => CustomerRow[] {
  // Rows are replaced, never changed, so a row's text is good as long as the row lives.
  const known = new WeakMap<CustomerRow, string>()
  const index = computed<Index>(() => {
    const rows = customers.value
      .filter(({ erasedAt }) => erasedAt == null)
      .sort((a, b) => (b.lastOrderAt ?? 0) - (a.lastOrderAt ?? 0))
    const texts = rows.map((row) => {
      const text = known.get(row) ?? textOf(row)
      known.set(row, text)
      return text
    })
    return { rows, texts }
  })
  return (query, limit = 50) => scan(index.value, query, limit)
}

function scan({ rows, texts }: Index, query: string, limit: number): CustomerRow[] {
  const [first, ...others] = fold(query).split(/\s+/).filter(Boolean)
  if (first === undefined) return rows.slice(0, limit)
  const start = `\n${first}`
  const starting: CustomerRow[] = []
  const within: CustomerRow[] = []
  for (let i = 0; i < texts.length && starting.length < limit; i++) {
    const text = texts[i] as string
    if (!text.includes(first) || !others.every((other) => text.includes(other))) continue
    if (text.includes(start)) starting.push(rows[i] as CustomerRow)
    else if (within.length < limit) within.push(rows[i] as CustomerRow)
  }
  return [...starting, ...within].slice(0, limit)
}
