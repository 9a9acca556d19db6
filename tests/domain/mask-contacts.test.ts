import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTACTS, maskDeep, publicName, withoutContacts } from '../../worker/domain/contacts.ts'
import { MASK, maskCode, maskContacts, maskName } from '../../worker/domain/mask-contacts.ts'
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
    ['打139/1234/5678', '打***'],
    ['139，1234，5678 或 (+86)139*1234*5678', '*** 或 (***'],
    ['1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', '***️⃣'],
    ['壹叁玖壹贰叁肆伍陆柒捌', '***'],
    ['壹叁玖 壹贰叁肆 伍陆柒捌', '***'],
    ['一三九/1234/五六七八', '***'],
    ['0571/8888/6666', '***'],
    ['lin (at) example.com', '***'],
    ['lin.xiao[at]example[dot]com', '***'],
    ['写 lin at example dot com', '写 ***'],
    ['lin艾特163点com', '***'],
    ['mail lin.xiao at example.com now', 'mail *** now'],
    ['寄到杭州市文一路12号3单元502室，谢谢', '寄到***，谢谢'],
    ['我在3栋502', '我在***'],
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
    '2026-05-04 - 2026-05-08 之间，04/05/2026 9:30',
    '退了 12800.00 元，不是 13800.00',
    '尺码 38/39/40/41，盒子 120*200*45',
    '壹万贰仟叁佰肆拾伍元整',
    '12 号到货，3 号楼下取，在路上 5 号到',
    'she waited at home. Then 3 came at 10.30',
  ])('is not seen where there is none: %s', (text) => {
    expect(maskContacts(text)).toBe(text)
  })
})

describe('by rule, not by example', () => {
  const digit = fc.integer({ min: 0, max: 9 })
  const mobile = fc
    .tuple(fc.integer({ min: 3, max: 9 }), fc.array(digit, { minLength: 9, maxLength: 9 }))
    .map(([second, rest]) => [1, second, ...rest])
  const spelling = fc.constantFrom('0123456789', '０１２３４５６７８９', '零一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖')
  const between = fc.constantFrom(
    '',
    ' ',
    '-',
    '/',
    '／',
    '*',
    '.',
    '·',
    '|',
    '~',
    '、'.repeat(0),
    ' / ',
    ',',
    '，',
    '_',
  )

  test('a mobile number is found whatever stands between its digits and however each is written', () => {
    fc.assert(
      fc.property(mobile, fc.array(fc.tuple(spelling, between), { minLength: 11, maxLength: 11 }), (digits, how) => {
        const text = digits.map((each, n) => `${[...(how[n]?.[0] ?? '')][each]}${n < 10 ? how[n]?.[1] : ''}`).join('')
        expect(maskContacts(`电话是${text}，谢谢`)).toBe(`电话是${MASK}，谢谢`)
      }),
    )
  })

  test('an e-mail is found however its sign and dots are told', () => {
    const at = fc.constantFrom('@', '＠', ' (at) ', '[at]', '（艾特）', ' at ', '艾特', '{AT}')
    const dot = fc.constantFrom(' dot ', '[dot]', '点', ' (dot) ')
    const word = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/)
    fc.assert(
      fc.property(word, at, word, dot, (name, sign, host, point) => {
        expect(maskContacts(`写到：${name}${sign}${host}${point}com。`)).toBe(`写到：${MASK}。`)
      }),
    )
  })

  test('numbers of orders, prices and dates in what people write stay', () => {
    const pad = (n: number) => String(n).padStart(2, '0')
    const date = fc
      .tuple(fc.integer({ min: 2000, max: 2039 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
      .chain(([y, m, d]) =>
        fc.constantFrom(
          ...[`${y}-${pad(m)}-${pad(d)}`, `${y}/${m}/${d}`, `${y}.${m}.${d}`, `${pad(d)}/${pad(m)}/${y}`],
          ...[`${y}年${m}月${d}日`, `${y}-${pad(m)}-${pad(d)} ${pad(d)}:${pad(m)}`, `${m}月${d}号`],
        ),
      )
    const price = fc
      .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 99 }))
      .chain(([yuan, fen]) =>
        fc.constantFrom(`${yuan} 元`, `¥${yuan}.${pad(fen)}`, `${yuan}.${pad(fen)}元`, `${yuan}块${fen}`),
      )
    const order = fc
      .integer({ min: 1, max: 999_999 })
      .chain((n) => fc.constantFrom(`#${n}`, `SF${n}`, `TB-${n}`, `单号 ${n}`))
    fc.assert(
      fc.property(date, price, order, price, (day, paid, number, back) => {
        const text = `${day} 买的 ${number}，付了 ${paid}，说好退 ${back}，到今天没退`
        expect(maskContacts(text)).toBe(text)
      }),
    )
  })
})

test.each([
  '路',
  '路1',
  '1栋',
  '(at)',
  ' at ',
  'a at ',
  'a.at a点',
  '壹',
  '壹/',
  'a',
  '1',
  '@',
  'a@',
  '微信 ',
  ' ',
  '.',
  '1 ',
  '+',
  '一',
  '小',
  'v.',
])('a text of any length is looked through once: %s', (piece) => {
  // Each place tried against the whole rest would take hours.
  expect(maskContacts(piece.repeat(1_000_000)).length).toBeGreaterThan(0)
})

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

  test('has nothing of a customer’s own address, in whatever way it stands in a text', () => {
    const address = '浙江省杭州市西湖区翠苑 3 区 12-502'
    const row = customerRow({ address, note: '放翠苑3区，12－502 门口；浙江省 杭州市 西湖区 翠苑3区12-502' })
    expect(withoutContacts('customers', row).note).toBe('放*** 门口；***')
    const far = customerRow({ address: 'Flat 7, Rose Court, Leeds', note: 'leave it at flat 7 Rose Court Leeds.' })
    expect(withoutContacts('customers', far).note).toBe('leave it at ***.')
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
