/** What this screen tells, worked out whenever what it rests on changes. */
import { useMemo } from 'preact/hooks'
import { buyersByProduct } from '../../../../worker/domain/learning/buyers.ts'
import { type CaseRow, casesOf, type LearningCase } from '../../../../worker/domain/learning/case.ts'
import { type Effect, effectOf } from '../../../../worker/domain/learning/effect.ts'
import { type Month, monthsOf } from '../../../../worker/domain/learning/months.ts'
import { productNamer } from '../../../../worker/domain/learning/product-name.ts'
import { type Recurrence, recurrencesOf } from '../../../../worker/domain/learning/recurrence.ts'
import { type Weakest, weakestLink } from '../../../../worker/domain/learning/weakest.ts'
import { startOfDay } from '../../../../worker/domain/local-day.ts'
import type { CustomerRow } from '../../../../worker/domain/rows.ts'
import { DAY_MS, dayNumber } from '../../../../worker/domain/time.ts'
import { currentStore } from '../../../store/current.ts'
import { useReady, useTable } from '../../../store/hooks.ts'
import { useShop } from '../../../store/shop.ts'
import { HELD_DAYS, type Older, useOlderCases, YEAR_DAYS } from './older-cases.ts'
import { useOrdersPlaced } from './orders-placed.ts'

export type Period = '30' | '90' | '365'

/** The phone holds the orders of so many days. */
const ORDERS_DAYS = 730
const NOBODY: readonly CustomerRow[] = []

export interface Learning {
  /** Every case that is known, whatever its time. */
  all: number
  /** Those of the period. */
  cases: readonly LearningCase[]
  months: Month[]
  weakest: Weakest
  byProduct: Recurrence[]
  byBuyer: Recurrence[]
  /** Latest first. */
  effects: Effect[]
  older: Older
  again: () => void
}

export function useLearning(period: Period): Learning {
  const disputes = useTable('disputes')
  const products = useTable('products')
  const fixes = useTable('fixes')
  const ready = useReady('customers')
  const everybody = useTable('customers')
  // They come from the phone's disk by the thousand; some of them would give wrong rates.
  const customers = ready ? everybody : NOBODY
  const { settings, timezone } = useShop()
  const now = currentStore().now()
  const today = dayNumber(now, timezone)
  const standing = useMemo(
    () => fixes.filter(({ endedAt }) => endedAt === null).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
    [fixes],
  )
  const { older, again } = useOlderCases(period === '365' || standing.length > 0)
  const orders = useOrdersPlaced(standing.length > 0)

  const { businessHours } = settings
  const hoursKey = JSON.stringify(businessHours)
  const cases = useMemo(() => {
    const nameOf = productNamer(products.map(({ name }) => name))
    // The phone's own rows are the newer ones.
    const rows: CaseRow[] = [...disputes, ...older.cases]
    return casesOf(rows, { hours: businessHours, zone: timezone, nameOf })
  }, [disputes, older.cases, products, timezone, hoursKey])

  const buyers = useMemo(() => buyersByProduct(customers, products), [customers, products])
  const ordersOf = useMemo(() => new Map(customers.map(({ id, ordersCount }) => [id, ordersCount])), [customers])

  const told = useMemo(() => {
    const days = Number(period)
    const from = startOfDay(today - days + 1, timezone)
    const some = cases.filter(({ openedAt }) => openedAt >= from)
    return {
      cases: some,
      months: monthsOf(some, from, now, timezone),
      weakest: weakestLink(some, buyers, days),
      byProduct: recurrencesOf(some, 'product', (name) => buyers.get(name) ?? null),
      byBuyer: recurrencesOf(some, 'customerId', (id) => ordersOf.get(id) ?? null),
    }
  }, [cases, buyers, ordersOf, period, today, timezone])

  const effects = useMemo(() => {
    const since = now - (older.state === 'there' ? YEAR_DAYS : HELD_DAYS) * DAY_MS
    return standing.map((fix) => effectOf(fix, cases, { since, now, orders, ordersSince: now - ORDERS_DAYS * DAY_MS }))
  }, [standing, cases, orders, older.state, today])

  return { all: cases.length, ...told, effects, older, again }
}
