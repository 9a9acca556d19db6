import { describe, expect, test } from 'vitest'
import { CONTACTS, maskDeep, publicName, withoutContacts } from '../../worker/domain/contacts.ts'
import { maskCode, maskContacts, maskName } from '../../worker/domain/mask-contacts.ts'
import { newId } from '../../worker/ids.ts'
import { COMPLAINT, customerRow, openDispute } from './dispute/fixtures.ts'

describe('a contact in a text', () => {
  test.each([
    ['打我电话13800138000', '打我电话***'],
    ['138 0013 8000、138-0013-8000', '***、***'],
    ['１３８００１３８０００', '***'],
    ['(0571) 8888 6666', '(***'],
    ['+1 415 555 0123.', '***.'],
    ['1​3​8​0​0​1​3​8​0​0​0', '***'],
    ['一三八零零一三八零零零', '***'],
    ['邮箱lin.xiao@example.com，谢谢', '邮箱***，谢谢'],
    ['lin＠example．com', '***'],
    ['写信给 小林@例子.中国 吧', '写信给 *** 吧'],
    ['加微信：linxiaolu_88 聊', '加微信：*** 聊'],
    ['我的vx是abc12345', '我的vx是***'],
    ['WeChat id: lin-xiao88', 'WeChat id: ***'],
    ['QQ 123456', 'QQ ***'],
    ['我是 wxid_abc12345', '我是 ***'],
    ['加我v abc12345', '加我v ***'],
    ['李四 qq 号 12345', '李四 qq 号 ***'],
    ['138零零138零零零', '***'],
    ['订单 6210000000000000123 到了', '订单 *** 到了'],
  ])('is blotted out: %s', (text, shown) => {
    expect(maskContacts(text)).toBe(shown)
  })

  test.each([
    '杯子裂了，12.5 元，2 个，第 3 次',
    '2026-05-04 10:30 说的',
    '2026/5/4、2026.12.31',
    '微信上说过了',
    '快递 SF123456',
    '退 1280 元，运费 12',
    '2026-05-04 一共三件，七八天到的',
  ])('is not seen where there is none: %s', (text) => {
    expect(maskContacts(text)).toBe(text)
  })
})

test.each(['a', '1', '@', 'a@', '微信 ', ' ', '.', '1 ', '+', '一', '小', 'v.'])(
  'a text of any length is looked through once: %s',
  (piece) => {
    // Each place tried against the whole rest would take hours.
    expect(maskContacts(piece.repeat(1_000_000)).length).toBeGreaterThan(0)
  },
)

test('numbers of orders and accounts stay, what can be dialled does not', () => {
  for (const code of [
    'TB20250301',
    '6210000000000000123',
    '#1001',
    '250101-123456789012345',
    'tb_lin',
    '7654321098765',
  ])
    expect(maskCode(code)).toBe(code)
  for (const code of ['13800138000', '138 0013 8000', '+86 138 0013 8000', '0571-88886666', 'a@b.cc'])
    expect(maskCode(code)).toBe('***')
})

test('a name that is a contact is no name', () => {
  expect(
    ['小鹿2026', 'tb123456789', '林 13800138000', 'a@b.cc', '4155550123', '13800138000', '***'].map(maskName),
  ).toEqual(['小鹿2026', 'tb123456789', '林 ***', null, null, null, '***'])
  expect(
    [
      '小王(010)12345678',
      '一三八零零一三八零零零小王',
      '李四 qq 号 12345678',
      '小美12345678',
      'wxid_abc12345 小美',
    ].map(maskName),
  ).toEqual(['小王(***', '***小王', '李四 qq 号 ***', '小美***', '*** 小美'])
  // What a platform calls those who chose no name.
  expect(maskName('用户7654321098765')).toBe('用户7654321098765')
  expect(publicName({ nickname: 'a@b.cc', name: '林小鹿' })).toBe('林小鹿')
  expect(publicName({ nickname: 'a@b.cc', name: null })).toBeNull()
})

describe('a row without contacts', () => {
  test('has none of a customer’s, in whatever column they stand', () => {
    const row = customerRow({
      ...{ phone: '+1 415 555 0123', email: 'Lin@Example.com', address: '浙江省杭州市文一路12号', name: '林小鹿' },
      ...{ nickname: '415-555-0123', accountId: '14155550123', note: '微信 linxiaolu', region: '浙江' },
    })
    const shown = withoutContacts('customers', row)
    expect(shown).toEqual({
      ...row,
      phone: null,
      email: null,
      address: null,
      nickname: null,
      accountId: null,
      note: '微信 ***',
    })
  })

  test('keeps ids, and loses what a buyer left beside a case', () => {
    const id = newId()
    const data = { from: id, contact: 'linxiaolu_88', words: '打13800138000', past: { told: 'a@b.cc', phone: '1' } }
    expect(maskDeep(data)).toEqual({ from: id, contact: null, words: '打***', past: { told: '***', phone: null } })
    const case1 = openDispute({
      ...COMPLAINT,
      orderRef: '13800138000',
      remedies: [{ kind: 'refund', cost: 12_345_678, promisedAt: 1_777_777_777_777, note: '转到13800138000' }],
    })
    expect(withoutContacts('disputes', case1)).toMatchObject({
      orderRef: '***',
      words: COMPLAINT.words,
      remedies: [{ cost: 12_345_678, promisedAt: 1_777_777_777_777, note: '转到***' }],
    })
  })

  test('cannot be had of a table that is hidden', () => {
    expect(CONTACTS.links).toBe('hidden')
    expect(() => withoutContacts('links', {})).toThrow()
  })
})
