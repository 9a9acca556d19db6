import type { Tier } from '../rows.ts'
import type { WhyTexts } from './shape.ts'

/** Why a value tier, and what would move it up. */
export type TierWhys = {
  /** `before`: share of the shop's net value held by those ranked higher; `bound`: the share it was held against. */
  'tier.share': { tier: Tier; days: number; net: number; rank: number; of: number; before: number; bound: number }
  'tier.nothing': { days: number }
  'tier.negative': { days: number; net: number }
  'tier.shop-negative': { days: number; net: number; total: number }
  'up.spend': { tier: Tier; money: number; days: number }
  /** `last`: epoch ms of the last purchase, the last to leave the window. */
  'up.leaves': { last: number; days: number }
}

/** Rounded up: nobody is in the top 0 %. */
const top = (rank: number, of: number): number => Math.ceil((rank / of) * 100) / 100

export const tierTexts: WhyTexts<TierWhys> = {
  'tier.share': {
    'zh-CN': (p, f) => {
      const spent = `过去 ${f.days(p.days)}净消费 ${f.money(p.net)}`
      if (p.rank === 1) return `${spent}，全店第一 → ${p.tier}`
      const bound = p.tier === 'C' ? `到了 ${f.percent(p.bound)}` : `不到 ${f.percent(p.bound)}`
      return `${spent}，排在前 ${f.percent(top(p.rank, p.of))}，前面的客户占 ${f.percent(p.before)}，${bound} → ${p.tier}`
    },
    en: (p, f) => {
      const spent = `Net ${f.money(p.net)} in the last ${f.days(p.days)}`
      if (p.rank === 1) return `${spent}, the most in the shop → ${p.tier}`
      const bound = p.tier === 'C' ? `at or over ${f.percent(p.bound)}` : `under ${f.percent(p.bound)}`
      return `${spent}, top ${f.percent(top(p.rank, p.of))}; those ahead hold ${f.percent(p.before)}, ${bound} → ${p.tier}`
    },
  },
  'tier.nothing': {
    'zh-CN': (p, f) => `过去 ${f.days(p.days)}净消费为 0 → C`,
    en: (p, f) => `Nothing spent, net, in the last ${f.days(p.days)} → C`,
  },
  'tier.negative': {
    'zh-CN': (p, f) => `过去 ${f.days(p.days)}退款比消费多，净消费 ${f.money(p.net)} → C`,
    en: (p, f) => `More refunded than spent in the last ${f.days(p.days)}, net ${f.money(p.net)} → C`,
  },
  'tier.shop-negative': {
    'zh-CN': (p, f) =>
      `过去 ${f.days(p.days)}净消费 ${f.money(p.net)}，但全店净消费合计 ${f.money(p.total)}，分不出高低 → C`,
    en: (p, f) =>
      `Net ${f.money(p.net)} in the last ${f.days(p.days)}, but the whole shop's is ${f.money(p.total)}, so nobody ranks above C`,
  },
  'up.spend': {
    'zh-CN': (p, f) => `再消费 ${f.money(p.money)} 就到 ${p.tier}`,
    en: (p, f) => `${f.money(p.money)} more reaches ${p.tier}`,
  },
  'up.leaves': {
    'zh-CN': (p, f) => `最近一单在 ${f.date(p.last)}，过了 ${f.days(p.days)}就不再计入`,
    en: (p, f) => `The last order, ${f.date(p.last)}, counts for ${f.days(p.days)}`,
  },
}
