/**
 * Text that is no UTF-8, as a disk leaves it that forgets. The engine ends the whole process on reading such text, so it
 * is looked for as bytes, and nothing of it is read otherwise.
 */
import { isUtf8 } from 'node:buffer'
import { quote } from '../tables.ts'
import { Connection } from './connection.ts'
import { StatementError } from './errors.ts'
import type { Value } from './hrana.ts'

/** So many places are named; one is enough to stop. */
const NAMED = 20
const PAGE = 2_000

/**
 * Looks through every table and every index of a database that nobody writes to.
 * @returns where such text stands, in words; empty for a database that can be read
 */
export function findDamage(file: string): string[] {
  const connection = new Connection(file, { value: 0 }, { readOnly: true })
  const all = (sql: string, args: Value[] = []) => connection.execute(sql, args, new Map(), true).rows
  try {
    const found: string[] = []
    for (const [name] of all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)) {
      const table = String(name)
      found.push(...pages(table, columnsOf(all, table), all))
      for (const index of indexesOf(all, table)) if (!isReadable(index, all)) found.push(`an index of ${table}`)
      if (found.length >= NAMED) break
    }
    return found.slice(0, NAMED)
  } finally {
    connection.close()
  }
}

type All = (sql: string, args?: Value[]) => readonly (readonly Value[])[]

/** All the text of a row as bytes; what is no text counts for nothing. */
const textOf = (columns: string[]): string =>
  `CAST(concat_ws(char(10), ${columns.map((c) => `CASE typeof(${c}) WHEN 'text' THEN ${c} END`).join(', ')}) AS BLOB)`

const columnsOf = (all: All, table: string): string[] =>
  all('SELECT name FROM pragma_table_info(?)', [table]).map(([name]) => quote(String(name)))

function* pages(table: string, columns: string[], all: All): Generator<string> {
  const sql = `SELECT rowid, ${textOf(columns)} FROM ${quote(table)} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE}`
  for (let last: Value = -(2n ** 63n); ; ) {
    const rows = unlessBroken(() => all(sql, [last]))
    for (const [rowid, bytes] of rows) if (!isUtf8(bytes as Buffer)) yield `${table}, row ${rowid}`
    if (rows.length < PAGE) return
    last = rows.at(-1)?.[0] ?? null
  }
}

interface Index {
  table: string
  name: string
  columns: string[]
  /** Of an index that holds some rows only. */
  where: string
}

const indexesOf = (all: All, table: string): Index[] =>
  all(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?`, [table]).map(([name, sql]) => ({
    table,
    name: String(name),
    // An expression has no name; its value is made of columns that are looked at in their table.
    columns: all('SELECT name FROM pragma_index_info(?) WHERE name IS NOT NULL', [String(name)]).map(([column]) =>
      quote(String(column)),
    ),
    where: /\bWHERE\b.*$/is.exec(String(sql))?.[0] ?? '',
  }))

/** An index keeps text of its own, and alone is read where it holds all that is asked for. */
function isReadable({ table, name, columns, where }: Index, all: All): boolean {
  if (columns.length === 0) return true
  const texts = `SELECT ${textOf(columns)} AS t FROM ${quote(table)} INDEXED BY ${quote(name)} ${where}`
  const rows = unlessBroken(() => all(`SELECT CAST(group_concat(t, char(10)) AS BLOB) FROM (${texts})`))
  return rows.every(([bytes]) => bytes === null || isUtf8(bytes as Buffer))
}

/** A page that is broken altogether the engine tells of whenever it is met. */
function unlessBroken(read: () => ReturnType<All>): ReturnType<All> {
  try {
    return read()
  } catch (error) {
    if (error instanceof StatementError && /^SQLITE_(CORRUPT|IOERR)$/.test(error.code)) return []
    throw error
  }
}
