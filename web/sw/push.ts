/** Push in the service worker: shows what came, leads to it, and keeps the subscription alive. */

/** The message as our server sends it, the same that phones with Declarative Web Push show by themselves. */
interface Declared {
  id?: unknown
  notification?: {
    title?: unknown
    body?: unknown
    lang?: unknown
    tag?: unknown
    navigate?: unknown
    app_badge?: unknown
    actions?: unknown
  }
}

/** What is put on screen. TypeScript's options know no `actions` and no `renotify`. */
export interface Shown extends NotificationOptions {
  data: { url: string }
  actions: { action: string; title: string }[]
  renotify: boolean
}

export interface WindowLike {
  readonly focused: boolean
  readonly visibilityState: DocumentVisibilityState
  focus(): Promise<unknown>
  postMessage(message: unknown): void
}

/** The parts of the service worker's world that are used here. */
export interface PushWorld {
  registration: {
    readonly scope: string
    showNotification(title: string, options: Shown): Promise<void>
  }
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly WindowLike[]>
    openWindow(url: string): Promise<unknown>
  }
  /** Sets the number on the app's icon; browsers without one leave it out. */
  setAppBadge?: (count: number) => Promise<void>
  /** The phone's first language. */
  language: string
}

const windowsOf = ({ clients }: PushWorld) => clients.matchAll({ type: 'window', includeUncontrolled: true })

/** What came, made safe to show. A message nobody understands still shows something: browsers demand it. */
export function readPush(text: string | null, world: Pick<PushWorld, 'registration' | 'language'>) {
  const { scope } = world.registration
  let sent: Declared['notification']
  try {
    sent = (JSON.parse(text ?? '') as Declared | null)?.notification
  } catch {
    sent = undefined
  }
  const words = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  const chinese = world.language.startsWith('zh')
  const title = words(sent?.title)
  const actions = title && Array.isArray(sent?.actions) ? sent.actions : []
  const badge = sent?.app_badge
  return {
    title: title ?? (chinese ? '回头客有新消息' : 'News from Regulars'),
    options: {
      body: words(sent?.body) ?? '',
      lang: words(sent?.lang) ?? (chinese ? 'zh-CN' : 'en'),
      tag: words(sent?.tag) ?? 'news',
      // The second of a tag takes the place of the first without another buzz.
      renotify: false,
      icon: new URL('icons/icon-192.png', scope).href,
      badge: new URL('icons/badge-96.png', scope).href,
      data: { url: within(scope, words(sent?.navigate)) },
      actions: actions.flatMap((each: { action?: unknown; title?: unknown } | null) => {
        const action = words(each?.action)
        const label = words(each?.title)
        return action && label ? [{ action, title: label }] : []
      }),
    } satisfies Shown,
    badge: typeof badge === 'number' && Number.isInteger(badge) && badge >= 0 ? badge : null,
  }
}

/** The address within this app, whichever origin it was sent with; the app's start where there is none. */
function within(scope: string, address: string | undefined): string {
  const url = address === undefined ? null : URL.parse(address, scope)
  return url ? new URL(`${url.pathname.replace(/^\/+/, '/')}${url.search}${url.hash}`, scope).href : scope
}

/** Shows it, sets the badge, and has open pages fetch what is new. Settles when it is on screen. */
export async function handlePush(text: string | null, world: PushWorld): Promise<void> {
  const { title, options, badge } = readPush(text, world)
  await world.registration.showNotification(title, options)
  if (badge !== null) await world.setAppBadge?.(badge).catch(() => {})
  for (const page of await windowsOf(world)) page.postMessage({ type: 'pull' })
}

export interface Clicked {
  readonly data?: unknown
  close(): void
}

/** Goes where the notification leads: in the window that is open already, else in a new one. */
export async function handleNotificationClick(notification: Clicked, world: PushWorld): Promise<void> {
  notification.close()
  const { url } = (notification.data ?? {}) as { url?: unknown }
  const to = within(world.registration.scope, typeof url === 'string' ? url : undefined)
  const windows = await windowsOf(world)
  const page =
    windows.find((each) => each.focused) ?? windows.find((each) => each.visibilityState === 'visible') ?? windows[0]
  if (!page) {
    await world.clients.openWindow(to)
    return
  }
  // Told first: a browser may refuse to bring the window to the front.
  page.postMessage({ type: 'open', url: to })
  await page.focus().catch(() => {})
}

export interface Renewal {
  readonly oldSubscription: PushSubscription | null
  readonly newSubscription: PushSubscription | null
}

export interface RenewalWorld {
  pushManager: Pick<PushManager, 'subscribe'>
  fetch: typeof fetch
  language: string
}

/**
 * The browser gave this device another address: subscribes again where it has not done so itself, and tells the server.
 * The language is the phone's until the app is opened and says better. Rejects when the server could not be told; the
 * app tells it when it is opened next.
 */
export async function handleSubscriptionChange(change: Renewal, world: RenewalWorld): Promise<void> {
  const { oldSubscription, newSubscription } = change
  let fresh = newSubscription
  if (!fresh) {
    const applicationServerKey = oldSubscription?.options.applicationServerKey ?? (await serverKey(world))
    if (!applicationServerKey) return
    fresh = await world.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  }
  const { endpoint, keys } = fresh.toJSON()
  const locale = world.language.startsWith('zh') ? 'zh-CN' : 'en'
  const answer = await world.fetch('/api/notifications/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regulars': '1' },
    credentials: 'same-origin',
    body: JSON.stringify({
      endpoint,
      keys,
      locale,
      ...(oldSubscription ? { replaces: oldSubscription.endpoint } : {}),
    }),
  })
  if (!answer.ok) throw new Error(`subscribing again answered ${answer.status}`)
}

async function serverKey({ fetch }: RenewalWorld): Promise<string | null> {
  const answer = await fetch('/api/session', { credentials: 'same-origin' })
  return answer.ok ? ((await answer.json()) as { push: string | null }).push : null
}
