/** The service worker as pages see it: registered once, newer versions offered and never forced, its messages heard. */
import { type ReadonlySignal, signal } from '@preact/signals'
import { ownScript } from '../own-script.ts'

/**
 * Chromium stops the old version to put the newer one in force. A request that comes just then starts the old one again,
 * which may stay for minutes, and asking again changes nothing; when the page goes, the newer one gets its turn. So it is
 * asked in a quiet moment, and when it has not taken over by then, the page is loaded again.
 */
const STUCK_MS = 3000
const QUIET_MS = 300
const QUIET_BY_MS = 3000
const MOST_TRIES = 3
const TRIES = 'update-tries'

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

export interface Around {
  reload(): void
  /** Settles when the page has asked for nothing for a while. */
  quiet(): Promise<void>
  /** Outlives the page, not the tab. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

export function createUpdates(container: Container, { reload, quiet, memory }: Around): Updates {
  const ready = signal(false)
  let registration: ServiceWorkerRegistration | null = null
  let controlled = container.controller !== null
  /** While the newest version is wanted and has not taken over. */
  let asked = false
  let stuck: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  function watch(worker: ServiceWorker | null) {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') {
        // The first one ever is no newer version.
        if (container.controller) ready.value = true
        if (asked) void take()
      } else if (worker.state === 'redundant' && !registration?.waiting && !registration?.installing) asked = false
    })
  }

  /** Asks the version that waits to take over. One that is still installing is asked when it is there. */
  async function take() {
    if (!registration?.waiting) return
    await quiet()
    registration.waiting?.postMessage({ type: 'SKIP_WAITING' })
    clearTimeout(stuck)
    stuck = setTimeout(makeWay, STUCK_MS)
  }

  /** Loads the page again, which goes on from there. */
  async function makeWay() {
    if (!registration?.waiting) return
    await quiet()
    if (!registration.waiting) return
    asked = false
    memory.setItem(TRIES, String(tries + 1))
    reload()
  }

  async function apply() {
    if (!registration?.waiting) await registration?.update().catch(() => {})
    if (!registration?.waiting && !registration?.installing) return reload()
    asked = true
    await take()
  }

  /** This page was loaded because the newer version did not take over: it may be the old one still. */
  async function goOn() {
    if (!registration?.waiting) reload()
    else if (tries < MOST_TRIES) await apply()
  }

  return {
    ready,
    async start() {
      container.addEventListener('controllerchange', () => {
        clearTimeout(stuck)
        if (asked) {
          asked = false
          reload()
        } else if (controlled) {
          // Another tab has put it in force; here the person decides when.
          ready.value = true
        }
        controlled = true
      })
      tries = Number(memory.getItem(TRIES) ?? 0)
      memory.removeItem(TRIES)
      try {
        registration = await container.register(ownScript('/sw.js'))
      } catch {
        return
      }
      if (registration.waiting && container.controller) ready.value = true
      watch(registration.installing)
      registration.addEventListener('updatefound', () => watch(registration?.installing ?? null))
      if (tries > 0) await goOn()
    },
    apply,
    async check() {
      await registration?.update()
    },
  }
}

/** Browsers have none on plain http from another machine. */
const container: ServiceWorkerContainer | undefined = globalThis.navigator?.serviceWorker
const updates = container
  ? createUpdates(container, { reload: () => location.reload(), quiet, memory: sessionStorage })
  : null

/** No request of this page has ended for a while; at the latest after some seconds. */
function quiet(): Promise<void> {
  return new Promise((settle) => {
    const done = () => {
      observer.disconnect()
      clearTimeout(silence)
      clearTimeout(limit)
      settle()
    }
    let silence = setTimeout(done, QUIET_MS)
    const limit = setTimeout(done, QUIET_BY_MS)
    const observer = new PerformanceObserver(() => {
      clearTimeout(silence)
      silence = setTimeout(done, QUIET_MS)
    })
    observer.observe({ type: 'resource' })
  })
}

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
