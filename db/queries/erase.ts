/** Erasing a person: the answers of `erasure.ts` as statements of one batch, and the files that follow it. */
import type { Ref } from '../../worker/domain/mutation.ts'
import type { TableName } from '../../worker/domain/rows.ts'
import { ROW_COLUMNS } from '../columns.ts'
import { ERASURE, ORDERS_EVER } from '../erasure.ts'
import { type Args, REV, type Statement, statement } from '../statement.ts'
import { columnList, quote } from '../tables.ts'

/**
 * Everything the database says of who somebody is, gone for every reader at once. Comes after `bumpRev`, and aborts where
 * they were erased meanwhile.
 * @param left as JSON: `products` what is still to be said of each of their cases, its product by id; `hashes` what stands
 *   for each of `hashesOf` from now on
 */
export function eraseStatements(person: string, left: { products: string; hashes: string }, now: number): Statement[] {
  const known: Args = { person, ...left, now }
  const bound = (sql: `${string}:shop${string}`): Statement =>
    statement(sql, Object.fromEntries(Object.entries(known).filter(([name]) => new RegExp(`:${name}\\b`).test(sql))))
  return [
    statement(
      `INSERT INTO guard (ok) SELECT COUNT(*) FROM customers
       WHERE shopId = :shop AND id = :person AND deleted = 0 AND erasedAt IS NULL`,
      { person },
    ),
    ...Object.entries(ERASURE).flatMap(([table, answer]) => {
      if ('keep' in answer) return []
      if ('delete' in answer) return [bound(`DELETE FROM ${quote(table)} WHERE shopId = :shop AND ${answer.delete}`)]
      const told = table in ROW_COLUMNS ? ROW_COLUMNS[table as TableName] : []
      const synced = told.some((column) => column in answer.columns) ? `rev = ${REV}, ` : ''
      const sets = Object.entries(answer.columns).map(([column, value]) => `${quote(column)} = ${value}`)
      return [bound(`UPDATE ${quote(table)} SET ${synced}${sets.join(', ')} WHERE shopId = :shop AND ${answer.blank}`)]
    }),
  ]
}

export const personRow = (id: string): Statement =>
  statement(`SELECT ${columnList('customers')} FROM customers WHERE shopId = :shop AND id = :id AND deleted = 0`, {
    id,
  })

/** What the shop sells, by name. */
export const productNames = (): Statement => statement('SELECT name FROM products WHERE shopId = :shop AND deleted = 0')

/** What their cases call the product, what was bought with the order they speak of, and whether others say the same. */
export const productsOfCases = (person: string): Statement =>
  statement(
    `SELECT d.id, d.product, o.summary, EXISTS (SELECT 1 FROM disputes e WHERE e.shopId = :shop AND e.product = d.product
         AND e.customerId <> :person AND e.deleted = 0) AS common
     FROM disputes d LEFT JOIN orders o ON o.shopId = :shop AND o.id = d.orderId
     WHERE d.shopId = :shop AND d.customerId = :person AND d.product IS NOT NULL`,
    { person },
  )

/** The hashes of their orders, and of what imports did to those. */
export const hashesOf = (person: string): Statement =>
  statement(
    `WITH ever AS MATERIALIZED ${ORDERS_EVER}
     SELECT hash FROM orders WHERE shopId = :shop AND id IN ever
     UNION SELECT after FROM importChanges WHERE shopId = :shop AND orderId IN ever
     UNION SELECT before ->> 'hash' FROM importChanges WHERE shopId = :shop AND orderId IN ever AND before IS NOT NULL`,
    { person },
  )

/** Files of erased cases whose bytes may still lie there; `held`: another case has the same bytes. */
export const erasedFiles = (limit: number): Statement =>
  statement(
    `SELECT e.id, e.hash, EXISTS (SELECT 1 FROM evidence f WHERE f.shopId = :shop AND f.hash = e.hash AND f.deleted = 0) AS held
     FROM evidence e WHERE e.shopId = :shop AND e.deleted = 1 AND e.hash <> '' ORDER BY e.id LIMIT :limit`,
    { limit },
  )

/** Their bytes are gone. Phones know them as deleted already. */
export const filesGone = (ids: readonly string[]): Statement =>
  statement(
    `UPDATE evidence SET hash = '' WHERE shopId = :shop AND deleted = 1 AND id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(ids) },
  )

const idsIn = (refs: readonly Ref[], table: Ref['table']): string =>
  JSON.stringify(refs.flatMap((ref) => (ref.table === table ? [ref.id] : [])))

const OWNED = ['disputes', 'tasks', 'offers', 'moves'] as const

/** Ids of the customers that `refs` are about. */
function ownersOf(refs: readonly Ref[]): { sql: string; args: Args } {
  const args: Args = {}
  const parts: string[] = []
  for (const table of OWNED) {
    if (!refs.some((ref) => ref.table === table)) continue
    args[table] = idsIn(refs, table)
    parts.push(
      `SELECT customerId FROM ${table} WHERE shopId = :shop AND id IN (SELECT value FROM json_each(:${table}))`,
    )
  }
  if (refs.some((ref) => ref.table === 'customers')) {
    args.customers = idsIn(refs, 'customers')
    parts.push('SELECT value FROM json_each(:customers)')
  }
  return { sql: parts.join(' UNION ALL '), args }
}

/** Those of the people that `refs` are about who were erased; no statement where they are about nobody. */
export function erasedOwners(refs: readonly Ref[]): Statement[] {
  const { sql, args } = ownersOf(refs)
  if (sql === '') return []
  return [
    statement(
      `SELECT ${columnList('customers')} FROM customers WHERE shopId = :shop AND erasedAt IS NOT NULL AND id IN (${sql})`,
      args,
    ),
  ]
}

/** Aborts the batch where somebody it speaks of was erased meanwhile. */
export function guardKnown(refs: readonly Ref[]): Statement[] {
  const { sql, args } = ownersOf(refs)
  if (sql === '') return []
  return [
    statement(
      `INSERT INTO guard (ok) SELECT NOT EXISTS (SELECT 1 FROM customers
         WHERE shopId = :shop AND erasedAt IS NOT NULL AND id IN (${sql}))`,
      args,
    ),
  ]
}
