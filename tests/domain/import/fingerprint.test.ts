import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprint } from '../../../worker/domain/import/fingerprint.ts'

/** FNV-1a as its authors define it, over arbitrary precision. */
function reference(bytes: Uint8Array): string {
  const prime = 2n ** 88n + 0x13bn
  let hash = 0x6c62272e07bb014262b821756295c58dn
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * prime) & (2n ** 128n - 1n)
  return hash.toString(16).padStart(32, '0')
}

it('is FNV-1a 128 over UTF-16LE', () => {
  expect(fingerprint('')).toBe('6c62272e07bb014262b821756295c58d')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(fingerprint(text)).toBe(reference(Buffer.from(text, 'utf16le')))
    }),
  )
})

it('tells near contents apart', () => {
  const names = new Set<string>()
  for (let i = 0; i < 20_000; i++) names.add(fingerprint(`2026-10-31,小鱼${i},龙井,${i % 7}`))
  expect(names.size).toBe(20_000)
})
