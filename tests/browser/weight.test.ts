/** What a phone has to fetch before it shows something. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DIST } from '../support/app.ts'
import { firstLoad, kilobytes } from '../support/weight.ts'

test('the first screen needs at most 75 kB of scripts', () => {
  const scripts = firstLoad(DIST)
  expect(scripts.length).toBeGreaterThan(1)
  expect(kilobytes(DIST, scripts)).toBeLessThanOrEqual(75)
})

test('the buyer’s page needs at most 15 kB of everything', () => {
  const files = readdirSync(join(DIST, 'b/files')).map((name) => `b/files/${name}`)
  expect(files).toHaveLength(2)
  expect(kilobytes(DIST, ['b/index.html', ...files])).toBeLessThanOrEqual(15)
})
