import { describe, expect, test } from 'vitest'
import {
  addGaps,
  DEFAULT_RHYTHM,
  type Rhythm,
  rhythmOf,
  SHORTEST_RHYTHM,
  shopRhythm,
  stageOf,
  stageWhy,
} from '../../worker/domain/rhythm.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'

const settings = defaultSettings().rhythm
const shop: Rhythm = { days: 40, basis: 'shop' }

/** The gaps of all, as a shop's rhythm is read from. */
function gapsOf(...histories: number[][]): number[] {
  const gaps: number[] = []
  for (const days of histories) addGaps(days, gaps)
  return gaps
}

describe('rhythm', () => {
  test('is the median of their own gaps from three purchase days on', () => {
    expect(rhythmOf([0, 10, 30, 130], shop)).toEqual({ days: 20, basis: 'own' })
    expect(rhythmOf([0, 10, 31], shop)).toEqual({ days: 15.5, basis: 'own' })
  })

  test('is the shop’s with fewer', () => {
    expect(rhythmOf([0, 10], shop)).toBe(shop)
    expect(rhythmOf([0], shop)).toBe(shop)
  })

  test('is never shorter than a week', () => {
    expect(rhythmOf([0, 1, 2, 3], shop)).toEqual({ days: SHORTEST_RHYTHM, basis: 'own' })
    expect(shopRhythm(gapsOf([0, 1]))).toEqual({ days: SHORTEST_RHYTHM, basis: 'shop' })
  })

  test('of the shop is the median over everyone’s gaps', () => {
    expect(shopRhythm(gapsOf([0], [0, 10], [5, 35, 95], []))).toEqual({ days: 30, basis: 'shop' })
  })

  test('of a shop nobody came back to is the default', () => {
    expect(shopRhythm([])).toEqual({ days: DEFAULT_RHYTHM, basis: 'default' })
    expect(shopRhythm(gapsOf([1], [2]))).toEqual({ days: DEFAULT_RHYTHM, basis: 'default' })
  })
})

describe('stage', () => {
  test.each([
    [0, 0, 'prospect'],
    [1, 0, 'exploring'],
    [2, 80, 'building'],
    [3, 80, 'stable'],
    [50, 80, 'stable'],
    [1, 81, 'declining'],
    [50, 160, 'declining'],
    [50, 161, 'lost'],
    [1, 9999, 'lost'],
  ] as const)('%i orders, %i days away on a 40-day rhythm: %s', (orders, away, stage) => {
    expect(stageOf(orders, away, shop, settings)).toBe(stage)
  })

  test('follows the shop’s factors', () => {
    expect(stageOf(3, 61, shop, { decliningFactor: 1.5, lostFactor: 3 })).toBe('declining')
  })

  test('the same absence means different things on different rhythms', () => {
    expect(stageOf(5, 75, { days: 32, basis: 'own' }, settings)).toBe('declining')
    expect(stageOf(5, 75, { days: 90, basis: 'own' }, settings)).toBe('stable')
  })

  test('the reason names the limit that was passed', () => {
    expect(stageWhy('declining', 5, 1000, { days: 32, basis: 'own' }, settings)).toEqual({
      code: 'stage.away',
      params: { stage: 'declining', last: 1000, rhythm: 32, basis: 'own', factor: 2, limit: 64 },
    })
    expect(stageWhy('lost', 5, 1000, shop, settings).params).toMatchObject({ factor: 4, limit: 160 })
    expect(stageWhy('stable', 5, 1000, shop, settings)).toEqual({
      code: 'stage.active',
      params: { stage: 'stable', orders: 5, last: 1000, rhythm: 40, basis: 'shop' },
    })
  })
})
