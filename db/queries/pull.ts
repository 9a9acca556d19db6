/** One page of what changed, ordered by (rev, table, id), read as one snapshot. */
import { CORE_TABLES, type TableName } from '../../worker/domain/rows.ts'
import type { Stream } from '../../worker/domain/wire.ts'
import { type Args, type Statement, statement } from '../statement.ts'
import { columnList, quote } from '../tables.ts'

/** Where a pull stands: everything up to and including this (rev, table, id) is on the phone. */
export interface Cursor {
  rev: number
  table: string
  id: string
  /**
   * Within the first load: the shop's rev when it began. What was over by then stays on the server; what changed since is
   * told in full, as an earlier page may have carried it while it was still going on. Null once the load is complete.
   */
  since: number | null
}
export const START: Cursor = { rev: -1, table: '', id: '', since: Number.MAX_SAFE_INTEGER }

/** @returns null when the text is no cursor of ours */
export function parseCursor(text: string): Cursor | null {
  const match = /^(-?\d{1,15})\.([A-Za-z]{0,20})\.([0-9a-zA-Z-]{0,64})\.(\d{0,15})$/.exec(text)
  if (!match) return null
  const since = match[4] ? Number(match[4]) : null
  return { rev: Number(match[1]), table: match[2] ?? '', id: match[3] ?? '', since }
}
export const cursorText = (c: Cursor): string => `${c.rev}.${c.table}.${c.id}.${c.since ?? ''}`

export const tablesOf = (stream: Stream): readonly TableName[] => (stream === 'core' ? CORE_TABLES : ['orders'])

/** What a first load leaves out; deltas tell of every change. */
const RECENT: Partial<Record<TableName, string>> = {
  orders: 'placedAt >= :ordersSince',
  // A case that went into another one leads from its evidence to that.
  disputes: '(closedAt IS NULL OR closedAt >= :casesSince OR mergedInto IS NOT NULL)',
  tasks: `status = 'open'`,
  moves: `(status = 'proposed' OR at >= :casesSince)`,
  notifications: 'at >= :casesSince',
  runs: '(finishedAt IS NOT NULL AND startedAt >= :casesSince)',
}

/**
 * A statement per table of the stream, each reading at most `limit` rows after the cursor: `rev`, `id`, and `row`, the
 * values of `ROW_COLUMNS` and `deleted` as one JSON array, which a client takes far less time over than over a value each.
 */
export function pageStatements(
  stream: Stream,
  cursor: Cursor,
  limit: number,
  since: { ordersSince: number; casesSince: number },
): Statement[] {
  return tablesOf(stream).map((table) => {
    const after =
      table === cursor.table ? '(rev, id) > (:rev, :id)' : table > cursor.table ? 'rev >= :rev' : 'rev > :rev'
    const key = table === 'shops' ? 'id = :shop' : 'shopId = :shop'
    const keep = RECENT[table]
    const recent = cursor.since !== null && keep ? ` AND (${keep} OR rev > :loadedFrom)` : ''
    const sql = `SELECT rev, id, json_array(${columnList(table)}, deleted) AS row FROM ${quote(table)} WHERE ${key} AND ${after}${recent} ORDER BY rev, id LIMIT :limit`
    const args: Args = { rev: cursor.rev, limit }
    if (sql.includes(':id')) args.id = cursor.id
    if (sql.includes(':loadedFrom')) args.loadedFrom = cursor.since
    for (const name of ['ordersSince', 'casesSince'] as const) if (sql.includes(`:${name}`)) args[name] = since[name]
    return statement(sql as `${string}:shop`, args)
  })
}

export const headStatement = (clientId: string): Statement =>
  statement(
    `SELECT s.epoch, s.restoredTo, s.head, COALESCE((SELECT lastSeq FROM clients c WHERE c.shopId = :shop AND c.id = :clientId), 0) AS lastSeq
     FROM shops s WHERE s.id = :shop`,
    { clientId },
  )
