import { segmentWhere, type Where } from '../../db/queries/segments.ts'
import { selectRow, toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { May } from '../domain/actor.ts'
import { notFound } from '../errors.ts'

/**
 * A saved segment as a condition on customers, as of now; one put away still answers, as others may have kept its id.
 * @throws ApiError 404 when the shop has no such segment, 401, 403 as `load`
 */
export async function segmentFilter(ctx: Ctx, may: May, id: string): Promise<Where> {
  const { shop, rows } = await load(ctx, may, [selectRow('segments', id)])
  const row = rows[0]?.[0]
  if (!row) throw notFound()
  return segmentWhere(toRow('segments', row).expression, { now: ctx.now, timezone: shop.timezone })
}
