/** Whether what is sent would be kept. */
import { DatabaseUnavailable, type Outage } from '../../db/client.ts'
import { lastCheck, writeCheck } from '../../db/queries/health.ts'
import type { Deps, Disk } from '../deps.ts'
import { faultLine } from '../errors.ts'

const MINUTE = 60_000
/** A check touches a few pages: damage that a request met elsewhere counts this long. */
const REMEMBERED = 10 * MINUTE

let damagedAt = Number.NEGATIVE_INFINITY

/** Tells health what a request met. */
export function noteOutage(code: Outage, now: number): void {
  if (code === 'storage_damaged') damagedAt = now
}

export interface Health {
  database: boolean
  /** What is the matter; null when nothing is. */
  code: Outage | null
}

/** Writes at most once a minute while writing succeeds; the time of the last success lies where it was written. */
export async function checkHealth({ database, now, disk }: Deps): Promise<Health> {
  const at = now()
  try {
    const [rows] = await database.read([lastCheck()])
    const lastAt = Number(rows?.[0]?.lastAt ?? Number.NEGATIVE_INFINITY)
    if (lastAt <= at - MINUTE || lastAt > at) await database.write([writeCheck(at)])
  } catch (error) {
    console.error('health:', faultLine(error))
    return { database: false, code: error instanceof DatabaseUnavailable ? error.code : 'unavailable' }
  }
  if (damagedAt > at - REMEMBERED && damagedAt <= at) return { database: false, code: 'storage_damaged' }
  const room = await disk?.().catch(() => null)
  return { database: true, code: room && isNearlyFull(room) ? 'storage_full' : null }
}

const NEARLY = { part: 0.05, bytes: 256 * 1024 * 1024 }

/** Under a twentieth, or where that is a lot, under 256 MB. */
const isNearlyFull = ({ free, total }: Disk): boolean => free < Math.min(total * NEARLY.part, NEARLY.bytes)
