/** How well a fact tells one kind of customer from the rest, chance allowed for. */

/** How many of each kind have a value. */
export type Counts = readonly [inside: number, outside: number]

/** In a two-column table each cell should be expected to hold this many for χ² to hold (Cochran, Biometrics 1954). */
const LEAST_EXPECTED = 5
/**
 * Standard deviations: what chance reaches once in some thirty thousand facts, so that trying every product a shop
 * sells does not turn one up by chance.
 */
const UNLIKELY = 4

/**
 * Quantile of χ² by Wilson and Hilferty (PNAS 1931): the cube root of χ²/df is nearly normal.
 * @param df degrees of freedom; @param z standard normal quantile
 */
export const chiSquareQuantile = (df: number, z: number): number => {
  const variance = 2 / (9 * df)
  return df * (1 - variance + z * Math.sqrt(variance)) ** 3
}

/** Entropy of a yes-or-no with so many of each, bits (Shannon, "A Mathematical Theory of Communication", 1948). */
export function entropy(inside: number, outside: number): number {
  const all = inside + outside
  const part = (n: number) => (n > 0 ? -(n / all) * Math.log2(n / all) : 0)
  return part(inside) + part(outside)
}

export interface Told {
  /**
   * Information the fact gives about the kind beyond what chance could, bits: the plug-in estimate `G / 2N ln 2` less
   * what an independent fact with as many values reaches (G is then χ² with one degree less than it has values).
   */
  bits: number
  /** `bits` of the kind's entropy (Theil's uncertainty coefficient, 1970), 0–1. */
  share: number
}

const NOTHING: Told = { bits: 0, share: 0 }

/**
 * @param table how many of each kind have each value; values too rare to judge are taken together, so that a fact with
 *   hundreds of values does not win by chance
 */
export function toldBy(table: Iterable<Counts>): Told {
  const rows = [...table]
  const inside = sum(rows.map(([a]) => a))
  const outside = sum(rows.map(([, b]) => b))
  const all = inside + outside
  if (inside === 0 || outside === 0) return NOTHING
  const judged = isJudged(inside, outside)
  const kept = rows.filter(judged)
  const rare = rows.filter((row) => !judged(row))
  if (rare.length > 0) kept.push([sum(rare.map(([a]) => a)), sum(rare.map(([, b]) => b))])
  if (kept.length < 2) return NOTHING
  let g = 0
  for (const [a, b] of kept) {
    if (a > 0) g += 2 * a * Math.log((a * all) / ((a + b) * inside))
    if (b > 0) g += 2 * b * Math.log((b * all) / ((a + b) * outside))
  }
  const beyond = Math.max(0, g - chiSquareQuantile(kept.length - 1, UNLIKELY))
  const bits = beyond / (2 * all * Math.LN2)
  return { bits, share: Math.min(1, bits / entropy(inside, outside)) }
}

/** Whether a value is common enough to be judged on its own, where so many are of each kind. */
export const isJudged =
  (inside: number, outside: number) =>
  ([a, b]: Counts): boolean =>
    ((a + b) * Math.min(inside, outside)) / (inside + outside) >= LEAST_EXPECTED

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
