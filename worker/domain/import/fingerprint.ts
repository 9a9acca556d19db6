/**
 * FNV-1a with 128 bits (Fowler, Noll, Vo; offset basis and prime as published) over a string's UTF-16 code units,
 * each as two bytes, low byte first. A stable name for content that has none; not a defence against forgery.
 * In limbs of 16 bits, least significant first: products stay small integers, which engines compute several times faster.
 */

/** The offset basis is 0x6c62272e07bb014262b821756295c58d, the prime 2^88 + 0x13b. */
const PRIME_LOW = 0x13b

/** 32 lower-case hexadecimal digits. */
export function fingerprint(text: string): string {
  let [h0, h1, h2, h3] = [0xc58d, 0x6295, 0x2175, 0x62b8]
  let [h4, h5, h6, h7] = [0x0142, 0x07bb, 0x272e, 0x6c62]
  for (let i = 0; i < text.length * 2; i++) {
    const unit = text.charCodeAt(i >>> 1)
    h0 ^= (i & 1) === 0 ? unit & 0xff : unit >>> 8
    // Limb by limb with carry; the prime's 2^88 part moves the three low limbs up by 5 limbs and 8 bits.
    const p0 = h0 * PRIME_LOW
    const p1 = h1 * PRIME_LOW + (p0 >>> 16)
    const p2 = h2 * PRIME_LOW + (p1 >>> 16)
    const p3 = h3 * PRIME_LOW + (p2 >>> 16)
    const p4 = h4 * PRIME_LOW + (p3 >>> 16)
    const p5 = h5 * PRIME_LOW + (p4 >>> 16) + (h0 << 8)
    const p6 = h6 * PRIME_LOW + (p5 >>> 16) + (h1 << 8)
    const p7 = h7 * PRIME_LOW + (p6 >>> 16) + (h2 << 8)
    h0 = p0 & 0xffff
    h1 = p1 & 0xffff
    h2 = p2 & 0xffff
    h3 = p3 & 0xffff
    h4 = p4 & 0xffff
    h5 = p5 & 0xffff
    h6 = p6 & 0xffff
    h7 = p7 & 0xffff
  }
  return [h7, h6, h5, h4, h3, h2, h1, h0].map((limb) => limb.toString(16).padStart(4, '0')).join('')
}
