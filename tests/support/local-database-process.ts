/** Runs a local database as a process of its own, to be killed: `node local-database-process.ts <file> <token>`. */
import { startLocalDatabase } from '../../db/local.ts'

const [file = '', token = ''] = process.argv.slice(2)
const database = await startLocalDatabase({ file, token })
process.stdout.write(`${database.url}\n`)
