/** What a request costs its database: round trips counted on the wire, rows scanned by the engine's own counters. */

import type { PullPage } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { counters, difference } from './counters.ts'
import type { Report } from './figure.ts'
import { addCustomers, addOrders, customerId } from './fixture.ts'
import { pulledCursor, type Shop, type Stage, startStage } from './stage.ts'

const SIZES = [1_000, 10_000, 100_000] as const
const ORDERS_EACH = 2
/** A page of 100,000 customers costs as much as one of 1,000, give or take what its rows happen to hold. */
const FLAT = 1.25
const TIMES = 8

interface Cost {
  roundTrips: number
  /** Steps of the engine's virtual machine: grows with every row looked at, and is the same every time. */
  steps: number
  /** Rows stepped over in scans of a whole table or index. */
  fullScan: number
}

interface Kind {
  name: string
  /** Most round trips the architecture allows; null where they are measured only. */
  roundTrips: number | null
  /** Whether it must cost the same in a shop of any size: all but a search by part of a text, which phones do themselves. */
  flat: boolean
  run(shop: Shop, size: number): Promise<unknown>
}

export async function roundTrips(report: Report): Promise<void> {
  const stage = await startStage({ counted: true })
  try {
    const shops = new Map<number, { shop: Shop; cursor: string }>()
    for (const size of SIZES) shops.set(size, await filledShop(stage, size))
    for (const kind of kinds(stage, (size) => shops.get(size)?.cursor ?? '')) {
      const costs: Cost[] = []
      for (const size of SIZES) costs.push(await measure(stage, kind, shops.get(size)?.shop as Shop, size))
      tell(report, kind, costs)
    }
  } finally {
    await stage.close()
  }
}

/** With figures, so that lists filter as they do in life. `cursor` is where a phone stands that has pulled everything. */
async function filledShop(stage: Stage, size: number): Promise<{ shop: Shop; cursor: string }> {
  const shop = await stage.shop()
  const now = Date.now()
  await addCustomers(shop.db, size, now)
  await addOrders(shop.db, size * ORDERS_EACH, size, now)
  await stage.request('POST', '/api/v1/recompute', shop, {})
  return { shop, cursor: await pulledCursor(stage, shop) }
}

function kinds(stage: Stage, cursorOf: (size: number) => string): Kind[] {
  const get = (path: string, by: { cookie?: string; key?: string }) => stage.request('GET', path, by)
  const pull = ({ cookie }: Shop, cursor: string | null) =>
    stage.request<PullPage>('GET', `/api/pull?client=${newId()}${cursor ? `&cursor=${cursor}` : ''}`, { cookie })
  const dispute = (key: string, whose: object) =>
    stage.request('POST', '/api/v1/disputes', { key }, { words: '杯口裂了', ...whose })
  const list = (name: string, query: string, flat: boolean): Kind => ({
    name,
    roundTrips: 1,
    flat,
    run: ({ key }) => get(`/api/v1/customers?${query}`, { key }),
  })
  return [
    {
      name: 'pull, nothing new',
      roundTrips: 1,
      flat: true,
      async run(shop, size) {
        const page = await pull(shop, cursorOf(size))
        if (Object.keys(page.tables).length > 0) throw new Error('the delta was to be empty')
      },
    },
    { name: 'pull, first page', roundTrips: 1, flat: true, run: (shop) => pull(shop, null) },
    list('customers, page of 50', 'limit=50', true),
    list('customers, page of 50 from the middle', `limit=50&cursor=${customerId(500)}`, true),
    list('customers of tier A, page of 50', 'limit=50&tier=A', true),
    list('customers of one class, page of 50', 'limit=50&class=important-rescue', true),
    list('customers by part of a name nobody has', 'limit=50&q=zzz', false),
    {
      name: 'orders of one customer',
      roundTrips: 1,
      flat: true,
      run: ({ cookie }) => get(`/api/customers/${customerId(321)}/orders`, { cookie }),
    },
    {
      name: 'win-back, best 50',
      roundTrips: 1,
      flat: true,
      run: ({ key }) => get('/api/v1/win-back?limit=50', { key }),
    },
    {
      name: 'API orders of 1',
      roundTrips: 2,
      flat: true,
      run: ({ key }) => stage.request('POST', '/api/v1/orders', { key }, { orders: [oneOrder()] }),
    },
    {
      name: 'API dispute of 1',
      roundTrips: 2,
      flat: true,
      run: ({ key }) => dispute(key, { customerId: customerId(321) }),
    },
    {
      name: 'API dispute of 1, of somebody new',
      roundTrips: 2,
      flat: true,
      run: ({ key }) => dispute(key, { customer: { accountId: newId() } }),
    },
    {
      name: 'push of 1',
      roundTrips: 2,
      flat: true,
      run: ({ cookie }) =>
        stage.request('POST', '/api/push', { cookie }, { clientId: newId(), mutations: [oneMutation()] }),
    },
  ]
}

const oneOrder = () => ({
  source: 'taobao',
  externalId: newId(),
  placedAt: '2026-05-01T10:00:00+08:00',
  status: 'completed',
  currency: 'CNY',
  total: '128.00',
  customer: { accountId: 'tb_77' },
  lines: [{ product: '手作茶杯', quantity: 1, price: '128.00' }],
})

const oneMutation = () => ({
  seq: 1,
  id: newId(),
  name: 'customer.add',
  version: 1,
  args: { id: newId(), nickname: '林间小鹿' },
  at: Date.now(),
})

/**
 * The cheapest of a few runs: a job nudged by an earlier one may ask the database something meanwhile. Requests go one
 * by one, so they all use the same connection of the local server, whose counters are read before and after.
 */
async function measure(stage: Stage, kind: Kind, shop: Shop, size: number): Promise<Cost> {
  // The first run prepares the statements, which costs steps of its own.
  await kind.run(shop, size)
  const costs: Cost[] = []
  for (let i = 0; i < TIMES; i++) {
    const before = await counters(stage.database)
    const asked = stage.proxy?.pipelines ?? 0
    await kind.run(shop, size)
    const roundTrips = (stage.proxy?.pipelines ?? 0) - asked
    const after = await counters(stage.database)
    costs.push({ roundTrips, ...difference(after, before) })
  }
  const least = (of: (cost: Cost) => number) => Math.min(...costs.map(of))
  return { roundTrips: least((c) => c.roundTrips), steps: least((c) => c.steps), fullScan: least((c) => c.fullScan) }
}

function tell(report: Report, kind: Kind, costs: Cost[]): void {
  const trips = Math.max(...costs.map((cost) => cost.roundTrips))
  if (kind.roundTrips === null) report.measured(`${kind.name}: round trips`, '', trips)
  else report.atMost(kind.roundTrips, `${kind.name}: round trips`, '', trips)
  const [first, , last] = costs as [Cost, Cost, Cost]
  const note = `VM steps ${costs.map((c) => c.steps).join(' → ')}, fully scanned rows ${costs.map((c) => c.fullScan).join(' → ')}`
  const growth = last.steps / first.steps
  const name = `${kind.name}: rows looked at, 1,000 → 100,000 customers`
  if (kind.flat) report.atMost(FLAT, name, '×', growth, note)
  else report.measured(name, '×', growth, note)
}
