/** What this phone holds, counted from its database and asked of the browser. */
import type { TableName } from '../../../worker/domain/rows.ts'
import { ALL_TABLES, baseStore, type Database } from '../../store/database.ts'

export interface PhoneData {
  /** Rows the server has sent, by table. */
  rows: Record<TableName, number>
  /** Bytes; null where the browser does not tell. */
  used: number | null
  quota: number | null
  /** Whether the browser has promised not to clear it by itself; null where it does not tell. */
  persisted: boolean | null
}

type Storage = Pick<StorageManager, 'estimate' | 'persisted'>

/** @param storage undefined on plain http and in old browsers */
export async function phoneData(db: Database, storage: Storage | undefined): Promise<PhoneData> {
  const counts = await Promise.all(ALL_TABLES.map(async (table) => [table, await db.count(baseStore(table))] as const))
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => null) ?? null,
    storage?.persisted?.().catch(() => null) ?? null,
  ])
  return {
    rows: Object.fromEntries(counts) as Record<TableName, number>,
    used: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
    persisted,
  }
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `1.2 MB`; one digit after the point under ten. */
export function bytes(n: number): string {
  const step = n < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(n) / 3))
  const value = n / 1000 ** step
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`
}
