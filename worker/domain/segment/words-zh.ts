import type { Range, Words } from './describe.ts'

/** Latin letters and digits stand a little apart from Chinese characters. */
const apart = (name: string): string =>
  `${/^[a-z0-9]/i.test(name) ? ' ' : ''}${name}${/[a-z0-9]$/i.test(name) ? ' ' : ''}`
const or = (names: readonly string[]): string => names.map(apart).join('或')

/** 不少于 3、不超过 5、3 到 5。 */
const amount = ({ low, high, from, to }: Range): string => {
  if (high === null) return `不少于 ${from}`
  if (low === null) return `不超过 ${to}`
  return low === high ? `正好 ${from}` : `在 ${from} 到 ${to} 之间`
}

const score = (name: string) => (range: Range) => {
  const { low, high, from, to } = range
  if (high === null) return `${name} 分至少 ${from}`
  if (low === null) return `${name} 分最多 ${to}`
  return low === high ? `${name} 分是 ${from}` : `${name} 分 ${from} 到 ${to}`
}

/** 至少 2 单、最多 2 单、2 到 5 单。 */
const pieces = ({ low, high, from, to }: Range, unit: string): string => {
  if (high === null) return `至少 ${from} ${unit}`
  if (low === null) return `最多 ${to} ${unit}`
  return low === high ? `正好 ${from} ${unit}` : `${from} 到 ${to} ${unit}`
}

/** 60 天前、30 到 60 天前；0 天就是今天。 */
const daysAgo = ({ low, high, from, to }: Range): string => {
  if (low === high) return low === 0 ? '今天' : `正好 ${from} 天前`
  return `${from} 到 ${to} 天前`
}

const tiers = (names: readonly string[]): string => or(names.map((name) => `${name} 级`))
const quoted = (names: readonly string[]): string => names.join('')

export const zh: Words = {
  range: {
    r: score('R'),
    f: score('F'),
    m: score('M'),
    ordersCount: (range) => {
      if (range.high === 0) return '还没下过单'
      if (range.low === 1 && range.high === null) return '下过单'
      return `下过${pieces(range, '单')}`
    },
    net: (range) => `累计净消费${amount(range)}`,
    windowNet: (range) => `近 ${range.windowDays} 天净消费${amount(range)}`,
    windowValue: (range) => `近 ${range.windowDays} 天定级看的金额${amount(range)}`,
    valueAtRisk: (range) => `不来了一年要少收的钱${amount(range)}`,
    daysSinceLastOrder: (range) => {
      if (range.high === null) return range.low === 0 ? '下过单' : `至少 ${range.from} 天没下单`
      if (range.low === null) return range.high === 0 ? '今天下过单' : `最近 ${range.to} 天内下过单`
      return `上次下单是${daysAgo(range)}`
    },
    daysSinceFirstOrder: (range) => {
      if (range.high === null) return range.low === 0 ? '下过单' : `第一单至少过去了 ${range.from} 天`
      if (range.low === null) return range.high === 0 ? '今天下了第一单' : `最近 ${range.to} 天内下的第一单`
      return `第一单是${daysAgo(range)}下的`
    },
    discount: (range) => `买的时候平均优惠${amount(range)}`,
    openDisputes: (range) => {
      if (range.high === 0) return '没有处理中的纠纷'
      if (range.low === 1 && range.high === null) return '有处理中的纠纷'
      return `处理中的纠纷${pieces(range, '起')}`
    },
    daysSinceContact: (range) => {
      if (range.high === null) return range.low === 0 ? '主动联系过' : `至少 ${range.from} 天没联系`
      if (range.low === null) return range.high === 0 ? '今天联系过' : `最近 ${range.to} 天内联系过`
      return `上次联系是${daysAgo(range)}`
    },
  },
  oneOf: {
    tier: (names) => `是${tiers(names)}客户`,
    tierBefore: (names) => `上一期是${tiers(names)}`,
    class: (names) => `是${or(names)}客户`,
    stage: (names) => `阶段是${or(names)}`,
    source: (names) => `从${or(names)}来的`,
    region: (names) => `在${or(names)}`.trimEnd(),
  },
  noneOf: {
    tier: (names) => `不是${tiers(names)}客户`,
    tierBefore: (names) => `上一期不是${tiers(names)}`,
    class: (names) => `不是${or(names)}客户`,
    stage: (names) => `阶段不是${or(names)}`,
    source: (names) => `不是从${or(names)}来的`,
    region: (names) => `不在${or(names)}`.trimEnd(),
  },
  bought: {
    anyOf: (names) => `买过${or(names)}`,
    allOf: (names) => (names.length === 1 ? `买过${quoted(names)}` : `${quoted(names)}都买过`),
    noneOf: (names) => (names.length === 1 ? `没买过${quoted(names)}` : `${quoted(names)}都没买过`),
    first: (names) => `第一次买的是${or(names)}`,
  },
  sequence: (earlier, later) => `先买${earlier}，后来又买了${later}`,
  yes: {
    unhappy: '上次纠纷没让人满意',
    doNotContact: '设了不要联系',
    smsConsent: '同意收推广短信',
    pinned: '分级是固定的',
  },
  no: {
    unhappy: '没有让人不满意的纠纷',
    doNotContact: '可以联系',
    smsConsent: '没同意收推广短信',
    pinned: '分级没有固定',
  },
  unknown: {
    tier: '还没分级',
    tierBefore: '上一期还没下单',
    class: '还没算出 RFM 分类',
    stage: '还没算出阶段',
    r: '还没有 R 分',
    f: '还没有 F 分',
    m: '还没有 M 分',
    windowNet: '还没算出近期净消费',
    windowValue: '还没算出定级看的金额',
    valueAtRisk: '还没算出不来了要少收多少',
    daysSinceLastOrder: '从没下过单',
    daysSinceFirstOrder: '从没下过单',
    region: '不知道在哪个地区',
    discount: '不知道优惠了多少',
    daysSinceContact: '从没主动联系过',
  },
  product: (name) => (name === undefined ? '“查不到的商品”' : `“${name}”`),
  all: (parts) => parts.join('，'),
  any: (parts) => parts.join('，或者'),
  inner: (group) => `（${group}）`,
  not: (phrase) => `不包括（${phrase}）的`,
  sentence: (text) => text,
  unreadable: '更新应用后可看到这个客群的条件',
}
