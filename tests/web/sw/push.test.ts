import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  handleNotificationClick,
  handlePush,
  handleSubscriptionChange,
  type PushWorld,
  type RenewalWorld,
  type Shown,
  type WindowLike,
} from '../../../web/sw/push.ts'
import { messageFor } from '../../../worker/notify/message.ts'

class FakeWindow implements WindowLike {
  focused = false
  visibilityState: DocumentVisibilityState = 'hidden'
  readonly messages: unknown[] = []
  focus = vi.fn(async () => {})
  postMessage(message: unknown) {
    this.messages.push(message)
  }
}

let windows: FakeWindow[]
let shown: { title: string; options: Shown }[]
let opened: string[]
let badges: number[]
let world: PushWorld

beforeEach(() => {
  windows = []
  shown = []
  opened = []
  badges = []
  world = {
    registration: {
      scope: 'https://shop.example/',
      async showNotification(title, options) {
        shown.push({ title, options })
      },
    },
    clients: {
      matchAll: async () => windows,
      async openWindow(url) {
        opened.push(url)
      },
    },
    setAppBadge: async (count) => {
      badges.push(count)
    },
    language: 'zh-CN',
  }
})

const row = {
  ...{ id: '01a20016-fe92-7e3e-b993-04f95d7cffba', category: 'complaint' as const, url: '/disputes/d1', at: 0 },
  params: { name: '小鹿', product: '茶杯' },
}
const sent = (publicUrl: string | null = null) =>
  JSON.stringify(messageFor(row, 'zh-CN', { timezone: 'Asia/Shanghai', unread: 3, publicUrl }).payload)

describe('a push', () => {
  test('shows what the server says, sets the badge and has every open page pull', async () => {
    windows = [new FakeWindow(), new FakeWindow()]
    await handlePush(sent(), world)
    expect(shown).toEqual([
      {
        title: '新的投诉',
        options: {
          body: '小鹿反映「茶杯」有问题，先回一句，让对方知道你在处理。',
          lang: 'zh-CN',
          tag: row.id,
          renotify: false,
          icon: 'https://shop.example/icons/icon-192.png',
          badge: 'https://shop.example/icons/badge-96.png',
          data: { url: 'https://shop.example/disputes/d1' },
          actions: [{ action: 'open', title: '去处理' }],
        },
      },
    ])
    expect(badges).toEqual([3])
    expect(windows.map((each) => each.messages)).toEqual([[{ type: 'pull' }], [{ type: 'pull' }]])
  })

  test('leads into this app whatever origin it names', async () => {
    for (const origin of ['https://shop.example', 'https://elsewhere.example']) await handlePush(sent(origin), world)
    expect(shown.map(({ options }) => options.data.url)).toEqual([
      'https://shop.example/disputes/d1',
      'https://shop.example/disputes/d1',
    ])
  })

  test.each([null, '', 'no json', 'null', '5', '{}', '{"notification":{"title":5,"actions":"x","app_badge":"9"}}'])(
    'that cannot be understood still shows something: %s',
    async (text) => {
      await handlePush(text, world)
      expect(shown).toMatchObject([
        { title: '回头客有新消息', options: { body: '', data: { url: 'https://shop.example/' } } },
      ])
      expect(badges).toEqual([])
    },
  )

  test('is shown also where there is no badge, or setting it fails', async () => {
    await handlePush(sent(), { ...world, setAppBadge: () => Promise.reject(new Error('not installed')) })
    const { setAppBadge: _, ...without } = world
    await handlePush(sent(), without)
    expect(shown).toHaveLength(2)
  })
})

describe('a click', () => {
  const click = async (data: unknown) => {
    const close = vi.fn()
    await handleNotificationClick({ data, close }, world)
    expect(close).toHaveBeenCalledOnce()
  }
  const to = 'https://shop.example/disputes/d1'

  test('opens a window where there is none', async () => {
    await click({ url: to })
    expect(opened).toEqual([to])
  })

  test('goes there in the window in use, and brings it to the front', async () => {
    const [hidden, visible, focused] = [new FakeWindow(), new FakeWindow(), new FakeWindow()]
    visible.visibilityState = 'visible'
    focused.visibilityState = 'visible'
    focused.focused = true
    windows = [hidden, visible, focused]
    await click({ url: to })
    windows = [hidden, visible]
    await click({ url: to })
    windows = [hidden]
    await click({ url: to })
    for (const each of [hidden, visible, focused]) {
      expect(each.messages).toEqual([{ type: 'open', url: to }])
      expect(each.focus).toHaveBeenCalledOnce()
    }
    expect(opened).toEqual([])
  })

  test('goes there even when the browser refuses to bring it to the front', async () => {
    const page = new FakeWindow()
    page.focus.mockRejectedValue(new DOMException('not allowed', 'InvalidAccessError'))
    windows = [page]
    await click({ url: to })
    expect(page.messages).toEqual([{ type: 'open', url: to }])
  })

  test.each([
    ['https://elsewhere.example/x', 'https://shop.example/x'],
    ['https://elsewhere.example//evil.example/x', 'https://shop.example/evil.example/x'],
    ['javascript:alert(1)', 'https://shop.example/alert(1)'],
    [undefined, 'https://shop.example/'],
  ])('never leaves the app: %s', async (url, inside) => {
    await click({ url })
    expect(opened).toEqual([inside])
  })
})

describe('a renewed subscription', () => {
  const subscription = (endpoint: string, key: ArrayBuffer | null = null) =>
    ({
      endpoint,
      options: { applicationServerKey: key, userVisibleOnly: true },
      toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
    }) as unknown as PushSubscription
  const fresh = subscription('https://push.example.test/new')
  const old = subscription('https://push.example.test/old', new ArrayBuffer(65))
  let requests: [string, unknown][]
  let renewal: RenewalWorld
  let subscribe: ReturnType<typeof vi.fn<PushManager['subscribe']>>

  beforeEach(() => {
    requests = []
    subscribe = vi.fn(async () => fresh)
    renewal = {
      pushManager: { subscribe },
      fetch: async (input, init) => {
        requests.push([String(input), init?.body ? JSON.parse(String(init.body)) : null])
        return input === '/api/session' ? Response.json({ push: 'KEY' }) : Response.json({ id: 's1' }, { status: 201 })
      },
      language: 'en-GB',
    }
  })
  const told = [
    '/api/notifications/subscriptions',
    { endpoint: fresh.endpoint, keys: { p256dh: 'p', auth: 'a' }, locale: 'en' },
  ]

  test('that the browser made itself is told to the server', async () => {
    await handleSubscriptionChange({ oldSubscription: null, newSubscription: fresh }, renewal)
    expect(requests).toEqual([told])
    expect(subscribe).not.toHaveBeenCalled()
  })

  test('is made with the old key, and takes the place of the old one', async () => {
    await handleSubscriptionChange({ oldSubscription: old, newSubscription: null }, renewal)
    expect(subscribe).toHaveBeenCalledWith({
      userVisibleOnly: true,
      applicationServerKey: old.options.applicationServerKey,
    })
    expect(requests).toEqual([[told[0], { ...(told[1] as object), replaces: old.endpoint }]])
  })

  test('is made with the server’s key when the old one is not known', async () => {
    await handleSubscriptionChange({ oldSubscription: null, newSubscription: null }, renewal)
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: 'KEY' })
    expect(requests).toEqual([['/api/session', null], told])
  })

  test('that the server did not take is an error, so that the browser knows', async () => {
    const fetch = async () => new Response(null, { status: 503 })
    await expect(
      handleSubscriptionChange({ oldSubscription: old, newSubscription: fresh }, { ...renewal, fetch }),
    ).rejects.toThrow('503')
  })
})
