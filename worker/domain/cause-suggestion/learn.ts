/** What a shop's own confirmed cases teach: which cause the same words turned out to be. */
import { ALL_CAUSES } from '../causes.ts'
import type { Cause, DisputeRow } from '../rows.ts'
import { type Clause, clausesOf } from './clauses.ts'
import type { Span } from './features.ts'
import { fold } from './fold.ts'

export type LearntCase = Pick<DisputeRow, 'words' | 'confirmedCause' | 'step'> & Partial<Pick<DisputeRow, 'outcome'>>

/** Counts of cases: by cause, and by cause for every three characters in a row seen within a clause. */
export interface Learnt {
  cases: Map<Cause, number>
  grams: Map<string, Map<Cause, number>>
}

/** What the shop's cases say about a text, per cause. */
export interface ShopSays {
  /** 0 … 1: how far the shop's cases are to be believed over the general rule. */
  say: number
  /** Confirmed cases that share these words. */
  cases: number
  /** Where the shared words stand. */
  span: Span
}

/** Cases beyond chance at which the shop's say is one half, squared, where chance itself is small. */
const HALF_SAY = 4
/** Cases taken as given for every cause before the shop has any. */
const GIVEN = 2

const LEARNT_AT: ReadonlySet<DisputeRow['step']> = new Set(['follow-up', 'closed'])
/** Stands for the begin and end of a clause, so that two characters on their own count too. */
const EDGE = '^'

/** Every digit counts as the same: order numbers and days would pass for words of a cause. */
function* gramsOf(folded: string, { start, end }: Clause): Generator<[gram: string, at: Span]> {
  const text = EDGE + folded.slice(start, end).replaceAll(/\d/g, '0') + EDGE
  for (let i = 0; i + 3 <= text.length; i += 1)
    yield [text.slice(i, i + 3), [Math.max(start, start + i - 1), Math.min(end, start + i + 2)]]
}

function bump<K>(counts: Map<K, number>, key: K, by: number): void {
  const next = (counts.get(key) ?? 0) + by
  if (next > 0) counts.set(key, next)
  else counts.delete(key)
}

export const nothingLearnt = (): Learnt => ({ cases: new Map(), grams: new Map() })

/** Counts one case in (`by` 1) or out again (-1), in place. A case not yet recorded with its cause teaches nothing. */
export function learnCase(learnt: Learnt, { words, confirmedCause, step, outcome }: LearntCase, by: 1 | -1 = 1): void {
  if (confirmedCause === null || outcome === 'spam' || !LEARNT_AT.has(step)) return
  bump(learnt.cases, confirmedCause, by)
  const folded = fold(words)
  const seen = new Set<string>()
  for (const clause of clausesOf(folded)) for (const [gram] of gramsOf(folded, clause)) seen.add(gram)
  for (const gram of seen) {
    const counts = learnt.grams.get(gram) ?? new Map<Cause, number>()
    bump(counts, confirmedCause, by)
    if (counts.size > 0) learnt.grams.set(gram, counts)
    else learnt.grams.delete(gram)
  }
}

/** The counts of a shop's cases, whatever their order. */
export function learn(cases: Iterable<LearntCase>): Learnt {
  const learnt = nothingLearnt()
  for (const each of cases) learnCase(learnt, each)
  return learnt
}

/**
 * What the shop's cases say about a text. Of n cases that share some words, n·q would be of a cause by its part q of all
 * cases; with e more than that, the words' say is e² / (e² + 4 + n·q·(1 − q)), the last being the variance of chance,
 * times the cause's part of the n. A clause says the mean over its characters, a text what its most telling clause says.
 * So a sentence confirmed once weighs about 1/6 and three times more than half, and where nearly all cases are late one
 * more of them teaches nothing.
 */
export function shopSays(words: string, learnt: Learnt): Map<Cause, ShopSays> {
  const says = new Map<Cause, ShopSays>()
  if (learnt.cases.size === 0) return says
  const folded = fold(words)
  const all = [...learnt.cases.values()].reduce((a, b) => a + b, 0)
  const expected = (cause: Cause) => ((learnt.cases.get(cause) ?? 0) + GIVEN) / (all + GIVEN * ALL_CAUSES.length)
  for (const clause of clausesOf(folded)) {
    const length = clause.end - clause.start
    const covers = new Map<Cause, { at: Float64Array; cases: number }>()
    for (const [gram, [start, end]] of gramsOf(folded, clause)) {
      const counts = learnt.grams.get(gram)
      if (!counts) continue
      const sharing = [...counts.values()].reduce((a, b) => a + b, 0)
      for (const [cause, cases] of counts) {
        const chance = expected(cause)
        const beyond = Math.max(0, cases - sharing * chance) ** 2
        const say = (beyond / (beyond + HALF_SAY + sharing * chance * (1 - chance))) * (cases / sharing)
        const cover = covers.get(cause) ?? { at: new Float64Array(length), cases: 0 }
        cover.cases = Math.max(cover.cases, cases)
        for (let i = start - clause.start; i < end - clause.start; i += 1) cover.at[i] = Math.max(cover.at[i] ?? 0, say)
        covers.set(cause, cover)
      }
    }
    for (const [cause, { at, cases }] of covers) {
      const say = at.reduce((a, b) => a + b, 0) / length
      if (say > (says.get(cause)?.say ?? 0)) says.set(cause, { say, cases, span: spanOf(at, clause.start) })
    }
  }
  return says
}

/** The longest run of characters that count. */
function spanOf(at: Float64Array, offset: number): Span {
  let best: [number, number] = [0, 0]
  for (let start = 0; start < at.length; ) {
    let end = start
    while (end < at.length && (at[end] as number) > 0) end += 1
    if (end - start > best[1] - best[0]) best = [start, end]
    start = end + 1
  }
  return [best[0] + offset, best[1] + offset]
}
