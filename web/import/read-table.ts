import type { NumberedRow } from '../../worker/domain/import/cost-list.ts'
import type { HasHeader } from './csv.ts'
import { openRows, type TableRefusal } from './open-rows.ts'

/** A file as a table of cells, or why it is none. */
export type Table = { rows: NumberedRow[]; broken: number[] } | { refusal: TableRefusal }

/**
 * Splits a file into cells, whatever its encoding; of a workbook, the first sheet that has the header. Rejects only
 * when it can no longer be read (changed or removed since it was chosen).
 * @param hasHeader tells the delimiter by whether a header shows under it
 */
export async function readTable(file: Blob, hasHeader: HasHeader): Promise<Table> {
  const opened = await openRows(file, hasHeader)
  if ('refusal' in opened) return opened
  const rows: NumberedRow[] = []
  const broken: number[] = []
  for await (const piece of opened.tables[0]?.pieces() ?? []) {
    if (piece.refusal) return { refusal: piece.refusal }
    broken.push(...piece.broken)
    for (const { rows: some, firstRow } of piece.chunks) {
      for (const [i, cells] of some.entries()) rows.push({ row: firstRow + i, cells })
    }
  }
  return { rows, broken }
}
