import { expect, test } from 'vitest'
import { createBackoff } from '../../../web/sync/backoff.ts'

const waits = (random: number, count: number) => {
  const backoff = createBackoff(() => random, 1000, 8000)
  return Array.from({ length: count }, () => backoff.next())
}

test('waits double up to the longest, half of each fixed, half random', () => {
  expect(waits(0, 5)).toEqual([500, 1000, 2000, 4000, 4000])
  expect(waits(1, 5)).toEqual([1000, 2000, 4000, 8000, 8000])
})

test('begins anew after a success', () => {
  const backoff = createBackoff(() => 0)
  backoff.next()
  backoff.next()
  backoff.reset()
  expect(backoff.next()).toBe(500)
})
