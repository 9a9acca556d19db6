/** The service worker as pages see it: registered once, newer versions offered and never forced, its messages heard. */
import { type ReadonlySignal, signal } from '@preact/signals'

/** An app left open asks for a newer version this often, when it comes to the front. */
const CHECK_EVERY_MS = 3_600_000

export interface Updates {
  /** True once a newer version waits to be put in force. */
  ready: ReadonlySignal<boolean>
  /** Never rejects: without a service worker the app works while there is a network. */
  start(): Promise<void>
  /** Puts the newest version in force: this page is loaded again, once. Never rejects. */
  apply(): Promise<void>
  /** Asks the server for a newer version. Rejects without a network. */
  check(): Promise<void>
}

type Container = Pick<ServiceWorkerContainer, 'controller' | 'register' | 'addEventListener'>

export function createUpdates(container: Container, reload: () => void): Updates {
  const ready = signal(false)
  let registration: ServiceWorkerRegistration | null = null
  let controlled = container.controller !== null
  let asked = false

  function watch(worker: ServiceWorker | null) {
    worker?.addEventListener('statechange', () => {
      // The first one ever is no newer version.
      if (worker.state === 'installed' && container.controller) ready.value = true
    })
  }

  return {
    ready,
    async start() {
      container.addEventListener('controllerchange', () => {
        if (asked) {
          asked = false
          reload()
        } else if (controlled) {
          // Another tab has put it in force; here the person decides when.
          ready.value = true
        }
        controlled = true
      })
      try {
        registration = await container.register('/sw.js')
      } catch {
        return
      }
      if (registration.waiting && container.controller) ready.value = true
      watch(registration.installing)
      registration.addEventListener('updatefound', () => watch(registration?.installing ?? null))
    },
    async apply() {
      if (!registration?.waiting) await registration?.update().catch(() => {})
      const next = registration?.waiting ?? registration?.installing
      if (!next) return reload()
      asked = true
      const takeOver = () => {
        if (next.state === 'installed') next.postMessage({ type: 'SKIP_WAITING' })
      }
      next.addEventListener('statechange', takeOver)
      takeOver()
    },
    async check() {
      await registration?.update()
    },
  }
}

/** Browsers have none on plain http from another machine. */
const container: ServiceWorkerContainer | undefined = globalThis.navigator?.serviceWorker
const updates = container ? createUpdates(container, () => location.reload()) : null

const never = signal(false)
/** A newer version of the app waits until the person takes it. */
export const updateReady: ReadonlySignal<boolean> = updates?.ready ?? never

/** Puts the newer version in force by loading the page again. */
export function applyUpdate(): void {
  if (updates) void updates.apply()
  else location.reload()
}

/** Looks for a newer version now; `updateReady` tells when it is there. Rejects without a network. */
export const checkForUpdate = (): Promise<void> => updates?.check() ?? Promise.resolve()

/** Call once, when the app is on screen. */
export function registerServiceWorker(): void {
  if (!updates) return
  void updates.start()
  let checkedAt = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - checkedAt < CHECK_EVERY_MS) return
    checkedAt = Date.now()
    updates.check().catch(() => {})
  })
}

/** The address a message of the service worker asks to open, when it is one of ours; else null. */
export function openedPath(data: unknown, origin: string): string | null {
  if (typeof data !== 'object' || data === null) return null
  const { type, url } = data as { type?: unknown; url?: unknown }
  if (type !== 'open' || typeof url !== 'string' || !URL.canParse(url, origin)) return null
  const to = new URL(url, origin)
  return to.origin === origin ? `${to.pathname}${to.search}` : null
}

/** Hears which screen a tapped notification leads to. Returns how to stop. */
export function onOpen(hear: (path: string) => void): () => void {
  if (!container) return () => {}
  const onMessage = (event: MessageEvent<unknown>) => {
    const path = openedPath(event.data, location.origin)
    if (path !== null) hear(path)
  }
  container.addEventListener('message', onMessage)
  return () => container.removeEventListener('message', onMessage)
}
