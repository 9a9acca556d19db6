/** Plain files in one stream, as `tar` reads and writes them (ustar): a backup can be looked into with common tools. */

const BLOCK = 512
const EMPTY = Buffer.alloc(0)

/** The file is no backup, or no longer whole. The message says what is wrong with it. */
export class Damaged extends Error {
  override readonly name = 'Damaged'
}

export interface Entry {
  name: string
  /** Bytes. */
  size: number
  body: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** The stream that holds `entries`. @throws when a body is not as long as it was said to be */
export async function* pack(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { name, size, body } of entries) {
    yield header(name, size)
    let sent = 0
    for await (const chunk of body) {
      sent += chunk.length
      yield chunk
    }
    if (sent !== size) throw new Error(`${name} changed while it was read`)
    yield Buffer.alloc(padding(size))
  }
  yield Buffer.alloc(2 * BLOCK)
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const cut = path.length > 100 ? path.lastIndexOf('/') : -1
  const name = path.slice(cut + 1)
  const prefix = cut < 0 ? '' : path.slice(0, cut)
  if (name.length > 100 || prefix.length > 155) throw new Error(`${path} is too long a name`)
  const number = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  block.write(name, 0, 'latin1')
  block.write(number(0o600, 8), 100)
  block.write(number(0, 8), 108)
  block.write(number(0, 8), 116)
  block.write(number(size, 12), 124)
  block.write(number(0, 12), 136)
  block.write('0', 156)
  block.write('ustar\x0000', 257, 'latin1')
  block.write(prefix, 345, 'latin1')
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** Of a header, its own place counted as blanks. */
function checksum(block: Buffer): number {
  let sum = 0
  for (const [i, byte] of block.entries()) sum += i >= 148 && i < 156 ? 0x20 : byte
  return sum
}

/**
 * The entries of a stream, one after the other: each body must be read, or is passed over when the next is asked for.
 * @throws Damaged for what `pack` does not write, and for a stream that ends too early
 */
export async function* unpack(stream: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const source = new Source(stream)
  for (;;) {
    const block = await source.exactly(BLOCK)
    if (block.every((byte) => byte === 0)) break
    const { name, size } = parse(block)
    const body = source.body(size)
    yield { name, size, body }
    for await (const _ of body);
    await source.exactly(padding(size))
  }
  // To the very end: only there are the checks of the compression.
  await source.rest()
}

function parse(block: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) => {
    const field = block.subarray(from, from + length)
    const end = field.indexOf(0)
    return field.toString('latin1', 0, end < 0 ? length : end)
  }
  const octal = (from: number, length: number) => {
    const digits = text(from, length).trim()
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
  }
  if (octal(148, 8) !== checksum(block) || text(257, 6) !== 'ustar') throw new Damaged('it is no backup of Regulars')
  const size = octal(124, 12)
  if (!Number.isSafeInteger(size) || block[156] !== 0x30) throw new Damaged('it holds something no backup holds')
  const prefix = text(345, 155)
  return { name: `${prefix}${prefix && '/'}${text(0, 100)}`, size }
}

/** A stream read by counts of bytes. */
class Source {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer = EMPTY
  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  /** At most `most` bytes, at least one. */
  async some(most: number): Promise<Buffer> {
    while (this.#held.length === 0) {
      const next = await this.#chunks.next()
      if (next.done) throw new Damaged('it ends too early')
      this.#held = next.value
    }
    const taken = this.#held.subarray(0, most)
    this.#held = this.#held.subarray(taken.length)
    return taken
  }

  async exactly(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = size; left > 0; ) {
      const part = await this.some(left)
      parts.push(part)
      left -= part.length
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  }

  async *body(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const part = await this.some(left)
      left -= part.length
      yield part
    }
  }

  async rest(): Promise<void> {
    for (;;) if ((await this.#chunks.next()).done) return
  }
}
