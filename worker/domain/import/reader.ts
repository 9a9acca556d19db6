import { countsAsPurchase, MAX_LINES, netOf, type OrderInput, type OrderLineInput, parseOrder } from '../order.ts'
import { localDay } from '../time.ts'
import type { ReadContext, RowReader, Sink } from './format.ts'
import { type Problem, type ProblemCode, problem } from './problem.ts'
import { HEADER_SEARCH, headersSeen, type Recognised, recognise } from './recognise.ts'
import { type Entry, type FileReading, type ImportSummary, summarise } from './summary.ts'

/** Items whose order is in none of the files: they belong to an order imported earlier, or to a file not chosen. */
export interface LooseDetails {
  source: string
  externalId: string
  lines: OrderLineInput[]
}

export interface OrderReading {
  orders: OrderInput[]
  details: LooseDetails[]
  problems: Problem[]
  summary: ImportSummary
}

export interface OrderReader {
  /** The rows pushed from now on belong to this file. */
  startFile(name: string): void
  /** Cells of consecutive rows; `firstRow` is the 1-based number of the first. Any chunk size. */
  push(rows: readonly (readonly string[])[], firstRow: number): void
  /** Tells of a row that could not even be split into cells, or (row 0) of a file that is no table. */
  report(row: number, code: ProblemCode): void
  /** Everything read. Call once, after the last row of the last file. */
  finish(): OrderReading
}

interface OpenFile {
  reading: FileReading
  /** Rows held back until the header is found or cannot be any more. */
  waiting: { cells: readonly string[]; row: number }[]
  seen: boolean
  refused: boolean
  rows: RowReader | null
  /** Columns from which each field is read, and the cells a whole row has. */
  places: Map<string, number>
  header: string[]
  width: number
}

/**
 * Reads the order files of one import: any mix of the known formats, in any order, row by row in memory proportional
 * to the orders found. Bad rows become problems and the rest goes in. An order met again with the same content counts
 * once; with different content the last one stays, with a warning.
 */
export function createOrderReader(context: ReadContext): OrderReader {
  const entries = new Map<string, Entry>()
  const details = new Map<string, LooseDetails & { file: OpenFile }>()
  const problems: Problem[] = []
  const files: FileReading[] = []
  let duplicates = 0
  let file: OpenFile | null = null

  const tell = (row: number, code: ProblemCode, detail?: string): null => {
    problems.push(problem(file?.reading.name ?? '', row, code, detail))
    return null
  }
  const keyOf = (source: string, externalId: string) => `${source}\n${externalId}`

  const sink: Sink = {
    problem: tell,
    order(order, row) {
      const parsed = parseOrder(order, context)
      if (!parsed.ok) {
        tell(row, parsed.code, detailOf(order, parsed.code, context.timeZone))
        return
      }
      const key = keyOf(order.source, order.externalId)
      const earlier = entries.get(key)
      if (earlier && JSON.stringify(earlier.order) === JSON.stringify(order)) {
        duplicates++
        return
      }
      if (earlier) tell(row, 'conflicting_duplicate', order.externalId)
      const net = countsAsPurchase(order.status) ? netOf(parsed.order) : 0
      entries.set(key, { order, placedAt: parsed.order.placedAt, net })
    },
    detail(source, externalId, line, row) {
      if (file === null) return
      const key = keyOf(source, externalId)
      const earlier = details.get(key)
      // A later file that lists the order again replaces its items, so that a file chosen twice doubles nothing.
      if (earlier?.file !== file) details.set(key, { source, externalId, lines: [line], file })
      else if (earlier.lines.length < MAX_LINES) earlier.lines.push(line)
      else tell(row, 'too_many_lines', externalId)
    },
  }

  const begin = (open: OpenFile, found: Recognised) => {
    const header = open.waiting[found.header]
    open.reading.format = found.format.id
    open.reading.label = found.format.label
    open.reading.headerRow = header?.row ?? null
    open.reading.columns = found.columns
    open.header = (header?.cells ?? []).map((cell) => cell.trim())
    for (const { field, index } of found.columns) {
      open.places.set(field, index)
      open.width = Math.max(open.width, index + 1)
    }
    if (found.format.currency !== undefined && found.format.currency !== context.currency) {
      tell(0, 'currency_mismatch', found.format.currency)
      open.refused = true
    }
    open.rows = found.format.open(context, sink)
  }

  const readRow = (open: OpenFile, cells: readonly string[], row: number) => {
    if (open.refused || open.rows === null || isBlank(cells)) return
    // Files put together from several exports repeat the header.
    if (cells.length >= open.width && open.header.every((name, i) => name === (cells[i] ?? '').trim())) return
    open.reading.rows++
    if (cells.length < open.width) {
      tell(row, 'too_few_columns', `${cells.length} < ${open.width}`)
      return
    }
    open.rows.row((field) => {
      const place = open.places.get(field)
      return place === undefined ? '' : (cells[place] ?? '')
    }, row)
  }

  const tryHeader = (open: OpenFile, atEnd: boolean) => {
    const looked = open.waiting.map(({ cells }) => cells)
    const found = recognise(looked)
    if (found) {
      begin(open, found)
      const rest = open.waiting.slice(found.header + 1)
      open.waiting = []
      for (const { cells, row } of rest) readRow(open, cells, row)
    } else if (atEnd || open.waiting.length >= HEADER_SEARCH) {
      open.refused = true
      tell(0, 'unrecognised_format', headersSeen(looked).join('、'))
      open.waiting = []
    }
  }

  const endFile = () => {
    if (file === null) return
    if (!file.refused && file.rows === null) {
      if (file.seen) tryHeader(file, true)
      else tell(0, 'empty_file')
    }
    file.rows?.end()
    if (!file.refused && file.rows !== null && file.reading.rows === 0) tell(0, 'no_rows')
    file = null
  }

  const startFile = (name: string): OpenFile => {
    endFile()
    const reading: FileReading = { name, format: null, label: null, headerRow: null, columns: [], rows: 0 }
    files.push(reading)
    file = {
      reading,
      waiting: [],
      seen: false,
      refused: false,
      rows: null,
      places: new Map(),
      header: [],
      width: 0,
    }
    return file
  }

  return {
    startFile,
    push(rows, firstRow) {
      const open = file ?? startFile('')
      open.seen ||= rows.some((cells) => !isBlank(cells))
      if (open.refused) return
      let rest = rows
      if (open.rows === null) {
        const room = HEADER_SEARCH - open.waiting.length
        for (const [i, cells] of rows.slice(0, room).entries()) open.waiting.push({ cells, row: firstRow + i })
        tryHeader(open, false)
        rest = rows.slice(room)
      }
      const from = firstRow + rows.length - rest.length
      for (const [i, cells] of rest.entries()) readRow(open, cells, from + i)
    },
    report(row, code) {
      const open = file ?? startFile('')
      tell(row, code)
      if (row === 0) open.refused = true
    },
    finish() {
      endFile()
      for (const [key, { lines }] of details) {
        const entry = entries.get(key)
        if (!entry) continue
        entry.order = { ...entry.order, lines }
        details.delete(key)
      }
      const loose = [...details.values()].map(({ source, externalId, lines }) => ({ source, externalId, lines }))
      const orders = [...entries.values()].map((entry) => entry.order)
      return {
        orders,
        details: loose,
        problems,
        summary: summarise([...entries.values()], files, problems, duplicates),
      }
    },
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}

/** What to quote of an order that was refused after its cells had been read. */
function detailOf(order: OrderInput, code: ProblemCode, timeZone: string): string {
  switch (code) {
    case 'invalid_id':
      return order.externalId
    case 'invalid_date':
      return localDay(Date.parse(order.placedAt), timeZone)
    case 'invalid_money':
      return order.refunded === undefined ? order.total : `${order.refunded} > ${order.total}`
    case 'currency_mismatch':
      return order.currency
    default:
      return order.source
  }
}
