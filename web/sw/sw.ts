/** The service worker: the app's files for when there is no network, push, and sending in the background. Never data. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { newId } from '../store/ids.ts'
import { keepShared } from '../store/shared.ts'
import { flushInBackground } from '../sync/background.ts'
import { handleNotificationClick, handlePush, handleSubscriptionChange, type PushWorld } from './push.ts'
import { handleShare } from './share.ts'

/** Background Sync and pushsubscriptionchange are no part of TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}
interface PushSubscriptionChangeEvent extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null
  readonly newSubscription?: PushSubscription | null
}
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
// Every screen's address is the one page; the server's own addresses and the buyer's page are left to it.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /^\/cdn-cgi\//, /^\/b(\/|$)/] }),
)

// The share sheet (`share_target` of the manifest), with or without a network.
registerRoute(
  ({ url }) => url.pathname === '/share',
  ({ request }) => handleShare(request, { keep: keepShared, newId, now: Date.now }),
  'POST',
)

const listen = <E extends ExtendableEvent>(type: string, hear: (event: E) => void) =>
  self.addEventListener(type, hear as EventListener)

// An update waits until the person takes it.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

/** The tag `web/sync/page.ts` registers. */
listen<SyncEvent>('sync', (event) => {
  if (event.tag === 'regulars-flush') event.waitUntil(flushInBackground())
})

const world = (): PushWorld => {
  const { navigator } = self
  return {
    registration: self.registration,
    clients: self.clients as PushWorld['clients'],
    ...('setAppBadge' in navigator ? { setAppBadge: (count: number) => navigator.setAppBadge(count) } : {}),
    language: navigator.language,
  }
}

self.addEventListener('push', (event) => event.waitUntil(handlePush(event.data?.text() ?? null, world())))
self.addEventListener('notificationclick', (event) =>
  event.waitUntil(handleNotificationClick(event.notification, world())),
)
listen<PushSubscriptionChangeEvent>('pushsubscriptionchange', (event) => {
  const { oldSubscription = null, newSubscription = null } = event
  const { registration, navigator } = self
  const renewal = { pushManager: registration.pushManager, fetch: self.fetch.bind(self), language: navigator.language }
  event.waitUntil(handleSubscriptionChange({ oldSubscription, newSubscription }, renewal))
})
