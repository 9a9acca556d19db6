import type { OfferWhys } from '../offer.ts'
import type { WinBackWhys } from '../win-back.ts'
import type { WhyTexts } from './shape.ts'

const CHANNEL = {
  'zh-CN': { chat: '聊天消息', sms: '推广短信', phone: '推广电话', email: '推广邮件' },
  en: { chat: 'chat messages', sms: 'marketing texts', phone: 'marketing calls', email: 'marketing e-mails' },
} as const

/** Why someone seems to be leaving, why they may or may not be written to, and what is wrong with an offer. */
export const winBackTexts: WhyTexts<WinBackWhys & OfferWhys> = {
  'win-back.declining': {
    'zh-CN': (p, f) =>
      p.own === 1
        ? `平时约 ${f.days(p.rhythm)}买一次，这次已经 ${f.days(p.days)}没来了`
        : `本店客户一般每 ${f.days(p.rhythm)}买一次，这位已经 ${f.days(p.days)}没来了`,
    en: (p, f) =>
      p.own === 1
        ? `Usually buys every ${f.days(p.rhythm)}; now ${f.days(p.days)} without an order`
        : `Customers here usually buy every ${f.days(p.rhythm)}; this one has been away ${f.days(p.days)}`,
  },
  'win-back.lost': {
    'zh-CN': (p, f) =>
      p.own === 1
        ? `平时约 ${f.days(p.rhythm)}买一次，已经 ${f.days(p.days)}没来，多半是流失了`
        : `本店客户一般每 ${f.days(p.rhythm)}买一次，这位 ${f.days(p.days)}没来，多半是流失了`,
    en: (p, f) =>
      p.own === 1
        ? `Used to buy every ${f.days(p.rhythm)}; ${f.days(p.days)} without an order, probably gone`
        : `Customers here usually buy every ${f.days(p.rhythm)}; after ${f.days(p.days)} this one is probably gone`,
  },
  'win-back.quiet': {
    'zh-CN': (p, f) => `已经 ${f.days(p.days)}没来了`,
    en: (p, f) => `${f.days(p.days)} without an order`,
  },
  'win-back.worth': {
    'zh-CN': (p, f) => `按平时的买法，一年约 ${f.money(p.perYear)}`,
    en: (p, f) => `Worth about ${f.money(p.perYear)} a year at their rhythm`,
  },
  'win-back.not-slipping': {
    'zh-CN': () => '按平时的节奏还没到该来的时候，不用挽回',
    en: () => 'Not slipping away by their own rhythm',
  },
  'win-back.bought-since': {
    'zh-CN': (p, f) => `${f.date(p.at)}又来买过了`,
    en: (p, f) => `Bought again on ${f.date(p.at)}`,
  },
  'win-back.open-dispute': {
    'zh-CN': (p) => (p.count > 1 ? `还有 ${p.count} 个纠纷没处理完` : '还有纠纷没处理完'),
    en: (p) => (p.count > 1 ? `${p.count} disputes are still open` : 'A dispute is still open'),
  },
  'win-back.unhappy': {
    'zh-CN': (p, f) => `${f.date(p.at)}的纠纷没让对方满意，先把事情解决好`,
    en: (p, f) => `The dispute of ${f.date(p.at)} ended badly; make that good first`,
  },
  'win-back.active-offer': {
    'zh-CN': (p, f) => `优惠 ${p.code} 还有效，到${f.date(p.validUntil)}`,
    en: (p, f) => `Offer ${p.code} still stands, until ${f.date(p.validUntil)}`,
  },
  'win-back.cool-down': {
    'zh-CN': (p, f) => `${f.date(p.sentAt)}刚发过优惠，${f.date(p.until)}之后再发`,
    en: (p, f) => `Had an offer on ${f.date(p.sentAt)}; the next one after ${f.date(p.until)}`,
  },
  'win-back.offer-limit': {
    'zh-CN': (p, f) =>
      p.cost === null
        ? `${p.tier} 级客户不发要花钱的优惠`
        : `这个优惠约 ${f.money(p.cost)}，${p.tier} 级客户一个优惠最多花 ${f.money(p.limit)}`,
    en: (p, f) =>
      p.cost === null
        ? `Tier ${p.tier} gets no offers that cost money`
        : `The offer costs about ${f.money(p.cost)}; one offer to tier ${p.tier} may cost ${f.money(p.limit)} at most`,
  },
  'win-back.budget': {
    'zh-CN': (p, f) =>
      p.cost === null
        ? `这个月的挽回预算 ${f.money(p.budget)} 已经用完`
        : `这个优惠约 ${f.money(p.cost)}，这个月的挽回预算 ${f.money(p.budget)} 已用 ${f.money(p.spent)}，不够了`,
    en: (p, f) =>
      p.cost === null
        ? `This month's win-back budget of ${f.money(p.budget)} is used up`
        : `The offer costs about ${f.money(p.cost)}; ${f.money(p.spent)} of this month's ${f.money(p.budget)} is already used`,
  },
  'contact.do-not-contact': {
    'zh-CN': () => '对方说过不要联系',
    en: () => 'Asked not to be contacted',
  },
  'consent.refused': {
    'zh-CN': (p, f) =>
      p.channel === null ? `${f.date(p.at)}说过不想再收到消息` : `${f.date(p.at)}拒收了${CHANNEL['zh-CN'][p.channel]}`,
    en: (p, f) =>
      p.channel === null
        ? `Said on ${f.date(p.at)} that they want no more messages`
        : `Refused ${CHANNEL.en[p.channel]} on ${f.date(p.at)}`,
  },
  'consent.not-asked': {
    'zh-CN': (p) =>
      `还没问过愿不愿意收${CHANNEL['zh-CN'][p.channel]}，没同意先别${p.channel === 'phone' ? '打' : '发'}`,
    en: (p) => `Not asked about ${CHANNEL.en[p.channel]} yet: none without a yes`,
  },
  'contact.cap': {
    'zh-CN': (p, f) => `${f.days(p.days)}内已经联系过 ${p.contacts} 次，${f.date(p.from)}之后再联系`,
    en: (p, f) => `Contacted ${p.contacts} times within ${f.days(p.days)}; again after ${f.date(p.from)}`,
  },
  'offer.suggest-percent': {
    'zh-CN': (p, f) => `${p.tier} 级客户一般优惠 ${f.percent(p.percent)}，平均一单 ${f.money(p.average)}`,
    en: (p, f) =>
      `Tier ${p.tier} usually gets ${f.percent(p.percent)} off; their average order is ${f.money(p.average)}`,
  },
  'offer.suggest-amount': {
    'zh-CN': (p, f) => `离开较久，直接减 ${f.money(p.amount)} 更清楚（${p.tier} 级，平均一单 ${f.money(p.average)}）`,
    en: (p, f) =>
      `Long away: a plain ${f.money(p.amount)} off says more (tier ${p.tier}, average order ${f.money(p.average)})`,
  },
  'offer.suggest-within': {
    'zh-CN': (p, f) => `平均一单 ${f.money(p.average)}；${p.tier} 级客户一个优惠最多花 ${f.money(p.limit)}，按这个来`,
    en: (p, f) =>
      `Their average order is ${f.money(p.average)}; kept within the ${f.money(p.limit)} one offer to tier ${p.tier} may cost`,
  },
  'offer.percent-range': {
    'zh-CN': (p) => `折扣要在 ${p.min}% 到 ${p.max}% 之间`,
    en: (p) => `The discount must be between ${p.min}% and ${p.max}%`,
  },
  'offer.amount-range': {
    'zh-CN': (p, f) => `减免金额要大于 0，不超过使用门槛 ${f.money(p.minimum)}`,
    en: (p, f) => `The amount must be more than 0 and no more than the minimum order, ${f.money(p.minimum)}`,
  },
  'offer.gift-unnamed': { 'zh-CN': () => '写一下送什么礼物', en: () => 'Say what the gift is' },
  'offer.gift-cost': { 'zh-CN': () => '礼物成本不能是负数', en: () => 'The cost of the gift cannot be negative' },
  'offer.minimum': { 'zh-CN': () => '使用门槛不能是负数', en: () => 'The minimum order cannot be negative' },
  'offer.valid-until': {
    'zh-CN': (p, f) => `有效期要在今天之后、${f.days(p.days)}以内`,
    en: (p, f) => `It must be valid until some time within the next ${f.days(p.days)}`,
  },
  'offer.costs-more': {
    'zh-CN': (p, f) => `优惠成本 ${f.money(p.cost)}，比预计带来的订单 ${f.money(p.brings)} 还多`,
    en: (p, f) => `It costs ${f.money(p.cost)}, more than the ${f.money(p.brings)} order it is expected to bring`,
  },
}
