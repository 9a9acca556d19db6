/** First drafts of a friendly word, without an offer; the person picks, edits and sends (C4). */
import type { Locale } from './explain/shape.ts'
import type { CustomerRow, ShopRow } from './rows.ts'
import { nameToUse, productToName, speakable } from './speakable.ts'

interface Facts {
  /** Greeting with the name where there is one fit to use. */
  hello: string
  shop: string
  /** What they last bought, when it is short enough to say. */
  product: string | null
}
type Variant = (f: Facts) => string

const TEXTS: Record<Locale, readonly Variant[]> = {
  'zh-CN': [
    (f) =>
      `${f.hello}我是${f.shop}的。${f.product ? `上次的${f.product}还合心意吗？` : '最近还好吗？'}有哪里不合适，直接跟我说。`,
    (f) => `${f.hello}${f.shop}这边，没什么事，想起你了，问声好。有想找的东西就告诉我，我帮你留意。`,
    (f) =>
      `${f.hello}我是${f.shop}的店主，谢谢你一直照顾小店。${f.product ? `关于${f.product}，有什么想问的` : '有什么想问的'}，随时找我，不急着回。`,
  ],
  en: [
    (f) =>
      `${f.hello} It's ${f.shop}. ${f.product ? `How are you getting on with the ${f.product}?` : 'I hope you are well.'} If anything is not right, just tell me.`,
    (f) =>
      `${f.hello} ${f.shop} here, with nothing to sell: just saying hello. If you are looking for something, tell me and I'll keep an eye out.`,
    (f) =>
      `${f.hello} This is the owner of ${f.shop}. Thank you for staying with us. ${f.product ? `Any question about the ${f.product}` : 'Any question'}, ask me any time; no need to reply.`,
  ],
}

export interface CareDraftInput {
  customer: Pick<CustomerRow, 'name' | 'nickname'>
  shop: Pick<ShopRow, 'name'>
  locale: Locale
  /** Name of a product they bought last, where known; left out when it is no speakable name. */
  lastProduct?: string | null
}

/** Three drafts. None sells anything or carries a link, a phone number or a WeChat id, whatever the names hold. */
export function careDrafts({ customer, shop, locale, lastProduct = null }: CareDraftInput): string[] {
  const chinese = locale === 'zh-CN'
  const name = nameToUse(customer)
  const hello = chinese ? (name ? `${name}，你好。` : '你好。') : name ? `Hello ${name}.` : 'Hello.'
  const shopName = speakable(shop.name, 40) ?? (chinese ? '小店' : 'the shop')
  const product = productToName(lastProduct, locale)
  return TEXTS[locale].map((variant) => variant({ hello, shop: shopName, product }))
}
