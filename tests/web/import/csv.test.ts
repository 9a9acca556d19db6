import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowSplitter } from '../../../web/import/csv.ts'
import { csvRow, SPREADSHEET_COLUMNS } from '../../support/order-files.ts'

/** Splits text given in pieces of `size` characters; rows by their number. */
function split(text: string, size = text.length): { rows: Map<number, string[]>; broken: number[] } {
  const splitter = createRowSplitter()
  const rows = new Map<number, string[]>()
  const add = (chunks: ReturnType<typeof splitter.write>) => {
    for (const { rows: cells, firstRow } of chunks) for (const [i, row] of cells.entries()) rows.set(firstRow + i, row)
  }
  for (let from = 0; from < text.length; from += Math.max(1, size))
    add(splitter.write(text.slice(from, from + Math.max(1, size))))
  add(splitter.end())
  return { rows, broken: splitter.broken }
}
const listOf = (text: string, size?: number) => [...split(text, size).rows.values()]

describe('createRowSplitter', () => {
  it('keeps commas, quotes and line breaks in quoted cells', () => {
    expect(listOf('a,"b,c","d ""e"" f"\r\n"g\r\nh",="123",i\r\n')).toEqual([
      ['a', 'b,c', 'd "e" f'],
      ['g\nh', '="123"', 'i'],
    ])
  })

  it('counts blank rows and needs no final line ending', () => {
    expect([...split('a,b\n\n\nc,d').rows.keys()]).toEqual([1, 2, 3, 4])
    expect(listOf('a,b\nc,d\n')).toHaveLength(2)
    expect(listOf('a,b\rc,d')).toHaveLength(2)
    expect(listOf('')).toEqual([])
  })

  it.each(['\t', ';', ','])('finds the delimiter %j by the header it brings out', (delimiter) => {
    const row = ['2026-05-01', '小鱼', '', '', '', '浙江;杭州,西湖\t区', '茶', '12.50'].map((cell) => `"${cell}"`)
    const text = `${SPREADSHEET_COLUMNS.join(delimiter)}\n${row.join(delimiter)}\n`
    expect(listOf(text)[1]).toEqual(['2026-05-01', '小鱼', '', '', '', '浙江;杭州,西湖\t区', '茶', '12.50'])
  })

  it('gives the same rows whatever the pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '茶', '"', ',', '\n', ' ', '🐟'), maxLength: 6 })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), fc.boolean(), (rows, size, quoteAll) => {
        const filler = Array.from({ length: 4000 }, (_, i) => ['filler row, with a comma', `${i}`])
        const text = [...filler, ...rows].map((row) => csvRow(row, quoteAll)).join('')
        // Pieces are small only where the generated rows are: before them there is enough to choose the delimiter.
        const head = text.slice(0, 66_000)
        const splitter = createRowSplitter()
        const chunks = splitter.write(head)
        for (let from = head.length; from < text.length; from += text.length - from > 2000 ? 2000 : size) {
          const step = text.length - from > 2000 ? 2000 : size
          chunks.push(...splitter.write(text.slice(from, from + step)))
        }
        chunks.push(...splitter.end())
        expect(chunks.flatMap((chunk) => chunk.rows)).toEqual([...filler, ...rows])
        expect(splitter.broken).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('gives up only the line whose quotation mark is never closed', () => {
    const { rows, broken } = split('a,b\n1,"open\n2,x\n3,y\n')
    expect(broken).toEqual([2])
    expect([...rows]).toEqual([
      [1, ['a', 'b']],
      [3, ['2', 'x']],
      [4, ['3', 'y']],
    ])
  })

  it('gives up only the line whose stray mark meets another one below', () => {
    const { rows, broken } = split('a,b\n1,"open\n2,x\n"3","y"\n4,z\n')
    expect(broken).toEqual([2])
    expect([...rows.values()]).toEqual([
      ['a', 'b'],
      ['2', 'x'],
      ['3', 'y'],
      ['4', 'z'],
    ])
  })

  it('takes a stray mark inside a cell as it is', () => {
    expect(listOf('a,5" 盘\n"6" 盘",b\n')).toEqual([
      ['a', '5" 盘'],
      ['6" 盘', 'b'],
    ])
  })

  it('bounds how far an open quotation mark is followed', () => {
    const rows = 'x,y\n'.repeat(750_000)
    const splitter = createRowSplitter()
    let count = 0
    for (const text of ['a,b\n1,"open\n', rows.slice(0, 2_500_000), rows.slice(2_500_000)]) {
      for (const chunk of splitter.write(text)) count += chunk.rows.length
    }
    expect(splitter.broken).toEqual([2])
    expect(count).toBeGreaterThan(600_000)
  })

  it('takes quotation marks for text in a file that never closes them', () => {
    const { rows, broken } = split(Array.from({ length: 20_000 }, (_, i) => `"x",${i},"open\n`).join(''), 256 * 1024)
    expect(broken.length).toBeLessThanOrEqual(100)
    expect(rows.size + broken.length).toBe(20_000)
    expect(rows.get(20_000)).toEqual(['x', '19999', '"open'])
  })
})
