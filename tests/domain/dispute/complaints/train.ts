/**
 * Makes the weights of the cause suggestion from the training part of the labelled sentences: multinomial logistic
 * regression with a Gaussian prior. A cue is expected beforehand to speak for its own cause and a word of praise for
 * none, an n-gram for nothing; the sentences move them from there. Deterministic: the same sentences, the same weights.
 */
import { MOODS, type Mood } from '../../../../worker/domain/cause-suggestion/cues/mood.ts'
import { CUES, isTopic } from '../../../../worker/domain/cause-suggestion/cues.ts'
import { type Feature, featuresOf, isTotal } from '../../../../worker/domain/cause-suggestion/features.ts'
import {
  BIAS,
  CLASSES,
  isGram,
  NONE,
  softmax,
  vectorOf,
  type Weights,
} from '../../../../worker/domain/cause-suggestion/score.ts'
import { ALL_CAUSES } from '../../../../worker/domain/causes.ts'
import type { Cause } from '../../../../worker/domain/rows.ts'

const STEPS = 200
const RATE = 0.01
const MOMENTUM = 0.9
/** An n-gram seen in fewer sentences is left out. */
const LEAST_SENTENCES = 3
const CUE_EXPECTED = 2
const TOPIC_EXPECTED = 1.2
const TOTAL_EXPECTED = 0.8
const MOOD_EXPECTED: Readonly<Record<Mood | 'calm', number>> = {
  fast: 2,
  praise: 2,
  smile: 1.5,
  anger: -1,
  thanks: 0.7,
  unhappy: -1.5,
  greet: 1.5,
  ask: 1.5,
  wonder: 0.3,
  plan: 1,
  calm: 1.5,
}

const K = CLASSES.length

function keysOf(texts: readonly (readonly Feature[])[]): string[] {
  const sentences = new Map<string, number>()
  for (const features of texts) for (const { key } of features) sentences.set(key, (sentences.get(key) ?? 0) + 1)
  const grams = [...sentences].filter(([key, n]) => isGram(key) && n >= LEAST_SENTENCES).map(([key]) => key)
  return [...CUES.map(({ id }) => id), ...ALL_CAUSES, ...[...MOODS, 'calm'].map((mood) => `~${mood}`), ...grams.sort()]
}

function expectedOf(key: string): Float64Array {
  const row = new Float64Array(K)
  if (key.startsWith('~')) row[NONE] = MOOD_EXPECTED[key.slice(1) as Mood]
  else if (isTotal(key)) row[CLASSES.indexOf(key as Cause)] = TOTAL_EXPECTED
  else if (!isGram(key))
    row[CLASSES.indexOf(key.slice(0, key.indexOf('.')) as Cause)] = isTopic(key) ? TOPIC_EXPECTED : CUE_EXPECTED
  return row
}

/** The weights by feature, before they are rounded for the table. */
export function train(sentences: readonly { words: string; label: Cause | 'none' }[]): Weights {
  const texts = sentences.map(({ words }) => featuresOf(words))
  const expected = new Map(keysOf(texts).map((key) => [key, expectedOf(key)] as const))
  expected.set(BIAS, new Float64Array(K))
  const weights = new Map([...expected].map(([key, row]) => [key, row.slice()]))
  const speed = new Map([...expected].map(([key]) => [key, new Float64Array(K)]))
  const examples = texts.map((features, i) => ({
    values: [
      ...vectorOf(features, (key) => expected.has(key)).map(([{ key }, value]) => [key, value] as const),
      [BIAS, 1] as const,
    ],
    label: CLASSES.indexOf(sentences[i]!.label),
  }))
  for (let step = 0; step < STEPS; step += 1) {
    const slope = new Map([...weights].map(([key, row]) => [key, row.map((w, c) => w - expected.get(key)![c]!)]))
    for (const { values, label } of examples) {
      const sums = new Float64Array(K)
      for (const [key, value] of values) for (let c = 0; c < K; c += 1) sums[c]! += weights.get(key)![c]! * value
      const error = softmax(sums)
      error[label]! -= 1
      for (const [key, value] of values) {
        const row = slope.get(key)!
        for (let c = 0; c < K; c += 1) row[c]! += error[c]! * value
      }
    }
    for (const [key, row] of weights) {
      const [v, g] = [speed.get(key)!, slope.get(key)!]
      for (let c = 0; c < K; c += 1) {
        v[c] = MOMENTUM * v[c]! - RATE * g[c]!
        row[c]! += v[c]!
      }
    }
  }
  return weights
}
