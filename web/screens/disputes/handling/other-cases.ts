import type { DisputeRow } from '../../../../worker/domain/rows.ts'
import { currentStore } from '../../../store/current.ts'

/** The buyer's other cases: open ones first, then the latest. Reading it while rendering subscribes. */
export const otherCases = ({ id, customerId }: Pick<DisputeRow, 'id' | 'customerId'>): DisputeRow[] =>
  currentStore()
    .view.list('disputes')
    .value.filter((other) => other.customerId === customerId && other.id !== id)
    .sort(
      (a, b) =>
        Number(a.step === 'closed') - Number(b.step === 'closed') || b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1),
    )
