import { describe, expect, test } from 'vitest'
import { fitModel } from '../../worker/domain/expectation/model.ts'
import { computeFigures } from '../../worker/domain/figures.ts'
import { historiesOf } from '../../worker/domain/histories.ts'
import { casesOf } from '../../worker/domain/learning/case.ts'
import { effectOf } from '../../worker/domain/learning/effect.ts'
import { groupsOf } from '../../worker/domain/learning/tally.ts'
import type { Mutation } from '../../worker/domain/mutation.ts'
import { catalogue, type MutationName } from '../../worker/domain/mutations.ts'
import type { NormalOrder } from '../../worker/domain/order.ts'
import { regionOf } from '../../worker/domain/region.ts'
import type { DisputeRow, OfferRow, ShopRow, TaskRow } from '../../worker/domain/rows.ts'
import { matcher } from '../../worker/domain/segment/matches.ts'
import { DAY_MS, dayNumber, localDay } from '../../worker/domain/time.ts'
import { demoShop, replay } from '../../worker/host/demo/demo-shop.ts'
import { PRODUCTS } from '../../worker/host/demo/products.ts'
import { customerRow, MemoryRows, shopRow } from '../domain/dispute/fixtures.ts'
import { EVENING, takenIn } from '../support/demo.ts'

const ZONE = 'Asia/Shanghai'
const NOW = EVENING
const MOMENTS = [NOW, Date.parse('2026-02-19T11:00:00+08:00'), Date.parse('2027-06-21T02:30:00+08:00')]

/** A moment at which the dearest pot has not been sold in two years. */
const ONE_UNSOLD = Date.parse('2026-11-22T08:16:00Z')

const once = <T>(make: (now: number) => T) => {
  const made = new Map<number, T>()
  return (now: number): T => {
    const found = made.get(now) ?? make(now)
    made.set(now, found)
    return found
  }
}

const accountOf = (order: NormalOrder): string => order.customer.accountId ?? ''

/** The shop as it is after the orders were taken in, figures computed and every step replayed. */
const bringIn = once((now: number) => {
  const { demo, orders, counted } = takenIn(now)
  const shop: ShopRow = { ...shopRow(), ...demo.shop }
  const histories = historiesOf(counted, now, ZONE)
  const model = fitModel(histories, dayNumber(now, ZONE))
  const figures = computeFigures(histories, shop.settings, now, ZONE, model.ok ? model : null)
  const rows = new MemoryRows()
  for (const [id, own] of figures) {
    const { orders: ordersCount, net, firstOrderAt, lastOrderAt, tier } = own
    rows.with('customers', customerRow({ id, ordersCount, net, firstOrderAt, lastOrderAt, figures: own, tier }))
  }
  for (const { source, externalId, placedAt, status, total, refunded, ...order } of orders) {
    const customerId = order.customer.accountId
    rows.with('orders', {
      ...{ id: externalId, customerId, source, externalId, placedAt, status, total, refunded, summary: '' },
    })
  }
  const steps = replay(demo, ({ accountId, externalId }) => ({ customerId: accountId, orderId: externalId }))
  for (const { id, name, args, at, role } of steps) {
    const mutation = catalogue[name as MutationName] as unknown as Mutation
    rows.run(mutation, args, { id, at, actor: { kind: 'member', memberId: role, role }, shop })
  }
  const created = (table: 'disputes' | 'offers') =>
    demo[table].map((each) => {
      const [first] = each.steps({ customerId: each.accountId, orderId: each.externalId })
      return rows.must(table, String(table === 'disputes' ? first?.args.id : first?.args.offerId))
    })
  const tasks = steps.flatMap(({ id }) => rows.get('tasks', id) ?? [])
  return {
    steps,
    model,
    figures,
    rows,
    tasks,
    disputes: created('disputes') as DisputeRow[],
    offers: created('offers') as OfferRow[],
  }
})

describe('the demo shop', () => {
  test.each(MOMENTS)('has exactly 1,200 buyers, 4,000 orders and 40 disputes, whenever it is made (%i)', (now) => {
    const { demo, orders } = takenIn(now)
    expect(new Set(orders.map(accountOf)).size).toBe(1200)
    expect(orders).toHaveLength(4000)
    expect(new Set(orders.map(({ source, externalId }) => `${source} ${externalId}`)).size).toBe(4000)
    expect(demo.disputes).toHaveLength(40)
    expect(demo.offers).toHaveLength(6)
    for (const { placedAt } of orders) {
      expect(placedAt).toBeLessThanOrEqual(now)
      expect(placedAt).toBeGreaterThan(now - 731 * DAY_MS)
    }
  })

  test('is the same for the same moment and another for another', () => {
    const whole = (now: number) => {
      const demo = demoShop(now)
      return JSON.stringify([demo.orders, replay(demo, ({ accountId }) => ({ customerId: accountId, orderId: null }))])
    }
    expect(whole(NOW)).toBe(whole(NOW))
    expect(whole(NOW)).not.toBe(whole(NOW + DAY_MS))
  })

  test('is busy on 双11 and in June, and quiet over Spring Festival', () => {
    const { orders } = takenIn(NOW)
    const between = (from: string, to: string) =>
      orders.filter(({ placedAt }) => localDay(placedAt, ZONE) >= from && localDay(placedAt, ZONE) <= to).length
    const usual = between('2026-02-20', '2026-10-31') / 254
    expect(between('2025-11-09', '2025-11-12') / 4).toBeGreaterThan(2 * usual)
    expect(between('2026-06-15', '2026-06-20') / 6).toBeGreaterThan(1.5 * usual)
    expect(between('2026-02-12', '2026-02-25') / 14).toBeLessThan(0.5 * usual)
  })

  test('has refunds, part refunds, cancellations and presents to other people', () => {
    const { orders } = takenIn(NOW)
    const count = (test: (order: NormalOrder) => boolean) => orders.filter(test).length
    expect(count(({ status }) => status === 'refunded')).toBeGreaterThan(60)
    expect(count(({ status }) => status === 'cancelled')).toBeGreaterThan(60)
    expect(count(({ refunded, total }) => refunded > 0 && refunded < total)).toBeGreaterThan(30)
    const usual = new Map<string, Set<string>>()
    for (const order of orders) {
      const names = usual.get(accountOf(order)) ?? new Set()
      usual.set(accountOf(order), names.add(order.customer.name ?? ''))
    }
    expect([...usual.values()].filter((names) => names.size > 1).length).toBeGreaterThan(80)
  })

  test('names nobody: every phone has a prefix no carrier hands out', () => {
    for (const { customer } of takenIn(NOW).orders) expect(customer.phone).toMatch(/^154\d{8}$/)
  })

  test('looks like a shop: few bring most of the money, every stage is there, many are slipping by their own rhythm', () => {
    const { figures } = bringIn(NOW)
    const all = [...figures.values()]
    const stages = Object.groupBy(all, ({ stage }) => stage)
    for (const stage of ['prospect', 'exploring', 'building', 'stable', 'declining', 'lost'] as const) {
      expect(stages[stage]?.length ?? 0, stage).toBeGreaterThan(5)
    }
    const tierA = all.filter(({ tier }) => tier === 'A').length
    expect(tierA / all.length).toBeGreaterThan(0.1)
    expect(tierA / all.length).toBeLessThan(0.35)
    expect(new Set(all.map((each) => each.class)).size).toBe(9)
    const slipping = all.filter(({ stage, ownRhythm }) => stage === 'declining' && ownRhythm === 1)
    expect(slipping.length).toBeGreaterThan(20)
  })
})

describe('its customers buy as people do', () => {
  const SEASONS = ['2026-01-10', '2026-04-05', '2026-08-15', '2026-10-01'].map((day) =>
    Date.parse(`${day}T12:00:00+08:00`),
  )
  test.each([...MOMENTS, ...SEASONS])(
    'so that the model of what to expect holds, at any time of the year (%i)',
    (now) => {
      const model = fitModel(historiesOf(takenIn(now).counted, now, ZONE), dayNumber(now, ZONE))
      if (!model.ok) throw new Error(model.reason)
      const { check, gammaGamma, bgnbd } = model
      expect(check.ranking).toBeGreaterThan(0.65)
      expect(check.predicted / check.actual).toBeGreaterThan(0.65)
      expect(check.predicted / check.actual).toBeLessThan(1.5)
      // Paces differ, some leave after a purchase and most do not, and purses differ.
      expect(bgnbd.r).toBeLessThan(2)
      expect(bgnbd.a / (bgnbd.a + bgnbd.b)).toBeGreaterThan(0.03)
      expect(bgnbd.a / (bgnbd.a + bgnbd.b)).toBeLessThan(0.4)
      expect(gammaGamma).not.toBeNull()
      // The most promising tenth really bought most.
      const [best, ...others] = check.deciles
      for (const other of others) expect(best?.actual).toBeGreaterThan(other.actual)
    },
  )

  test('come from several channels, live in many provinces, and some wait for a discount', () => {
    const { orders } = takenIn(NOW)
    const share = Object.entries(Object.groupBy(orders, ({ source }) => source)).map(([, of = []]) => of.length / 4000)
    expect(share).toHaveLength(4)
    for (const each of share) expect(each).toBeGreaterThan(0.03)
    expect(new Set(orders.map(({ customer }) => regionOf(customer.address)))).toHaveProperty('size', 12)
    const paid = Map.groupBy(orders, accountOf)
    const off = [...paid.values()].map((own) => {
      const listed = own.flatMap(({ lines }) => lines).reduce((sum, { price, quantity }) => sum + price * quantity, 0)
      return 1 - own.reduce((sum, { total }) => sum + total, 0) / listed
    })
    expect(off.filter((each) => each >= 0.08).length).toBeGreaterThan(100)
    expect(off.filter((each) => each <= 0.02).length).toBeGreaterThan(500)
  })
})

describe('what its owner keeps beside the orders', () => {
  const habits = (now = NOW) => {
    const { demo } = takenIn(now)
    const rows = new MemoryRows()
    const sold = new Map(demo.orders.flatMap(({ lines }) => lines.map(({ product }) => [product, `id of ${product}`])))
    for (const [name, id] of sold) rows.with('products', { id, name, cost: null, costAt: null })
    const shop: ShopRow = { ...shopRow(), ...demo.shop }
    const steps = demo.habits((name) => sold.get(name))
    for (const { id, name, args, at, role } of steps) {
      const mutation = catalogue[name as MutationName] as unknown as Mutation
      rows.run(mutation, args, { id, at, actor: { kind: 'member', memberId: role, role }, shop })
    }
    return { rows, steps, sold }
  }

  test('nothing of a product nobody has bought yet', () => {
    const { steps, sold } = habits(ONE_UNSOLD)
    expect(PRODUCTS.filter(({ name }) => !sold.has(name))).toHaveLength(1)
    const costs = steps.find(({ name }) => name === 'product.costs')?.args.items as { id: string }[]
    expect(costs.length).toBeGreaterThan(0.8 * sold.size)
    expect(costs.every(({ id }) => [...sold.values()].includes(id))).toBe(true)
  })

  test('the cost of most things, all below their price, and not of all', () => {
    const { rows } = habits()
    const costs = PRODUCTS.map(({ name, price }) => [rows.must('products', `id of ${name}`).cost, price] as const)
    const known = costs.filter(([cost]) => cost !== null)
    expect(known.length).toBeLessThan(PRODUCTS.length)
    expect(known.length).toBeGreaterThan(0.8 * PRODUCTS.length)
    for (const [cost, price] of known) expect(cost).toBeLessThan(0.7 * price)
  })

  test.each(MOMENTS)('a carrier given up, of which there were complaints before and none since (%i)', (now) => {
    const { rows, steps } = habits(now)
    const marked = steps.filter(({ name }) => name === 'fix.mark')
    expect(marked).toHaveLength(1)
    const fix = rows.must('fixes', String(marked[0]?.args.id))
    const hours = shopRow().settings.businessHours
    const cases = casesOf(bringIn(now).disputes, { hours, zone: ZONE, nameOf: (text) => text })
    const carriers = groupsOf(cases, 'carrier').filter(({ value }) => value !== null)
    expect(carriers.length).toBeGreaterThanOrEqual(4)
    expect(carriers.reduce((sum, { cases: of }) => sum + of.length, 0)).toBeGreaterThan(20)
    const orders = Float64Array.from(takenIn(now).orders, ({ placedAt }) => placedAt)
    const { before, after, verdict } = effectOf(fix, cases, { since: 0, now, orders, ordersSince: 0 })
    expect(before.cases).toBeGreaterThanOrEqual(4)
    expect(after.cases).toBe(0)
    expect(['better', 'unclear']).toContain(verdict)
  })

  test('segments in which there is somebody, and not everybody', () => {
    const { rows, steps } = habits()
    const { orders } = takenIn(NOW)
    const { figures } = bringIn(NOW)
    const own = Map.groupBy(orders, accountOf)
    const customers = [...figures].map(([id, { orders: ordersCount, ...of }]) => {
      const mine = own.get(id) ?? []
      const lines = mine.flatMap((order) => order.lines)
      const paid = mine.reduce((sum, { total }) => sum + total, 0)
      const listed = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
      return customerRow({
        ...{ id, ordersCount, figures: { orders: ordersCount, ...of } },
        bought: [...new Set(lines.map(({ product }) => `id of ${product}`))],
        discount: Math.max(0, Math.round(100 - (100 * paid) / listed)),
        region: regionOf(mine.at(-1)?.customer.address ?? null),
      })
    })
    const saved = steps
      .filter(({ name }) => name === 'segment.save')
      .map(({ args }) => rows.must('segments', String(args.id)))
    expect(saved.map(({ name }) => name)).toHaveLength(3)
    for (const { name, expression } of saved) {
      const count = customers.filter(matcher(expression, { now: NOW, timezone: ZONE })).length
      expect([name, count > 5 && count < 600]).toEqual([name, true])
    }
  })
})

describe('its disputes and offers', () => {
  test.each(MOMENTS)('replay through the catalogue without a refusal and end in all states (%i)', (now) => {
    const { disputes, offers, steps } = bringIn(now)
    const by = <T>(rows: readonly T[], key: (row: T) => string) =>
      Object.fromEntries(Object.entries(Object.groupBy(rows, key)).map(([name, group]) => [name, group?.length]))
    expect(by(disputes, ({ step }) => step)).toEqual({
      listen: 6,
      analyse: 6,
      resolve: 5,
      record: 4,
      'follow-up': 6,
      closed: 13,
    })
    expect(disputes.filter(({ approval, step }) => approval === 'needed' && step === 'resolve')).toHaveLength(1)
    expect(disputes.filter(({ loop }) => loop > 0)).toHaveLength(4)
    expect(
      by(
        disputes.filter(({ step }) => step === 'closed'),
        ({ outcome }) => String(outcome),
      ),
    ).toEqual({
      satisfied: 11,
      unreachable: 2,
    })
    expect(by(offers, ({ status }) => status)).toEqual({ sent: 4, cancelled: 1, draft: 1 })
    for (const { at } of steps) expect(at).toBeLessThanOrEqual(now)
  })

  test('every complaint is in its own words, about something that buyer had ordered before', () => {
    const { disputes, rows } = bringIn(NOW)
    expect(new Set(disputes.map(({ words }) => words)).size).toBe(40)
    expect(new Set(disputes.map(({ customerId }) => customerId)).size).toBe(40)
    for (const { orderId, customerId, openedAt } of disputes) {
      const order = rows.must('orders', orderId ?? '')
      expect(order.customerId).toBe(customerId)
      expect(order.placedAt).toBeLessThan(openedAt)
    }
    const causes = new Set(disputes.map(({ cause }) => cause))
    expect(causes.size).toBeGreaterThan(8)
  })

  test('leave something for today: promises, follow-ups, a message to send and offers to look back on', () => {
    const open = bringIn(NOW).tasks.filter(({ status }) => status === 'open')
    const due = open.filter(({ dueAt }) => dayNumber(dueAt, ZONE) <= dayNumber(NOW, ZONE))
    const kinds = new Set(due.map(({ kind }: TaskRow) => kind))
    expect(kinds).toEqual(new Set(['promise', 'follow-up', 'win-back', 'win-back-check']))
  })

  test('ids are in the order of time and never met twice', () => {
    const { steps } = bringIn(NOW)
    const ids = steps.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))).toEqual(steps.map(({ at }) => at))
  })
})
