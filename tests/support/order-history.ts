/**
 * Two years of a made-up tea shop: buyers with rhythms of their own, so that tiers, repeat buyers and slipping
 * customers come out of it. Deterministic; phone numbers and addresses belong to nobody.
 */

/** mulberry32: a small, well-mixed generator. The same seed always gives the same sequence in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export type BuyerKind = 'regular' | 'quarterly' | 'occasional' | 'once' | 'slipping'

export interface MadeBuyer {
  kind: BuyerKind
  nickname: string
  name: string
  phone: string
  email: string
  address: string
}

export interface MadeLine {
  title: string
  sku: string
  quantity: number
  /** 分 for one. */
  price: number
}

export type MadeStatus = 'pending' | 'paid' | 'shipped' | 'completed' | 'refunded' | 'partly-refunded' | 'cancelled'

export interface MadeOrder {
  buyer: MadeBuyer
  /** Epoch ms, a whole second. */
  placedAt: number
  status: MadeStatus
  lines: MadeLine[]
  /** 分: the lines with postage. */
  total: number
  /** 分. */
  refunded: number
}

export interface HistoryOptions {
  orders: number
  seed: number
  /** The last day, 'YYYY-MM-DD' (default 2026-10-31). Orders reach two years back from its end in UTC. */
  end?: string
}

const DAY = 86_400_000
const SPAN_DAYS = 730

const PRODUCTS: readonly (readonly [string, number])[] = [
  ['明前龙井绿茶 250g 罐装', 26800],
  ['武夷山大红袍 岩茶 100g', 19800],
  ['正山小种红茶 试喝装 20g', 990],
  ['安溪铁观音 清香型 500g', 15800],
  ['云南古树普洱 熟茶饼 357g', 32800],
  ['福鼎白茶 老白茶 寿眉 300g', 21800],
  ['茉莉花茶 浓香型 200g', 5800],
  ['菊花枸杞茶 独立小包 30包', 3990],
  ['冷泡茶组合, 蜜桃乌龙+茉莉绿茶', 4500],
  ['德化白瓷盖碗 三才碗', 8900],
  ['宜兴紫砂壶 手工 200ml', 68800],
  ['玻璃公道杯 加厚耐热', 2990],
  ['竹制茶盘 家用小号', 7600],
  ['便携旅行茶具 一壶二杯', 12900],
  ['中秋茶礼盒 "月满" 限量', 39900],
  ['陈皮白茶 小圆片 5g*20', 6900],
  ['凤凰单丛 鸭屎香 150g', 18800],
  ['桂花乌龙 三角茶包 15枚', 3600],
]
const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹'
const GIVEN = [
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '志远',
  '雨桐',
  '梓涵',
  '思琪',
  '建国',
  '晓燕',
  '文博',
  '佳怡',
  '海燕',
  '子轩',
  '美玲',
]
const NICK_HEADS = [
  '爱喝茶的',
  '小城',
  '山里的',
  '晚风',
  '橘子味',
  '南方',
  '慢半拍',
  '一只',
  '阿',
  '老',
  '云上',
  '半糖',
]
const NICK_TAILS = ['小鱼', '猫', '林先生', '豆豆', '青柠', '木木', '胖达', '茶客', '阿离', '糖糖', '船长', '竹子']
const CITIES: readonly (readonly [string, string])[] = [
  ['浙江省', '杭州市西湖区'],
  ['广东省', '深圳市南山区'],
  ['福建省', '厦门市思明区'],
  ['江苏省', '苏州市姑苏区'],
  ['四川省', '成都市武侯区'],
  ['上海', '上海市徐汇区'],
  ['北京', '北京市朝阳区'],
  ['湖北省', '武汉市洪山区'],
]
const STREETS = ['文一路', '解放路', '人民中路', '建设大街', '滨河东路', '学院路', '青年街']

/** Median days between orders of each kind of buyer, and how many of a hundred buyers are of it. */
const KINDS: readonly (readonly [BuyerKind, number, number])[] = [
  ['regular', 30, 10],
  ['quarterly', 90, 14],
  ['occasional', 190, 16],
  ['slipping', 35, 8],
  ['once', 0, 52],
]

type Random = () => number

function pick<T>(random: Random, list: ArrayLike<T>): T {
  return list[Math.floor(random() * list.length)] as T
}

function pickKind(random: Random): BuyerKind {
  let share = random() * 100
  for (const [kind, , percent] of KINDS) {
    share -= percent
    if (share < 0) return kind
  }
  return 'once'
}

function makeBuyer(random: Random, n: number): MadeBuyer {
  const kind = pickKind(random)
  const [province, city] = pick(random, CITIES)
  // Prefix, four zeros, four digits: plainly not a number anyone was given on purpose.
  const phone = `1${3 + (n % 7)}${Math.floor(n / 7) % 10}0000${String(1000 + (Math.floor(n / 70) % 9000))}`
  return {
    kind,
    nickname: `${pick(random, NICK_HEADS)}${pick(random, NICK_TAILS)}${n}`,
    name: pick(random, SURNAMES) + pick(random, GIVEN),
    phone,
    email: `buyer${n}@example.com`,
    address: `${province} ${city} ${pick(random, STREETS)}${1 + Math.floor(random() * 300)}号`,
  }
}

function makeTimes(random: Random, kind: BuyerKind, end: number): number[] {
  const start = end - SPAN_DAYS * DAY
  const first = start + random() * (SPAN_DAYS - 5) * DAY
  if (kind === 'once') return [first]
  const gap = KINDS.find(([k]) => k === kind)?.[1] ?? 90
  // Slipping buyers came often and stopped three to eight months ago; they must have begun well before.
  const last = kind === 'slipping' ? end - (90 + random() * 150) * DAY : end
  let at = kind === 'slipping' ? start + random() * 300 * DAY : first
  const times: number[] = []
  while (at < last) {
    times.push(at)
    at += gap * DAY * (0.6 + random() * 0.8)
  }
  return times
}

function makeLines(random: Random, generous: boolean): MadeLine[] {
  const count = 1 + (random() < 0.35 ? 1 : 0) + (random() < 0.1 ? 1 : 0)
  return Array.from({ length: count }, () => {
    const at = Math.floor(random() * PRODUCTS.length)
    const [title, price] = PRODUCTS[at] as readonly [string, number]
    return {
      title,
      sku: `T-${String(at + 1).padStart(3, '0')}`,
      quantity: 1 + Math.floor(random() * (generous ? 4 : 2)),
      price,
    }
  })
}

function makeStatus(random: Random, placedAt: number, end: number): MadeStatus {
  const ageDays = (end - placedAt) / DAY
  const roll = random()
  if (roll < 0.03) return 'cancelled'
  if (roll < 0.06) return 'refunded'
  if (roll < 0.08) return 'partly-refunded'
  if (ageDays < 1) return roll < 0.2 ? 'pending' : 'paid'
  if (ageDays < 3) return 'paid'
  return ageDays < 8 ? 'shipped' : 'completed'
}

/** Exactly `orders` orders, oldest first. */
export function makeHistory({ orders, seed, end = '2026-10-31' }: HistoryOptions): MadeOrder[] {
  const random = createRandom(seed)
  const endAt = Date.parse(`${end}T00:00:00Z`) + DAY
  const made: MadeOrder[] = []
  for (let n = 0; made.length < orders; n++) {
    const buyer = makeBuyer(random, n)
    const generous = random() < 0.2
    for (const time of makeTimes(random, buyer.kind, endAt)) {
      if (made.length === orders) break
      const placedAt = Math.floor(time / 1000) * 1000
      const lines = makeLines(random, generous)
      const goods = lines.reduce((sum, line) => sum + line.quantity * line.price, 0)
      const total = goods + (goods < 9900 ? 1000 : 0)
      const status = makeStatus(random, placedAt, endAt)
      const refunded = status === 'refunded' ? total : status === 'partly-refunded' ? Math.floor(total / 4) : 0
      made.push({ buyer, placedAt, status, lines, total, refunded })
    }
  }
  return made.sort((a, b) => a.placedAt - b.placedAt)
}
