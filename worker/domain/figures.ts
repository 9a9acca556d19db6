import { type Aggregate, aggregateOf, windowValueOn } from './aggregate.ts'
import { type Expectations, expectations, type ShopModel } from './expectation/model.ts'
import { summarise } from './expectation/summary.ts'
import type { FigureWhys } from './explain/figures.ts'
import { whyOf } from './explain/shape.ts'
import type { Histories, History } from './histories.ts'
import { startOfDay } from './local-day.ts'
import { type RfmScale, type RfmValues, rfmOf, rfmScale, rfmWhy } from './rfm.ts'
import { addGaps, type Rhythm, rhythmOf, shopRhythm, stageOf, stageWhy } from './rhythm.ts'
import type { Figures, Stage } from './rows.ts'
import type { Measure, Settings } from './settings.ts'
import { type TierScale, tierOf, tierScale, tierWhy } from './tiers.ts'
import { DAY_MS, dayNumber } from './time.ts'
import { usualOf, valueOfOrder } from './way-up.ts'
import type { Why } from './why.ts'

/** What one customer is measured against: the whole shop as of a date, sorted once. */
export interface Scale {
  asOf: number
  today: number
  timezone: string
  measure: Measure
  tiers: TierScale
  /** What an order brings here as a rule, in `measure`; minor units. */
  usualOrder: number
  /** A period and a week earlier. */
  tiersBefore: TierScale
  tiersWeekAgo: TierScale
  rfm: RfmScale
  rhythm: Rhythm
  settings: Settings
  /** Of a year, by the shop's model; null where it has none. */
  expected: Expectations | null
}

/** How long ago the tiers are compared with, days. */
export const MIGRATION_DAYS = 90
const WEEK_DAYS = 7
const YEAR_DAYS = 365
const why = whyOf<FigureWhys>()

/**
 * Sorts the shop's buyers by all that is ranked. O(n log n).
 * @param asOf epoch ms, the date the histories go up to
 * @param model of the same histories and date
 */
export function scaleOf(
  histories: Histories,
  settings: Settings,
  asOf: number,
  timezone: string,
  model: ShopModel | null = null,
): Scale {
  const today = dayNumber(asOf, timezone)
  const measure = histories.costsKnown ? settings.tiers.measure : 'revenue'
  const { windowDays } = settings.tiers
  const now: number[] = []
  const before: number[] = []
  const weekAgo: number[] = []
  const values: RfmValues[] = []
  const orderValues: number[] = []
  const gaps: number[] = []
  for (const history of histories) {
    if (history.lastOrderAt === null) continue
    const aggregate = aggregateOf(history, today, windowDays, measure)
    const { orders, value, windowValue } = aggregate
    orderValues.push(valueOfOrder(aggregate))
    addGaps(history.days, gaps)
    now.push(windowValue)
    const then = windowValueOn(history, today - MIGRATION_DAYS, windowDays, measure)
    if (then !== null) before.push(then)
    const lately = windowValueOn(history, today - WEEK_DAYS, windowDays, measure)
    if (lately !== null) weekAgo.push(lately)
    values.push({ lastDay: history.days.at(-1) ?? 0, orders, value })
  }
  return {
    asOf,
    today,
    timezone,
    measure,
    tiers: tierScale(now, settings.tiers),
    usualOrder: usualOf(orderValues),
    tiersBefore: tierScale(before, settings.tiers),
    tiersWeekAgo: tierScale(weekAgo, settings.tiers),
    rfm: rfmScale(values, today, settings.rfm),
    rhythm: shopRhythm(gaps),
    settings,
    expected: model && expectations(model, YEAR_DAYS),
  }
}

/**
 * What is lost in a year when they do not come back, where the shop has no model: what a purchase day of theirs brings ×
 * the purchase days their rhythm gives a year (value ÷ purchase days × 365 ÷ rhythm). Never more than they really spent in
 * their best 365 days: two orders within a week would otherwise promise fifty a year. Never below 0.
 */
export function valueAtRisk(customer: Pick<Aggregate, 'value' | 'days' | 'bestYear'>, rhythmDays: number): number {
  if (customer.days.length === 0) return 0
  const perYear = Math.round(((customer.value / customer.days.length) * YEAR_DAYS) / rhythmDays)
  return Math.max(0, Math.min(perYear, customer.bestYear))
}

const STEPS_A_DECADE = 20

/**
 * The nearest preferred number (ISO 3, series R20, two digits): steps of some 12 %. A figure that sinks a little every
 * day is told anew when it has sunk by a step, not every night.
 */
export function preferred(amount: number): number {
  if (amount < 10) return Math.max(0, Math.round(amount))
  const step = Math.round(Math.log10(amount) * STEPS_A_DECADE)
  const digits = 10 ** (Math.floor(step / STEPS_A_DECADE) - 1)
  return Math.round(10 ** (step / STEPS_A_DECADE) / digits) * digits
}

const isAway = (stage: Stage): boolean => stage === 'declining' || stage === 'lost'

/** Value at risk and why; by the model what a year with them brings, or, of who is away, what their silence has cost of it. */
function riskOf(history: History, customer: Aggregate, stage: Stage, rhythm: Rhythm, scale: Scale): [number, Why[]] {
  const summary = scale.expected && summarise(history, scale.today)
  if (scale.expected && summary) {
    const atRisk = preferred(isAway(stage) ? scale.expected.lost(summary) : scale.expected.value(summary))
    return [atRisk, atRisk > 0 && isAway(stage) ? [why('risk.model', { atRisk })] : []]
  }
  const atRisk = valueAtRisk(customer, rhythm.days)
  if (atRisk === 0 || !isAway(stage)) return [atRisk, []]
  return [
    atRisk,
    [
      atRisk < customer.bestYear
        ? why('risk.rhythm', {
            atRisk,
            average: Math.round(customer.value / customer.days.length),
            rhythm: rhythm.days,
          })
        : why('risk.best-year', { atRisk }),
    ],
  ]
}

const PROSPECT: Omit<Figures, 'asOf'> = {
  orders: 0,
  net: 0,
  windowNet: 0,
  windowValue: 0,
  windowFirstAt: null,
  firstOrderAt: null,
  lastOrderAt: null,
  buyDays: 0,
  repeatNet: 0,
  tier: null,
  tierBefore: null,
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

/** One customer's figures; O(log n). */
export function figuresOf(history: History, scale: Scale): Figures {
  const { asOf, settings, measure, today } = scale
  const { lastOrderAt, days } = history
  if (lastOrderAt === null) return { asOf, ...PROSPECT }
  const { windowDays } = settings.tiers
  const customer = aggregateOf(history, today, windowDays, measure)
  const { orders, net, value, windowNet, windowValue, windowFirstDay } = customer
  const values = { lastDay: days.at(-1) ?? 0, orders, value }
  const rfm = rfmOf(scale.rfm, values)
  const rhythm = rhythmOf(days, scale.rhythm)
  const stage = stageOf(orders, today - values.lastDay, rhythm, settings.rhythm)
  const [atRisk, riskWhys] = riskOf(history, customer, stage, rhythm, scale)
  const then = windowValueOn(history, today - MIGRATION_DAYS, windowDays, measure)
  return {
    asOf,
    orders,
    net,
    windowNet,
    windowValue,
    windowFirstAt: windowFirstDay === null ? null : startOfDay(windowFirstDay, scale.timezone),
    firstOrderAt: history.firstOrderAt,
    lastOrderAt,
    buyDays: days.length,
    repeatNet: customer.repeatNet,
    tier: tierOf(scale.tiers, windowValue),
    tierBefore: then === null ? null : tierOf(scale.tiersBefore, then),
    ...rfm,
    stage,
    rhythmDays: rhythm.days,
    ownRhythm: rhythm.basis === 'own' ? 1 : 0,
    expectedAt: Math.round(lastOrderAt + rhythm.days * DAY_MS),
    valueAtRisk: atRisk,
    why: [
      tierWhy(scale.tiers, windowValue, measure),
      stageWhy(stage, orders, lastOrderAt, rhythm, settings.rhythm),
      rfmWhy(scale.rfm, rfm, values, lastOrderAt, measure),
      ...riskWhys,
    ],
  }
}

/** Figures of all customers, by customer id. A pure function of (histories, date). */
export function computeFigures(
  histories: Histories,
  settings: Settings,
  asOf: number,
  timezone: string,
  model: ShopModel | null = null,
): Map<string, Figures> {
  const scale = scaleOf(histories, settings, asOf, timezone, model)
  const figures = new Map<string, Figures>()
  for (const history of histories) figures.set(history.customerId, figuresOf(history, scale))
  return figures
}

const COMPARED = [
  'orders',
  'net',
  'windowNet',
  'windowValue',
  'windowFirstAt',
  'firstOrderAt',
  'lastOrderAt',
  'buyDays',
  'repeatNet',
  'tier',
  'tierBefore',
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
 * Equal for figures that say the same of a customer. The date and the ranks in the reasons change every night for
 * everyone; on their own they are no cause to send the shop to every phone again — the older reason is as of its date.
 * Two hashes of 32 bits: a change goes unseen once in 10¹⁸.
 */
export function figuresDigest(figures: Figures): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b1]
  const mix = (unit: number): void => {
    a = Math.imul(a ^ unit, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b ^ unit, 0x85ebca6b)
    b ^= b >>> 13
  }
  for (const key of COMPARED) {
    const value = figures[key]
    if (typeof value === 'number') {
      // In whole and in parts of 2⁻²⁰: medians come in halves.
      mix(value | 0)
      mix((value / 0x1_0000_0000) | 0)
      mix(((value % 1) * 0x10_0000) | 0)
    } else if (value === null || value === undefined) mix(NOTHING)
    else for (let i = 0; i < value.length; i++) mix(value.charCodeAt(i) + TEXT)
    mix(NEXT)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}

/** Units no character has. */
const NOTHING = 0x1_0000
const NEXT = 0x1_0001
const TEXT = 0x2_0000
