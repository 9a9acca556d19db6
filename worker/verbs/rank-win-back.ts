/** Who is slipping away, worth most first, with the reasons for and against writing to them. */
import { offersOf, slippingCustomers } from '../../db/queries/api.ts'
import { monthOffers } from '../../db/queries/offers.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import { explain } from '../domain/explain.ts'
import { startOfMonth } from '../domain/local-day.ts'
import { toDecimalString } from '../domain/money.ts'
import type { Why } from '../domain/why.ts'
import { eligibility, monthSpent, slipping } from '../domain/win-back.ts'

export async function rankWinBack(ctx: Ctx, limit: number) {
  const { shop, rows } = await load(ctx, { role: 'viewer', scope: 'win-back:read' }, [slippingCustomers(limit)])
  const customers = (rows[0] ?? []).map((row) => toRow('customers', row))
  const [ofThem = [], ofMonth = []] = await ctx.db.read([
    offersOf(customers.map((customer) => customer.id)),
    monthOffers(startOfMonth(ctx.now, shop.timezone)),
  ])
  const offers = ofThem.map((row) => toRow('offers', row))
  const spent = monthSpent(
    ofMonth.map((row) => toRow('offers', row)),
    shop.timezone,
    ctx.now,
  )
  const say = (why: Why) => ({
    code: why.code,
    text: explain(why, shop.locale, { currency: shop.currency }, shop.timezone),
  })
  return slipping(customers, shop, ctx.now).map(({ customer, worth, why }) => {
    const { eligible, reasons } = eligibility(customer, offers, shop.settings, spent, ctx.now)
    return {
      customerId: customer.id,
      accountId: customer.accountId,
      nickname: customer.nickname,
      tier: customer.tier,
      stage: customer.figures?.stage ?? 'prospect',
      valueAtRisk: toDecimalString(worth, shop.currency),
      why: why.map(say),
      eligible,
      reasons: reasons.map(say),
    }
  })
}
