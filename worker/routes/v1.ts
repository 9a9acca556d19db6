import { Hono } from 'hono'
import * as v from 'valibot'
import { customersPage, disputesPage } from '../../db/queries/api.ts'
import { modelInForce, storedModel } from '../../db/queries/recompute.ts'
import type { Statement } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { load } from '../context.ts'
import { seesContacts, withoutContacts } from '../domain/contacts.ts'
import type { CustomerRow } from '../domain/rows.ts'
import { ApiError } from '../errors.ts'
import { body, type Env, keyCtx, nudge } from '../http.ts'
import { ApiDispute, openDispute } from '../verbs/open-dispute.ts'
import { rankWinBack } from '../verbs/rank-win-back.ts'
import { recompute } from '../verbs/recompute.ts'
import { segmentFilter } from '../verbs/segment-filter.ts'
import { CONSENTS_LIMIT, takeConsents } from '../verbs/take-consents.ts'
import { ORDERS_LIMIT, takeOrders } from '../verbs/take-orders.ts'
import { openapi } from './openapi.ts'
import { apiCustomer, apiDispute, apiExpected, apiModel, asOfMs } from './v1-shapes.ts'

const Orders = v.object({ orders: v.pipe(v.array(v.unknown()), v.maxLength(ORDERS_LIMIT)) })
const Consents = v.object({ consents: v.pipe(v.array(v.unknown()), v.maxLength(CONSENTS_LIMIT)) })
const Recompute = v.object({ asOf: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40)))) })
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

/** Pages start after an id; the cursor is that id. */
const Page = v.object({
  cursor: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-]{0,64}$/)), ''),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,6}$/),
      v.transform((text) => Math.min(Number(text), MAX_LIMIT)),
      v.minValue(1),
    ),
    String(DEFAULT_LIMIT),
  ),
})
const text = v.optional(v.pipe(v.string(), v.maxLength(100)))
const CustomersQuery = v.object({
  ...Page.entries,
  tier: v.optional(v.picklist(['A', 'B', 'C'])),
  class: text,
  stage: text,
  q: text,
  segment: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-]{1,64}$/))),
})
const DisputesQuery = v.object({ ...Page.entries, state: text })

function query<S extends v.GenericSchema>(input: Record<string, string>, schema: S): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input)
  if (!parsed.success) {
    throw new ApiError(400, 'bad_request', { fields: parsed.issues.map((i) => v.getDotPath(i) ?? '') })
  }
  return parsed.output
}

/** `next` is the last id of a full page, else null: one row more than asked for tells. */
function paged<R extends { id: string }>(rows: R[], limit: number): { page: R[]; next: string | null } {
  const page = rows.slice(0, limit)
  return { page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** Whether a customer is found by what is shown of them; the same rule as `customersPage`. */
const isFound = ({ nickname, name, accountId }: CustomerRow, q: string | undefined): boolean =>
  q === undefined || [nickname, name, accountId].some((text) => text?.toLowerCase().includes(q.toLowerCase()))

/** Customers one page of a search looks through for a key that sees no contacts; it may come out short of its limit. */
const SEARCHED = MAX_LIMIT

/**
 * The same page for whom contacts are hidden from: looked for in what is shown alone. Neither what is found nor where the
 * next page starts may tell what is not shown.
 */
function searched(rows: CustomerRow[], q: string | undefined, limit: number) {
  const { page: seen, next } = paged(rows, SEARCHED)
  const { page, next: rest } = paged(
    seen.filter((row) => isFound(withoutContacts('customers', row), q)),
    limit,
  )
  return { page, next: rest ?? next }
}

export const v1 = new Hono<Env>()
  .post('/orders', async (c) => {
    const ctx = keyCtx(c)
    const { orders } = await body(c, Orders)
    return c.json(await takeOrders(ctx, { role: 'agent', scope: 'orders:write' }, orders), 200)
  })
  .post('/consents', async (c) => {
    const ctx = keyCtx(c)
    const { consents } = await body(c, Consents)
    return c.json(await takeConsents(ctx, consents), 200)
  })
  .post('/recompute', async (c) => {
    const ctx = keyCtx(c)
    const { asOf } = (await c.req.text()) === '' ? { asOf: null } : await body(c, Recompute)
    const need = { role: 'owner', scope: 'jobs:run' } as const
    return c.json(await recompute(ctx, need, (zone) => asOfMs(asOf, zone), c.var.deps.now), 200)
  })
  .get('/customers', async (c) => {
    const q = query(c.req.query(), CustomersQuery)
    const need = { role: 'viewer', scope: 'customers:read' } as const
    const segment = q.segment === undefined ? undefined : await segmentFilter(keyCtx(c), need, q.segment)
    const about = { ...q, segment, after: q.cursor }
    const ask = (page: Statement) => load(keyCtx(c), need, [page, modelInForce()])
    let { actor, shop, rows } = await ask(customersPage({ ...about, limit: q.limit + 1 }))
    const contacts = seesContacts(actor)
    const blind = q.q !== undefined && !contacts
    if (blind) ({ actor, shop, rows } = await ask(customersPage({ ...about, q: undefined, limit: SEARCHED + 1 })))
    const found = (rows[0] ?? []).map((row) => toRow('customers', row))
    const { page, next } = blind ? searched(found, q.q, q.limit) : paged(found, q.limit)
    const expected = apiExpected(storedModel(rows[1]?.[0]), shop)
    const shown = contacts ? page : page.map((row) => withoutContacts('customers', row))
    return c.json({ items: shown.map((customer) => apiCustomer(customer, shop, expected, contacts)), next }, 200)
  })
  .get('/model', async (c) => {
    const { shop, rows } = await load(keyCtx(c), { role: 'viewer', scope: 'customers:read' }, [modelInForce()])
    return c.json(apiModel(storedModel(rows[0]?.[0]), shop), 200)
  })
  .post('/disputes', async (c) => {
    const ctx = keyCtx(c)
    const dispute = await openDispute(ctx, await body(c, ApiDispute))
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return c.json(dispute, 201)
  })
  .get('/disputes', async (c) => {
    const q = query(c.req.query(), DisputesQuery)
    const { actor, shop, rows } = await load(keyCtx(c), { role: 'viewer', scope: 'disputes:read' }, [
      disputesPage(q.state, q.cursor, q.limit + 1),
    ])
    const { page, next } = paged(
      (rows[0] ?? []).map((row) => toRow('disputes', row)),
      q.limit,
    )
    const shown = seesContacts(actor) ? page : page.map((row) => withoutContacts('disputes', row))
    return c.json({ items: shown.map((dispute) => apiDispute(dispute, shop)), next }, 200)
  })
  .get('/win-back', async (c) => {
    const { limit } = query(c.req.query(), Page)
    return c.json({ items: await rankWinBack(keyCtx(c), limit) }, 200)
  })
  .get('/openapi.json', (c) => c.json(openapi(c.var.deps.version), 200))
