/** What the model needs to know of one buyer. Its unit of time is the week, as in the literature. */
export interface Summary {
  /** Repeat purchases: purchase days after the first. Several orders on one day are one purchase. */
  x: number
  /** Age at the last purchase, weeks since the first; 0 without a repeat. */
  tx: number
  /** Age now, weeks since the first purchase. */
  T: number
  /** Mean net value of the purchase days after the first, minor units; 0 without a repeat. */
  spend: number
}

/** A buyer's purchase days, ascending and each once, and the net value of each. */
export interface History {
  days: readonly number[]
  nets: readonly number[]
}

export const WEEK_DAYS = 7

/** How many purchase days are `day` or earlier. O(log n). */
export function daysUpTo(days: readonly number[], day: number): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((days[middle] as number) <= day) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Counts whole shop-local days ÷ 7, never instants: half a day changes the fitted parameters.
 * @param today shop-local day number (see `dayNumber`) on which or after which the last purchase lies
 * @returns null for who never bought
 */
export function summarise({ days, nets }: History, today: number): Summary | null {
  const timing = timingOn(days, today)
  if (!timing) return null
  let repeats = 0
  for (let i = 1; i <= timing.x; i++) repeats += nets[i] as number
  return { ...timing, spend: timing.x > 0 ? repeats / timing.x : 0 }
}

export type Timing = Omit<Summary, 'spend'>

/** What was known of a buyer's timing at the end of a day; null when they had not bought yet. */
export function timingOn(days: readonly number[], day: number): Timing | null {
  const known = daysUpTo(days, day)
  if (known === 0) return null
  const first = days[0] as number
  return {
    x: known - 1,
    tx: ((days[known - 1] as number) - first) / WEEK_DAYS,
    T: (day - first) / WEEK_DAYS,
  }
}

/** Buyers of equal timing, as one. */
export interface Group extends Timing {
  buyers: number
}

/**
 * One `G` for each distinct (x, t_x, T), made when it is first asked for. Equal timing is equal likelihood and equal
 * expectation, so both are worked out once for all who share it. O(1).
 */
export function byTiming<G>(open: (timing: Timing) => G): { of(timing: Timing): G; all: G[] } {
  const known = new Map<number, Map<number, Map<number, G>>>()
  const all: G[] = []
  return {
    all,
    of(timing) {
      const byRecency = within(known, timing.T)
      const byFrequency = within(byRecency, timing.tx)
      const found = byFrequency.get(timing.x)
      if (found !== undefined) return found
      const opened = open(timing)
      byFrequency.set(timing.x, opened)
      all.push(opened)
      return opened
    },
  }
}

function within<V>(maps: Map<number, Map<number, V>>, key: number): Map<number, V> {
  let map = maps.get(key)
  if (!map) {
    map = new Map()
    maps.set(key, map)
  }
  return map
}

/** Everyone, as groups of equal timing. */
export function grouped(timings: Iterable<Timing>): Group[] {
  const groups = byTiming<Group>(({ x, tx, T }) => ({ x, tx, T, buyers: 0 }))
  for (const timing of timings) groups.of(timing).buyers++
  return groups.all
}
