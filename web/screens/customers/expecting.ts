/** What is to be said of a customer's coming orders. */
import { type Expected, expectedOf } from '../../../worker/domain/expectation/expected.ts'
import type { Fit } from '../../../worker/domain/expectation/model.ts'
import type { CustomerRow, ShopRow } from '../../../worker/domain/rows.ts'
import { boughtSince } from '../../../worker/domain/win-back.ts'
import { useNewestRun } from '../../store/runs.ts'

export interface Coming {
  /** By the shop's model; null where it has none. */
  expected: Expected | null
  /** Of the run behind the figures; null where that was none of this version. */
  model: Fit | null
  /** The date the figures behind it are of. */
  asOf: number
  /** They have bought since: what is said is of that date. */
  outdated: boolean
  /** When the next order may come, epoch ms; null when it cannot be said. */
  backBy: number | null
}

type Shop = Pick<ShopRow, 'timezone' | 'settings' | 'figuresAsOf'>

/** Null for who never bought, or before the first recompute. */
export function useComing(customer: CustomerRow, { timezone, settings, figuresAsOf }: Shop): Coming | null {
  const run = useNewestRun()
  const { figures } = customer
  if (!figures || figures.orders === 0) return null
  const asOf = figuresAsOf ?? figures.asOf
  const horizon = { asOf, timezone, days: settings.expectation.days }
  const model = run?.summary?.model ?? null
  const expected = expectedOf(figures, model, horizon)
  const outdated = boughtSince(customer)
  return { expected, model, asOf, outdated, backBy: outdated ? null : (expected?.backBy ?? figures.expectedAt) }
}
