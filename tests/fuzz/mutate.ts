/** Makes inputs out of inputs: bytes for what is bytes, and JSON trees for what is JSON. */

/** Deterministic: a seed and a number tell an input again. */
export class Dice {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0 || 1
  }
  /** 0 ≤ n < `below`. */
  roll(below: number): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) % below
  }
  of<T>(some: readonly T[]): T {
    return some[this.roll(some.length)] as T
  }
}

const BYTES = [0, 1, 9, 10, 13, 34, 39, 44, 59, 127, 128, 255]

/** One to eight changes: bits, bytes, pieces cut, doubled, swapped in from `other`, words of the dictionary. */
export function mutateBytes(input: Buffer, other: Buffer, words: readonly (string | Buffer)[], dice: Dice): Buffer {
  let out = Buffer.from(input)
  for (let n = 1 + dice.roll(8); n > 0; n--) {
    const at = dice.roll(out.length + 1)
    const length = 1 + dice.roll(Math.max(1, Math.min(64, out.length - at)))
    const put = (piece: Buffer, skip = 0) => {
      out = Buffer.concat([out.subarray(0, at), piece, out.subarray(at + skip)])
    }
    switch (dice.roll(8)) {
      case 0:
        if (at < out.length) out[at] = (out[at] ?? 0) ^ (1 << dice.roll(8))
        break
      case 1:
        if (at < out.length) out[at] = dice.of(BYTES)
        break
      case 2:
        put(Buffer.alloc(0), length)
        break
      case 3:
        put(Buffer.from(out.subarray(at, at + length)))
        break
      case 4:
        put(Buffer.from(dice.of(words)))
        break
      case 5:
        put(Buffer.from(dice.of(words)), length)
        break
      case 6: {
        const from = dice.roll(other.length + 1)
        put(other.subarray(from, from + 1 + dice.roll(256)), length)
        break
      }
      default:
        put(Buffer.alloc(1 + dice.roll(1 << dice.roll(14)), dice.of(BYTES)))
    }
  }
  return out.subarray(0, 256 * 1024)
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const NASTY: readonly Json[] = [
  ...[null, true, false, 0, -1, 0.5, 1e21, -1e21, 2 ** 53, 8.64e15, 8.65e15, Number.MAX_VALUE, 1e-7],
  ...['', ' ', '\0', 'a\0b', '\ud83c', '\udc00x', '__proto__', 'constructor', '"', "'; DROP TABLE orders; --"],
  ...['x'.repeat(5000), '../..', '%00', '中文'.repeat(40), '9'.repeat(60), '2026-13-45T99:99:99Z', '-0', 'NaN', '１２'],
  ...[[], {}, [[]], [null], [[[[[[1]]]]]]],
  JSON.parse('{"__proto__":1,"toString":1}'),
]

const NASTY_TEXT = NASTY.filter((one) => typeof one === 'string')

/** One to four changes to a tree: values replaced, keys dropped, doubled, renamed, parts of `other` grafted in. */
export function mutateJson(input: Json, other: Json, words: readonly Json[], dice: Dice): Json {
  let out = structuredClone(input)
  for (let n = 1 + dice.roll(4); n > 0; n--) {
    const places = placesOf(out)
    const { parent, key } = dice.of(places)
    const grafts = placesOf(other)
    const graft = dice.of(grafts)
    const fresh = (): Json => {
      const kind = dice.roll(3)
      const made = kind === 0 ? dice.of(NASTY) : kind === 1 && words.length > 0 ? dice.of(words) : valueAt(graft, other)
      return structuredClone(made)
    }
    if (parent === null) {
      if (dice.roll(8) === 0) out = fresh()
    } else if (Array.isArray(parent)) {
      const at = Number(key)
      const kind = dice.roll(4)
      if (kind === 0) parent.splice(at, 1)
      else if (kind === 1) parent.splice(at, 0, structuredClone(parent[at] as Json))
      else if (kind === 2 && parent.length < 50)
        for (let i = dice.roll(600); i > 0; i--) parent.push(parent[at] as Json)
      else parent[at] = fresh()
    } else {
      const kind = dice.roll(5)
      if (kind === 0) delete parent[key]
      else if (kind === 1) parent[String(dice.of(['__proto__', 'id', 'toString', 'x', key]))] = fresh()
      else if (kind === 2 && typeof parent[key] === 'number') parent[key] = nudged(parent[key] as number, dice)
      else if (kind === 3 && typeof parent[key] === 'string') parent[key] = cut(parent[key] as string, dice)
      else parent[key] = fresh()
    }
  }
  return out
}

const nudged = (n: number, dice: Dice): number => n + dice.of([1, -1, 0.5, 1000, -1000, 86_400_000, -n, 1e15])
const cut = (text: string, dice: Dice): string => {
  const at = dice.roll(text.length + 1)
  return dice.roll(2) === 0 ? text.slice(0, at) : text.slice(0, at) + dice.of(NASTY_TEXT) + text.slice(at)
}

interface Place {
  parent: Json[] | { [key: string]: Json } | null
  key: string
}

const valueAt = ({ parent, key }: Place, root: Json): Json =>
  parent === null ? root : ((parent as { [key: string]: Json })[key] ?? null)

function placesOf(root: Json): Place[] {
  const places: Place[] = [{ parent: null, key: '' }]
  const walk = (node: Json) => {
    if (typeof node !== 'object' || node === null || places.length > 2000) return
    for (const key of Object.keys(node)) {
      places.push({ parent: node as Json[], key })
      walk((node as { [key: string]: Json })[key] as Json)
    }
  }
  walk(root)
  return places
}
