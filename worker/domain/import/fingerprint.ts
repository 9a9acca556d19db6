/**
 * FNV-1a with 128 bits (Fowler, Noll, Vo; offset basis and prime as published) over a string's UTF-16 code units,
 * each as two bytes, low byte first. A stable name for content that has none; not a defence against forgery.
 */

/** 2^128's FNV offset basis 0x6c62272e07bb014262b821756295c58d, least significant 32 bits first. */
const BASIS = [0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e] as const
/** The prime is 2^88 + 0x13b. */
const PRIME_LOW = 0x13b
const LIMB = 0x1_0000_0000

/** 32 lower-case hexadecimal digits. */
export function fingerprint(text: string): string {
  let [h0, h1, h2, h3]: [number, number, number, number] = [...BASIS]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    for (const byte of [unit & 0xff, unit >>> 8]) {
      const x0 = (h0 ^ byte) >>> 0
      // h × 0x13b, limb by limb with carry; the 2^88 part shifts the two low limbs by 2 limbs and 24 bits.
      const p0 = x0 * PRIME_LOW
      const p1 = h1 * PRIME_LOW + Math.floor(p0 / LIMB)
      const p2 = h2 * PRIME_LOW + Math.floor(p1 / LIMB) + ((x0 << 24) >>> 0)
      const p3 = h3 * PRIME_LOW + Math.floor(p2 / LIMB) + (((h1 << 24) | (x0 >>> 8)) >>> 0)
      h0 = p0 >>> 0
      h1 = p1 >>> 0
      h2 = p2 >>> 0
      h3 = p3 >>> 0
    }
  }
  return [h3, h2, h1, h0].map((limb) => limb.toString(16).padStart(8, '0')).join('')
}
