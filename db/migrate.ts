/** Brings a database to the newest schema. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { open } from './client.ts'

const FOLDER = resolve(import.meta.dirname, 'migrations')

interface Journal {
  entries: { idx: number; when: number }[]
}

const readJournal = async (): Promise<Journal> =>
  JSON.parse(await readFile(join(FOLDER, 'meta/_journal.json'), 'utf8')) as Journal

/** The time in the journal by which the newest migration is known. */
export const newestMigration = async (): Promise<number> => (await readJournal()).entries.at(-1)?.when ?? 0

/**
 * The tools for it are loaded only where there is something to do.
 * @param upTo the last migration wanted, by its time in the journal: what an older release had
 */
export async function migrate(url: string, token: string, upTo = Number.POSITIVE_INFINITY): Promise<void> {
  const last = await lastApplied(url, token)
  if (last >= Math.min(upTo, await newestMigration())) return
  const { createClient } = await import('@libsql/client/web')
  const { readMigrationFiles } = await import('drizzle-orm/migrator')
  const missing = readMigrationFiles({ migrationsFolder: FOLDER }).filter(
    ({ folderMillis: at }) => at > last && at <= upTo,
  )
  const client = createClient({ url, authToken: token })
  try {
    // As drizzle's own runner does it, which would load all of drizzle: two seconds and 170 MB.
    await client.execute(LIST)
    await client.migrate(
      missing.flatMap(({ sql, hash, folderMillis: at }) => [
        ...sql,
        { sql: 'INSERT INTO __drizzle_migrations (hash, created_at) VALUES (:hash, :at)', args: { hash, at } },
      ]),
    )
  } finally {
    client.close()
  }
}

const LIST =
  'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)'

/** The time of the last migration the database has had; 0 for a new one. */
export async function lastApplied(url: string, token: string): Promise<number> {
  const database = open(url, token)
  const known = `SELECT name FROM sqlite_master WHERE name = '__drizzle_migrations'`
  const [tables] = await database.read([{ sql: known, args: {} }])
  if (!tables?.[0]) return 0
  const [rows] = await database.read([{ sql: 'SELECT MAX(created_at) AS at FROM __drizzle_migrations', args: {} }])
  return Number(rows?.[0]?.at ?? 0)
}
