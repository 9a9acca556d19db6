/** A complaint that comes in by the API: tied to a customer and order, then opened like any other. */
import * as v from 'valibot'
import { customerOfComplaint, orderByNumber } from '../../db/queries/api.ts'
import { insertPeople } from '../../db/queries/orders.ts'
import { bumpRev } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { May } from '../domain/actor.ts'
import { buyerKey } from '../domain/buyer-key.ts'
import { prospect } from '../domain/mutations/customer.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CustomerRow } from '../domain/rows.ts'
import { whileLost } from './guards.ts'
import { decideAll, LoadedRows, parseStep } from './perform.ts'

const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))

export const ApiDispute = v.object({
  /** Ties the case to a stored order, and by it to the customer. */
  order: v.optional(v.object({ source: v.optional(text(64)), externalId: text(128) })),
  customerId: v.optional(text(64)),
  customer: v.optional(
    v.object({
      source: v.optional(text(64), 'api'),
      accountId: v.optional(text(128)),
      nickname: v.optional(text(128)),
      phone: v.optional(text(64)),
      email: v.optional(text(254)),
    }),
  ),
  channel: v.optional(text(40), 'api'),
  product: v.optional(text(200)),
  words: text(4000),
  wants: v.optional(text(1000)),
})
export type ApiDispute = v.InferOutput<typeof ApiDispute>

const NEED: May = { role: 'agent', scope: 'disputes:write' }

/**
 * The buyer is found by `customerId`, by the order, or by what identifies them; someone unknown with an identity is
 * added with the case. @throws Refusal not_found when nobody can be told from the request
 */
export async function openDispute(ctx: Ctx, input: ApiDispute): Promise<{ id: string; customerId: string }> {
  const key = input.customer ? buyerKey({ source: input.customer.source, customer: input.customer }) : null
  const findOrder = orderByNumber(input.order?.source ?? null, input.order?.externalId ?? '')
  const id = ctx.newId()
  return whileLost(async () => {
    const {
      actor,
      shop,
      stored,
      rows: found,
    } = await load(ctx, NEED, [findOrder, customerOfComplaint(input.customerId ?? null, findOrder, key)])
    const [order, known] = found.map((rows) => rows[0])
    const added = known || input.customerId !== undefined || key === null ? null : newcomer(ctx, input)
    const customer = known ? toRow('customers', known) : added
    if (!customer) throw new Refusal('not_found', { table: 'customers' })
    const rows = new LoadedRows()
    rows.add('shops', shop.id, stored)
    rows.add('customers', customer.id, customer)
    if (order) rows.add('orders', String(order.id), order)
    const open = parseStep(ctx, {
      name: 'dispute.open',
      input: {
        id,
        customerId: customer.id,
        // The order of somebody who was erased is nobody's: who complains now is somebody new.
        orderId: order && order.customerId !== null ? String(order.id) : null,
        orderRef: input.order?.externalId ?? null,
        product: input.product ?? (order ? String(order.summary).slice(0, 200) : null),
        channel: input.channel,
        source: 'api',
        words: input.words,
        wants: input.wants ?? null,
      },
    })
    await ctx.db.write([
      bumpRev(),
      // Where another request adds the same person first, there is none of this id to open a case on: the race is lost.
      ...(added && key !== null ? insertPeople([{ ...added, key, at: ctx.now }], ctx.now) : []),
      ...decideAll([open], rows, actor, shop).statements,
    ])
    return { id, customerId: customer.id }
  })
}

function newcomer(ctx: Ctx, { customer }: ApiDispute): CustomerRow {
  const { source = 'api', accountId = null, nickname = null, phone = null, email = null } = customer ?? {}
  const known = { source, accountId, nickname, phone, email, name: null, address: null, note: null }
  return prospect({ ...known, id: ctx.newId() }, ctx.now)
}
