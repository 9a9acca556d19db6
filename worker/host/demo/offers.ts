/** A few win-back offers to customers who are slipping away, as the steps that led to them. */
import { CODE_BYTES, makeCode } from '../../domain/code.ts'
import { fitModel } from '../../domain/expectation/model.ts'
import { computeFigures } from '../../domain/figures.ts'
import { historiesOf } from '../../domain/histories.ts'
import { startOfMonth } from '../../domain/local-day.ts'
import { type OfferTerms, offerCost, suggestOffer } from '../../domain/offer.ts'
import type { CustomerRow, Figures, OfferRow } from '../../domain/rows.ts'
import { defaultSettings } from '../../domain/settings.ts'
import { DAY_MS, dayNumber } from '../../domain/time.ts'
import { uuidv7 } from '../../domain/uuid.ts'
import { draftMessages } from '../../domain/win-back-messages.ts'
import { CURRENCY, type DemoOrder, toCounted } from './orders.ts'
import type { Random } from './prng.ts'
import { ZONE } from './seasons.ts'
import type { DemoCase, DemoStep } from './step.ts'

const HOUR_MS = 3_600_000

type Plan = { end: 'draft' | 'sent' | 'cancelled'; hoursAgo: number; kind: OfferRow['kind'] | 'suggested' }
const PLANS: readonly Plan[] = [
  { end: 'sent', hoursAgo: 33 * 24, kind: 'suggested' },
  { end: 'cancelled', hoursAgo: 12 * 24, kind: 'suggested' },
  { end: 'sent', hoursAgo: 9 * 24, kind: 'gift' },
  { end: 'sent', hoursAgo: 5 * 24, kind: 'suggested' },
  { end: 'sent', hoursAgo: 2 * 24, kind: 'suggested' },
  { end: 'draft', hoursAgo: 3, kind: 'suggested' },
]
/** Who is left for the seller to find at the top of the list. */
const LEFT_AT_THE_TOP = 4

interface Candidate {
  order: DemoOrder
  figures: Figures
}

/** Slipping by their own rhythm, most value at risk first, without a case, quiet since before the oldest offer. */
function candidates(orders: readonly DemoOrder[], busy: ReadonlySet<string>, now: number): Candidate[] {
  const histories = historiesOf(orders.map(toCounted), now, ZONE)
  const model = fitModel(histories, dayNumber(now, ZONE))
  const figures = computeFigures(histories, defaultSettings(), now, ZONE, model.ok ? model : null)
  const latest = new Map(orders.map((order) => [order.buyer.accountId, order]))
  return [...latest.values()]
    .flatMap((order) => {
      const own = figures.get(order.buyer.accountId)
      return own && !busy.has(order.buyer.accountId) ? [{ order, figures: own }] : []
    })
    .filter(({ figures: { stage, ownRhythm } }) => ownRhythm === 1 && (stage === 'declining' || stage === 'lost'))
    .filter(({ order }) => order.placedAt < now - 40 * DAY_MS)
    .sort((a, b) => b.figures.valueAtRisk - a.figures.valueAtRisk || (a.order.externalId < b.order.externalId ? -1 : 1))
}

/**
 * @param orders as they will be stored, refunds of cases included: who is slipping follows from them
 * @param busy accounts that have a case
 */
export function demoOffers(
  random: Random,
  orders: readonly DemoOrder[],
  busy: ReadonlySet<string>,
  shopName: string,
  now: number,
): DemoCase[] {
  const chosen = candidates(orders, busy, now).slice(LEFT_AT_THE_TOP, LEFT_AT_THE_TOP + PLANS.length)
  const shop = { name: shopName, currency: CURRENCY, timezone: ZONE }
  const costs: { at: number; cost: number }[] = []
  return PLANS.slice(0, chosen.length).map((plan, n) => {
    const { order, figures } = chosen[n] as Candidate
    const at = Math.round(now - plan.hoursAgo * HOUR_MS)
    const buyer = { net: figures.net, ordersCount: figures.orders, tier: figures.tier, figures }
    const suggested = suggestOffer(buyer, defaultSettings(), shop, at)
    const { kind, value, gift, minimum, validUntil }: OfferTerms =
      plan.kind === 'gift' ? { ...suggested, kind: 'gift', value: 1900, gift: '手作茶巾一条' } : suggested
    const terms = { kind, value, gift, minimum, validUntil }
    const monthSpent = costs
      .filter((each) => each.at >= startOfMonth(at, ZONE))
      .reduce((sum, { cost }) => sum + cost, 0)
    if (plan.end !== 'cancelled') costs.push({ at, cost: offerCost(terms, buyer) })

    const code = makeCode(random.bytes(CODE_BYTES))
    const customer: Pick<CustomerRow, 'name' | 'nickname' | 'tier' | 'figures'> = {
      name: null,
      nickname: order.buyer.nickname,
      tier: figures.tier,
      figures,
    }
    const lastProduct = order.lines[0]?.product.name ?? null
    const message = random.pick(
      draftMessages({ customer, shop, offer: { ...terms, code }, locale: 'zh-CN', lastProduct }),
    )
    const offerId = uuidv7(at, random.bytes(10))
    const taskId = uuidv7(at, random.bytes(10))
    const later = at + Math.round((0.2 + random.next()) * HOUR_MS)
    const endId = uuidv7(later, random.bytes(10))
    return {
      source: order.source,
      accountId: order.buyer.accountId,
      externalId: null,
      steps({ customerId }) {
        const step = (id: string, name: string, when: number, args: DemoStep['args']): DemoStep => ({
          ...{ id, name, version: 1, args, at: when, role: 'agent' },
        })
        const trigger = { offerId, customerId, ...terms, code, message, lastOfferId: null, monthSpent }
        const steps = [step(taskId, 'win-back.trigger', at, trigger)]
        if (plan.end === 'sent') {
          steps.push(step(endId, 'win-back.sent', later, { offerId, customerId, taskId, channel: order.source }))
        } else if (plan.end === 'cancelled') {
          steps.push(step(endId, 'win-back.cancel', later, { offerId, taskId, reason: 'not-now' }))
        }
        return steps
      },
    }
  })
}
