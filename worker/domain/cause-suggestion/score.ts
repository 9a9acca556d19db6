/**
 * The additive score: each feature of a text adds its weight to each class; the sums become shares by softmax. The
 * weights are those of a multinomial logistic regression (tests/domain/dispute/complaints/train.ts), in eighths.
 */
import { ALL_CAUSES } from '../causes.ts'
import type { Cause } from '../rows.ts'
import type { Feature } from './features.ts'
import { TABLE } from './table.ts'

/** The fifteen causes, then praise, small talk and questions. */
export const CLASSES: readonly (Cause | 'none')[] = [...ALL_CAUSES, 'none']
export const NONE = CLASSES.length - 1
/** The n-grams of a text weigh together as many as the square root of their number, times this. */
const GRAM_SCALE = 2.5
const STEP = 8
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'
const ZERO = 32
/** The key of the weights every text starts from. */
export const BIAS = '^'

/** Weight per class, by feature. */
export type Weights = ReadonlyMap<string, Float64Array>

/** `key!A0B1|…`: behind each key pairs of a class letter and a digit for its weight; classes without a pair weigh 0. */
export function encode(weights: Weights): string {
  const lines: string[] = []
  for (const [key, row] of weights) {
    const pairs = [...row].map((weight, i) => {
      const step = Math.max(-ZERO, Math.min(ZERO - 1, Math.round(weight * STEP)))
      return step === 0 ? '' : String.fromCharCode(65 + i) + DIGITS.charAt(step + ZERO)
    })
    if (pairs.some((pair) => pair !== '')) lines.push(`${key}!${pairs.join('')}`)
  }
  return lines.join('|')
}

export function decode(table: string): Weights {
  const weights = new Map<string, Float64Array>()
  for (const line of table.split('|')) {
    const cut = line.indexOf('!')
    const row = new Float64Array(CLASSES.length)
    for (let i = cut + 1; i + 1 < line.length; i += 2)
      row[line.charCodeAt(i) - 65] = (DIGITS.indexOf(line.charAt(i + 1)) - ZERO) / STEP
    weights.set(line.slice(0, cut), row)
  }
  return weights
}

let stored: Weights | null = null
/** The weights shipped with the app, read once. */
export const storedWeights = (): Weights => {
  stored ??= decode(TABLE)
  return stored
}

export const isGram = (key: string): boolean => key.startsWith('=')

/** What counts of a text: its known features with their values, the n-grams scaled down to their common weight. */
export function vectorOf(features: readonly Feature[], isKnown: (key: string) => boolean): [Feature, number][] {
  const known = features.filter(({ key }) => isKnown(key))
  const grams = known.filter(({ key }) => isGram(key)).length
  const scale = GRAM_SCALE / Math.sqrt(Math.max(1, grams))
  return known.map((feature) => [feature, isGram(feature.key) ? feature.value * scale : feature.value])
}

/** Sums to shares that add up to one. */
export function softmax(sums: readonly number[] | Float64Array): Float64Array {
  const most = Math.max(...sums)
  const shares = Float64Array.from(sums, (sum) => Math.exp(sum - most))
  const total = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => share / total)
}

/** The share of each class, and what each feature added to each. */
export function score(
  features: readonly Feature[],
  weights: Weights = storedWeights(),
): { shares: Float64Array; added: (feature: Feature, of: number) => number } {
  const values = new Map<Feature, number>()
  const sums = Float64Array.from(weights.get(BIAS) ?? new Float64Array(CLASSES.length))
  for (const [feature, value] of vectorOf(features, (key) => weights.has(key))) {
    values.set(feature, value)
    const row = weights.get(feature.key) as Float64Array
    for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] as number) + (row[i] as number) * value
  }
  const added = (feature: Feature, of: number) => (values.get(feature) ?? 0) * (weights.get(feature.key)?.[of] ?? 0)
  return { shares: softmax(sums), added }
}
