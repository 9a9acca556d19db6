/**
 * When people buy. Each has a pace of their own (gamma over the buyers) and after each purchase may quietly stop coming
 * (a chance of their own, beta over the buyers), as Fader, Hardie & Lee describe it ("Counting Your Customers" the Easy
 * Way, 2005); the shop's busy seasons pull the purchases together.
 */
import { DAY_MS, dayNumber } from '../../domain/time.ts'
import type { Random } from './prng.ts'
import { busyness, hourWeights, ZONE } from './seasons.ts'

export const CUSTOMERS = 1200
export const ORDERS = 4000
const SPAN_DAYS = 730
const HOUR_MS = 3_600_000
/** Asia/Shanghai is eight hours ahead all year. */
export const OFFSET_MS = 8 * HOUR_MS

/** Purchases a usual day: gamma with this shape, and this mean of days between two of them. */
const PACE = { shape: 0.9, days: 96 }
/** New buyers a day, at the start of the two years and at their end, relative to the mean. */
const GROWTH = [0.7, 1.3] as const

/** The two years as days of different length: a day as busy as two usual ones counts as two. */
interface Season {
  first: number
  /** Usual days passed before each day; one longer than there are days. */
  passed: Float64Array
  /** Weight of each day for a first purchase. */
  newcomers: number[]
}

function season(now: number): Season {
  const first = dayNumber(now, ZONE) - SPAN_DAYS + 1
  const passed = new Float64Array(SPAN_DAYS + 1)
  const newcomers: number[] = []
  for (let i = 0; i < SPAN_DAYS; i++) {
    const busy = busyness(first + i)
    passed[i + 1] = (passed[i] as number) + busy
    newcomers.push(busy * (GROWTH[0] + ((GROWTH[1] - GROWTH[0]) * i) / SPAN_DAYS))
  }
  return { first, passed, newcomers }
}

/** An hour of the shop's clock on a local day, never after `now`. */
function moment(random: Random, day: number, now: number): number {
  const start = day * DAY_MS - OFFSET_MS
  const at = start + random.weighted(hourWeights) * HOUR_MS + random.int(0, HOUR_MS - 1000)
  return at <= now ? at : now - random.int(1, 600) * 60_000
}

/** @param leaving shapes of the chance to stop after a purchase */
function purchases(
  random: Random,
  { first, passed, newcomers }: Season,
  leaving: readonly [number, number],
  now: number,
): number[] {
  const pace = random.gamma(PACE.shape) / PACE.shape / PACE.days
  const stops = random.beta(...leaving)
  const end = passed[SPAN_DAYS] as number
  let i = random.weighted(newcomers)
  const times = [moment(random, first + i, now)]
  let at = (passed[i] as number) + random.next() * ((passed[i + 1] as number) - (passed[i] as number))
  while (!random.chance(stops)) {
    at += random.exponential() / pace
    if (at >= end) break
    while ((passed[i + 1] as number) <= at) i++
    times.push(moment(random, first + i, now))
  }
  return times.sort((a, b) => a - b)
}

/**
 * The moments each buyer bought, ascending: `ORDERS` in all. Where chance gave too many, orders between the first and
 * the latest of frequent buyers go; where too few, people who came once are drawn again.
 */
export function purchaseTimes(
  random: Random,
  leaving: readonly (readonly [number, number])[],
  now: number,
): number[][] {
  const seasons = season(now)
  const draw = (n: number) => purchases(random, seasons, leaving[n] as readonly [number, number], now)
  const all = leaving.map((_, n) => draw(n))
  let surplus = all.reduce((sum, { length }) => sum + length, 0) - ORDERS
  while (surplus !== 0) {
    const n = random.int(0, all.length - 1)
    const times = all[n] as number[]
    if (surplus > 0 && times.length > 3) {
      times.splice(random.int(1, times.length - 2), 1)
      surplus--
    } else if (surplus < 0 && times.length === 1) {
      all[n] = draw(n)
      surplus += (all[n] as number[]).length - 1
    }
  }
  return all
}
