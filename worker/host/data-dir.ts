/** What `npm start` keeps in DATA_DIR, and how other commands reach its database while it runs. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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

export const databaseFile = (dir: string): string => join(dir, 'regulars.db')

/** Makes `dir` if missing, and this user's alone. */
export function privateDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
}

export const newDatabaseToken = (): string => randomBytes(32).toString('base64url')

/** Leaves the address of the running database for others. */
export function tellAddress(dir: string, address: { url: string; token: string }): void {
  writeFileSync(`${addressFile(dir)}.new`, JSON.stringify(address), { mode: 0o600 })
  renameSync(`${addressFile(dir)}.new`, addressFile(dir))
}

export const forgetAddress = (dir: string): void => rmSync(addressFile(dir), { force: true })

interface Access {
  /** The schema is left as it is found. */
  asItIs?: boolean
}

/** Owns the database of `dir`, migrated, and leaves its address for others. */
export async function ownDatabase(dir: string, { asItIs = false }: Access = {}): Promise<OpenDatabase> {
  privateDir(dir)
  const token = newDatabaseToken()
  const server = await startLocalDatabase({ file: databaseFile(dir), token })
  if (!asItIs) await migrate(server.url, token)
  tellAddress(dir, { url: server.url, token })
  return {
    url: server.url,
    token,
    async close() {
      forgetAddress(dir)
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
