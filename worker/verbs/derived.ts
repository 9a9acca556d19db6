/** What SQL works out anew from rows that changes touch, in the same batch and after them. */
import { costsChanged } from '../../db/queries/products.ts'
import type { Statement } from '../../db/statement.ts'
import type { Change } from '../domain/mutation.ts'

export function derivedOf(changes: Change[]): Statement[] {
  const costly = changes.flatMap((change) =>
    change.op === 'update' && change.table === 'products' && 'cost' in change.set ? [change.id] : [],
  )
  return costly.length > 0 ? costsChanged(costly) : []
}
