import { useEffect, useState } from 'preact/hooks'
import { currentStore } from '../../../store/current.ts'
import type { Database } from '../../../store/database.ts'

/** When the orders this phone holds were placed, ascending, epoch ms; orders of nobody known are not among them. */
export async function ordersPlaced(db: Database): Promise<Float64Array> {
  const at: number[] = []
  let cursor = await db.transaction('base.orders').store.index('byCustomer').openKeyCursor()
  while (cursor) {
    at.push(cursor.key[1])
    cursor = await cursor.continue()
  }
  return Float64Array.from(at).sort()
}

/** Null until they are wanted and read, and while not all orders have come. */
export function useOrdersPlaced(wanted: boolean): Float64Array | null {
  const [placed, setPlaced] = useState<Float64Array | null>(null)
  const store = currentStore()
  const complete = store.view.state.value.complete.orders === true
  useEffect(() => {
    if (!wanted || !complete) return
    let gone = false
    // Fails only when the database is gone, which the store tells.
    ordersPlaced(store.db).then(
      (found) => !gone && setPlaced(found),
      () => {},
    )
    return () => {
      gone = true
    }
  }, [wanted, complete])
  return placed
}
