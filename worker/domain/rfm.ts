import type { FigureWhys } from './explain/figures.ts'
import { whyOf } from './explain/shape.ts'
import type { RfmClass } from './rows.ts'
import type { Measure, Settings } from './settings.ts'
import { ascending, countBelow } from './sorted.ts'
import type { Why } from './why.ts'

/** What a buyer is scored by: last purchase as a shop-local day number, orders, value in minor units; whole history. */
export interface RfmValues {
  lastDay: number
  orders: number
  value: number
}

export interface Rfm {
  r: number
  f: number
  m: number
  class: RfmClass
}

/** All buyers' values, each ascending, and how they are scored. */
export interface RfmScale {
  basis: 'quintiles' | 'thresholds'
  buyers: number
  today: number
  lastDay: Float64Array
  orders: Float64Array
  value: Float64Array
  settings: Settings['rfm']
}

/** Under so many buyers a fifth of them says little, so `auto` scores by the shop's thresholds. */
export const QUINTILE_BUYERS = 200

const why = whyOf<FigureWhys>()

/** @param buyers values of everyone with a purchase; @param today shop-local day number of the as-of date */
export function rfmScale(buyers: readonly RfmValues[], today: number, settings: Settings['rfm']): RfmScale {
  const byThresholds = settings.mode === 'auto' ? buyers.length < QUINTILE_BUYERS : settings.mode === 'thresholds'
  const sorted = (key: keyof RfmValues) => ascending(buyers.map((buyer) => buyer[key]))
  return {
    basis: byThresholds ? 'thresholds' : 'quintiles',
    buyers: buyers.length,
    today,
    lastDay: sorted('lastDay'),
    orders: sorted('orders'),
    value: sorted('value'),
    settings,
  }
}

/** 1 + ⌊5 × buyers strictly worse ÷ buyers⌋: equal values always score equal. */
const quintile = (ascending: Float64Array, value: number): number =>
  1 + Math.floor((5 * countBelow(ascending, value)) / ascending.length)

/** 1 plus the number of bounds reached. */
const steps = (bounds: readonly number[], value: number): number => 1 + bounds.filter((bound) => value >= bound).length

/** Days count the other way: 5 up to and including the first bound, 1 beyond the last. */
const recencySteps = (bounds: readonly number[], days: number): number =>
  5 - bounds.filter((bound) => days > bound).length

const CLASSES = {
  important: { recent: ['important-develop', 'important-value'], past: ['important-rescue', 'important-keep'] },
  general: { recent: ['general-develop', 'general-value'], past: ['general-rescue', 'general-keep'] },
} as const satisfies Record<string, Record<string, readonly [seldom: RfmClass, often: RfmClass]>>

/** The eight classes, high being 4 or 5: M says important or general; R and F value, develop (R), keep (F), rescue. */
export function classOf(r: number, f: number, m: number): RfmClass {
  return CLASSES[m >= 4 ? 'important' : 'general'][r >= 4 ? 'recent' : 'past'][f >= 4 ? 1 : 0]
}

/** Scores of a buyer whose values are in the scale. */
export function rfmOf(scale: RfmScale, { lastDay, orders, value }: RfmValues): Rfm {
  const { settings } = scale
  const [r, f, m] =
    scale.basis === 'quintiles'
      ? [quintile(scale.lastDay, lastDay), quintile(scale.orders, orders), quintile(scale.value, value)]
      : [
          recencySteps(settings.recencyDays, scale.today - lastDay),
          steps(settings.orders, orders),
          steps(settings.money, value),
        ]
  return { r, f, m, class: classOf(r, f, m) }
}

/** @param last epoch ms of their last purchase */
export function rfmWhy(scale: RfmScale, rfm: Rfm, values: RfmValues, last: number, measure: Measure): Why {
  const params = { ...rfm, last, orders: values.orders, net: values.value, ...(measure === 'profit' && { measure }) }
  return scale.basis === 'quintiles'
    ? why('rfm.quintiles', { ...params, buyers: scale.buyers })
    : why('rfm.thresholds', params)
}
