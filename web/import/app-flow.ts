/** The app's import, one at a time, of whoever is signed in. */
import { api } from '../api.ts'
import { useEngine } from '../session.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { createFlow, type ImportFlow } from './flow.ts'
import { parseInBackground } from './parse.ts'

let open: { owner: string; flow: ImportFlow } | null = null

/** `owner` names shop and person: another one on this phone begins anew. */
export function importFlow(owner: string): ImportFlow {
  if (open?.owner === owner) return open.flow
  open?.flow.reset()
  const { view } = currentStore()
  const engine = useEngine()
  const flow = createFlow({
    api,
    parse: parseInBackground,
    newId,
    sync: () => engine.sync(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    online: () => navigator.onLine,
    onOnline: (hear) => addEventListener('online', hear),
    shop: () => {
      const shop = view.list('shops').peek()[0]
      if (!shop) throw new Error('the shop has not arrived')
      return shop
    },
    customers: () => view.list('customers').peek(),
  })
  open = { owner, flow }
  return flow
}
