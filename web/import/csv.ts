import Papa from 'papaparse'
import { recognise } from '../../worker/domain/import/recognise.ts'

/** Consecutive rows of cells; `firstRow` is 1-based. */
export interface RowChunk {
  rows: string[][]
  firstRow: number
}

export interface RowSplitter {
  /** Takes the next text, gives the rows that are complete now. */
  write(text: string): RowChunk[]
  /** Gives what is left after the last text. */
  end(): RowChunk[]
  /** Numbers of rows that could not be split because a quotation mark is never closed. */
  broken: number[]
}

/** Never in a text: a file with NUL characters is refused before it comes here. */
const NO_QUOTE = '\u0000'
const DELIMITERS = [',', '\t', ';'] as const
/** A row longer than this is taken for one whose quotation mark is never closed. */
const LONGEST_ROW = 2 * 1024 * 1024
/**
 * After so many of them the file does not use quotation marks as CSV does, and from then on they are plain text:
 * looking for each one's end over and over would take minutes.
 */
const MANY_BROKEN = 100

/** Characters to have seen before the delimiter is chosen. */
const ENOUGH = 64 * 1024

interface Parsed {
  data: string[][]
  errors: { code: string; row: number }[]
  meta: { cursor: number }
}

interface Dialect {
  delimiter: string
  quoted: boolean
}

function parse(text: string, { delimiter, quoted }: Dialect, keepLastRow: boolean, preview = 0): Parsed {
  // papaparse's own chunking decodes each slice of a file by itself and breaks characters at the seams; its parser
  // tells how far the complete rows go, which is all that is needed to carry the rest over.
  const parser = new Papa.Parser({
    delimiter,
    newline: '\n',
    quoteChar: quoted ? '"' : NO_QUOTE,
    fastMode: false,
    preview,
  })
  const parsed = parser.parse(text, 0, !keepLastRow) as Parsed
  if (!quoted) parsed.data = parsed.data.map((row) => row.map((cell) => /^"([^"]*)"$/.exec(cell)?.[1] ?? cell))
  return parsed
}

/** Whether a header that is looked for stands in these rows. */
export type HasHeader = (rows: readonly (readonly string[])[]) => boolean

export const hasOrderHeader: HasHeader = (rows) => recognise(rows) !== null

/** The delimiter under which a known header appears, else the one that gives the widest rows. */
function chooseDelimiter(text: string, hasHeader: HasHeader): string {
  let best: string = DELIMITERS[0]
  let widest = 0
  for (const delimiter of DELIMITERS) {
    const { data } = parse(text, { delimiter, quoted: true }, true, 40)
    if (hasHeader(data)) return delimiter
    const width = Math.max(0, ...data.map((row) => row.length))
    if (width > widest) {
      best = delimiter
      widest = width
    }
  }
  return best
}

/**
 * Splits delimited text that arrives in pieces of any size into rows of cells (RFC 4180, comma, tab or semicolon,
 * any line ending). Where a quotation mark is never closed, the line it stands on is given up and reading goes on
 * with the next one, so that one stray mark does not swallow the rest of the file.
 */
export function createRowSplitter(hasHeader: HasHeader = hasOrderHeader): RowSplitter {
  let rest = ''
  let row = 1
  let delimiter: string | null = null
  let carriageReturn = false
  const broken: number[] = []

  const take = (last: boolean): RowChunk[] => {
    const chunks: RowChunk[] = []
    if (delimiter === null && !last && rest.length < ENOUGH) return chunks
    delimiter ??= chooseDelimiter(rest, hasHeader)
    while (rest !== '') {
      const dialect = { delimiter, quoted: broken.length < MANY_BROKEN }
      const parsed = parse(rest, dialect, last)
      const bad = firstBroken(parsed)
      const rows = bad === null ? parsed.data : parsed.data.slice(0, bad)
      if (rows.length > 0) chunks.push({ rows, firstRow: row })
      row += rows.length
      let from = parsed.meta.cursor
      if (bad !== null) from = bad === 0 ? 0 : parse(rest, dialect, last, bad).meta.cursor
      rest = rest.slice(from)
      const runaway = bad !== null || rest.length > LONGEST_ROW
      if (!runaway) break
      broken.push(row)
      row++
      const lineEnd = rest.indexOf('\n')
      rest = lineEnd < 0 ? '' : rest.slice(lineEnd + 1)
    }
    return chunks
  }

  return {
    broken,
    write(text) {
      // Line endings become \n, also where \r and \n arrive in different pieces.
      const joined = carriageReturn ? `\r${text}` : text
      carriageReturn = joined.endsWith('\r')
      rest += (carriageReturn ? joined.slice(0, -1) : joined).replace(/\r\n?/g, '\n')
      return take(false)
    },
    end() {
      if (carriageReturn) rest += '\n'
      carriageReturn = false
      // A final line ending ends the last row, it does not begin another.
      if (rest.endsWith('\n')) rest = rest.slice(0, -1)
      return take(true)
    },
  }
}

/** The first row whose quotation mark is never closed, or closed only on another row; null when there is none. */
function firstBroken({ data, errors }: Parsed): number | null {
  for (const { code, row } of errors) {
    const cells = data[row]
    if (cells === undefined) continue
    if (code === 'MissingQuotes') return row
    if (code === 'InvalidQuotes' && cells.some((cell) => cell.includes('\n'))) return row
  }
  return null
}
