/** Brings a database to the newest schema. `npm run migrate` with LIBSQL_URL and LIBSQL_TOKEN for a remote one. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '@libsql/client/web'
import { migrate as run } from 'drizzle-orm/libsql/migrator'
import { drizzle } from 'drizzle-orm/libsql/web'

const FOLDER = resolve(import.meta.dirname, 'migrations')

interface Journal {
  entries: { idx: number; when: number }[]
}

const readJournal = async (): Promise<Journal> =>
  JSON.parse(await readFile(join(FOLDER, 'meta/_journal.json'), 'utf8')) as Journal

/** The time in the journal by which the newest migration is known. */
export const newestMigration = async (): Promise<number> => (await readJournal()).entries.at(-1)?.when ?? 0

/** @param upTo the last migration wanted, by its time in the journal: what an older release had */
export async function migrate(url: string, token: string, upTo = Number.POSITIVE_INFINITY): Promise<void> {
  const client = createClient({ url, authToken: token })
  const part = upTo < (await newestMigration()) ? await firstMigrations(upTo) : null
  try {
    await run(drizzle({ client }), { migrationsFolder: part ?? FOLDER })
  } finally {
    client.close()
    if (part) await rm(part, { recursive: true, force: true })
  }
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

if (import.meta.main) {
  const { LIBSQL_URL, LIBSQL_TOKEN = '' } = process.env
  if (!LIBSQL_URL) {
    console.error('Set LIBSQL_URL (and LIBSQL_TOKEN) to the database to migrate.')
    process.exit(1)
  }
  await migrate(LIBSQL_URL, LIBSQL_TOKEN)
  console.info('The database is up to date.')
}
