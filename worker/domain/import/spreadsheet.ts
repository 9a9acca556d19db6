/**
 * The plain spreadsheet many sellers keep, eight columns, one row a sale. It has no order number, so the row's own
 * content names it: re-importing the same sheet, or a longer one that contains it, changes nothing.
 */
import { parseMoneyCell, toDecimalString } from '../money.ts'
import { MAX_ADDRESS, MAX_NAME, MAX_PRODUCT, type OrderInput } from '../order.ts'
import { type LocalDateTime, parseLocalDateTime, zonedToUtc } from '../time.ts'
import { cleanCell, codeCell, contactCell, factCell, present, shorten } from './cells.ts'
import { fingerprint } from './fingerprint.ts'
import type { Format, ReadContext, RowReader, Sink } from './format.ts'

export const SPREADSHEET = 'spreadsheet'

const COLUMNS = {
  date: '交易日期',
  nickname: '顾客网名',
  name: '真实姓名',
  email: '电子邮箱',
  phone: '联系电话',
  address: '收货地址',
  product: '购买商品',
  price: '成交价格',
} as const

type Cell = (field: keyof typeof COLUMNS) => string

/**
 * A row's name: {@link fingerprint} of date, nickname, product, price in minor units, and which of the rows equal in
 * all four it is (1 for the first). The date counts as written on the sheet, so another time zone gives the same name.
 */
export function rowId(date: LocalDateTime, nickname: string, product: string, price: number, nth: number): string {
  const { year, month, day, hour, minute, second } = date
  return fingerprint(JSON.stringify([[year, month, day, hour, minute, second], nickname, product, price, nth]))
}

/**
 * The order of a row; null after a problem was told. `count` says which of the rows of that name in the file it is.
 */
function orderOf(
  { timeZone, currency }: ReadContext,
  sink: Sink,
  count: (first: string) => number,
  cell: Cell,
  row: number,
): OrderInput | null {
  const date = parseLocalDateTime(codeCell(cell('date')))
  if (date === null) return sink.problem(row, 'invalid_date', codeCell(cell('date')))
  const product = shorten(cell('product'), MAX_PRODUCT)
  if (product === '') return sink.problem(row, 'invalid_order', COLUMNS.product)
  const price = parseMoneyCell(codeCell(cell('price')), currency)
  if (price === null || price < 0) return sink.problem(row, 'invalid_money', codeCell(cell('price')))
  const nickname = cleanCell(cell('nickname'))
  const first = rowId(date, nickname, product, price, 1)
  const nth = count(first)
  const amount = toDecimalString(price, currency)
  return {
    source: SPREADSHEET,
    externalId: nth === 1 ? first : rowId(date, nickname, product, price, nth),
    placedAt: new Date(zonedToUtc(date, timeZone)).toISOString(),
    status: 'completed',
    currency,
    total: amount,
    customer: {
      ...present('nickname', factCell(nickname, MAX_NAME)),
      ...present('name', factCell(cell('name'), MAX_NAME)),
      ...present('phone', contactCell(cell('phone'), 64)),
      ...present('email', contactCell(cell('email'), 254)),
      ...present('address', factCell(cell('address'), MAX_ADDRESS)),
    },
    lines: [{ product, quantity: 1, price: amount }],
  }
}

function open(context: ReadContext, sink: Sink): RowReader {
  const seen = new Map<string, number>()
  const count = (first: string) => {
    const nth = (seen.get(first) ?? 0) + 1
    seen.set(first, nth)
    return nth
  }
  return {
    row: (cell, row) => {
      const order = orderOf(context, sink, count, cell, row)
      if (order) sink.order(order, row)
    },
    end: () => {},
  }
}

export const spreadsheet: Format = {
  id: 'spreadsheet',
  label: { zh: '自己记的表格', en: 'Own spreadsheet' },
  columns: COLUMNS,
  required: ['date', 'product', 'price'],
  open,
}
