import { beforeEach, describe, expect, test } from 'vitest'
import { ApiError } from '../../../web/api.ts'
import { createPush, type Push, type PushBrowser } from '../../../web/push/subscribe.ts'
import { vapidKeys } from '../../support/vapid.ts'

const KEY = vapidKeys().publicKey
const OTHER_KEY = vapidKeys().publicKey
const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64url')).buffer

/** A browser and its push service. */
class FakeBrowser implements PushBrowser {
  supported = true
  granted: NotificationPermission = 'default'
  /** What the person answers when asked. */
  answer: NotificationPermission = 'granted'
  present: PushSubscription | null = null
  made = 0
  hangs = false
  stored = false
  wanted = {
    get: () => this.stored,
    set: (wanted: boolean) => {
      this.stored = wanted
    },
  }
  permission = () => this.granted
  async requestPermission() {
    this.granted = this.answer
    return this.granted
  }
  async registration() {
    return {
      pushManager: {
        getSubscription: async () => this.present,
        subscribe: async (options?: PushSubscriptionOptionsInit) => {
          if (this.hangs) return new Promise<never>(() => {})
          const key = options?.applicationServerKey as Uint8Array<ArrayBuffer>
          if (!options?.userVisibleOnly || key.length !== 65)
            throw new DOMException('bad options', 'InvalidAccessError')
          if (this.present) throw new DOMException('subscribed with another key', 'InvalidStateError')
          this.present = this.subscription(key.buffer)
          return this.present
        },
      },
    }
  }
  subscription(key: ArrayBuffer): PushSubscription {
    const endpoint = `https://push.example.test/${++this.made}`
    return {
      endpoint,
      options: { applicationServerKey: key, userVisibleOnly: true },
      toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.present = null
        return true
      },
    } as unknown as PushSubscription
  }
}

let browser: FakeBrowser
let requests: [string, unknown][]
let answers: { key: string | null; fails: ApiError | null }
let push: Push

const api = {
  async request(_method: string, path: string, options: { json?: unknown } = {}) {
    requests.push([path, options.json])
    if (answers.fails) throw answers.fails
    return path === '/api/session' ? { push: answers.key } : { id: 's1' }
  },
}

const create = () =>
  createPush({
    browser,
    api: api as never,
    locale: () => 'zh-CN',
    // Runs out as soon as the work is seen to hang.
    within: (_ms, work) =>
      Promise.race([
        work,
        new Promise<never>((_, reject) => {
          setImmediate(() => setImmediate(() => reject(new DOMException('too slow', 'TimeoutError'))))
        }),
      ]),
  })

beforeEach(() => {
  browser = new FakeBrowser()
  requests = []
  answers = { key: KEY, fails: null }
  push = create()
})

const enlisted = () => requests.filter(([path]) => path === '/api/notifications/subscriptions').map(([, json]) => json)
const told = (n: number) => ({
  endpoint: `https://push.example.test/${n}`,
  keys: { p256dh: 'p', auth: 'a' },
  locale: 'zh-CN',
})

describe('turning notifications on', () => {
  test('asks, subscribes and tells the server', async () => {
    expect(push.state.value).toBe('off')
    await push.turnOn()
    expect([push.state.value, push.problem.value, push.busy.value]).toEqual(['on', null, false])
    expect(enlisted()).toEqual([told(1)])
  })

  test('stays off when the person says no', async () => {
    browser.answer = 'denied'
    await push.turnOn()
    expect([push.state.value, push.problem.value]).toEqual(['denied', 'denied'])
    expect(requests).toEqual([])
  })

  test('gives up when the browser’s push service never answers', async () => {
    browser.hangs = true
    await push.turnOn()
    expect([push.state.value, push.problem.value, push.busy.value]).toEqual(['off', 'timeout', false])
  })

  test('says what went wrong on the way to the server', async () => {
    answers.fails = new ApiError(0, 'network')
    await push.turnOn()
    expect([push.state.value, push.problem.value]).toEqual(['off', 'offline'])
    answers.fails = new ApiError(503, 'unavailable')
    await push.turnOn()
    expect(push.problem.value).toBe('server')
  })

  test('is not possible where the browser or the server cannot', async () => {
    answers.key = null
    await push.turnOn()
    expect(push.state.value).toBe('unsupported')
    browser.supported = false
    push = create()
    await push.turnOn()
    expect([push.state.value, enlisted()]).toEqual(['unsupported', []])
  })

  test('drops a subscription made with another key', async () => {
    browser.present = browser.subscription(bytes(OTHER_KEY))
    await push.turnOn()
    expect(push.state.value).toBe('on')
    expect(enlisted()).toEqual([told(2)])
  })
})

describe('when the app opens', () => {
  beforeEach(async () => {
    await push.turnOn()
    requests = []
    push = create()
  })

  test('the server is told again, so a record it lost comes back', async () => {
    await push.check()
    expect(push.state.value).toBe('on')
    expect(enlisted()).toEqual([told(1)])
  })

  test('a subscription the browser lost is made anew', async () => {
    browser.present = null
    await push.check()
    expect(push.state.value).toBe('on')
    expect(enlisted()).toEqual([told(2)])
  })

  test('offline it is on as far as the phone knows', async () => {
    answers.fails = new ApiError(0, 'network')
    await push.check()
    expect(push.state.value).toBe('on')
  })

  test('a permission taken away is seen, and nothing is asked', async () => {
    browser.granted = 'denied'
    await push.check()
    expect([push.state.value, requests]).toEqual(['denied', []])
  })

  test('what was turned off stays off', async () => {
    await push.turnOff()
    requests = []
    await push.check()
    expect([push.state.value, requests]).toEqual(['off', []])
  })
})

test('turning off gives the address back and tells the server', async () => {
  await push.turnOn()
  requests = []
  await push.turnOff()
  expect([push.state.value, browser.present]).toEqual(['off', null])
  expect(requests).toEqual([['/api/notifications/subscriptions/remove', { endpoint: told(1).endpoint }]])
})

test('turned off without a network it is off all the same', async () => {
  await push.turnOn()
  answers.fails = new ApiError(0, 'network')
  await push.turnOff()
  expect([push.state.value, browser.present, push.problem.value]).toEqual(['off', null, 'offline'])
})

test('a second tap while the first is under way does nothing', async () => {
  await Promise.all([push.turnOn(), push.turnOn()])
  expect(enlisted()).toHaveLength(1)
})
