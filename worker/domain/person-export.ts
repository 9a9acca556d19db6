/** A person's data as they may take it with them: JSON as it is kept, and the same as a table for machines. */
import { csvCell } from './csv.ts'
import { toDecimalString } from './money.ts'

/** Rows of one kind: `person`, `orders`, `disputes` … */
export type ExportPart = [part: string, rows: Record<string, unknown>[]]

export interface PersonExport {
  /** Epoch ms. */
  exportedAt: number
  shop: { name: string; currency: string; timezone: string }
  /** Times are epoch milliseconds UTC, money is in minor units of the currency. */
  parts: Record<string, Record<string, unknown>[]>
}

const MONEY = new Set(['net', 'total', 'refunded', 'price', 'cost', 'minimum', 'revenue', 'worth', 'actualCost'])
const TIME = /(At|Until|By)$|^at$/

function written(field: string, value: unknown, currency: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value !== 'number') return String(value)
  if (MONEY.has(field)) return toDecimalString(value, currency)
  return TIME.test(field) && value > 0 ? new Date(value).toISOString() : String(value)
}

export const CSV_HEAD = 'part,id,field,value\r\n'

/** A line a value, with ISO times and money as decimals; what is not known is left out. */
export const csvLines = ([part, rows]: ExportPart, currency: string): string =>
  rows
    .flatMap((row, n) =>
      Object.entries(row).flatMap(([field, value]) => {
        const text = written(field, value, currency)
        return text === '' || field === 'id'
          ? []
          : [`${[part, String(row.id ?? n + 1), field, text].map(csvCell).join(',')}\r\n`]
      }),
    )
    .join('')
