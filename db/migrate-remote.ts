/** `npm run migrate`: the database LIBSQL_URL names, with LIBSQL_TOKEN, to the newest schema. */
import { migrate } from './migrate.ts'

const { LIBSQL_URL, LIBSQL_TOKEN = '' } = process.env
if (!LIBSQL_URL) {
  console.error('Set LIBSQL_URL (and LIBSQL_TOKEN) to the database to migrate.')
  process.exit(1)
}
await migrate(LIBSQL_URL, LIBSQL_TOKEN)
console.info('The database is up to date.')
