/** Customers as a recompute leaves them, and shops of any shape. */
import fc from 'fast-check'
import type { CustomerRow, Figures, Tier } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { tierOf, tierScale } from '../../../worker/domain/tiers.ts'
import { daysAgo, figuresWith } from '../../support/figures.ts'
import { customer } from '../../web/sync/rules.ts'

export type Change = Partial<Omit<CustomerRow, 'figures'>> & { figures?: Partial<Figures> | null }

/** A buyer, unless told otherwise. */
export function someone(id: string, { figures = {}, ...more }: Change = {}): CustomerRow {
  const made = figures && figuresWith({ tier: 'C', tierBefore: null, ...figures })
  return customer(id, { ordersCount: made?.orders ?? 0, ...more, tier: more.tier ?? made?.tier ?? null, figures: made })
}

export const prospect = (id: string): CustomerRow =>
  someone(id, {
    figures: {
      orders: 0,
      windowValue: 0,
      tier: null,
      class: null,
      stage: 'prospect',
      firstOrderAt: null,
      lastOrderAt: null,
    },
  })

const tiers: fc.Arbitrary<Tier | null> = fc.constantFrom('A', 'B', 'C', null)

/** Tiers as the rule gives them: by the values of all. */
export function tiered(customers: CustomerRow[]): CustomerRow[] {
  const buyers = customers.filter(({ figures }) => figures && figures.orders > 0)
  const scale = tierScale(
    buyers.map(({ figures }) => figures?.windowValue ?? 0),
    defaultSettings().tiers,
  )
  return customers.map((row) =>
    row.figures && row.figures.orders > 0
      ? { ...row, figures: { ...row.figures, tier: tierOf(scale, row.figures.windowValue) } }
      : row,
  )
}

/** Refunded beyond what they spent, all alike, one, none, prospects, some never computed. */
export const anyCustomers: fc.Arbitrary<CustomerRow[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('buyer', 'buyer', 'buyer', 'buyer', 'prospect', 'new'),
      value: fc.oneof(fc.constant(5000), fc.integer({ min: -20_000, max: 900_000_000 })),
      tierBefore: tiers,
      source: fc.constantFrom('taobao', 'shopify', 'jd', 'hand', 'sheet', 'api', 'douyin', 'x1', 'x2', 'x3', 'x4'),
      region: fc.constantFrom(null, '浙江', '广东'),
      bought: fc.uniqueArray(fc.constantFrom(...Array.from({ length: 14 }, (_, i) => `p${i}`)), { maxLength: 5 }),
      discount: fc.option(fc.integer({ min: 0, max: 100 })),
      orders: fc.integer({ min: 1, max: 40 }),
      away: fc.integer({ min: 0, max: 900 }),
    }),
    { maxLength: 120 },
  )
  .map((rows) =>
    tiered(
      rows.map(({ kind, value, tierBefore, orders, away, ...more }, i) =>
        kind === 'prospect'
          ? prospect(`c${i}`)
          : kind === 'new'
            ? someone(`c${i}`, { ...more, ordersCount: 1, figures: null })
            : someone(`c${i}`, {
                ...more,
                figures: {
                  windowValue: value,
                  tierBefore,
                  orders,
                  firstOrderAt: daysAgo(away + 30),
                  lastOrderAt: daysAgo(away),
                  ownRhythm: orders > 2 ? 1 : 0,
                },
              }),
      ),
    ),
  )
