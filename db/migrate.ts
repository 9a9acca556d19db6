/** Brings a database to the newest schema. `npm run migrate` with LIBSQL_URL and LIBSQL_TOKEN for a remote one. */
import { resolve } from 'node:path'
import { createClient } from '@libsql/client/web'
import { migrate as run } from 'drizzle-orm/libsql/migrator'
import { drizzle } from 'drizzle-orm/libsql/web'

export async function migrate(url: string, token: string): Promise<void> {
  const client = createClient({ url, authToken: token })
  try {
    await run(drizzle({ client }), { migrationsFolder: resolve(import.meta.dirname, 'migrations') })
  } finally {
    client.close()
  }
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
