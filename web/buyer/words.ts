/** The page in three languages. Traditional Chinese is written, not converted. */
import type { BuyerRemedy, BuyerStep } from '../../worker/domain/buyer-page.ts'
import type { FailureKind } from './ask.ts'

export interface Words {
  title: string
  loading: string
  retry: string
  failed: { [K in FailureKind]: string }
  keptAll: string
  /** Between two sentences. */
  gap: string
  gone: string
  goneText: string
  private: string
  until(day: string): string
  since(day: string): string
  copy: string
  copied: string
  copyFailed: string
  keepLink: string
  step: { [S in BuyerStep]: string }
  now: { [S in BuyerStep]: string }
  steps: string
  done: string
  again: string
  offer: string
  remedy: { [R in BuyerRemedy]: string }
  by(day: string): string
  rate: string
  rateText: string
  indicator: { expectation: string; quality: string; service: string }
  mark: [string, string, string, string, string]
  comment: string
  sending(seconds: number): string
  sendNow: string
  undo: string
  thanks: string
  yours: string
  wants: string
  product: string
  more: string
  moreHint: string
  send: string
  busy: string
  sent: string
  photos: string
  photo(n: number): string
  addPhoto: string
  complain: string
  complainText: string
  words: string
  wordsHint: string
  optional: string
  wantsLabel: string
  productLabel: string
  order: string
  contact: string
  contactHint: string
  submit: string
  needWords: string
  took: string
  earlier: string
  see: string
  language: string
}

const zhCN: Words = {
  title: '售后',
  loading: '正在打开…',
  retry: '再试一次',
  failed: {
    gone: '这个链接已经不能用了。',
    slow: '点得太快了，过一分钟再试。',
    full: '这里今天提的已经不少了，店家还没来得及回复。没有发出去；等店家回复后，或明天再发。',
    moved: '店家那边刚有变化，请看看最新的情况再试。',
    photo: '这张照片没能收下，请换一张。',
    failed: '没连上，请看看网络再试。',
  },
  keptAll: '你写的都还在。',
  gap: '',
  gone: '这个链接打不开了',
  goneText: '可能是过期了，或者店家收回了。请在聊天里找店家要一个新的。',
  private: '只有你和店家看得到这一页。',
  until: (day) => `链接到${day}有效`,
  since: (day) => `${day}提出`,
  copy: '复制链接',
  copied: '复制好了',
  copyFailed: '没能复制，请从右上角菜单复制链接。',
  keepLink: '留好这个链接，随时能回来看进展。',
  step: { received: '收到', looking: '了解情况', offered: '给出办法', done: '办完', closed: '结束' },
  now: {
    received: '店家收到了，会尽快回复你',
    looking: '店家正在了解情况',
    offered: '店家给出了办法，正在办',
    done: '店家说办完了，你觉得怎么样？',
    closed: '这件事结束了，谢谢你告诉我们',
  },
  steps: '走到哪一步了',
  done: '已完成',
  again: '你还不满意，店家重新在处理。',
  offer: '给你的办法',
  remedy: {
    refund: '全额退款',
    'part-refund': '部分退款',
    resend: '补发',
    exchange: '换货',
    coupon: '优惠券',
    repair: '维修',
    explanation: '说明情况',
    apology: '道歉',
  },
  by: (day) => `${day}前`,
  rate: '点一下就好',
  rateText: '哪一项不好，店家会重新处理。',
  indicator: { expectation: '和当初说的一样吗', quality: '东西好不好', service: '服务好不好' },
  mark: ['很差', '不好', '一般', '好', '很好'],
  comment: '还想说点什么',
  sending: (seconds) => `${seconds} 秒后发给店家`,
  sendNow: '现在就发',
  undo: '撤销',
  thanks: '店家收到了，谢谢。',
  yours: '你说的',
  wants: '希望',
  product: '商品',
  more: '再补充几句',
  moreHint: '新的情况、单号，都可以写在这里。',
  send: '发给店家',
  busy: '正在发…',
  sent: '店家收到了。',
  photos: '你的照片',
  photo: (n) => `照片 ${n}`,
  addPhoto: '加一张照片',
  complain: '哪里没让你满意？',
  complainText: '写给店家看，不会公开。',
  words: '发生了什么',
  wordsHint: '照实写，几句话就够。',
  optional: '可不填',
  wantsLabel: '希望怎么办',
  productLabel: '哪样商品',
  order: '订单号',
  contact: '怎么联系你',
  contactHint: '电话、微信或邮箱',
  submit: '提交给店家',
  needWords: '先写下发生了什么。',
  took: '店家收到了，会尽快回复你。',
  earlier: '你之前提交过一件',
  see: '看看进展',
  language: '语言',
}

const zhTW: Words = {
  title: '售後',
  loading: '開啟中…',
  retry: '再試一次',
  failed: {
    gone: '這個連結已經失效了。',
    slow: '點得太快了，請過一分鐘再試。',
    full: '這裡今天提的已經不少了，店家還沒來得及回覆。沒有送出去；等店家回覆後，或明天再送。',
    moved: '店家那邊剛有變動，請看看最新狀況再試。',
    photo: '這張照片無法接收，請換一張。',
    failed: '連不上，請檢查網路再試。',
  },
  keptAll: '你寫的內容都還在。',
  gap: '',
  gone: '這個連結打不開了',
  goneText: '可能已經過期，或是被店家收回了。請在聊天中向店家要一個新的。',
  private: '只有你和店家看得到這一頁。',
  until: (day) => `連結有效至${day}`,
  since: (day) => `${day}提出`,
  copy: '複製連結',
  copied: '已複製',
  copyFailed: '無法複製，請從右上角選單複製連結。',
  keepLink: '請留著這個連結，隨時可以回來看進度。',
  step: { received: '收到', looking: '了解狀況', offered: '提出方案', done: '處理完', closed: '結束' },
  now: {
    received: '店家收到了，會盡快回覆你',
    looking: '店家正在了解狀況',
    offered: '店家提出了方案，正在處理',
    done: '店家說處理完了，你覺得如何？',
    closed: '這件事結束了，謝謝你告訴我們',
  },
  steps: '進行到哪一步',
  done: '已完成',
  again: '你還不滿意，店家正在重新處理。',
  offer: '給你的方案',
  remedy: {
    refund: '全額退款',
    'part-refund': '部分退款',
    resend: '補寄',
    exchange: '換貨',
    coupon: '優惠券',
    repair: '維修',
    explanation: '說明情況',
    apology: '道歉',
  },
  by: (day) => `${day}前`,
  rate: '點一下就好',
  rateText: '哪一項不好，店家會重新處理。',
  indicator: { expectation: '和當初說的一樣嗎', quality: '東西好不好', service: '服務好不好' },
  mark: ['很差', '不好', '普通', '好', '很好'],
  comment: '還想說些什麼',
  sending: (seconds) => `${seconds} 秒後傳給店家`,
  sendNow: '現在就傳',
  undo: '復原',
  thanks: '店家收到了，謝謝。',
  yours: '你說的',
  wants: '希望',
  product: '商品',
  more: '再補充幾句',
  moreHint: '新的狀況、單號，都可以寫在這裡。',
  send: '傳給店家',
  busy: '傳送中…',
  sent: '店家收到了。',
  photos: '你的照片',
  photo: (n) => `照片 ${n}`,
  addPhoto: '加一張照片',
  complain: '哪裡沒讓你滿意？',
  complainText: '只寫給店家看，不會公開。',
  words: '發生了什麼事',
  wordsHint: '照實寫，幾句話就夠了。',
  optional: '可不填',
  wantsLabel: '希望怎麼處理',
  productLabel: '哪一件商品',
  order: '訂單編號',
  contact: '怎麼聯絡你',
  contactHint: '電話、LINE、微信或電子郵件',
  submit: '送出給店家',
  needWords: '請先寫下發生了什麼事。',
  took: '店家收到了，會盡快回覆你。',
  earlier: '你之前送出過一件',
  see: '看看進度',
  language: '語言',
}

const en: Words = {
  title: 'After-sales',
  loading: 'Opening…',
  retry: 'Try again',
  failed: {
    gone: 'This link no longer works.',
    slow: 'That was a little fast. Try again in a minute.',
    full: 'The shop has quite a few from here to answer today. This was not sent: try again once it has answered, or tomorrow.',
    moved: 'The shop has just moved on. Look at what is new, then try again.',
    photo: 'This photo could not be taken. Please choose another.',
    failed: 'No connection. Check your network and try again.',
  },
  keptAll: 'What you wrote is still here.',
  gap: ' ',
  gone: 'This link does not open',
  goneText: 'It may have expired, or the shop took it back. Ask the shop for a new one in your chat.',
  private: 'Only you and the shop can see this page.',
  until: (day) => `This link works until ${day}`,
  since: (day) => `Raised on ${day}`,
  copy: 'Copy link',
  copied: 'Copied',
  copyFailed: 'Could not copy. Use the browser’s menu to copy the link.',
  keepLink: 'Keep this link: you can come back and see how it goes.',
  step: { received: 'Received', looking: 'Looking into it', offered: 'Our offer', done: 'Done', closed: 'Closed' },
  now: {
    received: 'The shop has it and will answer soon',
    looking: 'The shop is looking into it',
    offered: 'The shop has made an offer and is seeing to it',
    done: 'The shop says it is done. What do you say?',
    closed: 'This is closed. Thank you for telling us',
  },
  steps: 'How far it is',
  done: 'done',
  again: 'You were not satisfied, so the shop is working on it again.',
  offer: 'What you are offered',
  remedy: {
    refund: 'Full refund',
    'part-refund': 'Part refund',
    resend: 'Sent again',
    exchange: 'Exchange',
    coupon: 'Coupon',
    repair: 'Repair',
    explanation: 'Explanation',
    apology: 'Apology',
  },
  by: (day) => `by ${day}`,
  rate: 'One tap each',
  rateText: 'Where something is bad, the shop takes it up again.',
  indicator: {
    expectation: 'Was it as promised?',
    quality: 'How good is the product?',
    service: 'How was the service?',
  },
  mark: ['Awful', 'Poor', 'OK', 'Good', 'Great'],
  comment: 'Anything else?',
  sending: (seconds) => `Goes to the shop in ${seconds} s`,
  sendNow: 'Send now',
  undo: 'Undo',
  thanks: 'The shop has it. Thank you.',
  yours: 'What you said',
  wants: 'You want',
  product: 'Product',
  more: 'Add something',
  moreHint: 'Anything new, a parcel number, whatever helps.',
  send: 'Send to the shop',
  busy: 'Sending…',
  sent: 'The shop has it.',
  photos: 'Your photos',
  photo: (n) => `Photo ${n}`,
  addPhoto: 'Add a photo',
  complain: 'What went wrong?',
  complainText: 'For the shop to read. It is not made public.',
  words: 'What happened',
  wordsHint: 'A few plain sentences are enough.',
  optional: 'optional',
  wantsLabel: 'What you would like',
  productLabel: 'Which product',
  order: 'Order number',
  contact: 'How to reach you',
  contactHint: 'Phone, WeChat or e-mail',
  submit: 'Send to the shop',
  needWords: 'First write what happened.',
  took: 'The shop has it and will answer soon.',
  earlier: 'You have sent one before',
  see: 'See how it goes',
  language: 'Language',
}

export const LANGUAGES = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }
export type Language = keyof typeof LANGUAGES
export const LANGUAGE_NAMES: { [L in Language]: string } = { 'zh-CN': '简体', 'zh-TW': '繁體', en: 'English' }

const CHOSEN = 'b:language'

/** What was chosen here before, else the phone's language, else the shop's. */
export function pickLanguage(phone: string, shop: Language): Language {
  try {
    const chosen = localStorage.getItem(CHOSEN)
    if (chosen !== null && Object.keys(LANGUAGES).indexOf(chosen) >= 0) return chosen as Language
  } catch {
    // Not remembered.
  }
  if (/^zh\b.*(hant|-tw|-hk|-mo)/i.test(phone)) return 'zh-TW'
  if (/^zh\b/i.test(phone)) return 'zh-CN'
  return /^en\b/i.test(phone) ? 'en' : shop
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(CHOSEN, language)
  } catch {
    // For this visit only.
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `YYYY-MM-DD` as a person says it. */
export function dayWords(day: string, language: Language): string {
  const parts = day.split('-').map(Number)
  const year = parts[0] || 0
  const month = parts[1] || 1
  const date = parts[2] || 1
  return language === 'en' ? `${date} ${MONTHS[month - 1]} ${year}` : `${year}年${month}月${date}日`
}
