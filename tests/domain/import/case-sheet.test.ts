import { describe, expect, test } from 'vitest'
import { readTable } from '../../../web/import/read-table.ts'
import { type CasePlan, planCases } from '../../../worker/domain/import/case-plan.ts'
import { complains, hasCaseHeader, readCases } from '../../../worker/domain/import/case-sheet.ts'
import { contentId } from '../../../worker/domain/import/content-id.ts'
import { maskContacts } from '../../../worker/domain/mask-contacts.ts'
import type { CustomerRow, DisputeRow, OrderRow } from '../../../worker/domain/rows.ts'
import { encodeGb18030 } from '../../support/chinese-encodings.ts'
import { bookOf, type Cell } from '../../support/xlsx.ts'

const SHOP = { timeZone: 'Asia/Shanghai', currency: 'CNY' }
const read = (rows: string[][], broken: number[] = []) =>
  readCases(
    rows.map((cells, i) => ({ row: i + 1, cells })),
    broken,
    SHOP,
  )
const REVIEWS = ['订单号', '买家昵称', '评价内容', '评价等级', '时间', '商品']

/** The 22 columns of 千牛's refund export. */
const REFUND = [
  ...[
    '订单编号',
    '退款单编号',
    '退款类型',
    '订单付款时间',
    '商品ID',
    '订单创建时间',
    '宝贝标题',
    '交易金额',
    '买家退款金额',
  ],
  ...[
    '发货状态',
    '发货物流信息',
    '是否需要退货',
    '退款申请时间',
    '退款状态',
    '客服介入状态',
    '卖家退货地址',
    '退货物流单号',
  ],
  ...['退货物流公司', '买家退款原因', '完结时间', '退款操作人', '卖家备注'],
]
const refund = (over: Record<string, string>) =>
  REFUND.map(
    (name) =>
      ({
        订单编号: '="3456789012345678901"',
        退款单编号: '1',
        退款类型: '仅退款',
        宝贝标题: '医药盒 三个装',
        买家退款金额: '38.00',
        退款申请时间: '2026-11-20 10:03:22',
        退款状态: '等待卖家同意',
        买家退款原因: '少件/漏发',
        ...over,
      })[name] ?? '',
  )

describe('a sheet of reviews', () => {
  test('opens a case for what complains, skips praise, and says why rows are left out', () => {
    const reading = read([
      ['十一月评价'],
      REVIEWS,
      ['1001', '小鹿乱撞', '少发了两个', '差评', '2026-11-20 10:03', '医药盒'],
      ['1002', '阿宁', '还行吧，慢', '中评', '2026/11/20', '茶杯'],
      ['1003', '阿宁', '很好', '好评', '', ''],
      ['1004', '阿宁', '', '差评', '', ''],
      ['', '匿**名', '碎了', '差评', '', ''],
      ['', '', '碎了', '差评', '', ''],
      ['1006', '甲', '碎了', '不知道', '', ''],
      ['1007', '甲', '碎了', '差评', '二月三十', ''],
      ['3.46E+18', '甲', '碎了', '差评', '', ''],
      ['1008', '甲', '此用户没有填写评价。', '差评', '', ''],
    ])
    expect(reading.kind).toBe('review')
    expect(reading.cases).toMatchObject([
      { row: 3, order: '1001', nickname: '小鹿乱撞', words: '少发了两个', product: '医药盒', wants: null },
      { row: 4, order: '1002', words: '还行吧，慢', at: Date.UTC(2026, 10, 19, 16) },
      { row: 7, order: null, nickname: '匿**名' },
    ])
    expect(reading.praise).toBe(1)
    expect(reading.problems.map(({ row, code }) => [row, code])).toEqual([
      [6, 'no_words'],
      [8, 'no_buyer'],
      [9, 'unknown_grade'],
      [10, 'invalid_date'],
      [11, 'invalid_order'],
      [12, 'no_words'],
    ])
  })
  test.each([
    ['差评', true],
    ['中评', true],
    ['好评', false],
    ['1星', true],
    ['３分', true],
    ['4', false],
    ['5.0', false],
    ['★★☆☆☆', true],
    ['★★★★★', false],
    ['Negative', true],
    ['7', null],
    ['', null],
  ])('%s', (grade, expected) => {
    expect(complains(grade)).toBe(expected)
  })
  test('is known by its headers in English too, a later word and a second complaint of one order join', () => {
    const reading = read([
      ['Order ID', 'Reviewer', 'Review', 'Rating', '追评'],
      ['#1001', 'Luna', 'Two are missing', '2', 'Nobody answered'],
      ['#1001', 'Luna', 'And the lid is broken', '1', ''],
    ])
    expect(reading.cases).toMatchObject([
      { order: '#1001', words: 'Two are missing\nNobody answered\nAnd the lid is broken' },
    ])
  })
  describe('the id of a complaint without an order', () => {
    const ids = (...rows: [nickname: string, words: string][]) =>
      read([REVIEWS, ...rows.map(([nickname, words]) => ['', nickname, words, '差评', '', ''])]).cases.map(
        ({ id }) => id,
      )

    test('does not tell a contact to whoever tries: it is the same with any', () => {
      for (const contact of ['13800001111', 'lin@example.com', '微信 lin_2020', '一三八零零零零一一一一']) {
        expect(ids(['小鹿', `少发了，找我 ${contact}`])).toEqual([
          contentId('case', 'review', 'buyer', '小鹿', maskContacts(`少发了，找我 ${contact}`)),
        ])
      }
      expect(ids(['13800001111', '碎了'])).toEqual(ids(['13900002222', '碎了']))
      expect(ids(['小鹿13800001111', '碎了'])).toEqual(ids(['小鹿13900002222', '碎了']))
    })

    test('is that of releases before where there is none, and such a case is known by that', () => {
      expect(ids(['小鹿', '少发了两个'])).toEqual([contentId('case', 'review', 'buyer', '小鹿', '少发了两个')])
      const { cases } = read([REVIEWS, ['', '小鹿', '打 13800001111', '差评', '', '']])
      const id = contentId('case', 'review', 'buyer', '小鹿', '打 13800001111')
      const disputes = [{ id, orderId: null, orderRef: null, step: 'closed' as const }]
      expect(planCases(cases, { customers: [], orders: [], disputes }, null)).toMatchObject({ known: 1, fresh: [] })
    })

    test('keeps two buyers apart, each time alike, and joins what one says twice', () => {
      const rows: [string, string][] = [
        ['13800001111', '碎了'],
        ['13900002222', '碎了'],
        ['13800001111', '碎了'],
      ]
      expect(new Set(ids(...rows)).size).toBe(2)
      expect(ids(...rows)).toEqual(ids(...rows))
      const { cases } = read([
        REVIEWS,
        ['', '小鹿', '打 13800001111', '差评', '', ''],
        ['', '小鹿', '打 13900002222', '差评', '', ''],
      ])
      expect(cases).toMatchObject([{ words: '打 13800001111\n打 13900002222' }])
    })
  })
  test('other tables are none', () => {
    expect(hasCaseHeader([['订单编号', '买家会员名', '订单状态', '退款金额']])).toBe(false)
    expect(read([['a', 'b']])).toMatchObject({ kind: null, seen: ['a', 'b'], cases: [] })
  })
})

describe('Taobao’s refund export', () => {
  test('gives the reason, what is wanted, and leaves out what the buyer took back', () => {
    const reading = read([
      REFUND,
      refund({}),
      refund({ 订单编号: '2', 退款状态: '退款关闭' }),
      refund({ 订单编号: '4', 买家退款原因: '' }),
      refund({ 订单编号: '' }),
    ])
    expect(reading).toMatchObject({ kind: 'refund', withdrawn: 1 })
    expect(reading.cases).toMatchObject([
      {
        ...{ order: '3456789012345678901', words: '少件/漏发', wants: '仅退款 38.00', product: '医药盒 三个装' },
        at: Date.UTC(2026, 10, 20, 2, 3, 22),
      },
    ])
    expect(reading.problems.map(({ row, code }) => [row, code])).toEqual([
      [4, 'no_words'],
      [5, 'no_order'],
    ])
  })
  test('as GBK on disk, with a quotation mark that is never closed', async () => {
    const text = [REFUND, refund({}), refund({ 订单编号: '5', 卖家备注: '"坏' })]
      .map((row) => row.join(','))
      .join('\r\n')
    const table = await readTable(new Blob([encodeGb18030(text)]), hasCaseHeader)
    if ('refusal' in table) throw new Error(table.refusal)
    const reading = readCases(table.rows, table.broken, SHOP)
    expect(reading.cases.map(({ order, words }) => [order, words])).toEqual([['3456789012345678901', '少件/漏发']])
    expect(reading.problems).toEqual([{ row: 3, code: 'unclosed_quote', detail: '' }])
  })
  test('as a workbook, with amounts and times as numbers and an order number Excel has rounded', async () => {
    const at = REFUND.indexOf('退款申请时间')
    const cells = (row: string[], id: Cell): Cell[] =>
      row.map((cell, i) => {
        if (i === 0) return id
        if (i === at) return { xml: ' s="1"><v>46346.419004629599</v>' }
        return cell === '' ? null : /^\d+\.\d+$/.test(cell) ? Number(cell) : cell
      })
    const rows = [
      REFUND,
      cells(refund({}), '3456789012345678901'),
      cells(refund({}), { xml: '><v>3.4567890123456789E+18</v>' }),
    ]
    const table = await readTable(new Blob([bookOf([{ rows }], { formats: [0, 22] })]), hasCaseHeader)
    if ('refusal' in table) throw new Error(table.refusal)
    const reading = readCases(table.rows, table.broken, SHOP)
    expect(reading.cases).toEqual(read([REFUND, refund({})]).cases)
    expect(reading.problems).toMatchObject([{ row: 3, code: 'invalid_order' }])
  })
})

describe('what it would do in the shop', () => {
  const customers = [
    { id: 'c1', nickname: '小鹿乱撞', name: null, accountId: null },
    { id: 'c2', nickname: '阿宁', name: null, accountId: null },
    { id: 'c3', nickname: '阿宁', name: null, accountId: null },
  ] as CustomerRow[]
  const orders = [{ id: 'o1', customerId: 'c3', externalId: '#1001' }] as OrderRow[]
  const rows = [
    REVIEWS,
    ['1001', '别的名字', '少发', '差评', '2026-11-20', ''],
    ['1002', '小鹿乱撞', '破了', '差评', '2026-01-01', ''],
    ['1003', '新来的', '慢', '中评', '', ''],
    ['1004', '新来的', '还是慢', '中评', '', ''],
    ['1005', '匿**名', '碎了', '差评', '', ''],
  ]
  const plan = (disputes: Partial<DisputeRow>[] = [], since: number | null = null): CasePlan =>
    planCases(read(rows).cases, { customers, orders, disputes: disputes as DisputeRow[] }, since)

  test('an order tells the buyer before a nickname; unknown ones are made, masked ones are nobody', () => {
    const { fresh, known, newPeople, nobody } = plan()
    expect(fresh.map(({ who, orderId }) => [who, orderId])).toEqual([
      [{ customerId: 'c3' }, 'o1'],
      [{ customerId: 'c1' }, null],
      [{ nickname: '新来的' }, null],
      [{ nickname: '新来的' }, null],
    ])
    expect([known, newPeople, nobody]).toEqual([0, 1, [{ row: 6, order: '1005' }]])
  })
  test('the same file again opens nothing, closed or not', () => {
    const opened = plan().fresh.map(({ draft, orderId }) => ({
      ...{ id: draft.id, orderId, orderRef: orderId ? null : draft.order, step: 'closed' as const },
    }))
    expect(plan(opened)).toMatchObject({ fresh: [], known: 4, newPeople: 0 })
  })
  test('a case of the order being handled already is not opened twice', () => {
    const open = { id: 'x', step: 'listen' as const, orderRef: null, orderId: null }
    expect(plan([{ ...open, orderId: 'o1' }]).known).toBe(1)
    expect(plan([{ ...open, orderRef: '1002' }]).known).toBe(1)
    expect(plan([{ ...open, orderRef: '1002', step: 'closed' }]).known).toBe(0)
  })
  test('older ones can be left', () => {
    expect(plan([], Date.UTC(2026, 10, 1))).toMatchObject({ older: 1, fresh: { length: 3 } })
  })
})
