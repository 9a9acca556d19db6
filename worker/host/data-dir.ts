/** What `npm start` keeps in DATA_DIR, and how other commands reach its database while it runs. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { open } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'

export interface OpenDatabase {
  url: string
  token: string
  close(): Promise<void>
}

export const dataDir = (): string => resolve(process.env.DATA_DIR ?? '.data')

const addressFile = (dir: string) => join(dir, 'database.json')

interface Access {
  /** The schema is left as it is found. */
  asItIs?: boolean
}

/** Owns the database of `dir`, migrated, and leaves its address for others. */
export async function ownDatabase(dir: string, { asItIs = false }: Access = {}): Promise<OpenDatabase> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const token = randomBytes(32).toString('base64url')
  const server = await startLocalDatabase({ file: join(dir, 'regulars.db'), token })
  if (!asItIs) await migrate(server.url, token)
  writeFileSync(`${addressFile(dir)}.new`, JSON.stringify({ url: server.url, token }), { mode: 0o600 })
  renameSync(`${addressFile(dir)}.new`, addressFile(dir))
  return {
    url: server.url,
    token,
    async close() {
      rmSync(addressFile(dir), { force: true })
      await server.close()
    },
  }
}

/** The database of `dir`: the running app's when there is one, else opened here. */
export async function reachDatabase(dir: string, access: Access = {}): Promise<OpenDatabase> {
  if (existsSync(addressFile(dir))) {
    try {
      const { url, token } = JSON.parse(readFileSync(addressFile(dir), 'utf8')) as { url: string; token: string }
      await open(url, token).read([{ sql: 'SELECT 1', args: {} }])
      return { url, token, close: async () => {} }
    } catch {
      // The app was killed and left its address behind, whole or not.
    }
  }
  return ownDatabase(dir, access)
}
