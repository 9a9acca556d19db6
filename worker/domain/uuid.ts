/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so ids sort by the time they were made.
 * @param ms epoch milliseconds, 0 … 2^48 − 1
 * @param randomBytes at least 10 bytes of randomness; the caller's, so that this stays pure
 * @throws RangeError when the time does not fit or there are too few bytes
 */
export function uuidv7(ms: number, randomBytes: Uint8Array): string {
  if (!Number.isInteger(ms) || ms < 0 || ms > 0xffff_ffff_ffff) throw new RangeError('uuidv7: time out of range')
  if (randomBytes.length < 10) throw new RangeError('uuidv7: needs 10 random bytes')
  const bytes = new Uint8Array(16)
  for (let i = 0, rest = ms; i < 6; i++, rest = Math.floor(rest / 256)) bytes[5 - i] = rest % 256
  bytes.set(randomBytes.subarray(0, 10), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** When an id was made, epoch ms; null for one that is no UUID of version 7. */
export function madeAt(id: string): number | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id)
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : null
}
