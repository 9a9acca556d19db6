/** Everything a shop holds of one person, for that person. Read in pages and passed on as it comes: memory stays flat. */
import { auditStatement } from '../../db/queries/audit.ts'
import { personRow } from '../../db/queries/erase.ts'
import { identitiesOfPerson, ordersPage, PARTS, partOf } from '../../db/queries/person.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { CSV_HEAD, csvLines, type ExportPart } from '../domain/person-export.ts'
import type { ShopRow } from '../domain/rows.ts'
import { notFound } from '../errors.ts'

export type ExportFormat = 'json' | 'csv'

const ORDERS = 500

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

async function* partsOf(ctx: Ctx, id: string, person: ExportPart): AsyncGenerator<ExportPart> {
  yield person
  const [keys = [], ...found] = await ctx.db.read([identitiesOfPerson(id), ...PARTS.map((part) => partOf(part, id))])
  yield ['identities', keys]
  for (const [i, part] of PARTS.entries()) {
    const rows = (found[i] ?? []).map((row) => ({ ...toRow(part, row) }) as Record<string, unknown>)
    yield [part, part === 'links' ? rows.map(({ token: _, ...rest }) => rest) : rows]
  }
  for (let after = ''; ; ) {
    const [rows = []] = await ctx.db.read([ordersPage(id, after, ORDERS)])
    yield ['orders', rows.map((row) => ({ ...row, lines: JSON.parse(String(row.lines)) }))]
    if (rows.length < ORDERS) return
    after = String(rows.at(-1)?.id)
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
