/** The least a database can be asked: the embedded engine alone, the same schema and indexes, one transaction. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Engine from 'libsql'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import { timed } from './timing.ts'

type Value = string | number | null
export interface TableRows {
  table: string
  columns: string[]
  rows: Value[][]
}

/** Same settings as the connections of the local server. */
export function openEngine(file: string): Engine.Database {
  const engine = new Engine(file, { timeout: 0 })
  engine.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000',
  )
  return engine
}

/** All rows of one shop in `table`, in the order they were written. */
export function rowsOf(engine: Engine.Database, table: string, shopId: string): TableRows {
  const query = engine.prepare<[Value[]]>(`SELECT * FROM "${table}" WHERE shopId = ? ORDER BY rowid`)
  const columns = query.columns().map((column) => column.name)
  return { table, columns, rows: query.raw().all([shopId]) as Value[][] }
}

/** How long it takes to put `tables` into a new database of our schema, ms. `under` is a folder for the file. */
export async function bareLoad(under: string, tables: TableRows[]): Promise<number> {
  const dir = mkdtempSync(join(under, 'bare-'))
  const file = join(dir, 'bare.db')
  const local = await startLocalDatabase({ file, token: 'bench' })
  await migrate(local.url, 'bench')
  await local.close()
  const engine = openEngine(file)
  try {
    const { ms } = await timed(() => {
      engine.exec('BEGIN IMMEDIATE')
      for (const { table, columns, rows } of tables) {
        const names = columns.map((name) => `"${name}"`).join(', ')
        const insert = engine.prepare<[Value[]]>(
          `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
        )
        for (const row of rows) insert.run(row)
      }
      engine.exec('COMMIT')
    })
    return ms
  } finally {
    engine.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
