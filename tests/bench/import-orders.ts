/** Orders in by the API until tiers are visible, against the same rows loaded straight into the engine. */

import type { TakenOrders } from '../../worker/domain/wire.ts'
import { ORDERS_LIMIT } from '../../worker/verbs/take-orders.ts'
import { bareLoad, openEngine, rowsOf } from './bare-load.ts'
import type { Report } from './figure.ts'
import { AT_SCALE, scaled } from './scale.ts'
import { type Shop, type Stage, startStage } from './stage.ts'
import { median, timed } from './timing.ts'

const ORDERS = 250_000
const LINES_EACH = 2
const ORDERS_A_CUSTOMER = 5
const BUDGET = 8
const BARE_LOADS = 3
const DAY = 86_400_000

/** Everything an import and the recompute after it leave behind. */
const TABLES = ['customers', 'identities', 'orders', 'orderLines', 'figures']

export async function importOrders(report: Report): Promise<void> {
  const stage = await startStage()
  try {
    const shop = await stage.shop()
    const count = scaled(ORDERS)
    const chunks = await send(stage, shop, count)
    const { ms: figures } = await timed(() => stage.request('POST', '/api/v1/recompute', shop, {}))
    const taken = chunks.reduce((sum, ms) => sum + ms, 0)
    const whole = taken + figures

    const engine = openEngine(stage.file)
    const tables = TABLES.map((table) => rowsOf(engine, table, shop.id))
    engine.close()
    const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
    const bares: number[] = []
    for (let i = 0; i < BARE_LOADS; i++) bares.push(await bareLoad(stage.dir, tables))
    const bare = median(bares)

    const lines = count * LINES_EACH
    report.measured('order lines', '', lines, `${count} orders, ${count / ORDERS_A_CUSTOMER} customers`)
    report.measured(
      'orders in, by chunks of 500',
      's',
      taken / 1000,
      `${Math.round(lines / (taken / 1000))} lines a second`,
    )
    const tenth = Math.ceil(chunks.length / 10)
    report.measured(
      'a chunk among the first, the last tenth',
      'ms',
      mean(chunks.slice(0, tenth)),
      `last: ${Math.round(mean(chunks.slice(-tenth)))} ms`,
    )
    report.measured('recompute', 's', figures / 1000)
    report.measured(
      'bare load of the same rows',
      's',
      bare / 1000,
      `${rows} rows, one transaction, median of ${BARE_LOADS}; DuckDB is not installed`,
    )
    report.atMost(BUDGET, 'orders in and tiers visible ÷ bare load', '×', whole / bare, AT_SCALE)
    report.measured(
      'worker peak memory',
      'MB',
      Math.round((stage.workerPeakMemory() ?? 0) / 2 ** 20),
      'resident set of workerd',
    )
  } finally {
    await stage.close()
  }
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Milliseconds of each call; making the orders is not counted. */
async function send(stage: Stage, shop: Shop, count: number): Promise<number[]> {
  const times: number[] = []
  const now = Date.now()
  let created = 0
  for (let from = 0; from < count; from += ORDERS_LIMIT) {
    const size = Math.min(ORDERS_LIMIT, count - from)
    const orders = Array.from({ length: size }, (_, i) => order(from + i, count, now))
    const { ms, result } = await timed(() => stage.request<TakenOrders>('POST', '/api/v1/orders', shop, { orders }))
    created += result.created
    times.push(ms)
  }
  if (created !== count) throw new Error(`${created} of ${count} orders were created`)
  return times
}

const PRODUCTS = ['手作茶杯 天青釉', '桂花乌龙 100g', '竹编茶盘', '茉莉银针 50g', '粗陶花器', '棉麻茶席']

export function order(i: number, count: number, now: number) {
  const person = ((i * 48271) % 2147483647) % Math.ceil(count / ORDERS_A_CUSTOMER)
  const [first, second] = [1900 + ((i * 7919) % 30000), 900 + ((i * 104729) % 9000)]
  return {
    source: 'taobao',
    externalId: `T${1_000_000 + i}`,
    placedAt: new Date(now - ((count - i) * 730 * DAY) / count).toISOString(),
    status: i % 40 === 7 ? 'refunded' : 'completed',
    currency: 'CNY',
    total: yuan(first + second),
    customer: {
      accountId: `tb_${person}`,
      nickname: `林间小鹿${person}`,
      name: `林${person % 1000}`,
      phone: `138${String((person * 7919) % 100_000_000).padStart(8, '0')}`,
      address: `浙江省 杭州市 西湖区 龙井路 ${person % 300} 号`,
    },
    lines: [
      { product: PRODUCTS[i % PRODUCTS.length], sku: `S${i % 97}`, quantity: 1, price: yuan(first) },
      { product: PRODUCTS[(i + 1) % PRODUCTS.length], quantity: 1, price: yuan(second) },
    ],
  }
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)
