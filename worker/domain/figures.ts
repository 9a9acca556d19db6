import type { Aggregate } from './aggregate.ts'
import type { FigureWhys } from './explain/figures.ts'
import { whyOf } from './explain/shape.ts'
import { type RfmScale, type RfmValues, rfmOf, rfmScale, rfmWhy } from './rfm.ts'
import { type Rhythm, rhythmOf, shopRhythm, stageOf, stageWhy } from './rhythm.ts'
import type { Figures } from './rows.ts'
import type { Settings } from './settings.ts'
import { type TierScale, tierOf, tierScale, tierWhy } from './tiers.ts'
import { DAY_MS, dayNumber } from './time.ts'

/** What one customer is measured against: the whole shop as of a date, sorted once. */
export interface Scale {
  asOf: number
  today: number
  tiers: TierScale
  rfm: RfmScale
  rhythm: Rhythm
  settings: Settings
}

const YEAR_DAYS = 365
const why = whyOf<FigureWhys>()

const valuesOf = (customer: Aggregate): RfmValues => ({
  lastDay: customer.days.at(-1) ?? 0,
  orders: customer.orders,
  net: customer.net,
})

/** Sorts the shop's buyers by all that is ranked. The aggregates must be as of the same date. O(n log n). */
export function scaleOf(customers: readonly Aggregate[], settings: Settings, asOf: number, timezone: string): Scale {
  const buyers = customers.filter((customer) => customer.orders > 0)
  const today = dayNumber(asOf, timezone)
  return {
    asOf,
    today,
    tiers: tierScale(
      Float64Array.from(buyers, (buyer) => buyer.windowNet),
      settings.tiers,
    ),
    rfm: rfmScale(buyers.map(valuesOf), today, settings.rfm),
    rhythm: shopRhythm(buyers.map((buyer) => buyer.days)),
    settings,
  }
}

/**
 * What is lost in a year when they do not come back: what a purchase day of theirs brings × the purchase days their
 * rhythm gives a year (net ÷ purchase days × 365 ÷ rhythm). Never more than they really spent in their best 365 days:
 * two orders within a week would otherwise promise fifty a year. Never below 0.
 */
export function valueAtRisk(customer: Pick<Aggregate, 'net' | 'days' | 'bestYear'>, rhythmDays: number): number {
  if (customer.days.length === 0) return 0
  const perYear = Math.round(((customer.net / customer.days.length) * YEAR_DAYS) / rhythmDays)
  return Math.max(0, Math.min(perYear, customer.bestYear))
}

/** One customer's figures; O(log n). */
export function figuresOf(customer: Aggregate, scale: Scale): Figures {
  const { asOf, settings } = scale
  const { orders, net, windowNet, lastOrderAt, days } = customer
  if (lastOrderAt === null) {
    return {
      asOf,
      orders: 0,
      net: 0,
      windowNet: 0,
      lastOrderAt: null,
      tier: null,
      r: null,
      f: null,
      m: null,
      class: null,
      stage: 'prospect',
      rhythmDays: null,
      ownRhythm: 0,
      expectedAt: null,
      valueAtRisk: 0,
      why: [why('stage.prospect', {})],
    }
  }
  const values = valuesOf(customer)
  const rfm = rfmOf(scale.rfm, values)
  const rhythm = rhythmOf(days, scale.rhythm)
  const stage = stageOf(orders, scale.today - values.lastDay, rhythm, settings.rhythm)
  const atRisk = valueAtRisk(customer, rhythm.days)
  const whys = [
    tierWhy(scale.tiers, windowNet),
    stageWhy(stage, orders, lastOrderAt, rhythm, settings.rhythm),
    rfmWhy(scale.rfm, rfm, values, lastOrderAt),
  ]
  if (atRisk > 0 && (stage === 'declining' || stage === 'lost')) {
    whys.push(
      atRisk < customer.bestYear
        ? why('risk.rhythm', { atRisk, average: Math.round(net / days.length), rhythm: rhythm.days })
        : why('risk.best-year', { atRisk }),
    )
  }
  return {
    asOf,
    orders,
    net,
    windowNet,
    lastOrderAt,
    tier: tierOf(scale.tiers, windowNet),
    ...rfm,
    stage,
    rhythmDays: rhythm.days,
    ownRhythm: rhythm.basis === 'own' ? 1 : 0,
    expectedAt: Math.round(lastOrderAt + rhythm.days * DAY_MS),
    valueAtRisk: atRisk,
    why: whys,
  }
}

/** Figures of all customers, by customer id. A pure function of (aggregates, date). */
export function computeFigures(
  customers: readonly Aggregate[],
  settings: Settings,
  asOf: number,
  timezone: string,
): Map<string, Figures> {
  const scale = scaleOf(customers, settings, asOf, timezone)
  return new Map(customers.map((customer) => [customer.customerId, figuresOf(customer, scale)]))
}

const COMPARED = [
  'orders',
  'net',
  'windowNet',
  'lastOrderAt',
  'tier',
  'r',
  'f',
  'm',
  'class',
  'stage',
  'rhythmDays',
  'ownRhythm',
  'expectedAt',
  'valueAtRisk',
] as const satisfies readonly (keyof Figures)[]

/**
 * Whether a recompute says anything new of a customer. Its date and the ranks in the reasons change every night for
 * everyone; on their own they are no cause to send the shop to every phone again — the older reason is as of its date.
 */
export const figuresChanged = (old: Figures | null, fresh: Figures): boolean =>
  old === null || COMPARED.some((key) => old[key] !== fresh[key])
