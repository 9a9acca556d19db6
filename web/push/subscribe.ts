/** Notifications on this phone: whether they are on, how to turn them on and off, and how they stay on. */
import { type ReadonlySignal, signal } from '@preact/signals'
import { type Api, ApiError } from '../api.ts'

/** `unsupported`: this browser, or this server, cannot; on an iPhone the app has to be installed first. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on'

/** What kept notifications from being turned on. `timeout`: the browser's push service did not answer. */
export type PushProblem = 'denied' | 'timeout' | 'refused' | 'offline' | 'server'

type Locale = 'zh-CN' | 'en'

/** The browser as far as push goes. */
export interface PushBrowser {
  supported: boolean
  permission(): NotificationPermission
  requestPermission(): Promise<NotificationPermission>
  /** Settles when a service worker is in charge. */
  registration(): Promise<{ pushManager: Pick<PushManager, 'getSubscription' | 'subscribe'> }>
  /** What the person chose on this phone: kept even when the browser loses the subscription. */
  wanted: { get(): boolean; set(wanted: boolean): void }
}

export interface PushDeps {
  browser: PushBrowser
  api: Pick<Api, 'request'>
  locale: () => Locale
  /** Rejects with `TimeoutError` when `work` takes longer. */
  within: <R>(ms: number, work: Promise<R>) => Promise<R>
}

export interface Push {
  state: ReadonlySignal<PushState>
  /** True while something is under way. */
  busy: ReadonlySignal<boolean>
  problem: ReadonlySignal<PushProblem | null>
  /** When the app opens, signed in: finds out how things are, and mends what was wanted and got lost. */
  check(): Promise<void>
  /** From a tap: browsers ask for permission only then. */
  turnOn(): Promise<void>
  /** Also before signing out: the next person on this phone is none of this shop's business. */
  turnOff(): Promise<void>
  /** Has the server send a message to the member's devices. @throws ApiError */
  test(): Promise<void>
}

/** Browsers without a push service behind them hang instead of saying no. */
const PATIENCE = 15_000

export function createPush({ browser, api, locale, within }: PushDeps): Push {
  const initial = (): PushState => {
    if (!browser.supported) return 'unsupported'
    return browser.permission() === 'denied' ? 'denied' : 'off'
  }
  const state = signal(initial())
  const busy = signal(false)
  const problem = signal<PushProblem | null>(null)

  async function alone(work: () => Promise<void>): Promise<void> {
    if (busy.peek()) return
    busy.value = true
    problem.value = null
    try {
      await work()
    } catch (error) {
      problem.value = problemOf(error)
    } finally {
      busy.value = false
    }
  }

  const managed = async () => (await within(PATIENCE, browser.registration())).pushManager

  /** A subscription with the server's present key; one made with another key is of no use any more. */
  async function subscription(key: string): Promise<PushSubscription> {
    const manager = await managed()
    const present = await within(PATIENCE, manager.getSubscription())
    if (present && isFor(present, key)) return present
    await present?.unsubscribe()
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) }
    return within(PATIENCE, manager.subscribe(options))
  }

  async function enlist(): Promise<void> {
    const { push: key } = await api.request<{ push: string | null }>('GET', '/api/session')
    if (!key) {
      state.value = 'unsupported'
      return
    }
    const { endpoint, keys } = (await subscription(key)).toJSON()
    await api.request('POST', '/api/notifications/subscriptions', { json: { endpoint, keys, locale: locale() } })
    browser.wanted.set(true)
    state.value = 'on'
  }

  return {
    state,
    busy,
    problem,
    check: () =>
      alone(async () => {
        state.value = initial()
        if (state.value !== 'off' || browser.permission() !== 'granted' || !browser.wanted.get()) return
        // What the phone knows stands until the server says otherwise.
        if (await within(PATIENCE, (await managed()).getSubscription())) state.value = 'on'
        await enlist()
      }),
    turnOn: () =>
      alone(async () => {
        if (!browser.supported) return
        if ((await browser.requestPermission()) !== 'granted') {
          state.value = initial()
          problem.value = 'denied'
          return
        }
        await enlist()
      }),
    turnOff: () =>
      alone(async () => {
        if (!browser.supported) return
        browser.wanted.set(false)
        state.value = initial()
        const present = await within(PATIENCE, (await managed()).getSubscription())
        if (!present) return
        // An address given back is dead: should the server not hear of it, its next try finds out.
        await present.unsubscribe()
        await api.request('POST', '/api/notifications/subscriptions/remove', { json: { endpoint: present.endpoint } })
      }),
    async test() {
      await api.request('POST', '/api/notifications/test', { json: {} })
    },
  }
}

function problemOf(error: unknown): PushProblem {
  if (error instanceof ApiError) return error.status === 0 ? 'offline' : 'server'
  const name = error instanceof Error ? error.name : ''
  return name === 'TimeoutError' ? 'timeout' : name === 'NotAllowedError' ? 'denied' : 'refused'
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}

/** Browsers that do not tell the key of a subscription are believed. */
function isFor(subscription: PushSubscription, key: string): boolean {
  const used = subscription.options?.applicationServerKey
  if (!used) return true
  const [a, b] = [new Uint8Array(used), bytesOf(key)]
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
