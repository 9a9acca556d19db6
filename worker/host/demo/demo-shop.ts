/**
 * The demo shop 山间茶铺: 1,200 buyers, 4,000 orders over the two years that end `now`, 40 disputes in all states and a
 * few win-back offers. Generated, deterministic (same `now`, same shop), nobody real.
 *
 * To bring it in: create the shop with `shop`, take in `orders`, apply `habits(…)` through the mutation catalogue,
 * recompute as of `now` (offers need figures), then apply `replay(…)` in its order.
 */
import type { OrderInput } from '../../domain/order.ts'
import { demoDisputes } from './disputes.ts'
import { demoHabits } from './habits.ts'
import { demoOffers } from './offers.ts'
import { CURRENCY, demoOrders, toInput } from './orders.ts'
import { random } from './prng.ts'
import { ZONE } from './seasons.ts'
import type { DemoCase, DemoIds, DemoStep } from './step.ts'

const SEED = 20_240_501
const SHOP = { name: '山间茶铺', currency: CURRENCY, timezone: ZONE, locale: 'zh-CN' } as const

export interface DemoShop {
  shop: typeof SHOP
  /** Oldest first. */
  orders: OrderInput[]
  disputes: DemoCase[]
  offers: DemoCase[]
  /**
   * What things cost, saved segments and what was put right, as the steps that wrote them down.
   * @param idOf the id a product was given, by its name; none where nobody has bought it
   */
  habits(idOf: (product: string) => string | undefined): DemoStep[]
}

/** @param now epoch ms at which the two years end */
export function demoShop(now: number): DemoShop {
  const orders = demoOrders(random(SEED), now)
  const disputes = demoDisputes(random(SEED + 1), random(SEED + 4), orders, now)
  const busy = new Set(disputes.map(({ accountId }) => accountId))
  const offers = demoOffers(random(SEED + 2), orders, busy, SHOP.name, now)
  const habits: DemoShop['habits'] = (idOf) => demoHabits(random(SEED + 3), idOf, now)
  return { shop: SHOP, orders: orders.map(toInput), disputes, offers, habits }
}

/**
 * All steps in the order they happened.
 * @param idsOf the ids the buyer and the order of a case were given when the orders were taken in
 */
export function replay(demo: Pick<DemoShop, 'disputes' | 'offers'>, idsOf: (of: DemoCase) => DemoIds): DemoStep[] {
  return [...demo.disputes, ...demo.offers]
    .flatMap((of) => of.steps(idsOf(of)))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}
