/**
 * Taobao / 千牛 order exports: ExportOrderList (one row an order, 54 or 61 columns) and ExportOrderDetailList
 * (one row an item). Times are the shop's wall clock, amounts are CNY.
 */

import { isMasked } from '../buyer-key.ts'
import { parseMoneyCell, toDecimalString } from '../money.ts'
import {
  MAX_ADDRESS,
  MAX_ID,
  MAX_NAME,
  MAX_PRODUCT,
  type OrderCustomerInput,
  type OrderInput,
  type OrderLineInput,
  type OrderStatus,
} from '../order.ts'
import { parseLocalDateTime, zonedToUtc } from '../time.ts'
import { codeCell, contactCell, factCell, idCell, present, quantityCell, shorten } from './cells.ts'
import type { Format, ReadContext, Sink } from './format.ts'

export const TAOBAO = 'taobao'
const CNY = 'CNY'

/** Compared without punctuation: exports write 买家已付款,等待卖家发货 with either comma. */
const STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  ['等待买家付款', 'pending'],
  ['买家已付款', 'paid'],
  ['等待卖家发货', 'paid'],
  ['买家已付款等待卖家发货', 'paid'],
  ['卖家部分发货', 'shipped'],
  ['卖家已发货', 'shipped'],
  ['等待买家确认', 'shipped'],
  ['等待买家确认收货', 'shipped'],
  ['卖家已发货等待买家确认', 'shipped'],
  ['卖家已发货等待买家确认收货', 'shipped'],
  ['买家已签收货到付款专用', 'shipped'],
  ['交易成功', 'completed'],
  ['交易关闭', 'cancelled'],
  ['付款以后用户退款成功交易自动关闭', 'cancelled'],
  ['付款以前卖家或买家主动关闭交易', 'cancelled'],
  ['已退款', 'refunded'],
  ['退款成功', 'refunded'],
])

/** The status alone; a closed order turns into a refunded one where an amount went back. */
export function taobaoStatus(text: string): OrderStatus | null {
  return STATUSES.get(codeCell(text).replace(/[\s,，、;；]/g, '')) ?? null
}

/** 退款金额 in minor units: 0 for the words exports write where nothing went back; null when unreadable. */
function refundCell(raw: string): number | null {
  const text = codeCell(raw)
  return ['', '-', '--', '无', 'null', '无退款申请'].includes(text) ? 0 : parseMoneyCell(text, CNY)
}

const ORDER_COLUMNS = {
  id: '订单编号',
  nickname: '买家会员名',
  alipay: '买家支付宝账号',
  goods: '买家应付货款',
  paid: '买家实际支付金额',
  status: '订单状态',
  name: '收货人姓名',
  address: '收货地址',
  changedAddress: '修改后的收货地址',
  phone: '联系电话',
  mobile: '联系手机',
  placed: '订单创建时间',
  title: '宝贝标题',
  quantity: '宝贝总数量',
  refunded: '退款金额',
} as const

type OrderCell = (field: keyof typeof ORDER_COLUMNS) => string

function customerOf(cell: OrderCell): OrderCustomerInput {
  const nickname = factCell(cell('nickname'), MAX_NAME)
  const alipay = contactCell(cell('alipay'), 254)
  return {
    // 会员名 is unique on the platform and stays with the account, so it is the account where it is not masked.
    ...(nickname !== undefined && { nickname, ...(!isMasked(nickname) && { accountId: nickname }) }),
    ...present('name', factCell(cell('name'), MAX_NAME)),
    ...present('phone', contactCell(cell('mobile'), 64) ?? contactCell(cell('phone'), 64)),
    ...present('email', alipay?.includes('@') ? alipay : undefined),
    ...present('address', factCell(cell('changedAddress'), MAX_ADDRESS) ?? factCell(cell('address'), MAX_ADDRESS)),
  }
}

/** The order of a row; null after a problem was told. */
function orderOf({ timeZone }: ReadContext, sink: Sink, cell: OrderCell, row: number): OrderInput | null {
  const externalId = idCell(cell('id'))
  if (externalId === null) return sink.problem(row, 'invalid_id', codeCell(cell('id')))
  let status = taobaoStatus(cell('status'))
  if (status === null) return sink.problem(row, 'unknown_status', codeCell(cell('status')))
  const local = parseLocalDateTime(codeCell(cell('placed')))
  if (local === null) return sink.problem(row, 'invalid_date', codeCell(cell('placed')))
  let total = parseMoneyCell(codeCell(cell('paid')), CNY)
  if (total === null || total < 0) return sink.problem(row, 'invalid_money', codeCell(cell('paid')))
  const refunded = refundCell(cell('refunded'))
  if (refunded === null || refunded < 0) return sink.problem(row, 'invalid_money', codeCell(cell('refunded')))
  if (status === 'cancelled' && refunded > 0) {
    status = 'refunded'
    // Some exports zero what was paid once all of it went back.
    if (total === 0) total = refunded
  }
  const lines: OrderLineInput[] = []
  const product = shorten(cell('title'), MAX_PRODUCT)
  const quantity = codeCell(cell('quantity')) === '' ? 1 : quantityCell(cell('quantity'))
  if (quantity === null) return sink.problem(row, 'invalid_quantity', codeCell(cell('quantity')))
  if (product !== '') {
    const goods = parseMoneyCell(codeCell(cell('goods')), CNY)
    // Several items share this one line: the price of one is their average, rounded down to the 分.
    const price = Math.floor((goods === null || goods < 0 ? total : goods) / quantity)
    lines.push({ product, quantity, price: toDecimalString(price, CNY) })
  }
  return {
    source: TAOBAO,
    externalId,
    placedAt: new Date(zonedToUtc(local, timeZone)).toISOString(),
    status,
    currency: CNY,
    total: toDecimalString(total, CNY),
    ...(refunded > 0 && { refunded: toDecimalString(refunded, CNY) }),
    customer: customerOf(cell),
    lines,
  }
}

export const taobaoOrders: Format = {
  id: 'taobao-orders',
  label: { zh: '淘宝订单（ExportOrderList）', en: 'Taobao orders (ExportOrderList)' },
  columns: ORDER_COLUMNS,
  required: ['id', 'paid', 'status', 'placed'],
  currency: CNY,
  open: (context, sink) => ({
    row: (cell, row) => {
      const order = orderOf(context, sink, cell, row)
      if (order) sink.order(order, row)
    },
    end: () => {},
  }),
}

const DETAIL_COLUMNS = {
  id: '订单编号',
  title: '标题',
  price: '价格',
  quantity: '购买数量',
  sku: '商家编码',
} as const

type DetailCell = (field: keyof typeof DETAIL_COLUMNS) => string

/** The item of a row; null after a problem was told. */
function detailOf(sink: Sink, cell: DetailCell, row: number): { externalId: string; line: OrderLineInput } | null {
  const externalId = idCell(cell('id'))
  if (externalId === null) return sink.problem(row, 'invalid_id', codeCell(cell('id')))
  const product = shorten(cell('title'), MAX_PRODUCT)
  if (product === '') return sink.problem(row, 'invalid_order', '标题')
  const price = parseMoneyCell(codeCell(cell('price')), CNY)
  if (price === null || price < 0) return sink.problem(row, 'invalid_money', codeCell(cell('price')))
  const quantity = quantityCell(cell('quantity'))
  if (quantity === null) return sink.problem(row, 'invalid_quantity', codeCell(cell('quantity')))
  const line = {
    product,
    ...present('sku', factCell(cell('sku'), MAX_ID)),
    quantity,
    price: toDecimalString(price, CNY),
  }
  return { externalId, line }
}

export const taobaoDetails: Format = {
  id: 'taobao-details',
  label: { zh: '淘宝订单宝贝（ExportOrderDetailList）', en: 'Taobao order items (ExportOrderDetailList)' },
  columns: DETAIL_COLUMNS,
  required: ['id', 'title', 'price', 'quantity'],
  currency: CNY,
  open: (_context, sink) => ({
    row: (cell, row) => {
      const detail = detailOf(sink, cell, row)
      if (detail) sink.detail(TAOBAO, detail.externalId, detail.line, row)
    },
    end: () => {},
  }),
}
