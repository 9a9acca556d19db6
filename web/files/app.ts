/** The uploads of this page, with the real network and browser. Loaded when there is first something to send. */
import { effect } from '@preact/signals'
import { api } from '../api.ts'
import type { Store } from '../store/store.ts'
import type { Engine } from '../sync/engine.ts'
import { browserLocks } from '../sync/locks.ts'
import { browserPage } from '../sync/page.ts'
import { createUploader, isReady } from './uploader.ts'

/** Of what the browser gives, this share may be used before files the server has are dropped. */
const FULL = 0.8

export async function isShort(): Promise<boolean> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null)
  return !!estimate?.quota && (estimate.usage ?? 0) > FULL * estimate.quota
}

/** Sends whenever a file becomes ready, the network comes back or the app is looked at. Once a page. */
export function startUploads(store: Store, engine: Engine): void {
  const uploader = createUploader({
    store,
    api,
    locks: browserLocks(),
    now: () => Date.now(),
    isShort,
    onStored: () => void engine.sync(),
    schedule(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    mayAsk: () => engine.session.peek() === 'in',
  })
  const run = () => void uploader.run()
  effect(() => {
    const { online } = engine.status.value
    if (online && engine.session.value === 'in' && store.uploads.value.some((one) => isReady(store, one))) run()
  })
  const page = browserPage()
  page.on('online', run)
  page.on('visible', run)
  run()
}
