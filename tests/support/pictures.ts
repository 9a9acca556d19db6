/** Small pictures made by hand, with whatever a camera would say in them. */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

type Bytes = Uint8Array<ArrayBuffer>

export const bytesOf = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'latin1'))
export const join = (...parts: (Uint8Array | readonly number[])[]): Bytes =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))))
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A place, as text, to be looked for in what is kept. */
export const PLACE = 'GPSLatitude 31.2304 N'
/** The beginning of an EXIF block, with a place in it. */
export const EXIF = join(bytesOf('Exif\0\0II*\0\x08\0\0\0'), bytesOf(PLACE))
/** An EXIF block that says how the camera was held, 1–8. */
export const heldAs = (orientation: number, { bigEndian = false } = {}): Bytes => {
  const tiff = Buffer.alloc(26)
  const put16 = (value: number, at: number) =>
    bigEndian ? tiff.writeUInt16BE(value, at) : tiff.writeUInt16LE(value, at)
  const put32 = (value: number, at: number) =>
    bigEndian ? tiff.writeUInt32BE(value, at) : tiff.writeUInt32LE(value, at)
  tiff.write(bigEndian ? 'MM' : 'II', 'latin1')
  put16(42, 2)
  put32(8, 4)
  put16(1, 8)
  put16(0x0112, 10)
  put16(3, 12)
  put32(1, 14)
  put16(orientation, 18)
  return join(bytesOf('Exif\0\0'), tiff)
}
const XMP = join(bytesOf('http://ns.adobe.com/xap/1.0/\0'), bytesOf(`<x:xmpmeta>${PLACE}</x:xmpmeta>`))

export const segment = (marker: number, content: Uint8Array): Bytes => {
  const length = content.length + 2
  return join([0xff, marker, length >> 8, length & 255], content)
}
export const SOI = [0xff, 0xd8]
export const EOI = [0xff, 0xd9]
export const JFIF = segment(0xe0, bytesOf('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'))
/** Coded data with a stuffed zero, a restart marker and an end. */
export const scan = (data: readonly number[] = [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]): Bytes =>
  join(segment(0xda, bytesOf('\x01\x01\0\0\x3f\0')), data)

/** Not a picture a decoder would show, but every part in its place. `size` pads the coded data. */
export function jpeg({ metadata = [] as Uint8Array[], after = new Uint8Array(), size = 0 } = {}): Bytes {
  const tables = [segment(0xdb, new Uint8Array(65)), segment(0xc0, bytesOf('\x08\0\x01\0\x01\x01\x01\x11\0'))]
  const made = join(SOI, JFIF, ...metadata, ...tables, scan(), EOI, after)
  return size <= made.length
    ? made
    : join(SOI, JFIF, ...metadata, ...tables, scan(), new Uint8Array(size - made.length), EOI, after)
}

export const jpegMetadata = (): Bytes[] => [
  segment(0xe1, EXIF),
  segment(0xe1, XMP),
  segment(0xed, bytesOf(`Photoshop 3.0\0${PLACE}`)),
  segment(0xe2, bytesOf(`MPF\0${PLACE}`)),
  segment(0xfe, bytesOf(PLACE)),
]

export function chunk(type: string, content: Uint8Array): Bytes {
  const named = join(bytesOf(type), content)
  const out = Buffer.alloc(8)
  out.writeUInt32BE(content.length, 0)
  out.writeUInt32BE(crc32(named), 4)
  return join(out.subarray(0, 4), named, out.subarray(4))
}

/** One red pixel. */
export function png(metadata: Uint8Array[] = [], after = new Uint8Array()): Bytes {
  const header = bytesOf('\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0')
  const data = new Uint8Array(deflateSync(Buffer.from([0, 255, 0, 0])))
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  return join(
    signature,
    chunk('IHDR', header),
    chunk('gAMA', bytesOf('\0\0\xb1\x8f')),
    ...metadata,
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
    after,
  )
}

export const pngMetadata = (): Bytes[] => [
  chunk('eXIf', EXIF),
  chunk('tEXt', bytesOf(`Comment\0${PLACE}`)),
  chunk('iTXt', bytesOf(`XML:com.adobe.xmp\0\0\0\0\0${PLACE}`)),
  chunk('prVt', bytesOf(PLACE)),
]

export function riffChunk(type: string, content: Uint8Array): Bytes {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return join(head, content, new Uint8Array(content.length % 2))
}

export const vp8 = riffChunk('VP8 ', bytesOf('coded pixels!'))

/** `flags` are those of VP8X: 0x08 announces EXIF, 0x04 XMP. */
export function webp(flags: number, rest: Uint8Array[] = [], after = new Uint8Array()): Bytes {
  const chunks = join(riffChunk('VP8X', join([flags], bytesOf('\0\0\0\0\0\0\0\0\0'))), vp8, ...rest)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(chunks.length + 4)
  return join(bytesOf('RIFF'), head, bytesOf('WEBP'), chunks, after)
}

export const webpMetadata = (): Bytes[] => [riffChunk('EXIF', EXIF), riffChunk('XMP ', XMP), riffChunk('odd1', EXIF)]

export const pdf = (): Bytes => bytesOf('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')
