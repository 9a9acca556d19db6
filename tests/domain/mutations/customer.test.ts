import { describe, expect, test } from 'vitest'
import { customerMutations as mutations } from '../../../worker/domain/mutations/customer.ts'
import { NOW } from '../../support/figures.ts'
import { customerRow, MemoryRows, refusalOf } from '../dispute/fixtures.ts'
import { by, uuid } from '../win-back/fixtures.ts'

describe('customer.add', () => {
  const add = (rows: MemoryRows, args: object) => rows.run(mutations['customer.add'], { id: uuid(1), ...args }, by())

  test('writes down a prospect: trimmed, blanks left out, without orders or tier', () => {
    const rows = new MemoryRows()
    add(rows, { nickname: ' 小满 ', phone: '', source: 'wechat' })
    expect(rows.must('customers', uuid(1))).toMatchObject({
      nickname: '小满',
      phone: null,
      email: null,
      source: 'wechat',
      ordersCount: 0,
      tier: null,
      figures: null,
      createdAt: NOW,
    })
    expect(refusalOf(() => add(rows, { name: '李小满' })).code).toBe('already_exists')
  })

  test('lives where the address says', () => {
    const rows = new MemoryRows()
    add(rows, { name: '李小满', address: '浙江省杭州市' })
    expect(rows.must('customers', uuid(1)).region).toBe('浙江')
  })

  test('was met by hand unless said otherwise', () => {
    const rows = new MemoryRows()
    add(rows, { name: '李小满' })
    expect(rows.must('customers', uuid(1)).source).toBe('hand')
  })

  test.each([{}, { nickname: '  ', note: '问过盖碗' }, { email: 'a@b.example' }])(
    'needs something to call them by: %o',
    (args) => {
      expect(() => add(new MemoryRows(), args)).toThrow(/a nickname, a name or a phone/)
    },
  )
})

describe('customer.edit', () => {
  const rowsWith = (over = {}) => new MemoryRows().with('customers', customerRow(over))
  const edit = (rows: MemoryRows, set: object, was: object) =>
    rows.run(mutations['customer.edit'], { id: 'c1', set, was }, by())

  test('changes only what was edited; fields that do not meet merge', () => {
    const rows = rowsWith({ note: '别人刚写的' })
    edit(rows, { phone: '15400000000', doNotContact: 1 }, { phone: null, doNotContact: 0 })
    expect(rows.must('customers', 'c1')).toMatchObject({ note: '别人刚写的', phone: '15400000000', doNotContact: 1 })
  })

  test('fields that meet end as a conflict that names both', () => {
    const { code, details } = refusalOf(() => edit(rowsWith({ note: '她的' }), { note: '我的' }, { note: null }))
    expect([code, details]).toEqual(['conflict', { fields: { note: { yours: '我的', theirs: '她的' } } }])
  })

  test('saying the same changes nothing; nobody is left without a name', () => {
    expect(edit(rowsWith(), { nickname: '阿宁' }, { nickname: '旧名' })).toEqual([])
    expect(refusalOf(() => edit(rowsWith(), { nickname: '' }, { nickname: '阿宁' })).code).toBe('bad_args')
  })

  test('the region follows the address; one that names none leaves it, and without an address there is none', () => {
    const rows = rowsWith({ address: '浙江省杭州市', region: '浙江' })
    edit(rows, { phone: '15400000000' }, { phone: null })
    expect(rows.must('customers', 'c1').region).toBe('浙江')
    edit(rows, { address: '上海市徐汇区' }, { address: '浙江省杭州市' })
    expect(rows.must('customers', 'c1').region).toBe('上海')
    edit(rows, { address: '幸福路 3 号' }, { address: '上海市徐汇区' })
    expect(rows.must('customers', 'c1').region).toBe('上海')
    edit(rows, { address: null }, { address: '幸福路 3 号' })
    expect(rows.must('customers', 'c1').region).toBeNull()
  })

  test('cannot touch what is derived', () => {
    expect(edit(rowsWith(), { tier: 'A', net: 1 }, {})).toEqual([])
  })
})

describe('customer.contacted', () => {
  test('counts towards the cap', () => {
    const rows = new MemoryRows().with(
      'customers',
      customerRow({ recentContacts: [NOW - 1000], lastContactAt: NOW - 1000 }),
    )
    rows.run(mutations['customer.contacted'], { customerId: 'c1', channel: 'phone', purpose: 'care' }, by())
    expect(rows.must('customers', 'c1')).toMatchObject({ lastContactAt: NOW, recentContacts: [NOW, NOW - 1000] })
  })
})

test('customer.reveal changes nothing and names the customer for the audit trail; a stranger is not found', () => {
  const rows = new MemoryRows().with('customers', customerRow())
  const args = { customerId: 'c1', fields: ['phone'] }
  const mutation = mutations['customer.reveal']
  expect(rows.run(mutation, args, by())).toEqual([])
  expect(mutation.target?.(args as never)).toBe('c1')
  expect(mutation.auditedAs?.({ ...args, fields: ['address', 'phone'] } as never)).toBe('customer.reveal.phone.address')
  expect(refusalOf(() => rows.run(mutation, { ...args, customerId: 'c2' }, by())).code).toBe('not_found')
  expect(() => rows.run(mutation, { ...args, fields: ['note'] }, by())).toThrow()
  expect(() => rows.run(mutation, { ...args, fields: [] }, by())).toThrow()
})
