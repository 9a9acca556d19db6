import { useEffect, useState } from 'preact/hooks'
import type { OrderRow } from '../../../worker/domain/rows.ts'
import { currentStore } from '../../store/current.ts'

/** A customer's orders on this phone, newest first; null while they are being read. */
export function useOrders(customerId: string | null): readonly OrderRow[] | null {
  const [read, setRead] = useState<{ of: string; orders: readonly OrderRow[] } | null>(null)
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
  }, [customerId])
  return read && read.of === customerId ? read.orders : null
}
