import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addBusinessHours,
  businessMsBetween,
  HOUR_MS,
  promiseDueAt,
  promisedHours,
} from '../../../worker/domain/clock.ts'
import { DAY_MS, localDay } from '../../../worker/domain/time.ts'
import { shopRow } from './fixtures.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const nine22 = { days: EVERY_DAY, open: 540, close: 1320, holidays: [] as string[] }
const weekdays = { days: [1, 2, 3, 4, 5], open: 540, close: 1080, holidays: [] }
const night = { days: EVERY_DAY, open: 1200, close: 120, holidays: [] }
const allDay = { days: EVERY_DAY, open: 0, close: 1440, holidays: [] }
const at = (iso: string) => Date.parse(iso)
const add = (from: string, hours: number, business: typeof nine22, zone: string) =>
  new Date(addBusinessHours(at(from), hours, business, zone)).toISOString()
const utc = (iso: string) => new Date(iso).toISOString()

describe('a shop in Shanghai, 9:00–22:00 every day', () => {
  test.each([
    ['within the day', '2025-03-03T10:00:00+08:00', 2, '2025-03-03T12:00:00+08:00'],
    ['at night the clock starts when the shop opens', '2025-03-03T23:30:00+08:00', 1, '2025-03-04T10:00:00+08:00'],
    ['before opening', '2025-03-03T05:00:00+08:00', 0.25, '2025-03-03T09:15:00+08:00'],
    ['at opening', '2025-03-03T09:00:00+08:00', 1, '2025-03-03T10:00:00+08:00'],
    ['exactly until closing', '2025-03-03T20:00:00+08:00', 2, '2025-03-03T22:00:00+08:00'],
    ['at closing', '2025-03-03T22:00:00+08:00', 1, '2025-03-04T10:00:00+08:00'],
    ['over the night', '2025-03-03T21:00:00+08:00', 2, '2025-03-04T10:00:00+08:00'],
    ['over several days', '2025-03-03T09:00:00+08:00', 27, '2025-03-05T10:00:00+08:00'],
  ])('%s', (_name, from, hours, due) => {
    expect(add(from, hours, nine22, 'Asia/Shanghai')).toBe(utc(due))
  })
})

describe('days off', () => {
  test('Friday evening runs on into Monday', () => {
    expect(add('2025-03-07T17:00:00+08:00', 2, weekdays, 'Asia/Shanghai')).toBe(utc('2025-03-10T10:00:00+08:00'))
  })
  test('on a day off nothing runs', () => {
    const [saturday, sunday] = [at('2025-03-08T00:00:00+08:00'), at('2025-03-10T00:00:00+08:00')]
    expect(businessMsBetween(saturday, sunday, weekdays, 'Asia/Shanghai')).toBe(0)
  })
  test('a shop open on one day a week', () => {
    const sundays = { days: [7], open: 600, close: 660, holidays: [] }
    expect(add('2025-03-03T00:00:00+08:00', 2, sundays, 'Asia/Shanghai')).toBe(utc('2025-03-16T11:00:00+08:00'))
  })
  test('no opening days at all means the clock never stops', () => {
    const never = { ...nine22, days: [] }
    expect(add('2025-03-03T23:00:00+08:00', 5, never, 'Asia/Shanghai')).toBe(utc('2025-03-04T04:00:00+08:00'))
    expect(businessMsBetween(0, 7 * DAY_MS, never, 'Asia/Shanghai')).toBe(7 * DAY_MS)
  })
})

describe('hours across midnight, 20:00–2:00', () => {
  test.each([
    ['in the evening', '2025-03-03T21:00:00+08:00', 2, '2025-03-03T23:00:00+08:00'],
    ['over midnight', '2025-03-03T23:00:00+08:00', 2, '2025-03-04T01:00:00+08:00'],
    ['after midnight the window of yesterday is open', '2025-03-04T01:00:00+08:00', 0.5, '2025-03-04T01:30:00+08:00'],
    ['from there over the day', '2025-03-04T01:00:00+08:00', 2, '2025-03-04T21:00:00+08:00'],
  ])('%s', (_name, from, hours, due) => {
    expect(add(from, hours, night, 'Asia/Shanghai')).toBe(utc(due))
  })
  test('a window belongs to the day it opens on', () => {
    const fridays = { ...night, days: [5] }
    expect(add('2025-03-08T01:00:00+08:00', 1, fridays, 'Asia/Shanghai')).toBe(utc('2025-03-08T02:00:00+08:00'))
    expect(add('2025-03-07T01:00:00+08:00', 1, fridays, 'Asia/Shanghai')).toBe(utc('2025-03-07T21:00:00+08:00'))
  })
  test('closing at the opening time is open around the clock', () => {
    const round = { days: EVERY_DAY, open: 540, close: 540, holidays: [] }
    expect(businessMsBetween(0, 3 * DAY_MS, round, 'Asia/Shanghai')).toBe(3 * DAY_MS)
  })
})

describe('when clocks change', () => {
  // Europe/Berlin: 30 March 2025 2:00 → 3:00, 26 October 2025 3:00 → 2:00. America/New_York: 9 March, 2 November.
  test.each([
    [
      'Berlin, spring: night hours lose one',
      'Europe/Berlin',
      night,
      '2025-03-29T20:00:00+01:00',
      6,
      '2025-03-30T03:00:00+02:00',
    ],
    [
      'Berlin, autumn: closing comes the first time the clock shows it',
      'Europe/Berlin',
      night,
      '2025-10-25T20:00:00+02:00',
      6,
      '2025-10-26T02:00:00+02:00',
    ],
    [
      'Berlin, spring: day hours follow the wall clock',
      'Europe/Berlin',
      nine22,
      '2025-03-29T21:00:00+01:00',
      2,
      '2025-03-30T10:00:00+02:00',
    ],
    [
      'Berlin, autumn: day hours follow the wall clock',
      'Europe/Berlin',
      nine22,
      '2025-10-25T21:00:00+02:00',
      2,
      '2025-10-26T10:00:00+01:00',
    ],
    [
      'New York, spring: day hours',
      'America/New_York',
      nine22,
      '2025-03-08T21:00:00-05:00',
      2,
      '2025-03-09T10:00:00-04:00',
    ],
    [
      'New York, autumn: day hours',
      'America/New_York',
      nine22,
      '2025-11-01T21:00:00-04:00',
      2,
      '2025-11-02T10:00:00-05:00',
    ],
    [
      'New York, spring: a shop that never closes',
      'America/New_York',
      allDay,
      '2025-03-08T12:00:00-05:00',
      24,
      '2025-03-09T13:00:00-04:00',
    ],
  ])('%s', (_name, zone, business, from, hours, due) => {
    expect(add(from, hours, business, zone)).toBe(utc(due))
  })
  test.each([
    ['Europe/Berlin', '2025-03-30T00:00:00+01:00', '2025-03-31T00:00:00+02:00', 23],
    ['Europe/Berlin', '2025-10-26T00:00:00+02:00', '2025-10-27T00:00:00+01:00', 25],
    ['America/New_York', '2025-03-09T00:00:00-05:00', '2025-03-10T00:00:00-04:00', 23],
    ['America/New_York', '2025-11-02T00:00:00-04:00', '2025-11-03T00:00:00-05:00', 25],
    ['Asia/Shanghai', '2025-03-30T00:00:00+08:00', '2025-03-31T00:00:00+08:00', 24],
  ])('%s from %s: the day is as long as it is', (zone, from, to, hours) => {
    expect(businessMsBetween(at(from), at(to), allDay, zone) / HOUR_MS).toBe(hours)
  })
  test.each([
    ['Europe/Berlin', '2025-03-29T12:00:00+01:00', 5],
    ['Europe/Berlin', '2025-10-25T12:00:00+02:00', 7],
  ])('%s, the night after %s: 21:00–3:00 is as long as it is', (zone, from, hours) => {
    const late = { days: EVERY_DAY, open: 1260, close: 180, holidays: [] }
    expect(businessMsBetween(at(from), at(from) + DAY_MS, late, zone) / HOUR_MS).toBe(hours)
  })
})

test('adding hours and counting them agree, everywhere and at any hours', () => {
  const zone = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  )
  const holiday = fc.integer({ min: 0, max: 1200 }).map((n) => localDay(at('2024-01-01T00:00:00Z') + n * DAY_MS, 'UTC'))
  const business = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    open: fc.integer({ min: 0, max: 1440 }),
    close: fc.integer({ min: 0, max: 1440 }),
    holidays: fc.array(holiday, { maxLength: 12 }),
  })
  const from = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') })
  const hours = fc.integer({ min: 1, max: 200 }).map((quarters) => quarters / 4)
  fc.assert(
    fc.property(zone, business, from, hours, (zone, business, from, hours) => {
      fc.pre(business.close - business.open > 30 || business.close <= business.open)
      const due = addBusinessHours(from, hours, business, zone)
      expect(businessMsBetween(from, due, business, zone)).toBe(hours * HOUR_MS)
      expect(businessMsBetween(from, due - 1, business, zone)).toBe(hours * HOUR_MS - 1)
    }),
    { numRuns: 300, seed: 7 },
  )
})

test('counting backwards is nothing', () => {
  expect(businessMsBetween(5, 5, allDay, 'Asia/Shanghai')).toBe(0)
  expect(businessMsBetween(6, 5, allDay, 'Asia/Shanghai')).toBe(0)
  expect(addBusinessHours(at('2025-03-03T23:00:00+08:00'), 0, nine22, 'Asia/Shanghai')).toBe(
    at('2025-03-03T23:00:00+08:00'),
  )
})

test('each tier has its promise; without a tier it is that of C', () => {
  const shop = shopRow()
  const from = at('2025-03-03T10:00:00+08:00')
  const hoursTo = (tier: 'A' | 'B' | 'C' | null) => (promiseDueAt(from, 'firstReplyHours', tier, shop) - from) / HOUR_MS
  expect([hoursTo('A'), hoursTo('B'), hoursTo('C'), hoursTo(null)]).toEqual([1, 2, 4, 4])
  expect(promisedHours(shop, 'resolveHours', 'A')).toBe(24)
  // 24 business hours of 13 a day from 10:00: 12 on Monday, 12 on Tuesday.
  expect(promiseDueAt(from, 'resolveHours', 'A', shop)).toBe(at('2025-03-04T21:00:00+08:00'))
})
