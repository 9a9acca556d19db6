/** Fills an empty database with the demo shop, through the same verbs everything else goes through. */
import type { Database } from '../../db/client.ts'
import { forShop } from '../../db/client.ts'
import { demoReady } from '../../db/queries/accounts.ts'
import { forgetShop } from '../../db/queries/forget.ts'
import { existingOrders } from '../../db/queries/orders.ts'
import { openMoves } from '../../db/queries/recompute.ts'
import { endSessionsOf } from '../../db/queries/sessions.ts'
import { statement } from '../../db/statement.ts'
import { systemCtx } from '../context.ts'
import { DAY_MS } from '../domain/time.ts'
import { signUp } from '../verbs/access.ts'
import { perform } from '../verbs/perform.ts'
import { recompute } from '../verbs/recompute.ts'
import { ORDERS_LIMIT, takeOrders } from '../verbs/take-orders.ts'
import { demoShop, replay } from './demo/demo-shop.ts'

export const DEMO_LOGIN = { email: 'demo@regulars.local', password: 'huitouke-demo' }
const OWNER = { role: 'owner' } as const
const MINUTE_MS = 60_000
/** The tiers were worked out, and what they proposed looked through, so many days ago; since then nobody has looked. */
const REVIEWS = [90, 60, 30]
/** Every so many proposals was turned down. */
const DISMISSED = 7
const READ = 3 * DAY_MS

/** A demo shop that is not complete yet: should this end now, the next start begins anew. */
const UNDER_WAY = 2

/** @returns whether there is a demo shop, made now or before */
export async function seedDemo(database: Database, now: number, newId: () => string): Promise<boolean> {
  const [half = []] = await database.read([
    { sql: 'SELECT id FROM shops WHERE demo = :demo', args: { demo: UNDER_WAY } },
  ])
  for (const { id } of half) await forShop(database, String(id)).write(forgetShop())
  const [shops = []] = await database.read([{ sql: 'SELECT demo FROM shops ORDER BY demo DESC LIMIT 1', args: {} }])
  if (shops[0]) return shops[0].demo === 1
  const demo = demoShop(now)
  const { shopId, memberId } = await signUp(
    { directory: database, now, newId, browser: null, from: { device: null, place: '' } },
    {
      shop: demo.shop.name,
      name: '阿青',
      ...DEMO_LOGIN,
      currency: demo.shop.currency,
      timezone: demo.shop.timezone,
      locale: demo.shop.locale,
    },
    { demo: UNDER_WAY },
  )
  const ctx = systemCtx(database, shopId, now, newId, memberId)
  for (let n = 0; n < demo.orders.length; n += ORDERS_LIMIT) {
    await takeOrders(ctx, OWNER, demo.orders.slice(n, n + ORDERS_LIMIT))
  }
  const read = forShop(database, shopId)
  const [products = []] = await read.read([statement('SELECT id, name FROM products WHERE shopId = :shop')])
  const idOf = new Map(products.map(({ id, name }) => [String(name), String(id)]))
  for (const step of demo.habits((name) => idOf.get(name))) {
    await perform(ctx, OWNER, step.name, step.args, { id: step.id, at: step.at })
  }
  for (const days of REVIEWS) {
    const at = now - days * DAY_MS
    const then = systemCtx(database, shopId, at, newId, memberId)
    await recompute(then, OWNER, () => at, Date.now)
    const [proposed = []] = await read.read([openMoves()])
    for (const [n, { id, customerId }] of proposed.entries()) {
      const dismissed = n % DISMISSED === DISMISSED - 1
      const [name, args] = dismissed
        ? (['tier.dismiss', { moveId: id }] as const)
        : (['tier.accept', { moveId: id, customerId }] as const)
      await perform(then, OWNER, name, args, { id: newId(), at: at + (n + 1) * MINUTE_MS })
    }
  }
  await recompute(ctx, OWNER, () => now, Date.now)

  const [rows = []] = await read.read([existingOrders(demo.orders.map((o) => [o.source, o.externalId]))])
  const byNumber = new Map(rows.map((row) => [String(row.externalId), row]))
  const byAccount = new Map(
    demo.orders.map((o) => [o.customer.accountId, String(byNumber.get(o.externalId)?.customerId)]),
  )
  const steps = replay(demo, (of) => ({
    customerId: byAccount.get(of.accountId) ?? '',
    orderId: of.externalId === null ? null : String(byNumber.get(of.externalId)?.id),
  }))
  for (const step of steps) await perform(ctx, OWNER, step.name, step.args, { id: step.id, at: step.at })
  const told = steps.filter((step) => step.name === 'dispute.open' && step.at < now - READ).map((step) => step.id)
  await perform(ctx, OWNER, 'notification.read', { ids: told })
  // Nobody is signed in yet: what made the shop is no device.
  await ctx.db.write([...endSessionsOf(memberId), ...demoReady()])
  return true
}
