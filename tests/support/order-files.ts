/** Order files as sellers' platforms export them, over {@link makeHistory}, with what reading them must find. */
import { encodeGb18030, encodeUtf8 } from './chinese-encodings.ts'
import { type HistoryOptions, type MadeOrder, makeHistory } from './order-history.ts'

/** Ways in which a row can be bad, with the code it must be listed under. */
const BAD_ROWS = [
  ['no-id', 'invalid_id'],
  ['bad-date', 'invalid_date'],
  ['bad-money', 'invalid_money'],
  ['negative-quantity', 'invalid_quantity'],
  ['zero-quantity', 'invalid_quantity'],
  ['unknown-status', 'unknown_status'],
  ['cut-off', 'too_few_columns'],
] as const
type BadRow = (typeof BAD_ROWS)[number][0]

export interface FileOptions extends HistoryOptions {
  /** How many bad rows to strew in, going through all the kinds the format can have (default 0). */
  badRows?: number
}

export interface ExpectedReading {
  /** Good orders. */
  orders: number
  /** Distinct people, and orders that can be tied to one. */
  buyers: number
  identifiable: number
  /** 分 or cents kept of the orders that count. */
  net: number
  /** Items of the good orders. */
  lines: number
  statuses: Record<'pending' | 'paid' | 'shipped' | 'completed' | 'refunded' | 'cancelled', number>
  /** Bad rows by 1-based row of the orders file. */
  bad: { row: number; code: string }[]
  /** The good orders, in file order. */
  made: MadeOrder[]
}

export const TAOBAO_COLUMNS_2018 =
  '订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|收货地址 |运送方式|联系电话 |联系手机|订单创建时间|订单付款时间 |宝贝标题 |宝贝种类 |物流单号 |物流公司|订单备注|宝贝总数量|店铺Id|店铺名称|订单关闭原因|卖家服务费|买家服务费|发票抬头|是否手机订单|分阶段订单信息|特权订金订单id|是否上传合同照片|是否上传小票|是否代付|定金排名|修改后的sku|修改后的收货地址|异常信息|天猫卡券抵扣|集分宝抵扣|是否是O2O交易|新零售交易类型|新零售导购门店名称|新零售导购门店id|新零售发货门店名称|新零售发货门店id|退款金额|预约门店|确认收货时间|打款商家金额|含应开票给个人的个人红包'.split(
    '|',
  )
export const TAOBAO_COLUMNS_2020 = [
  ...TAOBAO_COLUMNS_2018.slice(0, 3),
  '支付单号',
  '支付详情',
  ...TAOBAO_COLUMNS_2018.slice(3),
  '是否信用购',
  '体验期结束时间',
  '前N有礼',
  '配送类型',
  '主订单编号',
]
export const TAOBAO_DETAIL_COLUMNS =
  '订单编号|标题|价格|购买数量|外部系统编号|商品属性|套餐信息|备注|订单状态|商家编码'.split('|')
export const SHOPIFY_COLUMNS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References'.split(
    ',',
  )
export const SPREADSHEET_COLUMNS = '交易日期|顾客网名|真实姓名|电子邮箱|联系电话|收货地址|购买商品|成交价格'.split('|')

/** One CSV row; cells are quoted where needed, or all of them as Taobao does. */
export function csvRow(cells: readonly string[], quoteAll = false): string {
  const quote = (cell: string) => (quoteAll || /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return `${cells.map(quote).join(',')}\r\n`
}

const amount = (minor: number) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
/** 'YYYY-MM-DD HH:MM:SS' on a clock `hours` ahead of UTC. */
const clock = (ms: number, hours: number) =>
  new Date(ms + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

function statusOf(order: MadeOrder): keyof ExpectedReading['statuses'] {
  return order.status === 'partly-refunded' ? 'completed' : order.status
}

function expectedOf(
  made: MadeOrder[],
  bad: ExpectedReading['bad'],
  nameless: (order: MadeOrder) => boolean,
): ExpectedReading {
  const statuses = { pending: 0, paid: 0, shipped: 0, completed: 0, refunded: 0, cancelled: 0 }
  for (const order of made) statuses[statusOf(order)]++
  const known = made.filter((order) => !nameless(order))
  const kept = made.filter((order) => order.status !== 'pending' && order.status !== 'cancelled')
  return {
    orders: made.length,
    buyers: new Set(known.map((order) => order.buyer)).size,
    identifiable: known.length,
    net: kept.reduce((sum, order) => sum + order.total - order.refunded, 0),
    lines: made.reduce((sum, order) => sum + order.lines.length, 0),
    statuses,
    bad,
    made,
  }
}

/** Spreads `count` bad rows evenly: which kind, if any, stands in for the order at `index`. */
function badAt(index: number, total: number, count: number, kinds: readonly BadRow[]): BadRow | null {
  if (count === 0) return null
  const step = Math.max(1, Math.floor(total / count))
  const nth = Math.floor(index / step)
  return index % step === step - 1 && nth < count ? (kinds[nth % kinds.length] ?? null) : null
}

const codeOf = (kind: BadRow) => BAD_ROWS.find(([name]) => name === kind)?.[1] ?? ''
const ALL_KINDS = BAD_ROWS.map(([kind]) => kind)

const TAOBAO_STATUS: Record<MadeOrder['status'], string> = {
  pending: '等待买家付款',
  paid: '买家已付款,等待卖家发货',
  shipped: '卖家已发货，等待买家确认',
  completed: '交易成功',
  'partly-refunded': '交易成功',
  refunded: '交易关闭',
  cancelled: '交易关闭',
}

export interface TaobaoOptions extends FileOptions {
  /** Columns of 2018 (54, the default) or 2020 (61). */
  variant?: 'v2018' | 'v2020'
}

/**
 * ExportOrderList and ExportOrderDetailList in GBK, as an Asia/Shanghai shop exports them. Every 25th order hides its
 * buyer (masked nickname, virtual number). The order number is 20 digits.
 */
export function taobaoOrdersFile(options: TaobaoOptions): {
  orders: Uint8Array<ArrayBuffer>
  details: Uint8Array<ArrayBuffer>
  expected: ExpectedReading
} {
  const columns = options.variant === 'v2020' ? TAOBAO_COLUMNS_2020 : TAOBAO_COLUMNS_2018
  const history = makeHistory(options)
  const good: MadeOrder[] = []
  const bad: ExpectedReading['bad'] = []
  const hidden = new Set<MadeOrder>()
  let orders = csvRow(columns, true)
  let details = csvRow(TAOBAO_DETAIL_COLUMNS, true)
  for (const [i, order] of history.entries()) {
    const { buyer, lines } = order
    const kind = badAt(i, history.length, options.badRows ?? 0, ALL_KINDS)
    if (i % 25 === 7) hidden.add(order)
    const id = String(6_210_000_000n * 10_000_000_000n + BigInt(options.seed) * 10_000_000n + BigInt(i))
    const unpaid = order.status === 'pending' || order.status === 'cancelled'
    const quantity = lines.reduce((sum, line) => sum + line.quantity, 0)
    const goods = lines.reduce((sum, line) => sum + line.quantity * line.price, 0)
    const cells: Record<string, string> = {
      订单编号: kind === 'no-id' ? '' : `="${id}"`,
      买家会员名: hidden.has(order) ? `${Array.from(buyer.nickname)[0]}**` : buyer.nickname,
      买家应付货款: amount(goods),
      买家应付邮费: amount(order.total - goods),
      总金额: amount(order.total),
      买家实际支付金额: kind === 'bad-money' ? '面议' : amount(unpaid ? 0 : order.total),
      订单状态: kind === 'unknown-status' ? '外星人已签收' : TAOBAO_STATUS[order.status],
      收货人姓名: hidden.has(order) ? `${buyer.name[0]}**` : buyer.name,
      收货地址: buyer.address,
      联系电话: "'null",
      联系手机: hidden.has(order) ? `'${buyer.phone}-${1000 + (i % 9000)}` : `'${buyer.phone}`,
      订单创建时间: kind === 'bad-date' ? '2025-02-30 10:00:00' : clock(order.placedAt, 8),
      订单付款时间: unpaid ? '' : clock(order.placedAt + 60_000, 8),
      宝贝标题: lines.map((line) => line.title).join('，'),
      宝贝种类: String(lines.length),
      宝贝总数量: kind === 'negative-quantity' ? '-1' : kind === 'zero-quantity' ? '0' : String(quantity),
      店铺名称: '一叶茶铺',
      退款金额: order.refunded > 0 ? amount(order.refunded) : i % 2 === 0 ? '0.00' : '无退款申请',
      打款商家金额: `${amount(order.total - order.refunded)}元`,
    }
    const row = columns.map((column) => cells[column.trim()] ?? '')
    orders += csvRow(kind === 'cut-off' ? row.slice(0, 12) : row, true)
    if (kind !== null) {
      bad.push({ row: i + 2, code: codeOf(kind) })
      continue
    }
    good.push(order)
    for (const line of lines) {
      details += csvRow(
        [
          `="${id}"`,
          line.title,
          amount(line.price),
          String(line.quantity),
          '',
          '',
          '',
          '',
          TAOBAO_STATUS[order.status],
          line.sku,
        ],
        true,
      )
    }
  }
  const expected = expectedOf(good, bad, (order) => hidden.has(order))
  return { orders: encodeGb18030(orders), details: encodeGb18030(details), expected }
}

const SHOPIFY_STATUS: Record<MadeOrder['status'], readonly [string, string]> = {
  pending: ['pending', 'unfulfilled'],
  paid: ['paid', 'unfulfilled'],
  shipped: ['paid', 'fulfilled'],
  completed: ['paid', 'fulfilled'],
  'partly-refunded': ['partially_refunded', 'fulfilled'],
  refunded: ['refunded', 'fulfilled'],
  cancelled: ['voided', 'unfulfilled'],
}

export interface ShopifyOptions extends FileOptions {
  /** The currency of every order (default CNY). */
  currency?: string
}

/** Shopify's orders CSV in UTF-8. Shopify never says that an order has arrived: what completed is `shipped` here. */
export function shopifyOrdersFile(options: ShopifyOptions): {
  orders: Uint8Array<ArrayBuffer>
  expected: ExpectedReading
} {
  const history = makeHistory(options)
  const good: MadeOrder[] = []
  const bad: ExpectedReading['bad'] = []
  let text = csvRow(SHOPIFY_COLUMNS)
  let rows = 1
  for (const [i, order] of history.entries()) {
    const { buyer } = order
    const kind = badAt(i, history.length, options.badRows ?? 0, ALL_KINDS)
    const name = `#${1001 + i}`
    const [financial, fulfilment] = SHOPIFY_STATUS[order.status]
    const own: Record<string, string> = {
      Id: kind === 'no-id' ? '' : String(5_400_000_000_000_000_000n + BigInt(options.seed) * 1_000_000n + BigInt(i)),
      'Financial Status': kind === 'unknown-status' ? 'teleported' : financial,
      'Fulfillment Status': fulfilment,
      Currency: options.currency ?? 'CNY',
      Total: kind === 'bad-money' ? 'free' : amount(order.total),
      'Created at': kind === 'bad-date' ? clock(order.placedAt, 0) : `${clock(order.placedAt, -4)} -0400`,
      'Cancelled at': order.status === 'cancelled' ? `${clock(order.placedAt + 3_600_000, 0)} +0000` : '',
      'Refunded Amount': amount(order.refunded),
      'Billing Name': buyer.name,
      'Billing Phone': `'+86 ${buyer.phone}`,
      'Shipping Street': buyer.address,
      Vendor: '一叶茶铺',
    }
    for (const [n, line] of order.lines.entries()) {
      const quantity = n > 0 ? null : kind === 'negative-quantity' ? '-2' : kind === 'zero-quantity' ? '0' : null
      const cells: Record<string, string> = {
        ...(n === 0 && own),
        Name: kind === 'no-id' ? '' : name,
        Email: buyer.email,
        'Lineitem quantity': quantity ?? String(line.quantity),
        'Lineitem name': line.title,
        'Lineitem price': amount(line.price),
        'Lineitem sku': line.sku,
      }
      const row = SHOPIFY_COLUMNS.map((column) => cells[column] ?? '')
      text += csvRow(kind === 'cut-off' ? row.slice(0, 10) : row)
      rows++
      if (kind !== null && (n === 0 || kind === 'cut-off')) bad.push({ row: rows, code: codeOf(kind) })
    }
    if (kind === null) good.push(order)
  }
  const expected = expectedOf(good, bad, () => false)
  const { statuses } = expected
  // A partly refunded order that was fulfilled is shipped as well.
  statuses.shipped += statuses.completed
  statuses.completed = 0
  return { orders: encodeUtf8(text), expected }
}

const SHEET_KINDS = ['bad-date', 'bad-money', 'cut-off'] as const

/** The plain eight-column sheet in UTF-8 with a byte-order mark: one row a sale, every sale complete. */
export function plainFile(options: FileOptions): { orders: Uint8Array<ArrayBuffer>; expected: ExpectedReading } {
  const history = makeHistory(options).map((order) => ({
    ...order,
    status: 'completed' as const,
    refunded: 0,
    lines: order.lines.slice(0, 1),
  }))
  const good: MadeOrder[] = []
  const bad: ExpectedReading['bad'] = []
  const keys = new Set<string>()
  let text = csvRow(SPREADSHEET_COLUMNS)
  for (const [i, order] of history.entries()) {
    const { buyer } = order
    const kind = badAt(i, history.length, options.badRows ?? 0, SHEET_KINDS)
    const day = clock(order.placedAt, 8).slice(0, 10)
    const row = [
      kind === 'bad-date' ? '上周三' : day,
      buyer.nickname,
      buyer.name,
      i % 3 === 0 ? buyer.email : '',
      i % 2 === 0 ? buyer.phone : '',
      buyer.address,
      order.lines[0]?.title ?? '',
      kind === 'bad-money' ? '12.345' : `¥${amount(order.total)}`,
    ]
    text += csvRow(kind === 'cut-off' ? row.slice(0, 5) : row)
    if (kind === null) {
      good.push(order)
      keys.add(row[3] || row[4] || buyer.nickname)
    } else bad.push({ row: i + 2, code: codeOf(kind) })
  }
  const expected = expectedOf(good, bad, () => false)
  // Rows name a person by e-mail, else phone, else nickname: one buyer may stand under up to three keys.
  expected.buyers = keys.size
  return { orders: encodeUtf8(text, true), expected }
}
