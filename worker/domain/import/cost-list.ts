/** A list of what products cost, as sellers keep it in a spreadsheet: a column of names and a column of costs. */
import { parseMoneyCell } from '../money.ts'
import { MAX_PRODUCT } from '../order.ts'
import type { ProductRow } from '../rows.ts'
import { cleanCell, codeCell, shorten } from './cells.ts'
import { clip } from './problem.ts'
import { HEADER_SEARCH, headersSeen } from './recognise.ts'

/** Headers that name the column, as `fold` has them, a unit in brackets left out; the first found is taken. */
const PRODUCT = [
  ...['商品名称', '商品标题', '宝贝标题', '宝贝名称', '产品名称', '商品名', '标题', '商品', '宝贝', '产品', '品名'],
  ...['productname', 'producttitle', 'product', 'title', 'itemname', 'item', 'name'],
]
const COST = [
  ...['成本价', '单件成本', '采购成本', '成本', '进货价', '采购价', '进价'],
  ...['costperitem', 'unitcost', 'costprice', 'cost'],
]

/** A row as the spreadsheet numbers it, from 1. */
export interface NumberedRow {
  row: number
  cells: readonly string[]
}

export type CostProblem = 'no_product' | 'no_cost' | 'invalid_cost' | 'twice' | 'unclosed_quote'

export interface CostReading {
  /** Names of the two columns as the file writes them; null where no header was found. */
  columns: { product: string; cost: string } | null
  /** Without a header: what stands where one might be. */
  seen: string[]
  /** Products whose cost the file changes, minor units, in the order of the file. */
  changed: { product: ProductRow; cost: number }[]
  /** Products the file says nothing new of. */
  same: number
  /** Rows that name no product of the shop. */
  unmatched: { row: number; name: string }[]
  /** Rows that could not be read, or, `twice`, that another row below overrules; `detail` is what they say. */
  problems: { row: number; code: CostProblem; detail: string }[]
}

/** Whether a list of costs begins within these rows. */
export const hasCostHeader = (rows: readonly (readonly string[])[]): boolean =>
  rows.some((row) => columnsIn(row) !== null)

/**
 * Reads a list of costs. Names match whatever their letter case, width and spaces; products of the same name so
 * folded all get the cost. Never throws for what a file contains.
 * @param currency ISO 4217, of the shop
 * @param broken rows that could not be split into cells
 */
export function readCosts(
  rows: readonly NumberedRow[],
  broken: readonly number[],
  products: readonly ProductRow[],
  currency: string,
): CostReading {
  const at = rows.slice(0, HEADER_SEARCH).findIndex(({ cells }) => columnsIn(cells) !== null)
  const header = rows[at]
  const columns = header ? columnsIn(header.cells) : null
  const reading: CostReading = { columns: null, seen: [], changed: [], same: 0, unmatched: [], problems: [] }
  if (!header || !columns) return { ...reading, seen: headersSeen(rows.map(({ cells }) => cells)) }
  reading.columns = {
    product: cleanCell(header.cells[columns.product] ?? ''),
    cost: cleanCell(header.cells[columns.cost] ?? ''),
  }
  const byName = Map.groupBy(products, ({ name }) => fold(name))
  const found = new Map<ProductRow, { row: number; cost: number; name: string }>()
  const problem = (row: number, code: CostProblem, detail = '') =>
    reading.problems.push({ row, code, detail: clip(detail) })
  for (const row of broken) problem(row, 'unclosed_quote')
  for (const { row, cells } of rows.slice(at + 1)) {
    const name = shorten(cleanCell(cells[columns.product] ?? ''), MAX_PRODUCT)
    const written = codeCell(cells[columns.cost] ?? '')
    if (name === '') {
      if (written !== '') problem(row, 'no_product', written)
      continue
    }
    if (written === '') {
      problem(row, 'no_cost', name)
      continue
    }
    const cost = parseMoneyCell(written, currency)
    if (cost === null || cost < 0) {
      problem(row, 'invalid_cost', written)
      continue
    }
    // A name a spreadsheet would have taken for a formula was given away with ' before it.
    const matches = byName.get(fold(name)) ?? byName.get(fold(codeCell(name))) ?? []
    if (matches.length === 0) reading.unmatched.push({ row, name })
    for (const product of matches) {
      const before = found.get(product)
      if (before && before.cost !== cost) problem(before.row, 'twice', before.name)
      found.set(product, { row, cost, name })
    }
  }
  for (const [product, { cost }] of found) {
    if (product.cost === cost) reading.same++
    else reading.changed.push({ product, cost })
  }
  reading.problems.sort((a, b) => a.row - b.row)
  return reading
}

const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

function columnsIn(cells: readonly string[]): { product: number; cost: number } | null {
  const names = cells.map((cell) => (cell.length > 200 ? '' : fold(cleanCell(cell)).replace(/\([^)]*\)$/, '')))
  const place = (wanted: readonly string[]) => wanted.map((name) => names.indexOf(name)).find((index) => index >= 0)
  const [product, cost] = [place(PRODUCT), place(COST)]
  return product === undefined || cost === undefined ? null : { product, cost }
}
