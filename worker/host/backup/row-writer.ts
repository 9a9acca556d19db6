/** Rows of a backup into a database nobody else has open, counted and hashed as they were when they were written. */
import { createHash, type Hash } from 'node:crypto'
import { Connection } from '../../../db/local/connection.ts'
import { quote } from '../../../db/tables.ts'
import type { Manifest } from './format.ts'
import { Damaged } from './tar.ts'

interface Table {
  insert: string
  columns: number
  rows: number
  pages: number
  hash: Hash
}

const NONE = new Map<string, never>()

export class RowWriter {
  readonly #connection: Connection
  readonly #tables = new Map<string, Table>()

  /**
   * @param file a database with the tables and columns named, empty
   * @throws Damaged where it lacks some
   */
  constructor(file: string, tables: Record<string, string[]>) {
    this.#connection = new Connection(file, { value: 0 })
    for (const [table, columns] of Object.entries(tables)) {
      const there = new Set(this.#all(`SELECT name FROM pragma_table_info('${table}')`).map(([name]) => String(name)))
      const unknown = columns.find((column) => !there.has(column))
      if (unknown) throw new Damaged(`it knows ${table}.${unknown}, which no release had`)
      const insert = `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      this.#tables.set(table, { insert, columns: columns.length, rows: 0, pages: 0, hash: createHash('sha256') })
    }
  }

  /** @throws Damaged for rows that cannot be, or a page that is not the next */
  page(name: string, n: number, bytes: Buffer): void {
    const table = this.#tables.get(name)
    if (!table || n !== table.pages++) throw new Damaged(`a page of ${name} is missing in it`)
    table.hash.update(bytes)
    this.#run('BEGIN IMMEDIATE')
    for (const line of bytes.toString('utf8').split('\n')) {
      if (line === '') continue
      const row = parse(line)
      if (row?.length !== table.columns) throw new Damaged(`a row of ${name} in it is wrong`)
      this.#connection.execute(table.insert, row, NONE, false)
      table.rows++
    }
    this.#run('COMMIT')
  }

  /** What was written, by table. @throws Damaged where the database does not hold together */
  finish(): Manifest['tables'] {
    const [[verdict] = []] = this.#all('PRAGMA quick_check(1)')
    if (verdict !== 'ok') throw new Damaged(`its rows do not fit together: ${String(verdict)}`)
    return Object.fromEntries(
      [...this.#tables].map(([name, { rows, hash }]) => [name, { rows, sha256: hash.copy().digest('hex') }]),
    )
  }

  close(): void {
    this.#connection.close()
  }

  #run(sql: string): void {
    this.#connection.execute(sql, [], NONE, false)
  }

  #all(sql: string) {
    return this.#connection.execute(sql, [], NONE, true).rows
  }
}

/** Values as the engine takes them; null for what is no row. */
function parse(line: string): (string | number | bigint | null)[] | null {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch {
    return null
  }
  if (!Array.isArray(row)) return null
  const values: (string | number | bigint | null)[] = []
  for (const value of row) {
    if (value === null || typeof value === 'string') values.push(value)
    else if (typeof value === 'number') values.push(Number.isSafeInteger(value) ? BigInt(value) : value)
    else return null
  }
  return values
}
