/** First drafts of a win-back message, in the shop's own voice; the person picks, edits and sends (W4). */
import type { Locale } from './explain/shape.ts'
import { formatMoney } from './money.ts'
import type { OfferTerms } from './offer.ts'
import type { CustomerRow, ShopRow } from './rows.ts'
import { nameToUse, productToName, speakable } from './speakable.ts'

interface Facts {
  /** Greeting with the name where there is one fit to use. */
  hello: string
  shop: string
  /** What they last bought, when it is short enough to say. */
  product: string | null
  offer: string
}
type Variant = (f: Facts) => string

/** declining or lost × their best customers (A) or the others; three each. */
interface Openings {
  declining: { best: Variant[]; others: Variant[] }
  lost: { best: Variant[]; others: Variant[] }
}

const zh: Openings = {
  declining: {
    best: [
      (f) => `${f.hello}我是${f.shop}的。你是我们的老朋友了，最近没见你来，有点惦记。${f.offer}不着急，有需要再来。`,
      (f) =>
        `${f.hello}${f.shop}这边。${f.product ? `上次的${f.product}用着还好吗？` : '这阵子没见你，一切都好吧？'}${f.offer}想要什么，随时跟我说。`,
      (f) => `${f.hello}我在${f.shop}打包，想起有些日子没给你寄东西了。${f.offer}用不上也没关系，跟你问声好。`,
    ],
    others: [
      (f) => `${f.hello}我是${f.shop}的，谢谢你之前来买过东西。${f.offer}有需要再来就好。`,
      (f) =>
        `${f.hello}${f.shop}这边。${f.product ? `上次的${f.product}还合心意吗？` : '有一阵没见到你了。'}${f.offer}不急着用。`,
      (f) => `${f.hello}我是${f.shop}的店主，理货的时候想起你有一阵没来了。${f.offer}用不上就当我打个招呼。`,
    ],
  },
  lost: {
    best: [
      (f) =>
        `${f.hello}我是${f.shop}的。你以前常来，很久没有你的消息了，希望一切都好。${f.offer}想回来看看，我们一直在。`,
      (f) => `${f.hello}${f.shop}这边，好久不见，一直记得你对小店的照顾。${f.offer}之前要是有哪里没做好，也请告诉我。`,
      (f) => `${f.hello}我是${f.shop}的店主，翻到以前的订单，想跟你打个招呼。${f.offer}用不上也没关系，祝你一切顺利。`,
    ],
    others: [
      (f) => `${f.hello}我是${f.shop}的，好久不见。${f.offer}有需要再来就好。`,
      (f) =>
        `${f.hello}${f.shop}这边。${f.product ? `你之前买的${f.product}，不知道用着怎么样？` : '你之前在我们店买过东西，好久没联系了。'}${f.offer}有不满意的地方，也请告诉我。`,
      (f) => `${f.hello}我是${f.shop}的店主，很久没联系了，跟你问声好。${f.offer}用不上就当没看见，不打扰你了。`,
    ],
  },
}

const en: Openings = {
  declining: {
    best: [
      (f) =>
        `${f.hello} It's ${f.shop}. You are one of our oldest friends here, and we have missed you lately. ${f.offer} No hurry at all.`,
      (f) =>
        `${f.hello} ${f.shop} here. ${f.product ? `How is the ${f.product} doing?` : 'We have not seen you for a while; hope all is well.'} ${f.offer} Just tell me if you are after something.`,
      (f) =>
        `${f.hello} I was packing parcels at ${f.shop} and realised none had gone to you for some time. ${f.offer} If you don't need it, just a hello from us.`,
    ],
    others: [
      (f) => `${f.hello} It's ${f.shop}. Thank you for buying from us before. ${f.offer} Whenever you need something.`,
      (f) =>
        `${f.hello} ${f.shop} here. ${f.product ? `Are you still happy with the ${f.product}?` : 'It has been a little while.'} ${f.offer} No rush.`,
      (f) =>
        `${f.hello} This is the owner of ${f.shop}. I thought of you while sorting the shelves. ${f.offer} If it's no use to you, just saying hello.`,
    ],
  },
  lost: {
    best: [
      (f) =>
        `${f.hello} It's ${f.shop}. You used to drop by often and it has been a long time; I hope all is well. ${f.offer} We are still here if you'd like a look.`,
      (f) =>
        `${f.hello} ${f.shop} here. It has been long, and we have not forgotten how good you were to us. ${f.offer} If something was not right back then, please tell me.`,
      (f) =>
        `${f.hello} This is the owner of ${f.shop}. I came across your old orders and wanted to say hello. ${f.offer} If it's no use to you, never mind, and all the best.`,
    ],
    others: [
      (f) => `${f.hello} It's ${f.shop}. It has been a long time. ${f.offer} Whenever you need something.`,
      (f) =>
        `${f.hello} ${f.shop} here. ${f.product ? `How did the ${f.product} turn out?` : 'You bought from us some time ago.'} ${f.offer} If anything was not right, please tell me.`,
      (f) =>
        `${f.hello} This is the owner of ${f.shop}, just saying hello after a long time. ${f.offer} If it's no use to you, please ignore this.`,
    ],
  },
}

/** 15 % off is 8.5 折. */
const fold = (percent: number): string => `${String((100 - percent) / 10)} 折`

function offerSentences(
  terms: OfferTerms & { code: string },
  shop: Pick<ShopRow, 'currency' | 'timezone'>,
  locale: Locale,
): string[] {
  const money = (minor: number) => formatMoney(minor, shop.currency, locale)
  const chinese = locale === 'zh-CN'
  const day = new Intl.DateTimeFormat(chinese ? 'zh-CN' : 'en-GB', {
    timeZone: shop.timezone,
    month: 'long',
    day: 'numeric',
  }).format(terms.validUntil)
  const { code } = terms
  if (chinese) {
    const gift = speakable(terms.gift, 40) ?? '一份小礼物'
    const above = terms.minimum > 0 ? `，满 ${money(terms.minimum)} 就能用` : ''
    const reward = { percent: `${fold(terms.value)}优惠`, amount: `${money(terms.value)} 优惠`, gift }[terms.kind]
    return terms.kind === 'gift'
      ? [
          `下次下单想送你${gift}，备注 ${code} 就行${above}，${day}前都算数。`,
          `给你留了${gift}，下单时备注 ${code} 我就放进包裹${above}，${day}前有效。`,
          `准备了${gift}，下单备注 ${code}，我一起寄给你${above}，留到${day}。`,
        ]
      : [
          `给你留了 ${reward}，下单时报 ${code} 就行${above}，${day}前有效。`,
          `想请你回来看看，这次给你 ${reward}，优惠码 ${code}${above}，用到${day}。`,
          `这个优惠码只给你：${code}，${reward}${above}，留到${day}。`,
        ]
  }
  const gift = speakable(terms.gift, 40) ?? 'a small gift'
  const above = terms.minimum > 0 ? ` on orders from ${money(terms.minimum)}` : ''
  const reward = { percent: `${terms.value}% off`, amount: `${money(terms.value)} off`, gift }[terms.kind]
  return terms.kind === 'gift'
    ? [
        `With your next order I'd like to send you a present: ${gift}. Just note ${code}${above}, until ${day}.`,
        `I have kept something for you: ${gift}. Note ${code} with your order${above} and I'll put it in the parcel, until ${day}.`,
        `There is a present waiting: ${gift}. Note ${code}${above} and it ships along, until ${day}.`,
      ]
    : [
        `I have kept ${reward}${above} for you: give the code ${code} when you order, until ${day}.`,
        `I'd love to see you back: ${reward}${above} with the code ${code}, until ${day}.`,
        `This code is only for you: ${code}, ${reward}${above}, until ${day}.`,
      ]
}

export interface DraftInput {
  customer: Pick<CustomerRow, 'name' | 'nickname' | 'tier' | 'figures'>
  shop: Pick<ShopRow, 'name' | 'currency' | 'timezone'>
  offer: OfferTerms & { code: string }
  locale: Locale
  /** Name of a product they bought last, where known; left out when it is no speakable name. */
  lastProduct?: string | null
}

/**
 * Three drafts that fit their stage, tier and the offer, placeholders filled. None carries a link, a phone number or a
 * WeChat id, whatever the names hold: platforms punish the shop for those (`platformRisks`).
 */
export function draftMessages({ customer, shop, offer, locale, lastProduct = null }: DraftInput): string[] {
  const chinese = locale === 'zh-CN'
  const name = nameToUse(customer)
  const hello = chinese ? (name ? `${name}，你好。` : '你好。') : name ? `Hello ${name}.` : 'Hello.'
  const shopName = speakable(shop.name, 40) ?? (chinese ? '小店' : 'the shop')
  const product = productToName(lastProduct, locale)
  const openings = (chinese ? zh : en)[customer.figures?.stage === 'lost' ? 'lost' : 'declining']
  const sentences = offerSentences(offer, shop, locale)
  return openings[customer.tier === 'A' ? 'best' : 'others'].map((variant, n) =>
    variant({ hello, shop: shopName, product, offer: sentences[n] ?? '' }),
  )
}
