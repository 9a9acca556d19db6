/** What the owner of the demo shop keeps beside the orders: what things cost, whom they look at, what they put right. */
import type { SegmentExpression } from '../../domain/segment.ts'
import { DAY_MS } from '../../domain/time.ts'
import { uuidv7 } from '../../domain/uuid.ts'
import { carrierFix } from './parcels.ts'
import type { Random } from './prng.ts'
import { PRODUCTS } from './products.ts'
import type { DemoStep } from './step.ts'

const HOUR_MS = 3_600_000

const SAMPLES = '四季茶样 8 泡'
const segments = (idOf: (product: string) => string): { name: string; daysAgo: number; all: SegmentExpression[] }[] => [
  {
    name: '江浙沪老客',
    daysAgo: 140,
    all: [
      { field: 'region', is: 'oneOf', value: ['浙江', '江苏', '上海'] },
      { field: 'ordersCount', is: 'atLeast', value: 3 },
    ],
  },
  {
    name: '茶样喝完又回来的',
    daysAgo: 76,
    all: [
      { field: 'bought', is: 'first', value: [idOf(SAMPLES)] },
      { field: 'ordersCount', is: 'atLeast', value: 2 },
    ],
  },
  {
    name: '等优惠才买、快不来了',
    daysAgo: 18,
    all: [
      { field: 'discount', is: 'atLeast', value: 8 },
      { field: 'stage', is: 'oneOf', value: ['declining'] },
    ],
  },
]

/** @param idOf the id a product was given when the orders were taken in */
export function demoHabits(random: Random, idOf: (product: string) => string, now: number): DemoStep[] {
  const step = (name: string, at: number, args: Record<string, unknown>): DemoStep => ({
    ...{ id: uuidv7(at, random.bytes(10)), name, version: 1, args, at, role: 'owner' },
  })
  const items = PRODUCTS.flatMap(({ name, cost }) => (cost === null ? [] : [{ id: idOf(name), cost, was: null }]))
  const fix = carrierFix(now)
  const marked = fix.at + 3 * HOUR_MS
  return [
    step('product.costs', now - 200 * DAY_MS - 2 * HOUR_MS, { items }),
    ...segments(idOf).map(({ name, daysAgo, all }) => {
      const at = now - daysAgo * DAY_MS - random.int(1, 10) * HOUR_MS
      return step('segment.save', at, { id: uuidv7(at, random.bytes(10)), name, expression: { all } })
    }),
    step('fix.mark', marked, { id: uuidv7(marked, random.bytes(10)), ...fix }),
  ]
}
