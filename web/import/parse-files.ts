import type { ReadContext } from '../../worker/domain/import/format.ts'
import { createOrderReader, type OrderReading } from '../../worker/domain/import/reader.ts'
import { type OpenTable, openRows } from './open-rows.ts'

export interface ParseProgress {
  /** Name of the file being read. */
  file: string
  /** Bytes read so far over all files, of `totalBytes`. */
  bytes: number
  totalBytes: number
  /** Rows read so far over all files, headers and blank rows counted. */
  rows: number
}

/** How a table was written: a text's encoding, or as a workbook. */
export type Written = OpenTable['written']

/** A reading, and for each of its files or sheets how it was written; null where it is no table. */
export type FilesReading = OrderReading & { written: (Written | null)[] }

/**
 * Reads a seller's order files into orders, a piece at a time; of a workbook, every sheet of orders. Never throws for
 * what a file contains.
 */
export async function parseFiles(
  files: readonly File[],
  context: ReadContext,
  onProgress: (progress: ParseProgress) => void = () => {},
): Promise<FilesReading> {
  const reader = createOrderReader(context)
  const written: (Written | null)[] = []
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0)
  let bytesBefore = 0
  let rows = 0
  for (const file of files) {
    const opened = await openRows(file)
    if ('refusal' in opened) {
      reader.startFile(file.name)
      written.push(null)
      reader.report(0, opened.refusal)
    } else {
      for (const table of opened.tables) {
        reader.startFile(table.name === null ? file.name : `${file.name} · ${table.name}`)
        written.push(table.written)
        for await (const { chunks, broken, bytes, refusal } of table.pieces()) {
          for (const chunk of chunks) {
            reader.push(chunk.rows, chunk.firstRow)
            rows += chunk.rows.length
          }
          for (const row of broken) reader.report(row, 'unclosed_quote')
          if (refusal) reader.report(0, refusal)
          onProgress({ file: file.name, bytes: bytesBefore + bytes, totalBytes, rows })
        }
      }
    }
    bytesBefore += file.size
    onProgress({ file: file.name, bytes: bytesBefore, totalBytes, rows })
  }
  return { ...reader.finish(), written }
}
