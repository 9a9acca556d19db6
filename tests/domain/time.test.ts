import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DAY_MS,
  dayNumber,
  isTimeZone,
  type LocalDateTime,
  localDay,
  parseInstant,
  parseLocalDateTime,
  zonedToUtc,
  zoneOffset,
} from '../../worker/domain/time.ts'

const local = (text: string): LocalDateTime => {
  const parsed = parseLocalDateTime(text)
  if (!parsed) throw new Error(text)
  return parsed
}
const utc = (text: string, zone: string) => new Date(zonedToUtc(local(text), zone)).toISOString()
const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'UTC',
]

describe('zonedToUtc', () => {
  it.each([
    ['2024-05-01 10:00:00', 'Asia/Shanghai', '2024-05-01T02:00:00.000Z'],
    ['2024-05-01 00:30:00', 'Asia/Shanghai', '2024-04-30T16:30:00.000Z'],
    ['2024-01-15 12:00:00', 'America/New_York', '2024-01-15T17:00:00.000Z'],
    ['2024-07-15 12:00:00', 'America/New_York', '2024-07-15T16:00:00.000Z'],
    ['2024-05-01 10:00:00', 'Asia/Kathmandu', '2024-05-01T04:15:00.000Z'],
    // Summer time in China until 1991.
    ['1990-07-01 10:00:00', 'Asia/Shanghai', '1990-07-01T01:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(utc(text, zone)).toBe(instant)
  })

  it('moves a skipped reading on by the skipped length', () => {
    expect(utc('2024-03-10 02:30:00', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z')
    expect(utc('2024-03-31 01:30:00', 'Europe/London')).toBe('2024-03-31T01:30:00.000Z')
    // Midnight itself is skipped in São Paulo; the day stays the same.
    expect(localDay(zonedToUtc(local('2018-11-04'), 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe('2018-11-04')
  })

  it('takes the first of two equal readings', () => {
    expect(utc('2024-11-03 01:30:00', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z')
    expect(utc('2024-10-27 01:30:00', 'Europe/London')).toBe('2024-10-27T00:30:00.000Z')
    expect(utc('2024-04-07 01:45:00', 'Australia/Lord_Howe')).toBe('2024-04-06T14:45:00.000Z')
  })

  it('gives back the wall clock of any instant, except in the repeated hour', () => {
    const instant = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (second, zone) => {
        const ms = second * 1000
        const wall = new Date(ms + zoneOffset(ms, zone)).toISOString().slice(0, 19).replace('T', ' ')
        const back = zonedToUtc(local(wall), zone)
        expect(new Date(back + zoneOffset(back, zone)).toISOString().slice(0, 19).replace('T', ' ')).toBe(wall)
        expect(back).toBeLessThanOrEqual(ms)
        expect(ms - back).toBeLessThanOrEqual(DAY_MS)
        const repeated = zoneOffset(ms - 2 * 3_600_000, zone) !== zoneOffset(ms + 2 * 3_600_000, zone)
        if (!repeated && zone !== 'Pacific/Apia') expect(back).toBe(ms)
      }),
      { numRuns: 2000 },
    )
  })

  it('agrees with Intl on the local day', () => {
    const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) })
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (ms, zone) => {
        expect(localDay(ms, zone)).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms))
      }),
      { numRuns: 500 },
    )
  })
})

describe('days', () => {
  it('begin at local midnight', () => {
    const midnight = zonedToUtc(local('2026-10-31'), 'Asia/Shanghai')
    expect(localDay(midnight, 'Asia/Shanghai')).toBe('2026-10-31')
    expect(localDay(midnight - 1, 'Asia/Shanghai')).toBe('2026-10-30')
    expect(dayNumber(midnight, 'Asia/Shanghai') - dayNumber(midnight - 1, 'Asia/Shanghai')).toBe(1)
  })

  it('count one apart over a change of clocks', () => {
    const noon = (day: string) =>
      dayNumber(zonedToUtc(local(`${day} 23:30:00`), 'America/New_York'), 'America/New_York')
    expect(noon('2024-03-11') - noon('2024-03-10')).toBe(1)
    expect(noon('2024-11-04') - noon('2024-11-03')).toBe(1)
  })

  it('knows which zones exist', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(() => localDay(0, 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('parseInstant', () => {
  it.each([
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01T10:00:00+08:00', '2024-05-01T02:00:00.000Z'],
    ['2024-05-01T10:00:00.123456-0430', '2024-05-01T14:30:00.123Z'],
    ['2024-05-01T10:00+00:00', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01 10:00:00 +0000', '2024-05-01T10:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(iso)
  })

  it.each([
    '2024-05-01T10:00:00',
    '2024-05-01',
    '',
    '1714557600',
    '2024-02-30T10:00:00Z',
    '2024-13-01T10:00:00Z',
    '2024-05-01T24:00:00Z',
    '2024-05-01T10:60:00Z',
    '2024-05-01T10:00:00+25:00',
    'May 1, 2024 10:00 GMT',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull()
  })
})

describe('parseLocalDateTime', () => {
  it.each([
    '2024-05-01 09:08:00',
    '2024/5/1 9:08',
    '2024年5月1日 9:08',
    '2024年5月1日9时8分',
    '2024.05.01 09:08:00',
    '2024-05-01T09:08:00',
    '２０２４/５/１ ９：０８',
  ])('reads %s', (text) => {
    expect(parseLocalDateTime(text)).toEqual({ year: 2024, month: 5, day: 1, hour: 9, minute: 8, second: 0 })
  })

  it('reads a date alone as midnight', () => {
    expect(parseLocalDateTime('2024/5/1')).toEqual({ year: 2024, month: 5, day: 1, hour: 0, minute: 0, second: 0 })
  })

  it.each([
    '',
    '2024-02-30',
    '2023-02-29',
    '5/1/2024',
    '24-05-01',
    '2024-05',
    '昨天',
    '2024-05-01 25:00',
    '0000-00-00 00:00:00',
    '45413',
  ])('refuses %j', (text) => {
    expect(parseLocalDateTime(text)).toBeNull()
  })
})
