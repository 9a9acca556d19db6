import type { RfmClass, Stage } from '../rows.ts'
import type { Locale, WhyTexts } from './shape.ts'
import { type By, moneyEn, moneyZh } from './tier.ts'

type Basis = 'own' | 'shop' | 'default'
type Scored = By & { r: number; f: number; m: number; class: RfmClass; last: number; orders: number; net: number }

/** Why a life stage, an RFM class, a value at risk. `last` is the last purchase, epoch ms; `rhythm` days. */
export type FigureWhys = {
  'stage.prospect': Record<string, never>
  'stage.active': { stage: Stage; orders: number; last: number; rhythm: number; basis: Basis }
  /** `limit` = `factor` × `rhythm`, days. */
  'stage.away': { stage: Stage; last: number; rhythm: number; basis: Basis; factor: number; limit: number }
  'rfm.quintiles': Scored & { buyers: number }
  'rfm.thresholds': Scored
  /** `average`: net value of a purchase day. */
  'risk.rhythm': { atRisk: number; average: number; rhythm: number }
  'risk.best-year': { atRisk: number }
  /** What was expected of a year at their last purchase, less what is expected of a year now. */
  'risk.model': { atRisk: number }
  /** In a look back: `amount` went from `orders` of their orders after its date; `net` is what was known then. */
  'later.refunds': { amount: number; orders: number; net: number }
}

export const STAGE_NAMES: Record<Locale, Record<Stage, string>> = {
  'zh-CN': {
    prospect: '潜在客户',
    exploring: '考察期',
    building: '建立期',
    stable: '稳定期',
    declining: '退化期',
    lost: '流失',
  },
  en: {
    prospect: 'prospect',
    exploring: 'exploring',
    building: 'building',
    stable: 'stable',
    declining: 'slipping away',
    lost: 'lost',
  },
}

export const CLASS_NAMES: Record<Locale, Record<RfmClass, string>> = {
  'zh-CN': {
    'important-value': '重要价值',
    'important-keep': '重要保持',
    'important-develop': '重要发展',
    'important-rescue': '重要挽留',
    'general-value': '一般价值',
    'general-keep': '一般保持',
    'general-develop': '一般发展',
    'general-rescue': '一般挽留',
  },
  en: {
    'important-value': 'important, of value',
    'important-keep': 'important, to keep',
    'important-develop': 'important, to develop',
    'important-rescue': 'important, to rescue',
    'general-value': 'general, of value',
    'general-keep': 'general, to keep',
    'general-develop': 'general, to develop',
    'general-rescue': 'general, to rescue',
  },
}

const habitZh: Record<Basis, (days: string) => string> = {
  own: (days) => `平均每 ${days}买一次`,
  shop: (days) => `本店客户一般每 ${days}买一次`,
  default: (days) => `店里还没有回头客，先按每 ${days}一次算`,
}
const habitEn: Record<Basis, (days: string) => string> = {
  own: (days) => `Usually buys every ${days}`,
  shop: (days) => `Customers here usually buy every ${days}`,
  default: (days) => `Nobody has come back yet, so ${days} is assumed`,
}

const scores = (p: Scored): string => `R${p.r} F${p.f} M${p.m}`

export const figureTexts: WhyTexts<FigureWhys> = {
  'stage.prospect': {
    'zh-CN': () => '有效订单 0 笔 → 潜在客户',
    en: () => '0 orders that count → prospect',
  },
  'stage.active': {
    'zh-CN': (p, f) =>
      `买过 ${p.orders} 次，上次在 ${f.date(p.last)}；${habitZh[p.basis](f.days(p.rhythm))} → ${STAGE_NAMES['zh-CN'][p.stage]}`,
    en: (p, f) =>
      `Bought ${p.orders === 1 ? 'once' : `${p.orders} times`}, last on ${f.date(p.last)}. ${habitEn[p.basis](f.days(p.rhythm))} → ${STAGE_NAMES.en[p.stage]}`,
  },
  'stage.away': {
    'zh-CN': (p, f) =>
      `${habitZh[p.basis](f.days(p.rhythm))}，${f.date(p.last)}之后没再来，已超过 ${f.days(p.limit)}（${p.factor} 倍）→ ${STAGE_NAMES['zh-CN'][p.stage]}`,
    en: (p, f) =>
      `${habitEn[p.basis](f.days(p.rhythm))}; not seen since ${f.date(p.last)}, over ${f.days(p.limit)} (${p.factor}×) → ${STAGE_NAMES.en[p.stage]}`,
  },
  'rfm.quintiles': {
    'zh-CN': (p, f) =>
      `${scores(p)}（和 ${p.buyers} 位买家比）：上次 ${f.date(p.last)}，共 ${p.orders} 单，${moneyZh(p)} ${f.money(p.net)} → ${CLASS_NAMES['zh-CN'][p.class]}`,
    en: (p, f) =>
      `${scores(p)} among ${p.buyers} buyers: last ${f.date(p.last)}, orders ${p.orders}, ${moneyEn(p).toLowerCase()} ${f.money(p.net)} → ${CLASS_NAMES.en[p.class]}`,
  },
  'rfm.thresholds': {
    'zh-CN': (p, f) =>
      `${scores(p)}（按店里的标准）：上次 ${f.date(p.last)}，共 ${p.orders} 单，${moneyZh(p)} ${f.money(p.net)} → ${CLASS_NAMES['zh-CN'][p.class]}`,
    en: (p, f) =>
      `${scores(p)} by the shop's own bounds: last ${f.date(p.last)}, orders ${p.orders}, ${moneyEn(p).toLowerCase()} ${f.money(p.net)} → ${CLASS_NAMES.en[p.class]}`,
  },
  'risk.rhythm': {
    'zh-CN': (p, f) => `每次约 ${f.money(p.average)}，每 ${f.days(p.rhythm)}一次，不回来一年少 ${f.money(p.atRisk)}`,
    en: (p, f) =>
      `About ${f.money(p.average)} every ${f.days(p.rhythm)}: ${f.money(p.atRisk)} a year if they do not come back`,
  },
  'risk.best-year': {
    'zh-CN': (p, f) => `买得最多的一年花了 ${f.money(p.atRisk)}，不回来一年最多少这么多`,
    en: (p, f) => `Spent ${f.money(p.atRisk)} in their best year, the most a year without them can cost`,
  },
  'risk.model': {
    'zh-CN': (p, f) => `按全店客户的规律，沉默到今天，未来一年大约少了 ${f.money(p.atRisk)}`,
    en: (p, f) => `By how customers here behave, their silence has cost about ${f.money(p.atRisk)} of the coming year`,
  },
  'later.refunds': {
    'zh-CN': (p, f) =>
      p.amount > 0
        ? `之后又退了 ${f.money(p.amount)}（${p.orders} 单），当时净消费是 ${f.money(p.net)}`
        : `之后又补回 ${f.money(-p.amount)}（${p.orders} 单），当时净消费是 ${f.money(p.net)}`,
    en: (p, f) =>
      p.amount > 0
        ? `${f.money(p.amount)} was refunded later (${p.orders === 1 ? '1 order' : `${p.orders} orders`}); at the time net was ${f.money(p.net)}`
        : `${f.money(-p.amount)} was put back later (${p.orders === 1 ? '1 order' : `${p.orders} orders`}); at the time net was ${f.money(p.net)}`,
  },
}
