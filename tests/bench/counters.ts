/** The engine's own counters of what statements cost. */
import type { Database } from '../../db/client.ts'

type Counters = Map<string, { steps: number; fullScan: number }>

/** By statement (https://www.sqlite.org/stmt.html), of the connection that answers. */
export async function counters(database: Database): Promise<Counters> {
  const [rows = []] = await database.read([{ sql: 'SELECT sql, nscan, nstep FROM sqlite_stmt', args: {} }])
  return new Map(
    rows
      .filter((row) => !String(row.sql).includes('sqlite_stmt'))
      .map((row) => [String(row.sql), { steps: Number(row.nstep), fullScan: Number(row.nscan) }]),
  )
}

export function difference(after: Counters, before: Counters): { steps: number; fullScan: number } {
  let steps = 0
  let fullScan = 0
  for (const [sql, counter] of after) {
    steps += counter.steps - (before.get(sql)?.steps ?? 0)
    fullScan += counter.fullScan - (before.get(sql)?.fullScan ?? 0)
  }
  return { steps, fullScan }
}
