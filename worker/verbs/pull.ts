/** What changed for a phone since its cursor: one snapshot read, one page. */
import type { Row } from '../../db/client.ts'
import { ROW_COLUMNS } from '../../db/columns.ts'
import {
  type Cursor,
  cursorText,
  headStatement,
  pageStatements,
  parseCursor,
  START,
  tablesOf,
} from '../../db/queries/pull.ts'
import { type Ctx, loadMember } from '../context.ts'
import { isHidden, seesContacts, withoutContacts } from '../domain/contacts.ts'
import type { TableName } from '../domain/rows.ts'
import { JSON_COLUMNS, type PullPage, type Stream, WIRE_SCHEMA } from '../domain/wire.ts'
import { ApiError } from '../errors.ts'

/** Rows a page; about 600 kB of JSON at most for customers. */
export const PAGE_ROWS = 1000
const DAY = 86_400_000

interface Found {
  table: TableName
  row: Row
}

/** @throws ApiError 400 for a cursor that is none */
export async function pull(
  ctx: Ctx,
  stream: Stream,
  clientId: string,
  cursorParam: string | undefined,
): Promise<PullPage> {
  const cursor = cursorParam ? parseCursor(cursorParam) : START
  if (!cursor) throw new ApiError(400, 'bad_request', { field: 'cursor' })
  const since = { ordersSince: ctx.now - 730 * DAY, casesSince: ctx.now - 90 * DAY }
  const {
    actor,
    memberId,
    role,
    rows: results,
  } = await loadMember(ctx, [
    headStatement(clientId),
    // One row more than a page, so that `more` is known without counting.
    ...pageStatements(stream, cursor, PAGE_ROWS + 1, since),
  ])
  const head = results[0]?.[0]
  const found: Found[] = tablesOf(stream).flatMap((table, i) => (results[i + 1] ?? []).map((row) => ({ table, row })))
  found.sort(byCursor)
  const more = found.length > PAGE_ROWS
  const page = more ? found.slice(0, PAGE_ROWS) : found
  return {
    epoch: String(head?.epoch),
    restoredTo: head?.restoredTo == null ? null : Number(head.restoredTo),
    schema: WIRE_SCHEMA,
    role,
    userId: memberId,
    shopId: ctx.db.shopId,
    lastSeq: Number(head?.lastSeq ?? 0),
    now: ctx.now,
    cursor: cursorText(next(cursor, page.at(-1), more, Number(head?.head))),
    more,
    tables: pack(page, !seesContacts(actor)),
  }
}

const byCursor = (a: Found, b: Found): number =>
  Number(a.row.rev) - Number(b.row.rev) ||
  (a.table < b.table ? -1 : a.table > b.table ? 1 : 0) ||
  (String(a.row.id) < String(b.row.id) ? -1 : 1)

const next = (cursor: Cursor, last: Found | undefined, more: boolean, head: number): Cursor => ({
  rev: last ? Number(last.row.rev) : cursor.rev,
  table: last ? last.table : cursor.table,
  id: last ? String(last.row.id) : cursor.id,
  since: more && cursor.since !== null ? Math.min(cursor.since, head) : null,
})

function pack(page: Found[], masked: boolean): PullPage['tables'] {
  const tables: PullPage['tables'] = {}
  for (const { table, row } of page) {
    if (masked && isHidden(table)) continue
    const columns = ROW_COLUMNS[table]
    tables[table] ??= { columns: [...columns, 'deleted'], rows: [] }
    const values = JSON.parse(String(row.row)) as unknown[]
    tables[table].rows.push(masked ? maskValues(table, columns, values) : values)
  }
  return tables
}

/** @param values those of `columns`, as they travel, and `deleted` */
function maskValues(table: TableName, columns: readonly string[], values: unknown[]): unknown[] {
  const json = JSON_COLUMNS[table] as readonly string[] | undefined
  const parsed = columns.map((column, i) => {
    const value = values[i]
    return [column, json?.includes(column) && typeof value === 'string' ? JSON.parse(value) : value]
  })
  const row: Record<string, unknown> = withoutContacts(table, Object.fromEntries(parsed))
  const packed = columns.map((column) => {
    const value = row[column]
    return json?.includes(column) && value !== null ? JSON.stringify(value) : value
  })
  return [...packed, values.at(-1)]
}
