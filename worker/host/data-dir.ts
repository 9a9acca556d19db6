/** The database of the data folder, and how other commands reach it while the app runs. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { type Database, open } from '../../db/client.ts'
import { findDamage } from '../../db/local/damage.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import {
  type Address,
  addressFile,
  damagedWords,
  databaseFile,
  endedInOrder,
  forgetAddress,
  newDatabaseToken,
  privateDir,
  tellAddress,
} from './folder.ts'

export interface OpenDatabase extends Address {
  close(): Promise<void>
}

interface Access {
  /** The schema is left as it is found. */
  asItIs?: boolean
  /** Where people will reach the app. */
  origin?: string | null
}

/**
 * Owns the database of `dir`, migrated, and leaves its address for others.
 * @throws Error also where the last run did not end in order and the database turns out to be damaged, unless `asItIs`
 */
export async function ownDatabase(dir: string, { asItIs = false, origin = null }: Access = {}): Promise<OpenDatabase> {
  privateDir(dir)
  const token = newDatabaseToken()
  const inOrder = endedInOrder(dir)
  const server = await startLocalDatabase({ file: databaseFile(dir), token })
  try {
    const damage = inOrder || asItIs ? [] : findDamage(databaseFile(dir))
    if (damage.length > 0) throw new Error(damagedWords(dir, damage))
    if (!asItIs) await migrate(server.url, token)
  } catch (error) {
    await server.close()
    throw error
  }
  const address = { url: server.url, token, origin }
  tellAddress(dir, address)
  return {
    ...address,
    async close() {
      // Whoever did not look for damage leaves that to the next.
      if (inOrder || !asItIs) forgetAddress(dir)
      await server.close()
    },
  }
}

/** The database of `dir`: the running app's when there is one, else opened here. */
export async function reachDatabase(dir: string, access: Access = {}): Promise<OpenDatabase> {
  if (existsSync(addressFile(dir))) {
    try {
      const { url, token, origin = null } = JSON.parse(readFileSync(addressFile(dir), 'utf8')) as Address
      if (await serves(open(url, token), databaseFile(dir))) return { url, token, origin, close: async () => {} }
    } catch {
      // The app was killed and left its address behind, whole or not.
    }
  }
  return ownDatabase(dir, access)
}

/** Whether what answers has this very file open: the address in a copy of a folder leads to the app of the original. */
async function serves(database: Database, file: string): Promise<boolean> {
  const [rows] = await database.read([{ sql: `SELECT file FROM pragma_database_list WHERE name = 'main'`, args: {} }])
  const [open, asked] = [String(rows?.[0]?.file), file].map((path) => statSync(path, { bigint: true }))
  return open?.dev === asked?.dev && open?.ino === asked?.ino
}
