/**
 * The likely cause of a complaint, read off the buyer's own words on the phone. It explains itself by the words it saw,
 * leans on what the shop's own cases turned out to be, and decides nothing: the person does.
 */
import { type Clause, clausesOf } from './cause-suggestion/clauses.ts'
import { type Feature, featuresOf, isTotal, type Span, withTotals } from './cause-suggestion/features.ts'
import { fold } from './cause-suggestion/fold.ts'
import { type Learnt, nothingLearnt, type ShopSays, shopSays } from './cause-suggestion/learn.ts'
import { strongestSpans, wordsAt } from './cause-suggestion/matched.ts'
import { CLASSES, NONE, score } from './cause-suggestion/score.ts'
import { familyOf } from './causes.ts'
import type { Cause, CauseFamily } from './rows.ts'

export { type Learnt, type LearntCase, learn, learnCase, nothingLearnt } from './cause-suggestion/learn.ts'

export interface SeenCause {
  family: CauseFamily
  cause: Cause
  /** The buyer's words it was read from, in their order: the reason shown beside the suggestion. */
  matched: string[]
}

export interface CauseSuggestion extends SeenCause {
  /** 0 … 1: how often a suggestion this sure is right. From `LIKELY` on "looks like", below it "may be". */
  confidence: number
  /** The shop's confirmed cases with these words that spoke for it. */
  learnt: number
  /** What else hurts, at most two, most telling first. */
  also: SeenCause[]
}

/** The confidence from which a suggestion is said to look like the cause. */
export const LIKELY = 0.75
const LEAST_CONFIDENCE = 0.25
/** Without a cue, by the sound of the words alone, more is asked for. */
const LEAST_WITHOUT_CUE = 0.4
const LEAST_FOR_SECOND = 0.45
const MOST_ALSO = 2
const MOST_ROUNDS = 5

/** The likeliest cause, or null when the words praise, ask, or point nowhere. `learnt` from `learn(disputes)`. */
export function suggestCause(words: string, learnt: Learnt = nothingLearnt()): CauseSuggestion | null {
  const features = featuresOf(words)
  const says = shopSays(words, learnt)
  const main = likeliest(features, says)
  if (!main || main.confidence < LEAST_CONFIDENCE) return null
  if (!main.byCue && main.confidence < LEAST_WITHOUT_CUE) return null
  const matched = wordsAt(words, main.spans)
  if (matched.length === 0) return null
  return {
    family: familyOf(main.cause),
    cause: main.cause,
    matched,
    confidence: main.confidence,
    learnt: says.get(main.cause)?.cases ?? 0,
    also: elsewhere(words, features, main),
  }
}

interface Likeliest {
  cause: Cause
  confidence: number
  spans: Span[]
  byCue: boolean
}

/** The general rule and the shop's cases, each with its part of the say. */
function likeliest(features: readonly Feature[], says: ReadonlyMap<Cause, ShopSays>): Likeliest | null {
  const { shares, added } = score(features)
  const said = [...says.values()].reduce((a, { say }) => a + say, 0)
  const shop = Math.max(0, ...[...says.values()].map(({ say }) => say))
  const shareOf = (i: number) => {
    const own = says.get(CLASSES[i] as Cause)?.say ?? 0
    return (1 - shop) * (shares[i] as number) + (said > 0 ? (shop * own) / said : 0)
  }
  const all = CLASSES.map((_, i) => shareOf(i))
  const confidence = Math.max(...all)
  const best = all.indexOf(confidence)
  if (best === NONE) return null
  const cause = CLASSES[best] as Cause
  const seen = strongestSpans(features, cause, (feature) => added(feature, best))
  const taught = says.get(cause)
  if (!taught || seen.byCue) return { cause, confidence, ...seen }
  return { cause, confidence, spans: [taught.span], byCue: true }
}

/** What the rest of the words say once the clauses that spoke for the cause are set aside. */
function elsewhere(words: string, features: readonly Feature[], main: Likeliest): SeenCause[] {
  const clauses = clausesOf(fold(words))
  const also: SeenCause[] = []
  const told = new Set<Cause>([main.cause])
  let rest = features
  let spoke: readonly Span[] = main.spans
  for (let round = 0; round < MOST_ROUNDS && also.length < MOST_ALSO; round += 1) {
    rest = without(rest, clauses, spoke)
    const next = likeliest(rest, new Map())
    if (!next?.byCue || next.confidence < LEAST_FOR_SECOND || next.spans.length === 0) break
    spoke = next.spans
    if (told.has(next.cause)) continue
    told.add(next.cause)
    const matched = wordsAt(words, next.spans)
    if (matched.length > 0) also.push({ family: familyOf(next.cause), cause: next.cause, matched })
  }
  return also
}

/** The features seen outside the clauses any of the places touches. */
function without(features: readonly Feature[], clauses: readonly Clause[], places: readonly Span[]): Feature[] {
  const gone = clauses.filter(({ start, end }) => places.some((place) => place[0] < end && start < place[1]))
  const isLeft = ([from, to]: Span) => !gone.some(({ start, end }) => from < end && start < to)
  return withTotals(
    features
      .filter(({ key }) => !isTotal(key))
      .map((feature) => ({ ...feature, spans: feature.spans.filter(isLeft) }))
      .filter(({ spans }) => spans.length > 0),
  )
}
