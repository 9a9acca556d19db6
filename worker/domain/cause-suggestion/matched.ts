/** The buyer's own words that speak for a cause. */
import { isTopic } from './cues.ts'
import type { Feature, Span } from './features.ts'
import { isGram } from './score.ts'

const MOST_WORDS = 3
/** Of n-grams, when there is no cue: how much one must add to be shown. */
const LEAST_ADDED = 0.05

const overlaps = (a: Span, b: Span) => a[0] < b[1] && b[0] < a[1]

/**
 * The places that speak most for a cause, in reading order: its cues, those that are a complaint before those
 * that name a topic; or where it has none the n-grams that add most, joined where they touch.
 */
export function strongestSpans(
  features: readonly Feature[],
  cause: string,
  added: (feature: Feature) => number,
): { spans: Span[]; byCue: boolean } {
  const cues = features.filter(({ key }) => key.startsWith(`${cause}.`))
  const telling = cues.filter(({ key }) => !isTopic(key))
  if (telling.length > 0) return { spans: pick(telling, added), byCue: true }
  if (cues.length > 0) return { spans: pick(cues, added), byCue: false }
  const grams = features.filter((feature) => isGram(feature.key) && added(feature) > LEAST_ADDED)
  const long = grams.filter(({ spans }) => spans.some(([start, end]) => end - start > 1))
  return { spans: join(pick(long.length > 0 ? long : grams, added)), byCue: false }
}

function pick(features: readonly Feature[], added: (feature: Feature) => number): Span[] {
  const ranked = features
    .flatMap((feature) => feature.spans.map((span) => ({ span, added: added(feature) })))
    .sort((a, b) => b.added - a.added || b.span[1] - b.span[0] - (a.span[1] - a.span[0]) || a.span[0] - b.span[0])
  const picked: Span[] = []
  for (const { span } of ranked) {
    if (picked.length === MOST_WORDS) break
    if (span[1] > span[0] && !picked.some((other) => overlaps(span, other))) picked.push(span)
  }
  return picked.sort((a, b) => a[0] - b[0])
}

function join(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const [start, end] of spans) {
    const last = joined.at(-1)
    if (last && start <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)]
    else joined.push([start, end])
  }
  return joined
}

const EDGE = /^[\s\p{P}]+|[\s\p{P}]+$/gu
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** The words at the given places as the buyer wrote them, without signs at their ends, whole characters, each once. */
export function wordsAt(text: string, spans: readonly Span[]): string[] {
  const words = spans.map(([start, end]) => {
    const from = isLow(text.charCodeAt(start)) ? start - 1 : start
    const to = isLow(text.charCodeAt(end)) ? end + 1 : end
    return text.slice(Math.max(0, from), to).replace(EDGE, '')
  })
  return [...new Set(words)].filter((word) => word !== '')
}
