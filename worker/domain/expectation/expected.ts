/** What the shop's model expects of a customer, worked out from their figures when somebody looks: nothing of it is stored. */
import type { Figures } from '../rows.ts'
import { DAY_MS, dayNumber } from '../time.ts'
import type { Fit, ShopModel } from './model.ts'
import { expectations } from './model.ts'
import { type Summary, WEEK_DAYS } from './summary.ts'

/** When and how far ahead. `asOf` is the date of the figures (`shop.figuresAsOf`). */
export interface Horizon {
  asOf: number
  timezone: string
  /** Days ahead. */
  days: number
}

export interface Expected {
  /** Purchase days; a fraction. */
  orders: number
  /** Their net value, minor units. */
  value: number
  days: number
  /** By when it is more likely than not that they have bought again, epoch ms; null when not within a year. */
  backBy: number | null
}

/** What the model knows of a customer; null for who never bought. */
export function summaryOf(
  { firstOrderAt, lastOrderAt, buyDays, repeatNet }: Figures,
  { asOf, timezone }: Pick<Horizon, 'asOf' | 'timezone'>,
): Summary | null {
  if (firstOrderAt === null || lastOrderAt === null) return null
  const first = dayNumber(firstOrderAt, timezone)
  const x = buyDays - 1
  return {
    x,
    tx: (dayNumber(lastOrderAt, timezone) - first) / WEEK_DAYS,
    T: (dayNumber(asOf, timezone) - first) / WEEK_DAYS,
    spend: x > 0 ? repeatNet / x : 0,
  }
}

/** The one question asked of a model about many customers; what they share is worked out once. */
export function expecting(model: ShopModel, horizon: Horizon): (figures: Figures) => Expected | null {
  const expected = expectations(model, horizon.days)
  return (figures) => {
    const summary = summaryOf(figures, horizon)
    if (!summary) return null
    const backBy = expected.backBy(summary)
    return {
      orders: expected.orders(summary),
      value: expected.value(summary),
      days: horizon.days,
      backBy: backBy === null ? null : horizon.asOf + backBy * DAY_MS,
    }
  }
}

/** {@link expecting} of one customer; null without a model that holds. */
export const expectedOf = (figures: Figures, model: Fit | null | undefined, horizon: Horizon): Expected | null =>
  model?.ok ? expecting(model, horizon)(figures) : null
