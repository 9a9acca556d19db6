/** Workbooks as spreadsheet programs write them (ECMA-376), small enough to read in a test. */
import { crc32, deflateRawSync } from 'node:zlib'

/** A part of the archive; stored without compression where it says so. */
export interface ZipPart {
  name: string
  bytes: Uint8Array | string
  stored?: boolean
  /** Bytes the directory claims, where it lies. */
  claims?: number
  flags?: number
}

interface ZipOptions {
  /** Writes sizes and places as a streaming writer does: 64-bit fields, whether needed or not. */
  zip64?: boolean
}

function record(size: number, fields: readonly [at: number, size: 2 | 4 | 8, value: number][]): Buffer {
  const out = Buffer.alloc(size)
  for (const [at, bytes, value] of fields) {
    if (bytes === 2) out.writeUInt16LE(value, at)
    else if (bytes === 4) out.writeUInt32LE(value, at)
    else out.writeBigUInt64LE(BigInt(value), at)
  }
  return out
}

export function zipOf(parts: readonly ZipPart[], { zip64 = false }: ZipOptions = {}): Uint8Array<ArrayBuffer> {
  const body: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, stored = false, claims, flags = 0x0800 } of parts) {
    const plain = Buffer.from(bytes as Uint8Array)
    const packed = stored ? plain : deflateRawSync(plain)
    const path = Buffer.from(name)
    const size = claims ?? plain.length
    const method = stored ? 0 : 8
    const local = record(30, [
      [0, 4, 0x04034b50],
      [6, 2, flags],
      [8, 2, method],
      [14, 4, crc32(plain)],
      [18, 4, packed.length],
      [22, 4, plain.length],
      [26, 2, path.length],
    ])
    const wide = zip64
      ? record(28, [
          [0, 2, 1],
          [2, 2, 24],
          [4, 8, size],
          [12, 8, packed.length],
          [20, 8, at],
        ])
      : Buffer.alloc(0)
    const entry = record(46, [
      [0, 4, 0x02014b50],
      [8, 2, flags],
      [10, 2, method],
      [16, 4, crc32(plain)],
      [20, 4, zip64 ? 0xffffffff : packed.length],
      [24, 4, zip64 ? 0xffffffff : size],
      [28, 2, path.length],
      [30, 2, wide.length],
      [42, 4, zip64 ? 0xffffffff : at],
    ])
    body.push(local, path, packed)
    directory.push(entry, path, wide)
    at += local.length + path.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end64 = record(56, [
    [0, 4, 0x06064b50],
    [4, 8, 44],
    [24, 8, parts.length],
    [32, 8, parts.length],
    [40, 8, listed.length],
    [48, 8, at],
  ])
  const locator = record(20, [
    [0, 4, 0x07064b50],
    [8, 8, at + listed.length],
    [16, 4, 1],
  ])
  const end = record(22, [
    [0, 4, 0x06054b50],
    [8, 2, parts.length],
    [10, 2, parts.length],
    [12, 4, zip64 ? 0xffffffff : listed.length],
    [16, 4, zip64 ? 0xffffffff : at],
  ])
  return Uint8Array.from(Buffer.concat([...body, listed, ...(zip64 ? [end64, locator] : []), end]))
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

/** Text, a number, or the cell's own XML after its place: `{ xml: ' s="1"><v>45413</v>' }`. Null: no cell. */
export type Cell = string | number | { xml: string } | null

export interface SheetOf {
  name?: string
  state?: 'visible' | 'hidden'
  rows: readonly (readonly Cell[])[]
}

export interface BookOptions {
  /** Texts stand in the cells rather than in the shared table. */
  inline?: boolean
  date1904?: boolean
  /** Number formats by place, as cells name them by `s`: an id every program knows, or a code of its own. */
  formats?: readonly (number | string)[]
  /** A prefix before every element of the sheet, as some writers have it. */
  prefix?: string
  zip?: ZipOptions
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const KINDS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const relations = (list: readonly (readonly [type: string, target: string])[]) =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${KINDS}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The parts of a workbook, for tests that break one; the first sheet is stored, the rest is packed. */
export function bookParts(sheets: readonly SheetOf[], options: BookOptions = {}): ZipPart[] {
  const { inline = false, date1904 = false, formats = [0], prefix = '' } = options
  const p = prefix === '' ? '' : `${prefix}:`
  const xmlns = `xmlns${prefix === '' ? '' : `:${prefix}`}="${MAIN}"`
  const shared = new Map<string, number>()
  const textCell = (text: string) => {
    if (inline) return ` t="inlineStr"><${p}is><${p}t xml:space="preserve">${escaped(text)}</${p}t></${p}is>`
    if (!shared.has(text)) shared.set(text, shared.size)
    return ` t="s"><${p}v>${shared.get(text)}</${p}v>`
  }
  const xmlOf = (cell: Exclude<Cell, null>) => {
    if (typeof cell === 'string') return textCell(cell)
    return typeof cell === 'number' ? `><${p}v>${cell}</${p}v>` : cell.xml
  }
  const sheetXml = ({ rows }: SheetOf) => {
    const data = rows.map((cells, i) => {
      const filled = cells.map((cell, c) =>
        cell === null ? '' : `<${p}c r="${letters(c)}${i + 1}"${xmlOf(cell)}</${p}c>`,
      )
      return cells.length === 0 ? '' : `<${p}row r="${i + 1}">${filled.join('')}</${p}row>`
    })
    return `${HEAD}<${p}worksheet ${xmlns}><${p}sheetData>${data.join('')}</${p}sheetData></${p}worksheet>`
  }
  const parts = sheets.map(
    (sheet, i): ZipPart => ({ name: `xl/worksheets/sheet${i + 1}.xml`, bytes: sheetXml(sheet), stored: i === 0 }),
  )
  const own = formats.filter((format) => typeof format === 'string')
  const idOf = (format: number | string) => (typeof format === 'number' ? format : 164 + own.indexOf(format))
  const styles = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${own
    .map((code) => `<numFmt numFmtId="${idOf(code)}" formatCode="${escaped(code).replaceAll('"', '&quot;')}"/>`)
    .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
    .map((format) => `<xf numFmtId="${idOf(format)}"/>`)
    .join('')}</cellXfs></styleSheet>`
  const strings = `${HEAD}<sst xmlns="${MAIN}">${[...shared.keys()]
    .map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
    .join('')}</sst>`
  const book = `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${KINDS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
    .map(
      ({ name, state = 'visible' }, i) =>
        `<sheet name="${name ?? `Sheet${i + 1}`}" sheetId="${i + 1}" state="${state}" r:id="rId${i + 1}"/>`,
    )
    .join('')}</sheets></workbook>`
  return [
    { name: '[Content_Types].xml', bytes: `${HEAD}<Types/>` },
    { name: '_rels/.rels', bytes: relations([['officeDocument', 'xl/workbook.xml']]) },
    { name: 'xl/workbook.xml', bytes: book },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: relations([
        ...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const),
        ['styles', 'styles.xml'],
        ['sharedStrings', '/xl/sharedStrings.xml'],
      ]),
    },
    ...parts,
    { name: 'xl/styles.xml', bytes: styles },
    // Where texts stand in the cells, there is no such part.
    ...(inline ? [] : [{ name: 'xl/sharedStrings.xml', bytes: strings }]),
  ]
}

export function bookOf(sheets: readonly SheetOf[], options: BookOptions = {}): Uint8Array<ArrayBuffer> {
  return zipOf(bookParts(sheets, options), options.zip)
}
