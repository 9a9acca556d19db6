/** A read against a bare round trip through the same worker: what access check, shop, queries and JSON add. */
import type { Report } from './figure.ts'
import { addCustomers, addOrders, customerId } from './fixture.ts'
import { pulledCursor, startStage } from './stage.ts'
import { interleaved } from './timing.ts'

const CUSTOMERS = 1_000
const WARM_UP = 30
const TIMES = 300
const BUDGET = 1.5

export async function readEndpoint(report: Report): Promise<void> {
  const stage = await startStage()
  try {
    const shop = await stage.shop()
    const now = Date.now()
    await addCustomers(shop.db, CUSTOMERS, now)
    await addOrders(shop.db, CUSTOMERS * 3, CUSTOMERS, now)
    await stage.request('POST', '/api/v1/recompute', shop, {})
    const { cookie, key } = shop
    const cursor = await pulledCursor(stage, shop)
    const works = {
      // SELECT 1 by the same client over the same connection.
      bare: () => stage.request('GET', '/api/health', {}),
      'customers, limit 1': () => stage.request('GET', '/api/v1/customers?limit=1', { key }),
      'orders of one customer': () => stage.request('GET', `/api/customers/${customerId(5)}/orders`, { cookie }),
      'pull, nothing new': () => stage.request('GET', `/api/pull?client=bench&cursor=${cursor}`, { cookie }),
    }
    await interleaved(works, WARM_UP)
    const { bare, ...others } = await interleaved(works, TIMES)
    report.measured('bare round trip through the worker', 'ms', bare, `median of ${TIMES}, interleaved`)
    for (const [name, ms] of Object.entries(others)) {
      report.atMost(BUDGET, `${name} ÷ bare`, '×', ms / bare, `${ms.toPrecision(3)} ms`)
    }
  } finally {
    await stage.close()
  }
}
