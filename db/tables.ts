/** The synced tables as SQL knows them, and rows read from them as the domain knows them. */
import type { TableName, Tables } from '../worker/domain/rows.ts'
import { JSON_COLUMNS } from '../worker/domain/wire.ts'
import type { Row } from './client.ts'
import { ROW_COLUMNS } from './columns.ts'
import { type Statement, statement } from './statement.ts'

export const quote = (name: string): string => `"${name}"`
export const columnList = (table: TableName): string => ROW_COLUMNS[table].map(quote).join(', ')

/** The WHERE that finds one row: a shop's own row is keyed by the shop itself. */
export const keyOf = (table: TableName): `${string}:shop${string}` =>
  table === 'shops' ? 'id = :shop AND id = :id' : 'shopId = :shop AND id = :id'

export const selectRow = (table: TableName, id: string): Statement =>
  statement(`SELECT ${columnList(table)} FROM ${quote(table)} WHERE ${keyOf(table)} AND deleted = 0`, { id })

export const selectRows = (table: TableName, ids: string[]): Statement =>
  statement(
    `SELECT ${columnList(table)} FROM ${quote(table)}
     WHERE ${table === 'shops' ? 'id = :shop' : 'shopId = :shop'} AND id IN (SELECT value FROM json_each(:ids)) AND deleted = 0`,
    { ids: JSON.stringify(ids) },
  )

const isJson = (table: TableName, column: string): boolean =>
  (JSON_COLUMNS[table] as readonly string[] | undefined)?.includes(column) ?? false

/** A whole row in one column, for `toRow`: for lists, as a value is much dearer to fetch than its text. */
export const packedRow = (table: TableName): string =>
  `json_array(${ROW_COLUMNS[table].map((name) => (isJson(table, name) ? `json(${quote(name)})` : quote(name))).join(', ')}) AS packed`

/** Database row → domain row: JSON columns parsed, everything else as it is; {@link packedRow} unpacked. */
export function toRow<T extends TableName>(table: T, row: Row): Tables[T] {
  if (typeof row.packed === 'string') return unpacked(table, row.packed)
  const json = JSON_COLUMNS[table] as readonly string[] | undefined
  if (!json) return row as unknown as Tables[T]
  const out: Record<string, unknown> = { ...row }
  for (const column of json) {
    const text = row[column]
    if (typeof text === 'string') out[column] = JSON.parse(text)
  }
  return out as unknown as Tables[T]
}

function unpacked<T extends TableName>(table: T, packed: string): Tables[T] {
  const values = JSON.parse(packed) as unknown[]
  const out: Record<string, unknown> = {}
  const columns = ROW_COLUMNS[table]
  for (let i = 0; i < columns.length; i++) out[columns[i] as string] = values[i]
  return out as unknown as Tables[T]
}

/** Domain value → database value. */
export function toValue(table: TableName, column: string, value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (isJson(table, column)) return JSON.stringify(value)
  return value as string | number
}
