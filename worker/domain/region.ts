/** Where a buyer lives, as coarse as it still says something: a Chinese province, an American state, else a country. */

/** Provinces, municipalities, autonomous regions, Hong Kong, Macau and Taiwan as they are called for short, and in pinyin. */
const PROVINCES: Readonly<Record<string, string>> = {
  北京: 'beijing',
  天津: 'tianjin',
  上海: 'shanghai',
  重庆: 'chongqing',
  河北: 'hebei',
  山西: 'shanxi',
  辽宁: 'liaoning',
  吉林: 'jilin',
  黑龙江: 'heilongjiang',
  江苏: 'jiangsu',
  浙江: 'zhejiang',
  安徽: 'anhui',
  福建: 'fujian',
  江西: 'jiangxi',
  山东: 'shandong',
  河南: 'henan',
  湖北: 'hubei',
  湖南: 'hunan',
  广东: 'guangdong',
  海南: 'hainan',
  四川: 'sichuan',
  贵州: 'guizhou',
  云南: 'yunnan',
  陕西: 'shaanxi',
  甘肃: 'gansu',
  青海: 'qinghai',
  内蒙古: 'inner mongolia',
  广西: 'guangxi',
  西藏: 'tibet',
  宁夏: 'ningxia',
  新疆: 'xinjiang',
  香港: 'hong kong',
  澳门: 'macau',
  台湾: 'taiwan',
}
const NAMES = Object.keys(PROVINCES)
const BY_PINYIN = new Map(Object.entries(PROVINCES).map(([name, pinyin]) => [pinyin, name]))

/** Traditional characters that occur in the names. */
const SIMPLIFIED: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '慶庆',
    '遼辽',
    '寧宁',
    '龍龙',
    '蘇苏',
    '東东',
    '廣广',
    '貴贵',
    '雲云',
    '陝陕',
    '肅肃',
    '內内',
    '門门',
    '臺台',
    '灣湾',
  ].map((pair) => [...pair] as [string, string]),
)

/** A street named after a province: 北京路, 上海东大街. */
const STREET = /^(?:[东西南北中]|第?[一二三四五六七八九十\d]+)?(?:路|街|道|大街|大道|巷|弄|胡同)/

/** USPS abbreviations of the states, Washington D.C. and Puerto Rico. */
const STATES: Readonly<Record<string, string>> = {
  AL: 'alabama',
  AK: 'alaska',
  AZ: 'arizona',
  AR: 'arkansas',
  CA: 'california',
  CO: 'colorado',
  CT: 'connecticut',
  DE: 'delaware',
  DC: 'district of columbia',
  FL: 'florida',
  GA: 'georgia',
  HI: 'hawaii',
  ID: 'idaho',
  IL: 'illinois',
  IN: 'indiana',
  IA: 'iowa',
  KS: 'kansas',
  KY: 'kentucky',
  LA: 'louisiana',
  ME: 'maine',
  MD: 'maryland',
  MA: 'massachusetts',
  MI: 'michigan',
  MN: 'minnesota',
  MS: 'mississippi',
  MO: 'missouri',
  MT: 'montana',
  NE: 'nebraska',
  NV: 'nevada',
  NH: 'new hampshire',
  NJ: 'new jersey',
  NM: 'new mexico',
  NY: 'new york',
  NC: 'north carolina',
  ND: 'north dakota',
  OH: 'ohio',
  OK: 'oklahoma',
  OR: 'oregon',
  PA: 'pennsylvania',
  PR: 'puerto rico',
  RI: 'rhode island',
  SC: 'south carolina',
  SD: 'south dakota',
  TN: 'tennessee',
  TX: 'texas',
  UT: 'utah',
  VT: 'vermont',
  VA: 'virginia',
  WA: 'washington',
  WV: 'west virginia',
  WI: 'wisconsin',
  WY: 'wyoming',
}
const STATE_CODES = new Map(Object.entries(STATES).map(([code, name]) => [name, code]))

/** Names of countries as people write them; exports write the ISO 3166 code. */
const COUNTRIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'united states': 'US',
    'united states of america': 'US',
    usa: 'US',
    canada: 'CA',
    'united kingdom': 'GB',
    uk: 'GB',
    'great britain': 'GB',
    england: 'GB',
    ireland: 'IE',
    france: 'FR',
    germany: 'DE',
    italy: 'IT',
    spain: 'ES',
    netherlands: 'NL',
    australia: 'AU',
    'new zealand': 'NZ',
    japan: 'JP',
    'south korea': 'KR',
    singapore: 'SG',
    malaysia: 'MY',
    thailand: 'TH',
    vietnam: 'VN',
    indonesia: 'ID',
    philippines: 'PH',
    china: 'CN',
  }),
)
/** Regions of their own by their country codes. */
const BY_CODE: ReadonlyMap<string, string> = new Map(Object.entries({ HK: '香港', MO: '澳门', TW: '台湾' }))

/**
 * The region an address names, or null where it names none we know: `浙江` for 浙江省杭州市…, `OR, US` for Portland, OR
 * 97201, `NSW, AU` or `GB` for other countries (the ISO 3166-1 code, after the abbreviation of a state where one stands
 * there). An address that is masked below the province still names it.
 */
export function regionOf(address: string | null): string | null {
  if (address === null) return null
  const plain = address.normalize('NFKC').trim()
  return chineseProvince(plain) ?? western(plain)
}

function chineseProvince(address: string): string | null {
  const text = address.replace(/[\s,，、]+/g, '').replace(/^(?:中国大陆|中国|中华人民共和国)/, '')
  const head = Array.from(text.slice(0, 12), (character) => SIMPLIFIED[character] ?? character).join('')
  const name = NAMES.find((each) => head.startsWith(each))
  return name === undefined || STREET.test(head.slice(name.length)) ? null : name
}

function western(address: string): string | null {
  const parts = address
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const last = parts.pop()
  // A single word is no address: "IN" may be anything.
  if (last === undefined || parts.length === 0) return null
  const named = COUNTRIES.get(last.toLowerCase().replaceAll('.', ''))
  const country = named ?? (isCountryCode(last, parts) ? last : null)
  if (country === null) {
    const state = stateIn([last]) ?? (/^\d{5}(?:-\d{4})?$/.test(last) ? stateIn(parts.slice(-1)) : null)
    return state === null ? (BY_PINYIN.get(last.toLowerCase()) ?? null) : `${state}, US`
  }
  const own = BY_CODE.get(country)
  if (own !== undefined) return own
  const near = parts.slice(-2).reverse()
  if (country === 'CN') return near.map((part) => BY_PINYIN.get(part.toLowerCase())).find(Boolean) ?? 'CN'
  const state = country === 'US' ? stateIn(near) : abbreviationIn(near)
  return state === null ? country : `${state}, ${country}`
}

/** "Los Angeles, CA" ends with a state; "Toronto, ON, M5V 2T6, CA" and "Berlin, 10117, DE" end with a country. */
const isCountryCode = (text: string, before: readonly string[]): boolean =>
  /^[A-Z]{2}$/.test(text) &&
  (!Object.hasOwn(STATES, text) ||
    /^\d{4,}$/.test(before.at(-1) ?? '') ||
    abbreviationIn(before.slice(-2).reverse()) !== null)

/** The state in `OR`, `OR 97201` or `Oregon`, of the first part that has one. */
function stateIn(parts: readonly string[]): string | null {
  for (const part of parts) {
    const text = part.replace(/\s*\d{5}(?:-\d{4})?$/, '').replaceAll('.', '')
    const code = Object.hasOwn(STATES, text) ? text : STATE_CODES.get(text.toLowerCase())
    if (code !== undefined) return code
  }
  return null
}

/** An abbreviation such as NSW or ON, with or without a postal code after it. */
function abbreviationIn(parts: readonly string[]): string | null {
  for (const part of parts) {
    const match = /^([A-Z]{2,3})(?: [A-Z\d]{2,4}(?: [A-Z\d]{3})?)?$/.exec(part)
    if (match) return match[1] ?? null
  }
  return null
}
