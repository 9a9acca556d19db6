/** The facts a group of customers may be described by, and which of them tell A from the rest. */
import { DAY_MS } from '../time.ts'
import type { Buyer } from './buyers.ts'
import { type Counts, isJudged, type Told, toldBy } from './separation.ts'

/** What is the same whoever looks at it comes first: it can be asked for, advertised to, stocked. The rest is how they buy. */
export const FACTS = ['source', 'region', 'product', 'discount', 'orders', 'rhythm', 'since'] as const
export type Fact = (typeof FACTS)[number]
/** Facts by which a customer can be found before they have bought often. */
export const FINDABLE: ReadonlySet<Fact> = new Set(['source', 'region', 'product', 'discount'])

/** Lower ends of the bands: percent off, orders, days between orders, days since the first purchase. */
export const BANDS = {
  discount: [0, 1, 10, 20, 30],
  orders: [1, 2, 3, 6, 11],
  rhythm: [0, 15, 31, 61, 121],
  since: [0, 91, 366, 731],
} as const satisfies Partial<Record<Fact, readonly number[]>>
export type Banded = keyof typeof BANDS
type Worded = Exclude<Fact, Banded | 'product'>

/** Having a value of a fact — a channel, a region, a product's id — or lying in the bands from one on, or before one. */
export interface Trait {
  fact: Fact
  is: 'value' | 'from' | 'under'
  /** The value, or where the band begins. */
  value: string
}

/** A trait more common in A than among the rest, and what its fact tells. */
export interface Separating extends Trait, Told {
  /** Share of A who have it, share of the rest. */
  inside: number
  outside: number
}

/** Which band a number is in, by its place; −1 for unknown and below the first. */
export function bandOf(fact: Banded, n: number | null): number {
  if (n === null) return -1
  const bands: readonly number[] = BANDS[fact]
  let at = bands.length - 1
  while (at >= 0 && n < (bands[at] as number)) at--
  return at
}

const WORDS: Record<Worded, (buyer: Buyer) => string | null> = {
  source: ({ source }) => source,
  region: ({ region }) => region,
}

const NUMBERS: Record<Banded, (buyer: Buyer, asOf: number) => number | null> = {
  discount: ({ discount }) => discount,
  orders: ({ figures }) => figures.orders,
  rhythm: ({ figures }) => (figures.ownRhythm === 1 ? figures.rhythmDays : null),
  since: ({ figures: { firstOrderAt } }, asOf) =>
    firstOrderAt === null ? null : Math.max(0, Math.floor((asOf - firstOrderAt) / DAY_MS)),
}

type Tally = [number, number]
type Table = Map<string, Tally>

/**
 * The most telling trait of each fact that tells more than chance could, the most telling fact first. One of a fact:
 * three products that are bought together say the same thing three times.
 * @param asOf epoch ms of the figures
 */
export function separating(buyers: readonly Buyer[], asOf: number): Separating[] {
  const inside = buyers.filter(({ figures }) => figures.tier === 'A').length
  const outside = buyers.length - inside
  if (inside === 0 || outside === 0) return []
  const whole: Counts = [inside, outside]
  const of = (fact: Fact): Separating | null =>
    fact === 'product'
      ? byProduct(buyers, whole)
      : isBanded(fact)
        ? byBand(buyers, fact, asOf, whole)
        : byWord(buyers, fact, whole)
  return FACTS.flatMap((fact) => of(fact) ?? []).sort(
    (a, b) => b.bits - a.bits || FACTS.indexOf(a.fact) - FACTS.indexOf(b.fact),
  )
}

function byWord(buyers: readonly Buyer[], fact: Worded, whole: Counts): Separating | null {
  const table: Table = new Map()
  const read = WORDS[fact]
  const unknown: Tally = [0, 0]
  for (const buyer of buyers) {
    const value = read(buyer)
    tally(value === null ? unknown : entry(table, value), buyer)
  }
  return described(toldBy([...table.values(), unknown]), () => valuesOf(fact, table), whole)
}

function byBand(buyers: readonly Buyer[], fact: Banded, asOf: number, whole: Counts): Separating | null {
  const bands = BANDS[fact].map((): Tally => [0, 0])
  const read = NUMBERS[fact]
  const unknown: Tally = [0, 0]
  for (const buyer of buyers) tally(bands[bandOf(fact, read(buyer, asOf))] ?? unknown, buyer)
  return described(toldBy([...bands, unknown]), () => cuts(fact, bands), whole)
}

/** The whole fact's information with its most telling trait. Not knowing tells something, but describes nobody. */
function described(told: Told, candidates: () => Candidate[], whole: Counts): Separating | null {
  const best = told.bits > 0 ? mostTelling(candidates(), whole) : null
  return best && { ...best, ...told }
}

/** Somebody has bought many products: each is a fact of its own, bought or not. */
function byProduct(buyers: readonly Buyer[], whole: Counts): Separating | null {
  const table: Table = new Map()
  for (const buyer of buyers) for (const product of buyer.bought) tally(entry(table, product), buyer)
  return mostTelling(valuesOf('product', table), whole)
}

interface Candidate extends Trait {
  counts: Counts
}

const isBanded = (fact: Fact): fact is Banded => Object.hasOwn(BANDS, fact)

/** In an order of their own, whatever order the customers came in. */
const valuesOf = (fact: Fact, table: Table): Candidate[] =>
  [...table]
    .map(([value, counts]): Candidate => ({ fact, is: 'value', value, counts }))
    .sort((a, b) => (a.value < b.value ? -1 : 1))

/** Numbers are described by where they lie: three orders or more, under 31 days. */
function cuts(fact: Banded, bands: readonly Counts[]): Candidate[] {
  const sumOf = (some: readonly Counts[]) =>
    some.reduce<Counts>(([a, b], [inside, outside]) => [a + inside, b + outside], [0, 0])
  return BANDS[fact].slice(1).flatMap((lower, i): Candidate[] => [
    { fact, is: 'from', value: String(lower), counts: sumOf(bands.slice(i + 1)) },
    { fact, is: 'under', value: String(lower), counts: sumOf(bands.slice(0, i + 1)) },
  ])
}

/** Among those more common inside: having it or not says the most. */
function mostTelling(candidates: readonly Candidate[], [inside, outside]: Counts): Separating | null {
  const judged = isJudged(inside, outside)
  let best: Separating | null = null
  for (const { counts, ...trait } of candidates) {
    const [a, b] = counts
    const without: Counts = [inside - a, outside - b]
    if (a / inside <= b / outside || !judged(counts) || !judged(without)) continue
    const told = toldBy([counts, without])
    if (told.bits === 0) continue
    if (best === null || told.bits > best.bits) best = { ...trait, ...told, inside: a / inside, outside: b / outside }
  }
  return best
}

function entry(table: Table, value: string): Tally {
  let counts = table.get(value)
  if (!counts) {
    counts = [0, 0]
    table.set(value, counts)
  }
  return counts
}

function tally(counts: Tally, { figures }: Buyer): void {
  counts[figures.tier === 'A' ? 0 : 1]++
}
