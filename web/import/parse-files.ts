import type { ReadContext } from '../../worker/domain/import/format.ts'
import { createOrderReader, type OrderReading } from '../../worker/domain/import/reader.ts'
import { createRowSplitter } from './csv.ts'
import { type Encoding, openText } from './read-files.ts'

export interface ParseProgress {
  /** Name of the file being read. */
  file: string
  /** Bytes read so far over all files, of `totalBytes`. */
  bytes: number
  totalBytes: number
  /** Rows read so far over all files, headers and blank rows counted. */
  rows: number
}

/** A reading, and by file in which encoding it was written; null where it is no text. */
export type FilesReading = OrderReading & { encodings: (Encoding | null)[] }

/** Reads a seller's order files into orders, a piece at a time. Never throws for what a file contains. */
export async function parseFiles(
  files: readonly File[],
  context: ReadContext,
  onProgress: (progress: ParseProgress) => void = () => {},
): Promise<FilesReading> {
  const reader = createOrderReader(context)
  const encodings: (Encoding | null)[] = []
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0)
  let bytesBefore = 0
  let rows = 0
  for (const file of files) {
    reader.startFile(file.name)
    const opened = await openText(file)
    encodings.push('refusal' in opened ? null : opened.encoding)
    if ('refusal' in opened) {
      reader.report(0, opened.refusal)
    } else {
      const splitter = createRowSplitter()
      let told = 0
      const pass = (chunks: ReturnType<typeof splitter.write>) => {
        for (const chunk of chunks) {
          reader.push(chunk.rows, chunk.firstRow)
          rows += chunk.rows.length
        }
        for (; told < splitter.broken.length; told++) reader.report(splitter.broken[told] ?? 0, 'unclosed_quote')
      }
      for await (const piece of opened.pieces) {
        pass(splitter.write(piece.text))
        onProgress({ file: file.name, bytes: bytesBefore + piece.bytes, totalBytes, rows })
      }
      pass(splitter.end())
    }
    bytesBefore += file.size
    onProgress({ file: file.name, bytes: bytesBefore, totalBytes, rows })
  }
  return { ...reader.finish(), encodings }
}
