import { describe, expect, test } from 'vitest'
import { storable } from '../../db/text.ts'

describe('text on its way to the database', () => {
  test('is left as it is when there is nothing wrong with it', () => {
    for (const text of ['', '茶 🌸', '{"a":"🌸"}', 'C:\\users\\ud800', '[1, 2]']) expect(storable(text)).toBe(text)
  })

  test('loses NUL characters and halves of surrogate pairs, which the engine dies of', () => {
    expect(storable('a\0b\ud83cc')).toBe('ab\ufffdc')
  })

  test('also inside JSON, as values and as names', () => {
    const nested = JSON.stringify([{ 'k\0': 'a\0b', l: ['\udc00x', { m: 1, n: null, '\ud83c': true }] }])
    expect(JSON.parse(storable(nested))).toEqual([{ k: 'ab', l: ['\ufffdx', { m: 1, n: null, '\ufffd': true }] }])
  })

  test('JSON that only speaks of an escape keeps it', () => {
    const spoken = JSON.stringify({ note: 'type \\ud83c or \\u0000' })
    expect(JSON.parse(storable(spoken))).toEqual({ note: 'type \\ud83c or \\u0000' })
  })
})
