import { useEffect, useState } from 'preact/hooks'
import type { OrderRow } from '../../../worker/domain/rows.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'

/** A customer's orders on this phone, newest first; null while they are being read. */
export function useHeldOrders(customerId: string | null): readonly OrderRow[] | null {
  const [read, setRead] = useState<{ of: string; orders: readonly OrderRow[] } | null>(null)
  // A new list whenever a pull brings orders, though they themselves stay on disk.
  const changed = useTable('orders')
  useEffect(() => {
    if (customerId === null) return
    let left = false
    currentStore()
      .ordersOf(customerId)
      .then(
        (orders) => !left && setRead({ of: customerId, orders }),
        () => !left && setRead({ of: customerId, orders: [] }),
      )
    return () => {
      left = true
    }
  }, [customerId, changed])
  return read && read.of === customerId ? read.orders : null
}
