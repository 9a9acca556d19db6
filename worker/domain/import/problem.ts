import type { OrderRefusal } from '../order.ts'
import { isRoundedNumber } from './cells.ts'

/** Something a seller should know about a row or a file. */
export type ProblemCode =
  | OrderRefusal
  | 'too_few_columns'
  | 'unclosed_quote'
  | 'orphan_line'
  | 'too_many_lines'
  | 'conflicting_duplicate'
  | 'unrecognised_format'
  | 'empty_file'
  | 'no_rows'
  | 'not_text'
  | 'old_workbook'
  | 'locked_workbook'
  | 'broken_workbook'
  | 'is_archive'
  | 'too_large'

/** A sentence in the languages of the interface. */
export interface Sentence {
  zh: string
  en: string
}

export interface Problem {
  file: string
  /** 1-based row as the spreadsheet numbers it, header and blank rows counted; 0 when the whole file is meant. */
  row: number
  code: ProblemCode
  /** An error was left out of the result; a warning went in. */
  severity: 'error' | 'warning'
  text: Sentence
}

const WARNINGS: ReadonlySet<ProblemCode> = new Set(['too_many_lines', 'conflicting_duplicate', 'no_rows'])

const SHOWN = 60

/** A cell's text short enough to be read in a sentence. */
export function clip(text: string, max = SHOWN): string {
  const points = Array.from(text.slice(0, max * 2).replace(/\s+/g, ' '))
  return points.length > max || text.length > max * 2 ? `${points.slice(0, max).join('')}…` : points.join('')
}

const TEXTS: Readonly<Record<ProblemCode, (detail: string) => Sentence>> = {
  invalid_order: (d) => ({
    zh: `这一行读不成订单：${d}`,
    en: `This row is not an order we can read: ${d}`,
  }),
  invalid_id: (d) =>
    d === ''
      ? { zh: '没有订单编号', en: 'There is no order number' }
      : isRoundedNumber(d)
        ? {
            zh: `订单编号“${d}”被表格软件改成了科学计数法，请用平台导出的原文件`,
            en: `The spreadsheet program turned the order number into “${d}”; use the file as the platform exported it`,
          }
        : { zh: `订单编号“${d}”不能用`, en: `The order number “${d}” cannot be used` },
  invalid_date: (d) =>
    d === ''
      ? { zh: '没有下单时间', en: 'There is no order date' }
      : {
          zh: `下单时间“${d}”看不懂，或者不在 1990 年到今天之间`,
          en: `The order date “${d}” cannot be read, or is not between 1990 and today`,
        },
  invalid_money: (d) =>
    d === ''
      ? { zh: '没有金额', en: 'There is no amount' }
      : d.includes(' > ')
        ? { zh: `退款比实付还多（${d}）`, en: `More was refunded than paid (${d})` }
        : { zh: `金额“${d}”不对`, en: `The amount “${d}” cannot be right` },
  invalid_quantity: (d) => ({
    zh: `数量“${d}”不对，应是大于 0 的整数`,
    en: `The quantity “${d}” is not a whole number above 0`,
  }),
  unknown_status: (d) =>
    d === ''
      ? { zh: '没有订单状态', en: 'There is no order status' }
      : { zh: `不认识的订单状态“${d}”`, en: `The order status “${d}” is not one we know` },
  currency_mismatch: (d) => ({
    zh: `币种是 ${d}，和店铺的不一样`,
    en: `The currency is ${d}, not the shop's`,
  }),
  too_few_columns: (d) => ({
    zh: `这一行的列数不够（${d}），可能被截断了`,
    en: `This row has too few columns (${d}); it may have been cut off`,
  }),
  unclosed_quote: () => ({
    zh: '这一行的引号没有成对，已跳过',
    en: 'A quotation mark in this row is never closed; the row was skipped',
  }),
  orphan_line: (d) => ({
    zh: `这一行只有商品，前面没有订单“${d}”`,
    en: `This row only has an item, and order “${d}” does not stand before it`,
  }),
  too_many_lines: (d) => ({
    zh: `订单“${d}”的商品超过 200 行，只保留前 200 行`,
    en: `Order “${d}” has more than 200 items; the first 200 were kept`,
  }),
  conflicting_duplicate: (d) => ({
    zh: `订单“${d}”出现了不止一次且内容不同，以最后一次为准`,
    en: `Order “${d}” occurs more than once with different content; the last one counts`,
  }),
  unrecognised_format: (d) => ({
    zh: d === '' ? '没有找到表头，认不出这是哪种文件' : `认不出这是哪种文件。看到的列：${d}`,
    en:
      d === ''
        ? 'No header row was found, so the kind of file is unknown'
        : `The kind of file is unknown. Columns seen: ${d}`,
  }),
  empty_file: () => ({ zh: '文件是空的', en: 'The file is empty' }),
  no_rows: () => ({ zh: '只有表头，没有订单', en: 'There is a header but no orders' }),
  not_text: () => ({
    zh: '这不是表格文件，请选择 CSV 或 Excel（.xlsx）文件',
    en: 'This is not a table; choose a CSV or Excel (.xlsx) file',
  }),
  old_workbook: () => ({
    zh: '这是老格式的 Excel 文件，在 Excel 或 WPS 里打开，另存为 .xlsx 再选',
    en: 'This is an Excel file of an old kind; open it in Excel or WPS, save it as .xlsx and choose that',
  }),
  locked_workbook: () => ({
    zh: '这个 Excel 文件设了密码，打开后去掉密码，保存了再选',
    en: 'This Excel file has a password; open it, remove the password, save it and choose it again',
  }),
  broken_workbook: () => ({
    zh: '这个 Excel 文件坏了，打不开，请重新下载或导出一份',
    en: 'This Excel file is damaged and cannot be opened; download or export it again',
  }),
  is_archive: () => ({
    zh: '这是压缩包，请先解压，再选里面的 CSV 或 Excel（.xlsx）文件',
    en: 'This is an archive; unzip it and choose the CSV or Excel (.xlsx) file inside',
  }),
  too_large: () => ({
    zh: '这个表格太大，手机读不下，请按时间分成几份导出，再一份份导入',
    en: 'This table is too large for a phone; export it in shorter periods and import them one by one',
  }),
}

/** Builds a problem; `detail` is the cell or list the sentence quotes. */
export function problem(file: string, row: number, code: ProblemCode, detail = ''): Problem {
  return {
    file,
    row,
    code,
    severity: WARNINGS.has(code) ? 'warning' : 'error',
    text: TEXTS[code](code === 'unrecognised_format' ? detail : clip(detail)),
  }
}
