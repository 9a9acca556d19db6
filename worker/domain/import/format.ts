import type { OrderInput, OrderLineInput } from '../order.ts'
import type { ProblemCode, Sentence } from './problem.ts'

export type FormatId = 'taobao-orders' | 'taobao-details' | 'shopify-orders' | 'spreadsheet'

/** What the shop knows and a file does not: its zone, its currency (ISO 4217) and the present (epoch ms). */
export interface ReadContext {
  timeZone: string
  currency: string
  now: number
}

/** Where a format's reader puts what it found. */
export interface Sink {
  order(order: OrderInput, row: number): void
  /** An item of an order that another file describes. */
  detail(source: string, externalId: string, line: OrderLineInput, row: number): void
  /** Lists a row and answers null, what a row that gives no order is read as. */
  problem(row: number, code: ProblemCode, detail?: string): null
}

/** Reads one file's rows, in order. */
export interface RowReader {
  /** `cell` answers a field's raw text, '' where the file has no such column. `row` is 1-based. */
  row(cell: (field: string) => string, row: number): void
  end(): void
}

/** A kind of file: how its columns are called and how its rows are read. */
export interface Format {
  id: FormatId
  label: Sentence
  /** Field → column name, compared after trimming, in any letter case. */
  columns: Readonly<Record<string, string>>
  /** Fields without whose columns a row cannot be this format's header. */
  required: readonly string[]
  /** The one currency the format's amounts are in; absent where the file says or the shop's is meant. */
  currency?: string
  open(context: ReadContext, sink: Sink): RowReader
}
