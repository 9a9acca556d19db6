/** The browser's page as the engine sees it. */
import type { Page, PageEvent } from './engine.ts'

export const BACKGROUND_SYNC_TAG = 'regulars-flush'

/** Background Sync is no part of TypeScript's DOM library: only Chromium has it. */
interface WithSync {
  sync?: { register(tag: string): Promise<void> }
}

export function browserPage(): Page {
  return {
    online: () => navigator.onLine,
    visible: () => document.visibilityState === 'visible',
    on: listen,
    requestBackgroundSync() {
      if (!navigator.serviceWorker?.controller) return
      navigator.serviceWorker.ready
        .then((registration) => (registration as WithSync).sync?.register(BACKGROUND_SYNC_TAG))
        // Refused by the person's settings: the page itself sends as soon as it can.
        .catch(() => {})
    },
  }
}

function listen(event: PageEvent, hear: () => void): () => void {
  switch (event) {
    case 'visible':
      return heard(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') hear()
      })
    case 'pull':
      if (!navigator.serviceWorker) return () => {}
      return heard(navigator.serviceWorker, 'message', (message) => {
        if ((message as MessageEvent<{ type?: unknown } | null>).data?.type === 'pull') hear()
      })
    default:
      return heard(window, event, hear)
  }
}

function heard(target: EventTarget, type: string, hear: (event: Event) => void): () => void {
  target.addEventListener(type, hear)
  return () => target.removeEventListener(type, hear)
}
