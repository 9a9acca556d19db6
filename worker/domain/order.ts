import * as v from 'valibot'
import { isCurrencyCode, parseMoney } from './money.ts'
import { DAY_MS, parseInstant } from './time.ts'

export { buyerKey } from './buyer-key.ts'

/** Where an order stands. Pending and cancelled orders are no purchase. */
export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'completed', 'refunded', 'cancelled'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export const MAX_LINES = 200
export const MAX_QUANTITY = 1_000_000
export const MAX_ID = 128
export const MAX_PRODUCT = 500
export const MAX_NAME = 128
export const MAX_ADDRESS = 500

/** Control characters never belong in an id or a one-line text; they break exports and confuse people. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u001f\u007f]/

const text = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max))
const id = v.pipe(
  text(MAX_ID),
  v.minLength(1),
  v.check((s) => !CONTROL.test(s)),
)

export const OrderLineInput = v.object({
  product: v.pipe(text(MAX_PRODUCT), v.minLength(1)),
  sku: v.optional(text(MAX_ID)),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_QUANTITY)),
  /** Price of one, as a decimal string. */
  price: v.string(),
})
export type OrderLineInput = v.InferInput<typeof OrderLineInput>

export const OrderCustomerInput = v.object({
  accountId: v.optional(text(MAX_ID)),
  nickname: v.optional(text(MAX_NAME)),
  name: v.optional(text(MAX_NAME)),
  phone: v.optional(text(64)),
  email: v.optional(text(254)),
  address: v.optional(text(MAX_ADDRESS)),
})
export type OrderCustomerInput = v.InferInput<typeof OrderCustomerInput>

/** An order as API v1 takes it and as the file readers produce it. Money is decimal strings, time ISO 8601 with offset. */
export const OrderInput = v.object({
  /** The platform or file kind it comes from; with `externalId` it identifies the order. */
  source: v.pipe(
    text(64),
    v.minLength(1),
    v.check((s) => !CONTROL.test(s)),
  ),
  externalId: id,
  placedAt: v.string(),
  status: v.picklist(ORDER_STATUSES),
  currency: v.pipe(v.string(), v.check(isCurrencyCode)),
  /** What the buyer paid, before refunds. */
  total: v.string(),
  /** What went back to the buyer, part of `total`. */
  refunded: v.optional(v.string()),
  customer: OrderCustomerInput,
  lines: v.pipe(v.array(OrderLineInput), v.maxLength(MAX_LINES)),
})
export type OrderInput = v.InferInput<typeof OrderInput>

export interface NormalLine {
  product: string
  sku: string | null
  quantity: number
  /** Price of one, minor units. */
  price: number
}

export interface NormalCustomer {
  accountId: string | null
  nickname: string | null
  name: string | null
  phone: string | null
  email: string | null
  address: string | null
}

/** A checked order: `placedAt` epoch ms; `total`, `refunded` and prices integer minor units of `currency`. */
export interface NormalOrder {
  source: string
  externalId: string
  placedAt: number
  status: OrderStatus
  currency: string
  total: number
  refunded: number
  customer: NormalCustomer
  lines: NormalLine[]
}

export type OrderRefusal =
  | 'invalid_order'
  | 'invalid_id'
  | 'invalid_date'
  | 'invalid_money'
  | 'invalid_quantity'
  | 'unknown_status'
  | 'currency_mismatch'

export type ParsedOrder = { ok: true; order: NormalOrder } | { ok: false; code: OrderRefusal; reason: string }

/** What an order is checked against. `now` is epoch ms. */
export interface OrderContext {
  currency: string
  now: number
}

const REASONS: Readonly<Record<OrderRefusal, string>> = {
  invalid_order: 'the order does not have the documented shape',
  invalid_id: `externalId must be a string of 1 to ${MAX_ID} characters`,
  invalid_date: 'placedAt must be ISO 8601 with an offset, not before 1990 and not in the future',
  invalid_money: 'amounts must be decimal strings, not negative, with no more decimals than the currency has',
  invalid_quantity: `quantity must be a whole number from 1 to ${MAX_QUANTITY}`,
  unknown_status: `status must be one of ${ORDER_STATUSES.join(', ')}`,
  currency_mismatch: "the order's currency is not the shop's",
}

/** The field decides the code, the most telling one first. */
const BY_FIELD: readonly [RegExp, OrderRefusal][] = [
  [/^externalId$/, 'invalid_id'],
  [/^placedAt$/, 'invalid_date'],
  [/^status$/, 'unknown_status'],
  [/^(total|refunded|lines\.\d+\.price)$/, 'invalid_money'],
  [/^lines\.\d+\.quantity$/, 'invalid_quantity'],
]

function refusalOf(paths: readonly string[]): { code: OrderRefusal; path: string } {
  for (const [pattern, code] of BY_FIELD) {
    const path = paths.find((p) => pattern.test(p))
    if (path !== undefined) return { code, path }
  }
  return { code: 'invalid_order', path: paths[0] ?? '' }
}

function refuse(code: OrderRefusal, path: string): ParsedOrder {
  return { ok: false, code, reason: path ? `${path}: ${REASONS[code]}` : REASONS[code] }
}

const EARLIEST = Date.UTC(1990, 0, 1)
const TOLERATED_FUTURE = 2 * DAY_MS

/** True for an instant an order can plausibly have: from 1990 to two days after `now` (clocks and zones differ). */
export function isPlausibleOrderTime(ms: number, now: number): boolean {
  return ms >= EARLIEST && ms <= now + TOLERATED_FUTURE
}

function amount(text: string, currency: string): number | null {
  const minor = parseMoney(text, currency)
  return minor === null || minor < 0 ? null : minor
}

/**
 * Checks one order of unknown shape against the shop. The reason names the field and the rule, never the value.
 * Status `refunded` without an amount refunds all; more refunded than paid is `invalid_money`.
 */
export function parseOrder(input: unknown, shop: OrderContext): ParsedOrder {
  const parsed = v.safeParse(OrderInput, input)
  if (!parsed.success) {
    const { code, path } = refusalOf(parsed.issues.map((issue) => v.getDotPath(issue) ?? ''))
    return refuse(code, path)
  }
  const { source, externalId, status, currency, customer, ...raw } = parsed.output
  if (currency !== shop.currency) return refuse('currency_mismatch', 'currency')
  const placedAt = parseInstant(raw.placedAt)
  if (placedAt === null || !isPlausibleOrderTime(placedAt, shop.now)) return refuse('invalid_date', 'placedAt')
  const total = amount(raw.total, currency)
  if (total === null) return refuse('invalid_money', 'total')
  let refunded: number | null = status === 'refunded' ? total : 0
  if (raw.refunded !== undefined) refunded = amount(raw.refunded, currency)
  if (refunded === null || refunded > total) return refuse('invalid_money', 'refunded')
  const lines: NormalLine[] = []
  for (const [i, line] of raw.lines.entries()) {
    const price = amount(line.price, currency)
    if (price === null) return refuse('invalid_money', `lines.${i}.price`)
    lines.push({ product: line.product, sku: line.sku || null, quantity: line.quantity, price })
  }
  return {
    ok: true,
    order: {
      source,
      externalId,
      placedAt,
      status,
      currency,
      total,
      refunded,
      customer: {
        accountId: customer.accountId || null,
        nickname: customer.nickname || null,
        name: customer.name || null,
        phone: customer.phone || null,
        email: customer.email || null,
        address: customer.address || null,
      },
      lines,
    },
  }
}

/** Pending and cancelled orders are no purchase; a refunded one was, with nothing (or less) left of it. */
export function countsAsPurchase(status: OrderStatus): boolean {
  return status !== 'pending' && status !== 'cancelled'
}

/** What the shop kept of an order, minor units. */
export function netOf(order: { total: number; refunded: number }): number {
  return order.total - order.refunded
}

/**
 * What an order left over: its net value less the known cost of its goods, minor units. After a partial refund the goods
 * stay with the buyer and cost what they cost; a full refund brings them back.
 */
export function profitOf(order: { total: number; refunded: number; cost?: number }): number {
  const net = netOf(order)
  return net > 0 ? net - (order.cost ?? 0) : net
}
