/** Complaints kept as a table: a Taobao refund export, or a sheet of reviews. Each row that complains becomes a case. */

import { MASK, maskContacts, maskName } from '../mask-contacts.ts'
import { parseMoneyCell, toDecimalString } from '../money.ts'
import { parseLocalDateTime, zonedToUtc } from '../time.ts'
import { cleanCell, codeCell, factCell, idCell, isRoundedNumber, shorten } from './cells.ts'
import { contentId } from './content-id.ts'
import type { NumberedRow } from './cost-list.ts'
import { clip } from './problem.ts'
import { HEADER_SEARCH, headersSeen } from './recognise.ts'

export type CaseKind = 'refund' | 'review'

/** Headers as `fold` has them, a unit in brackets left out; the first found is taken. */
const REFUND = {
  order: ['订单编号', '订单号', '主订单编号'],
  refund: ['退款单编号', '退款编号', '售后单号', '退款单号'],
  type: ['退款类型', '售后类型'],
  product: ['宝贝标题', '商品名称', '商品标题', '商品'],
  amount: ['买家退款金额', '退款金额', '申请退款金额'],
  at: ['退款申请时间', '申请时间', '退款的申请时间'],
  status: ['退款状态', '售后状态'],
  words: ['买家退款原因', '退款原因', '退款说明', '买家退款说明', '申请原因', '售后原因'],
  more: ['买家退款说明', '退款说明'],
  nickname: ['买家会员名', '买家会员名称', '买家昵称', '买家旺旺'],
} as const

const REVIEW = {
  order: ['订单编号', '订单号', '交易编号', '订单id', 'ordernumber', 'orderno', 'orderid', 'order'],
  nickname: [
    ...['买家昵称', '买家会员名', '评价人', '评价者', '用户昵称', '会员名', '用户名', '买家', '昵称', '客户', '用户'],
    ...['buyer', 'nickname', 'customer', 'reviewer', 'author', 'user', 'name'],
  ],
  words: [
    ...['评价内容', '评论内容', '初评内容', '评语', '评论', '内容', '评价'],
    ...['reviewtext', 'reviewbody', 'review', 'comment', 'content', 'body', 'text'],
  ],
  more: ['追评内容', '追评', '追加评价', '追加评论'],
  grade: [
    '评价等级',
    '评价类型',
    '评价结果',
    '评级',
    '等级',
    '星级',
    '评分',
    '评价',
    'rating',
    'stars',
    'grade',
    'score',
  ],
  at: ['评价时间', '评论时间', '创建时间', '时间', '日期', 'reviewdate', 'date', 'time', 'createdat'],
  product: [
    '宝贝标题',
    '宝贝名称',
    '商品名称',
    '商品标题',
    '宝贝',
    '商品',
    '产品',
    'producttitle',
    'product',
    'item',
    'title',
  ],
} as const

type Columns = Readonly<Record<string, number>>

export type CaseProblem =
  | 'no_order'
  | 'invalid_order'
  | 'no_buyer'
  | 'no_words'
  | 'unknown_grade'
  | 'invalid_date'
  | 'unclosed_quote'

/** A complaint as the file tells it. */
export interface CaseDraft {
  /** Deterministic: the same complaint in another file, or the same file again, has the same. */
  id: string
  /** What it was called in releases before, where that is another. */
  formerId: string | null
  kind: CaseKind
  row: number
  order: string | null
  nickname: string | null
  words: string
  wants: string | null
  product: string | null
  /** When it was written, epoch ms; null where the file does not say. */
  at: number | null
}

export interface CaseReading {
  kind: CaseKind | null
  /** Names of the columns that were used, as the file writes them. */
  columns: string[]
  /** Without a header: what stands where one might be. */
  seen: string[]
  cases: CaseDraft[]
  /** Rows of praise, and of refunds the buyer took back: nothing to do. */
  praise: number
  withdrawn: number
  problems: { row: number; code: CaseProblem; detail: string }[]
}

const MOST_WORDS = 4000

/**
 * Id of a complaint, and what of it stands there already. Of a buyer's words it holds what whoever may see no contacts
 * may read; two buyers whom that makes alike stay two.
 */
function nameCase(
  cases: ReadonlyMap<string, CaseDraft>,
  kind: CaseKind,
  { order, nickname, words }: Pick<CaseDraft, 'order' | 'nickname' | 'words'>,
): { id: string; before: CaseDraft | undefined } {
  const name =
    order !== null ? ['order', order] : ['buyer', nickname && (maskName(nickname) ?? MASK), maskContacts(words)]
  for (let same = 0; ; same++) {
    const id = contentId('case', kind, ...name, ...(same === 0 ? [] : [String(same)]))
    const before = cases.get(id)
    if (!before || order !== null || before.nickname === nickname) return { id, before }
  }
}
/** What platforms put where the buyer wrote nothing. */
const UNSAID = /^(?:此用户|该用户|用户|买家)?(?:没有|未)(?:及时)?(?:填写|作出|做出)(?:评价|评论)?(?:内容)?[。.！!]?$/

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s_]+/g, '')
    .toLowerCase()
    .replace(/\([^)]*\)$/, '')

interface Header {
  kind: CaseKind
  at: number
  columns: Columns
  names: string[]
}

function columnsOf(cells: readonly string[], wanted: Readonly<Record<string, readonly string[]>>): Columns {
  const names = cells.map((cell) => (cell.length > 200 ? '' : fold(cleanCell(cell))))
  const found: Record<string, number> = {}
  const taken = new Set<number>()
  for (const [field, options] of Object.entries(wanted)) {
    const index = options.map((name) => names.indexOf(name)).find((at) => at >= 0 && !taken.has(at))
    if (index === undefined) continue
    found[field] = index
    taken.add(index)
  }
  return found
}

/** Which kind of sheet begins with this row; null when none does. */
function kindOf(cells: readonly string[]): { kind: CaseKind; columns: Columns } | null {
  const refund = columnsOf(cells, REFUND)
  const isRefund =
    'order' in refund && 'words' in refund && ('refund' in refund || 'type' in refund || 'status' in refund)
  if (isRefund) return { kind: 'refund', columns: refund }
  const review = columnsOf(cells, REVIEW)
  const isReview = 'words' in review && 'grade' in review && ('order' in review || 'nickname' in review)
  return isReview ? { kind: 'review', columns: review } : null
}

/** Whether a sheet of complaints begins within these rows. */
export const hasCaseHeader = (rows: readonly (readonly string[])[]): boolean => rows.some((row) => kindOf(row) !== null)

function headerIn(rows: readonly NumberedRow[]): Header | null {
  for (const [at, { cells }] of rows.slice(0, HEADER_SEARCH).entries()) {
    const found = kindOf(cells)
    if (!found) continue
    const names = Object.values(found.columns).map((index) => cleanCell(cells[index] ?? ''))
    return { ...found, at, names }
  }
  return null
}

/** 差评 and 中评 complain; null for a mark nobody knows. Stars and points of five: 4 and 5 are praise. */
export function complains(grade: string): boolean | null {
  const text = codeCell(grade).normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  if (/^(?:差评|中评|负面|中立|一般|不满意|很差|bad|negative|neutral|poor)$/.test(text)) return true
  if (/^(?:好评|正面|满意|非常满意|很好|good|positive|great)$/.test(text)) return false
  const filled = /^(★+)☆*$/.exec(text)?.[1]
  const stars = filled
    ? filled.length
    : Number(/^([0-5](?:\.\d)?)(?:星|分|颗星|stars?|\/5)?$/.exec(text)?.[1] ?? Number.NaN)
  return Number.isNaN(stars) || stars > 5 ? null : stars < 4
}

/** What a refund's own columns say is wanted: 仅退款 38.00. */
function wantsOf(type: string, amount: string, currency: string): string | null {
  const money = amount === '' ? null : parseMoneyCell(amount, currency)
  const said = [type, money !== null && money > 0 ? toDecimalString(money, currency) : '']
  return said.filter((part) => part !== '').join(' ') || null
}

/**
 * Reads a sheet of complaints. Rows of one order become one case, their words joined. Never throws for what a file
 * contains.
 * @param broken rows that could not be split into cells
 */
export function readCases(
  rows: readonly NumberedRow[],
  broken: readonly number[],
  { timeZone, currency }: { timeZone: string; currency: string },
): CaseReading {
  const reading: CaseReading = {
    ...{ kind: null, columns: [], seen: [], cases: [], praise: 0, withdrawn: 0, problems: [] },
  }
  const header = headerIn(rows)
  if (!header) return { ...reading, seen: headersSeen(rows.map(({ cells }) => cells)) }
  const { kind, columns } = header
  reading.kind = kind
  reading.columns = header.names
  const problem = (row: number, code: CaseProblem, detail = '') =>
    reading.problems.push({ row, code, detail: clip(detail) })
  for (const row of broken) problem(row, 'unclosed_quote')
  const cases = new Map<string, CaseDraft>()
  for (const { row, cells } of rows.slice(header.at + 1)) {
    if (cells.every((cell) => cleanCell(cell) === '')) continue
    const cell = (field: string) => cells[columns[field] ?? -1] ?? ''
    if (kind === 'review') {
      const bad = complains(cell('grade'))
      if (bad === false) {
        reading.praise++
        continue
      }
      if (bad === null) {
        problem(row, 'unknown_grade', cleanCell(cell('grade')))
        continue
      }
    } else if (/关闭|撤销|取消/.test(cleanCell(cell('status')))) {
      reading.withdrawn++
      continue
    }
    const written = codeCell(cell('order'))
    const order = factCell(written, 128) === undefined ? null : idCell(written)
    if (written !== '' && order === null && (isRoundedNumber(written) || kind === 'refund')) {
      problem(row, 'invalid_order', written)
      continue
    }
    const nickname = factCell(cell('nickname'), 128) ?? null
    if (order === null && kind === 'refund') {
      problem(row, 'no_order')
      continue
    }
    if (order === null && nickname === null) {
      problem(row, 'no_buyer')
      continue
    }
    const words = [cell('words'), 'more' in columns ? cell('more') : '']
      .map((said) => factCell(said, MOST_WORDS) ?? '')
      .filter((said) => said !== '' && !UNSAID.test(said))
      .join('\n')
    if (words === '') {
      problem(row, 'no_words', order ?? nickname ?? '')
      continue
    }
    const when = codeCell(cell('at'))
    const local = when === '' ? null : parseLocalDateTime(when)
    if (when !== '' && local === null) {
      problem(row, 'invalid_date', when)
      continue
    }
    const { id, before } = nameCase(cases, kind, { order, nickname, words })
    const formerId = contentId('case', kind, ...(order !== null ? ['order', order] : ['buyer', nickname, words]))
    const product = shorten(cleanCell(cell('product')), 200) || null
    if (before) {
      if (!before.words.split('\n').includes(words)) before.words = `${before.words}\n${words}`.slice(0, MOST_WORDS)
      before.product ??= product
      continue
    }
    cases.set(id, {
      ...{
        id,
        formerId: formerId === id ? null : formerId,
        kind,
        row,
        order,
        nickname,
        words: words.slice(0, MOST_WORDS),
        product,
      },
      wants: kind === 'refund' ? wantsOf(cleanCell(cell('type')), codeCell(cell('amount')), currency) : null,
      at: local === null ? null : zonedToUtc(local, timeZone),
    })
  }
  reading.cases = [...cases.values()]
  reading.problems.sort((a, b) => a.row - b.row)
  return reading
}
