/**
 * Takes out of a picture whatever is not the picture: where and with what it was taken, comments, thumbnails, films
 * some phones append. Pixels are not touched: every part kept is kept byte for byte. What is kept is listed, not what
 * goes, so that a kind of metadata nobody has heard of goes too.
 */
import { type EvidenceType, PNG, typeOf } from './limits.ts'

/**
 * The picture without metadata, the very same array where there was none. A PDF is returned as it is.
 * @returns null when the picture is broken off or not what it says it is
 */
export function stripMetadata(bytes: Uint8Array, type: EvidenceType): Uint8Array | null {
  if (typeOf(bytes) !== type) return null
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(bytes)
    case 'image/png':
      return stripPng(bytes)
    case 'image/webp':
      return stripWebp(bytes)
    case 'application/pdf':
      return bytes
  }
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

function joined(whole: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length === whole.length) return whole
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const SOS = 0xda
const EOI = 0xd9
const APP0 = 0xe0
const APP2 = 0xe2
const APP14 = 0xee
const APP15 = 0xef
const COM = 0xfe
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Of the application segments, those a decoder needs: JFIF, the colour profile, Adobe's colour transform. */
function jpegKeeps(bytes: Uint8Array, marker: number, at: number): boolean {
  if (marker === COM) return false
  if (marker < APP0 || marker > APP15) return true
  if (marker === APP0) return ascii(bytes, at + 4, 5) === 'JFIF\0'
  if (marker === APP2) return ascii(bytes, at + 4, 12) === 'ICC_PROFILE\0'
  return marker === APP14 && ascii(bytes, at + 4, 5) === 'Adobe'
}

/** ITU-T T.81, annex B: segments, each scan followed by its coded data, until the end marker; what follows goes. */
function stripJpeg(bytes: Uint8Array): Uint8Array | null {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Any number of 0xFF may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === EOI) {
      parts.push(bytes.subarray(at, at + 2))
      return joined(bytes, parts)
    }
    if (at + 4 > bytes.length) return null
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    let end = at + 2 + length
    if (length < 2 || end > bytes.length) return null
    if (marker === SOS) end = endOfScan(bytes, end)
    if (jpegKeeps(bytes, marker, at)) parts.push(bytes.subarray(at, end))
    at = end
  }
  return null
}

/** Coded data goes on until a marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !isRestart(next)) return at
    at = bytes.indexOf(0xff, at + 2)
  }
  return bytes.length
}

/** Chunks besides the critical ones that say how the pixels look. */
const PNG_KEPT = new Set([
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'sBIT',
  'bKGD',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
])
const PNG_CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])

/** PNG (Third Edition), 5: signature, then chunks of length, type, data and CRC, until IEND; what follows goes. */
function stripPng(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, PNG.length)]
  let at = PNG.length
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return null
    const type = ascii(bytes, at + 4, 4)
    if (PNG_CRITICAL.has(type) || PNG_KEPT.has(type)) parts.push(bytes.subarray(at, end))
    if (type === 'IEND') return joined(bytes, parts)
    at = end
  }
  return null
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Flags of VP8X that announce an EXIF and an XMP chunk. */
const WEBP_METADATA = 0x08 | 0x04

/** RFC 9649: a RIFF of chunks padded to even length. The header then says the new length, and announces no metadata. */
function stripWebp(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12) return null
  const whole = 8 + view.getUint32(4, true)
  if (whole > bytes.length) return null
  const parts: Uint8Array[] = [bytes.subarray(0, 12)]
  let pictured = false
  let at = 12
  while (at + 8 <= whole) {
    const size = view.getUint32(at + 4, true)
    const end = at + 8 + size + (size % 2)
    if (end > whole) return null
    const type = ascii(bytes, at, 4)
    if (type === 'VP8 ' || type === 'VP8L' || type === 'ANMF') pictured = true
    if (WEBP_KEPT.has(type)) parts.push(bytes.subarray(at, end))
    at = end
  }
  if (!pictured) return null
  const announced = ascii(bytes, 12, 4) === 'VP8X' && ((bytes[20] ?? 0) & WEBP_METADATA) !== 0
  const kept = joined(bytes, parts)
  if (kept === bytes && !announced) return bytes
  const out = kept === bytes ? bytes.slice() : kept
  new DataView(out.buffer, out.byteOffset).setUint32(4, out.length - 8, true)
  if (announced) out[20] = (out[20] ?? 0) & ~WEBP_METADATA
  return out
}
