/** A complaint that comes in by the API: tied to a customer and order, then opened like any other. */
import * as v from 'valibot'
import { LostRace } from '../../db/client.ts'
import { customerByIdentity, orderByNumber } from '../../db/queries/api.ts'
import { insertPeople } from '../../db/queries/orders.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, load, type Need } from '../context.ts'
import { buyerKey } from '../domain/buyer-key.ts'
import { Refusal } from '../domain/refusal.ts'
import { perform } from './perform.ts'

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

const NEED: Need = { role: 'agent', scope: 'disputes:write' }

/**
 * The buyer is found by `customerId`, by the order, or by what identifies them; someone unknown with an identity is
 * added first. @throws Refusal not_found when nobody can be told from the request
 */
export async function openDispute(ctx: Ctx, input: ApiDispute): Promise<{ id: string; customerId: string }> {
  const key = input.customer ? buyerKey({ source: input.customer.source, customer: input.customer }) : null
  const { rows } = await load(ctx, NEED, [
    orderByNumber(input.order?.source ?? null, input.order?.externalId ?? ''),
    customerByIdentity(key ? [key] : []),
  ])
  const order = rows[0]?.[0]
  const known = rows[1]?.[0]?.customerId ?? null
  const customerId =
    input.customerId ??
    (order?.customerId as string | null | undefined) ??
    (known as string | null) ??
    (await addPerson(ctx, input, key))
  const id = ctx.newId()
  await perform(ctx, NEED, 'dispute.open', {
    id,
    customerId,
    orderId: order ? String(order.id) : null,
    orderRef: input.order?.externalId ?? null,
    product: input.product ?? (order ? String(order.summary).slice(0, 200) : null),
    channel: input.channel,
    source: 'api',
    words: input.words,
    wants: input.wants ?? null,
  })
  return { id, customerId }
}

async function addPerson(ctx: Ctx, input: ApiDispute, key: string | null): Promise<string> {
  if (!key || !input.customer) throw new Refusal('not_found', { table: 'customers' })
  const { source, accountId = null, nickname = null, phone = null, email = null } = input.customer
  const person = {
    key,
    id: ctx.newId(),
    source,
    accountId,
    nickname,
    name: null,
    phone,
    email,
    address: null,
    region: null,
    at: ctx.now,
  }
  try {
    await ctx.db.write([bumpRev(), ...insertPeople([person], ctx.now)])
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
  }
  const [found] = await ctx.db.read([customerByIdentity([key])])
  return String(found?.[0]?.customerId)
}
