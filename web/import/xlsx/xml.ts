/// <reference path="./saxen.d.ts" />
import { Parser } from 'saxen'
import { Refused } from './refused.ts'
import { type Part, unpack, type Zip } from './zip.ts'

/** Hears the elements of a part by their local names: writers differ in prefixes. Text comes decoded. */
export interface Hearer {
  open?(name: string, attributes: () => Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** No part of a workbook nests deeper, or has a longer tag or text; what does is made to exhaust the reader. */
const DEEPEST = 64
const LONGEST_TOKEN = 4 * 1024 * 1024

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point > 0x10ffff ? whole : String.fromCodePoint(point)
  })
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function decoded(raw: Record<string, string> | false): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(raw || {})) attributes[localName(name)] = decodeEntities(value)
  return attributes
}

/**
 * Reads one part as it is unpacked; yields the share read after each piece. Rejects as {@link unpack} does, and where
 * the XML is not well formed.
 */
export async function* readXml(zip: Zip, part: Part, most: number, hearer: Hearer): AsyncGenerator<number> {
  const { open, text, close } = hearer
  let depth = 0
  let heard = true
  const parser = new Parser()
  parser.on('openTag', (name, attributes) => {
    heard = true
    if (++depth > DEEPEST) throw new Refused('broken_workbook')
    open?.(localName(name), () => decoded(attributes()))
  })
  parser.on('closeTag', (name) => {
    heard = true
    depth--
    close?.(localName(name))
  })
  if (text) {
    parser.on('text', (raw) => text(decodeEntities(raw)))
    parser.on('cdata', (raw) => text(raw))
  }
  const parse = (step: () => void) => {
    try {
      step()
    } catch (error) {
      throw error instanceof Refused ? error : new Refused('broken_workbook', error)
    }
  }
  const decoder = new TextDecoder()
  let pending = 0
  for await (const { bytes, share } of unpack(zip, part, most)) {
    heard = false
    parse(() => parser.write(decoder.decode(bytes, { stream: true })))
    pending = heard ? 0 : pending + bytes.length
    if (pending > LONGEST_TOKEN) throw new Refused('too_large')
    yield share
  }
  parse(() => parser.write(decoder.decode()).end())
}

/** Reads a whole part for what its elements say. */
export async function hearAll(zip: Zip, part: Part, most: number, hearer: Hearer): Promise<void> {
  for await (const _ of readXml(zip, part, most, hearer)) {
    // Everything is told to the hearer.
  }
}
