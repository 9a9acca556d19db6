import { buyerKey, type OrderInput } from '../order.ts'
import type { FormatId } from './format.ts'
import type { Problem, Sentence } from './problem.ts'
import type { MappedColumn } from './recognise.ts'

/** What was recognised in one file. */
export interface FileReading {
  name: string
  format: FormatId | null
  /** What people call the format; null when none was found. */
  label: Sentence | null
  /** 1-based row of the header; null when none was found. */
  headerRow: number | null
  columns: MappedColumn[]
  /** Rows below the header that hold anything. */
  rows: number
}

export interface ImportSummary {
  files: FileReading[]
  /** Rows below the headers that hold anything. */
  rows: number
  /** Distinct orders. */
  orders: number
  /** Orders seen again with the same content, and left out. */
  duplicates: number
  errors: number
  warnings: number
  /** Orders that can be tied to a person, and their share of all orders from 0 to 1 (0 without orders). */
  identifiable: number
  identifiableShare: number
  /** Distinct people among them. */
  buyers: number
  /** What the shop kept of the orders that count as purchases, minor units of the shop's currency. */
  net: number
  /** Time of the first and the last order, epoch ms; null without orders. */
  firstAt: number | null
  lastAt: number | null
}

/** An order of the import with what its summary needs: time in epoch ms, net in minor units (0 where it is no purchase). */
export interface Entry {
  order: OrderInput
  placedAt: number
  net: number
}

/** Counts what one import found. */
export function summarise(
  entries: readonly Entry[],
  files: FileReading[],
  problems: readonly Problem[],
  duplicates: number,
): ImportSummary {
  const buyers = new Set<string>()
  let identifiable = 0
  let net = 0
  let firstAt: number | null = null
  let lastAt: number | null = null
  for (const entry of entries) {
    const key = buyerKey(entry.order)
    if (key !== null) {
      identifiable++
      buyers.add(key)
    }
    net += entry.net
    firstAt = Math.min(firstAt ?? entry.placedAt, entry.placedAt)
    lastAt = Math.max(lastAt ?? entry.placedAt, entry.placedAt)
  }
  const errors = problems.filter((p) => p.severity === 'error').length
  return {
    files,
    rows: files.reduce((sum, f) => sum + f.rows, 0),
    orders: entries.length,
    duplicates,
    errors,
    warnings: problems.length - errors,
    identifiable,
    identifiableShare: entries.length === 0 ? 0 : identifiable / entries.length,
    buyers: buyers.size,
    net,
    firstAt,
    lastAt,
  }
}
