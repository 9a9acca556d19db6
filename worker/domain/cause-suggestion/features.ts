/** What a text shows: cues, moods and character n-grams, each with the places it was seen at. */
import { ALL_CAUSES, familyOf } from '../causes.ts'
import { type Clause, clausesOf, isCalm } from './clauses.ts'
import type { Mood } from './cues/mood.ts'
import { CUES, MOOD_CUES } from './cues.ts'
import { fold } from './fold.ts'

/** Places in UTF-16 units, end exclusive. The same in the folded text and in the buyer's. */
export type Span = readonly [start: number, end: number]

export interface Feature {
  /** `late.0` a cue, `late` all cues of a cause, `~fast` a mood, `=慢` an n-gram. */
  key: string
  value: number
  spans: Span[]
}

const MOST_CUES = 3
const GOOD: ReadonlySet<Mood> = new Set(['fast', 'praise'])
/** What is left of the weight of the words around a praise. */
const AROUND_PRAISE = 0.35
const NUMERAL = /\d+|[一二两俩仨三四五六七八九十百半几]+(?=[个件双条只盒瓶包袋箱套张片本份天次月年周号斤块小])/g
const NOT_BEFORE = /(?:不[太怎么算是]*|没有?|没那么|无)$/

class Features {
  readonly #all = new Map<string, Feature>()
  see(key: string, value: number, ...spans: Span[]): void {
    const seen = this.#all.get(key)
    if (!seen) this.#all.set(key, { key, value, spans })
    else {
      seen.value = Math.max(seen.value, value)
      seen.spans.push(...spans)
    }
  }
  get list(): Feature[] {
    return [...this.#all.values()]
  }
}

const clauseAt = (clauses: readonly Clause[], at: number): Clause | undefined =>
  clauses.find(({ start, end }) => start <= at && at < end)

/** Everything the score is made of, in an order that depends on the text alone. */
export function featuresOf(text: string): Feature[] {
  const folded = fold(text)
  const clauses = clausesOf(folded)
  const features = new Features()
  const good = seeMoods(folded, clauses, features)
  const complaining = seeCues(folded, clauses, features, good)
  seeGrams(folded, clauses, features, (clause) => (good.has(clause) && !complaining.has(clause) ? AROUND_PRAISE : 1))
  return withTotals(features.list)
}

const CAUSES: ReadonlySet<string> = new Set(ALL_CAUSES)
/** True of the key of all cues of a cause together. */
export const isTotal = (key: string): boolean => CAUSES.has(key)

/** The features with one more for every cause that has cues among them: the sum of these, up to three. */
export function withTotals(features: readonly Feature[]): Feature[] {
  const totals = new Map<string, Feature>()
  for (const { key, value, spans } of features) {
    const dot = key.startsWith('=') ? -1 : key.indexOf('.')
    if (dot < 0) continue
    const cause = key.slice(0, dot)
    const total = totals.get(cause) ?? { key: cause, value: 0, spans: [] }
    total.value = Math.min(MOST_CUES, total.value + value)
    total.spans.push(...spans)
    totals.set(cause, total)
  }
  return [...features, ...totals.values()]
}

/** The clauses that praise. A praise denied ("not good") is unhappiness. */
function seeMoods(folded: string, clauses: readonly Clause[], features: Features): Set<Clause> {
  const good = new Set<Clause>()
  for (const { mood, expression } of MOOD_CUES)
    for (const match of folded.matchAll(expression)) {
      const clause = clauseAt(clauses, match.index)
      const weight = clause?.weight ?? 1
      const span = [match.index, match.index + match[0].length] as const
      if (!clause || !GOOD.has(mood)) features.see(`~${mood}`, weight, span)
      else if (NOT_BEFORE.test(folded.slice(clause.start, match.index))) features.see('~unhappy', weight, span)
      else {
        features.see(`~${mood}`, weight, span)
        good.add(clause)
      }
    }
  return good
}

/** The clauses that complain. */
function seeCues(
  folded: string,
  clauses: readonly Clause[],
  features: Features,
  good: ReadonlySet<Clause>,
): Set<Clause> {
  const complaining = new Set<Clause>()
  const calm: [Clause, Span][] = []
  for (const { id, cause, expression } of CUES) {
    for (const match of folded.matchAll(expression)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const clause = clauseAt(clauses, start)
      if (!clause) continue
      if (isCalm(folded, clause, start, end, familyOf(cause))) {
        calm.push([clause, [start, end]])
        continue
      }
      features.see(id, clause.weight * (good.has(clause) ? AROUND_PRAISE : 1), [start, end])
      complaining.add(clause)
    }
  }
  for (const [clause, span] of calm) if (!complaining.has(clause)) features.see('~calm', 1, span)
  return complaining
}

/** Han characters in ones, twos and threes within a clause, numbers as one sign; and whole words of Latin letters. */
function seeGrams(
  folded: string,
  clauses: readonly Clause[],
  features: Features,
  share: (clause: Clause) => number,
): void {
  for (const clause of clauses) {
    const value = clause.weight * share(clause)
    const units = unitsOf(folded, clause)
    for (let n = 1; n <= 3; n += 1)
      for (let i = 0; i + n <= units.length; i += 1) {
        const gram = units.slice(i, i + n)
        const [first, last] = [gram[0], gram[n - 1]] as [Unit, Unit]
        features.see(`=${gram.map((unit) => unit.sign).join('')}`, value, [first.start, last.end])
      }
  }
}

interface Unit {
  sign: string
  start: number
  end: number
}

function unitsOf(folded: string, clause: Clause): Unit[] {
  const text = folded.slice(clause.start, clause.end)
  const numbers = new Map([...text.matchAll(NUMERAL)].map((match) => [match.index, match[0].length]))
  const units: Unit[] = []
  for (let i = 0; i < text.length; ) {
    const digits = numbers.get(i)
    const word = digits ? null : /^[a-z']+/.exec(text.slice(i, i + 24))
    const length = digits ?? word?.[0].length ?? 1
    const sign = digits ? '#' : word ? `${word[0]} ` : text.charAt(i)
    if (sign !== ' ') units.push({ sign, start: clause.start + i, end: clause.start + i + length })
    i += length
  }
  return units
}
