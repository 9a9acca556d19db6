/**
 * Shopify's orders CSV: an order's columns stand on its first row only; the rows that follow with the same Name carry
 * one more item each. Times have an offset, amounts the currency of their own column.
 */
import { isCurrencyCode, parseMoneyCell, toDecimalString } from '../money.ts'
import {
  MAX_ADDRESS,
  MAX_ID,
  MAX_LINES,
  MAX_NAME,
  MAX_PRODUCT,
  type OrderCustomerInput,
  type OrderInput,
  type OrderLineInput,
  type OrderStatus,
} from '../order.ts'
import { parseInstant } from '../time.ts'
import { codeCell, contactCell, factCell, idCell, present, quantityCell, shorten } from './cells.ts'
import type { Format, RowReader, Sink } from './format.ts'
import type { ProblemCode } from './problem.ts'

export const SHOPIFY = 'shopify'

const COLUMNS = {
  name: 'Name',
  id: 'Id',
  email: 'Email',
  phone: 'Phone',
  financial: 'Financial Status',
  fulfilment: 'Fulfillment Status',
  cancelled: 'Cancelled at',
  created: 'Created at',
  currency: 'Currency',
  total: 'Total',
  refunded: 'Refunded Amount',
  product: 'Lineitem name',
  quantity: 'Lineitem quantity',
  price: 'Lineitem price',
  sku: 'Lineitem sku',
  billingName: 'Billing Name',
  billingPhone: 'Billing Phone',
  shippingName: 'Shipping Name',
  shippingPhone: 'Shipping Phone',
  street: 'Shipping Street',
  city: 'Shipping City',
  province: 'Shipping Province',
  zip: 'Shipping Zip',
  country: 'Shipping Country',
} as const

type Cell = (field: keyof typeof COLUMNS) => string

/** Shopify tells payment, fulfilment and cancellation apart; we keep the one that decides what the order is worth. */
export function shopifyStatus(
  financial: string,
  fulfilment: string,
  cancelled: boolean,
  refunded: boolean,
): OrderStatus | null {
  switch (financial.trim().toLowerCase()) {
    case 'refunded':
      return 'refunded'
    case 'voided':
    case 'expired':
      return 'cancelled'
    case 'pending':
    case 'authorized':
    case 'unpaid':
      return cancelled ? 'cancelled' : 'pending'
    case 'paid':
    case 'partially_paid':
    case 'partially_refunded':
      if (cancelled) return refunded ? 'refunded' : 'cancelled'
      return fulfilment.trim().toLowerCase() === 'fulfilled' ? 'shipped' : 'paid'
    default:
      return null
  }
}

function customerOf(cell: Cell): OrderCustomerInput {
  const address = [cell('street'), cell('city'), cell('province'), cell('zip'), cell('country')]
    .map((part) => codeCell(part))
    .filter((part) => part !== '')
    .join(', ')
  return {
    ...present('name', factCell(cell('billingName'), MAX_NAME) ?? factCell(cell('shippingName'), MAX_NAME)),
    ...present(
      'phone',
      contactCell(cell('phone'), 64) ?? contactCell(cell('billingPhone'), 64) ?? contactCell(cell('shippingPhone'), 64),
    ),
    ...present('email', contactCell(cell('email'), 254)),
    ...present('address', factCell(address, MAX_ADDRESS)),
  }
}

/** The row's item; undefined where it has none; null after a problem was told. */
function lineOf(cell: Cell, currency: string, sink: Sink, row: number): OrderLineInput | undefined | null {
  const product = shorten(cell('product'), MAX_PRODUCT)
  if (product === '') return undefined
  const quantity = quantityCell(cell('quantity'))
  if (quantity === null) return sink.problem(row, 'invalid_quantity', codeCell(cell('quantity')))
  const price = parseMoneyCell(codeCell(cell('price')), currency)
  if (price === null || price < 0) return sink.problem(row, 'invalid_money', codeCell(cell('price')))
  return {
    product,
    ...present('sku', factCell(cell('sku'), MAX_ID)),
    quantity,
    price: toDecimalString(price, currency),
  }
}

/** The order a row begins; null after a problem was told. */
function orderOf(cell: Cell, sink: Sink, row: number): OrderInput | null {
  const refuse = (code: ProblemCode, detail: string) => sink.problem(row, code, codeCell(detail))
  const externalId = idCell(cell('id')) ?? idCell(cell('name'))
  if (externalId === null) return refuse('invalid_id', cell('id') || cell('name'))
  const currency = codeCell(cell('currency'))
  if (!isCurrencyCode(currency)) return refuse('currency_mismatch', currency || '?')
  const placedAt = parseInstant(codeCell(cell('created')))
  if (placedAt === null) return refuse('invalid_date', cell('created'))
  const total = parseMoneyCell(codeCell(cell('total')), currency)
  if (total === null || total < 0) return refuse('invalid_money', cell('total'))
  const refunded = codeCell(cell('refunded')) === '' ? 0 : parseMoneyCell(codeCell(cell('refunded')), currency)
  if (refunded === null || refunded < 0) return refuse('invalid_money', cell('refunded'))
  const cancelled = codeCell(cell('cancelled')) !== ''
  const status = shopifyStatus(codeCell(cell('financial')), cell('fulfilment'), cancelled, refunded > 0)
  if (status === null) return refuse('unknown_status', cell('financial'))
  const line = lineOf(cell, currency, sink, row)
  if (line === null) return null
  return {
    source: SHOPIFY,
    externalId,
    placedAt: new Date(placedAt).toISOString(),
    status,
    currency,
    total: toDecimalString(total, currency),
    ...(refunded > 0 && { refunded: toDecimalString(refunded, currency) }),
    customer: customerOf(cell),
    lines: line ? [line] : [],
  }
}

function open(sink: Sink): RowReader {
  /** The order whose rows we are in; `order` is null when its first row was refused, and its items go with it. */
  let current: { name: string; row: number; order: OrderInput | null } | null = null

  const flush = () => {
    if (current?.order) {
      if (current.order.lines.length > MAX_LINES) {
        sink.problem(current.row, 'too_many_lines', current.name)
        current.order.lines.length = MAX_LINES
      }
      sink.order(current.order, current.row)
    }
    current = null
  }

  return {
    row(cell: Cell, row) {
      const name = codeCell(cell('name'))
      const begins = codeCell(cell('total')) !== '' || codeCell(cell('created')) !== ''
      if (begins) {
        flush()
        current = { name, row, order: orderOf(cell, sink, row) }
        return
      }
      if (current === null || current.name !== name) {
        if (name === '') sink.problem(row, 'invalid_id')
        else sink.problem(row, 'orphan_line', name)
        return
      }
      if (current.order === null) return
      const line = lineOf(cell, current.order.currency, sink, row)
      if (line) current.order.lines.push(line)
    },
    end: flush,
  }
}

export const shopifyOrders: Format = {
  id: 'shopify-orders',
  label: { zh: 'Shopify 订单', en: 'Shopify orders' },
  columns: COLUMNS,
  required: ['name', 'financial', 'created', 'currency', 'total', 'product', 'quantity', 'price'],
  open: (_context, sink) => open(sink),
}
