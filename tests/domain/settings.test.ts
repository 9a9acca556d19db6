import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { promised } from '../../worker/domain/promise.ts'
import { defaultSettings, Settings } from '../../worker/domain/settings.ts'
import { TIERS } from '../../worker/domain/tiers.ts'

describe('what a shop stored before a setting existed', () => {
  test('gets its default and keeps the rest', () => {
    const old = { promises: { firstReplyHours: { A: 3, B: 5, C: 8 } }, winBack: { monthlyBudget: 7 } }
    const read = v.parse(Settings, old)
    expect(read.promises).toEqual({ ...defaultSettings().promises, firstReplyHours: { A: 3, B: 5, C: 8 } })
    expect(read.winBack.monthlyBudget).toBe(7)
    expect(read.expectation).toEqual({ days: 90 })
  })
})

describe('what a tier is promised', () => {
  test('is never less for a better tier, to begin with', () => {
    const { firstReplyHours, resolveHours, offerBudget, careDays, handler } = defaultSettings().promises
    const falling = [firstReplyHours, resolveHours, careDays] as Record<'A' | 'B' | 'C', number>[]
    for (const { A, B, C } of falling) expect([A, B, C]).toEqual([A, B, C].toSorted((a, b) => a - b))
    expect(offerBudget.A > offerBudget.B && offerBudget.B > offerBudget.C).toBe(true)
    expect(careDays).toEqual({ A: 30, B: 60, C: 180 })
    expect(handler).toEqual({ A: null, B: null, C: null })
  })

  test('people without a tier get what C gets', () => {
    const settings = defaultSettings()
    for (const what of ['firstReplyHours', 'resolveHours', 'offerBudget', 'careDays', 'handler'] as const) {
      expect(promised(settings, what, null)).toBe(promised(settings, what, 'C'))
      for (const tier of TIERS) expect(promised(settings, what, tier)).toBe(settings.promises[what][tier])
    }
  })

  test.each([
    ['offerBudget', { A: -1, B: 0, C: 0 }],
    ['offerBudget', { A: 1.5, B: 0, C: 0 }],
    ['careDays', { A: 0, B: 60, C: 180 }],
    ['careDays', { A: 30.5, B: 60, C: 180 }],
    ['careDays', { A: Number.NaN, B: 60, C: 180 }],
    ['handler', { A: '', B: null, C: null }],
    ['handler', { A: null, B: null }],
  ])('%s %o does not parse', (field, value) => {
    expect(v.safeParse(Settings, { promises: { [field]: value } }).success).toBe(false)
  })

  test('no offers that cost money and no cadence can be said', () => {
    const { promises } = v.parse(Settings, {
      promises: { offerBudget: { A: 9, B: 0, C: 0 }, careDays: { A: 1, B: null, C: null } },
    })
    expect([promises.offerBudget.C, promises.careDays.C]).toEqual([0, null])
  })
})
