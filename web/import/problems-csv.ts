/** The rows that could not be read, as a table to work through at a desk. */
import { csvCell } from '../../worker/domain/csv.ts'
import type { Problem } from '../../worker/domain/import/problem.ts'

/** What the table says of a row. */
export type ProblemRow = Pick<Problem, 'file' | 'row' | 'text'>

export interface ProblemsHead {
  file: string
  row: string
  reason: string
}

/** CSV (RFC 4180). */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')

/** CSV (RFC 4180) without a byte-order mark. Row 0, the whole file, is left blank. */
export function problemsCsv(problems: readonly ProblemRow[], head: ProblemsHead, language: 'zh' | 'en'): string {
  const rows = problems.map(({ file, row, text }) => [file, row > 0 ? String(row) : '', text[language]])
  return csvText([[head.file, head.row, head.reason], ...rows])
}
