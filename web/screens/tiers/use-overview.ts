/** What this screen tells, worked out once whenever what it rests on changes. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { broughtBy, isBuyer } from '../../../worker/domain/overview/buyers.ts'
import { type Criterion, criteriaOf } from '../../../worker/domain/overview/criteria.ts'
import { type TierGroup, tierByProduct, tierBySource } from '../../../worker/domain/overview/groups.ts'
import { type Moved, migrationOf } from '../../../worker/domain/overview/migration.ts'
import { type Pareto, paretoOf } from '../../../worker/domain/overview/pareto.ts'
import { isPinned } from '../../../worker/domain/pin.ts'
import type { CustomerRow, ProductRow, RunRow, ShopRow } from '../../../worker/domain/rows.ts'

export interface Overview {
  pareto: Pareto
  /** Whose tier in force is not what the figures call for, and how many of them are pinned. */
  differing: { all: number; pinned: number }
  moved: Moved
  sources: TierGroup[]
  products: TierGroup[]
}

/** @param now epoch ms: whether a pin holds */
export function overviewOf(customers: readonly CustomerRow[], products: readonly ProductRow[], now: number): Overview {
  const buyers = customers.filter(isBuyer)
  const differing = buyers.filter(({ tier, figures }) => tier !== figures.tier)
  return {
    pareto: paretoOf(buyers.map((buyer) => ({ value: broughtBy(buyer), tier: buyer.figures.tier }))),
    differing: { all: differing.length, pinned: differing.filter((buyer) => isPinned(buyer, now)).length },
    moved: migrationOf(customers),
    sources: tierBySource(buyers),
    products: tierByProduct(buyers, products),
  }
}

/** A pin that runs out meanwhile shows with the next change. */
export const useOverview = (
  customers: readonly CustomerRow[],
  products: readonly ProductRow[],
  now: number,
): Overview => useMemo(() => overviewOf(customers, products, now), [customers, products])

/**
 * The criteria, null at first: they take as long again as all the rest and stand further down, so they are worked out
 * once the rest is on screen. The former ones stay until then.
 */
export function useCriteria(
  customers: readonly CustomerRow[],
  run: RunRow | null,
  { timezone, figuresAsOf }: Pick<ShopRow, 'timezone' | 'figuresAsOf'>,
): readonly Criterion[] | null {
  const [criteria, setCriteria] = useState<readonly Criterion[] | null>(null)
  useEffect(() => {
    const soon = setTimeout(() => {
      setCriteria(criteriaOf({ customers, summary: run?.summary ?? null, asOf: run?.asOf ?? figuresAsOf, timezone }))
    })
    return () => clearTimeout(soon)
  }, [customers, run, timezone, figuresAsOf])
  return criteria
}
