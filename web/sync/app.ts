/** Store and engine of this page, with the real clock, network and browser. */
import { effect } from '@preact/signals'
import { api } from '../api.ts'
import { setCurrentStore } from '../store/current.ts'
import type { Catalogue } from '../store/replay.ts'
import { Store } from '../store/store.ts'
import { openChannel } from './channel.ts'
import { createEngine, type Engine } from './engine.ts'
import { browserLocks } from './locks.ts'
import { browserPage } from './page.ts'

export interface App {
  store: Store
  engine: Engine
  /** Settles when the customers, too, are in memory. */
  loaded: Promise<void>
}

/**
 * Opens the store and starts syncing. What is stored is on screen before anything is asked of the network.
 * @param rules loads the catalogue of changes
 * @param onLost the browser took the database away, or a newer version of the app needs it: load the page again
 */
export async function startApp(rules: () => Promise<Catalogue>, onLost: () => void): Promise<App> {
  const channel = openChannel()
  const now = () => Date.now()
  const { store, loaded } = await Store.open({ rules, channel, now, onLost })
  setCurrentStore(store)
  const engine = createEngine({
    store,
    api,
    locks: browserLocks(),
    channel,
    page: browserPage(),
    schedule(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    now,
    random: Math.random,
  })
  sendFiles(store, engine)
  // A phone that holds nobody's data, or may show nothing of it, has nothing to ask for until somebody signs in.
  const { userId, ended } = store.view.state.peek()
  if (userId !== null && !ended) engine.start()
  return { store, engine, loaded }
}

/** Most days nobody adds a photo: what sends them is loaded when there is first one to send. */
function sendFiles(store: Store, engine: Engine): void {
  let asked = false
  const stop = effect(() => {
    if (asked || store.uploads.value.length === 0) return
    asked = true
    import('../files/app.ts').then(
      ({ startUploads }) => {
        queueMicrotask(stop)
        startUploads(store, engine)
      },
      // Not to be had at present: the photos lie here until the app is opened the next time.
      () => {},
    )
  })
}
