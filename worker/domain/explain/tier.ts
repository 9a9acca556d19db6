import type { Tier } from '../rows.ts'
import { counted } from './amounts.ts'
import type { WhyTexts } from './shape.ts'

/** Present where money means profit; reasons without it speak of net value. */
export type By = { measure?: 'profit' }

export const moneyZh = ({ measure }: By): string => (measure === 'profit' ? '净利润' : '净消费')
export const moneyEn = ({ measure }: By): string => (measure === 'profit' ? 'Profit' : 'Net')

/** Why a value tier, and what would move it up. */
export type TierWhys = {
  /** `before`: share of the shop's net value held by those ranked higher; `bound`: the share it was held against. */
  'tier.share': By & { tier: Tier; days: number; net: number; rank: number; of: number; before: number; bound: number }
  'tier.nothing': By & { days: number }
  'tier.negative': By & { days: number; net: number }
  'tier.shop-negative': By & { days: number; net: number; total: number }
  /**
   * `orders`: about how many of their usual size `money` is; `before`: epoch ms of the day their first order leaves the
   * window. Both are missing in reasons stored by older versions, and where nothing can be said.
   */
  'up.spend': By & { tier: Tier; money: number; days: number; orders?: number; before?: number }
  /** At the top: `value` is what they brought in the window, `least` what still keeps the tier. */
  'up.keep': By & { tier: Tier; value: number; least: number; days: number; before?: number }
  /** Stored by older versions. `last`: epoch ms of the last purchase, the last to leave the window. */
  'up.leaves': { last: number; days: number }
}

/** Rounded up: nobody is in the top 0 %. */
const top = (rank: number, of: number): number => Math.ceil((rank / of) * 100) / 100

export const tierTexts: WhyTexts<TierWhys> = {
  'tier.share': {
    'zh-CN': (p, f) => {
      const spent = `过去 ${f.days(p.days)}${moneyZh(p)} ${f.money(p.net)}`
      if (p.rank === 1) return `${spent}，全店第一 → ${p.tier}`
      const bound = p.tier === 'C' ? `到了 ${f.percent(p.bound)}` : `不到 ${f.percent(p.bound)}`
      return `${spent}，排在前 ${f.percent(top(p.rank, p.of))}，前面的客户占 ${f.percent(p.before)}，${bound} → ${p.tier}`
    },
    en: (p, f) => {
      const spent = `${moneyEn(p)} ${f.money(p.net)} in the last ${f.days(p.days)}`
      if (p.rank === 1) return `${spent}, the most in the shop → ${p.tier}`
      const bound = p.tier === 'C' ? `at or over ${f.percent(p.bound)}` : `under ${f.percent(p.bound)}`
      return `${spent}, top ${f.percent(top(p.rank, p.of))}; those ahead hold ${f.percent(p.before)}, ${bound} → ${p.tier}`
    },
  },
  'tier.nothing': {
    'zh-CN': (p, f) => `过去 ${f.days(p.days)}${moneyZh(p)}为 0 → C`,
    en: (p, f) =>
      p.measure === 'profit'
        ? `No profit in the last ${f.days(p.days)} → C`
        : `Nothing spent, net, in the last ${f.days(p.days)} → C`,
  },
  'tier.negative': {
    'zh-CN': (p, f) =>
      p.measure === 'profit'
        ? `过去 ${f.days(p.days)}净利润 ${f.money(p.net)}，是亏的 → C`
        : `过去 ${f.days(p.days)}退款比消费多，净消费 ${f.money(p.net)} → C`,
    en: (p, f) =>
      p.measure === 'profit'
        ? `A loss in the last ${f.days(p.days)}, profit ${f.money(p.net)} → C`
        : `More refunded than spent in the last ${f.days(p.days)}, net ${f.money(p.net)} → C`,
  },
  'tier.shop-negative': {
    'zh-CN': (p, f) =>
      `过去 ${f.days(p.days)}${moneyZh(p)} ${f.money(p.net)}，但全店${moneyZh(p)}合计 ${f.money(p.total)}，分不出高低 → C`,
    en: (p, f) =>
      `${moneyEn(p)} ${f.money(p.net)} in the last ${f.days(p.days)}, but the whole shop's is ${f.money(p.total)}, so nobody ranks above C`,
  },
  'up.spend': {
    'zh-CN': (p, f) => {
      const until = p.before === undefined ? '' : `${f.date(p.before)}前`
      const money = p.measure === 'profit' ? `再带来 ${f.money(p.money)} 净利润` : `再消费 ${f.money(p.money)}`
      if (p.orders === undefined) return `${until}${money} 就到 ${p.tier}`
      return `${until}再买约 ${counted(p.orders, 'zh-CN')} 单，或${money}，就到 ${p.tier}`
    },
    en: (p, f) => {
      const until = p.before === undefined ? '' : ` before ${f.date(p.before)}`
      const money = `${f.money(p.money)} more${p.measure === 'profit' ? ' profit' : ''}`
      if (p.orders === undefined) return `${money}${until} reaches ${p.tier}`
      return `About ${counted(p.orders, 'en')} ${p.orders === 1 ? 'order' : 'orders'} or ${money}${until} reaches ${p.tier}`
    },
  },
  'up.keep': {
    'zh-CN': (p, f) => {
      const keeps = `过去 ${f.days(p.days)}${moneyZh(p)}不少于 ${f.money(p.least)} 就还是 ${p.tier}，现在是 ${f.money(p.value)}`
      return p.before === undefined ? keeps : `${keeps}；${f.date(p.before)}起最早的一单不再计入`
    },
    en: (p, f) => {
      const keeps = `Stays ${p.tier} with ${f.money(p.least)} or more${p.measure === 'profit' ? ' profit' : ''} in the last ${f.days(p.days)}, now ${f.money(p.value)}`
      return p.before === undefined ? keeps : `${keeps}; the oldest order stops counting on ${f.date(p.before)}`
    },
  },
  'up.leaves': {
    'zh-CN': (p, f) => `最近一单在 ${f.date(p.last)}，过了 ${f.days(p.days)}就不再计入`,
    en: (p, f) => `The last order, ${f.date(p.last)}, counts for ${f.days(p.days)}`,
  },
}
