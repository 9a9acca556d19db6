/** Opens any file a seller may pick as tables of cells: delimited text, or a workbook. */
import { createRowSplitter, type HasHeader, hasOrderHeader, type RowChunk } from './csv.ts'
import { type Encoding, openText } from './read-files.ts'
import type { WorkbookRefusal } from './xlsx/refused.ts'

/** Why a file is no table. */
export type TableRefusal = 'not_text' | WorkbookRefusal

export interface RowsPiece {
  chunks: RowChunk[]
  /** Rows that could not be split into cells, as found since the piece before. */
  broken: number[]
  /** Bytes of the file read so far. */
  bytes: number
  /** The rest cannot be read, which only reading could tell. Ends the pieces. */
  refusal?: TableRefusal
}

export interface OpenTable {
  /** The sheet's name, where the file has several that are meant. */
  name: string | null
  written: Encoding | 'xlsx'
  pieces(): AsyncGenerator<RowsPiece>
}

export type OpenedTables = { tables: OpenTable[] } | { refusal: TableRefusal }

const ZIP = [0x50, 0x4b, 0x03, 0x04]
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06]
/** Old workbooks, and new ones with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0]

/**
 * Rejects only when the file can no longer be read (changed or removed since it was chosen).
 * @param hasHeader tells the delimiter, or the sheets that are meant, by whether a header shows
 */
export async function openRows(file: Blob, hasHeader: HasHeader = hasOrderHeader): Promise<OpenedTables> {
  const first = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  const begins = (signature: readonly number[]) => signature.every((byte, i) => first[i] === byte)
  if (begins(ZIP) || begins(EMPTY_ZIP)) return openBook(file, hasHeader)
  if (begins(OLE)) return { refusal: await (await import('./xlsx/open.ts')).whichContainer(file) }
  const opened = await openText(file)
  if ('refusal' in opened) return opened
  const { encoding, pieces } = opened
  return { tables: [{ name: null, written: encoding, pieces: () => split(pieces, file.size, hasHeader) }] }
}

async function* split(
  pieces: AsyncIterable<{ text: string; bytes: number }>,
  size: number,
  hasHeader: HasHeader,
): AsyncGenerator<RowsPiece> {
  const splitter = createRowSplitter(hasHeader)
  let told = 0
  const piece = (chunks: RowChunk[], bytes: number): RowsPiece => {
    const broken = splitter.broken.slice(told)
    told = splitter.broken.length
    return { chunks, broken, bytes }
  }
  for await (const { text, bytes } of pieces) yield piece(splitter.write(text), bytes)
  yield piece(splitter.end(), size)
}

async function openBook(file: Blob, hasHeader: HasHeader): Promise<OpenedTables> {
  const { openSheets, refusalOf } = await import('./xlsx/open.ts')
  const opened = await openSheets(file, hasHeader)
  if ('refusal' in opened) return opened
  const { sheets } = opened
  async function* pieces(i: number): AsyncGenerator<RowsPiece> {
    const bytesAt = (share: number) => Math.floor((file.size * (i + share)) / sheets.length)
    try {
      for await (const { chunks, share } of sheets[i]?.pieces() ?? [])
        yield { chunks, broken: [], bytes: bytesAt(share) }
    } catch (error) {
      yield { chunks: [], broken: [], bytes: bytesAt(1), refusal: refusalOf(error) }
    }
  }
  return {
    tables: sheets.map(({ name }, i) => ({
      name: sheets.length > 1 ? name : null,
      written: 'xlsx' as const,
      pieces: () => pieces(i),
    })),
  }
}
