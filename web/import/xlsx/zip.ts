/** The container of a workbook: its parts by name, each read piece by piece, never more than is allowed. */
import { Refused } from './refused.ts'

export interface Part {
  method: number
  locked: boolean
  /** Bytes in the file, bytes unpacked, and where its local header stands. */
  packed: number
  size: number
  at: number
}

export interface Zip {
  file: Blob
  /** By name, slashes forward, in lower case: writers differ in both. */
  parts: ReadonlyMap<string, Part>
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** The end record and the longest comment that may follow it. */
const LONGEST_END = 22 + 0xffff
const LONGEST_DIRECTORY = 8 * 1024 * 1024
/** Packed bytes unpacked at a time: a thousandfold of it must fit into a phone's memory. */
const PIECE = 16 * 1024

async function viewOf(file: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await file.slice(from, to).arrayBuffer())
}

const long = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

async function directoryOf(file: Blob): Promise<DataView> {
  const tail = Math.max(0, file.size - LONGEST_END)
  const view = await viewOf(file, tail, file.size)
  let end = view.byteLength - 22
  while (end >= 0 && view.getUint32(end, true) !== END) end--
  if (end < 0) throw new Refused('broken_workbook')
  let size = view.getUint32(end + 12, true)
  let at = view.getUint32(end + 16, true)
  if (end >= 20 && view.getUint32(end - 20, true) === LOCATOR_64) {
    const from = long(view, end - 12)
    const record = await viewOf(file, from, from + 56)
    if (record.byteLength < 56 || record.getUint32(0, true) !== END_64) throw new Refused('broken_workbook')
    size = long(record, 40)
    at = long(record, 48)
  }
  if (size > LONGEST_DIRECTORY || at + size > file.size) throw new Refused('broken_workbook')
  return viewOf(file, at, at + size)
}

/** Sizes and place too large for 32 bits stand in an extra field, in this order; some writers always put them there. */
function widen(part: Part, view: DataView, from: number, to: number): void {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    for (const field of ['size', 'packed', 'at'] as const) {
      if (part[field] !== 0xffffffff) continue
      part[field] = long(view, next)
      next += 8
    }
  }
}

/** Reads the list of parts. Rejects with {@link Refused} where there is none. */
export async function openZip(file: Blob): Promise<Zip> {
  const view = await directoryOf(file)
  const parts = new Map<string, Part>()
  try {
    for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === ENTRY; ) {
      const name = view.getUint16(at + 28, true)
      const extra = view.getUint16(at + 30, true)
      const part: Part = {
        method: view.getUint16(at + 10, true),
        locked: (view.getUint16(at + 8, true) & 1) === 1,
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        at: view.getUint32(at + 42, true),
      }
      const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, name))
      widen(part, view, at + 46 + name, at + 46 + name + extra)
      parts.set(text.replaceAll('\\', '/').toLowerCase(), part)
      at += 46 + name + extra + view.getUint16(at + 32, true)
    }
  } catch (error) {
    // A field that reaches past the end.
    throw new Refused('broken_workbook', error)
  }
  return { file, parts }
}

export interface Unpacked {
  bytes: Uint8Array
  /** Share of the part read so far, up to 1. */
  share: number
}

/**
 * Unpacks one part. Rejects with {@link Refused} where it is damaged or larger than `most` bytes, whatever size it
 * claims, and with the file's own error where that can no longer be read.
 */
export async function* unpack({ file }: Zip, part: Part, most: number): AsyncGenerator<Unpacked> {
  if (part.locked) throw new Refused('locked_workbook')
  if (part.size > most) throw new Refused('too_large')
  if (part.method !== 0 && part.method !== 8) throw new Refused('broken_workbook')
  const local = await viewOf(file, part.at, part.at + 30)
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw new Refused('broken_workbook')
  const start = part.at + 30 + local.getUint16(26, true) + local.getUint16(28, true)
  if (start + part.packed > file.size) throw new Refused('broken_workbook')

  let read = 0
  let gone: unknown = null
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (read >= part.packed) return controller.close()
        const length = Math.min(PIECE, part.packed - read)
        try {
          controller.enqueue(new Uint8Array(await file.slice(start + read, start + read + length).arrayBuffer()))
        } catch (error) {
          gone = error
          throw error
        }
        read += length
      },
    },
    { highWaterMark: 0 },
  )
  const plain = part.method === 0 ? source : source.pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = plain.getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > most) throw new Refused('too_large')
      yield { bytes: value, share: part.packed === 0 ? 1 : read / part.packed }
    }
    if (size !== part.size) throw new Refused('broken_workbook')
  } catch (error) {
    if (error instanceof Refused) throw error
    throw gone ?? new Refused('broken_workbook', error)
  } finally {
    // Also when nobody wants the rest.
    await reader.cancel().catch(() => {})
  }
}
