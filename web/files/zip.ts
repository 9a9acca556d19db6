/**
 * ZIP archives without compression, as photos are compressed already: PKWARE APPNOTE 6.3, method 0, names in UTF-8.
 */

export interface Entry {
  /** Path within the archive: relative, with `/` between folders. */
  name: string
  bytes: Uint8Array<ArrayBuffer>
  /** Shown as the file's time, in this device's zone as ZIP has it. */
  at: Date
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = (TABLE[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

/** MS-DOS date and time, as one number of 32 bits; it knows the years 1980 to 2107. */
function dosTime(at: Date): number {
  const year = Math.min(Math.max(at.getFullYear(), 1980), 2107)
  const date = ((year - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1)
  return ((date << 16) | time) >>> 0
}

const VERSION = 20
/** Made as on Unix, where names are bytes: an ordinary file anybody may read. */
const MADE_BY = (3 << 8) | VERSION
const ATTRIBUTES = 0o100644 * 0x10000
/** Bit 11: names are UTF-8. */
const UTF8 = 0x0800

/** Little-endian fields, each `[value, bytes]`. */
function fields(...list: [value: number, size: 2 | 4][]): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(list.reduce((sum, [, size]) => sum + size, 0)))
  let at = 0
  for (const [value, size] of list) {
    if (size === 2) out.setUint16(at, value, true)
    else out.setUint32(at, value, true)
    at += size
  }
  return new Uint8Array(out.buffer)
}

/** @throws RangeError beyond what ZIP without its 64-bit extension can hold */
export function zip(entries: readonly Entry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const { name, bytes, at } of entries) {
    const path = new TextEncoder().encode(name)
    const both: [number, 2 | 4][] = [
      [UTF8, 2],
      [0, 2],
      [dosTime(at), 4],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [path.length, 2],
      [0, 2],
    ]
    const head = fields([0x04034b50, 4], [VERSION, 2], ...both)
    parts.push(head, path, bytes)
    const rest: [number, 2 | 4][] = [
      [0, 2],
      [0, 2],
      [0, 2],
      [ATTRIBUTES, 4],
      [offset, 4],
    ]
    directory.push(fields([0x02014b50, 4], [MADE_BY, 2], [VERSION, 2], ...both, ...rest), path)
    offset += head.length + path.length + bytes.length
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0)
  if (offset + length > 0xffffffff || entries.length > 0xffff) throw new RangeError('too much for one ZIP')
  const count = entries.length
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2])
  return new Blob([...parts, ...directory, end], { type: 'application/zip' })
}
