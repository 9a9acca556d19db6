import { saveFile } from '../../files/hand-file.ts'

/** Saves a table of text. */
export const saveCsv = (name: string, csv: string): void =>
  // The mark lets Excel know that it is UTF-8.
  saveFile(new File(['\ufeff', csv], name, { type: 'text/csv;charset=utf-8' }))
