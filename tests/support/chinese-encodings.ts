/** Encoders for what TextEncoder cannot write, made by inverting TextDecoder over every two-byte sequence. */

function invert(label: 'gb18030' | 'big5'): Map<string, number> {
  const decoder = new TextDecoder(label, { fatal: true })
  const table = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      try {
        const character = decoder.decode(Uint8Array.of(lead, trail))
        const single = Array.from(character).length === 1
        if (single && !table.has(character)) table.set(character, (lead << 8) | trail)
      } catch {
        // Not a character of this encoding.
      }
    }
  }
  return table
}

const tables = new Map<string, Map<string, number>>()

function encode(text: string, label: 'gb18030' | 'big5'): Uint8Array<ArrayBuffer> {
  const table = tables.get(label) ?? invert(label)
  tables.set(label, table)
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const pair = table.get(character)
    if (point < 0x80) bytes.push(point)
    else if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff)
    else if (label === 'gb18030' && point >= 0x10000) {
      // The supplementary planes are linear in GB18030, from 90 30 81 30 on.
      const linear = point - 0x10000
      bytes.push(
        0x90 + Math.floor(linear / 12600),
        0x30 + (Math.floor(linear / 1260) % 10),
        0x81 + (Math.floor(linear / 10) % 126),
        0x30 + (linear % 10),
      )
    } else throw new RangeError(`${label} has no ${character} here`)
  }
  return Uint8Array.from(bytes)
}

/** Text as GBK bytes, and as four bytes of GB18030 for emoji. */
export const encodeGb18030 = (text: string) => encode(text, 'gb18030')
export const encodeBig5 = (text: string) => encode(text, 'big5')

/** UTF-16 with its byte-order mark. */
export function encodeUtf16(text: string, order: 'le' | 'be'): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 + text.length * 2))
  view.setUint16(0, 0xfeff, order === 'le')
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i), order === 'le')
  return new Uint8Array(view.buffer)
}

/** UTF-8, optionally with the byte-order mark Excel looks for. */
export function encodeUtf8(text: string, bom = false): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(bom ? `\ufeff${text}` : text)
}
