import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Row } from '../../db/client.ts'
import { systemCtx } from '../../worker/context.ts'
import { countsAsPurchase } from '../../worker/domain/order.ts'
import type { OrderRow } from '../../worker/domain/rows.ts'
import { newId } from '../../worker/ids.ts'
import { startImport, takeBackImport, takeChunk } from '../../worker/verbs/import.ts'
import { perform } from '../../worker/verbs/perform.ts'
import { takeOrders } from '../../worker/verbs/take-orders.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

const OWNER = { role: 'owner' } as const
let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

type Line = [product: string, quantity: number, price: string]
interface Given {
  externalId: string
  accountId?: string | null
  status?: string
  total?: string
  refunded?: string
  placedAt?: string
  address?: string
  lines?: Line[]
}
const order = ({ externalId, accountId = 'lin', total = '100.00', lines = [['茶', 1, total]], ...given }: Given) => ({
  source: 'taobao',
  externalId,
  placedAt: given.placedAt ?? '2026-05-01T10:00:00+08:00',
  status: given.status ?? 'completed',
  currency: 'CNY',
  total,
  ...(given.refunded === undefined ? {} : { refunded: given.refunded }),
  customer: {
    ...(accountId === null ? {} : { accountId }),
    ...(given.address === undefined ? {} : { address: given.address }),
  },
  lines: lines.map(([product, quantity, price]) => ({ product, quantity, price })),
})

const ctx = (of = shop) => systemCtx(of.deps.database, of.id, of.now, newId)
const take = (...orders: Given[]) => takeOrders(ctx(), OWNER, orders.map(order))
async function bring(...orders: Given[]): Promise<string> {
  const id = newId()
  await startImport(ctx(), { id, name: 'n', format: 'f', fileHash: 'h', chunks: 9 })
  await takeChunk(ctx(), id, 0, orders.map(order))
  return id
}
const undo = (id: string) => takeBackImport(ctx(), id)
const setCosts = (costs: Record<string, number | null>, was: Record<string, number | null> = {}, of = shop) =>
  perform(ctx(of), OWNER, 'product.costs', {
    items: Object.entries(costs).map(([id, cost]) => ({ id, cost, was: was[id] ?? null })),
  })

const products = async () => (await shop.rows('products')).map(({ id, name, cost }) => ({ id, name, cost }))
const orderOf = async (externalId: string) =>
  (await shop.rows('orders')).find((row) => row.externalId === externalId && row.deleted === 0)
const customerOf = async (accountId = 'lin') =>
  (await shop.rows('customers')).find((row) => row.accountId === accountId && row.deleted === 0)
const head = async () =>
  Number(
    (await shop.deps.database.read([{ sql: 'SELECT head FROM shops WHERE id = :id', args: { id: shop.id } }]))[0]?.[0]
      ?.head,
  )

describe('orders that come in', () => {
  test('bring their products, numbered as they come, each once', async () => {
    await take({
      externalId: '1',
      lines: [
        ['杯', 1, '60.00'],
        ['茶', 2, '30.00'],
        ['杯', 1, '0.00'],
      ],
    })
    await take({
      externalId: '2',
      lines: [
        ['茶', 1, '30.00'],
        ['盘', 1, '9.90'],
      ],
    })
    expect(await products()).toEqual([
      { id: 'p1', name: '杯', cost: null },
      { id: 'p2', name: '茶', cost: null },
      { id: 'p3', name: '盘', cost: null },
    ])
    expect(await orderOf('1')).toMatchObject({ products: '["p1","p2"]', listTotal: 12000, cost: 0, costedTotal: 0 })
    expect(await orderOf('2')).toMatchObject({ products: '["p2","p3"]', listTotal: 3990 })
  })

  test('are costed where the cost is known, old and new alike', async () => {
    await take({
      externalId: '1',
      lines: [
        ['杯', 2, '60.00'],
        ['茶', 1, '30.00'],
      ],
    })
    await setCosts({ p1: 2500 })
    await take({
      externalId: '2',
      lines: [
        ['杯', 3, '60.00'],
        ['盘', 1, '9.90'],
      ],
    })
    expect(await orderOf('1')).toMatchObject({ listTotal: 15000, cost: 5000, costedTotal: 12000 })
    expect(await orderOf('2')).toMatchObject({ listTotal: 18990, cost: 7500, costedTotal: 18000 })
  })

  test('that change take their products, list prices and costs with them', async () => {
    await take({ externalId: '1', lines: [['杯', 1, '100.00']] })
    await setCosts({ p1: 2500 })
    await take({ externalId: '1', lines: [['盘', 2, '80.00']] })
    expect(await orderOf('1')).toMatchObject({ products: '["p2"]', listTotal: 16000, cost: 0, costedTotal: 0 })
    expect(await customerOf()).toMatchObject({ bought: '["p2"]', discount: 38 })
  })

  test('in two chunks at once name the same products once', async () => {
    const chunk = (from: number) =>
      Array.from({ length: 30 }, (_, i) =>
        order({
          externalId: `${from + i}`,
          accountId: `b${i % 7}`,
          lines: [
            [`款 ${i % 11}`, 1, '1.00'],
            [`只在 ${from}`, 1, '1.00'],
          ],
        }),
      )
    await Promise.all([0, 100, 200, 300].map((from) => takeOrders(ctx(), OWNER, chunk(from))))
    const all = await products()
    expect(all).toHaveLength(15)
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(Array.from({ length: 15 }, (_, i) => `p${i + 1}`)))
    expect(new Set(all.map(({ name }) => name)).size).toBe(15)
    await agrees(shop)
  })

  test('with names and amounts nobody should send are kept without harm', async () => {
    const lines: Line[] = [
      ['__proto__', 1_000_000, '999999999.99'],
      ['a\0b', 1, '1.00'],
      ['ab', 1, '1.00'],
      ['half \ud800', 1, '1.00'],
      ["'; DROP TABLE products; --", 1, '1.00'],
      ['x'.repeat(500), 1_000_000, '999999999.99'],
    ]
    const answer = await takeOrders(ctx(), OWNER, [
      order({ externalId: '1', lines }),
      order({ externalId: '2', lines: lines.toReversed() }),
    ])
    expect(answer).toMatchObject({ created: 2, rejected: [] })
    expect((await products()).map(({ name }) => name)).toEqual([
      '__proto__',
      'ab',
      'half \ufffd',
      "'; DROP TABLE products; --",
      'x'.repeat(500),
    ])
    expect((await orderOf('1'))?.listTotal).toBe(9e15)
    await setCosts({ p1: 100_000_000_000 })
    expect((await orderOf('1'))?.cost).toBe(9e15)
  })

  test('cost the same few statements, one order or five hundred', async () => {
    const counts: number[] = []
    shop.beforeWrite = (statements) => counts.push(statements.length)
    await take({ externalId: '1' })
    await takeOrders(
      ctx(),
      OWNER,
      Array.from({ length: 500 }, (_, i) =>
        order({ externalId: `m${i}`, accountId: `b${i}`, lines: [[`款 ${i}`, 1, '1.00']] }),
      ),
    )
    await take({ externalId: '1', status: 'refunded' })
    await takeOrders(
      ctx(),
      OWNER,
      Array.from({ length: 500 }, (_, i) => order({ externalId: `m${i}`, accountId: `b${i}`, status: 'refunded' })),
    )
    expect(counts[1]).toBe(counts[0])
    expect(counts[3]).toBe(Number(counts[2]))
  })
})

describe('what a customer bought', () => {
  test('stands in order of first purchase; pending and cancelled orders are none', async () => {
    await take(
      { externalId: '1', placedAt: '2026-03-01T10:00:00+08:00', lines: [['盘', 1, '100.00']] },
      { externalId: '2', placedAt: '2026-01-01T10:00:00+08:00', lines: [['茶', 1, '125.00']] },
      {
        externalId: '3',
        placedAt: '2026-02-01T10:00:00+08:00',
        lines: [
          ['杯', 1, '100.00'],
          ['茶', 1, '25.00'],
        ],
      },
      { externalId: '4', placedAt: '2025-01-01T10:00:00+08:00', status: 'cancelled', lines: [['壶', 1, '900.00']] },
      { externalId: '5', placedAt: '2025-01-02T10:00:00+08:00', status: 'pending', lines: [['碗', 1, '900.00']] },
      { externalId: '6', placedAt: '2026-04-01T10:00:00+08:00', lines: [] },
    )
    const names = new Map((await products()).map(({ id, name }) => [id, name]))
    const customer = await customerOf()
    expect((JSON.parse(String(customer?.bought)) as string[]).map((id) => names.get(id))).toEqual(['茶', '杯', '盘'])
    expect(customer?.discount).toBe(14)
  })

  test('is at most 50: the first ever, and the 49 first bought last', async () => {
    for (let n = 0; n < 4; n++) {
      const lines = Array.from({ length: 20 }, (_, i): Line => [`款 ${n * 20 + i}`, 1, '1.00'])
      await take({ externalId: `${n}`, placedAt: `2026-01-0${n + 1}T10:00:00+08:00`, lines })
    }
    expect(JSON.parse(String((await customerOf())?.bought))).toEqual(
      [1, ...Array.from({ length: 49 }, (_, i) => 32 + i)].map((n) => `p${n}`),
    )
  })

  test('at what discount: none above list price, unknown where no order names prices', async () => {
    await take({ externalId: '1', accountId: 'dear', total: '120.00', lines: [['茶', 1, '100.00']] })
    await take({ externalId: '2', accountId: 'bare', lines: [] })
    await take({ externalId: '3', accountId: 'gift', total: '0.00', lines: [['茶', 1, '100.00']] })
    expect(
      [await customerOf('dear'), await customerOf('bare'), await customerOf('gift')].map((row) => row?.discount),
    ).toEqual([0, null, 100])
  })

  test('and where they live is known from the newest address that names it', async () => {
    await take({ externalId: '1', placedAt: '2026-01-01T10:00:00+08:00', address: '浙江省 杭州市 ***' })
    expect((await customerOf())?.region).toBe('浙江')
    await take({ externalId: '2', placedAt: '2026-03-01T10:00:00+08:00', address: '上海市徐汇区' })
    await take({ externalId: '3', placedAt: '2026-02-01T10:00:00+08:00', address: '广东省深圳市' })
    await take({ externalId: '4', placedAt: '2026-04-01T10:00:00+08:00', address: '********' })
    expect(await customerOf()).toMatchObject({ region: '上海', address: '********' })
  })
})

describe('what orders lose later', () => {
  const refunds = async () => (await shop.rows('refunds')).map(({ at, amount }) => ({ at, amount }))

  test('is noted when it becomes known, with what it was', async () => {
    await take({ externalId: '1' }, { externalId: '2', refunded: '40.00' })
    expect(await refunds()).toEqual([])
    shop.now += 1000
    await take({ externalId: '1', refunded: '30.00' })
    shop.now += 1000
    await take({ externalId: '1', status: 'cancelled' })
    expect(await refunds()).toEqual([
      { at: shop.now - 1000, amount: 3000 },
      { at: shop.now, amount: 7000 },
    ])
    const [row] = await shop.rows('refunds')
    expect(row?.orderId).toBe((await orderOf('1'))?.id)
  })

  test('is negative when something is taken back, and nothing where the order counts for the same', async () => {
    await take({ externalId: '1', status: 'paid' }, { externalId: '2', status: 'pending' })
    await take(
      { externalId: '1', status: 'shipped', lines: [['盘', 1, '1.00']] },
      { externalId: '2', status: 'cancelled' },
    )
    expect(await refunds()).toEqual([])
    await take({ externalId: '1', status: 'refunded' })
    await take({ externalId: '1', status: 'completed' })
    expect((await refunds()).map(({ amount }) => amount)).toEqual([10000, -10000])
  })

  test('goes when its import is taken back', async () => {
    await take({ externalId: '1' })
    const id = await bring({ externalId: '1', refunded: '30.00' }, { externalId: '2' })
    await takeChunk(ctx(), id, 1, [order({ externalId: '2', refunded: '5.00' })])
    expect((await refunds()).map(({ amount }) => amount)).toEqual([3000, 500])
    await undo(id)
    expect((await refunds()).map(({ amount }) => amount)).toEqual([3000, -3000])
  })
})

describe('an import taken back', () => {
  test('gives orders their lines’ products and costs back; the rows of products stay', async () => {
    await take({ externalId: '1', lines: [['茶', 2, '50.00']] })
    await setCosts({ p1: 1000 })
    const id = await bring(
      { externalId: '1', lines: [['盘', 1, '100.00']] },
      { externalId: '2', accountId: 'yun', lines: [['碗', 1, '1.00']] },
    )
    expect(await customerOf()).toMatchObject({ bought: '["p3"]' })
    await undo(id)
    expect(await orderOf('1')).toMatchObject({ products: '["p1"]', listTotal: 10000, cost: 2000, costedTotal: 10000 })
    expect(await customerOf()).toMatchObject({ bought: '["p1"]', ordersRev: await head() })
    expect((await products()).map(({ name }) => name)).toEqual(['茶', '碗', '盘'])
    const gone = (await shop.rows('orders')).find((row) => row.deleted === 1)
    expect(gone).toMatchObject({ products: '[]', listTotal: 0, cost: 0, costedTotal: 0 })
    const nobody = (await shop.rows('customers')).find((row) => row.deleted === 1)
    expect(nobody).toMatchObject({ bought: '[]', discount: null, region: null })
  })

  test('knows products only its old lines name', async () => {
    await take({ externalId: '1', lines: [['旧款', 1, '100.00']] })
    const id = await bring({ externalId: '1', lines: [['新款', 1, '100.00']] })
    // As a database from before there were products: nothing but the noted lines named the old one.
    await shop.change(`DELETE FROM products WHERE shopId = :shop AND name = '旧款'`)
    await undo(id)
    expect(await orderOf('1')).toMatchObject({ products: '["p3"]', listTotal: 10000 })
  })
})

describe('a cost', () => {
  test('marks those who bought the product for the next recompute, and is sent to phones alone', async () => {
    await take({ externalId: '1', accountId: 'lin' }, { externalId: '2', accountId: 'yun', lines: [['盘', 1, '1.00']] })
    const [lin, yun, first] = [await customerOf('lin'), await customerOf('yun'), await orderOf('1')]
    await setCosts({ p1: 2500 })
    expect(await customerOf('lin')).toEqual({ ...lin, ordersRev: await head() })
    expect(await customerOf('yun')).toEqual(yun)
    expect(await orderOf('1')).toEqual({ ...first, cost: 2500, costedTotal: 10000 })
    expect((await shop.rows('products'))[0]).toMatchObject({ cost: 2500, costAt: shop.now, rev: await head() })
  })

  test('and the products reach every phone', async () => {
    await take({ externalId: '1' })
    await setCosts({ p1: 2500 })
    const viewer = await shop.member('viewer')
    const answer = await shop.raw('GET', `/api/pull?client=${newId()}`, { cookie: viewer.cookie })
    const { products } = JSON.parse(answer.text).tables
    expect(products).toEqual({
      columns: ['id', 'name', 'cost', 'costAt', 'deleted'],
      rows: [['p1', '茶', 2500, shop.now, 0]],
    })
  })

  test('of 0 is known, taken back it is not', async () => {
    await take({ externalId: '1' })
    await setCosts({ p1: 0 })
    expect(await orderOf('1')).toMatchObject({ cost: 0, costedTotal: 10000 })
    await setCosts({ p1: null }, { p1: 0 })
    expect(await orderOf('1')).toMatchObject({ cost: 0, costedTotal: 0 })
  })

  test('written by two at once: one is first, the other is told', async () => {
    await take({ externalId: '1' })
    const answers = await Promise.allSettled([setCosts({ p1: 100 }), setCosts({ p1: 200 })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    const [product] = await products()
    expect((await orderOf('1'))?.cost).toBe(product?.cost)
  })

  test('is not for viewers, and never another shop’s', async () => {
    await take({ externalId: '1' })
    const item = { items: [{ id: 'p1', cost: 100, was: null }] }
    const push = async (of: TestShop, role: 'agent' | 'viewer') => {
      const member = await of.member(role)
      const mutation = { seq: 1, id: newId(), name: 'product.costs', version: 1, args: item, at: of.now }
      return (await member.post('/api/push', { clientId: newId(), mutations: [mutation] })).body.results
    }
    const other = await TestShop.create(store.database)
    expect(await push(other, 'agent')).toMatchObject([{ status: 'rejected', code: 'not_found' }])
    expect(await push(shop, 'viewer')).toMatchObject([{ status: 'rejected', code: 'forbidden' }])
    expect(await push(shop, 'agent')).toMatchObject([{ status: 'applied' }])
    await takeOrders(ctx(other), OWNER, [order({ externalId: '1' })])
    await setCosts({ p1: 900 }, {}, other)
    expect((await products())[0]?.cost).toBe(100)
    expect((await orderOf('1'))?.cost).toBe(100)
  })

  test('of two hundred products is one change', async () => {
    const lines = Array.from({ length: 200 }, (_, i): Line => [`款 ${i}`, 1, '1.00'])
    await take({ externalId: '1', lines })
    const costs = Object.fromEntries(lines.map((_, i) => [`p${i + 1}`, 10]))
    expect(await shop.trips(() => setCosts(costs))).toEqual({ reads: 1, writes: 1 })
    expect((await orderOf('1'))?.cost).toBe(2000)
  })
})

interface Stored {
  product: string
  quantity: number
  price: number
}
const CAP = 50

/** What orders and customers owe to the lines, counted here from the lines, is what the rows say. */
async function agrees(of: TestShop): Promise<void> {
  const [orders, lines, rows, customers] = await Promise.all([
    of.rows('orders'),
    of.rows('orderLines', 'orderId, n'),
    of.rows('products'),
    of.rows('customers'),
  ])
  const byName = new Map(rows.map((row) => [row.name, row]))
  expect(byName.size).toBe(rows.length)
  const linesOf = Map.groupBy(lines, (line) => String(line.orderId)) as unknown as Map<string, Stored[]>
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
  for (const row of orders) {
    const own = linesOf.get(String(row.id)) ?? []
    const costed = own.filter((line) => byName.get(line.product)?.cost !== null)
    expect(row).toMatchObject({
      products: JSON.stringify([...new Set(own.map((line) => byName.get(line.product)?.id))]),
      listTotal: sum(own.map((line) => line.price * line.quantity)),
      cost: sum(costed.map((line) => Number(byName.get(line.product)?.cost) * line.quantity)),
      costedTotal: sum(costed.map((line) => line.price * line.quantity)),
    })
  }
  for (const customer of customers) {
    const counted = (orders as unknown as (OrderRow & Row)[])
      .filter((row) => row.customerId === customer.id && row.deleted === 0 && countsAsPurchase(row.status))
      .toSorted((a, b) => a.placedAt - b.placedAt)
    const bought = [...new Set(counted.flatMap((row) => JSON.parse(String(row.products)) as string[]))]
    const listed = counted.filter((row) => Number(row.listTotal) > 0)
    const share = sum(listed.map((row) => row.total)) / sum(listed.map((row) => Number(row.listTotal)))
    expect(customer).toMatchObject({
      ordersCount: counted.length,
      net: sum(counted.map((row) => row.total - row.refunded)),
      bought: JSON.stringify(bought.length > CAP ? [bought[0], ...bought.slice(1 - CAP)] : bought),
      discount: listed.length === 0 ? null : Math.max(0, Math.min(100, Math.round(100 - 100 * share))),
    })
  }
}

test('after any orders, changes, costs and imports taken back, the rows say what the lines do', async () => {
  const line = fc.tuple(
    fc.nat(79).map((n) => `款 ${n}`),
    fc.integer({ min: 1, max: 3 }),
    fc.nat(99).map((n) => `${n}.00`),
  )
  const given = fc.record({
    externalId: fc.nat(7).map(String),
    accountId: fc.constantFrom('lin', 'lin', 'yun', 'he', null),
    status: fc.constantFrom('completed', 'paid', 'pending', 'cancelled', 'refunded'),
    total: fc.nat(200).map((n) => `${n}.00`),
    // All different: which of two orders of the same moment came first is nobody's business.
    placedAt: fc.nat(1e6).map((n) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()),
    lines: fc.array(line, { maxLength: 40 }) as fc.Arbitrary<Line[]>,
  })
  const step = fc.oneof(
    fc.record({
      kind: fc.constantFrom('import' as const, 'take' as const),
      orders: fc.uniqueArray(given, { minLength: 1, maxLength: 4, selector: (o) => o.placedAt }),
    }),
    fc.record({ kind: fc.constant('undo' as const), which: fc.nat(9) }),
    fc.record({
      kind: fc.constant('costs' as const),
      which: fc.uniqueArray(fc.nat(79), { minLength: 1, maxLength: 5 }),
      cost: fc.option(fc.nat(5000)),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
      shop = await TestShop.create(store.database)
      const imports: string[] = []
      const counted = (row: Row) =>
        row.status === 'pending' || row.status === 'cancelled' ? 0 : Number(row.total) - Number(row.refunded)
      const first = new Map<unknown, number>()
      const worth = async () => {
        const of = new Map<Row[string] | undefined, string>()
        for (const row of await shop.rows('orders', 'id')) {
          if (row.deleted === 0 && row.customerId !== null) {
            const { placedAt, status, total, refunded, cost, costedTotal } = row
            of.set(
              row.customerId,
              `${of.get(row.customerId) ?? ''}${JSON.stringify([placedAt, status, total, refunded, cost, costedTotal])}`,
            )
          }
        }
        return of
      }
      let before = await worth()
      for (const one of steps) {
        shop.now += 1000
        if (one.kind === 'take') await take(...one.orders)
        else if (one.kind === 'import') imports.push(await bring(...one.orders))
        else if (one.kind === 'undo' && imports.length > 0) await undo(imports[one.which % imports.length] as string)
        else if (one.kind === 'costs') {
          const rows = await shop.rows('products')
          const chosen = rows.filter((row) => one.which.includes(Number(String(row.name).slice(2))))
          const now = Object.fromEntries(chosen.map((row) => [row.id, one.cost]))
          const was = Object.fromEntries(chosen.map((row) => [row.id, row.cost as number | null]))
          if (chosen.length > 0) await setCosts(now, was)
        }
        await agrees(shop)
        const orders = (await shop.rows('orders')).filter((row) => row.deleted === 0)
        for (const row of orders) if (!first.has(row.id)) first.set(row.id, counted(row))
        const lost = Map.groupBy(await shop.rows('refunds'), (row) => row.orderId)
        for (const row of orders) {
          const sum = (lost.get(row.id) ?? []).reduce((a, { amount }) => a + Number(amount), 0)
          expect(sum).toBe(Number(first.get(row.id)) - counted(row))
        }
        const after = await worth()
        const marked = new Map((await shop.rows('customers')).map((row) => [row.id, row.ordersRev]))
        const now = await head()
        for (const id of new Set([...before.keys(), ...after.keys()])) {
          if (before.get(id) !== after.get(id)) expect(marked.get(id)).toBe(now)
        }
        before = after
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)
