import type { Range, Words } from './describe.ts'

const joined = (names: readonly string[], word: string): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
const or = (names: readonly string[]): string => joined(names, 'or')
const and = (names: readonly string[]): string => joined(names, 'and')

/** at least 3, at most 5, from 3 to 5. */
const amount = ({ low, high, from, to }: Range): string => {
  if (high === null) return `at least ${from}`
  if (low === null) return `at most ${to}`
  return low === high ? `exactly ${from}` : `from ${from} to ${to}`
}

const counted = (range: Range, one: string, many: string): string =>
  `${amount(range)} ${(range.high ?? range.low) === 1 ? one : many}`

const days = (n: number | null): string => (n === 1 ? '1 day' : `${n} days`)

/** "last ordered" and how long ago; `ever` where any time will do. */
const when = (did: string, ever: string) => (range: Range) => {
  const { low, high } = range
  if (high === null) return low === 0 ? ever : `${did} at least ${days(low)} ago`
  if (high === 0) return `${did} today`
  if (low === null) return `${did} within the last ${days(high)}`
  return low === high ? `${did} exactly ${days(low)} ago` : `${did} ${low} to ${days(high)} ago`
}

export const en: Words = {
  range: {
    r: (range) => `R score ${amount(range)}`,
    f: (range) => `F score ${amount(range)}`,
    m: (range) => `M score ${amount(range)}`,
    ordersCount: (range) => {
      if (range.high === 0) return 'never ordered'
      if (range.low === 1 && range.high === null) return 'has ordered'
      return counted(range, 'order', 'orders')
    },
    net: (range) => `net value ${amount(range)}`,
    windowNet: (range) => `net value of the last ${days(range.windowDays)} ${amount(range)}`,
    windowValue: (range) => `value behind the tier, last ${days(range.windowDays)}, ${amount(range)}`,
    valueAtRisk: (range) => `a year without them would cost ${amount(range)}`,
    daysSinceLastOrder: when('last ordered', 'has ordered'),
    daysSinceFirstOrder: when('first ordered', 'has ordered'),
    discount: (range) => `average discount ${amount(range)}`,
    openDisputes: (range) => {
      if (range.high === 0) return 'no open dispute'
      if (range.low === 1 && range.high === null) return 'has an open dispute'
      return counted(range, 'open dispute', 'open disputes')
    },
    daysSinceContact: when('last contacted', 'has been contacted'),
  },
  oneOf: {
    tier: (names) => `in tier ${or(names)}`,
    tierBefore: (names) => `in tier ${or(names)} a period ago`,
    class: (names) => `in class ${or(names.map((name) => `“${name}”`))}`,
    stage: (names) => `in stage ${or(names.map((name) => `“${name}”`))}`,
    source: (names) => `came through ${or(names)}`,
    region: (names) => `from ${or(names)}`,
  },
  noneOf: {
    tier: (names) => `not in tier ${or(names)}`,
    tierBefore: (names) => `not in tier ${or(names)} a period ago`,
    class: (names) => `not in class ${or(names.map((name) => `“${name}”`))}`,
    stage: (names) => `not in stage ${or(names.map((name) => `“${name}”`))}`,
    source: (names) => `did not come through ${or(names)}`,
    region: (names) => `not from ${or(names)}`,
  },
  bought: {
    anyOf: (names) => `bought ${or(names)}`,
    allOf: (names) => `bought ${and(names)}`,
    noneOf: (names) => `never bought ${or(names)}`,
    first: (names) => `first bought ${or(names)}`,
  },
  sequence: (earlier, later) => `bought ${earlier} and later ${later}`,
  yes: {
    unhappy: 'unhappy after their last dispute',
    doNotContact: 'asked not to be contacted',
    smsConsent: 'agreed to marketing texts',
    pinned: 'tier is pinned',
  },
  no: {
    unhappy: 'no dispute left them unhappy',
    doNotContact: 'may be contacted',
    smsConsent: 'did not agree to marketing texts',
    pinned: 'tier is not pinned',
  },
  unknown: {
    tier: 'no tier yet',
    tierBefore: 'had not ordered a period ago',
    class: 'no RFM class yet',
    stage: 'no stage yet',
    r: 'no R score yet',
    f: 'no F score yet',
    m: 'no M score yet',
    windowNet: 'recent net value not worked out yet',
    windowValue: 'value behind the tier not worked out yet',
    valueAtRisk: 'value at risk not worked out yet',
    daysSinceLastOrder: 'never ordered',
    daysSinceFirstOrder: 'never ordered',
    region: 'region unknown',
    discount: 'discount unknown',
    daysSinceContact: 'never contacted',
  },
  product: (name) => (name === undefined ? 'a product no longer known' : `“${name}”`),
  all: (parts) => (parts.length === 2 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`),
  any: (parts) => parts.join(', or '),
  inner: (group) => `(${group})`,
  not: (phrase) => `not (${phrase})`,
  sentence: (text) => text.charAt(0).toUpperCase() + text.slice(1),
  unreadable: 'Update the app to see what this segment asks',
}
