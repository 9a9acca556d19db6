import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uuidv7 } from '../../worker/domain/uuid.ts'

const bytes = fc.uint8Array({ minLength: 10, maxLength: 16 })
const ms = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('uuidv7', () => {
  test('gives the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  test('is always a version 7, variant 2 id that carries its time', () => {
    fc.assert(
      fc.property(ms, bytes, (at, random) => {
        const id = uuidv7(at, random)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
      }),
    )
  })

  test('sorts by time whatever the random part', () => {
    fc.assert(
      fc.property(ms, ms, bytes, bytes, (a, b, ra, rb) => {
        fc.pre(a < b)
        expect(uuidv7(a, ra) < uuidv7(b, rb)).toBe(true)
      }),
    )
  })

  test('refuses too little randomness and times that do not fit', () => {
    expect(() => uuidv7(0, new Uint8Array(9))).toThrow(RangeError)
    for (const at of [-1, 2 ** 48, 1.5, Number.NaN]) expect(() => uuidv7(at, new Uint8Array(10))).toThrow(RangeError)
  })
})
