import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODE, CODE_BYTES, makeCode } from '../../../worker/domain/code.ts'
import { random } from '../../../worker/host/demo/prng.ts'

describe('offer codes', () => {
  test('read like HTK-7KQ2-M9XD, without I, L, O or U', () => {
    expect(makeCode(Uint8Array.from([0, 0, 0, 0, 0]))).toBe('HTK-0000-0000')
    expect(makeCode(Uint8Array.from([255, 255, 255, 255, 255]))).toBe('HTK-ZZZZ-ZZZZ')
    expect(makeCode(Uint8Array.from([0, 0, 0, 0, 31]))).toBe('HTK-0000-000Z')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: CODE_BYTES, maxLength: 8 }), (bytes) => {
        expect(makeCode(bytes)).toMatch(CODE)
        expect(makeCode(bytes).slice(4)).not.toMatch(/[ILOU]/)
      }),
    )
  })

  test('differ wherever the bytes differ', () => {
    const five = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES })
    fc.assert(
      fc.property(five, five, (a, b) => {
        expect(makeCode(a) === makeCode(b)).toBe(a.join() === b.join())
      }),
    )
  })

  test('do not meet in 100,000 draws', () => {
    const source = random(7)
    const codes = new Set(Array.from({ length: 100_000 }, () => makeCode(source.bytes(CODE_BYTES))))
    expect(codes.size).toBe(100_000)
  })

  test('need five bytes', () => {
    expect(() => makeCode(new Uint8Array(4))).toThrow(RangeError)
  })
})
