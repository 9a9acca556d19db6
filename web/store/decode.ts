/** A page's column arrays → rows as the domain knows them. */
import * as v from 'valibot'
import type { TableName, Tables } from '../../worker/domain/rows.ts'
import { defaultSettings, Settings } from '../../worker/domain/settings.ts'
import { JSON_COLUMNS, type PullPage } from '../../worker/domain/wire.ts'

/** What happened to rows of one table: new or changed ones, and the ids of those gone. */
export interface TableDelta<T extends TableName = TableName> {
  rows: Tables[T][]
  deleted: string[]
}
export type Delta = { [T in TableName]?: TableDelta<T> }

/** Columns of the protocol that are no part of a row. */
const PROTOCOL = new Set(['deleted', 'rev', 'shopId'])

export function decodePage(tables: PullPage['tables']): Delta {
  const delta: Record<string, TableDelta> = {}
  for (const [name, packed] of Object.entries(tables)) delta[name] = decodeTable(name as TableName, packed)
  return delta as Delta
}

function decodeTable(table: TableName, { columns, rows }: { columns: string[]; rows: unknown[][] }): TableDelta {
  const idAt = columns.indexOf('id')
  const deletedAt = columns.indexOf('deleted')
  const json = new Set<string>(JSON_COLUMNS[table])
  const kept = columns.flatMap((name, at) => (PROTOCOL.has(name) ? [] : [{ name, at, json: json.has(name) }]))
  const delta: { rows: Record<string, unknown>[]; deleted: string[] } = { rows: [], deleted: [] }
  for (const values of rows) {
    if (deletedAt >= 0 && values[deletedAt] === 1) {
      delta.deleted.push(String(values[idAt]))
      continue
    }
    const row: Record<string, unknown> = {}
    for (const column of kept) {
      const value = values[column.at]
      row[column.name] = column.json && typeof value === 'string' ? JSON.parse(value) : value
    }
    if (table === 'shops') row.settings = withDefaults(row.settings)
    delta.rows.push(row)
  }
  return delta as unknown as TableDelta
}

/** Settings stored before a field existed get its default, as they do on the server. */
function withDefaults(settings: unknown): Settings {
  const parsed = v.safeParse(Settings, settings)
  return parsed.success ? parsed.output : defaultSettings()
}

export const countRows = (delta: Delta): number =>
  Object.values(delta).reduce((sum, table) => sum + table.rows.length + table.deleted.length, 0)
