/** Rows of a database as one moment saw them, however long they are read and whatever is written meanwhile. */
import { createClient } from '@libsql/client/http'
import { carriedTables } from '../../../db/carried.ts'
import { quote } from '../../../db/tables.ts'

export type Value = string | number | null

export interface Snapshot {
  /** The moment it shows, epoch ms. */
  at: number
  /** Time of the newest migration. */
  schema: number
  /** Columns of every table carried, by table. */
  tables: Record<string, string[]>
  /** Rows in the order they were made, some at a time: about `PAGE_GOAL` bytes. */
  pages(table: string): AsyncGenerator<Value[][]>
  /** Rows met so far in which text was no UTF-8: what cannot be read of it stands as `�`. */
  damaged: readonly string[]
  /** Keys of the files that rows speak of. */
  fileKeys(): Promise<string[]>
  close(): void
}

/** Text is asked for as its bytes: the engine ends the whole process on text that is no UTF-8. */
const asBytes = (column: string): string =>
  `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

const PAGE_GOAL = 1_000_000
const MOST_ROWS = 2_000

/**
 * @param shop null for all shops
 * @throws Error where there is no such shop
 */
export async function openSnapshot(url: string, token: string, shop: string | null): Promise<Snapshot> {
  const client = createClient({ url, authToken: token })
  const tx = await client.transaction('read')
  const damaged: string[] = []
  /** @param of whose rows they are, and where a row begins with its rowid: bytes in them are text */
  const read = async (sql: string, args: Value[] = [], of = ''): Promise<Value[][]> => {
    const { columns, rows } = await tx.execute({ sql, args })
    return rows.map((row) => {
      let isWhole = true
      const values = columns.map((_, i) => {
        const value = row[i] as Value | ArrayBuffer
        if (!(value instanceof ArrayBuffer)) return value
        try {
          return strict.decode(value)
        } catch {
          isWhole = false
          return lenient.decode(value)
        }
      })
      if (!isWhole) damaged.push(`${of}, row ${values[0]}`)
      return values
    })
  }
  const close = () => {
    tx.close()
    client.close()
  }
  /** What of a table is meant: shops are known by `id`, everything else by `shopId`. */
  const ofShop = (table: string) => (shop === null ? '' : `AND ${table === 'shops' ? 'id' : 'shopId'} = ?`)
  const args = shop === null ? [] : [shop]

  try {
    const at = Date.now()
    const [newest] = await read('SELECT max(created_at) FROM __drizzle_migrations')
    const found = await read('SELECT 1 FROM shops WHERE ?1 IS NULL OR id = ?1', [shop])
    if (shop !== null && found.length === 0) throw new Error(`There is no shop ${shop}`)
    const tables: Record<string, string[]> = {}
    for (const table of carriedTables(shop === null)) {
      const columns = await read('SELECT name FROM pragma_table_info(?)', [table])
      // A database that has not been brought up to date may lack it.
      if (columns.length > 0) tables[table] = columns.map(([name]) => String(name))
    }
    return {
      at,
      schema: Number(newest?.[0]),
      tables,
      damaged,
      async *pages(table) {
        const columns = (tables[table] ?? []).map((column) => asBytes(quote(column))).join(', ')
        const sql = `SELECT rowid, ${columns} FROM ${quote(table)} WHERE rowid > ? ${ofShop(table)} ORDER BY rowid LIMIT ?`
        let limit = 100
        for (let last: Value = -1; ; ) {
          const rows = await read(sql, [last, ...args, limit], table)
          if (rows.length > 0) yield rows.map(([, ...values]) => values)
          if (rows.length < limit) return
          last = rows.at(-1)?.[0] ?? null
          const bytes = JSON.stringify(rows).length
          limit = Math.max(1, Math.min(MOST_ROWS, Math.floor((rows.length * PAGE_GOAL) / bytes)))
        }
      },
      async fileKeys() {
        const rows = await read(
          `SELECT DISTINCT CAST(shopId || '/' || hash AS BLOB) FROM evidence WHERE storedAt IS NOT NULL AND hash <> '' ${ofShop('evidence')} ORDER BY 1`,
          args,
        )
        return rows.map(([key]) => String(key))
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
