/** A rule's changes as guarded SQL: the one place where a mutation meets the database. */
import type { Change, Rows } from '../worker/domain/mutation.ts'
import type { TableName } from '../worker/domain/rows.ts'
import { ROW_COLUMNS } from './columns.ts'
import { type Args, guard, REV, type Statement, statement } from './statement.ts'
import { keyOf, quote, toValue } from './tables.ts'

/** Fields whose value is always worked out by SQL inside the batch, whatever the rule reckoned for the screen. */
const DERIVED: Partial<Record<TableName, Record<string, string>>> = {
  customers: {
    openDisputes: `(SELECT COUNT(*) FROM disputes d WHERE d.shopId = :shop AND d.customerId = :id AND d.step <> 'closed' AND d.deleted = 0)`,
  },
}

/**
 * Statements for `changes`, each update guarded by the values the rule saw in `rows`, so that the batch they go
 * into applies as a whole or not at all. Updates of derived totals come last, after the rows they count.
 */
export function changeStatements(changes: Change[], rows: Rows): Statement[] {
  const last = (change: Change) => (change.op === 'update' && DERIVED[change.table] ? 1 : 0)
  return [...changes]
    .sort((a, b) => last(a) - last(b))
    .flatMap((change) => (change.op === 'insert' ? [insertRow(change.table, change.row)] : updateRow(change, rows)))
}

/** INSERT of a synced row; `extra` are columns only the server knows. */
export function insertRow(table: TableName, row: object, extra: Args = {}): Statement {
  const args: Args = { ...extra }
  for (const column of ROW_COLUMNS[table]) {
    args[column] = toValue(table, column, (row as Record<string, unknown>)[column])
  }
  const columns = Object.keys(args)
  return statement(
    `INSERT INTO ${quote(table)} (shopId, rev, ${columns.map(quote).join(', ')}) VALUES (:shop, ${REV}, ${columns.map((c) => `:${c}`).join(', ')})`,
    args,
  )
}

function updateRow(change: Extract<Change, { op: 'update' }>, rows: Rows): Statement[] {
  const { table, id } = change
  const seen = rows.get(table, id) as unknown as Record<string, unknown> | undefined
  const derived = DERIVED[table] ?? {}
  const args: Args = { id }
  const sets: string[] = [`rev = ${REV}`]
  const guards: string[] = []
  for (const [column, value] of Object.entries(change.set)) {
    const sql = derived[column]
    if (sql) {
      sets.push(`${quote(column)} = ${sql}`)
      continue
    }
    args[`set_${column}`] = toValue(table, column, value)
    sets.push(`${quote(column)} = :set_${column}`)
    if (seen) guards.push(...seenAs(table, column, seen[column], args))
  }
  for (const [column, value] of Object.entries(change.expect ?? {})) {
    if (!(column in change.set)) guards.push(...seenAs(table, column, value, args))
  }
  const where = [keyOf(table), 'deleted = 0', ...guards].join(' AND ')
  return [statement(`UPDATE ${quote(table)} SET ${sets.join(', ')} WHERE ${where}` as `${string}:shop`, args), guard()]
}

function seenAs(table: TableName, column: string, value: unknown, args: Args): string[] {
  args[`was_${column}`] = toValue(table, column, value)
  return [`${quote(column)} IS :was_${column}`]
}
