/** Who is slipping away, worth most first, with the reasons for and against writing to them. */
import { offersOfSlipping, slippingCustomers } from '../../db/queries/api.ts'
import { spendingOffers } from '../../db/queries/offers.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import { seesContacts, withoutContacts } from '../domain/contacts.ts'
import { explain } from '../domain/explain.ts'
import { toDecimalString } from '../domain/money.ts'
import { DAY_MS } from '../domain/time.ts'
import type { Why } from '../domain/why.ts'
import { eligibility, monthSpent, slipping } from '../domain/win-back.ts'

const LONGEST_MONTH = 32 * DAY_MS

export async function rankWinBack(ctx: Ctx, limit: number) {
  const { actor, shop, rows } = await load(ctx, { role: 'viewer', scope: 'win-back:read' }, [
    slippingCustomers(limit),
    offersOfSlipping(limit),
    spendingOffers(ctx.now - LONGEST_MONTH),
  ])
  const [found = [], ofThem = [], ofMonth = []] = rows
  const customers = found
    .map((row) => toRow('customers', row))
    .map((row) => (seesContacts(actor) ? row : withoutContacts('customers', row)))
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
