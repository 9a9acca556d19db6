/** Segments to start from: what sellers ask for most, made of what this shop has. */
import type { CustomerRow, ProductRow, SegmentRow } from '../../../worker/domain/rows.ts'
import { matcher, type SegmentContext } from '../../../worker/domain/segment/matches.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { t } from '../../i18n/index.ts'

export interface Suggestion {
  name: string
  expression: SegmentExpression
}

const SHOWN = 4
const AWAY_DAYS = 60
/** Names longer than this would not fit into the name of a segment twice. */
const NAME_CHARS = 12
const short = (name: string): string => (name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS - 1)}…` : name)

/** How many customers bought each product, by id. */
export function buyersOf(customers: Iterable<CustomerRow>): Map<string, number> {
  const buyers = new Map<string, number>()
  for (const { bought } of customers) for (const id of bought) buyers.set(id, (buyers.get(id) ?? 0) + 1)
  return buyers
}

/** The two products most people bought: who has one may like the other. */
function crossSelling(customers: readonly CustomerRow[], products: readonly ProductRow[]): Suggestion[] {
  const buyers = buyersOf(customers)
  const [had, not] = products
    .filter(({ id }) => buyers.has(id))
    .sort((a, b) => (buyers.get(b.id) ?? 0) - (buyers.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1))
  if (!had || !not) return []
  return [
    {
      name: t('segments.ready.cross', { had: short(had.name), not: short(not.name) }),
      expression: {
        all: [
          { field: 'bought', is: 'anyOf', value: [had.id] },
          { field: 'bought', is: 'noneOf', value: [not.id] },
        ],
      },
    },
  ]
}

/** A few that find somebody and are not `known`, the most telling first; in a shop without customers those that need nothing of it. */
export function suggestions(
  customers: readonly CustomerRow[],
  products: readonly ProductRow[],
  context: SegmentContext,
  known: readonly Pick<SegmentRow, 'expression'>[] = [],
): Suggestion[] {
  const all: Suggestion[] = [
    {
      name: t('segments.ready.away', { days: AWAY_DAYS }),
      expression: {
        all: [
          { field: 'tier', is: 'oneOf', value: ['A'] },
          { field: 'daysSinceLastOrder', is: 'atLeast', value: AWAY_DAYS },
        ],
      },
    },
    { name: t('segments.ready.once'), expression: { field: 'ordersCount', is: 'between', value: [1, 1] } },
    ...crossSelling(customers, products),
    {
      name: t('segments.ready.waiter'),
      expression: {
        all: [
          { field: 'discount', is: 'atLeast', value: 15 },
          { field: 'ordersCount', is: 'atLeast', value: 2 },
        ],
      },
    },
    {
      name: t('segments.ready.slipping'),
      expression: {
        all: [
          { field: 'stage', is: 'oneOf', value: ['declining'] },
          { field: 'doNotContact', is: 'no', value: null },
        ],
      },
    },
    {
      name: t('segments.ready.fresh'),
      expression: {
        all: [
          { field: 'daysSinceFirstOrder', is: 'atMost', value: 30 },
          { field: 'ordersCount', is: 'between', value: [1, 1] },
        ],
      },
    },
    { name: t('segments.ready.unhappy'), expression: { field: 'unhappy', is: 'yes', value: null } },
  ]
  const taken = new Set(known.map(({ expression }) => JSON.stringify(expression)))
  const fresh = all.filter(({ expression }) => !taken.has(JSON.stringify(expression)))
  if (customers.length === 0) return fresh.slice(0, SHOWN)
  return fresh.filter(({ expression }) => customers.some(matcher(expression, context))).slice(0, SHOWN)
}
