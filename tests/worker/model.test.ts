/** The expectation model as a user of the API meets it, on the orders of a real shop. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rankingQuality } from '../../worker/domain/expectation/holdout.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { closedForm } from '../domain/expectation/closed-form.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

const CDNOW = resolve(import.meta.dirname, '../data/cdnow_sample.txt')
const CALIBRATED = '1997-09-30'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Call = (method: string, path: string, body?: unknown) => Promise<any>
async function shop(over = {}): Promise<{ phone: Phone; call: Call }> {
  const phone = await worker.signUp(over)
  const key = await phone.key('orders:write', 'customers:read', 'jobs:run', 'win-back:read')
  return {
    phone,
    call: async (method, path, body) => (await worker.request(method, `/api/v1/${path}`, { key, body })).body,
  }
}

async function everyone(call: Call) {
  const items = []
  for (let cursor = ''; ; ) {
    const page = await call('GET', `customers?limit=500&cursor=${cursor}`)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}

/** One line of the file, an order. */
interface Line {
  buyer: string
  day: string
  order: object
}
const lines = (): Line[] =>
  readFileSync(CDNOW, 'utf8')
    .trim()
    .split('\n')
    .map((text, n) => {
      const [buyer = '', , date = '', units, dollars] = text.trim().split(/\s+/)
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
      return {
        buyer,
        day,
        order: {
          ...{ source: 'cdnow', externalId: String(n), status: 'completed', currency: 'USD', total: dollars },
          placedAt: `${day}T12:00:00Z`,
          customer: { accountId: buyer },
          lines: [{ product: 'CD', quantity: Number(units), price: dollars }],
        },
      }
    })

describe('the model of a real shop', () => {
  test('is the published one; what it expects is the formula, to 1e-4; and it ranks who comes back', async () => {
    const { call } = await shop({ currency: 'USD', timezone: 'UTC', locale: 'en' })
    const all = lines()
    for (let n = 0; n < all.length; n += 500) {
      const { rejected } = await call('POST', 'orders', { orders: all.slice(n, n + 500).map((line) => line.order) })
      expect(rejected).toEqual([])
    }
    expect(await call('GET', 'model')).toEqual({ reason: 'no-run' })
    await call('POST', 'recompute', { asOf: CALIBRATED })
    const { bgnbd, gammaGamma, unit, asOf, check } = await call('GET', 'model')
    const near = (value: number, wanted: number) => expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-3)
    near(bgnbd.r, 0.2425945)
    near(bgnbd.alpha, 4.4136019)
    near(bgnbd.a, 0.7929199)
    near(bgnbd.b, 2.4258881)
    expect(bgnbd.logLikelihood).toBeCloseTo(-9582.429, 2)
    expect(bgnbd.customers).toBe(2357)
    near(gammaGamma.p, 6.25)
    near(gammaGamma.q, 3.744)
    near(gammaGamma.v, 15.44)
    expect(unit).toBe('week')
    expect(asOf.slice(0, 10)).toBe(CALIBRATED)
    expect(check).toMatchObject({ days: 90, buyers: expect.any(Number), deciles: expect.any(Array) })
    expect(check.predicted).toBeGreaterThan(0)

    const customers = await everyone(call)
    const today = Date.parse(CALIBRATED) / DAY_MS
    const bought = Map.groupBy(all, ({ buyer }) => buyer)
    const ranked: [score: number, yes: number, no: number][] = []
    for (const { accountId, expected } of customers) {
      const own = bought.get(accountId)?.map(({ day }) => Date.parse(day) / DAY_MS) ?? []
      const days = [...new Set(own.filter((day) => day <= today))].sort((a, b) => a - b)
      const [first = 0, last = 0] = [days[0], days.at(-1)]
      const x = days.length - 1
      const timing = { x, tx: (last - first) / 7, T: (today - first) / 7 }
      const wanted = closedForm(bgnbd, timing, expected.days / 7)
      expect([accountId, Math.abs(expected.orders - wanted) < 1e-4]).toEqual([accountId, true])
      expect(expected).toMatchObject({ days: 90, basis: 'model', value: expect.stringMatching(/^\d+\.\d\d$/) })
      const back = own.some((day) => day > today && day <= today + 39 * 7)
      ranked.push([expected.orders, back ? 1 : 0, back ? 0 : 1])
    }
    expect(rankingQuality(ranked)).toBeGreaterThan(0.75)

    // Who is slipping: what their silence has cost, most first.
    await call('POST', 'recompute')
    const { items } = await call('GET', 'win-back?limit=100')
    const worths = items.map(({ valueAtRisk }: { valueAtRisk: string }) => Number(valueAtRisk))
    expect(worths.length).toBe(100)
    expect(worths).toEqual(worths.toSorted((a: number, b: number) => b - a))
  })
})

describe('a shop the model cannot hold for', () => {
  test('says why, expects nothing, and has stages by rhythm', async () => {
    const { call } = await shop()
    await call('POST', 'orders', {
      orders: [order({ customer: { accountId: 'a' } }), order({ customer: { accountId: 'b' } })],
    })
    await call('POST', 'recompute')
    expect(await call('GET', 'model')).toEqual({ reason: 'all-one-time', buyers: 2 })
    const [one] = await everyone(call)
    expect(one).toMatchObject({ expected: null, tier: 'A' })
    expect(['exploring', 'declining', 'lost']).toContain(one.stage)
  })
})

describe('a look back', () => {
  test('says what the orders known now say of a day, names later refunds, and changes nothing', async () => {
    const { call, phone } = await shop()
    const at = (day: string, over = {}) => order({ placedAt: `${day}T10:00:00+08:00`, ...over })
    const late = { externalId: 'late', customer: { accountId: 'mei' }, total: '180.00' }
    await call('POST', 'orders', {
      orders: [at('2026-03-01', late), at('2026-03-02', { customer: { accountId: 'lan' }, total: '20.00' })],
    })
    await call('POST', 'recompute')
    await call('POST', 'orders', { orders: [at('2026-03-01', { ...late, refunded: '50.00' })] })
    const before = await phone.pullAll()
    const answer = await phone.post('/api/replay', { asOf: '2026-03-05' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      customers: 2,
      later: { orders: 1, amount: 5_000 },
      summary: { buyers: 2, value: 15_000, later: { orders: 1, amount: 5_000 } },
      changed: [{ tierThen: 'A', tierNow: 'A', windowValueThen: 13_000, laterAmount: 5_000 }],
    })
    expect((await phone.pullAll(before.cursor)).rows).toEqual({})
    for (const asOf of ['2999-01-01', '2026-02-30', '']) {
      expect([asOf, (await phone.post('/api/replay', { asOf })).status]).toEqual([asOf, 400])
    }
  })
})
