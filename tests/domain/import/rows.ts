import { createOrderReader, type OrderReading } from '../../../worker/domain/import/reader.ts'
import {
  SHOPIFY_COLUMNS,
  SPREADSHEET_COLUMNS,
  TAOBAO_COLUMNS_2018,
  TAOBAO_DETAIL_COLUMNS,
} from '../../support/order-files.ts'

export const CONTEXT = { timeZone: 'Asia/Shanghai', currency: 'CNY', now: Date.UTC(2026, 9, 31, 16) }

type Cells = Record<string, string>
const rowOf = (columns: readonly string[], cells: Cells) => columns.map((column) => cells[column.trim()] ?? '')

export const taobaoRow = (cells: Cells = {}) =>
  rowOf(TAOBAO_COLUMNS_2018, {
    订单编号: '="6210000000000000001"',
    买家会员名: '爱喝茶的小鱼',
    买家应付货款: '118.50',
    买家实际支付金额: '128.50',
    订单状态: '交易成功',
    收货人姓名: '王敏',
    收货地址: '浙江省 杭州市 文一路1号',
    联系手机: "'13800001234",
    订单创建时间: '2026-05-01 10:00:00',
    宝贝标题: '明前龙井',
    宝贝总数量: '2',
    退款金额: '0.00',
    ...cells,
  })
export const detailRow = (cells: Cells = {}) =>
  rowOf(TAOBAO_DETAIL_COLUMNS, {
    订单编号: '="6210000000000000001"',
    标题: '明前龙井',
    价格: '59.25',
    购买数量: '2',
    商家编码: 'T-001',
    ...cells,
  })
export const shopifyRow = (cells: Cells = {}) =>
  rowOf(SHOPIFY_COLUMNS, {
    Name: '#1001',
    Id: '5400000000000000001',
    Email: 'buyer@example.com',
    'Financial Status': 'paid',
    'Fulfillment Status': 'unfulfilled',
    Currency: 'CNY',
    Total: '128.50',
    'Created at': '2026-05-01 10:00:00 +0800',
    'Lineitem quantity': '2',
    'Lineitem name': 'Longjing',
    'Lineitem price': '59.25',
    'Refunded Amount': '0.00',
    ...cells,
  })
export const shopifyItem = (cells: Cells = {}) =>
  rowOf(SHOPIFY_COLUMNS, {
    Name: '#1001',
    'Lineitem quantity': '1',
    'Lineitem name': 'Gaiwan',
    'Lineitem price': '10.00',
    ...cells,
  })
export const sheetRow = (cells: Cells = {}) =>
  rowOf(SPREADSHEET_COLUMNS, {
    交易日期: '2026/5/1',
    顾客网名: '小鱼',
    真实姓名: '王敏',
    联系电话: '13800001234',
    购买商品: '明前龙井',
    成交价格: '128.5',
    ...cells,
  })

export const HEADERS = {
  taobao: TAOBAO_COLUMNS_2018,
  details: TAOBAO_DETAIL_COLUMNS,
  shopify: SHOPIFY_COLUMNS,
  sheet: SPREADSHEET_COLUMNS,
}

/** Reads files given as rows, pushed `chunk` rows at a time. */
export function read(
  files: readonly (readonly (readonly string[])[])[],
  chunk = 1000,
  context = CONTEXT,
): OrderReading {
  const reader = createOrderReader(context)
  for (const [i, rows] of files.entries()) {
    reader.startFile(`file${i + 1}.csv`)
    for (let from = 0; from < rows.length; from += chunk) reader.push(rows.slice(from, from + chunk), from + 1)
  }
  return reader.finish()
}

export const problemsOf = ({ problems }: OrderReading) => problems.map(({ row, code }) => [row, code])
