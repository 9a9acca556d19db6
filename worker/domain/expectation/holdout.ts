/** The model against what happened: fitted on what was known some weeks ago, compared with the weeks since. */
import { type BgNbd, expectedOrders } from './bg-nbd.ts'
import { type Timing, WEEK_DAYS } from './summary.ts'

/** Purchases in the held-out weeks by buyers of equal timing before them. */
export interface Outcome extends Timing {
  buyers: number
  /** Purchases (purchase days) of all of them. */
  orders: number
  /** Sum of the squares of each one's purchases. */
  squares: number
  /** How many bought at all. */
  returned: number
}

export interface Tally {
  buyers: number
  /** Purchases foretold and made, in total. */
  predicted: number
  actual: number
}

export interface Check extends Tally {
  /** Length of the held-out time, days. */
  days: number
  /** Tenths of the buyers, the most promising first; equally promising ones are shared out evenly. */
  deciles: Tally[]
  /**
   * Chance that of two buyers, one of whom came back, that one had the higher expectation (area under the ROC curve;
   * 0.5 is a coin); null when all or none came back.
   */
  ranking: number | null
  /** Standard error of `predicted − actual`, from the buyers' own deviations. */
  error: number
}

interface Ranked extends Outcome {
  expected: number
}

export function check(model: BgNbd, outcomes: readonly Outcome[], days: number): Check {
  const expected = expectedOrders(model, days / WEEK_DAYS)
  const ranked = outcomes
    .map((outcome) => ({ ...outcome, expected: expected(outcome) }))
    .sort((a, b) => b.expected - a.expected)
  const total = (of: (group: Ranked) => number) => ranked.reduce((sum, group) => sum + of(group), 0)
  return {
    days,
    buyers: total(({ buyers }) => buyers),
    predicted: total((group) => group.buyers * group.expected),
    actual: total(({ orders }) => orders),
    deciles: decilesOf(ranked),
    ranking: rankingQuality(ranked.map((group) => [group.expected, group.returned, group.buyers - group.returned])),
    error: Math.sqrt(
      Math.max(
        0,
        total(({ buyers, orders, squares, expected: e }) => squares - 2 * e * orders + buyers * e * e),
      ),
    ),
  }
}

type Scored = readonly [score: number, yes: number, no: number]

/**
 * Area under the ROC curve by ranks, ties counting half (Mann–Whitney). Null without both kinds.
 * @param groups score, how many of that score are positive, how many negative
 */
export function rankingQuality(groups: readonly Scored[]): number | null {
  const ascending = [...groups].sort((a, b) => a[0] - b[0])
  let [won, below, yesses] = [0, 0, 0]
  for (let i = 0; i < ascending.length; ) {
    let [yes, no] = [0, 0]
    const score = (ascending[i] as Scored)[0]
    for (; i < ascending.length && ascending[i]?.[0] === score; i++) {
      yes += ascending[i]?.[1] ?? 0
      no += ascending[i]?.[2] ?? 0
    }
    won += yes * (below + no / 2)
    below += no
    yesses += yes
  }
  return yesses > 0 && below > 0 ? won / (yesses * below) : null
}

const TENTHS = 10

function decilesOf(ranked: readonly Ranked[]): Tally[] {
  const buyers = ranked.reduce((sum, group) => sum + group.buyers, 0)
  const deciles = Array.from({ length: TENTHS }, (_, i) => ({
    buyers: Math.round((buyers * (i + 1)) / TENTHS) - Math.round((buyers * i) / TENTHS),
    predicted: 0,
    actual: 0,
  }))
  let at = 0
  let room = deciles[0]?.buyers ?? 0
  for (const { buyers: size, orders, expected } of ranked) {
    for (let left = size; left > 0; ) {
      while (room === 0 && at < TENTHS - 1) room = (deciles[++at] as Tally).buyers
      const taken = Math.min(left, room)
      const decile = deciles[at] as Tally
      decile.predicted += taken * expected
      decile.actual += (taken * orders) / size
      left -= taken
      room -= taken
    }
  }
  return deciles
}
