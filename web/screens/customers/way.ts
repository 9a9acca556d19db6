/** What would move a customer up, reckoned on the phone from everyone's figures. */
import type { CustomerRow, Figures, ShopRow } from '../../../worker/domain/rows.ts'
import type { Measure, Settings } from '../../../worker/domain/settings.ts'
import { type TierScale, tierScale } from '../../../worker/domain/tiers.ts'
import { usualOrder, wayUp } from '../../../worker/domain/way-up.ts'
import type { Why } from '../../../worker/domain/why.ts'
import { boughtSince } from '../../../worker/domain/win-back.ts'
import { useReady, useTable } from '../../store/hooks.ts'
import { useNewestRun } from '../../store/runs.ts'

interface Everyone {
  settings: Settings['tiers']
  scale: TierScale
  usual: number
}

/** One list is sorted once, however many customers are looked at before it changes. */
const sorted = new WeakMap<readonly CustomerRow[], Everyone>()

function everyone(customers: readonly CustomerRow[], settings: Settings['tiers']): Everyone {
  const known = sorted.get(customers)
  if (known?.settings === settings) return known
  const figures: Figures[] = []
  for (const customer of customers) if (customer.figures && customer.figures.orders > 0) figures.push(customer.figures)
  const scale = tierScale(
    figures.map(({ windowValue }) => windowValue),
    settings,
  )
  const fresh = { settings, scale, usual: usualOrder(figures) }
  sorted.set(customers, fresh)
  return fresh
}

/** @returns nothing for who never bought, and as long as not everyone is in memory */
export function wayOf(
  { figures }: Pick<CustomerRow, 'figures'>,
  customers: readonly CustomerRow[],
  settings: Settings['tiers'],
  measure: Measure,
): Why[] {
  if (!figures?.tier) return []
  const { scale, usual } = everyone(customers, settings)
  return wayUp(scale, figures, figures.tier, usual, measure)
}

/** {@link wayOf} of a customer of this phone's shop; nothing for who has bought since: they are on their way already. */
export function useWayUp(customer: CustomerRow, { settings }: Pick<ShopRow, 'settings'>): Why[] {
  const customers = useTable('customers')
  const ready = useReady('customers')
  const run = useNewestRun()
  if (!ready || boughtSince(customer)) return []
  return wayOf(customer, customers, settings.tiers, run?.summary?.measure ?? 'revenue')
}
