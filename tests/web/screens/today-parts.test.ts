import { expect, test } from 'vitest'
import { factToLearn } from '../../../web/screens/today/fact-to-learn.ts'
import { snoozeTimes } from '../../../web/screens/today/snooze-times.ts'
import { customer } from '../sync/rules.ts'

const at = (iso: string) => Date.parse(iso)
const shown = (iso: string, zone: string) =>
  snoozeTimes(at(iso), zone).map((time) => [time.for, new Date(time.until).toISOString()])

test('until this evening, tomorrow morning or three days, by the clock of the shop', () => {
  expect(shown('2026-06-30T10:00:00+08:00', 'Asia/Shanghai')).toEqual([
    ['evening', '2026-06-30T10:00:00.000Z'],
    ['tomorrow', '2026-07-01T01:00:00.000Z'],
    ['days', '2026-07-03T01:00:00.000Z'],
  ])
})

test.each(['2026-06-30T17:01:00+08:00', '2026-06-30T18:00:00+08:00', '2026-06-30T23:59:59+08:00'])(
  'there is no evening left at %s',
  (iso) => {
    expect(shown(iso, 'Asia/Shanghai').map(([name]) => name)).toEqual(['tomorrow', 'days'])
  },
)

test('nine in the morning stays nine when the clocks change in the night', () => {
  expect(shown('2026-03-07T12:00:00-05:00', 'America/New_York')[1]).toEqual(['tomorrow', '2026-03-08T13:00:00.000Z'])
})

const known = { name: '林鹿', phone: '13800001234' }

test('a fact is missing of the best only, of another each day, the best first', () => {
  const customers = [
    customer('small', { tier: 'B', net: 10 }),
    customer('best', { tier: 'A', net: 900 }),
    customer('named', { tier: 'A', net: 500, name: '林鹿' }),
    customer('whole', { tier: 'A', net: 800, ...known }),
    customer('hushed', { tier: 'A', net: 700, doNotContact: 1 }),
    customer('c', { tier: 'C', net: 600 }),
    customer('prospect'),
  ]
  const ask = (day: number) => {
    const wanted = factToLearn(customers, day)
    return [wanted?.customer.id, wanted?.fact]
  }
  expect([0, 1, 2, 3].map(ask)).toEqual([
    ['best', 'name'],
    ['named', 'phone'],
    ['small', 'name'],
    ['best', 'name'],
  ])
})

test('nothing is asked where the best are all known', () => {
  expect(factToLearn([customer('a', { tier: 'A', ...known }), customer('c', { tier: 'C' })], 20_000)).toBeNull()
})
