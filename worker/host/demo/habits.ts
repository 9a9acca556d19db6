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

interface Saved {
  name: string
  daysAgo: number
  all: SegmentExpression[]
}

/** @param samples id of the product; without it there is no segment of those who bought it first */
function segments(samples: string | undefined): Saved[] {
  const regulars: Saved = {
    name: '江浙沪老客',
    daysAgo: 140,
    all: [
      { field: 'region', is: 'oneOf', value: ['浙江', '江苏', '上海'] },
      { field: 'ordersCount', is: 'atLeast', value: 3 },
    ],
  }
  const bargainers: Saved = {
    name: '等优惠才买、快不来了',
    daysAgo: 18,
    all: [
      { field: 'discount', is: 'atLeast', value: 8 },
      { field: 'stage', is: 'oneOf', value: ['declining'] },
    ],
  }
  if (samples === undefined) return [regulars, bargainers]
  const tasters: Saved = {
    name: '茶样喝完又回来的',
    daysAgo: 76,
    all: [
      { field: 'bought', is: 'first', value: [samples] },
      { field: 'ordersCount', is: 'atLeast', value: 2 },
    ],
  }
  return [regulars, tasters, bargainers]
}

/** @param idOf the id a product was given when the orders were taken in; none where nobody has bought it */
export function demoHabits(random: Random, idOf: (product: string) => string | undefined, now: number): DemoStep[] {
  const step = (name: string, at: number, args: Record<string, unknown>): DemoStep => ({
    ...{ id: uuidv7(at, random.bytes(10)), name, version: 1, args, at, role: 'owner' },
  })
  const items = PRODUCTS.flatMap(({ name, cost }) => {
    const id = idOf(name)
    return cost === null || id === undefined ? [] : [{ id, cost, was: null }]
  })
  const fix = carrierFix(now)
  const marked = fix.at + 3 * HOUR_MS
  return [
    step('product.costs', now - 200 * DAY_MS - 2 * HOUR_MS, { items }),
    ...segments(idOf(SAMPLES)).map(({ name, daysAgo, all }) => {
      const at = now - daysAgo * DAY_MS - random.int(1, 10) * HOUR_MS
      return step('segment.save', at, { id: uuidv7(at, random.bytes(10)), name, expression: { all } })
    }),
    step('fix.mark', marked, { id: uuidv7(marked, random.bytes(10)), ...fix }),
  ]
}
