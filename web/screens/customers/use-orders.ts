import { useEffect, useState } from 'preact/hooks'
import { countsAsPurchase } from '../../../worker/domain/order.ts'
import type { CustomerRow, OrderRow } from '../../../worker/domain/rows.ts'
import { api } from '../../api.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'

export interface Orders {
  /** Newest first; null until the phone's own were read. */
  orders: OrderRow[] | null
  /** Whether there are orders that this phone does not hold. */
  older: boolean
  fetching: boolean
  failed: boolean
  fetchOlder: () => void
}

/** A customer's orders: those on this phone, and older ones of the server's once asked for. */
export function useOrders({ id, ordersCount }: Pick<CustomerRow, 'id' | 'ordersCount'>): Orders {
  const [held, setHeld] = useState<OrderRow[] | null>(null)
  const [fetched, setFetched] = useState<OrderRow[]>([])
  const [state, setState] = useState<'idle' | 'fetching' | 'failed' | 'all'>('idle')
  // A new list whenever a pull brings orders, though they themselves stay on disk.
  const changed = useTable('orders')
  useEffect(() => {
    let current = true
    currentStore()
      .ordersOf(id)
      .then(
        (rows) => current && setHeld(rows),
        () => current && setHeld([]),
      )
    return () => {
      current = false
    }
  }, [id, changed])

  const orders = held && merge(held, fetched)
  const fetchOlder = async () => {
    setState('fetching')
    const oldest = orders?.at(-1)?.placedAt
    const before = oldest === undefined ? '' : `?before=${oldest}`
    try {
      const answer = await api.request<{ orders: OrderRow[] }>('GET', `/api/customers/${id}/orders${before}`)
      setFetched((known) => [...known, ...answer.orders])
      setState(answer.orders.length === 0 ? 'all' : 'idle')
    } catch {
      setState('failed')
    }
  }
  const counted = orders?.filter((order) => countsAsPurchase(order.status)).length ?? ordersCount
  return {
    orders,
    older: state !== 'all' && counted < ordersCount,
    fetching: state === 'fetching',
    failed: state === 'failed',
    fetchOlder,
  }
}

/** What the phone holds is newer than what was fetched. */
function merge(held: OrderRow[], fetched: OrderRow[]): OrderRow[] {
  if (fetched.length === 0) return held
  const byId = new Map([...fetched, ...held].map((order) => [order.id, order]))
  return [...byId.values()].sort((a, b) => b.placedAt - a.placedAt)
}
