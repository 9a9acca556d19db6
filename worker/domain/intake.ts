/** Reads a piece of chat or a shared text: the buyer's words without what the app wrapped around them, and who it may be. */

export interface Intake {
  /** What was said, without chat names, times and marks of pictures; blank when nothing is left. */
  words: string
  /** Order numbers as written, without a leading #; none twice. */
  orders: string[]
  /** Who spoke or was named as the buyer; the shop's own people left out. */
  names: string[]
  /** Whole phone numbers, and tails of four digits. */
  phones: string[]
  tails: string[]
}

export interface IntakeContext {
  /** A name that belongs to the shop: its own answers are not the buyer's words. */
  isShop(name: string): boolean
  /** A name the shop knows a buyer by. */
  isBuyer(name: string): boolean
}

/** Longer texts are cut: a day of chat is no complaint. */
const LONGEST = 20_000
const MOST_NAME = 40

const TIME = String.raw`(?:(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|前天|星期[一二三四五六日天]|周[一二三四五六日天])?\s*(?:上午|下午|凌晨|早上|中午|晚上|AM|PM)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:AM|PM)?)`
const DAY = String.raw`(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)`
const NAME = String.raw`[^\s:：()（）\[\]【】<>《》"“”，,。！!？?；;、][^:：()（）\[\]【】"“”，,。！!？?；;\n]{0,38}?`

/** `[2024-05-01 10:03] 小鹿: …` */
const TIME_FIRST = new RegExp(String.raw`^[\[【(（]?\s*${TIME}\s*[\])】）]?[\s,，-]*(${NAME})\s*[:：]\s*(.*)$`, 'i')
/** `小鹿 (2024-05-01 10:03:22): …`, `小鹿 10:03` */
const NAME_FIRST = new RegExp(String.raw`^(${NAME})\s*[\[【(（]?\s*${TIME}\s*[\])】）]?\s*[:：]?\s*(.*)$`, 'i')
/** `小鹿: …` */
const PLAIN = new RegExp(String.raw`^(${NAME})\s*[:：]\s*(.*)$`)
/** A line that is a time, a day or a rule of dashes with one in it. */
const ONLY_TIME = new RegExp(String.raw`^[\s—–\-=*·.]*(?:${DAY}|${TIME})?[\s—–\-=*·.]*$`, 'i')
const MARKS =
  /[[【](?:图片|照片|视频|语音|表情|动画表情|文件|链接|卡片|商品|红包|位置|撤回|image|photo|video|voice|sticker|file|picture)[\]】]/gi
const NOISE =
  /^(?:以下(?:是|为)?.{0,12}聊天记录|.{0,40}的聊天记录|聊天记录|(?:以上|以下)为?.{0,6}(?:消息|记录)|.{0,20}撤回了一条消息|已读|未读|送达)[:：]?$/

/** Words before a colon that are labels, not people. */
const LABEL =
  /^(?:问题|原因|备注|说明|内容|评价|评价内容|差评|中评|追评|商品|宝贝|产品|货品|规格|颜色|尺码|数量|金额|价格|运费|时间|日期|地址|收货人|收件人|电话|手机|手机号|快递|快递单号|运单号|物流|物流单号|结果|要求|诉求|情况|现象|描述|标题|订单状态|补充|ps|note|issue|problem|reason|item|product|qty|quantity|date|time|address|phone|tracking|subject|re|fwd?)$/i
const ORDER_LABEL = String.raw`(?:订单编号|订单号码?|订单|单号|交易号|order\s*(?:number|no\.?|id)?)`
const BUYER_LABEL =
  /^(?:买家|买家昵称|昵称|旺旺|旺旺号|会员名|买家会员名|淘宝号|用户名|客户|顾客|buyer|nickname|customer|username)$/i

/** Numbers nobody else writes: Taobao and Douyin 18–19 digits, Pinduoduo, Amazon, Youzan. */
const TELLING_ORDERS =
  /(?<![\d-])(?:\d{18,19}|\d{6}-\d{15}|\d{3}-\d{7}-\d{7})(?![\d-])|(?<![A-Za-z0-9])E\d{20,24}(?!\d)/g
/** What stands behind the word for an order number, or behind #. */
const LABELLED = new RegExp(
  String.raw`${ORDER_LABEL}\s*(?:是|为|is)?\s*[:：#＃]?\s*[#＃]?\s*([A-Za-z]{0,4}\d[\dA-Za-z-]{1,31})`,
  'gi',
)
const HASHED = /[#＃]([A-Za-z]{0,4}\d{3,12})(?!\d)/g
/** JD: 11 or 12 digits that are no mobile number. */
const JD = /(?<![\d-])(?!1[3-9]\d{9}(?!\d))\d{11,12}(?![\d-])/g
const MOBILE = /(?<!\d)(?:\+?86[\s-]?)?(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)/g
const TAIL = /(?:尾号|手机尾号|尾数|后四位|ending(?: in)?|last four)\s*(?:是|为)?\s*[:：]?\s*(\d{4})(?!\d)/gi

interface Turn {
  name: string | null
  text: string
}

const named = (name: string): boolean => !LABEL.test(name) && !BUYER_LABEL.test(name) && !/^https?$/i.test(name)
const isOrderLabel = (name: string): boolean => new RegExp(`^${ORDER_LABEL}$`, 'i').test(name)

function turnOf(line: string, first: boolean, repeated: ReadonlySet<string>, context: IntakeContext): Turn | null {
  const timed = TIME_FIRST.exec(line) ?? NAME_FIRST.exec(line)
  if (timed && named(timed[1] as string)) return { name: (timed[1] as string).trim(), text: timed[2] ?? '' }
  const plain = PLAIN.exec(line)
  if (!plain) return null
  const name = (plain[1] as string).trim()
  if (!named(name) || isOrderLabel(name)) return null
  const sure = context.isBuyer(name) || context.isShop(name) || repeated.has(name)
  // A name nobody knows counts where a forwarded message begins, or where others take turns: short, and without spaces.
  const begins = (first || repeated.size > 0) && name.length <= 16 && !/\s/.test(name)
  return sure || begins ? { name, text: plain[2] ?? '' } : null
}

function turnsOf(lines: readonly string[], context: IntakeContext): Turn[] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const name = PLAIN.exec(line)?.[1]?.trim()
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const repeated = new Set([...counts].flatMap(([name, n]) => (n > 1 ? [name] : [])))
  const turns: Turn[] = []
  let said = false
  for (const line of lines) {
    const turn = turnOf(line, !said, repeated, context)
    said ||= line !== ''
    if (turn) turns.push(turn)
    else {
      const last = turns.at(-1)
      if (last) last.text += `\n${line}`
      else turns.push({ name: null, text: line })
    }
  }
  return turns
}

const once = (found: Iterable<string>): string[] => [...new Set(found)]

/** Lines that only say which order or buyer it is: found, and no part of the complaint. */
function labelOnly(line: string, names: string[]): boolean {
  const plain = /^([^:：]{1,16})[:：]\s*(.{0,60})$/.exec(line)
  const label = plain?.[1]?.trim() ?? ''
  const value = plain?.[2]?.trim() ?? ''
  if (BUYER_LABEL.test(label)) {
    if (value !== '') names.push(value.slice(0, MOST_NAME))
    return true
  }
  return isOrderLabel(label) && /^[#＃]?[A-Za-z]{0,4}[\d-]*[\dA-Za-z-]*$/.test(value)
}

/**
 * Reads what was shared or pasted. Never throws.
 * @param title as some apps hand over the chat's name with the text
 */
export function readIntake(given: { title?: string; text: string }, context: IntakeContext): Intake {
  const text = given.text
    .slice(0, LONGEST)
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0|\u3000/g, ' ')
  const names: string[] = []
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line === '' || (!ONLY_TIME.test(line) && !NOISE.test(line)))
  const kept = lines.filter((line) => !labelOnly(line, names))
  const turns = turnsOf(kept, context).filter(({ name }) => name === null || !context.isShop(name))
  const speakers = once(turns.flatMap(({ name }) => name ?? []))
  const several = speakers.length > 1
  const words = turns
    .map(({ name, text: said }) => {
      const clean = said
        .replace(MARKS, '')
        .replace(/[ \t]+\n/g, '\n')
        .trim()
      return clean !== '' && several && name !== null ? `${name}：${clean}` : clean
    })
    .filter((said) => said !== '')
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const title = given.title?.trim() ?? ''
  // A chat's title may be its buyer; any other title matches nobody.
  if (title !== '' && title.length <= MOST_NAME && !context.isShop(title)) names.push(title)
  return {
    words,
    orders: ordersIn(text),
    names: once([...speakers, ...names].filter((name) => !context.isShop(name))),
    phones: once(Array.from(text.matchAll(MOBILE), ([, a, b, c]) => `${a}${b}${c}`)),
    tails: once(Array.from(text.matchAll(TAIL), ([, tail]) => tail as string)),
  }
}

/** Order numbers in a text, none twice, those that can be nothing else first. */
export function ordersIn(text: string): string[] {
  const plain = text.normalize('NFKC')
  const isPhone = (number: string) => /^(?:86)?1[3-9]\d{9}$/.test(number)
  return once([
    ...Array.from(plain.matchAll(TELLING_ORDERS), ([number]) => number),
    ...Array.from(plain.matchAll(LABELLED), ([, number]) => (number as string).replace(/-+$/, '')),
    ...Array.from(plain.matchAll(HASHED), ([, number]) => number as string),
    ...Array.from(plain.matchAll(JD), ([number]) => number),
  ]).filter((number) => !isPhone(number))
}
