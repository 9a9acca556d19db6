import { describe, expect, it, test } from 'vitest'
import { openRows } from '../../../web/import/open-rows.ts'
import { type BookOptions, bookOf, bookParts, type Cell, type SheetOf, zipOf } from '../../support/xlsx.ts'

const hasId = (rows: readonly (readonly string[])[]) => rows.some((row) => row.includes('编号'))

/** What a file's table holds: cells by row number, or why it is none. */
async function read(bytes: BlobPart): Promise<{ [row: number]: string[] } | string> {
  const opened = await openRows(new Blob([bytes]), hasId)
  if ('refusal' in opened) return opened.refusal
  const found: { [row: number]: string[] } = {}
  for await (const { chunks, refusal } of opened.tables[0]?.pieces() ?? []) {
    if (refusal) return refusal
    for (const { rows, firstRow } of chunks) for (const [i, cells] of rows.entries()) found[firstRow + i] = [...cells]
  }
  return found
}
const sheet = (...rows: Cell[][]): SheetOf[] => [{ rows }]
/** The text of one cell in the first column. */
async function cellText(xml: string, options?: BookOptions): Promise<string | undefined> {
  const found = await read(bookOf(sheet([{ xml }, '.']), options))
  return typeof found === 'string' ? found : found[1]?.[0]
}

describe('cells', () => {
  const ROWS: Cell[][] = [
    ['编号', '名字', '备注'],
    ['1', '小鱼 & <茶>', ' 两行\n说完 '],
    ['2', '王敏🐟', ''],
  ]
  const TEXTS = { 1: ['编号', '名字', '备注'], 2: ['1', '小鱼 & <茶>', ' 两行\n说完 '], 3: ['2', '王敏🐟', ''] }

  it.each<[string, BookOptions]>([
    ['in the shared table', {}],
    ['in the cells', { inline: true }],
    ['under a prefix', { prefix: 'x' }],
    ['in an archive with 64-bit sizes', { zip: { zip64: true } }],
  ])('read texts %s', async (_where, options) => {
    expect(await read(bookOf(sheet(...ROWS), options))).toEqual(TEXTS)
  })

  it('read runs of rich text together, without what tells how to say them', async () => {
    const runs = '<is><r><t>蜜桃</t></r><rPh sb="0" eb="1"><t>ミトウ</t></rPh><r><rPr><b/></rPr><t>乌龙</t></r></is>'
    expect(await cellText(` t="inlineStr">${runs}`)).toBe('蜜桃乌龙')
    const parts = bookParts(sheet(['蜜桃', '.']))
    const strings = parts.find(({ name }) => name === 'xl/sharedStrings.xml')!
    strings.bytes = String(strings.bytes).replace(/<si><t[^>]*>蜜桃<\/t><\/si>/, `<si>${runs.slice(4, -5)}</si>`)
    expect(await read(zipOf(parts))).toEqual({ 1: ['蜜桃乌龙', '.'] })
  })

  it('decode what XML cannot hold, and characters written by number', async () => {
    expect(await cellText(' t="inlineStr"><is><t>a_x000D_b &#x1F41F;&#33590;&amp;lt; _x005F_x0041_</t></is>')).toBe(
      'a\rb 🐟茶&lt; _x0041_',
    )
    expect(await cellText(' t="inlineStr"><is><t><![CDATA[<茶>]]></t></is>')).toBe('<茶>')
  })

  it.each([
    ['whole', '38', '38'],
    ['noise of floating point', '0.30000000000000004', '0.3'],
    ['noise above', '12.300000000000001', '12.3'],
    ['noise that hides a whole number', '1234567.0000000001', '1234567'],
    ['in scientific notation', '1.2E3', '1200'],
    ['negative', '-8.50', '-8.5'],
    ['an order number of 15 digits', '621000000000123', '621000000000123'],
    ['the longest number kept exactly', '9007199254740991', '9007199254740991'],
    ['a number of 16 digits Excel has rounded', '6210000000001230', '6.21000000000123E+15'],
    ['a number of 18 digits', '621000000000123456', '6.21000000000123E+17'],
    ['a number of 19 digits, as Excel writes it', '6.2100000000000001E+18', '6.21E+18'],
  ])('read a number: %s', async (_what, raw, text) => {
    expect(await cellText(`><v>${raw}</v>`)).toBe(text)
  })

  it.each([
    ['2', '33.4312', '33.43'],
    ['4', '1.005', '1.01'],
    ['1', '45.6', '46'],
    ['_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', '-1234.567', '-1234.57'],
    ['0.00_);[Red](0.00)', '2', '2'],
    ['[$¥-804]#,##0.0', '0.25', '0.3'],
    ['000000', '123', '000123'],
    ['0%', '0.885', '0.885'],
    ['0,', '1234.5', '1234.5'],
    ['# ?/?', '0.5', '0.5'],
    ['@', '0.125', '0.125'],
  ])('round a number as its format %s shows it', async (format, raw, text) => {
    const known = /^\d$/.test(format) ? Number(format) : format
    expect(await cellText(` s="1"><v>${raw}</v>`, { formats: [0, known] })).toBe(text)
  })

  it.each<[number | string, string, string]>([
    [14, '45413', '2024-05-01 00:00:00'],
    [22, '45413.419004629599', '2024-05-01 10:03:22'],
    [31, '45413', '2024-05-01 00:00:00'],
    [57, '45413', '2024-05-01 00:00:00'],
    ['yyyy-mm-dd hh:mm:ss', '45413.999999999', '2024-05-02 00:00:00'],
    ['yyyy"年"m"月"d"日"', '45413', '2024-05-01 00:00:00'],
    ['[$-804]yyyy/m/d\\ h:mm;@', '45413.5', '2024-05-01 12:00:00'],
    ['[Red]mmm', '45413', '2024-05-01 00:00:00'],
    [20, '0.75', '18:00:00'],
    ['[h]:mm', '0.5', '12:00:00'],
    ['yyyy-mm-dd', '1', '1900-01-01 00:00:00'],
    ['yyyy-mm-dd', '61', '1900-03-01 00:00:00'],
    ['yyyy-mm-dd', '-3', '-3'],
    ['#,##0 "days"', '45413', '45413'],
    ['[Red]0.00', '45413', '45413'],
  ])('read a date by its format %s', async (format, raw, text) => {
    expect(await cellText(` s="1"><v>${raw}</v>`, { formats: [0, format] })).toBe(text)
  })

  it('read dates of the epoch of 1904', async () => {
    const options = { formats: [22], date1904: true }
    expect(await cellText(' s="0"><v>43951.5</v>', options)).toBe('2024-05-01 12:00:00')
    expect(await cellText(' s="0"><v>1</v>', options)).toBe('1904-01-02 00:00:00')
  })

  it.each([
    [' t="b"><v>1</v>', 'TRUE'],
    [' t="b"><v>0</v>', 'FALSE'],
    [' t="e"><v>#N/A</v>', '#N/A'],
    [' t="d"><v>2024-05-01T10:03:22.000Z</v>', '2024-05-01 10:03:22'],
    [' t="d"><v>2024-05-01</v>', '2024-05-01'],
    [' t="str"><f>A2&amp;"号"</f><v>7号</v>', '7号'],
    ['><f>1+1</f><v>2</v>', '2'],
    [' t="s"><v>99</v>', ''],
  ])('read %s', async (xml, text) => {
    expect(await cellText(xml)).toBe(text)
  })
})

describe('rows', () => {
  it('keep the number the sheet shows, past blank ones, and columns past empty cells', async () => {
    const book = bookOf(sheet(['编号', '名字', '备注'], [], ['1', null, '急'], ['', null], [null, '小鱼'], ['2']))
    expect(await read(book)).toEqual({
      1: ['编号', '名字', '备注'],
      3: ['1', '', '急'],
      5: ['', '小鱼', ''],
      6: ['2', '', ''],
    })
  })

  it('are counted where the file does not number them', async () => {
    const parts = bookParts(sheet(['编号', '名字'], ['1', '小鱼']))
    const first = parts.find(({ name }) => name === 'xl/worksheets/sheet1.xml')!
    first.bytes = String(first.bytes).replace(/ r="\w+"/g, '')
    expect(await read(zipOf(parts))).toEqual({ 1: ['编号', '名字'], 2: ['1', '小鱼'] })
  })

  it('are whole over many pieces', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => [i === 0 ? '编号' : `茶 ${i}`, i])
    for (const inline of [true, false]) {
      const found = await read(bookOf([{ rows: [] }, { rows }], { inline }))
      expect(Object.values(found)).toEqual(rows.map(([name, n]) => [name, String(n)]))
    }
  })
})

describe('the sheet', () => {
  const notes: SheetOf = { name: '说明', rows: [['这是说明']] }
  const orders: SheetOf = { name: '订单', rows: [['编号'], ['1']] }

  it('is the first that holds anything', async () => {
    expect(await read(bookOf([{ rows: [] }, notes]))).toEqual({ 1: ['这是说明'] })
  })

  it('is rather the one whose header is known', async () => {
    expect(await read(bookOf([notes, orders]))).toEqual({ 1: ['编号'], 2: ['1'] })
  })

  it('is a hidden one only where no other is known', async () => {
    const old: SheetOf = { name: '旧', state: 'hidden', rows: [['编号'], ['0']] }
    expect(await read(bookOf([old, orders]))).toEqual({ 1: ['编号'], 2: ['1'] })
    expect(await read(bookOf([old, notes]))).toEqual({ 1: ['编号'], 2: ['0'] })
  })

  it('is named where several are known', async () => {
    const opened = await openRows(new Blob([bookOf([orders, notes, { ...orders, name: '五月' }])]), hasId)
    expect('tables' in opened && opened.tables.map(({ name, written }) => [name, written])).toEqual([
      ['订单', 'xlsx'],
      ['五月', 'xlsx'],
    ])
  })
})

describe('refused with a reason', () => {
  const whole = bookOf(sheet(['编号'], ['1']))
  const parts = () => bookParts(sheet(['编号'], ...Array.from({ length: 500 }, (_, i) => [`茶 ${i}`])))
  const withPart = (wanted: string, change: (part: ReturnType<typeof parts>[number]) => object) =>
    zipOf(parts().map((part) => (part.name === wanted ? { ...part, ...change(part) } : part)))
  const ole = (name: string) => {
    const bytes = new Uint8Array(2048)
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    for (const [i, letter] of [...name].entries()) bytes[1024 + 2 * i] = letter.charCodeAt(0)
    return bytes
  }
  const damaged = () => {
    const bytes = withPart('xl/worksheets/sheet1.xml', () => ({ stored: false }))
    const at = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length
    return bytes.fill(0xff, at + 10, at + 60)
  }

  it.each<[string, string, () => Uint8Array<ArrayBuffer>]>([
    ['an .xls', 'old_workbook', () => ole('Workbook')],
    ['a password', 'locked_workbook', () => ole('EncryptedPackage')],
    ['a binary workbook', 'old_workbook', () => zipOf([{ name: 'xl/workbook.bin', bytes: 'x' }])],
    ['a part with a password', 'locked_workbook', () => withPart('xl/workbook.xml', () => ({ flags: 1 }))],
    ['an archive of other files', 'is_archive', () => zipOf([{ name: 'ExportOrderList.csv', bytes: '编号\n1' }])],
    ['an empty archive', 'is_archive', () => zipOf([])],
    ['no more than a signature', 'broken_workbook', () => Uint8Array.of(0x50, 0x4b, 3, 4)],
    ['half a download', 'broken_workbook', () => whole.slice(0, whole.length / 2)],
    ['a damaged part', 'broken_workbook', damaged],
    [
      'a sheet cut off',
      'broken_workbook',
      () => withPart('xl/worksheets/sheet1.xml', ({ bytes }) => ({ bytes: String(bytes).slice(0, 900) })),
    ],
    ['XML that is none', 'broken_workbook', () => withPart('xl/workbook.xml', () => ({ bytes: '<a><b></a>' }))],
    ['a part of another size', 'broken_workbook', () => withPart('xl/workbook.xml', () => ({ claims: 9 }))],
    ['no sheet', 'broken_workbook', () => bookOf([])],
    ['no row', 'empty_file', () => bookOf(sheet([], ['', ' ']))],
  ])('%s: %s', async (_what, refusal, bytes) => {
    expect(await read(bytes())).toBe(refusal)
  })

  const MB = 1024 * 1024
  it('texts that unpack to more than a phone holds, whatever size they claim', async () => {
    const bomb = `<sst>${`<si><t>${'茶'.repeat(MB / 3)}</t></si>`.repeat(65)}</sst>`
    const big = { bytes: bomb, stored: false }
    expect(await read(withPart('xl/sharedStrings.xml', () => big))).toBe('too_large')
    expect(await read(withPart('xl/sharedStrings.xml', () => ({ ...big, claims: 100 })))).toBe('too_large')
  })

  it.each([
    ['a text without end', () => Buffer.alloc(8 * MB, 'a')],
    ['elements within elements', () => '<a>'.repeat(100_000)],
    ['rows of cells far to the right', () => '<row><c r="XFD1"><v>1</v></c></row>'.repeat(2000)],
    ['columns no sheet has', () => '<row><c r="ZZZ1"><v>1</v></c></row>'],
    ['rows no sheet has', () => '<row r="99999999"><c><v>1</v></c></row>'],
  ])('a sheet made to exhaust the reader: %s', async (_what, content) => {
    const head = '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>编号</t></is></c></row>'
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from(content() as string)])
    expect(await read(withPart('xl/worksheets/sheet1.xml', () => ({ bytes, stored: false })))).toMatch(
      /^(?:too_large|broken_workbook)$/,
    )
  })
})

test('a file that went away rejects rather than being called damaged', async () => {
  const bytes = bookOf([{ rows: [] }, { rows: Array.from({ length: 3000 }, (_, i) => ['编号', Math.sin(i)]) }])
  const failing = (after: number) => {
    const file = new Blob([bytes])
    const slice = file.slice.bind(file)
    let slices = 0
    file.slice = (from, to) => {
      if (slices++ === after) throw new DOMException('gone', 'NotReadableError')
      return slice(from, to)
    }
    return { file, slices: () => slices }
  }
  const readAll = async (file: Blob) => {
    const opened = await openRows(file, hasId)
    if ('refusal' in opened) throw new Error(opened.refusal)
    for await (const { refusal } of opened.tables[0]?.pieces() ?? []) if (refusal) throw new Error(refusal)
  }
  const well = failing(Number.POSITIVE_INFINITY)
  await readAll(well.file)
  expect(well.slices()).toBeGreaterThan(20)
  for (let after = 0; after < well.slices(); after++)
    await expect(readAll(failing(after).file), `slice ${after}`).rejects.toThrow('gone')
})
