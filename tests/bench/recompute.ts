/** Everybody's figures anew, against the least it takes: one aggregate over the orders, one rewrite of the customers. */
import type Engine from 'libsql'
import type { ShopDb } from '../../db/client.ts'
import { bumpRev, REV, statement } from '../../db/statement.ts'
import { newId } from '../../worker/ids.ts'
import type { RecomputeAnswer } from '../../worker/verbs/recompute.ts'
import { openEngine } from './bare-load.ts'
import { counters, difference } from './counters.ts'
import type { Report } from './figure.ts'
import { addCustomers, addOrders } from './fixture.ts'
import { AT_SCALE, scaled } from './scale.ts'
import { pulledCursor, pulledRows, type Shop, type Stage, startStage } from './stage.ts'
import { median, timed } from './timing.ts'

const CUSTOMERS = 100_000
const ORDERS = 1_000_000
const BUDGET = 3
const ROUNDS = 3
const NEW_ORDERS = 500

/** Milliseconds. */
interface Round {
  everybody: number
  nobody: number
  aggregate: number
  rewrite: number
}

export async function recompute(report: Report): Promise<void> {
  const stage = await startStage()
  try {
    const shop = await stage.shop()
    const [customers, orders] = [scaled(CUSTOMERS), scaled(ORDERS)]
    const now = Date.now()
    await addCustomers(shop.db, customers, now)
    await addOrders(shop.db, orders, customers, now)

    const run = async () => {
      const { ms, result } = await timed(() => stage.request<RecomputeAnswer>('POST', '/api/v1/recompute', shop, {}))
      if (result.customers !== customers) throw new Error(`${result.customers} of ${customers} customers`)
      return ms
    }
    const engine = openEngine(stage.file)
    const rounds: Round[] = []
    for (let i = 0; i < ROUNDS; i++) {
      await forgetFigures(shop.db)
      const everybody = await run()
      const nobody = await run()
      const aggregate = (await timed(() => aggregateOnce(engine, shop.id))).ms
      rounds.push({ everybody, nobody, aggregate, rewrite: await rewriteOnce(engine, shop.id) })
    }
    const some = await afterSomeOrders(stage, shop, customers)
    engine.close()

    const typical = (of: (round: Round) => number) => median(rounds.map(of))
    report.measured('customers', '', customers, `${orders} orders; medians of ${ROUNDS} rounds`)
    report.measured('recompute, everybody new', 's', typical((r) => r.everybody) / 1000)
    report.measured('recompute, nothing changed', 's', typical((r) => r.nobody) / 1000)
    report.measured('one SQL aggregate', 's', typical((r) => r.aggregate) / 1000)
    report.measured('rewriting the derived rows', 's', typical((r) => r.rewrite) / 1000, 'one transaction')
    const ratio = typical((r) => r.everybody / (r.aggregate + r.rewrite))
    report.atMost(BUDGET, 'recompute ÷ (aggregate + rewrite)', '×', ratio, AT_SCALE)
    report.measured(`recompute after ${NEW_ORDERS} new orders`, 's', some.seconds)
    report.measured(
      'rows sent to phones after it',
      '',
      some.resent,
      `${some.touched} customers bought; the others’ tier, class or value at risk moved with theirs`,
    )
    report.measured('rows looked at by it (VM steps)', '', some.steps, `${orders} orders`)
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

interface Some {
  seconds: number
  /** Customers and other rows a phone is sent, beyond those whose orders came in. */
  resent: number
  touched: number
  steps: number
}

/** A run that has only a few new orders to look at. */
async function afterSomeOrders(stage: Stage, shop: Shop, customers: number): Promise<Some> {
  await stage.request('POST', '/api/v1/recompute', shop, {})
  const buyers = Array.from({ length: NEW_ORDERS }, (_, i) => Math.floor((i * customers) / NEW_ORDERS))
  await stage.request('POST', '/api/v1/orders', shop, { orders: buyers.map(orderOf) })
  const cursor = await pulledCursor(stage, shop)
  const before = await counters(stage.database)
  const { ms } = await timed(() => stage.request('POST', '/api/v1/recompute', shop, {}))
  const { steps } = difference(await counters(stage.database), before)
  return { seconds: ms / 1000, resent: await pulledRows(stage, shop, cursor), touched: buyers.length, steps }
}

const orderOf = (buyer: number) => ({
  ...{ source: 'taobao', externalId: newId(), placedAt: new Date(Date.now() - 60_000).toISOString() },
  ...{ status: 'completed', currency: 'CNY', total: '128.00', customer: { accountId: `tb_${buyer}` } },
  lines: [{ product: '手作茶杯', quantity: 1, price: '128.00' }],
})

/** As before the first recompute. */
const forgetFigures = (db: ShopDb) =>
  db.write([
    bumpRev(),
    statement('UPDATE shops SET historyRun = NULL WHERE id = :shop'),
    statement(`UPDATE customers SET figures = NULL, tier = NULL, rev = ${REV} WHERE shopId = :shop`),
  ])

function aggregateOnce(engine: Engine.Database, shopId: string): void {
  engine
    .prepare<[string[]]>(
      `SELECT customerId, COUNT(*), SUM(total - refunded), MIN(placedAt), MAX(placedAt) FROM orders
       WHERE shopId = ? AND deleted = 0 AND status NOT IN ('pending', 'cancelled') GROUP BY customerId`,
    )
    .raw()
    .all([shopId])
}

/** Puts everybody's figures in once more under a new `rev`, as a recompute does. @returns ms of the transaction */
async function rewriteOnce(engine: Engine.Database, shopId: string): Promise<number> {
  const rows = engine
    .prepare<[string[]]>('SELECT figures, tier, rev + 1, id FROM customers WHERE shopId = ?')
    .raw()
    .all([shopId]) as unknown as [string, string, number, string][]
  const update = engine.prepare<[(string | number)[]]>(
    'UPDATE customers SET figures = ?, tier = ?, rev = ? WHERE shopId = ? AND id = ?',
  )
  const { ms } = await timed(() => {
    engine.exec('BEGIN IMMEDIATE')
    for (const [figures, tier, rev, id] of rows) update.run([figures, tier, rev, shopId, id])
    engine.exec('COMMIT')
  })
  return ms
}
