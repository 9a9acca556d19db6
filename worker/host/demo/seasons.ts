/** How busy a day is in a Chinese tea shop. */
import { DAY_MS } from '../../domain/time.ts'

export const ZONE = 'Asia/Shanghai'

/** First day of the Spring Festival, month and day, by year. */
const SPRING_FESTIVAL: Readonly<Record<number, string>> = {
  2023: '01-22',
  2024: '02-10',
  2025: '01-29',
  2026: '02-17',
  2027: '02-06',
  2028: '01-26',
  2029: '02-13',
  2030: '02-03',
  2031: '01-23',
  2032: '02-11',
  2033: '01-31',
  2034: '02-19',
  2035: '02-08',
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS

/** Days to the Spring Festival of the same calendar year: negative before, positive after. */
function festivalDistance(day: number): number {
  const year = new Date(day * DAY_MS).getUTCFullYear()
  return day - dayOf(`${year}-${SPRING_FESTIVAL[year] ?? '02-05'}`)
}

/**
 * Orders of a local day (days since 1970-01-01) relative to a usual one: the sales of 618 and 双11 (and the smaller 双12), new tea in spring,
 * presents before Mid-Autumn and Spring Festival, and the standstill of parcels around the latter.
 */
export function busyness(day: number): number {
  const at = new Date(day * DAY_MS)
  const month = at.getUTCMonth() + 1
  const date = at.getUTCDate()
  const away = festivalDistance(day)
  if (away >= -5 && away <= 8) return 0.12
  if (away >= -28 && away < -5) return 1.7
  if (month === 6 && date >= 15 && date <= 20) return 4
  if (month === 6 && date < 15) return 1.4
  if (month === 11 && date >= 9 && date <= 12) return 6
  if (month === 11 && date < 9) return 1.7
  if (month === 12 && date >= 11 && date <= 12) return 2.2
  if (month === 4) return 1.5
  if (month === 9) return 1.3
  return 1
}

/** Share of a day's orders by hour of the shop's clock: evenings on the sofa. */
const BY_HOUR = [2, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 3, 4, 5, 5, 5, 5, 4, 4, 4, 4, 4, 5, 7, 8, 7, 4]

/** An hour of the day, as weights for `Random.weighted`. */
export const hourWeights: readonly number[] = BY_HOUR
