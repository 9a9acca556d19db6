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
const LEAST_FOR_SECOND = 0.6
const MOST_ALSO = 2

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
  const own = CLASSES.map((of) => (of === 'none' ? 0 : (says.get(of)?.say ?? 0)))
  const said = own.reduce((a, b) => a + b, 0)
  const shop = Math.max(...own)
  const all = own.map((say, i) => (1 - shop) * (shares[i] as number) + (said > 0 ? (shop * say) / said : 0))
  const confidence = Math.max(...all)
  const best = all.indexOf(confidence)
  if (best === NONE) return null
  const cause = CLASSES[best] as Cause
  const seen = strongestSpans(features, cause, (feature) => added(feature, best))
  const taught = says.get(cause)
  if (!taught || seen.byCue) return { cause, confidence, ...seen }
  return { cause, confidence, spans: [taught.span], byCue: true }
}

/** What the clauses that did not speak for the cause say, each on its own. */
function elsewhere(words: string, features: readonly Feature[], main: Likeliest): SeenCause[] {
  const spoke = (clause: Clause) => main.spans.some(([start, end]) => start < clause.end && clause.start < end)
  const found = new Map<Cause, Likeliest>()
  for (const clause of clausesOf(fold(words))) {
    if (spoke(clause)) continue
    const seen = likeliest(within(features, clause), new Map())
    if (!seen?.byCue || seen.cause === main.cause || seen.confidence < LEAST_FOR_SECOND) continue
    if (seen.confidence > (found.get(seen.cause)?.confidence ?? 0)) found.set(seen.cause, seen)
  }
  return [...found.values()]
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_ALSO)
    .map(({ cause, spans }) => ({ family: familyOf(cause), cause, matched: wordsAt(words, spans) }))
}

/** The features that begin in a clause. */
function within(features: readonly Feature[], { start, end }: Clause): Feature[] {
  return withTotals(
    features
      .filter(({ key }) => !isTotal(key))
      .map((feature) => ({ ...feature, spans: feature.spans.filter(([from]) => start <= from && from < end) }))
      .filter(({ spans }) => spans.length > 0),
  )
}
