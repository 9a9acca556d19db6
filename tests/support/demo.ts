/** The demo shop's orders as they come out of the checks of the API, with what their goods cost. */
import { type NormalOrder, parseOrder } from '../../worker/domain/order.ts'
import { type DemoShop, demoShop } from '../../worker/host/demo/demo-shop.ts'
import { PRODUCTS } from '../../worker/host/demo/products.ts'
import type { BuyersOrder } from './figures.ts'

/** 21:00 in Shanghai, ten days after 双11. */
export const EVENING = Date.parse('2026-11-21T21:00:00+08:00')

export interface TakenIn {
  demo: DemoShop
  orders: NormalOrder[]
  /** By platform account. */
  counted: BuyersOrder[]
}

const costs = new Map(PRODUCTS.map(({ name, cost }) => [name, cost]))

function countedOf({ customer, lines, ...order }: NormalOrder): BuyersOrder {
  const known = lines.filter(({ product }) => typeof costs.get(product) === 'number')
  const sum = (of: NormalOrder['lines'], each: (line: NormalOrder['lines'][number]) => number) =>
    of.reduce((all, line) => all + each(line) * line.quantity, 0)
  return {
    ...order,
    customerId: customer.accountId,
    listTotal: sum(lines, ({ price }) => price),
    costedTotal: sum(known, ({ price }) => price),
    cost: sum(known, ({ product }) => costs.get(product) ?? 0),
  }
}

const made = new Map<number, TakenIn>()

/** @param now epoch ms; made once a moment */
export function takenIn(now: number): TakenIn {
  const found = made.get(now)
  if (found) return found
  const demo = demoShop(now)
  const orders = demo.orders.map((input) => {
    const parsed = parseOrder(input, { currency: demo.shop.currency, now })
    if (!parsed.ok) throw new Error(parsed.reason)
    return parsed.order
  })
  const fresh = { demo, orders, counted: orders.map(countedOf) }
  made.set(now, fresh)
  return fresh
}
