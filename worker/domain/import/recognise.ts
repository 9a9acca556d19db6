import { cleanCell } from './cells.ts'
import type { Format } from './format.ts'
import { clip } from './problem.ts'
import { shopifyOrders } from './shopify.ts'
import { spreadsheet } from './spreadsheet.ts'
import { taobaoDetails, taobaoOrders } from './taobao.ts'

/** In the order in which they are tried. */
export const FORMATS: readonly Format[] = [taobaoOrders, taobaoDetails, shopifyOrders, spreadsheet]

/** How many rows may precede the header: titles, notes, export dates. */
export const HEADER_SEARCH = 30

/** A column of the file that is read as a field. `index` is 0-based; `name` as the file writes it, trimmed. */
export interface MappedColumn {
  field: string
  name: string
  index: number
}

export interface Recognised {
  format: Format
  /** 0-based place of the header among the rows looked at. */
  header: number
  columns: MappedColumn[]
}

function headerCell(raw: string): string {
  return raw.length > 200 ? '' : cleanCell(raw).normalize('NFKC').replace(/\s+/g, ' ')
}

function mapColumns(format: Format, names: readonly string[]): MappedColumn[] | null {
  const columns: MappedColumn[] = []
  for (const [field, wanted] of Object.entries(format.columns)) {
    // Where a name occurs twice the first column is meant.
    const index = names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase())
    if (index >= 0) columns.push({ field, name: names[index] ?? '', index })
    else if (format.required.includes(field)) return null
  }
  return columns
}

/** Finds the header among a file's first rows and says which format it belongs to; null when none does. */
export function recognise(rows: readonly (readonly string[])[]): Recognised | null {
  for (const [header, row] of rows.slice(0, HEADER_SEARCH).entries()) {
    const names = row.map(headerCell)
    for (const format of FORMATS) {
      const columns = mapColumns(format, names)
      if (columns) return { format, header, columns }
    }
  }
  return null
}

/** The names in the row most likely meant as a header, for telling a seller what was found instead. */
export function headersSeen(rows: readonly (readonly string[])[]): string[] {
  let best: string[] = []
  for (const row of rows.slice(0, HEADER_SEARCH)) {
    const names = row
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a file that is no text is full of them
      .map((cell) => clip(cleanCell(cell.slice(0, 200)).replace(/[\u0000-\u001f\u007f-\u009f\ufffd]/g, ''), 24))
      .filter((name) => name !== '')
    if (names.length > best.length) best = names
  }
  return best.slice(0, 24)
}
