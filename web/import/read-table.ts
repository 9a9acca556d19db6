import type { NumberedRow } from '../../worker/domain/import/cost-list.ts'
import { createRowSplitter, type HasHeader } from './csv.ts'
import { openText } from './read-files.ts'

/** A file as a table of cells, or why it is none. */
export type Table = { rows: NumberedRow[]; broken: number[] } | { refusal: 'empty_file' | 'not_text' | 'is_workbook' }

/**
 * Splits a file into cells, whatever its encoding. Rejects only when it can no longer be read (changed or removed
 * since it was chosen).
 * @param hasHeader tells the delimiter by whether a header shows under it
 */
export async function readTable(file: Blob, hasHeader: HasHeader): Promise<Table> {
  const opened = await openText(file)
  if ('refusal' in opened) return opened
  const splitter = createRowSplitter(hasHeader)
  const rows: NumberedRow[] = []
  const keep = (chunks: ReturnType<typeof splitter.write>) => {
    for (const { rows: some, firstRow } of chunks) {
      for (const [i, cells] of some.entries()) rows.push({ row: firstRow + i, cells })
    }
  }
  for await (const { text } of opened.pieces) keep(splitter.write(text))
  keep(splitter.end())
  return { rows, broken: splitter.broken }
}
