import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, MAX_MINOR, parseMoney, parseMoneyCell, toDecimalString } from '../../worker/domain/money.ts'

describe('parseMoney', () => {
  it.each([
    ['0', 'CNY', 0],
    ['12', 'CNY', 1200],
    ['12.5', 'CNY', 1250],
    ['0.07', 'CNY', 7],
    ['1,234,567.89', 'CNY', 123456789],
    ['007.50', 'CNY', 750],
    ['12.3400', 'CNY', 1234],
    ['-3.10', 'CNY', -310],
    ['-0.00', 'CNY', 0],
    [' 9.99 ', 'CNY', 999],
    ['1500', 'JPY', 1500],
    ['1500.00', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['1000000000.00', 'CNY', MAX_MINOR],
    // The double nearest to 4.35 × 100 is below 435.
    ['4.35', 'CNY', 435],
    ['1.005', 'KWD', 1005],
  ])('reads %s %s as %d', (text, currency, minor) => {
    expect(Object.is(parseMoney(text, currency), minor)).toBe(true)
  })

  it.each([
    '',
    ' ',
    '.',
    '5.',
    '.5',
    '1e3',
    '1E3',
    'NaN',
    'Infinity',
    '+5',
    '--5',
    '5-',
    '0x10',
    '1.2.3',
    '12.345',
    '1,23.00',
    '12,34,567',
    ',123',
    '1,2345',
    '1 234',
    '¥12',
    '12元',
    '１２',
    '90000000000.01',
    '9'.repeat(40),
    '1'.repeat(1_000_000),
  ])('refuses %j', (text) => {
    expect(parseMoney(text, 'CNY')).toBeNull()
  })

  it('refuses decimals a currency does not have', () => {
    expect(parseMoney('15.5', 'JPY')).toBeNull()
    expect(parseMoney('1.2345', 'KWD')).toBeNull()
  })

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -MAX_MINOR, max: MAX_MINOR }),
        fc.constantFrom('CNY', 'JPY', 'KWD', 'USD', 'CLF'),
        (minor, currency) => {
          expect(parseMoney(toDecimalString(minor, currency), currency)).toBe(minor === 0 ? 0 : minor)
        },
      ),
    )
  })

  it('reads grouped amounts like plain ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_MINOR }), (minor) => {
        const plain = toDecimalString(minor, 'CNY')
        const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',')
        expect(parseMoney(grouped, 'CNY')).toBe(minor)
      }),
    )
  })
})

describe('parseMoneyCell', () => {
  it.each([
    ['¥12.50', 'CNY', 1250],
    ['￥1,234.00元', 'CNY', 123400],
    ['12.5 元', 'CNY', 1250],
    ['１２．５０', 'CNY', 1250],
    ['￥１，２３４', 'CNY', 123400],
    ['CNY 8', 'CNY', 800],
    ['8 RMB', 'CNY', 800],
    ['-¥5', 'CNY', -500],
    ['¥-5', 'CNY', -500],
    ['$19.99', 'USD', 1999],
    ['1500円', 'JPY', 1500],
  ])('reads %s in %s', (text, currency, minor) => {
    expect(parseMoneyCell(text, currency)).toBe(minor)
  })

  it.each(['$5', '面议', '5万', '¥', '¥¥5', '-¥-5', '5元5角', '12.50 USD'])('refuses %j as CNY', (text) => {
    expect(parseMoneyCell(text, 'CNY')).toBeNull()
  })
})

describe('formatMoney', () => {
  it('drops decimals when the amount is whole', () => {
    expect(formatMoney(123400, 'CNY', 'zh-CN')).toBe('¥1,234')
    expect(formatMoney(123450, 'CNY', 'zh-CN')).toBe('¥1,234.50')
    expect(formatMoney(123400, 'CNY', 'en')).toBe('¥1,234')
    expect(formatMoney(-500, 'CNY', 'zh-CN')).toBe('-¥5')
    expect(formatMoney(1500, 'JPY', 'en')).toBe('¥1,500')
    expect(formatMoney(1999, 'USD', 'en')).toBe('$19.99')
  })

  it('keeps every digit of large amounts', () => {
    expect(formatMoney(MAX_MINOR - 1, 'CNY', 'en')).toBe('¥999,999,999.99')
  })
})
