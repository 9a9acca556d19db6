/** The rows of one sheet, piece by piece. */
import type { RowChunk } from '../csv.ts'
import { isoText, LONGEST_TEXT, numericText, plainText } from './cell-text.ts'
import { GENERAL } from './number-format.ts'
import { Refused } from './refused.ts'
import type { Workbook } from './workbook.ts'
import { readXml } from './xml.ts'
import type { Part } from './zip.ts'

/** Unpacked bytes: fifty thousand orders of sixty columns are a quarter of it. */
const MOST_BYTES = 512 * 1024 * 1024
/** Cells over all rows, gaps counted. A sheet that claims more is made to exhaust the reader. */
const MOST_CELLS = 16_000_000
const MOST_ROWS = 1_048_576
const MOST_COLUMNS = 16_384

/** 0-based; -1 where the cell does not say where it stands. */
function columnOf(reference: string | undefined): number {
  const letters = /^[A-Z]{1,3}/i.exec(reference ?? '')?.[0].toUpperCase() ?? ''
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

export interface SheetPiece {
  chunks: RowChunk[]
  /** Share of the sheet read so far, up to 1. */
  share: number
}

/**
 * Reads a sheet's rows as texts, all at least as long as the longest before: a sheet leaves out the empty cells at a
 * row's end. Rows without any text are left out; the others keep the number the sheet shows beside them.
 */
export async function* readSheet(book: Workbook, part: Part): AsyncGenerator<SheetPiece> {
  const { strings, formats, epoch1904 } = book
  let chunks: RowChunk[] = []
  let row = 0
  let column = -1
  let width = 0
  let kept = 0
  let cells: string[] = []
  let type = ''
  let style = 0
  let value = ''
  let inData = false
  let inSound = false
  let inValue = false

  const textOf = (): string => {
    switch (type) {
      case 's':
        return strings[Number(value)] ?? ''
      case 'inlineStr':
      case 'str':
        return plainText(value)
      case 'b':
        return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
      case 'd':
        return isoText(value)
      case 'e':
        return value
      default:
        return numericText(value, formats[style] ?? GENERAL, epoch1904)
    }
  }
  const endCell = () => {
    const text = value === '' ? '' : textOf()
    if (text === '') return
    while (cells.length < column) cells.push('')
    cells[column] = text
  }
  const endRow = () => {
    if (cells.every((cell) => cell.trim() === '')) return
    width = Math.max(width, cells.length)
    while (cells.length < width) cells.push('')
    kept += width
    if (kept > MOST_CELLS) throw new Refused('too_large')
    const last = chunks.at(-1)
    if (last && last.firstRow + last.rows.length === row) last.rows.push(cells)
    else chunks.push({ rows: [cells], firstRow: row })
  }

  const share = readXml(book.zip, part, MOST_BYTES, {
    open(name, attributes) {
      if (name === 'sheetData') inData = true
      if (!inData) return
      if (name === 'row') {
        row = Number(attributes().r ?? row + 1)
        if (!(row >= 1 && row <= MOST_ROWS)) throw new Refused('broken_workbook')
        column = -1
        cells = []
      } else if (name === 'c') {
        const { r, t = 'n', s = '0' } = attributes()
        const place = columnOf(r)
        column = place < 0 ? column + 1 : place
        if (column >= MOST_COLUMNS) throw new Refused('broken_workbook')
        type = t
        style = Number(s)
        value = ''
      } else if (name === 'rPh') inSound = true
      else if (name === 'v' || name === 't') inValue = !inSound
    },
    text(text) {
      if (inValue && value.length < LONGEST_TEXT) value += text
    },
    close(name) {
      if (!inData) return
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'rPh') inSound = false
      else if (name === 'c') endCell()
      else if (name === 'row') endRow()
      else if (name === 'sheetData') inData = false
    },
  })
  for await (const read of share) {
    const some = chunks
    chunks = []
    yield { chunks: some, share: read }
  }
  if (chunks.length > 0) yield { chunks, share: 1 }
}
