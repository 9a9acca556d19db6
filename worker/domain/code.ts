/** Crockford's base32: no I, L, O or U, so nothing is misread aloud or off a screen (crockford.com/base32.html). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Bytes `makeCode` uses: 40 bits, one chance in a thousand of a meeting among 47,000 codes of a shop. */
export const CODE_BYTES = 5

/** What an offer code looks like. */
export const CODE = /^HTK-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/

/**
 * A code a buyer can read aloud and type: `HTK-7KQ2-M9XD`. Different first five bytes give different codes.
 * @throws RangeError with fewer than `CODE_BYTES` bytes
 */
export function makeCode(bytes: Uint8Array): string {
  if (bytes.length < CODE_BYTES) throw new RangeError(`makeCode: needs ${CODE_BYTES} random bytes`)
  let bits = 0n
  for (const byte of bytes.subarray(0, CODE_BYTES)) bits = (bits << 8n) | BigInt(byte)
  let symbols = ''
  for (let shift = 35n; shift >= 0n; shift -= 5n) symbols += ALPHABET[Number((bits >> shift) & 31n)]
  return `HTK-${symbols.slice(0, 4)}-${symbols.slice(4)}`
}
