/** Everybody's figures anew, against the least it takes: one aggregate over the orders, one rewrite of the customers. */
import type Engine from 'libsql'
import type { RecomputeAnswer } from '../../worker/verbs/recompute.ts'
import { openEngine } from './bare-load.ts'
import type { Report } from './figure.ts'
import { addCustomers, addOrders } from './fixture.ts'
import { scaled } from './scale.ts'
import { startStage } from './stage.ts'
import { timed } from './timing.ts'

const CUSTOMERS = 100_000
const ORDERS = 1_000_000
const BUDGET = 3

export async function recompute(report: Report): Promise<void> {
  const stage = await startStage()
  try {
    const shop = await stage.shop()
    const [customers, orders] = [scaled(CUSTOMERS), scaled(ORDERS)]
    const now = Date.now()
    await addCustomers(shop.db, customers, now)
    await addOrders(shop.db, orders, customers, now)

    const run = () => timed(() => stage.request<RecomputeAnswer>('POST', '/api/v1/recompute', shop, {}))
    const first = await run()
    if (first.result.customers !== customers) throw new Error(`${first.result.customers} of ${customers} customers`)
    const again = await run()
    const engine = openEngine(stage.file)
    const aggregate = await timed(() => aggregateOnce(engine, shop.id))
    const rewrite = await rewriteOnce(engine, shop.id)
    engine.close()

    report.measured('customers, orders', '', customers, `${orders} orders`)
    report.measured('recompute, everybody new', 's', first.ms / 1000)
    report.measured('recompute, nothing changed', 's', again.ms / 1000)
    report.measured('one SQL aggregate', 's', aggregate.ms / 1000, `${aggregate.result} customers`)
    report.measured('rewriting the derived rows', 's', rewrite / 1000, 'one transaction')
    report.atMost(BUDGET, 'recompute ÷ (aggregate + rewrite)', '×', first.ms / (aggregate.ms + rewrite))
    report.measured('worker peak memory', 'MB', Math.round((stage.workerPeakMemory() ?? 0) / 2 ** 20), 'resident set of workerd')
  } finally {
    await stage.close()
  }
}

/** @returns customers found */
function aggregateOnce(engine: Engine.Database, shopId: string): number {
  return engine
    .prepare<[string[]]>(
      `SELECT customerId, COUNT(*), SUM(total - refunded), MIN(placedAt), MAX(placedAt) FROM orders
       WHERE shopId = ? AND deleted = 0 AND status NOT IN ('pending', 'cancelled') GROUP BY customerId`,
    )
    .raw()
    .all([shopId]).length
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
