/** A shop as a recompute leaves it on the phone: simulated buyers, their figures, the run and what it found. */
import { fitModel } from '../../worker/domain/expectation/model.ts'
import { figuresOf, scaleOf } from '../../worker/domain/figures.ts'
import { type CountedOrder, Histories, historyOf } from '../../worker/domain/histories.ts'
import type { CustomerRow, ProductRow, RunRow, ShopRow } from '../../worker/domain/rows.ts'
import { summing } from '../../worker/domain/run-summary.ts'
import { DAY_MS, dayNumber } from '../../worker/domain/time.ts'
import { LIKE_CDNOW, random, simulate, TODAY } from '../domain/expectation/simulate.ts'
import { customer, shop } from '../web/sync/rules.ts'

/** Noon in Shanghai on the simulation's last day. */
export const COMPUTED_AT = TODAY * DAY_MS + 4 * 3_600_000

export interface ComputedShop {
  shops: [ShopRow]
  customers: CustomerRow[]
  products: ProductRow[]
  runs: [RunRow]
}

interface Wishes {
  buyers: number
  seed?: number
  /** First purchases lie within so many days. */
  span?: number
  /** Makes orders of buyers who spend, in minor units, this many times as much. */
  dear?: number
  prospects?: number
}

const SOURCES = ['taobao', 'taobao', 'taobao', 'douyin', 'douyin', 'shopify', 'hand']
const REGIONS = ['浙江', '江苏', '广东', '福建', null]
const NAMES = [
  '龙井',
  '茶饼',
  '碧螺春',
  '白牡丹',
  '铁观音',
  '茉莉花茶',
  '大红袍',
  '紫砂壶',
  '盖碗',
  '旅行茶具套装（含便携包、公道杯和两只品茗杯）',
  '茶巾',
  '试饮装',
  '礼盒',
  '茶漏',
]

export function computedShop({ buyers, seed = 1, span = 720, dear = 4, prospects = 0 }: Wishes): ComputedShop {
  const next = random(seed + 1)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const row = { ...shop(), figuresAsOf: COMPUTED_AT }
  const { timezone, settings } = row
  const today = dayNumber(COMPUTED_AT, timezone)
  const histories = new Histories()
  const customers = new Map<string, CustomerRow>()
  const products = NAMES.map((name, i) => ({ id: `p${i}`, name, cost: null, costAt: null }))
  simulate(seed, LIKE_CDNOW, buyers, span).forEach(({ days, nets }, i) => {
    const id = `c${String(i).padStart(6, '0')}`
    const orders = days.map(
      (day, k): CountedOrder => ({
        placedAt: day * DAY_MS + 3 * 3_600_000,
        status: 'completed',
        total: (nets[k] ?? 0) * dear,
        refunded: next() < 0.03 ? Math.round((nets[k] ?? 0) * dear * 1.2) : 0,
      }),
    )
    const history = historyOf(id, orders, COMPUTED_AT, timezone)
    histories.add(history)
    const often = days.length > 3
    customers.set(
      id,
      customer(id, {
        nickname: `茶客${i}`,
        source: often && next() < 0.5 ? 'shopify' : pick(SOURCES),
        region: often && next() < 0.4 ? '浙江' : pick(REGIONS),
        discount: Math.floor(next() * 30),
        bought: [
          ...new Set(days.map(() => (often && next() < 0.5 ? 'p1' : `p${Math.floor(next() ** 2 * NAMES.length)}`))),
        ],
        ordersCount: days.length,
        net: orders.reduce((sum, { total, refunded }) => sum + total - refunded, 0),
        firstOrderAt: history.firstOrderAt,
        lastOrderAt: history.lastOrderAt,
      }),
    )
  })
  const model = fitModel(histories, today)
  const scale = scaleOf(histories, settings, COMPUTED_AT, timezone, model.ok ? model : null)
  const sums = summing(histories, scale)
  for (const history of histories) {
    const known = customers.get(history.customerId) as CustomerRow
    const figures = figuresOf(history, scale)
    sums.add(history, figures, next() < 0.04 ? 'C' : figures.tier)
    customers.set(known.id, { ...known, figures, tier: figures.tier })
  }
  for (let i = 0; i < prospects; i++) customers.set(`q${i}`, customer(`q${i}`, { nickname: `问价${i}` }))
  const run: RunRow = {
    id: 'run',
    asOf: COMPUTED_AT,
    startedAt: COMPUTED_AT,
    finishedAt: COMPUTED_AT + 900,
    customers: customers.size,
    moves: 0,
    past: 0,
    summary: sums.finish(model, null),
  }
  return { shops: [row], customers: [...customers.values()], products, runs: [run] }
}
