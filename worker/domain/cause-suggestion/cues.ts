/** The lexicon: cues per cause, words of mood, and the expressions made of them once. */
import type { Cause } from '../rows.ts'
import { EXPECTATION } from './cues/expectation.ts'
import { FULFILMENT } from './cues/fulfilment.ts'
import { MOOD, MOODS, type Mood } from './cues/mood.ts'
import { expression } from './cues/notation.ts'
import { QUALITY } from './cues/quality.ts'
import { SERVICE } from './cues/service.ts'

export interface Cue {
  /** `late.0`: the name its weight is stored under. */
  id: string
  cause: Cause
  /** It names what is talked about, and no more. */
  topic: boolean
  expression: RegExp
}

export const CUES: readonly Cue[] = [...EXPECTATION, ...QUALITY, ...SERVICE, ...FULFILMENT].flatMap(
  ([cause, ...patterns]) =>
    patterns.map((pattern, i) => ({
      id: `${cause}.${i}`,
      cause,
      topic: pattern.startsWith('~'),
      expression: expression(pattern.replace('~', '')),
    })),
)

const TOPICS: ReadonlySet<string> = new Set(CUES.filter(({ topic }) => topic).map(({ id }) => id))
/** True of the id of a cue that only names a topic. */
export const isTopic = (id: string): boolean => TOPICS.has(id)

export const MOOD_CUES: readonly { mood: Mood; expression: RegExp }[] = MOODS.map((mood) => ({
  mood,
  expression: expression(MOOD[mood]),
}))
