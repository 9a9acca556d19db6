/** What a rule could not see from single rows, guarded by SQL in the same batch. */
import { noOtherOffer, withinBudget } from '../../db/queries/offers.ts'
import type { Statement } from '../../db/statement.ts'
import { startOfMonth } from '../domain/local-day.ts'
import type { Change, Meta } from '../domain/mutation.ts'

export function guardsOf(name: string, changes: Change[], meta: Meta): Statement[] {
  if (name !== 'win-back.trigger') return []
  return changes.flatMap((change) => {
    if (change.op !== 'insert' || change.table !== 'offers') return []
    const { id, customerId, cost } = change.row
    const budget = meta.shop.settings.winBack.monthlyBudget
    return [
      noOtherOffer(customerId, id, meta.at),
      ...(cost > 0 ? [withinBudget(budget, startOfMonth(meta.at, meta.shop.timezone), meta.at)] : []),
    ]
  })
}
