import { expect, test } from 'vitest'
import { placeOfAddress } from '../../worker/domain/place.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
  ['', 'unknown'],
  ['1:2:3', '1:2:3'],
  ['::1::2', '::1::2'],
  ['1:2:3:4:5:6:7:8::', '1:2:3:4:5:6:7:8::'],
  ['x'.repeat(500), 'x'.repeat(64)],
])('%s is %s', (address, place) => {
  expect(placeOfAddress(address)).toBe(place)
})

test('all addresses of one /64 are one place, those of the next another', () => {
  const places = ['2001:db8:0:1::a', '2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:2::a'].map(placeOfAddress)
  expect([places[0] === places[1], places[1] === places[2]]).toEqual([true, false])
})
