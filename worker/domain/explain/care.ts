import type { CareWhys } from '../care.ts'
import type { WhyTexts } from './shape.ts'

/** Why a friendly contact is due. */
export const careTexts: WhyTexts<CareWhys> = {
  'care.due': {
    'zh-CN': (p, f) => `${p.tier} 级客户，${f.days(p.days)}没联系了（约定 ${f.days(p.every)}）`,
    en: (p, f) => `Tier ${p.tier}: nothing heard for ${f.days(p.days)} (agreed: every ${f.days(p.every)})`,
  },
}
