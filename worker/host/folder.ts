/** The data folder: where things lie in it, and that nobody else reads them. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Disk } from '../deps.ts'

export const dataDir = (): string => resolve(process.env.DATA_DIR ?? '.data')

export const databaseFile = (dir: string): string => join(dir, 'regulars.db')

export const addressFile = (dir: string): string => join(dir, 'database.json')

/** Makes `dir` if missing, and this user's alone. */
export function privateDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
}

export const newDatabaseToken = (): string => randomBytes(32).toString('base64url')

/** Room on the disk that holds a folder. */
export async function diskOf(folder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

/** How other commands reach the running app. */
export interface Address {
  url: string
  token: string
  /** Where people reach it; null where only the database is open. */
  origin: string | null
}

/** Whether whoever had the folder before closed it: neither killed nor ended by the engine. To be asked before {@link tellAddress}. */
export const endedInOrder = (dir: string): boolean => !existsSync(addressFile(dir))

/** @param damage see `findDamage` */
export const damagedWords = (dir: string, damage: readonly string[]): string =>
  `The database in ${dir} is damaged, text that cannot be read stands in: ${damage.join('; ')}. Nothing is read or written there until that is put right: keep all that can be read with \`npm run admin -- backup --to FILE\`, and restore that, or an older backup, into an empty folder.`

/** Of a file that found no room. */
export const isFull = (error: unknown): boolean => /^(ENOSPC|EDQUOT)$/.test((error as { code?: string }).code ?? '')

export const noRoom = (dir: string): string => `There is no room left on the disk of ${dir}`

/**
 * Leaves the address of the running database for others, in place of one left before.
 * @returns false where the disk has no room even for that: the app does without
 */
export function tellAddress(dir: string, address: Address): boolean {
  const half = `${addressFile(dir)}.new`
  forgetAddress(dir)
  try {
    writeFileSync(half, JSON.stringify(address), { mode: 0o600 })
    renameSync(half, addressFile(dir))
    return true
  } catch (error) {
    rmSync(half, { force: true })
    if (!isFull(error)) throw error
    return false
  }
}

export const forgetAddress = (dir: string): void => rmSync(addressFile(dir), { force: true })
