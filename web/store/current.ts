/** The store of this page: opened once at start, used by components and actions. */
import type { Store } from './store.ts'

let current: Store | null = null

export function setCurrentStore(store: Store | null): void {
  current = store
}

/** @throws Error when the app has not been started */
export function currentStore(): Store {
  if (!current) throw new Error('the store is not open')
  return current
}
