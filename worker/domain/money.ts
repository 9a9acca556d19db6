/**
 * Money is an integer count of a currency's minor units (分 for CNY). Amounts are read from and written to
 * decimal strings digit by digit: no floating point is involved anywhere.
 */

/** Largest amount we keep, in minor units: sums of many such amounts still fit a 53-bit integer column. */
export const MAX_MINOR = 100_000_000_000

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  CLF: 4,
  UYW: 4,
}

/** What people write around an amount, per currency; the ISO code itself is always allowed. */
const ADORNMENTS: Readonly<Record<string, readonly string[]>> = {
  CNY: ['人民币', 'RMB', '¥', '￥', '元', '圆'],
  JPY: ['¥', '￥', '日元', '円'],
  TWD: ['新台币', '新臺幣', 'NT$', '$', '元'],
  HKD: ['港币', '港幣', 'HK$', '$', '元'],
  USD: ['US$', '$'],
  EUR: ['€'],
  GBP: ['£'],
  KRW: ['₩', '원'],
}

/** Decimal places of a currency's minor unit: CNY 2, JPY 0, KWD 3. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2
}

/** True for the shape of an ISO 4217 code: three capital letters. */
export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text)
}

const DECIMAL = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/

/**
 * Reads an exact decimal string ("1234.50", "1,234.5", "-3") as minor units of `currency`.
 * Null when it is not one: exponents, signs other than a leading minus, wrong grouping, more decimals than the
 * currency has (unless they are zeros), or an amount beyond {@link MAX_MINOR}.
 */
export function parseMoney(text: string, currency: string): number | null {
  if (text.length > 64) return null
  const match = DECIMAL.exec(text.trim())
  if (!match) return null
  const exponent = currencyExponent(currency)
  const whole = (match[2] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '')
  const fraction = match[3] ?? ''
  if (/[1-9]/.test(fraction.slice(exponent))) return null
  const digits = whole + fraction.slice(0, exponent).padEnd(exponent, '0')
  // 16 digits may exceed what a number holds exactly; the limit has 13.
  if (digits.replace(/^0+/, '').length > 13) return null
  const minor = Number(digits)
  if (minor > MAX_MINOR) return null
  return match[1] === '-' && minor !== 0 ? -minor : minor
}

/**
 * Reads an amount as it stands in a seller's spreadsheet: full-width digits, one or two adornments of the same
 * currency ("￥12.50元"), surrounding space. Everything else as {@link parseMoney}; a foreign symbol is refused.
 */
export function parseMoneyCell(text: string, currency: string): number | null {
  if (text.length > 64) return null
  // NFKC turns full-width digits, commas and ￥ into their plain forms.
  let rest = text.normalize('NFKC').trim()
  const adornments = [currency, ...(ADORNMENTS[currency] ?? [])].map((a) => a.normalize('NFKC'))
  let minus = ''
  if (rest.startsWith('-')) {
    minus = '-'
    rest = rest.slice(1).trim()
  }
  for (const word of adornments) {
    if (rest.startsWith(word)) {
      rest = rest.slice(word.length).trim()
      break
    }
  }
  for (const word of adornments) {
    if (rest.endsWith(word)) {
      rest = rest.slice(0, -word.length).trim()
      break
    }
  }
  if (rest.startsWith('-')) {
    if (minus) return null
    minus = '-'
    rest = rest.slice(1)
  }
  return parseMoney(minus + rest, currency)
}

/** Minor units as a plain decimal string with all the currency's places: 123450 CNY → "1234.50". */
export function toDecimalString(minor: number, currency: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError('an amount is an integer of minor units')
  const exponent = currencyExponent(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const sign = minor < 0 ? '-' : ''
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

const formatters = new Map<string, Intl.NumberFormat>()

/** For people: `¥1,234`, `¥1,234.50`. Decimals are dropped when the amount is whole. `locale` is a BCP 47 tag. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const exponent = currencyExponent(currency)
  const places = minor % 10 ** exponent === 0 ? 0 : exponent
  const key = `${locale} ${currency} ${places}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: places,
      maximumFractionDigits: places,
    })
    formatters.set(key, formatter)
  }
  return formatter.format(toDecimalString(minor, currency) as Intl.StringNumericLiteral)
}
