import { hasCostHeader, type NumberedRow } from '../../worker/domain/import/cost-list.ts'
import { createRowSplitter } from './csv.ts'
import { openText } from './read-files.ts'

/** A file as `readCosts` takes it, or why it is no table. */
export type CostTable =
  | { rows: NumberedRow[]; broken: number[] }
  | { refusal: 'empty_file' | 'not_text' | 'is_workbook' }

/** Splits a list of costs into cells. Rejects only when the file can no longer be read (changed or removed since it was chosen). */
export async function readCostTable(file: Blob): Promise<CostTable> {
  const opened = await openText(file)
  if ('refusal' in opened) return opened
  const splitter = createRowSplitter(hasCostHeader)
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
