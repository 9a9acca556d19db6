/** Opens a workbook and picks the sheets that are meant. Loaded only when somebody chooses one. */
import { HEADER_SEARCH } from '../../../worker/domain/import/recognise.ts'
import type { HasHeader } from '../csv.ts'
import { Refused, type WorkbookRefusal } from './refused.ts'
import { readSheet, type SheetPiece } from './sheet.ts'
import { openWorkbook, type Workbook } from './workbook.ts'

export interface OpenSheet {
  name: string
  pieces(): AsyncGenerator<SheetPiece>
}

const PIECE = 256 * 1024

/**
 * An old workbook, or a new one that is encrypted: both stand in the same container. Entries of its directory are
 * aligned, so a name never crosses the seam of two pieces.
 */
export async function whichContainer(file: Blob): Promise<WorkbookRefusal> {
  const decoder = new TextDecoder('utf-16le')
  for (let from = 0; from < file.size; from += PIECE) {
    const text = decoder.decode(await file.slice(from, from + PIECE).arrayBuffer())
    if (text.includes('EncryptedPackage')) return 'locked_workbook'
  }
  return 'old_workbook'
}

async function firstRows(book: Workbook, { part }: Workbook['sheets'][number]): Promise<string[][]> {
  const rows: string[][] = []
  for await (const { chunks } of readSheet(book, part)) {
    for (const chunk of chunks) rows.push(...chunk.rows.slice(0, HEADER_SEARCH))
    if (rows.length >= HEADER_SEARCH) break
  }
  return rows.slice(0, HEADER_SEARCH)
}

/** All sheets whose header is one that is looked for; where none has one, the first that holds anything. */
async function chosenSheets(book: Workbook, hasHeader: HasHeader): Promise<Workbook['sheets']> {
  const known: Workbook['sheets'] = []
  let first: Workbook['sheets'][number] | null = null
  for (const sheet of book.sheets) {
    const rows = await firstRows(book, sheet)
    if (rows.length > 0) first ??= sheet
    if (hasHeader(rows)) known.push(sheet)
  }
  if (known.length > 0) return known
  if (!first) throw new Refused('empty_file')
  return [first]
}

/** Rejects only where the file can no longer be read. Its sheets' pieces may still end with {@link Refused}. */
export async function openSheets(
  file: Blob,
  hasHeader: HasHeader,
): Promise<{ sheets: OpenSheet[] } | { refusal: WorkbookRefusal }> {
  try {
    const book = await openWorkbook(file)
    const sheets = await chosenSheets(book, hasHeader)
    return { sheets: sheets.map(({ name, part }) => ({ name, pieces: () => readSheet(book, part) })) }
  } catch (error) {
    return { refusal: refusalOf(error) }
  }
}

/** Why the workbook could not be read; throws on what is not about its content. */
export function refusalOf(error: unknown): WorkbookRefusal {
  if (error instanceof Refused) return error.refusal
  throw error
}
