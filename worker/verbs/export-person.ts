/** Everything a shop holds of one person, for that person. Read in pages and passed on as it comes: memory stays flat. */
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { personRow } from '../../db/queries/erase.ts'
import { identitiesPage, ordersPage, PARTS, partPage } from '../../db/queries/person.ts'
import type { Statement } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { CSV_HEAD, csvLines, type ExportPart } from '../domain/person-export.ts'
import type { ShopRow } from '../domain/rows.ts'
import { notFound } from '../errors.ts'

export type ExportFormat = 'json' | 'csv'

/** Rows read at once. */
const PAGE = 500

/**
 * The texts of the document, one after the other. Owners only, and each export is noted in the audit trail.
 * @throws ApiError 403, 404 before the first text
 */
export async function exportPerson(ctx: Ctx, id: string, format: ExportFormat): Promise<AsyncGenerator<string>> {
  const { actor, shop, rows } = await load(ctx, { role: 'owner' }, [personRow(id)])
  const found = rows[0]?.[0]
  if (!found) throw notFound()
  await ctx.db.write([auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'person.export', id)])
  const parts = partsOf(ctx, id, ['person', [{ ...toRow('customers', found) }]])
  return format === 'json' ? jsonTexts(parts, shop, ctx.now) : csvTexts(parts, shop)
}

/** Every part, a page at a time: to the last row, however many there are. */
async function* partsOf(ctx: Ctx, id: string, person: ExportPart): AsyncGenerator<ExportPart> {
  yield person
  yield* pages(ctx, 'identities', 'key', (after) => identitiesPage(id, after, PAGE))
  for (const part of PARTS) {
    for await (const [, rows] of pages(ctx, part, 'id', (after) => partPage(part, id, after, PAGE))) {
      const told = rows.map((row) => ({ ...toRow(part, row as Row) }) as Record<string, unknown>)
      yield [part, part === 'links' ? told.map(({ token: _, ...rest }) => rest) : told]
    }
  }
  for await (const [, rows] of pages(ctx, 'orders', 'id', (after) => ordersPage(id, after, PAGE))) {
    yield ['orders', rows.map((row) => ({ ...row, lines: JSON.parse(String(row.lines)) }))]
  }
}

async function* pages(
  ctx: Ctx,
  part: string,
  cursor: string,
  page: (after: string) => Statement,
): AsyncGenerator<ExportPart> {
  for (let after = ''; ; ) {
    const [rows = []] = await ctx.db.read([page(after)])
    yield [part, rows]
    if (rows.length < PAGE) return
    after = String(rows.at(-1)?.[cursor])
  }
}

async function* csvTexts(parts: AsyncGenerator<ExportPart>, { currency }: ShopRow): AsyncGenerator<string> {
  // The byte-order mark makes Excel read it as UTF-8.
  yield `\ufeff${CSV_HEAD}`
  for await (const part of parts) yield csvLines(part, currency)
}

async function* jsonTexts(
  parts: AsyncGenerator<ExportPart>,
  { name, currency, timezone }: ShopRow,
  exportedAt: number,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ exportedAt, shop: { name, currency, timezone } }).slice(0, -1)},"parts":{`
  let open: string | null = null
  let first = true
  for await (const [part, rows] of parts) {
    if (part !== open) {
      yield `${open === null ? '' : '],'}${JSON.stringify(part)}:[`
      open = part
      first = true
    }
    for (const row of rows) {
      yield `${first ? '' : ','}${JSON.stringify(row)}`
      first = false
    }
  }
  yield ']}}'
}
