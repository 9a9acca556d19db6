/** Brings a database to the newest schema. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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
  if ((await lastApplied(url, token)) >= Math.min(upTo, await newestMigration())) return
  const { createClient } = await import('@libsql/client/web')
  const { migrate: run } = await import('drizzle-orm/libsql/migrator')
  const { drizzle } = await import('drizzle-orm/libsql/web')
  const client = createClient({ url, authToken: token })
  const part = upTo < (await newestMigration()) ? await firstMigrations(upTo) : null
  try {
    await run(drizzle({ client }), { migrationsFolder: part ?? FOLDER })
  } finally {
    client.close()
    if (part) await rm(part, { recursive: true, force: true })
  }
}

/** The time of the last migration the database has had; 0 for a new one. */
async function lastApplied(url: string, token: string): Promise<number> {
  const database = open(url, token)
  const known = `SELECT name FROM sqlite_master WHERE name = '__drizzle_migrations'`
  const [tables] = await database.read([{ sql: known, args: {} }])
  if (!tables?.[0]) return 0
  const [rows] = await database.read([{ sql: 'SELECT MAX(created_at) AS at FROM __drizzle_migrations', args: {} }])
  return Number(rows?.[0]?.at ?? 0)
}

/** A folder of the migrations up to one. */
async function firstMigrations(upTo: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'regulars-migrations-'))
  await cp(FOLDER, folder, { recursive: true })
  const journal = await readJournal()
  const entries = journal.entries.filter(({ when }) => when <= upTo)
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
  return folder
}
