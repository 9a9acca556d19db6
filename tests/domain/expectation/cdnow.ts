import { readFileSync } from 'node:fs'
import type { History, Summary } from '../../../worker/domain/expectation/summary.ts'
import { summarise } from '../../../worker/domain/expectation/summary.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'

/** Purchases of 2,357 buyers of a real shop, 1997-01-01 to 1998-06-30 (Fader & Hardie's sample of CDNOW). */
const file = new URL('../../data/cdnow_sample.txt', import.meta.url)

export const dayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS
/** The last day of the calibration in the literature. */
export const CALIBRATED = dayOf(1997, 9, 30)

interface Order {
  customerId: string
  day: number
  /** Cents. */
  net: number
}

const orders: Order[] = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [customerId, , day, , dollars] = line.trim().split(/\s+/) as [string, string, string, string, string]
    const at = dayOf(Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6)))
    return { customerId, day: at, net: Math.round(Number(dollars) * 100) }
  })

export const byCustomer: Map<string, Order[]> = Map.groupBy(orders, ({ customerId }) => customerId)

/** Everyone's history up to a day, in the order of the file; same-day orders are one. */
export function histories(upTo: number): (History & { customerId: string })[] {
  return [...byCustomer].map(([customerId, all]) => {
    const known = all.filter(({ day }) => day <= upTo)
    const days = [...new Set(known.map(({ day }) => day))]
    const sum = (of: Order[]) => of.reduce((total, { net }) => total + net, 0)
    return { customerId, days, nets: days.map((on) => sum(known.filter(({ day }) => day === on))) }
  })
}

export const summaries = (upTo: number): Summary[] =>
  histories(upTo).flatMap((history) => summarise(history, upTo) ?? [])
