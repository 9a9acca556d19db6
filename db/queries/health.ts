/** Whether the database still takes what is written. */
import { ofDirectory, type Statement } from '../statement.ts'

const KEY = 'health'
/** The row is of no use to anybody once it is a year old. */
const KEPT = 365 * 86_400_000

export const lastCheck = (): Statement => ofDirectory('SELECT lastAt FROM limits WHERE key = :key', { key: KEY })

/** A small write. */
export const writeCheck = (now: number): Statement =>
  ofDirectory(
    `INSERT INTO limits (key, hits, lastAt, resetAt) VALUES (:key, 0, :now, :until)
     ON CONFLICT (key) DO UPDATE SET lastAt = :now, resetAt = :until`,
    { key: KEY, now, until: now + KEPT },
  )
